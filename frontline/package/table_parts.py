"""Check a large table of a package in parts, each in one of several processes.

A process checks the rows of a part as `read_table` does, and returns their ids and the ids of other
files that they refer to, which are looked up here. Only a table without any fault is read in this
way: for any other, `read_table` reads the whole of it in this process, so that the issues and the
numbers of their rows are the same.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.input_files import MAX_ROWS, open_regular
from frontline.package.contents import Contents
from frontline.package.csv_reader import TablePart
from frontline.package.file_reader import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from pydantic import BaseModel

    from frontline.coverage_model import Coverage


#: Smallest table that is divided: to start processes takes as long as to check some megabytes.
DIVIDED_FROM_BYTES = 16 << 20
#: Size of a part: some ten thousand rows.
PART_BYTES = 4 << 20


class PartRows(NamedTuple):
    """What is known of the rows of a part.

    Attributes
    ----------
    is_right : bool
        Whether they have no issue.
    last_row : int
        Number of the last row, if the header is row 1.
    numbers : array of int
        Number of each row that is not blank.
    ids : list of str
        Id of each of these rows.
    references : mapping of tuple of str to set of str
        Ids that must be in one of some files, by the names of the files.
    road_event_count : int
        Number of events about a highway.
    """

    is_right: bool
    last_row: int
    numbers: array[int]
    ids: list[str]
    references: Mapping[tuple[str, ...], set[str]]
    road_event_count: int


@dataclass(kw_only=True)
class _PartContents(Contents):
    """The rows of a part; the other files of the package are not known."""

    lengths_km: dict[str, float]
    numbers: array[int] = field(default_factory=lambda: array("q"))
    row_ids: list[str] = field(default_factory=list)
    references: defaultdict[tuple[str, ...], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def lacks(self, value: str, *files: str) -> bool:
        """Note a reference, and trust that the id is there."""
        self.references[files].add(value)
        if len(files) == 1:
            self.ids[files[0]][value] = 0
        return False

    def lacks_any(self, values: set[str], *files: str) -> bool:
        """Note references, and trust that the ids are there."""
        self.references[files] |= values
        return False

    def are_new(self, file: str, ids: list[str]) -> bool:  # noqa: ARG002 - the other parts are not known
        """Trust that no id is in another row: the ids of all parts are looked at together."""
        return True

    def add_rows(
        self,
        file: str,  # noqa: ARG002 - as in `add_row`
        numbers: Sequence[int | str],
        ids: list[str],
        rows: list[Any],  # noqa: ARG002
    ) -> None:
        """Note the ids of rows."""
        self.numbers.extend(number for number in numbers if isinstance(number, int))
        self.row_ids += ids

    def add_row(self, file: str, number: int | str, id_: object, row: BaseModel | None) -> None:  # noqa: ARG002 - the rows are not kept
        """Note the id of a row."""
        if isinstance(number, int) and isinstance(id_, str):
            self.numbers.append(number)
            self.row_ids.append(id_)

    @property
    def is_hopeless(self) -> bool:
        """Whether the rest need not be read: the table will be read again."""
        return bool(self.issues)


@dataclass(frozen=True, slots=True)
class _PartCheck:
    """Checks the rows of a part of a table."""

    path: Path
    model: type[BaseModel]
    coverage: Coverage | None
    lengths_km: dict[str, float]

    def __call__(self, part: TablePart) -> PartRows:
        contents = _PartContents(coverage=self.coverage, lengths_km=self.lengths_km)
        read_table(self.path, self.model, contents, required=True, part=part)
        return PartRows(
            not contents.issues,
            contents.last_rows.get(self.path.stem, 0),
            contents.numbers,
            contents.row_ids,
            dict(contents.references),
            contents.road_event_count,
        )


def read_divisible_table(
    path: Path, model: type[BaseModel], contents: Contents, *, required: bool
) -> None:
    """Read and check a table as `read_table`, in parts if it is large; its rows are not kept."""
    is_large = path.is_file() and path.stat().st_size >= DIVIDED_FROM_BYTES
    parts = _check_parts(path, model, contents) if is_large and not contents.is_hopeless else None
    if parts is None:
        read_table(path, model, contents, required=required)
        return
    above = 0
    for part in parts:
        for number, id_ in zip(part.numbers, part.ids, strict=True):
            contents.add_row(path.stem, above + number, id_, None)
        contents.road_event_count += part.road_event_count
        above += part.last_row - 1


def _check_parts(path: Path, model: type[BaseModel], contents: Contents) -> list[PartRows] | None:
    """Return what is known of the parts; None if there is one processor, or a fault."""
    from frontline.parallel import Workers  # noqa: PLC0415 - few tables are large

    workers = Workers()
    if workers.count < 2:
        return None
    lengths_km = contents.lengths_km if contents.rows["highways"] else {}
    check = _PartCheck(path, model, contents.coverage, lengths_km)
    parts: list[PartRows] = []
    with closing(workers.run(check, divide(path))) as results:
        for _, part in results:
            # A part is None if its process ended: this one does its work.
            if part is None or not part.is_right or _lacks_any(contents, part):
                return None
            parts.append(part)
    rows = sum(part.last_row - 1 for part in parts)
    return parts if rows < MAX_ROWS else None


def _lacks_any(contents: Contents, part: PartRows) -> bool:
    """Whether a row of a part refers to an id that does not exist."""
    for files, values in part.references.items():
        unknown = values.difference(contents.ids[files[0]])  # much faster than one by one
        if any(contents.lacks(value, *files) for value in unknown):
            return True
    return False


def divide(path: Path) -> Iterator[TablePart]:
    """Yield the parts of a table, each of whole rows.

    A row ends at a line break with an even number of quotation marks before it. Where that is
    wrong, because a cell without quotes holds a quotation mark, the part before it ends inside a
    cell, which is a fault.
    """
    with open_regular(path) as file:
        _pass_rows(file, 1)
        start = file.tell()
        file.seek(0)
        header = file.read(start)
        while _pass_rows(file, PART_BYTES):
            end = file.tell()
            yield TablePart(header, start, end)
            start = end


def _pass_rows(file: IO[bytes], size: int) -> bool:
    """Move to the end of the row that is `size` bytes further on; return whether there is one."""
    content = file.read(size)
    line, quotes = content, content.count(b'"')
    while line and (quotes % 2 or not line.endswith(b"\n")):
        line = file.readline(PART_BYTES)
        quotes += line.count(b'"')
    return bool(content)
