"""The row of each id in the files of a package, which issues name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class RowNumbers(Mapping[tuple[str, str], "int | str"]):
    """Row numbers (feature ids in GeoJSON) by file name without extension and id.

    The ids of each file stay as they were read: a large package has hundreds of thousands.

    Parameters
    ----------
    by_file : mapping of str to mapping
        The row of each id, by file name without extension.

    Examples
    --------
    >>> numbers = RowNumbers({"events": {"E1": 2}, "actors": {"north": 2, "south": 3}})
    >>> numbers["events", "E1"], len(numbers), numbers.get(("events", "E2"))
    (2, 3, None)
    """

    def __init__(self, by_file: Mapping[str, Mapping[str, int | str]]) -> None:
        self.by_file = dict(by_file)

    @classmethod
    def of(cls, numbers: Mapping[tuple[str, str], int | str]) -> RowNumbers:
        """Return row numbers by file name and id, which usually are a `RowNumbers`."""
        if isinstance(numbers, cls):
            return numbers
        by_file: defaultdict[str, dict[str, int | str]] = defaultdict(dict)
        for (file, id_), row in numbers.items():
            by_file[file][id_] = row
        return cls(by_file)

    def __getitem__(self, key: tuple[str, str]) -> int | str:
        """Return the row of an id in a file."""
        file, id_ = key
        return self.by_file[file][id_]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each file and id."""
        return ((file, id_) for file, rows in self.by_file.items() for id_ in rows)

    def __len__(self) -> int:
        """Return the number of ids in all files."""
        return sum(map(len, self.by_file.values()))
