"""Reads the tables of a data package row by row; the longest of them, if need be, elsewhere.

A row that is wrong is told by file, row and column, and the others are read all the same.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, Fault
from frontline.files import Table
from frontline.model import Baseline, Event, Publisher, Report, Unplaced
from frontline.references import Reading, row_faults
from frontline.wording import check_row

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from pydantic import BaseModel

__all__ = ["ReportsRead", "columns", "is_there", "keep", "read_table", "reports_apart", "telling"]


def columns(model: type[BaseModel]) -> list[str]:
    """Give the column names of a model, as the files write them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def is_there(path: Path, read: Reading, *, required: bool) -> bool:
    """Whether a file is there; one that must be is missed."""
    if os.path.lexists(path):
        return True
    if required:
        read.torn.add(path.stem)
        remedy = f"Put it into {path.parent}; an empty file still has its header."
        read.faults.append(Fault(path.name, None, "", "the file is missing", remedy))
    return False


def read_table(path: Path, model: type[BaseModel], read: Reading, *, required: bool) -> None:
    """Read and check a table; its rows, ids and faults go to what was read."""
    if not is_there(path, read, required=required):
        return
    file, name, key = path.name, path.stem, columns(model)[0]
    for number, cells in _rows(path, model, read):
        row, wrong = check_row(model, cells, file, number)
        keep(read, name, number, cells[key], row)
        read.faults += wrong if row is None else row_faults(name, number, row, read)


def _rows(
    path: Path, model: type[BaseModel], read: Reading
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a table; what keeps it from being read goes to the faults."""
    needed = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    with telling(path, read) as faults:
        table = Table(path, frozenset(columns(model)), frozenset(needed))
        yield from table.rows
        faults.extend(table.faults)


@contextmanager
def telling(path: Path, read: Reading) -> Generator[list[Fault]]:
    """Tell the faults of a file with those that were read; nobody knows what else it holds."""
    faults: list[Fault] = []
    try:
        yield faults
    except DataError as error:
        faults += error.faults
    if faults:
        read.torn.add(path.stem)
        read.faults += faults


def keep(
    read: Reading, name: str, number: int | str, stated: object, row: BaseModel | None
) -> None:
    """Note the id that a row states, whatever its faults, and the row if it has none."""
    if isinstance(stated, str) and stated:
        ids = read.ids[name]
        if stated in ids:
            read.again[name, stated].append(number)
        else:
            ids[stated] = number
    if row is not None and name not in read.skim:
        read.rows[name].append((number, row))


#: The tables that reports name rows of.
_OF_REPORTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("publishers", Publisher),
    ("unplaced", Unplaced),
    ("baseline", Baseline),
    ("events", Event),
)


class ReportsRead(NamedTuple):
    """What came of checking the reports of a package by themselves, as `Reading` has it.

    Of their ids only those are here that stand several times.
    """

    faults: list[Fault]
    ids: dict[str, int | str]
    again: dict[tuple[str, str], list[int | str]]
    torn: bool

    def into(self, read: Reading) -> None:
        """Join it to what was read of the other files."""
        read.faults += self.faults
        read.ids["reports"].update(self.ids)
        read.again.update(self.again)
        if self.torn:
            read.torn.add("reports")


def reports_apart(folder: Path) -> Generator[ReportsRead]:
    """Check the reports of a package without the rest of it, of which they need only ids."""
    read = Reading(skim=frozenset({"reports"}))
    for name, model in _OF_REPORTS:
        path = folder / f"{name}.csv"
        if is_there(path, read, required=name != "unplaced"):
            key = columns(model)[0]
            for _, cells in _rows(path, model, read):
                keep(read, name, 0, cells[key], None)
    read.faults.clear()  # they are told where those tables are checked
    read.again.clear()
    read_table(folder / "reports.csv", Report, read, required=True)
    ids = {id_: read.ids["reports"][id_] for _, id_ in read.again}
    yield ReportsRead(read.faults, ids, dict(read.again), "reports" in read.torn)
