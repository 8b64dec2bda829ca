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

from frontline.caution import blurred, embargoed
from frontline.days import parse_day
from frontline.distance import Distance, measure
from frontline.errors import UnknownNameError
from frontline.evidence import find_rule
from frontline.groundwork import Groundwork
from frontline.package import read_package
from frontline.state import State
from frontline.weighing import knowledge
from frontline.weighing.comparison import compare
from frontline.weighing.omission import omissions
from frontline.weighing.shaking import DRAWS, SEED, shake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.desk.check import Checked
    from frontline.editorial import Rule
    from frontline.weighing.comparison import Comparison
    from frontline.weighing.omission import Omission
    from frontline.weighing.shaking import Shaken

__all__ = ["Atlas", "State", "open"]

#: Where the built-in data lies: in the wheel, or beside the package in a checkout.
_BUILT_IN = (Path(__file__).parent / "data", Path(__file__).parent.parent / "data")


def built_in() -> Path:
    """Give the folder of the built-in data package."""
    for folder in _BUILT_IN:
        if (folder / "datapackage.json").exists():
            return folder
    raise UnknownNameError("the built-in data is missing: install the package again")


def open(  # noqa: A001 - as in `frontline.open()`
    folder: str | Path | None = None,
    rule: str = "standard",
    known_on: str | date | None = None,
) -> Atlas:
    """Open a data package.

    Parameters
    ----------
    folder : its folder; the built-in data if None
    rule : how reports become control: ``standard``, ``two-source``, ``against-interest``,
        ``all``, the name of a file in ``rules`` of the folder, or the path of a rule file
    known_on : only reports published by this day count, as ``2019-08-15`` or a date; None for
        all. A later day is answered with what was known then

    Raises
    ------
    DataError
        With every fault of every file, when the package or the rule cannot be used.
    RequestError
        For an unknown rule, or a day that is none.
    """
    home = built_in() if folder is None else Path(folder)
    chosen = find_rule(rule, home)
    clock = None if known_on is None else parse_day(known_on)
    return Atlas(read_package(home), chosen, clock)


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

    def known_of_event(self, event_id: str) -> tuple[knowledge.Step, ...]:
        """Tell how an event came to be known: per day of publication, reports and ruling.

        Raises
        ------
        UnknownNameError
            For an id that no event has.

        Examples
        --------
        >>> import frontline
        >>> for step in frontline.open().known_of_event("NWS-327"):
        ...     print(step.day, len(step.reports), step.ruling.evidence)
        2020-02-27 6 disputed
        """
        return knowledge.of_event(self, event_id)

    def known_of_place(
        self, place: str, day: str | date, *, within: str | None = None
    ) -> tuple[knowledge.Step, ...]:
        """Tell how the answer for a place on a day came to be known, step by step.

        Parameters
        ----------
        within : district that the name is looked for in

        Examples
        --------
        >>> import frontline
        >>> steps = frontline.open().known_of_place("Tell Aas", "2019-08-15")
        >>> print(steps[-1].day, steps[-1].span.control.evidence)
        2019-08-14 confirmed
        """
        return knowledge.of_place(self, self.place(place, within), parse_day(day))

    def compare(self, rules: Sequence[str | Rule], day: str | date) -> Comparison:
        """Compare what several rules make of a day: places, ground and roads that differ.

        Parameters
        ----------
        rules : two or more: names of rules that ship, paths of rule files, or rules

        Raises
        ------
        RequestError
            For an unknown rule, or fewer than two.

        Examples
        --------
        >>> import frontline
        >>> found = frontline.open().compare(["standard", "all"], "2020-02-28")
        >>> [one.place.name for one in found.places if one.place.id == "saraqib"]
        ['Saraqib']
        """
        chosen = [find_rule(rule) if isinstance(rule, str) else rule for rule in rules]
        _ = self.cells  # made here once, and shared
        return compare([self.under(rule) for rule in chosen], parse_day(day))

    def held_back(
        self, *, embargo_days: int = 0, as_of: date | None = None, blur_km: float = 0.0
    ) -> tuple[Atlas, tuple[str, ...]]:
        """Leave out what is young and coarsen positions, with the words that say so.

        Parameters
        ----------
        embargo_days : leave out events of the last days before `as_of`
        blur_km : move places to a grid of this size
        """
        package, notices = self.source, []
        if embargo_days and as_of is not None:
            package = embargoed(package, embargo_days, as_of)
            notices.append(
                f"Held back: events of the {embargo_days} days before {as_of} are left out."
            )
        if blur_km:
            package = blurred(package, blur_km)
            notices.append(f"Coarsened: places are moved to a grid of {blur_km:g} km.")
        atlas = Atlas(package, self.rule, self.known_on) if notices else self
        return atlas, tuple(notices)

    def fragility(
        self,
        day: str | date,
        asked: tuple[str, str] | None = None,
        *,
        draws: int = DRAWS,
        seed: int = SEED,
    ) -> tuple[tuple[Omission, ...], Shaken]:
        """Tell what a day rests on: whose word, and which positions.

        Parameters
        ----------
        asked : the two ends of a distance to measure each time, as `State.distance` takes them
        draws, seed : how often places are moved within their errors, and from which seed; the
            same package, day, draws and seed give the same answer

        Returns
        -------
        What the day would be without each side, voice and publisher, where that changes it; and
        the spread of areas, front and distance when places move.

        Examples
        --------
        >>> import frontline
        >>> omitted, shaken = frontline.open().fragility("2019-08-15", draws=5)
        >>> omitted[0].silence.kind, shaken.draws
        ('side', 5)
        """
        state = self.on(day)
        return omissions(self, state.day, asked), shake(state, asked, draws=draws, seed=seed)
