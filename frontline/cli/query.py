"""Commands that query the record: place, control, changes, distance, highway, coverage ..."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from frontline.cli.options import (
    Alone,
    As,
    AsOf,
    AsTable,
    Blur,
    Data,
    District,
    Embargo,
    Format,
    From,
    Ground,
    On,
    RuleName,
    TableFormat,
    To,
)
from frontline.cli.output import (
    choose_folder,
    day_of_record,
    open_alone,
    open_redacted,
    print_csv,
    print_json,
    print_lines,
    print_notices,
    span_of_days,
)
from frontline.errors import InvalidRequestError
from frontline.formatting import format_number_of


def place(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    district: District = None,
    data: Data = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: As = Format.text,
) -> None:
    """Find a place by name or id, in Latin or Arabic script."""
    from frontline.cli.text import place_lines
    from frontline.serialize import match_json

    atlas, notices = open_redacted(choose_folder(data), "standard", as_of, embargo, blur)
    match = atlas.gazetteer.find(name, district=district)
    if form is Format.json:
        print_json(match_json(match))
    elif match.place is not None:
        print_notices(atlas, notices)
        print_lines(place_lines(match.place, match))
    if match.place is None:
        if form is not Format.json:
            atlas.place(name, district)
        raise typer.Exit(2)


def control(
    place: Annotated[str, typer.Argument(metavar="PLACE")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Only this day.")] = None,
    district: District = None,
    data: Data = None,
    rule: RuleName = "standard",
    source: Alone = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: As = Format.text,
) -> None:
    """Print who held a place over time, with every report and its address."""
    from frontline.cli.text import history_lines
    from frontline.serialize import history_json

    atlas, notices = open_alone(source, data, rule, as_of, embargo, blur)
    found = atlas.place(place, district)
    day = None if on is None else day_of_record(atlas, on)
    answer = history_json(atlas, found, day)
    if form is Format.json:
        print_json(answer)
    else:
        print_notices(atlas, notices, day or atlas.record.last)
        print_lines(history_lines(answer, atlas))


def changes(
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    source: Alone = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: AsTable = TableFormat.text,
) -> None:
    """List the places whose control differs between two days."""
    from frontline.cli.change_text import change_lines
    from frontline.serialize import CHANGE_COLUMNS, change_json, change_row

    atlas, notices = open_alone(source, data, rule, as_of, embargo, blur)
    start, end = span_of_days(atlas, first, last)
    found = atlas.record.changes(start, end)
    if form is not TableFormat.text:
        records = (record for change in found for record in change.event_ids)
        atlas.package.load((change.place_id for change in found), records)
    if form is TableFormat.json:
        print_json([change_json(change, atlas) for change in found])
    elif form is TableFormat.csv:
        print_csv([change_row(change_json(change, atlas)) for change in found], CHANGE_COLUMNS)
    else:
        print_notices(atlas, notices, end)
        print_lines(change_lines(found, atlas.package))
        print_lines([f"{format_number_of(len(found), 'place')} changed between {start} and {end}"])


def pockets(
    on: On,
    every: Annotated[
        bool, typer.Option("--all", help="Also pockets that areas without reports may connect.")
    ] = False,
    data: Data = None,
    rule: RuleName = "standard",
    source: Alone = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    form: As = Format.text,
) -> None:
    """List pockets: territory cut off from the main territory of its actor."""
    from frontline.cli.text import pocket_line
    from frontline.serialize import pocket_json

    atlas, notices = open_alone(source, data, rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    state = atlas.on(on)
    found = [pocket for pocket in state.pockets if every or pocket.enclosed]
    if form is Format.json:
        print_json([pocket_json(pocket, state) for pocket in found])
        return
    print_notices(atlas, notices, state.day)
    lines = [pocket_line(pocket, state) for pocket in found]
    print_lines(lines or [f"no pocket on {state.day}"])


def distance(
    start: Annotated[str, typer.Argument(metavar="A")],
    end: Annotated[str, typer.Argument(metavar="B")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day, as 2019-08-15.")
    ] = None,
    district: District = None,
    data: Data = None,
    rule: RuleName = "standard",
    source: Alone = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    form: As = Format.text,
) -> None:
    """Measure the distance between two of: place, id, lon,lat, highway, actor, front."""
    from frontline.cli.text import distance_lines
    from frontline.serialize import distance_json

    atlas, notices = open_alone(source, data, rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    measured, state = atlas.distance(start, end, on, district=district)
    if form is Format.json:
        print_json(distance_json(measured, state))
    else:
        if state is None:
            print_lines(notices)
        else:
            print_notices(atlas, notices, state.day)
        print_lines(distance_lines(measured, state))


def highway(
    name: Annotated[str, typer.Argument(metavar="ROAD", help="Id or name of a highway.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day, as 2019-08-15.")
    ] = None,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Only between two places or kilometres."),
    ] = None,
    by_day: Annotated[bool, typer.Option("--by-day", help="Print one row for each day.")] = False,
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    source: Alone = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Print who held a highway on a day, or by day."""
    from frontline.cli.text import highway_day_lines, highway_lines
    from frontline.dates import days_between
    from frontline.serialize import highway_json, highway_rows

    if (by_day and on) or (not by_day and (first or last)):
        raise InvalidRequestError("Use --on for one day; --from and --to go with --by-day.")
    atlas, notices = open_alone(source, data, rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    if by_day:
        days = span_of_days(atlas, first, last)
        states = [atlas.on(day) for day in days_between(*days)]
        rows = highway_rows(
            [highway_json(one, name, one.road_intervals(name, between), between) for one in states]
        )
        if form is TableFormat.json:
            print_json(rows)
        elif form is TableFormat.csv:
            print_csv(rows, ())
        else:
            print_notices(atlas, notices, days[1])
            print_lines(highway_day_lines(rows))
        return
    if on is None:
        span = f"from {atlas.record.first} to {atlas.record.last}"
        raise InvalidRequestError(f"Name a day with --on DAY, or add --by-day: {span}.")
    state = atlas.on(on)
    intervals = state.road_intervals(name, between)
    answer = highway_json(state, name, intervals, between)
    if form is TableFormat.csv:
        print_csv(answer["intervals"], ())
    elif form is TableFormat.json:
        print_json(answer)
    else:
        print_notices(atlas, notices, state.day)
        print_lines(highway_lines(state, name, intervals, between))


class Table(StrEnum):
    """A table of the answer."""

    districts = "districts"
    unplaced = "unplaced"
    ground = "ground"
    disputes = "disputes"


def coverage(
    on: Annotated[
        list[str] | None,
        typer.Option("--on", metavar="DAY", help="A day to measure; may be repeated."),
    ] = None,
    table: Annotated[
        Table, typer.Option("--table", help="The table of --format csv.")
    ] = Table.districts,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: AsTable = TableFormat.text,
) -> None:
    """Print what a record covers: events by month, known ground, disputes."""
    from frontline.coverage import (
        DISPUTE_COLUMNS,
        DISTRICT_COLUMNS,
        KNOWLEDGE,
        UNPLACED_COLUMNS,
        coverage_json,
        coverage_lines,
        dispute_rows,
        district_rows,
        ground_rows,
        measure_coverage,
        unplaced_rows,
    )

    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    found = measure_coverage(atlas, on)
    if form is TableFormat.json:
        print_json(coverage_json(found, atlas))
    elif form is TableFormat.csv:
        if table is Table.districts:
            print_csv(district_rows(found), (*DISTRICT_COLUMNS, *found.months))
        elif table is Table.unplaced:
            print_csv(unplaced_rows(found), (*UNPLACED_COLUMNS, *found.months))
        elif table is Table.ground:
            print_csv(ground_rows(found), ("day", *KNOWLEDGE))
        else:
            print_csv(dispute_rows(found), DISPUTE_COLUMNS)
    else:
        print_notices(atlas, notices)
        print_lines(coverage_lines(found))
