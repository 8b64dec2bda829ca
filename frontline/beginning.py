"""A package that was only begun: no row of it has a day yet, and nothing can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import DataError, Fault
from frontline.package import DESCRIPTOR
from frontline.references import UNDATED

if TYPE_CHECKING:
    from frontline.package import Package

__all__ = ["check_begun", "is_begun"]


def is_begun(package: Package) -> bool:
    """Whether a package says which days it is about, or has an event.

    Examples
    --------
    >>> import frontline
    >>> is_begun(frontline.open().package)
    True
    """
    frame = package.frame
    return bool(package.events) or not frame.first_day == frame.last_day == UNDATED


def check_begun(package: Package) -> None:
    """Refuse to answer from a package without a day.

    Raises
    ------
    DataError
        Saying what to do next.

    Examples
    --------
    >>> import frontline
    >>> check_begun(frontline.open().package)
    """
    if is_begun(package):
        return
    empty = not (package.gazetteer or package.baseline)
    rule = "the package is still empty" if empty else "the package has no dated row yet"
    remedy = (
        "Bring events in with `frontline import`, or add one with `frontline add event`; or set "
        "first_day and last_day."
    )
    raise DataError([Fault(DESCRIPTOR, "frontline", "", rule, remedy)])
