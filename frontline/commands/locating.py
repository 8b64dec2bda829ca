"""Asking a geocoder: the one command that makes a request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.errors import RequestError
from frontline.options import As, Format
from frontline.terminal import as_json, say

if TYPE_CHECKING:
    from frontline.intake.found import FoundPlace
    from frontline.intake.report import Report


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
    from frontline.intake.geocoder import Geocoder, read_settings
    from frontline.intake.proposals import feature, propose

    if pick is not None and len(names) > 1:
        raise RequestError("--pick chooses among the proposals for one name: locate one at a time")
    if into is not None and pick is None:
        raise RequestError("which proposal? Look at them first, then add --pick N")
    chosen = read_settings(_file(settings), service=service)
    region = None if into is None else _region(into)
    geocoder = Geocoder(chosen, region, country)
    found = [(name, propose(chosen.service, geocoder.ask(name), chosen.licence)) for name in names]
    if pick is not None:
        place = _picked(found[0][1], pick)
        if into is not None:
            report = _put(into, place)
            as_json(report.as_json()) if form is Format.json else say(report.lines())
        else:
            as_json(feature(place))
    elif form is Format.json:
        features = [feature(place) for _, places in found for place in places]
        as_json({"type": "FeatureCollection", "features": features})
    else:
        say([f"{chosen.service} at {chosen.domain}"])
        say(line for name, places in found for line in _lines(name, places))
    if not any(places for _, places in found):
        raise typer.Exit(2)


def _region(folder: Path) -> tuple[float, float, float, float] | None:
    """Give the region that a package declares, to look in first."""
    from frontline.package import read_package
    from frontline.references import UNDECLARED

    region = read_package(folder).frame.region
    return None if region == UNDECLARED else region


def _file(stated: Path | None) -> Path | None:
    """Give the file of settings: the one named, else that of the user, if there is one."""
    own = Path(typer.get_app_dir("frontline")) / "geocoder.toml"
    return stated or (own if own.is_file() else None)


def _picked(places: tuple[FoundPlace, ...], pick: int) -> FoundPlace:
    if pick > len(places):
        raise RequestError(f"--pick {pick}: there are {len(places)} proposals")
    return places[pick - 1]


def _put(folder: Path, place: FoundPlace) -> Report:
    """Put a proposal into a package; what could be two places waits in review.csv."""
    from frontline.intake.draft import Draft
    from frontline.intake.proposals import put
    from frontline.intake.report import Report
    from frontline.intake.review import REVIEW, Review

    draft, report = Draft(folder), Report("locate")
    review = Review(folder, draft.ids("gazetteer"))
    put(draft, review, report, place)
    asked = review.text()
    if asked is not None:
        draft.beside(REVIEW, asked)
    report.waiting = review.asked
    report.wrote = draft.write()
    return report


def _lines(name: str, places: tuple[FoundPlace, ...]) -> Any:
    """Tell the proposals for a name."""
    yield f"{name}: {len(places)} proposals" if places else f"{name}: no answer"
    for number, place in enumerate(places, start=1):
        where = ", ".join(part for part in (place.kind, place.admin2, place.admin1) if part)
        yield f"  {number}  {place.name}  {place.name_ar}  ({where})"
        yield (
            f"     {place.lon}, {place.lat} (lon, lat), off by up to {place.position_error_m:.0f} m"
        )
        yield f"     {place.cited}; licence: {place.licence}"
    if places:
        yield "  add one with --pick N --into DIR, or print its row with --pick N"
