"""The command check: verify the geographic claims of articles."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.cli.options import AsOf, Blur, Data, Embargo, Ground, RuleName
from frontline.cli.output import (
    choose_folder,
    embargo_start,
    open_redacted,
    working,
    write_text,
)
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult
    from frontline.claims.overrides import Override
    from frontline.models import Text


class AnswerFormat(StrEnum):
    """The format of the verdicts on an article."""

    text = "text"
    json = "json"
    html = "html"
    csv = "csv"
    claimreview = "claimreview"


def check(
    text: Annotated[
        str | None, typer.Argument(metavar="FILE|-|TEXT", help="An article or a sentence.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DAY", help="Day of publication.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            metavar="FILE|DIR",
            help="Many articles: a .csv or .jsonl file, or a folder of .txt files.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")] = None,
    rounding: Annotated[
        str,
        typer.Option(
            "--rounding", help="How much room a rounded number leaves: strict, usual or wide."
        ),
    ] = "usual",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, metavar="N", help="Number of processes; all cores by default."
        ),
    ] = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    form: Annotated[
        AnswerFormat, typer.Option("--format", help="text, json, html, csv or claimreview.")
    ] = AnswerFormat.text,
    corrected: Annotated[
        Path | None,
        typer.Option(
            "--overrides",
            metavar="FILE",
            help="Corrected readings; by default ARTICLE.overrides.toml beside the article.",
        ),
    ] = None,
) -> None:
    """Check each geographic claim of a text against the record, with numbers and sources."""
    from frontline.claims.rounding import find_rounding

    find_rounding(rounding)
    if batch is not None:
        if text or published or corrected or form not in {AnswerFormat.text, AnswerFormat.csv}:
            raise InvalidRequestError(
                "--batch cannot be combined with a text, --published, --overrides or --format, "
                "except --format csv."
            )
        folder, today = choose_folder(data), embargo_start(as_of)
        open_atlas = partial(_open_atlas, ground, folder, rule, as_of, embargo, blur, today)
        table = form is AnswerFormat.csv or (out is not None and out.suffix.lower() == ".csv")
        _check_many(batch, open_atlas, rounding, jobs, out, table=table)
        return
    if text is None or published is None:
        raise InvalidRequestError(
            "Pass a text and --published DAY, or --batch FILE for many articles."
        )
    atlas, notices = open_redacted(data, rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    overrides = _overrides(text, corrected)
    result = atlas.check(
        _read_argument(text), published=published, rounding=rounding, overrides=overrides
    )
    _write_result(result, atlas, notices, form, out)


def _open_atlas(ground: str | None, *arguments: Any) -> Atlas:
    """Open a redacted data package in a process of its own, without the notices."""
    return open_redacted(*arguments)[0].with_ground(ground)


def _write_result(
    result: CheckResult,
    atlas: Atlas,
    notices: tuple[Text, ...],
    form: AnswerFormat,
    out: Path | None,
) -> None:
    from frontline.claims.serialize import check_json
    from frontline.cli.printable import printable
    from frontline.cli.text import check_lines
    from frontline.io import json_text

    if form is AnswerFormat.html:
        from frontline.webmap.report.report import render

        write_text([render(result, atlas, notices)], out)
        return
    if form is AnswerFormat.json:
        write_text([json_text(check_json(result, atlas))], out)
    elif form is AnswerFormat.claimreview:
        from frontline.claims.claim_table import claim_review

        write_text([json_text(claim_review(check_json(result, atlas)))], out)
    elif form is AnswerFormat.csv:
        write_text(_table_lines([check_json(result, atlas)]), out)
    else:
        lines = (
            *atlas.as_of_notice(result.published),
            *notices,
            *check_lines(result, atlas),
        )
        write_text((f"{printable(str(line))}\n" for line in lines), out)


def _table_lines(answers: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a table of claims."""
    from frontline.claims.claim_table import COLUMNS, cells, claim_rows
    from frontline.io import csv_text

    yield csv_text(list(COLUMNS), [])
    for answer in answers:
        rows = csv_text(list(COLUMNS), [cells(row) for row in claim_rows(answer)])
        yield rows.partition("\n")[2]


def _overrides(text: str, path: Path | None) -> tuple[Override, ...]:
    """Read the corrected readings of a file, or of the file beside an article."""
    from frontline.claims.overrides import SUFFIX, read_overrides

    if path is None and text != "-" and os.path.lexists(text) and not Path(text).is_dir():
        beside = Path(text).with_suffix(SUFFIX)
        path = beside if beside.exists() else None
    return () if path is None else read_overrides(path)


def _check_many(
    path: Path,
    open_atlas: Callable[[], Atlas],
    rounding: str,
    jobs: int | None,
    out: Path | None,
    *,
    table: bool,
) -> None:
    from frontline.claims.batch import INTERNAL_ERROR, articles_in, check_many
    from frontline.io import json_line

    faults = 0

    def answers() -> Iterator[dict[str, Any]]:
        nonlocal faults
        rows = check_many(articles_in(path), open_atlas, rounding=rounding, jobs=jobs)
        for row in working(rows, "checking articles"):
            faults += str(row.get("error", "")).startswith(INTERNAL_ERROR)
            yield row

    write_text(_table_lines(answers()) if table else map(json_line, answers()), out)
    if faults:
        words = f"frontline: {INTERNAL_ERROR} in {faults} of the articles. Please report it."
        typer.echo(words, err=True)
        raise typer.Exit(70)


def _read_argument(text: str) -> str:
    """Return the text of a file, of standard input for ``-``, or the argument itself."""
    from frontline.input_files import MAX_LINE
    from frontline.package.csv_reader import read_text

    if text == "-":
        try:
            return sys.stdin.read(MAX_LINE)  # a longer text is refused anyway
        except UnicodeDecodeError as error:
            raise InvalidRequestError(f"The standard input is not UTF-8 text ({error})") from None
    # A sentence can be too long for a file name; `os.path` returns False then.
    if os.path.lexists(text) and not Path(text).is_dir():
        return read_text(Path(text))
    return text
