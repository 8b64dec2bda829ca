"""Find the encoding of a text file, without a silent guess.

UTF-8, UTF-16 and files with a byte order mark are recognised. In a file of UTF-8 with a few
damaged bytes these become U+FFFD, and the reader reports their cells. Any other file is refused
with its first words in the likely encodings, and the user states the one that reads right.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from frontline.encoding_candidates import likely_readings
from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.input_files import file_error, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from frontline.encoding_candidates import Reading

#: Encodings by the byte order mark at the start of a file; the longer marks come first.
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: First bytes of files that are not text, with what to do.
_NOT_TEXT = {
    b"PK\x03\x04": (
        "a zip archive or workbook",
        "Unpack an archive; name a workbook .xlsx or .ods, as what it is.",
    ),
    b"\xd0\xcf\x11\xe0": ("an Excel workbook", "Name it .xls."),
    b"\x1f\x8b": ("compressed with gzip", "Unpack it first."),
    b"%PDF": ("a PDF document", "Copy its table into a spreadsheet."),
    b"SQLite format 3": ("a database or GeoPackage", "Name it .gpkg if it is a GeoPackage."),
}
#: Number of bytes that are read at once.
_CHUNK = 1 << 20
#: Number of bytes that show whether a file is UTF-16 without a mark.
_HEAD = 1 << 12
#: A file that is not UTF-8 is not text if one byte in so many is a control character.
_CONTROLS_IN = 50
_NOT_CONTROLS = bytes({*range(0x20, 0x100), *b"\t\n\r\f\v"})
#: A file is UTF-8 with damaged bytes if it has so many characters beyond ASCII for each of them.
_GOOD_FOR_EACH_BAD = 4
#: A word between separators of cells and tags.
_WORD = re.compile(rb"[^\s,;|\"<>=\x00]+")
#: Number of words that decide which encodings are likely, and of words that are shown.
_WORDS, _SHOWN = 60, 2
_TITLES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-32": "UTF-32"}


def find_encoding(path: Path, stated: str | None = None) -> str:
    """Return the name of the encoding of a text file, as Python names it.

    A byte order mark is certain, and used even if another encoding is stated.

    Parameters
    ----------
    path : Path
        The file.
    stated : str or None
        The encoding that the user states; None to find it.

    Raises
    ------
    DataError
        If the file is neither UTF-8 nor UTF-16, or is not text.
    InvalidRequestError
        If there is no such encoding.
    """
    check_encoding(stated)
    with open_regular(path) as file:
        head = file.read(_HEAD)
    for mark, name in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return name
    for start, (what, hint) in _NOT_TEXT.items():
        if head.startswith(start):
            raise file_error(path, f"is not text but {what}", hint)
    if stated is not None:
        name = codecs.lookup(stated).name
        # without a mark these do not say in which order the bytes are
        return (_utf_16(head) or f"{name}-le") if name in {"utf-16", "utf-32"} else stated
    if wide := _utf_16(head):
        return wide
    if _is_valid_utf_8(_blocks(path)):
        return "utf-8"
    good, bad = count_utf_8(_blocks(path))
    if good < _GOOD_FOR_EACH_BAD * bad:
        if len(head) < _CONTROLS_IN * len(head.translate(None, _NOT_CONTROLS)):
            raise file_error(path, "is not text", "Check that it is the right file.")
        raise unknown_encoding(path, _lines(path))
    return "utf-8"


def is_plain_utf_8(path: Path) -> bool:
    """Return whether a file is valid UTF-8 without a byte order mark and zero bytes.

    Raises
    ------
    DataError
        If it is not a regular file.
    """
    with open_regular(path) as file:
        head = file.read(_HEAD)
    if b"\0" in head or head.startswith(codecs.BOM_UTF8):
        return False
    return _is_valid_utf_8(_blocks(path))


def has_utf_16_mark(path: Path) -> bool:
    """Return whether a file begins with the byte order mark of UTF-16, as spreadsheets write it."""
    with open_regular(path) as file:
        return file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}


def is_foreign_utf_8(path: Path) -> bool:
    """Return whether a file has characters beyond ASCII, and they are UTF-8."""
    good, bad = count_utf_8(_blocks(path))
    return good > 0 and good >= _GOOD_FOR_EACH_BAD * bad


def encoding_title(name: str) -> str:
    """Return the name of an encoding for a report.

    Examples
    --------
    >>> encoding_title("utf-8-sig"), encoding_title("utf-16-le"), encoding_title("cp1251")
    ('UTF-8', 'UTF-16', 'cp1251')
    """
    return "UTF-16" if name.startswith("utf-16") else _TITLES.get(name, name)


def check_encoding(name: str | None) -> None:
    """Refuse an encoding that Python does not know, or that is not one of any text.

    Raises
    ------
    InvalidRequestError
        If there is no such encoding.
    """
    try:
        b"a\xff".decode(name or "utf-8", "replace")
    except (LookupError, UnicodeError):
        raise InvalidRequestError(
            f"--encoding {name}: there is no such encoding. Some names are utf-8, cp1251 "
            "(Cyrillic), cp1252 (Western European) and cp1256 (Arabic)"
        ) from None


def _is_valid_utf_8(blocks: Iterable[bytes]) -> bool:
    """Return whether a text is UTF-8, which is faster than to count its characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def count_utf_8(blocks: Iterable[bytes]) -> tuple[int, int]:
    r"""Count the characters beyond ASCII of a text in UTF-8, and those that are damaged.

    Examples
    --------
    >>> count_utf_8(["Žepa".encode(), b" \xe9"])
    (1, 1)
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    foreign = bad = 0
    for block in blocks:
        text = decoder.decode(block)
        if not text.isascii():
            foreign += len(text) - len(text.encode("ascii", "ignore"))
            bad += text.count("\ufffd")
    rest = decoder.decode(b"", final=True)
    return foreign - bad, bad + len(rest)


def unknown_encoding(
    path: Path, lines: Iterable[tuple[int, bytes]], unit: str = "line"
) -> DataError:
    """Return the error for a text in another encoding, with its first words in likely ones.

    Parameters
    ----------
    path : Path
        The file.
    lines : iterable of (int, bytes)
        Numbered lines or cells of it.
    unit : str
        What the numbers count.
    """
    first, words = _first_foreign_words(lines)
    shown = readings_of(words)
    if not shown:
        hint = "Check that it is the right file; save a text as UTF-8."
        return file_error(path, "is not text in a usual encoding", hint)
    hint = (
        "Import it again with the encoding that reads right, such as --encoding "
        f"{shown.partition(';')[0].rpartition(' ')[2]}, or save it as UTF-8."
    )
    message = f"is not UTF-8. From {unit} {first} on, words read {shown}"
    return DataError([Issue(path.name, None, "", message, hint)])


def encoding_readings(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the likely encodings of a text that is not UTF-8, each with words as they read in it.

    Raises
    ------
    DataError
        If it is not a regular file.
    """
    _, words = _first_foreign_words(_lines(path))
    readings = likely_readings(words[:_WORDS])
    return tuple((one.encoding, _words(one, readings)) for one in readings)


def _first_foreign_words(lines: Iterable[tuple[int, bytes]]) -> tuple[int, list[bytes]]:
    """Return the first words that are not UTF-8, and the number of the line of the first."""
    first = 0
    words: list[bytes] = []
    for number, line in lines:
        found = foreign_words(line)
        first = first or (number if found else 0)
        words += found
        if len(words) >= _WORDS:
            break
    return first, words


def readings_of(words: list[bytes]) -> str:
    """Return words as they read in the likely encodings; empty if they do in none.

    Examples
    --------
    >>> readings_of(["Čačak".encode("cp1250"), "Łódź".encode("cp1250")]).partition(";")[0]
    "'Čačak, Łódź' in cp1250"
    """
    readings = likely_readings(words[:_WORDS])
    return "; ".join(f"{_words(one, readings)!r} in {one.encoding}" for one in readings)


def foreign_words(raw: bytes) -> list[bytes]:
    """Return the words of a text that are not UTF-8."""
    return [word for word in _WORD.findall(raw) if not word.isascii() and not is_utf_8(word)]


def _words(reading: Reading, readings: tuple[Reading, ...]) -> str:
    """Return the first words of a reading that are different in another one."""
    at = [
        number
        for number in range(len(reading.words))
        if len({one.words[number] for one in readings}) > 1
    ]
    return ", ".join(dict.fromkeys(reading.words[number][:40] for number in at[:_SHOWN]))


def _utf_16(head: bytes) -> str:
    """Return the name of UTF-16 without a mark: every other byte of its ASCII is 0; else empty."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if not most or most * 20 < len(head) // 2 or least * 10 > most:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _blocks(path: Path) -> Iterator[bytes]:
    with open_regular(path) as file:
        while block := file.read(_CHUNK):
            yield block


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with open_regular(path) as file:
        number = 0
        while line := file.readline(_CHUNK):
            number += 1
            yield number, line


def is_utf_8(word: bytes) -> bool:
    """Return whether bytes are valid UTF-8."""
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
