"""Which column of a table holds what, by its published names or as the user says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.errors import DataError, Fault, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["find_columns", "plain"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]")


def plain(name: str) -> str:
    """Fold a column name: case, underscores and spaces make no difference.

    Examples
    --------
    >>> plain("Admin1_Name (EN)")
    'admin1nameen'
    """
    return _NOT_PLAIN.sub("", name.lower())


def find_columns(
    file: str,
    columns: Iterable[str],
    published: Mapping[str, Sequence[str]],
    stated: Mapping[str, str],
    needed: Iterable[str] = (),
) -> dict[str, str]:
    """Find the column of each field.

    Parameters
    ----------
    file : for the message
    columns : that the file has
    published : for each field the names it is published under, folded, the likeliest first
    stated : for a field the column that the user names
    needed : fields without which nothing can be done

    Raises
    ------
    RequestError
        For a field that there is not.
    DataError
        When a column is missing that was named or is needed.
    """
    unknown = set(stated) - set(published)
    if unknown:
        known = ", ".join(published)
        raise RequestError(f"--column: no field {min(unknown)!r}; there is {known}")
    listed = list(columns)
    folded: dict[str, str] = {}
    for name in listed:
        folded.setdefault(plain(name), name)
    found = {
        field: folded[name]
        for field, names in published.items()
        for name in reversed(names)
        if name in folded
    }
    shown = ", ".join(listed)[:300]
    for field, name in stated.items():
        if name not in listed:
            raise DataError([Fault(file, 1, name, "there is no such column", f"It has: {shown}.")])
        found[field] = name
    for field in needed:
        if field not in found:
            remedy = f"Say which it is: --column {field}=NAME. It has: {shown}."
            raise DataError([Fault(file, 1, "", f"no column is known to hold the {field}", remedy)])
    return found
