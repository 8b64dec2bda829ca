"""Read the text of an article from a file: plain text, a web page, or a Word document."""

from __future__ import annotations

import codecs
import re
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.parsers import expat

from frontline.claims.reader.text import LONGEST
from frontline.input_files import check_archive, file_error, read_whole
from frontline.text_encoding import find_encoding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Largest file of an article, and largest document in a Word file, in bytes.
MAX_BYTES, _MAX_DOCUMENT = 20 << 20, 64 << 20
#: Endings of the files that can be read.
ENDINGS = (".txt", ".html", ".htm", ".docx")
_DOCUMENT = "word/document.xml"
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
#: Elements of a web page whose text is not part of the article, and those that end a line.
_UNREAD = frozenset({"script", "style", "template", "noscript", "head", "svg", "nav", "form"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
    "p", "pre", "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip


def read_article(path: Path) -> str:
    """Return the text of a file by its ending: .txt, .html or .docx.

    Raises
    ------
    DataError
        If it cannot be read, is too large, is not what its ending says, or its encoding is not
        certain.
    """
    kind = path.suffix.lower()
    if kind == ".docx":
        text = _docx(path)
    elif kind in {".html", ".htm"}:
        text = _html(path)
    else:
        text = _decoded(path, None)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip()
    if not text:
        raise file_error(path, "has no text", "Copy the text of the article into a text file.")
    if len(text) > LONGEST:
        raise file_error(path, f"has more than {LONGEST:,} characters", "Split it.")
    return text


def _decoded(path: Path, stated: str | None) -> str:
    raw = read_whole(path, MAX_BYTES)
    return raw.decode(find_encoding(path, stated), "replace")


def _html(path: Path) -> str:
    """Return the text of a web page, a line for each block."""
    declared = _CHARSET.search(read_whole(path, MAX_BYTES)[:4096])
    name = None if declared is None else declared[1].decode("ascii")
    try:
        stated = None if name is None else codecs.lookup(name).name
    except LookupError:
        stated = None
    reader = _PageReader()
    reader.feed(_decoded(path, stated))
    reader.close()
    return re.sub(r"[ \t\r\f\v]+", " ", "".join(reader.parts)).replace(" \n", "\n")


class _PageReader(HTMLParser):
    """Collects the text of a web page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNREAD:
            self._inside.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            del self._inside[self._inside.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data.replace("\n", " "))


def _docx(path: Path) -> str:
    """Return the text of a Word document, a line for each paragraph."""
    hint = "Save it again as .docx, or copy its text into a .txt file."
    read_whole(path, MAX_BYTES)
    check_archive(path)
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_DOCUMENT) as file:
            document = file.read(_MAX_DOCUMENT + 1)
    except (OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile) as error:
        message = f"is not a Word document ({str(error)[:80]})"
        raise file_error(path, message, hint) from None
    if len(document) > _MAX_DOCUMENT:
        raise file_error(path, "has a document that is too large", "Split it.")
    reader = _DocumentReader()
    try:
        reader.parse(document)
    except (expat.ExpatError, ValueError) as error:
        raise file_error(path, f"has a damaged document ({str(error)[:80]})", hint) from None
    return "".join(reader.parts)


class _DocumentReader:
    """Collects the text of the XML of a Word document, which may declare nothing."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._is_text = False

    def parse(self, document: bytes) -> None:
        """Read a document; ValueError if it has a declaration of entities."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(document, True)  # noqa: FBT003 - the last piece

    def _refuse(self, *_: object) -> None:
        raise ValueError("a document type is declared")

    def _start(self, name: str, _: Mapping[str, str]) -> None:
        name = f"{{{name}"
        self._is_text = name == f"{_WORDS}t"
        if name == f"{_WORDS}tab":
            self.parts.append("\t")
        elif name in {f"{_WORDS}br", f"{_WORDS}cr"}:
            self.parts.append("\n")

    def _end(self, name: str) -> None:
        self._is_text = False
        if f"{{{name}" == f"{_WORDS}p":
            self.parts.append("\n")

    def _text(self, text: str) -> None:
        if self._is_text:
            self.parts.append(text)
