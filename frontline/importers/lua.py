"""Parse the tables of a Lua file as data, without running it.

The parser understands what a table of constants needs: strings of all three kinds, numbers,
names, nested tables, comments (https://www.lua.org/manual/5.4/manual.html#3). Any other value of
a field, such as a call or a sum, is `Unsupported`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Deepest nesting of tables.
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
    """A name of a value that is defined elsewhere: ``mk.rus``."""

    name: str


class Unsupported(NamedTuple):
    """A value that is not a constant; `text` is its beginning."""

    text: str


@dataclass
class Table:
    """A table: its named fields, its list, and the line it begins on."""

    line: int
    fields: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Yield this table and all tables in it, in the order of the file."""
        yield self
        for value in (*self.fields.values(), *self.items):
            if isinstance(value, Table):
                yield from value.tables()


Value: TypeAlias = "str | float | bool | Name | Unsupported | Table | None"


@dataclass
class LuaFile:
    """The tables and constants of a file.

    Attributes
    ----------
    tables : the outermost ones, in the order of the file
    names : values of named constants, such as ``mk.rus``
    unclosed : line of the first table, string or comment that is not closed; None if all are
    """

    tables: list[Table] = field(default_factory=list)
    names: dict[str, Value] = field(default_factory=dict)
    unclosed: int | None = None


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    """Split a text; a string or comment that is not closed becomes a token ``broken``."""
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
    """Parse the tables and the named constants of a Lua text.

    Examples
    --------
    >>> lua = parse_lua('mk = { rus = "red.svg" } return { { lat = "1.5", mark = mk.rus } }')
    >>> lua.tables[1].items[0].fields
    {'lat': '1.5', 'mark': Name(name='mk.rus')}
    >>> lua.names
    {'mk.rus': 'red.svg'}
    """
    lua = LuaFile()
    tokens = list(_tokens(text))
    broken = next((token.line for token in tokens if token.kind == "broken"), None)
    parser = _Parser(tokens)
    while (token := parser.peek()) is not None:
        if token.text == "{" and token.kind == "mark":
            lua.tables.append(parser.table(0))
        elif token.kind == "name":
            _parse_assignment(parser, lua)
        else:
            parser.at += 1
    lua.unclosed = broken or parser.unclosed
    return lua


def _parse_assignment(parser: _Parser, lua: LuaFile) -> None:
    """Parse an assignment; keep its value if it is a constant or a table."""
    token = parser.tokens[parser.at]
    parser.at += 1
    following = parser.peek()
    if following is None or following.text != "=" or following.kind != "mark":
        return
    parser.at += 1
    value = parser.value(0, closed=False)
    if isinstance(value, Table):
        lua.tables.append(value)
        constants = {
            f"{token.text}.{name}": one
            for name, one in value.fields.items()
            if isinstance(one, str | float)
        }
        lua.names.update(constants)
    elif isinstance(value, str | float):
        lua.names[token.text] = value


class _Parser:
    """Parses tokens, and notes the line of the first table that is not closed."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.unclosed: int | None = None

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def is_mark(self, text: str, ahead: int = 0) -> bool:
        at = self.at + ahead
        return at < len(self.tokens) and self.tokens[at][:2] == ("mark", text)

    def table(self, depth: int) -> Table:
        """Parse a table; the next token opens it."""
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
        self.unclosed = self.unclosed or table.line
        return table

    def _field_name(self, token: _Token) -> str | None:
        """Parse the name of a field and its ``=``; None if it has no name."""
        if token.kind == "name" and self.is_mark("=", 1):
            self.at += 2
            return token.text
        if self.is_mark("[") and self.is_mark("]", 2) and self.is_mark("=", 3):
            name = self.tokens[self.at + 1].text
            self.at += 4
            return name
        return None

    def value(self, depth: int, *, closed: bool = True) -> Value:
        """Parse a value to the end of its field; if not `closed`, only the value itself."""
        start = self.at
        value = self._constant(depth)
        if not closed:
            return value
        if self.peek() is None or any(map(self.is_mark, ",;}")):
            return value
        self._skip()
        words = " ".join(token.text for token in self.tokens[start : min(self.at, start + 12)])
        return Unsupported(words)

    def _constant(self, depth: int) -> Value:
        """Parse one constant, table or name; do not move beyond any other token."""
        if self.is_mark("{") and depth < _DEEPEST:
            return self.table(depth + 1)
        minus = self.is_mark("-")
        self.at += minus
        token = self.peek()
        if token is None or token.kind == "mark":
            return Unsupported("" if token is None else token.text)
        self.at += 1
        if token.kind == "number":
            return -_number(token.text) if minus else _number(token.text)
        if minus or token.kind == "broken":
            return Unsupported(token.text[:80])
        if token.kind == "string":
            return token.text
        return _WORDS.get(token.text, Name(token.text))

    def _skip(self) -> None:
        """Move to the end of a field, across nested brackets."""
        opened = 0
        while (token := self.peek()) is not None:
            if token.kind == "mark":
                if opened == 0 and token.text in {",", ";", "}"}:
                    return
                opened += (token.text in {"{", "(", "["}) - (token.text in {"}", ")", "]"})
                opened = max(opened, 0)
            self.at += 1


def _number(text: str) -> float:
    try:
        return float(int(text, 16)) if text[:2].lower() == "0x" else float(text)
    except OverflowError:
        return math.inf
