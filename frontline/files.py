"""Reading files that people edit, and writing files whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, NoReturn

from frontline.errors import DataError, Fault, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Features",
    "json_line",
    "json_text",
    "read_features",
    "read_json",
    "read_text",
    "whole_file",
    "write_whole",
]

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
#: Control characters that JSON may carry as they are, and that a terminal obeys.
_UNSEEN = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def _refuse(file: str, row: int | str | None, value: str, rule: str, remedy: str) -> NoReturn:
    raise DataError([Fault(file, row, value, rule, remedy)])


def read_text(path: Path) -> str:
    """Read UTF-8 text, with or without a byte order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        _refuse(path.name, None, "", "the file is missing", f"Put it into {path.parent}.")
    except OSError as error:
        cause = error.strerror or str(error)
        _refuse(
            path.name, None, "", f"cannot be read ({cause})", "Check what it is, and its rights."
        )
    remedy = "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')."
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:2].count(0) == 1:
        _refuse(path.name, None, "", "is UTF-16, not UTF-8", remedy)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, where = _position(path, raw[: error.start].decode("utf-8-sig", errors="replace"))
        if error.reason == "unexpected end of data":
            rule = f"ends in the middle of a character{where}"
            _refuse(path.name, row, "", rule, "The file is cut short: restore it.")
        bad = raw[max(0, error.start - 8) : error.start + 8]
        guess = bad.decode("cp1256", errors="replace").strip()
        rule = f"is not UTF-8 text{where} (in Windows-1256 it would read {guess!r})"
        _refuse(path.name, row, "", rule, remedy)
    if "\0" in text:
        row, where = _position(path, text[: text.index("\0")])
        rule = f"has a NUL byte{where}: it is torn or no text"
        _refuse(path.name, row, "", rule, "Restore the file.")
    return text


def _position(path: Path, before: str) -> tuple[int | None, str]:
    """Say where in a file something stands, from the text before it.

    Gives the row of a table as a spreadsheet counts it, where a row may hold line breaks; of
    any other file the line, in words.
    """
    if path.suffix == ".csv":
        try:
            return len(list(csv.reader(io.StringIO(f"{before}x", newline="")))), ""
        except csv.Error:
            return None, ""
    return None, f" at line {before.count(chr(10)) + 1}"


def read_json(path: Path) -> Any:
    """Read a JSON file.

    NaN and Infinity, which JSON does not have but many programs write, are let through as
    floats, so that who reads a row can refuse them by its id.

    Raises
    ------
    DataError
        When it is missing, torn, or not JSON.
    """
    text = read_text(path)
    try:
        value = json.loads(text)
        if _HALF_CHARACTER.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        rule = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        _refuse(path.name, None, "", rule, "Restore the file; it may be cut short.")
    except RecursionError:
        _refuse(path.name, None, "", "is nested too deeply", "Restore the file.")
    except UnicodeEncodeError:
        rule = r"holds half a character, such as \ud83d without its other half"
        _refuse(path.name, None, "", rule, "Write the character itself.")
    except ValueError:
        _refuse(path.name, None, "", "holds a number of thousands of digits", "Restore the file.")
    return value


class Features(NamedTuple):
    """What could be read of a GeoJSON file.

    Attributes
    ----------
    features : each with its id (or number, from 1), its properties, and its geometry as it stands
    faults : features that could not be read
    """

    features: list[tuple[int | str, dict[str, Any], Any]]
    faults: list[Fault]


def read_features(path: Path, key: str = "id") -> Features:
    """Read a GeoJSON FeatureCollection whose features are named by the property `key`.

    Raises
    ------
    DataError
        When the file as a whole cannot be read.
    """
    collection = read_json(path)
    listed = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(listed, list):
        rule, remedy = "is not a GeoJSON FeatureCollection", "Export it as GeoJSON."
        _refuse(path.name, None, "", rule, remedy)
    read = Features([], [])
    for number, feature in enumerate(listed, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            rule, remedy = "the feature has no properties", f"Give it at least its {key}."
            read.faults.append(Fault(path.name, number, "", rule, remedy))
            continue
        stated = properties.get(key)
        row = stated[:80] if isinstance(stated, str) and stated else number
        read.features.append((row, properties, feature.get("geometry")))
    return read


def json_text(value: Any) -> str:
    r"""Write JSON the same way each time: UTF-8, two spaces, a final line break.

    Control characters that a terminal would obey are written as ``\u009b``; JSON escapes the
    older ones itself.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return text.translate(_UNSEEN) + "\n"


def json_line(value: Any) -> str:
    """Write JSON on a line of its own, with what `json_text` writes otherwise."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.translate(_UNSEEN).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Raises
    ------
    OutputError
        When the folder cannot be written or the disk is full; nothing is left behind.
    """
    with whole_file(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of another when all is written, as `write_whole` does."""
    temporary = ""
    try:
        target = _target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".frontline-")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        raise OutputError(
            f"{path}: could not be written ({error.strerror or error}). Nothing was changed; "
            "choose another folder, or make room."
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """Follow links to the file that is meant; a device would be replaced, not written to."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise OSError(None, "it is a folder or device, not a file")
    return target
