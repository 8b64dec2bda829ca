"""The command `frontline add area`: one report of who held an area."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.cli.package import (
    Additions,
    Into,
    Language,
    Published,
    Publisher,
    Source,
    Stance,
    Text,
    Url,
    actor_ids,
    add_publisher,
    extend_record,
    one_of,
    read_day,
    read_day_or_unknown,
)
from frontline.cli.prompts import Question, ask, require
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from frontline.package.draft import Draft

STATES = ("held", "contested", "claimed", "unknown")


def area(
    into: Into,
    areas: Annotated[
        list[str] | None,
        typer.Option(
            "--area",
            metavar="NAME",
            help="Administrative area or place: name or id; repeat it for a list.",
        ),
    ] = None,
    polygon: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A polygon drawn by hand, in a vector format."),
    ] = None,
    margin_km: Annotated[
        float | None, typer.Option(min=0, help="Error of the edges of the polygon.")
    ] = None,
    licence: Annotated[str, typer.Option(help="Licence of the polygon.")] = "",
    state: Annotated[Text, typer.Option(help=f"{', '.join(STATES[:-1])} or {STATES[-1]}.")] = None,
    actors: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="ACTOR", help="Who held it; repeat it if contested."),
    ] = None,
    on: Annotated[
        Text,
        typer.Option("--on", metavar="DAY", help="Day that the report is about, or first day."),
    ] = None,
    until: Annotated[
        Text, typer.Option(metavar="DAY", help="Last day that the report is about.")
    ] = None,
    throughout: Annotated[
        bool,
        typer.Option(
            "--throughout", help="The report says so of the whole area without exception."
        ),
    ] = False,
    note_: Annotated[str, typer.Option("--note", help="A note in your own words.")] = "",
    id_: Annotated[
        Text, typer.Option("--id", help="Id of the row; by default the next free one.")
    ] = None,
    extend_: Annotated[
        bool, typer.Option("--extend", help="Extend the record to the days, if needed.")
    ] = False,
    publisher: Publisher = None,
    url: Url = None,
    published: Published = None,
    stance: Stance = None,
    language: Language = "",
) -> None:
    """Add a report of who held an area. In a terminal, missing values are asked for."""
    from frontline.package.add_area import NewAreaReport, add_area_report

    additions = Additions(into)
    draft = additions.draft
    drawn = {} if polygon is None else _drawn(polygon)
    state, actors = state or "held", actors or []
    require(
        {
            **({} if drawn else {"--area NAME": " ".join(areas or ()) or None}),
            **({} if state == "unknown" else {"--actor ACTOR": " ".join(actors) or None}),
            "--on DAY": on,
            "--publisher ID": publisher,
            "--url ADDRESS": url,
        }
    )
    if not (areas or drawn):
        areas = ask(Question("--area NAME", "Area", _area(draft), None))
    (state,) = ask(Question("--state STATE", "State", one_of(STATES), state))
    if not actors and state != "unknown":
        actors = ask(Question("--actor ACTOR", f"Held by ({actor_ids(draft)})", str, None))
    (first,) = ask(Question("--on DAY", "Day, or first day", read_day, on))
    last, publisher, url, (day, words) = ask(
        Question("--until DAY", "Last day", read_day, until, first.isoformat()),
        Question("--publisher ID", "Publisher", str, publisher),
        Question("--url ADDRESS", "Address", str, url),
        Question(
            "--published DAY", "Day of publication (or unknown)", read_day_or_unknown, published
        ),
    )
    add_publisher(
        additions, str(publisher), Source(publisher, url, published, None, stance, language)
    )
    new = NewAreaReport(
        areas=tuple(areas or ()), drawn=drawn, licence=licence, state=state, actors=tuple(actors),
        first_day=first, last_day=last, throughout=throughout, margin_km=margin_km,
        publisher=str(publisher), url=str(url), published_on=day, published_note=words, note=note_,
        area_report_id=id_,
    )  # fmt: skip
    additions.add(lambda draft, _: [add_area_report(draft, new)])
    additions.add(lambda draft, _: extend_record(draft, first, last, always=extend_))
    additions.write()


def _drawn(path: Path) -> dict[str, Any]:
    """Return the polygons of a file by id, as GeoJSON."""
    from frontline.importers.sources.control_areas import read_polygons
    from frontline.importers.vector import to_geojson

    polygons = read_polygons(path, "drawn")
    if not polygons:
        raise InvalidRequestError(f"--polygon {path}: there is no polygon in the file")
    return {id_: to_geojson(polygon) for id_, polygon in polygons.items()}


def _area(draft: Draft) -> Any:
    """Return a reader of names of areas: it checks a name and returns it as written."""
    from frontline.package.add_area import find_area

    def read(name: str) -> str:
        find_area(draft.package, name)
        return name

    return read
