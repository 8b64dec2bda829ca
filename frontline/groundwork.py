"""A package under one editorial rule and one clock: what is accepted, and so the record."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import TYPE_CHECKING, Self

from frontline.beginning import check_begun
from frontline.caution import Notice
from frontline.clock import known_by
from frontline.control import Record
from frontline.errors import RequestError, UnknownNameError
from frontline.evidence import rule_events
from frontline.ground import SHARED, Ground
from frontline.highway import Road, implied
from frontline.history import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from frontline.evidence import Rule, Ruling
    from frontline.package import Package

__all__ = ["Groundwork"]


def _about_road(highway_id: str, rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Give what stands of the reports about a highway, in order."""
    about = (one for one in rulings if one.event.highway == highway_id and one.stands)
    return tuple(sorted(about, key=sort_key))


class Groundwork(Ground):
    """A data package under one editorial rule. What it computes once, it keeps.

    Parameters
    ----------
    package : all that was ever published
    rule : how reports become control
    known_on : only reports published by this day count; None for all
    folder : where the package lies, whose style pages are drawn in; None if nowhere

    Attributes
    ----------
    package : what of it was known by then
    source : the package with nothing left out
    """

    def __init__(
        self,
        package: Package,
        rule: Rule,
        known_on: date | None = None,
        folder: Path | None = None,
    ) -> None:
        known = package if known_on is None else known_by(package, known_on)
        super().__init__(known, package, folder)
        self.rule = rule
        self.known_on = known_on

    def under(self, rule: Rule | None = None, known_on: date | None = None) -> Self:
        """Give the same data under another rule, or as known on another day.

        What depends on neither, and was made here already, is shared.

        Parameters
        ----------
        rule, known_on : its own where not given

        Examples
        --------
        >>> import frontline
        >>> from datetime import date
        >>> then = frontline.open().under(known_on=date(2019, 8, 15))
        >>> print(then.clock_words()[0])
        As known on 2019-08-15: reports published later are left out.
        """
        clock = known_on or self.known_on
        other = type(self)(self.source, rule or self.rule, clock, self.folder)
        if set(other.package.evidence_place_ids) == set(self.package.evidence_place_ids):
            for name in SHARED & vars(self).keys():
                setattr(other, name, getattr(self, name))
        return other

    def with_record(self, record: Record, rulings: tuple[Ruling, ...]) -> Self:
        """Give the same ground with another record, and the rulings that made it.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> blank = atlas.with_record(atlas.record, ())
        >>> len(blank.rulings), blank.cells is atlas.cells
        (0, True)
        """
        for name in sorted(SHARED):
            getattr(self, name)  # made here once, not in each copy
        other = copy.copy(self)
        vars(other).pop("roads", None)
        vars(other).update(record=record, rulings=rulings)
        return other

    @cached_property
    def left_out(self) -> bool:
        """Whether anything was published after the day whose knowledge this is.

        Examples
        --------
        >>> import frontline
        >>> frontline.open(known_on="2019-08-15").left_out, frontline.open().left_out
        (True, False)
        """
        return self.package is not self.source

    def clock_words(self, last: date | None = None) -> tuple[Notice, ...]:
        """Say by which clock this answers; nothing where no report is left out.

        Parameters
        ----------
        last : the latest day that was asked about

        Examples
        --------
        >>> import frontline
        >>> frontline.open().clock_words()
        ()
        """
        if self.known_on is None:
            return ()
        words = f"As known on {self.known_on}: reports published later are left out."
        arabic = f"كما كان معروفًا في {self.known_on}: لا تُحتسب التقارير التي نُشرت بعده."
        if self.left_out and last is not None and last > self.known_on:
            words += f" Days after {self.known_on} are answered with what was known then."
            arabic += f" والأيام التي تلي {self.known_on} يُجاب عنها بما كان معروفًا حينها."
        return (Notice(words, arabic),)

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """Every event with what the rule made of it, and what road reports imply.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> {ruling.evidence for ruling in atlas.rulings if ruling.stands} <= {
        ...     "confirmed", "claimed", "inferred"}
        True
        """
        found = rule_events(self.package, self.rule)
        places = tuple(self.package.gazetteer.values())
        return (*found, *implied(found, self.lines, places, self.package.footprints))

    @cached_property
    def record(self) -> Record:
        """Control of every place on every day; the places with cells come first.

        Raises
        ------
        DataError
            For a package that was only begun: no row of it has a day.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.record.first, atlas.record.last
        (datetime.date(2019, 4, 30), datetime.date(2020, 3, 6))
        """
        check_begun(self.source)
        own = self.package.evidence_place_ids
        named = {ruling.event.place_id for ruling in self.rulings} - {None} - set(own)
        frame = self.package.frame
        order = (*own, *sorted(str(place_id) for place_id in named))
        days = (frame.first_day, frame.last_day, self.known_on if self.left_out else None)
        return Record(order, self.package.baseline, self.rulings, *days)

    @cached_property
    def roads(self) -> Mapping[str, Road]:
        """The highways, cut at the edges of the cells.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> list(atlas.roads)
        ['m5', 'm4']
        """
        return {
            id_: Road(road, self.lines[id_], self.stretches[id_], _about_road(id_, self.rulings))
            for id_, road in self.package.highways.items()
        }

    def road(self, name: str) -> Road:
        """Give a highway by id; UnknownNameError lists those there are.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.road("M5").length_km)
        347
        """
        try:
            return self.roads[name.strip().lower()]
        except KeyError:
            known = ", ".join(self.package.highways) or "none in this package"
            raise UnknownNameError(f"no highway {name!r}: the data has {known}") from None

    def chainage_km(self, road: Road, end: str) -> float:
        """Read one end of a stretch: a place (its nearest point of the road) or a kilometre.

        Raises
        ------
        RequestError
            For a kilometre that the road does not have.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.chainage_km(atlas.road("M5"), "Hama"))
        217
        """
        try:
            km = float(end)
        except ValueError:
            place = self.place(end)
            return float(road.line.nearest(place.lon, place.lat).along_m) / 1000
        if not 0 <= km <= road.length_km:
            raise RequestError(
                f"{end} is not on the road: its kilometres run from 0 to {road.length_km:.1f}"
            )
        return km
