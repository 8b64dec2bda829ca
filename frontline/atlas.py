"""The atlas: a data package under one editorial rule and one as-of day.

Examples
--------
>>> import frontline
>>> atlas = frontline.open()
>>> atlas.on("2019-08-15").control("Khan Sheikhoun").control.holder
'opposition'
"""

from __future__ import annotations

import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from frontline.analyses import Analyses
from frontline.assessed import Assessed
from frontline.control.as_of import package_as_of
from frontline.control.rules import RULES, find_rule
from frontline.control.sources import package_of_source
from frontline.dates import days_between, parse_day
from frontline.errors import UnknownNameError
from frontline.geography import SHARED
from frontline.models import Text
from frontline.package.add import find_publisher
from frontline.package.cached_package import open_package
from frontline.package.package import read_package
from frontline.package.redaction import redact

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from frontline.control.assessment import Assessment
    from frontline.control.highways import Road
    from frontline.control.record import Record
    from frontline.control.rules import Rule
    from frontline.drawn_ground import DrawnGround
    from frontline.geometry.distance import Distance
    from frontline.holders import Holders
    from frontline.package.package import Package
    from frontline.state import State

#: Folders of the built-in data: in the wheel, and in a checkout.
_BUILT_IN = (Path(__file__).parent / "data", Path(__file__).parent.parent / "data")


def built_in_folder() -> Path:
    """Return the folder of the built-in data package."""
    for folder in _BUILT_IN:
        if (folder / "datapackage.json").exists():
            return folder
    raise UnknownNameError("The built-in data is missing: install the package again.")


def open(  # noqa: A001 - as in `frontline.open()`
    folder: str | Path | None = None,
    rule: str = "standard",
    as_of: str | date | None = None,
    cache: bool = False,  # noqa: FBT001, FBT002 - as the command line passes it
) -> Atlas:
    """Open a data package.

    Parameters
    ----------
    folder : str or Path, optional
        Folder of the package; the built-in data by default.
    rule : str
        Editorial rule that makes control from reports: ``standard``, ``two-source``,
        ``against-interest``, ``all``, the name of a file in ``rules`` of the folder, or the path
        of a rule file.
    as_of : str or date, optional
        Count only reports published by this day, as ``2019-08-15`` or a date. Later days are
        answered with what was known then.
    cache : bool
        Keep what was checked in the cache folder of the user, as the command line does, and read
        it from there if no file has changed since.

    Raises
    ------
    DataError
        With every issue of every file, when the package or the rule cannot be used.
    InvalidRequestError
        For an unknown rule or an invalid day.

    Examples
    --------
    >>> import frontline
    >>> frontline.open(rule="two-source").rule.name
    'two-source'
    """
    path = built_in_folder() if folder is None else Path(folder)
    found_rule = find_rule(rule, path)
    as_of_day = None if as_of is None else parse_day(as_of)
    package = open_package(path) if cache else read_package(path)
    return Atlas(package, found_rule, as_of_day, path)


class Atlas(Assessed, Analyses):
    """A data package under one editorial rule and one as-of day.

    Results are computed when they are first needed, and kept.

    Parameters
    ----------
    package : Package
        The whole data package.
    rule : Rule
        The editorial rule.
    as_of : date, optional
        Count only reports published by this day; all reports by default.
    folder : Path, optional
        Folder of the package; its ``style.toml`` is the style of pages.

    Attributes
    ----------
    package : Package
        The package as known on the as-of day.
    full_package : Package
        The whole package.

    Examples
    --------
    >>> import frontline
    >>> frontline.open()
    <Atlas of 'North-west Syria (Idlib and Hama), 30 April 2019 to 6 March 2020'>
    """

    def __init__(
        self,
        package: Package,
        rule: Rule,
        as_of: date | None = None,
        folder: Path | None = None,
    ) -> None:
        known = package if as_of is None else package_as_of(package, as_of)
        super().__init__(known, package, rule, as_of)
        self.folder = folder
        self.ground, self.must_draw = known.coverage.ground, False

    def __repr__(self) -> str:
        """Return the class and the title of the package."""
        return f"<Atlas of {self.package.title!r}>"

    def _repr_html_(self) -> str | None:
        """Return a thumbnail of the last day for a notebook, or None without dated places."""
        from frontline.stills.thumbnail import atlas_thumbnail

        return atlas_thumbnail(self)

    def with_options(self, rule: Rule | None = None, as_of: date | None = None) -> Self:
        """Return the same data under another rule, or as known on another day.

        Parameters
        ----------
        rule : Rule, optional
            The new rule; unchanged by default.
        as_of : date, optional
            The new as-of day; unchanged by default.

        Returns
        -------
        Atlas
            It shares what this atlas has computed and what depends on neither.

        Examples
        --------
        >>> import frontline
        >>> from datetime import date
        >>> then = frontline.open().with_options(as_of=date(2019, 8, 15))
        >>> print(then.as_of_notice()[0])
        As known on 2019-08-15: reports published later are left out.
        """
        other = type(self)(self.full_package, rule or self.rule, as_of or self.as_of, self.folder)
        other.ground, other.must_draw = self.ground, self.must_draw
        if set(other.package.evidence_place_ids) == set(self.package.evidence_place_ids):
            vars(other).update({name: vars(self)[name] for name in SHARED if name in vars(self)})
        return other

    def of_source(self, publisher: str) -> Atlas:
        """Return the data as one publisher alone reports it, whether or not others agree.

        Parameters
        ----------
        publisher : str
            Id or name of the publisher.

        Raises
        ------
        UnknownNameError
            If there is no such publisher.

        Examples
        --------
        >>> import frontline
        >>> alone = frontline.open().of_source("sohr")
        >>> {report.publisher for report in alone.package.all_reports}
        {'sohr'}
        """
        found = find_publisher(self.package, publisher)
        package = package_of_source(self.full_package, found.id)
        other = type(self)(package, RULES["all"], self.as_of, self.folder)
        other.source = found.id
        if set(other.package.evidence_place_ids) == set(self.package.evidence_place_ids):
            vars(other).update({name: vars(self)[name] for name in SHARED if name in vars(self)})
        return other

    def with_ground(self, ground: str | None) -> Atlas:
        """Return the same data with another kind of ground; unchanged for None.

        Parameters
        ----------
        ground : str, optional
            ``cells``, ``areas:`` and the id of a publisher whose drawn areas are the territory, or
            ``areas`` for the only publisher with areas.

        Raises
        ------
        InvalidRequestError
            For an invalid kind, a publisher without areas, or ``areas`` if several have some.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().with_ground("cells").drawn is None
        True
        """
        if ground is None:
            return self
        other = copy.copy(self)
        vars(other).pop("drawn", None)
        other.ground, other.must_draw = ground, True
        _ = other.drawn
        return other

    @cached_property
    def drawn(self) -> DrawnGround | None:
        """The drawings that are the territory; None if it consists of cells."""
        from frontline.drawn_ground import drawn_ground

        return drawn_ground(self, self.ground, must=self.must_draw)

    def redact(
        self, *, embargo_days: int = 0, today: str | date | None = None, blur_km: float = 0.0
    ) -> tuple[Atlas, tuple[Text, ...]]:
        """Return the atlas that can be published, and the notices that readers must see.

        What the result answers does not depend in any way on what is left out.

        Parameters
        ----------
        embargo_days : int
            Leave out what happened, or was published, in this many days before `today`.
        today : str or date, optional
            The day that the embargo counts back from; required for an embargo.
        blur_km : float
            Move places to a fixed grid of this size: 1, 2, 4, 8 or 16 km.

        Returns
        -------
        atlas : Atlas
        notices : tuple of Text
            Sentences that tell the readers of a page what was left out.

        Raises
        ------
        InvalidRequestError
            For an embargo without a day, or one that leaves nothing; for another size of the grid.

        Examples
        --------
        >>> import frontline
        >>> from datetime import date
        >>> late, notices = frontline.open().redact(embargo_days=7, today=date(2020, 3, 6))
        >>> late.record.last
        datetime.date(2020, 2, 28)
        >>> print(*notices)
        Left out: what was published, or happened, in the 7 days before 2020-03-06.
        """
        day = None if today is None else parse_day(today)
        package, notices = redact(self.full_package, embargo_days, day, blur_km)
        atlas = Atlas(package, self.rule, self.as_of, self.folder) if notices else self
        return atlas, notices

    def with_record(self, record: Record, assessments: tuple[Assessment, ...]) -> Self:
        """Return a copy with another record, and the assessments that made it.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.with_record(atlas.record, ()).assessments
        ()
        """
        for name in SHARED:
            getattr(self, name)  # computed here once, not in each copy
        other = copy.copy(self)
        for name in ("roads", "holders", "assessed_events"):
            vars(other).pop(name, None)
        vars(other).update(record=record, assessments=assessments)
        return other

    def forget(self) -> None:
        """Forget what was computed, such as cells and spans; it is made again if asked for.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open().with_options()
        >>> first = atlas.record
        >>> atlas.forget()
        >>> atlas.record is first, atlas.record.place_ids == first.place_ids
        (False, True)
        """
        for name in list(vars(self)):
            if isinstance(getattr(type(self), name, None), cached_property):
                del vars(self)[name]

    def as_of_notice(self, last: date | None = None) -> tuple[Text, ...]:
        """Return a sentence on the as-of day for readers, or nothing without an as-of day.

        Parameters
        ----------
        last : date, optional
            The latest day that the answer is about.

        Returns
        -------
        tuple of Text
            One sentence or none.

        Examples
        --------
        >>> import frontline
        >>> print(frontline.open(as_of="2019-08-15").as_of_notice()[0])
        As known on 2019-08-15: reports published later are left out.
        """
        if self.as_of is None:
            return ()
        english = f"As known on {self.as_of}: reports published later are left out."
        arabic = f"كما كان معروفًا في {self.as_of}: لا تُحتسب التقارير التي نُشرت بعده."
        if self.has_later_reports and last is not None and last > self.as_of:
            english += f" Days after {self.as_of} are answered with what was known then."
            arabic += f" والأيام التي تلي {self.as_of} يُجاب عنها بما كان معروفًا حينها."
        return (Text(english, arabic),)

    def on(self, day: str | date, source: str | None = None) -> State:
        """Return the state of a day.

        Parameters
        ----------
        day : str or date
            As ``2019-08-15`` or a date.
        source : str, optional
            Id or name of a publisher: the day as it alone reports it.

        Raises
        ------
        InvalidRequestError
            For an invalid day, or one outside the record.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().on("2019-08-15").day
        datetime.date(2019, 8, 15)
        """
        from frontline.state import State

        atlas = self if source is None else self.of_source(source)
        return State(atlas, parse_day(day))

    def distance(
        self, start: str, end: str, day: str | date | None = None, *, district: str | None = None
    ) -> tuple[Distance, State | None]:
        """Measure the distance between two places, positions, highways, actors or the front.

        Parameters
        ----------
        start, end : str
            Place, id, ``lon,lat`` or highway; with a day also an actor or ``front``.
        day : str or date, optional
            Needed if `start` or `end` is an actor or the front.
        district : str, optional
            District that place names are looked up in.

        Returns
        -------
        distance : Distance
        state : State or None
            The state of the day, if a day is given.

        Examples
        --------
        >>> import frontline
        >>> distance, _ = frontline.open().distance("Khan Sheikhoun", "M5")
        >>> distance.edge_m  # the highway runs through the town
        0.0
        """
        from frontline.geometry.distance import measure

        if day is not None:
            state = self.on(day)
            return state.distance(start, end, district=district), state
        return measure(self.locate(start, district), self.locate(end, district)), None

    @cached_property
    def holders(self) -> Holders:
        """Who holds each site on each day, and whether that is only presumed."""
        from frontline.holders import Holders

        return Holders(self)

    @property
    def presumed(self) -> NDArray[np.bool_]:
        """Whether the holder of each site is only presumed, on each day: (days, sites).

        The holder of a place is presumed if only reports about areas say who held it, and the
        rule does not count them as evidence.
        """
        import numpy as np

        days = days_between(self.record.first, self.record.last)
        return np.stack([self.holders.presumed_on(day) for day in days])

    def road(self, name: str) -> Road:
        """Return a highway by id or name.

        Parameters
        ----------
        name : str
            Id, English or Arabic name of the highway, ignoring case.

        Raises
        ------
        UnknownNameError
            The message lists the highways of the package.

        Examples
        --------
        >>> import frontline
        >>> round(frontline.open().road("M5").length_km)
        347
        """
        id_ = self.road_id(name)
        if not id_:
            known = ", ".join(self.package.highways) or "none"
            raise UnknownNameError(
                f"Unknown highway {name!r}. Highways of the data package: {known}."
            )
        return self.roads[id_]
