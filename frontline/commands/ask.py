"""Questions to the record: a place, its history, changes, pockets, distances, highways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.errors import RequestError
from frontline.options import (
    As,
    AsTable,
    Data,
    Format,
    From,
    KnownOn,
    On,
    RuleName,
    TableFormat,
    To,
    Within,
)
from frontline.terminal import as_csv, as_json, each_day, opened, say, say_clock, span_of_days

if TYPE_CHECKING:
    from datetime import date

    from frontline.atlas import Atlas


def place(name: str, within: Within = None, data: Data = None, form: As = Format.text) -> None:
    """Find one place by name or id, in Latin or Arabic script, or say why not."""
    from frontline.tables import match_json
    from frontline.talk import say_place

    atlas = opened(data, "standard")
    match = atlas.gazetteer.find(name, within=within)
    if form is Format.json:
        as_json(match_json(match))
    elif match.place is not None:
        say(say_place(match.place, match.match, match.how))
    if match.place is None:
        if form is not Format.json:
            atlas.place(name, within)
        raise typer.Exit(2)


def control(
    place: str,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Only this day.")] = None,
    within: Within = None,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: As = Format.text,
) -> None:
    """Print who held a place, day by day, with every report and address."""
    from frontline.tables import history_json
    from frontline.talk import say_history

    atlas = opened(data, rule, known_on)
    found = atlas.place(place, within)
    answer = history_json(atlas, found, None if on is None else atlas.on(on).day)
    if form is Format.json:
        as_json(answer)
    else:
        say_clock(atlas, atlas.record.last if on is None else atlas.on(on).day)
        say(say_history(answer, atlas))


def changes(
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: AsTable = TableFormat.text,
) -> None:
    """List the places whose control differs between two days."""
    from frontline.tables import CHANGE_COLUMNS, change_json, change_row
    from frontline.talk import say_change

    atlas = opened(data, rule, known_on)
    start, end = span_of_days(atlas, first, last)
    found = [change_json(change, atlas) for change in atlas.record.changes(start, end)]
    if form is TableFormat.json:
        as_json(found)
    elif form is TableFormat.csv:
        as_csv([change_row(change) for change in found], CHANGE_COLUMNS)
    else:
        say_clock(atlas, end)
        say(line for change in found for line in say_change(change))
        say([f"{len(found)} places changed between {start} and {end}"])


def pockets(
    on: On,
    every: Annotated[
        bool, typer.Option("--all", help="Also ground that blank areas may connect.")
    ] = False,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: As = Format.text,
) -> None:
    """List ground cut off from its actor's main body."""
    from frontline.tables import pocket_json
    from frontline.talk import say_pocket

    state = opened(data, rule, known_on).on(on)
    found = [pocket_json(pocket, state) for pocket in state.pockets if every or pocket.enclosed]
    if form is Format.json:
        as_json(found)
        return
    say_clock(state.atlas, state.day)
    lines = [line for pocket in found for line in say_pocket(pocket)]
    say(lines or [f"no pocket on {state.day}"])


def distance(
    start: Annotated[str, typer.Argument(metavar="A")],
    end: Annotated[str, typer.Argument(metavar="B")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day as 2019-08-15.")
    ] = None,
    within: Within = None,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: As = Format.text,
) -> None:
    """Measure between two of: a place, an id, lon,lat, a highway, an actor, front."""
    from frontline.tables import distance_json
    from frontline.talk import say_distance

    atlas = opened(data, rule, known_on)
    way, state = atlas.distance(start, end, on, within=within)
    answer = distance_json(way, (start, end), state)
    if form is Format.json:
        as_json(answer)
    else:
        if state is not None:
            say_clock(atlas, state.day)
        say(say_distance(answer))


def highway(
    name: str,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day as 2019-08-15.")
    ] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Two places or kilometres.")
    ] = None,
    by_day: Annotated[bool, typer.Option("--by-day", help="A row for each day.")] = False,
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Tell who held a highway: on a day, or day by day."""
    from frontline.tables import highway_rows
    from frontline.talk import say_highway, say_highway_days

    if (by_day and on) or (not by_day and (first or last)):
        raise RequestError("--on is for one day; --from and --to go with --by-day")
    atlas = opened(data, rule, known_on)
    if by_day:
        days = span_of_days(atlas, first, last)
        rows = highway_rows([_highway(atlas, name, day, between) for day in each_day(*days)])
        if form is TableFormat.json:
            as_json(rows)
        elif form is TableFormat.csv:
            as_csv(rows, ())
        else:
            say_clock(atlas, days[1])
            say(say_highway_days(rows))
        return
    answer = _highway(atlas, name, _needed(on, "--on DAY, or --by-day"), between)
    if form is TableFormat.csv:
        as_csv(answer["intervals"], ())
    elif form is TableFormat.json:
        as_json(answer)
    else:
        say_clock(atlas, atlas.on(answer["on"]).day)
        say(say_highway(answer))


def _highway(
    atlas: Atlas, name: str, day: str | date, between: tuple[str, str] | None
) -> dict[str, Any]:
    from frontline.tables import highway_json

    state = atlas.on(day)
    return highway_json(state, name, state.road_intervals(name, between), between)


def _needed(value: str | None, what: str) -> str:

    if value is None:
        raise RequestError(f"which day? Add {what}")
    return value
