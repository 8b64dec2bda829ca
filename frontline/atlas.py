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

from frontline.beginning import check_begun, is_begun
from frontline.caution import hold_back
from frontline.days import parse_day, say_day
from frontline.distance import Distance, measure
from frontline.errors import RequestError, UnknownNameError
from frontline.evidence import find_rule
from frontline.groundwork import Groundwork
from frontline.package import read_package
from frontline.state import State
from frontline.weighing.draws import DRAWS, SEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import geopandas as gpd

    from frontline.desk.check import Checked
    from frontline.editorial import Rule
    from frontline.weighing.comparison import Comparison
    from frontline.weighing.knowledge import Step
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

    Examples
    --------
    >>> import frontline
    >>> frontline.open(rule="two-source").rule.name
    'two-source'
    """
    home = built_in() if folder is None else Path(folder)
    chosen = find_rule(rule, home)
    clock = None if known_on is None else parse_day(known_on)
    return Atlas(read_package(home), chosen, clock, home)


class Atlas(Groundwork):
    """An opened data package under one editorial rule: ask it for a day, a place, a distance.

    Examples
    --------
    >>> import frontline
    >>> frontline.open()
    <Atlas of 'North-west Syria (Idlib and Hama), 30 April 2019 to 6 March 2020'>
    """

    def __repr__(self) -> str:
        """Name the record."""
        return f"<Atlas of {self.package.title!r}>"

    def _repr_html_(self) -> str | None:
        """Show a small picture of the last day where a notebook asks for one, if there is any."""
        from frontline.sketch import Words, sketch  # noqa: PLC0415 - a command draws none

        if not is_begun(self.source) or not self.package.evidence_place_ids:
            return None
        package, first, last = self.package, self.record.first, self.record.last
        lead = f"{say_day(first)} to {say_day(last)}; the picture is of the last day"
        held = (
            f"{len(package.gazetteer):,} places, {len(package.events):,} events, "
            f"{len(package.all_reports):,} reports of {len(package.publishers):,} publishers"
        )
        words = Words(package.title, lead, (held, self.rule.says))
        state, actors = self.on(last), tuple(package.actors.values())
        return sketch(self.cells, state.holders, state.front_shape, actors, words)

    def on(self, day: str | date) -> State:
        """Give the state of a day, as ``2019-08-15`` or a date.

        Raises
        ------
        RequestError
            For a day the record does not reach.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.on("2019-08-15").day
        datetime.date(2019, 8, 15)
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

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> way, _ = atlas.distance("Khan Sheikhoun", "M5")
        >>> way.edge_m  # the road runs through the town
        0.0
        """
        if day is not None:
            state = self.on(day)
            return state.distance(start, end, within=within), state
        first, second = (self.standing(name, within) for name in (start, end))
        return measure(first, second), None

    def check(self, text: str, *, published: str | date, rounding: str = "usual") -> Checked:
        """Set each geographic claim of a text against the record.

        Parameters
        ----------
        text : an article or a sentence, in English or Arabic
        published : the day it was published; "on Thursday" is read from it
        rounding : how much a number leaves open: ``strict``, ``usual`` or ``wide``

        Returns
        -------
        The claims with their verdicts, and what was not understood, with the reason.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> checked = atlas.check("Troops took Khan Sheikhoun.", published="2019-08-23")
        >>> [finding.verdict.word for finding in checked.findings]
        ['supported']
        """
        from frontline.desk.check import check  # noqa: PLC0415 - few questions need the desk

        return check(self, text, published, rounding)

    def export(  # noqa: PLR0913 - all but the file are options
        self,
        path: str | Path,
        *,
        on: str | date | None = None,
        first: str | date | None = None,
        last: str | date | None = None,
        what: str | Iterable[str] | None = None,
        form: str | None = None,
        notices: Sequence[str] = (),
        qgis: bool = False,
    ) -> tuple[Path, ...]:
        """Write a day, or a span of days, for other tools; the file's ending says the format.

        Parameters
        ----------
        path : ends in .gpkg, .geojson, .parquet, .fgb, .csv, .kml or .topojson
        on : a day; without it the days from `first` to `last`, else the whole record
        what : of places, territory, front, band, highways, changes; all if None
        form : a format, whatever the ending
        notices : sentences the reader must see, such as an embargo
        qgis : also write a project, or styles, for QGIS beside it

        Returns
        -------
        The files written: one, or one a layer where the format holds a single layer.

        Raises
        ------
        RequestError, OutputError
            For days, layers or formats there are not; when a file cannot be written.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> written = atlas.export(folder / "day.geojson", on="2019-08-15", what="territory,front")
        >>> [path.name for path in written]
        ['day-territory.geojson', 'day-front.geojson']
        """
        from frontline.export.write import find_layers, make_layers, write_layers  # noqa: PLC0415

        days = self._days(on, first, last)
        layers = make_layers(self, *days, find_layers(what))
        return write_layers(self, layers, Path(path), days, form=form, notices=notices, qgis=qgis)

    def layers(
        self,
        *,
        on: str | date | None = None,
        first: str | date | None = None,
        last: str | date | None = None,
        what: str | Iterable[str] | None = None,
    ) -> dict[str, gpd.GeoDataFrame]:
        """Give what `export` writes as GeoDataFrames, by layer.

        Examples
        --------
        >>> import frontline
        >>> frames = frontline.open().layers(on="2019-08-15", what="territory")
        >>> sorted(frames["territory"]["holder"].dropna())
        ['government', 'opposition']
        """
        from frontline.export.write import find_layers, make_layers  # noqa: PLC0415 - as above

        made = make_layers(self, *self._days(on, first, last), find_layers(what))
        return {layer.name: layer.frame() for layer in made}

    def _days(
        self, on: str | date | None, first: str | date | None, last: str | date | None
    ) -> tuple[date, date]:
        if on is not None and (first is not None or last is not None):
            raise RequestError("one day, or a span of days? Name `on`, or `first` and `last`")
        if on is not None:
            return parse_day(on), parse_day(on)
        start = self.record.first if first is None else parse_day(first)
        return start, self.record.last if last is None else parse_day(last)

    def known_of_event(self, event_id: str) -> tuple[Step, ...]:
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
        from frontline.weighing.knowledge import of_event  # noqa: PLC0415 - as above

        check_begun(self.source)
        return of_event(self, event_id)

    def known_of_place(
        self, place: str, day: str | date, *, within: str | None = None
    ) -> tuple[Step, ...]:
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
        from frontline.weighing.knowledge import of_place  # noqa: PLC0415 - as above

        return of_place(self, self.place(place, within), parse_day(day))

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
        from frontline.weighing.comparison import compare  # noqa: PLC0415 - as above

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

        Examples
        --------
        >>> import frontline
        >>> from datetime import date
        >>> late, notices = frontline.open().held_back(embargo_days=7, as_of=date(2020, 3, 6))
        >>> late.record.last
        datetime.date(2020, 2, 28)
        >>> notices
        ('Held back: events of the 7 days before 2020-03-06 are left out.',)
        """
        package, notices = hold_back(self.source, embargo_days, as_of, blur_km)
        atlas = Atlas(package, self.rule, self.known_on, self.folder) if notices else self
        return atlas, notices

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
        from frontline.weighing.omission import omissions  # noqa: PLC0415 - as above
        from frontline.weighing.shaking import shake  # noqa: PLC0415 - as above

        state = self.on(day)
        return omissions(self, state.day, asked), shake(state, asked, draws=draws, seed=seed)
