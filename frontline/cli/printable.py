"""Make text safe for a terminal."""

from __future__ import annotations

import unicodedata

#: Unicode direction marks that would change the order of the rest of a line.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    r"""Replace control characters and direction marks, which could steer a terminal.

    Examples
    --------
    >>> printable("Morek مورك"), printable("\x1b[31mMorek\u202e")
    ('Morek مورك', '\ufffd[31mMorek<U+202E>')
    """
    return "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    if character.isalnum() or character == " ":
        return character
    if character in _DIRECTION_MARKS:
        return f"<U+{ord(character):04X}>"
    hidden = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
    return "\ufffd" if hidden else character
