"""Sentences against the record."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from frontline.options import (
    As,
    Data,
    Format,
    KnownOn,
    RuleName,
)
from frontline.terminal import as_json, opened, say, say_clock


def check(
    text: Annotated[str, typer.Argument(metavar="FILE|-|TEXT", help="An article or a sentence.")],
    published: Annotated[str, typer.Option("--published", metavar="DAY", help="Its day.")],
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: As = Format.text,
) -> None:
    """Set each geographic claim in a text against the record, with distances and sources."""
    from frontline.desk.check import check as check_text
    from frontline.desk.tables import check_json
    from frontline.talk import say_check

    atlas = opened(data, rule, known_on)
    checked = check_text(atlas, _read_argument(text), published)
    answer = check_json(checked, atlas)
    if form is Format.json:
        as_json(answer)
    else:
        say_clock(atlas, checked.published)
        say(say_check(answer))


def _read_argument(text: str) -> str:
    """Give the text of a file, of standard input for ``-``, or the argument itself."""
    from frontline.files import read_text

    if text == "-":
        return sys.stdin.read()
    with suppress(OSError):  # a sentence can be too long for a file name
        if Path(text).is_file():
            return read_text(Path(text))
    return text
