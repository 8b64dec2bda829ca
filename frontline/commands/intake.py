"""Beginning a package, and bringing in what others hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from frontline.asking import agreed
from frontline.errors import RequestError
from frontline.options import As, Format, From, To
from frontline.terminal import as_json, busy, say

Several = list[str] | None
#: Written out, since `--help` must be quick; a test compares it.
_KINDS = (
    "geonames, ocha, osm, whosonfirst; highways, admin, rivers, footprints; "
    "acled, ucdp, viina, table, wikipedia."
)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder.")],
    example: Annotated[
        bool, typer.Option("--example", help="With nine invented towns to try things on.")
    ] = False,
    title: Annotated[str, typer.Option("--title", help="For readers.")] = "A new record",
    region: Annotated[
        str | None, typer.Option("--region", metavar="W,S,E,N", help="Else of the first import.")
    ] = None,
    first: From = None,
    last: To = None,
) -> None:
    """Begin a new data package, with a README for the newsroom."""
    from frontline.days import parse_day
    from frontline.intake.asked import box_of
    from frontline.intake.starting import Beginning, start_package

    about = Beginning(
        title=title,
        region=None if region is None else box_of(region),
        first_day=None if first is None else parse_day(first),
        last_day=None if last is None else parse_day(last),
    )
    written = start_package(folder, about, example=example)
    say([f"wrote {len(written)} files to {folder}: begin with {folder / 'README.md'}"])


def import_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_KINDS)],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="In any order.")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Data package to add to.")],
    country: Annotated[
        Several, typer.Option("--country", metavar="CC", help="Only this country, as SY.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="W,S,E,N", help="Only what lies in it.")
    ] = None,
    classes: Annotated[
        Several, typer.Option("--class", metavar="WORD", help="Only features of this class.")
    ] = None,
    columns: Annotated[
        Several, typer.Option("--column", metavar="FIELD=NAME", help="Which column a field is in.")
    ] = None,
    actors: Annotated[
        Several, typer.Option("--actor", metavar="WORDS=ID", help="Which actor the words mean.")
    ] = None,
    settings: Annotated[
        Several, typer.Option("--set", metavar="NAME=VALUE", help="What one kind alone knows.")
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Layer or sheet to read.")] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Of text files.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take guessed columns as right.")] = False,
    form: As = Format.text,
) -> None:
    """Import what others hold into a data package, and say what could not be used."""
    from frontline.intake.asked import Asked, box_of
    from frontline.intake.guessing import UnconfirmedError
    from frontline.intake.kinds import bring_in

    asked = Asked(
        files=tuple(files),
        country=frozenset(code.upper() for code in country or ()),
        region=None if region is None else box_of(region),
        classes=frozenset(classes or ()),
        encoding=encoding,
        layer=layer,
        columns=_pairs("--column", columns),
        actors=_pairs("--actor", actors),
        settings=_pairs("--set", settings),
    )
    try:
        with busy(f"importing {kind}"):
            report = bring_in(kind, asked, into)
    except UnconfirmedError as guess:
        words = str(guess).splitlines()
        if not yes and not agreed(words, "Is this right?", otherwise=False):
            raise
        with busy(f"importing {kind}"):
            report = bring_in(kind, replace(asked, columns=guess.columns), into)
    as_json(report.as_json()) if form is Format.json else say(report.lines())
    if report.read and not (report.used or report.merged or report.waiting):
        raise typer.Exit(1)


def _pairs(option: str, words: Several) -> dict[str, str]:
    """Read options of the form NAME=VALUE."""
    pairs = [word.partition("=") for word in words or ()]
    for name, mark, value in pairs:
        if not (name and mark and value):
            raise RequestError(f"{option} {name!r}: write it as NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}
