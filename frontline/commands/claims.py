"""Sentences against the record."""

from __future__ import annotations

import sys
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontline.errors import RequestError
from frontline.options import (
    Data,
    KnownOn,
    RuleName,
)
from frontline.terminal import chosen, give, opened, working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from frontline.atlas import Atlas


class AnswerFormat(StrEnum):
    """How the answers to an article are given."""

    text = "text"
    json = "json"
    html = "html"


def check(
    text: Annotated[
        str | None, typer.Argument(metavar="FILE|-|TEXT", help="An article or a sentence.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DAY", help="The day it appeared.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE|DIR", help="Many: .csv, .jsonl, folder of .txt."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")] = None,
    rounding: Annotated[
        str, typer.Option("--rounding", help="strict, usual or wide: what a number leaves open.")
    ] = "usual",
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, metavar="N", help="Processes; else all cores.")
    ] = None,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: Annotated[
        AnswerFormat, typer.Option("--format", help="text, json or html.")
    ] = AnswerFormat.text,
) -> None:
    """Set each geographic claim in a text against the record, with distances and sources."""
    from frontline.desk.rounding import find_rounding

    find_rounding(rounding)
    if batch is not None:
        if text is not None or published is not None or form is not AnswerFormat.text:
            raise RequestError("--batch goes without a text, --published and --format")
        _check_many(batch, partial(opened, chosen(data), rule, known_on), rounding, jobs, out)
        return
    if text is None or published is None:
        raise RequestError("give a text and --published DAY, or --batch FILE for many")
    _check_one(opened(data, rule, known_on), _read_argument(text), published, rounding, form, out)


def _check_one(
    atlas: Atlas, text: str, published: str, rounding: str, form: AnswerFormat, out: Path | None
) -> None:
    from frontline.desk.tables import check_json
    from frontline.talk import plain, say_check
    from frontline.writing import json_text

    checked = atlas.check(text, published=published, rounding=rounding)
    if form is AnswerFormat.html:
        from frontline.drawing.report import render

        give([render(checked, atlas)], out)
        return
    answer = check_json(checked, atlas)
    if form is AnswerFormat.json:
        give([json_text(answer)], out)
    else:
        lines = (*atlas.clock_words(checked.published), *say_check(answer))
        give((f"{plain(line)}\n" for line in lines), out)


def _check_many(
    path: Path, open_atlas: Callable[[], Atlas], rounding: str, jobs: int | None, out: Path | None
) -> None:
    from frontline.articles import articles_in
    from frontline.batch import FAULT, check_many
    from frontline.writing import json_line

    faults = 0

    def lines() -> Iterator[str]:
        nonlocal faults
        rows = check_many(articles_in(path), open_atlas, rounding=rounding, jobs=jobs)
        for row in working(rows, "checking articles"):
            faults += str(row.get("error", "")).startswith(FAULT)
            yield json_line(row)

    give(lines(), out)
    if faults:
        typer.echo(f"frontline: {FAULT}, met in {faults} of the rows: please report it", err=True)
        raise typer.Exit(70)


def _read_argument(text: str) -> str:
    """Give the text of a file, of standard input for ``-``, or the argument itself."""
    from frontline.files import read_text

    if text == "-":
        return sys.stdin.read()
    with suppress(OSError):  # a sentence can be too long for a file name
        if Path(text).is_file():
            return read_text(Path(text))
    return text
