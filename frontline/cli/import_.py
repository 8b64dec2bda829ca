"""Beginning a package, and bringing in what others hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.cli.options import (
    As,
    Format,
    From,
    To,
)
from frontline.cli.output import busy, print_json, print_lines
from frontline.cli.prompts import agreed
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from frontline.importers.candidates import PlaceCandidate
    from frontline.importers.summary import ImportSummary


def locate(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="As a map would spell it.")],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Data package to add to.")
    ] = None,
    pick: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Which of the proposals.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", envvar="FRONTLINE_GEOCODER", help="TOML with [geocoder]."),
    ] = None,
    service: Annotated[
        str | None, typer.Option(help="nominatim, photon, pelias or geonames.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CC", help="Only this country, as SY.")
    ] = None,
    form: As = Format.text,
) -> None:
    """Ask a geocoder of your choice where a place is; propose a gazetteer row with its source."""
    from frontline.importers.geocode import Geocoder, read_settings, to_feature
    from frontline.importers.geocode_answers import parse_answers

    if pick is not None and len(names) > 1:
        raise InvalidRequestError(
            "--pick chooses among the proposals for one name: locate one at a time"
        )
    if into is not None and pick is None:
        raise InvalidRequestError("which proposal? Look at them first, then add --pick N")
    chosen = read_settings(_file(settings), service=service)
    region = None if into is None else _region(into)
    geocoder = Geocoder(chosen, region, country)
    found = [
        (name, parse_answers(chosen.service, geocoder.ask(name), chosen.licence)) for name in names
    ]
    if pick is not None:
        place = _picked(found[0][1], pick)
        if into is not None:
            summary = _put(into, place)
            print_json(summary.to_dict()) if form is Format.json else print_lines(summary.lines())
        else:
            print_json(to_feature(place))
    elif form is Format.json:
        features = [to_feature(place) for _, places in found for place in places]
        print_json({"type": "FeatureCollection", "features": features})
    else:
        print_lines([f"{chosen.service} at {chosen.domain}"])
        print_lines(line for name, places in found for line in _lines(name, places))
    if not any(places for _, places in found):
        raise typer.Exit(2)


def _region(folder: Path) -> tuple[float, float, float, float] | None:
    """Give the region that a package declares, to look in first."""
    from frontline.package.integrity import UNSET_REGION
    from frontline.package.package import read_package

    region = read_package(folder).coverage.region
    return None if region == UNSET_REGION else region


def _file(stated: Path | None) -> Path | None:
    """Give the file of settings: the one named, else that of the user, if there is one."""
    own = Path(typer.get_app_dir("frontline")) / "geocoder.toml"
    return stated or (own if own.is_file() else None)


def _picked(places: tuple[PlaceCandidate, ...], pick: int) -> PlaceCandidate:
    if pick > len(places):
        raise InvalidRequestError(f"--pick {pick}: there are {len(places)} proposals")
    return places[pick - 1]


def _put(folder: Path, place: PlaceCandidate) -> ImportSummary:
    """Put a proposal into a package; what could be two places waits in review.csv."""
    from frontline.importers.geocode import add_place
    from frontline.importers.review import REVIEW, Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.editor import Draft

    draft, summary = Draft(folder), ImportSummary("locate")
    review = Review(folder, draft.ids("gazetteer"))
    add_place(draft, review, summary, place)
    questions = review.text()
    if questions is not None:
        draft.add_file(REVIEW, questions)
    summary.waiting = review.open_questions
    summary.wrote = draft.write()
    return summary


def _lines(name: str, places: tuple[PlaceCandidate, ...]) -> Any:
    """Tell the proposals for a name."""
    yield f"{name}: {len(places)} proposals" if places else f"{name}: no answer"
    for number, place in enumerate(places, start=1):
        where = ", ".join(part for part in (place.kind, place.admin2, place.admin1) if part)
        yield f"  {number}  {place.name}  {place.name_ar}  ({where})"
        yield (
            f"     {place.lon}, {place.lat} (lon, lat), off by up to {place.position_error_m:.0f} m"
        )
        yield f"     {place.citation}; licence: {place.licence}"
    if places:
        yield "  add one with --pick N --into DIR, or print its row with --pick N"


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
    from frontline.dates import parse_day
    from frontline.importers.options import parse_region
    from frontline.package.template import Template, create_package

    about = Template(
        title=title,
        region=None if region is None else parse_region(region),
        first_day=None if first is None else parse_day(first),
        last_day=None if last is None else parse_day(last),
    )
    written = create_package(folder, about, example=example)
    print_lines([f"wrote {len(written)} files to {folder}: begin with {folder / 'README.md'}"])


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
    from frontline.importers.columns import UnconfirmedError
    from frontline.importers.options import ImportOptions, parse_region
    from frontline.importers.registry import import_files

    options = ImportOptions(
        files=tuple(files),
        country=frozenset(code.upper() for code in country or ()),
        region=None if region is None else parse_region(region),
        classes=frozenset(classes or ()),
        encoding=encoding,
        layer=layer,
        columns=_pairs("--column", columns),
        actors=_pairs("--actor", actors),
        settings=_pairs("--set", settings),
    )
    try:
        with busy(f"importing {kind}"):
            summary = import_files(kind, options, into)
    except UnconfirmedError as guess:
        words = str(guess).splitlines()
        if not yes and not agreed(words, "Is this right?", otherwise=False):
            raise
        with busy(f"importing {kind}"):
            summary = import_files(kind, replace(options, columns=guess.columns), into)
    print_json(summary.to_dict()) if form is Format.json else print_lines(summary.lines())
    if summary.read and not (summary.used or summary.merged or summary.waiting):
        raise typer.Exit(1)


def _pairs(option: str, words: Several) -> dict[str, str]:
    """Read options of the form NAME=VALUE."""
    pairs = [word.partition("=") for word in words or ()]
    for name, mark, value in pairs:
        if not (name and mark and value):
            raise InvalidRequestError(f"{option} {name!r}: write it as NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}
