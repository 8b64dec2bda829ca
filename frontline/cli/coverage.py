"""The command coverage: what a record covers, and what it does not."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from frontline.cli.options import AsOf, AsTable, Blur, Data, Embargo, RuleName, TableFormat
from frontline.cli.output import open_redacted, print_csv, print_json, print_lines, print_notices


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

    atlas, notices = open_redacted(data, rule, as_of, embargo, blur)
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
