"""Data packages: whether one is fit to be used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from frontline.options import (
    AsTable,
    TableFormat,
)
from frontline.terminal import as_csv, as_json, chosen, say


def validate(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]")] = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Check a data package: every fault with file, row, value, rule and remedy."""
    from frontline.atlas import built_in
    from frontline.checks import check_folder
    from frontline.drawing.house import style_faults
    from frontline.intake.review import review_faults
    from frontline.licences import licence_faults
    from frontline.tables import FAULT_COLUMNS, fault_json

    home = chosen(folder) or built_in()
    faults = [*check_folder(home), *style_faults(home), *review_faults(home)]
    errors = [fault for fault in faults if fault.severity == "error"]
    if not errors:
        faults += licence_faults(home)
    if form is TableFormat.json:
        as_json([fault_json(fault) for fault in faults])
    elif form is TableFormat.csv:
        as_csv([fault_json(fault) for fault in faults], FAULT_COLUMNS)
    else:
        say(f"{fault.severity}: {fault}" for fault in faults)
        say([f"{len(errors)} errors, {len(faults) - len(errors)} warnings"])
    if errors:
        raise typer.Exit(1)
