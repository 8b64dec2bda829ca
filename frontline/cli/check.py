"""The command check: verify the geographic claims of articles."""

from __future__ import annotations

import os
import sys
from collections import Counter
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from frontline.cli.options import AsOf, Blur, Data, Embargo, Ground, RuleName
from frontline.cli.output import (
    choose_folder,
    embargo_start,
    open_redacted,
    print_note,
    print_written,
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
    parquet = "parquet"


#: What a batch can be written as; text stands for JSON lines.
_BATCH_FORMATS = (AnswerFormat.text, AnswerFormat.csv, AnswerFormat.parquet)
_ENDINGS = {AnswerFormat.csv: ".csv", AnswerFormat.parquet: ".parquet"}


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
            help="Many articles: a .csv, .jsonl or .parquet file, a folder of such files, or of "
            ".txt files.",
        ),
    ] = None,
    parts: Annotated[
        Path | None,
        typer.Option(
            "--parts",
            metavar="DIR",
            help="With --batch: write a file for every 200 articles; run again, only those that "
            "are missing.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")] = None,
    rounding: Annotated[
        str,
        typer.Option("--rounding", help="Tolerance for rounded numbers: strict, usual or wide."),
    ] = "usual",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, metavar="N", help="Number of processes; all cores by default."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="With --batch: use the workers of a Dask cluster, as tcp://host:8786.",
        ),
    ] = None,
    parser: Annotated[
        str,
        typer.Option(
            "--parser",
            metavar="NAME",
            help="English pipeline of spaCy that claims are compared with: a name or folder, none, "
            "or auto for the first that is installed.",
        ),
    ] = "auto",
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    form: Annotated[
        AnswerFormat | None,
        typer.Option(
            "--format",
            help="text, json, html, csv, claimreview or parquet; by default the ending of --out.",
        ),
    ] = None,
    corrected: Annotated[
        Path | None,
        typer.Option(
            "--overrides",
            metavar="FILE",
            help="Corrected readings; by default ARTICLE.overrides.toml in its folder.",
        ),
    ] = None,
) -> None:
    """Check each geographic claim of a text against the record, with numbers and sources."""
    from frontline.claims.reader.dependency_parser import AUTO, find_parser
    from frontline.claims.rounding import find_rounding

    find_rounding(rounding)
    form = form or (_form_of(out) if batch is None else AnswerFormat.text)
    if parser != AUTO:
        find_parser(parser)
    if batch is not None:
        if text or published or corrected or form not in _BATCH_FORMATS:
            raise InvalidRequestError(
                "--batch cannot be combined with a text, --published, --overrides or --format, "
                "except --format csv or parquet."
            )
        # A process that is left from an earlier batch may be in another folder.
        folder = None if (chosen := choose_folder(data)) is None else chosen.absolute()
        rule = str(Path(rule).absolute()) if rule.endswith(".toml") else rule
        today = embargo_start(as_of) if embargo else None
        open_atlas = partial(_open_atlas, ground, folder, rule, as_of, embargo, blur, today)
        settings = {
            "rounding": rounding, "parser": parser, "jobs": jobs, "scheduler": scheduler
        }  # fmt: skip
        if parts is None:
            _check_many(batch, open_atlas, out, form, settings)
        elif out is None:
            _check_parts(batch, open_atlas, parts, form, settings)
        else:
            raise InvalidRequestError("Use --out for one file or --parts for many, not both.")
        _print_parser_notice(parser)
        return
    if parts is not None or scheduler is not None or form is AnswerFormat.parquet:
        raise InvalidRequestError("--parts, --scheduler and --format parquet need --batch.")
    if text is None or published is None:
        raise InvalidRequestError(
            "Pass a text and --published DAY, or --batch FILE for many articles."
        )
    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    overrides = _overrides(text, corrected)
    result = atlas.check(
        _read_argument(text), published=published, rounding=rounding, overrides=overrides,
        parser=parser,
    )  # fmt: skip
    _write_result(result, atlas, notices, form, out)
    _print_parser_notice(parser)


def _form_of(out: Path | None) -> AnswerFormat:
    """Return the format that the ending of a file stands for; text for another."""
    ending = "" if out is None else out.suffix.lower().removeprefix(".")
    known = {"json": AnswerFormat.json, "html": AnswerFormat.html, "htm": AnswerFormat.html}
    return {**known, "csv": AnswerFormat.csv}.get(ending, AnswerFormat.text)


def _print_parser_notice(choice: str) -> None:
    """Print why claims were not compared with a parser, although spaCy is installed."""
    from frontline.claims.reader.dependency_parser import AUTO, parser_notice

    if choice == AUTO and (notice := parser_notice()):
        typer.echo(f"frontline: {notice}", err=True)


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
    from frontline.cli.output import printable
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
    out: Path | None,
    form: AnswerFormat,
    settings: dict[str, Any],
) -> None:
    """Check the articles of a batch, and write one file or print the answers."""
    from frontline.claims.articles import articles_in
    from frontline.claims.batch import INTERNAL_ERROR, check_many

    kind = _ENDINGS.get(form) or ("" if out is None else out.suffix.lower())
    if kind == ".parquet" and out is None:
        raise InvalidRequestError("--format parquet needs --out or --parts.")
    faults = 0

    def answers() -> Iterator[dict[str, Any]]:
        nonlocal faults
        rows = check_many(articles_in(path), open_atlas, **settings)
        for row in working(rows, "checking articles"):
            faults += str(row.get("error", "")).startswith(INTERNAL_ERROR)
            yield row

    if kind == ".parquet" and out is not None:
        _write_answers(out, answers())
        print_written([out])
    else:
        write_text(_answer_lines(kind, answers()), out)
    if faults:
        _report_fault(f"{INTERNAL_ERROR} in {faults} of the articles")


def _check_parts(
    path: Path,
    open_atlas: Callable[[], Atlas],
    folder: Path,
    form: AnswerFormat,
    settings: dict[str, Any],
) -> None:
    """Check the articles of a batch, and write a file for each part that is not done."""
    from frontline.claims.articles import sources_in
    from frontline.claims.parts import check_in_parts

    ending = _ENDINGS.get(form, ".jsonl")
    found = check_in_parts(
        sources_in(path), open_atlas, folder, _write_answers, ending=ending, **settings
    )
    count = Counter(outcome for _, outcome in working(found, "checking parts"))
    counted = (f"{count[one]} {one}" for one in ("done", "done before", "failed") if count[one])
    print_note([f"parts in {folder}: {', '.join(counted) or 'no articles'}"])
    if count["failed"]:
        _report_fault(
            f"internal error in {count['failed']} of the parts, which are written with "
            ".failed in their names, and repeated by the next run"
        )


def _report_fault(what: str) -> NoReturn:
    typer.echo(f"frontline: {what}. Please report it.", err=True)
    raise typer.Exit(70)


def _write_answers(path: Path, answers: Iterable[dict[str, Any]]) -> None:
    """Write answers to a file by its ending, completely or not at all."""
    from frontline.claims.claim_parquet import write_claims
    from frontline.io import atomic_file

    kind = path.suffix.lower()
    if kind == ".parquet":
        write_claims(path, answers)
        return
    with atomic_file(path) as file:
        for line in _answer_lines(kind, answers):
            file.write(line.encode("utf-8"))


def _answer_lines(kind: str, answers: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Return answers as the lines of a table, or of JSON."""
    from frontline.io import json_line

    return _table_lines(answers) if kind == ".csv" else map(json_line, answers)


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
