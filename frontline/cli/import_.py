"""Commands that create a data package and import into it: init, import, locate."""

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
from frontline.cli.prompts import confirm
from frontline.errors import InvalidRequestError
from frontline.formatting import format_number_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from frontline.importers.candidates import PlaceCandidate
    from frontline.importers.summary import ImportSummary
    from frontline.package.template import Template


def locate(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Names of places, as on a map.")
    ],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Data package to add to.")
    ] = None,
    pick: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Number of the proposal to use.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            envvar="FRONTLINE_GEOCODER",
            help="Settings file: TOML with the table [geocoder].",
        ),
    ] = None,
    service: Annotated[
        str | None, typer.Option(help="Geocoder: nominatim, photon, pelias or geonames.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CC", help="Only this country: ISO code, as SY.")
    ] = None,
    form: As = Format.text,
) -> None:
    """Ask a geocoder where a place is, and propose gazetteer rows with their source."""
    from frontline.importers.geocode import Geocoder, read_settings, to_feature
    from frontline.importers.geocode_answers import parse_answers
    from frontline.package.replacement import retry_if_changed

    if pick is not None and len(names) > 1:
        raise InvalidRequestError(
            "--pick chooses among the proposals for one name: locate one name at a time."
        )
    if into is not None and pick is None:
        raise InvalidRequestError(
            "--into needs --pick N: list the proposals first, without --into."
        )
    chosen = read_settings(_settings_file(settings), service=service)
    region = None if into is None else _region(into)
    geocoder = Geocoder(chosen, region, country)
    found = [
        (name, parse_answers(chosen.service, geocoder.ask(name), chosen.licence)) for name in names
    ]
    if pick is not None:
        place = _pick(found[0][1], pick)
        if into is not None:
            summary = retry_if_changed(lambda: _add(into, place))
            print_json(summary.to_dict()) if form is Format.json else print_lines(summary.lines())
        else:
            print_json(to_feature(place))
    elif form is Format.json:
        features = [to_feature(place) for _, places in found for place in places]
        print_json({"type": "FeatureCollection", "features": features})
    else:
        print_lines([f"{chosen.service} at {chosen.domain}"])
        print_lines(line for name, places in found for line in _proposal_lines(name, places))
    if not any(places for _, places in found):
        raise typer.Exit(2)


def _region(folder: Path) -> tuple[float, float, float, float] | None:
    """Return the region of a package, which the geocoder prefers; None if it has none."""
    from frontline.package.integrity import UNSET_REGION
    from frontline.package.package import read_package

    region = read_package(folder).coverage.region
    return None if region == UNSET_REGION else region


def _settings_file(path: Path | None) -> Path | None:
    """Return the settings file: the one passed, else that of the user, if it exists."""
    own = Path(typer.get_app_dir("frontline")) / "geocoder.toml"
    return path or (own if own.is_file() else None)


def _pick(places: tuple[PlaceCandidate, ...], pick: int) -> PlaceCandidate:
    if pick > len(places):
        raise InvalidRequestError(
            f"--pick {pick}: the service has {format_number_of(len(places), 'proposal')}."
        )
    return places[pick - 1]


def _add(folder: Path, place: PlaceCandidate) -> ImportSummary:
    """Add a proposal to a package; possible duplicates are listed in review.csv."""
    from frontline.importers.geocode import add_place
    from frontline.importers.review import REVIEW, Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

    draft, summary = Draft(folder), ImportSummary("locate")
    review = Review(folder, draft.ids("gazetteer"))
    add_place(draft, review, summary, place)
    questions = review.text()
    if questions is not None:
        draft.add_file(REVIEW, questions)
    summary.waiting = review.open_questions
    summary.wrote = draft.write()
    return summary


def _proposal_lines(name: str, places: tuple[PlaceCandidate, ...]) -> Any:
    """Yield the proposals for a name, as lines of text."""
    yield f"{name}: {format_number_of(len(places), 'proposal')}" if places else f"{name}: no answer"
    for number, place in enumerate(places, start=1):
        where = ", ".join(part for part in (place.kind, place.admin2, place.admin1) if part)
        yield f"  {number}  {place.name}  {place.name_ar}  ({where})"
        error = f"located to within {place.position_error_m:.0f} m"
        yield f"     {place.lon}, {place.lat} (lon, lat), {error}"
        yield f"     {place.citation}; licence: {place.licence}"
    if places:
        yield "  Add one with --pick N --into DIR, or print its row with --pick N."


ManyValues = list[str] | None
#: The kinds of import. They are written out because `--help` must be fast; a test compares them.
#: The kinds of files that can be imported.
KINDS = (
    "places, geonames, ocha, osm, whosonfirst; "
    "highways, admin, rivers, roads, terrain, footprints; "
    "acled, ucdp, viina, table, wikipedia, areas."
)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder.")],
    example: Annotated[
        bool, typer.Option("--example", help="Create an example with nine invented towns.")
    ] = False,
    title: Annotated[str, typer.Option("--title", help="Title for readers.")] = "A new record",
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="W,S,E,N",
            help="Region of the record, in degrees: the package starts with its towns.",
        ),
    ] = None,
    country: Annotated[
        ManyValues,
        typer.Option(
            "--country", metavar="CC", help="Start with the towns of this country: ISO code, as UA."
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--no-places", help="Start with an empty gazetteer.")
    ] = False,
    first: From = None,
    last: To = None,
) -> None:
    """Create a data package, with a README for the newsroom."""
    from frontline.dates import parse_day
    from frontline.importers.options import parse_region
    from frontline.package.template import Template, create_package

    about = Template(
        title=title,
        region=None if region is None else parse_region(region),
        first_day=None if first is None else parse_day(first),
        last_day=None if last is None else parse_day(last),
    )
    if (country or about.region) and not (empty or example):
        about = _with_places(about, country or ())
    written = create_package(folder, about, example=example)
    print_lines([f"wrote {len(written)} files to {folder}: start with {folder / 'README.md'}"])
    if about.places:
        noun = "place" if len(about.places) == 1 else "places"
        print_lines([f"{len(about.places):,} {noun} from {about.source['title']}"])


def _with_places(about: Template, countries: Collection[str]) -> Template:
    """Return a template with the towns of countries or of a region."""
    from frontline.importers.starting_places import find_starting_places

    with busy("reading the towns"):
        found = find_starting_places(countries, about.region)
    return replace(
        about,
        region=found.region,
        places=found.rows,
        source={"title": found.source, "path": found.address},
        local_language=found.language,
    )


def import_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files to import, in any order.")
    ],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Data package to add to.")],
    country: Annotated[
        ManyValues,
        typer.Option("--country", metavar="CC", help="Only this country: ISO code, as SY."),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region", metavar="W,S,E,N", help="Only features inside this region, in degrees."
        ),
    ] = None,
    classes: Annotated[
        ManyValues, typer.Option("--class", metavar="WORD", help="Only features of this class.")
    ] = None,
    columns: Annotated[
        ManyValues, typer.Option("--column", metavar="FIELD=NAME", help="Column of a field.")
    ] = None,
    actors: Annotated[
        ManyValues,
        typer.Option("--actor", metavar="WORDS=ID", help="Actor for a name in the source."),
    ] = None,
    settings: Annotated[
        ManyValues,
        typer.Option("--set", metavar="NAME=VALUE", help="Setting of the kind of import."),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            metavar="AREA",
            help="Where --set else= applies: an administrative area, or a file of polygons.",
        ),
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Layer or sheet to read.")] = None,
    header_row: Annotated[
        int | None,
        typer.Option("--header-row", min=1, metavar="N", help="Row that names the columns."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", help="Encoding of text files and shapefiles, as cp1251."),
    ] = None,
    new_within: Annotated[
        float | None,
        typer.Option(
            "--new-within",
            metavar="KM",
            min=0.01,
            max=100,
            help="A row with a point is a new place if no candidate is within KM.",
        ),
    ] = None,
    ask_names: Annotated[
        bool, typer.Option("--ask-names", help="Ask about each row that has only a name.")
    ] = False,
    source: Annotated[
        str | None, typer.Option("--source", help="Source of the data, as readers see it.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", help="Licence of the data, or its terms.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept guessed columns without a question.")
    ] = False,
    form: As = Format.text,
) -> None:
    """Import files into a data package, and report which rows could not be used."""
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
        header_row=header_row,
        columns=_pairs("--column", columns),
        actors=_pairs("--actor", actors),
        settings=_pairs("--set", settings) | _given(source=source, licence=licence, within=within),
        new_within_km=new_within,
        ask_names=ask_names,
    )
    try:
        with busy(f"importing {kind}"):
            summary = import_files(kind, options, into)
    except UnconfirmedError as guess:
        lines = str(guess).splitlines()
        if not yes and not confirm(lines, "Is this right?", default=False):
            raise
        with busy(f"importing {kind}"):
            summary = import_files(kind, replace(options, columns=guess.columns), into)
    print_json(summary.to_dict()) if form is Format.json else print_lines(summary.lines())
    if summary.read and not (summary.used or summary.merged or summary.waiting):
        raise typer.Exit(1)


def _given(**settings: str | None) -> dict[str, str]:
    """Return the settings that have a value."""
    return {name: value for name, value in settings.items() if value}


def _pairs(option: str, values: ManyValues) -> dict[str, str]:
    """Read options of the form NAME=VALUE."""
    pairs = [value.partition("=") for value in values or ()]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise InvalidRequestError(f"{option} {name!r}: write it as NAME=VALUE.")
    return {name.strip(): value.strip() for name, _, value in pairs}
