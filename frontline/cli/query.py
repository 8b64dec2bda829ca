"""Questions to the record: a place, its history, changes, pockets, distances, highways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.cli.options import (
    As,
    AsOf,
    AsTable,
    Data,
    District,
    Format,
    From,
    On,
    RuleName,
    TableFormat,
    To,
)
from frontline.cli.output import (
    each_day,
    opened,
    print_as_of,
    print_csv,
    print_json,
    say,
    span_of_days,
)
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from datetime import date

    from frontline.atlas import Atlas


def place(name: str, district: District = None, data: Data = None, form: As = Format.text) -> None:
    """Find one place by name or id, in Latin or Arabic script, or say why not."""
    from frontline.cli.text import say_place
    from frontline.serialize import match_json

    atlas = opened(data, "standard")
    match = atlas.gazetteer.find(name, district=district)
    if form is Format.json:
        print_json(match_json(match))
    elif match.place is not None:
        say(say_place(match.place, match.kind, match.explanation))
    if match.place is None:
        if form is not Format.json:
            atlas.place(name, district)
        raise typer.Exit(2)


def control(
    place: str,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Only this day.")] = None,
    district: District = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    form: As = Format.text,
) -> None:
    """Print who held a place, day by day, with every report and address."""
    from frontline.cli.text import say_history
    from frontline.serialize import history_json

    atlas = opened(data, rule, as_of)
    found = atlas.place(place, district)
    answer = history_json(atlas, found, None if on is None else atlas.on(on).day)
    if form is Format.json:
        print_json(answer)
    else:
        print_as_of(atlas, atlas.record.last if on is None else atlas.on(on).day)
        say(say_history(answer, atlas))


def changes(
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    form: AsTable = TableFormat.text,
) -> None:
    """List the places whose control differs between two days."""
    from frontline.cli.text import say_change
    from frontline.serialize import CHANGE_COLUMNS, change_json, change_row

    atlas = opened(data, rule, as_of)
    start, end = span_of_days(atlas, first, last)
    found = [change_json(change, atlas) for change in atlas.record.changes(start, end)]
    if form is TableFormat.json:
        print_json(found)
    elif form is TableFormat.csv:
        print_csv([change_row(change) for change in found], CHANGE_COLUMNS)
    else:
        print_as_of(atlas, end)
        say(line for change in found for line in say_change(change))
        say([f"{len(found)} places changed between {start} and {end}"])


def pockets(
    on: On,
    every: Annotated[
        bool, typer.Option("--all", help="Also ground that blank areas may connect.")
    ] = False,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    form: As = Format.text,
) -> None:
    """List ground cut off from its actor's main body."""
    from frontline.cli.text import say_pocket
    from frontline.serialize import pocket_json

    state = opened(data, rule, as_of).on(on)
    found = [pocket_json(pocket, state) for pocket in state.pockets if every or pocket.enclosed]
    if form is Format.json:
        print_json(found)
        return
    print_as_of(state.atlas, state.day)
    lines = [line for pocket in found for line in say_pocket(pocket)]
    say(lines or [f"no pocket on {state.day}"])


def distance(
    start: Annotated[str, typer.Argument(metavar="A")],
    end: Annotated[str, typer.Argument(metavar="B")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day as 2019-08-15.")
    ] = None,
    district: District = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    form: As = Format.text,
) -> None:
    """Measure between two of: a place, an id, lon,lat, a highway, an actor, front."""
    from frontline.cli.text import say_distance
    from frontline.serialize import distance_json

    atlas = opened(data, rule, as_of)
    way, state = atlas.distance(start, end, on, district=district)
    answer = distance_json(way, state)
    if form is Format.json:
        print_json(answer)
    else:
        if state is not None:
            print_as_of(atlas, state.day)
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
    as_of: AsOf = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Tell who held a highway: on a day, or day by day."""
    from frontline.cli.text import say_highway, say_highway_days
    from frontline.serialize import highway_rows

    if (by_day and on) or (not by_day and (first or last)):
        raise InvalidRequestError("--on is for one day; --from and --to go with --by-day")
    atlas = opened(data, rule, as_of)
    if by_day:
        days = span_of_days(atlas, first, last)
        rows = highway_rows([_highway(atlas, name, day, between) for day in each_day(*days)])
        if form is TableFormat.json:
            print_json(rows)
        elif form is TableFormat.csv:
            print_csv(rows, ())
        else:
            print_as_of(atlas, days[1])
            say(say_highway_days(rows))
        return
    answer = _highway(atlas, name, _needed(on, "--on DAY, or --by-day"), between)
    if form is TableFormat.csv:
        print_csv(answer["intervals"], ())
    elif form is TableFormat.json:
        print_json(answer)
    else:
        print_as_of(atlas, atlas.on(answer["on"]).day)
        say(say_highway(answer))


def _highway(
    atlas: Atlas, name: str, day: str | date, between: tuple[str, str] | None
) -> dict[str, Any]:
    from frontline.serialize import highway_json

    state = atlas.on(day)
    return highway_json(state, name, state.road_intervals(name, between), between)


def _needed(value: str | None, what: str) -> str:

    if value is None:
        raise InvalidRequestError(f"which day? Add {what}")
    return value
