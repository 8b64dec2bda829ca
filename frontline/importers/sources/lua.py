"""Reads the tables of a Lua file as data; nothing of it is ever run.

Only what a table of constants needs is understood: strings of all three kinds, numbers, names,
tables in tables, comments. Anything else in a field (a call, a sum) is an `Unread`, with the
line it stands on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Tables nested deeper than this are no data.
_DEEPEST = 50

_TOKEN = re.compile(
    r"""
    (?P<comment>--(?!\[=*\[)[^\n]*)
    |(?P<space>\s+)
    |(?P<long>(?:--)?\[(?P<level>=*)\[)
    |(?P<string>"(?:[^"\\\n]|\\z\s*|\\.)*+"|'(?:[^'\\\n]|\\z\s*|\\.)*+')
    |(?P<broken>"(?:[^"\\\n]|\\.)*+|'(?:[^'\\\n]|\\.)*+)
    |(?P<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)
    |(?P<mark>\.\.\.?|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(z\s*|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]{1,6}\}|\d{1,3}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "", "b": "", "f": "", "v": ""}


_WORDS = {"true": True, "false": False, "nil": None}


class Name(NamedTuple):
    """A name that stands for a value given elsewhere: ``mk.rus``."""

    name: str


class Unread(NamedTuple):
    """Something that is no constant; `text` is how it begins."""

    text: str


@dataclass
class Table:
    """A table: its named fields, its list, and the line it begins on."""

    line: int
    fields: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Give this table and all tables in it, in the order of the file."""
        yield self
        for value in (*self.fields.values(), *self.items):
            if isinstance(value, Table):
                yield from value.tables()


Value: TypeAlias = "str | float | bool | Name | Unread | Table | None"


@dataclass
class LuaFile:
    """What was read of a file.

    Attributes
    ----------
    tables : the outermost ones, in the order of the file
    names : constants given to names, such as ``mk.rus``
    torn : the line on which a table or string begins that nothing closes; None if all is whole
    """

    tables: list[Table] = field(default_factory=list)
    names: dict[str, Value] = field(default_factory=dict)
    torn: int | None = None


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    """Split a text; what is not closed becomes a token of the kind ``broken``."""
    at, line = 0, 1
    while match := _TOKEN.match(text, at):
        kind, whole = match.lastgroup or "", match[0]
        at = match.end()
        if match["long"] is not None:
            close = text.find(f"]{match['level']}]", at)
            end = len(text) if close < 0 else close
            whole = text[match.start() : end + len(match["level"]) + 2]
            if close < 0:
                yield _Token("broken", "", line)
            elif not whole.startswith("--"):
                yield _Token("string", text[at:end].removeprefix("\n"), line)
            at = match.start() + len(whole)
        elif kind == "string":
            yield _Token(kind, _unescaped(whole[1:-1]), line)
        elif kind in {"number", "name"}:
            yield _Token(kind, "".join(whole.split()), line)
        elif kind in {"mark", "broken"}:
            yield _Token(kind, whole, line)
        line += whole.count("\n")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_one_escape, text) if "\\" in text else text


def _one_escape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "z" or code == "\n":
        return "" if code[0] == "z" else "\n"
    if code[0] == "x":
        return chr(int(code[1:], 16))
    if code[0] == "u" and len(code) > 1:
        number = int(code[2:-1], 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    if code.isdecimal():
        return chr(int(code) % 256)
    return _ESCAPED.get(code, code)


def parse_lua(text: str) -> LuaFile:
    """Read the tables of a Lua text, and the constants that names are given.

    Examples
    --------
    >>> read = parse_lua('mk = { rus = "red.svg" } return { { lat = "1.5", mark = mk.rus } }')
    >>> read.tables[1].items[0].fields
    {'lat': '1.5', 'mark': Name(name='mk.rus')}
    >>> read.names
    {'mk.rus': 'red.svg'}
    """
    read = LuaFile()
    tokens = list(_tokens(text))
    broken = next((token.line for token in tokens if token.kind == "broken"), None)
    reader = _Reader(tokens)
    while (token := reader.peek()) is not None:
        if token.text == "{" and token.kind == "mark":
            read.tables.append(reader.table(0))
        elif token.kind == "name":
            _assigned(reader, read)
        else:
            reader.at += 1
    read.torn = broken or reader.torn
    return read


def _assigned(reader: _Reader, read: LuaFile) -> None:
    """Keep what a name is given, if it is a constant or a table of constants."""
    token = reader.tokens[reader.at]
    reader.at += 1
    following = reader.peek()
    if following is None or following.text != "=" or following.kind != "mark":
        return
    reader.at += 1
    value = reader.value(0, closed=False)
    if isinstance(value, Table):
        read.tables.append(value)
        constants = {
            f"{token.text}.{name}": one
            for name, one in value.fields.items()
            if isinstance(one, str | float)
        }
        read.names.update(constants)
    elif isinstance(value, str | float):
        read.names[token.text] = value


class _Reader:
    """Goes through tokens, and notes where something is not closed."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.torn: int | None = None

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def is_mark(self, text: str, ahead: int = 0) -> bool:
        at = self.at + ahead
        return at < len(self.tokens) and self.tokens[at][:2] == ("mark", text)

    def table(self, depth: int) -> Table:
        """Read a table; the next token opens it."""
        table = Table(self.tokens[self.at].line)
        self.at += 1
        while (token := self.peek()) is not None:
            if self.is_mark("}"):
                self.at += 1
                return table
            if self.is_mark(",") or self.is_mark(";"):
                self.at += 1
                continue
            name = self._field_name(token)
            value = self.value(depth)
            if name is None:
                table.items.append(value)
            else:
                table.fields[name] = value
        self.torn = self.torn or table.line
        return table

    def _field_name(self, token: _Token) -> str | None:
        """Read what stands before the ``=`` of a field, if it has a name."""
        if token.kind == "name" and self.is_mark("=", 1):
            self.at += 2
            return token.text
        if self.is_mark("[") and self.is_mark("]", 2) and self.is_mark("=", 3):
            name = self.tokens[self.at + 1].text
            self.at += 4
            return name
        return None

    def value(self, depth: int, *, closed: bool = True) -> Value:
        """Read a value up to the end of its field; outside a table, only the value itself."""
        start = self.at
        value = self._constant(depth)
        if not closed:
            return value
        if self.peek() is None or any(map(self.is_mark, ",;}")):
            return value
        self._skip()
        words = " ".join(token.text for token in self.tokens[start : min(self.at, start + 12)])
        return Unread(words)

    def _constant(self, depth: int) -> Value:
        """Read one constant, table or name; at anything else, stay before it."""
        if self.is_mark("{") and depth < _DEEPEST:
            return self.table(depth + 1)
        minus = self.is_mark("-")
        self.at += minus
        token = self.peek()
        if token is None or token.kind == "mark":
            return Unread("" if token is None else token.text)
        self.at += 1
        if token.kind == "number":
            return -_number(token.text) if minus else _number(token.text)
        if minus or token.kind == "broken":
            return Unread(token.text[:80])
        if token.kind == "string":
            return token.text
        return _WORDS.get(token.text, Name(token.text))

    def _skip(self) -> None:
        """Go to the end of a field, over whatever is nested in it."""
        opened = 0
        while (token := self.peek()) is not None:
            if token.kind == "mark":
                if opened == 0 and token.text in {",", ";", "}"}:
                    return
                opened += (token.text in {"{", "(", "["}) - (token.text in {"}", ")", "]"})
                opened = max(opened, 0)
            self.at += 1


def _number(text: str) -> float:
    return float(int(text, 16)) if text[:2].lower() == "0x" else float(text)
