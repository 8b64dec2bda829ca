"""The one object a user holds: an opened data package, and its state on a day.

Examples
--------
>>> import frontline
>>> state = frontline.open().on("2019-08-15")
>>> way = state.distance("Khan Sheikhoun", "government")
>>> way.end.place.name
'Tell Aas'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from frontline.caution import Notice, blurred, embargoed
from frontline.days import parse_day
from frontline.distance import Distance, measure
from frontline.errors import UnknownNameError
from frontline.evidence import find_rule
from frontline.groundwork import Groundwork
from frontline.package import read_package
from frontline.state import State

if TYPE_CHECKING:
    from datetime import date

    from frontline.desk.check import Checked

__all__ = ["Atlas", "State", "open"]

#: Where the built-in data lies: in the wheel, or beside the package in a checkout.
_BUILT_IN = (Path(__file__).parent / "data", Path(__file__).parent.parent / "data")


def built_in() -> Path:
    """Give the folder of the built-in data package."""
    for folder in _BUILT_IN:
        if (folder / "datapackage.json").exists():
            return folder
    raise UnknownNameError("the built-in data is missing: install the package again")


def open(folder: str | Path | None = None, rule: str = "standard") -> Atlas:  # noqa: A001 - as in `frontline.open()`
    """Open a data package.

    Parameters
    ----------
    folder : its folder; the built-in data if None
    rule : how reports become control: ``standard``, ``two-source`` or ``all``

    Raises
    ------
    DataError
        With every fault of every file, when the package cannot be used.
    RequestError
        For an unknown rule.
    """
    chosen = find_rule(rule)
    return Atlas(read_package(built_in() if folder is None else Path(folder)), chosen)


class Atlas(Groundwork):
    """An opened data package under one editorial rule: ask it for a day, a place, a distance."""

    def on(self, day: str | date) -> State:
        """Give the state of a day, as ``2019-08-15`` or a date.

        Raises
        ------
        RequestError
            For a day the record does not reach.
        """
        return State(self, parse_day(day))

    def distance(
        self, start: str, end: str, day: str | date | None = None, *, within: str | None = None
    ) -> tuple[Distance, State | None]:
        """Measure between two things; the day is needed where one of them moves.

        Parameters
        ----------
        start, end : place, id, ``lon,lat``, highway; with a day also an actor or ``front``
        within : district that names are looked for in

        Returns
        -------
        The measurement, and the state of the day if there is one.
        """
        if day is not None:
            state = self.on(day)
            return state.distance(start, end, within=within), state
        first, second = (self.standing(name, within) for name in (start, end))
        return measure(first, second), None

    def check(self, text: str, *, published: str | date) -> Checked:
        """Set each geographic claim of a text against the record.

        Parameters
        ----------
        text : an article or a sentence, in English or Arabic
        published : the day it was published; "on Thursday" is read from it

        Returns
        -------
        The claims with their verdicts, and what was not understood, with the reason.
        """
        from frontline.desk.check import check  # noqa: PLC0415 - few questions need the desk

        return check(self, text, published)

    def held_back(
        self, *, embargo_days: int = 0, as_of: date | None = None, blur_km: float = 0.0
    ) -> tuple[Atlas, tuple[str, ...]]:
        """Leave out what is young and coarsen positions, with the words that say so.

        Parameters
        ----------
        embargo_days : leave out events of the last days before `as_of`
        blur_km : move places to a grid of this size
        """
        package, notices = self.package, []
        if embargo_days and as_of is not None:
            package = embargoed(package, embargo_days, as_of)
            notices.append(
                Notice(
                    f"Held back: events of the {embargo_days} days before {as_of} are left out.",
                    f"محجوب: أحداث الأيام التي تسبق {as_of} (عددها {embargo_days}) غير معروضة.",
                )
            )
        if blur_km:
            package = blurred(package, blur_km)
            notices.append(
                Notice(
                    f"Coarsened: places are moved to a grid of {blur_km:g} km.",
                    f"مقرَّب: نُقلت المواقع إلى شبكة مربعاتها {blur_km:g} كم.",
                )
            )
        return (Atlas(package, self.rule) if notices else self), tuple(notices)
