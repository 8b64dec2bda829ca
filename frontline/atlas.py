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

import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from frontline.control.as_of import package_as_of
from frontline.control.assessment import assess_events
from frontline.control.highways import Road, infer_place_assessments, split_by_cells
from frontline.control.record import Record
from frontline.control.rules import find_rule
from frontline.control.timeline import event_order
from frontline.dates import format_day, parse_day
from frontline.errors import (
    DataError,
    InvalidRequestError,
    Issue,
    UnknownNameError,
)
from frontline.gazetteer.actors import actor_ids_by_name, fold_name
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.geometry import tessellation
from frontline.geometry.distance import (
    Distance,
    Endpoint,
    measure,
    place_endpoint,
)
from frontline.geometry.geodesics import GeodesicLine
from frontline.geometry.geodesy import Projection, parse_position
from frontline.models import Text
from frontline.package.package import read_package
from frontline.package.redaction import redact
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import geopandas as gpd

    from frontline.claims.checker import CheckResult
    from frontline.control.assessment import Assessment
    from frontline.control.highways import Stretch
    from frontline.control.rules import Rule
    from frontline.models import Place
    from frontline.package.package import Package
    from frontline.sensitivity.leave_one_out import LeaveOneOut
    from frontline.sensitivity.monte_carlo import MonteCarlo
    from frontline.sensitivity.publication_history import Step
    from frontline.sensitivity.rules import Comparison

#: What two grounds have in common whose reports speak of the same places.
SHARED = frozenset(
    {"gazetteer", "projection", "study_area", "cells", "lines", "endpoints", "stretches"}
)
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
    as_of: str | date | None = None,
) -> Atlas:
    """Open a data package.

    Parameters
    ----------
    folder : its folder; the built-in data if None
    rule : how reports become control: ``standard``, ``two-source``, ``against-interest``,
        ``all``, the name of a file in ``rules`` of the folder, or the path of a rule file
    as_of : only reports published by this day count, as ``2019-08-15`` or a date; None for
        all. A later day is answered with what was known then

    Raises
    ------
    DataError
        With every fault of every file, when the package or the rule cannot be used.
    InvalidRequestError
        For an unknown rule, or a day that is none.

    Examples
    --------
    >>> import frontline
    >>> frontline.open(rule="two-source").rule.name
    'two-source'
    """
    home = built_in() if folder is None else Path(folder)
    chosen = find_rule(rule, home)
    clock = None if as_of is None else parse_day(as_of)
    return Atlas(read_package(home), chosen, clock, home)


class Atlas:
    """A data package under one editorial rule and one as-of day.

    Ask it for a day, a place or a distance. What it computes once, it keeps.

    Parameters
    ----------
    package : Package
        Everything that was ever published.
    rule : Rule
        How reports become control.
    as_of : date, optional
        Only reports published by this day count; all of them if None.
    folder : Path, optional
        The folder of the package, whose ``style.toml`` pages are drawn with.

    Attributes
    ----------
    package : Package
        What was known by the as-of day.
    source : Package
        The package with nothing left out.

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
        self.source = package
        self.package = package if as_of is None else package_as_of(package, as_of)
        self.rule = rule
        self.as_of = as_of
        self.folder = folder

    def __repr__(self) -> str:
        """Name the record."""
        return f"<Atlas of {self.package.title!r}>"

    def _repr_html_(self) -> str | None:
        """Show a small picture of the last day where a notebook asks for one, if there is any."""
        from frontline.webmap.thumbnail import Words, sketch  # noqa: PLC0415 - a command draws none

        if self.source.is_undated or not self.package.evidence_place_ids:
            return None
        package, first, last = self.package, self.record.first, self.record.last
        lead = f"{format_day(first)} to {format_day(last)}; the picture is of the last day"
        held = (
            f"{len(package.gazetteer):,} places, {len(package.events):,} events, "
            f"{len(package.all_reports):,} reports of {len(package.publishers):,} publishers"
        )
        words = Words(package.title, lead, (held, self.rule.description))
        state, actors = self.on(last), tuple(package.actors.values())
        return sketch(self.cells, state.holders, state.front_shape, actors, words)

    def on(self, day: str | date) -> State:
        """Give the state of a day, as ``2019-08-15`` or a date.

        Raises
        ------
        InvalidRequestError
            For a day the record does not reach.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.on("2019-08-15").day
        datetime.date(2019, 8, 15)
        """
        return State(self, parse_day(day))

    def place(self, name: str, district: str | None = None) -> Place:
        """Find a place by id or by name, in Latin or Arabic script.

        Raises
        ------
        AmbiguousNameError, UnknownNameError
            With the candidates; `within` (a district) chooses among them.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.place("خان شيخون").id
        'khan-shaykhun'
        >>> atlas.place("al-Buwaydah", district="Suran").id
        'al-buwaydah-suran'
        """
        return self.gazetteer.place(name, district=district)

    def distance(
        self, start: str, end: str, day: str | date | None = None, *, district: str | None = None
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
            return state.distance(start, end, district=district), state
        first, second = (self.locate(name, district) for name in (start, end))
        return measure(first, second), None

    def check(self, text: str, *, published: str | date, rounding: str = "usual") -> CheckResult:
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
        from frontline.claims.checker import check  # noqa: PLC0415 - few questions need the desk

        return check(self, text, published, rounding)

    def export(  # noqa: PLR0913 - all but the file are options
        self,
        path: str | Path,
        *,
        on: str | date | None = None,
        first: str | date | None = None,
        last: str | date | None = None,
        layers: str | Iterable[str] | None = None,
        format: str | None = None,  # noqa: A002 - the word of pandas and geopandas
        notices: Sequence[str | Text] = (),
        qgis: bool = False,
    ) -> tuple[Path, ...]:
        """Write a day, or a span of days, for other tools; the file's ending says the format.

        Parameters
        ----------
        path : ends in .gpkg, .geojson, .parquet, .fgb, .csv, .kml or .topojson
        on : a day; without it the days from `first` to `last`, else the whole record
        layers : of places, territory, front, band, highways, changes; all if None
        format : a format, whatever the ending
        notices : sentences the reader must see, such as an embargo
        qgis : also write a project, or styles, for QGIS beside it

        Returns
        -------
        The files written: one, or one a layer where the format holds a single layer.

        Raises
        ------
        InvalidRequestError, OutputError
            For days, layers or formats there are not; when a file cannot be written.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> wanted = "territory,front"
        >>> written = atlas.export(folder / "day.geojson", on="2019-08-15", layers=wanted)
        >>> [path.name for path in written]
        ['day-territory.geojson', 'day-front.geojson']
        """
        from frontline.exporters.export import find_layers, make_layers, write_layers  # noqa: PLC0415

        days = self._days(on, first, last)
        made = make_layers(self, *days, find_layers(layers))
        return write_layers(self, made, Path(path), days, format=format, notices=notices, qgis=qgis)

    def layers(
        self,
        *,
        on: str | date | None = None,
        first: str | date | None = None,
        last: str | date | None = None,
        layers: str | Iterable[str] | None = None,
    ) -> dict[str, gpd.GeoDataFrame]:
        """Give what `export` writes as GeoDataFrames, by layer.

        Examples
        --------
        >>> import frontline
        >>> frames = frontline.open().layers(on="2019-08-15", layers="territory")
        >>> sorted(frames["territory"]["holder"].dropna())
        ['government', 'opposition']
        """
        from frontline.exporters.layers import find_layers, make_layers  # noqa: PLC0415 - as above

        return make_layers(self, *self._days(on, first, last), find_layers(layers))

    def publication_history(
        self,
        event: str | None = None,
        *,
        place: str | None = None,
        day: str | date | None = None,
        district: str | None = None,
    ) -> tuple[Step, ...]:
        """Return how an event, or the answer for a place on a day, came to be known.

        Parameters
        ----------
        event : str, optional
            Id of an event. Give it alone, or `place` and `day`.
        place : str, optional
            Id or name of a place.
        day : str or date, optional
            The day that the answer is about, as ``2019-08-15`` or a date.
        district : str, optional
            The district that the name is looked for in.

        Returns
        -------
        tuple of Step
            One for each day of publication that changed what was known, in order.

        Raises
        ------
        UnknownNameError
            For an id that no event has; for an unknown place.
        InvalidRequestError
            Unless either an event, or a place and a day, is given.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> for step in atlas.publication_history("NWS-327"):
        ...     print(step.day, len(step.reports), step.assessment.evidence)
        2020-02-27 6 disputed
        >>> steps = atlas.publication_history(place="Tell Aas", day="2019-08-15")
        >>> print(steps[-1].day, steps[-1].span.control.evidence)
        2019-08-14 confirmed
        """
        from frontline.sensitivity import publication_history as history  # noqa: PLC0415 - as above

        self.source.check_dated()
        if event is not None and place is None and day is None:
            return history.of_event(self, event)
        if event is None and place is not None and day is not None:
            return history.of_place(self, self.place(place, district), parse_day(day))
        raise InvalidRequestError("Name either an event, or a place and a day.")

    def compare(self, rules: Sequence[str | Rule], day: str | date) -> Comparison:
        """Compare what several rules make of a day: places, ground and roads that differ.

        Parameters
        ----------
        rules : two or more: names of rules that ship, paths of rule files, or rules

        Raises
        ------
        InvalidRequestError
            For an unknown rule, or fewer than two.

        Examples
        --------
        >>> import frontline
        >>> found = frontline.open().compare(["standard", "all"], "2020-02-28")
        >>> [one.place.name for one in found.places if one.place.id == "saraqib"]
        ['Saraqib']
        """
        from frontline.sensitivity.rules import compare  # noqa: PLC0415 - as above

        chosen = [find_rule(rule) if isinstance(rule, str) else rule for rule in rules]
        _ = self.cells  # made here once, and shared
        return compare([self.with_options(rule) for rule in chosen], parse_day(day))

    def sensitivity(
        self,
        day: str | date,
        ends: tuple[str, str] | None = None,
        *,
        draws: int | None = None,
        seed: int | None = None,
    ) -> tuple[tuple[LeaveOneOut, ...], MonteCarlo]:
        """Tell what a day rests on: whose word, and which positions.

        Parameters
        ----------
        ends : the two ends of a distance to measure each time, as `State.distance` takes them
        draws, seed : how often places are moved within their errors, and from which seed; the
            same package, day, draws and seed give the same answer

        Returns
        -------
        What the day would be without each side, voice and publisher, where that changes it; and
        the spread of areas, front and distance when places move.

        Examples
        --------
        >>> import frontline
        >>> omitted, shaken = frontline.open().sensitivity("2019-08-15", draws=5)
        >>> omitted[0].silence.kind, shaken.draws
        ('side', 5)
        """
        from frontline.sensitivity.leave_one_out import leave_one_out  # noqa: PLC0415 - as above
        from frontline.sensitivity.monte_carlo import DRAWS, SEED, monte_carlo  # noqa: PLC0415 - as above

        state = self.on(day)
        moved = monte_carlo(
            state,
            ends,
            draws=DRAWS if draws is None else draws,
            seed=SEED if seed is None else seed,
        )
        return leave_one_out(self, state.day, ends), moved

    def with_options(self, rule: Rule | None = None, as_of: date | None = None) -> Self:
        """Give the same data under another rule, or as known on another day.

        What depends on neither, and was made here already, is shared.

        Parameters
        ----------
        rule, as_of : its own where not given

        Examples
        --------
        >>> import frontline
        >>> from datetime import date
        >>> then = frontline.open().with_options(as_of=date(2019, 8, 15))
        >>> print(then.as_of_notice()[0])
        As known on 2019-08-15: reports published later are left out.
        """
        clock = as_of or self.as_of
        other = type(self)(self.source, rule or self.rule, clock, self.folder)
        if set(other.package.evidence_place_ids) == set(self.package.evidence_place_ids):
            for name in SHARED & vars(self).keys():
                setattr(other, name, getattr(self, name))
        return other

    def redact(
        self, *, embargo_days: int = 0, today: date | None = None, blur_km: float = 0.0
    ) -> tuple[Atlas, tuple[Text, ...]]:
        """Leave out what is young and coarsen positions, with the words that say so.

        Parameters
        ----------
        embargo_days : leave out events of the last days before `today`
        blur_km : move places to a grid of this size

        Examples
        --------
        >>> import frontline
        >>> from datetime import date
        >>> late, notices = frontline.open().redact(embargo_days=7, today=date(2020, 3, 6))
        >>> late.record.last
        datetime.date(2020, 2, 28)
        >>> print(*notices)
        Events of the 7 days before 2020-03-06 are left out.
        """
        package, notices = redact(self.source, embargo_days, today, blur_km)
        atlas = Atlas(package, self.rule, self.as_of, self.folder) if notices else self
        return atlas, notices

    @cached_property
    def left_out(self) -> bool:
        """Whether anything was published after the day whose knowledge this is."""
        return self.package is not self.source

    def as_of_notice(self, last: date | None = None) -> tuple[Text, ...]:
        """Say by which clock this answers; nothing where no report is left out.

        Parameters
        ----------
        last : the latest day that was asked about

        Examples
        --------
        >>> import frontline
        >>> print(frontline.open(as_of="2019-08-15").as_of_notice()[0])
        As known on 2019-08-15: reports published later are left out.
        """
        if self.as_of is None:
            return ()
        words = f"As known on {self.as_of}: reports published later are left out."
        arabic = f"كما كان معروفًا في {self.as_of}: لا تُحتسب التقارير التي نُشرت بعده."
        if self.left_out and last is not None and last > self.as_of:
            words += f" Days after {self.as_of} are answered with what was known then."
            arabic += f" والأيام التي تلي {self.as_of} يُجاب عنها بما كان معروفًا حينها."
        return (Text(words, arabic),)

    def with_record(self, record: Record, assessments: tuple[Assessment, ...]) -> Self:
        """Give the same ground with another record, and the assessments that made it.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.with_record(atlas.record, ()).assessments
        ()
        """
        for name in sorted(SHARED):
            getattr(self, name)  # made here once, not in each copy
        other = copy.copy(self)
        vars(other).pop("roads", None)
        vars(other).update(record=record, assessments=assessments)
        return other

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places, by id and by name."""
        return Gazetteer(self.package.gazetteer.values())

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Ids of the actors, in the order of the data."""
        return tuple(self.package.actors)

    def find_actor(self, word: str) -> str | None:
        """Give the id of the actor that an id or any name means, without regard to case; or None.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().find_actor("Government")
        'government'
        """
        return actor_ids_by_name(self.package.actors).get(fold_name(word))

    @cached_property
    def projection(self) -> Projection:
        """The plane that shapes are built in, centred on the region."""
        west, south, east, north = self.package.coverage.region
        return Projection.around([west, east], [south, north])

    @cached_property
    def study_area(self) -> shapely.Geometry:
        """The area that is drawn in: the first-level areas, else the declared region."""
        shapes = [
            shapely.geometry.shape(area.geometry)
            for area in self.package.admin
            if area.level == "admin1"
        ]
        region = shapely.box(*self.package.coverage.region)
        return shapely.intersection(shapely.union_all(shapes), region) if shapes else region

    @cached_property
    def sites(self) -> tuple[Place, ...]:
        """The places that reports speak of: each has a cell, in this order.

        Raises
        ------
        DataError
            For a record that has no day or names no place yet: there is no ground to draw.
        """
        self.source.check_dated()
        if not self.package.evidence_place_ids:
            remedy = "Add rows to baseline.csv or events.csv, then see `frontline validate`."
            rule = "nothing to map yet: no row speaks of any place"
            raise DataError([Issue("baseline.csv", None, "", rule, remedy)])
        return tuple(self.package.gazetteer[id_] for id_ in self.package.evidence_place_ids)

    @cached_property
    def cells(self) -> tessellation.Tessellation:
        """The cells of the places that reports speak of."""
        lon = np.asarray([place.lon for place in self.sites])
        lat = np.asarray([place.lat for place in self.sites])
        reach_m = self.package.coverage.reach_km * 1000
        return tessellation.tessellate(self.projection, lon, lat, reach_m, self.study_area)

    @cached_property
    def lines(self) -> Mapping[str, GeodesicLine]:
        """Centre lines of the highways."""
        return {id_: GeodesicLine(road.coordinates) for id_, road in self.package.highways.items()}

    @cached_property
    def stretches(self) -> Mapping[str, tuple[Stretch, ...]]:
        """The parts of each highway between the edges of the cells."""
        return {id_: split_by_cells(line, self.cells) for id_, line in self.lines.items()}

    def locate(self, name: str, district: str | None = None) -> Endpoint:
        """Turn the name of something that does not move into what can be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.locate("M5").error_m
        50.0
        """
        word = name.strip().lower()
        if self.find_actor(name) or word == "front":
            raise InvalidRequestError(f"where {name!r} was depends on the day: add --on DAY")
        if word in self.package.highways:
            road = self.package.highways[word]
            return Endpoint(word.upper(), road.position_error_m, path=self.lines[word])
        if "," in word and not any(letter.isalpha() for letter in word):
            centre = parse_position(name, region=self.package.coverage.region)
            return Endpoint(name.strip(), 0.0, centre)
        return self.endpoint(self.gazetteer.place(name, district=district))

    def endpoint(self, place: Place) -> Endpoint:
        """Make a place ready to be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.endpoint(atlas.place("Morek")).label
        'Morek'
        """
        return place_endpoint(place, self.package.footprints.get(place.id))

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The places with cells, ready to be measured."""
        return tuple(self.endpoint(place) for place in self.sites)

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every event with what the rule made of it, and what road reports imply."""
        found = assess_events(self.package, self.rule)
        places = tuple(self.package.gazetteer.values())
        return (
            *found,
            *infer_place_assessments(found, self.lines, places, self.package.footprints),
        )

    @cached_property
    def record(self) -> Record:
        """Control of every place on every day; the places with cells come first.

        Raises
        ------
        DataError
            For a package that was only begun: no row of it has a day.
        """
        self.source.check_dated()
        own = self.package.evidence_place_ids
        named = {assessment.event.place_id for assessment in self.assessments} - {None} - set(own)
        coverage = self.package.coverage
        order = (*own, *sorted(str(place_id) for place_id in named))
        days = (coverage.first_day, coverage.last_day, self.as_of if self.left_out else None)
        return Record(order, self.package.baseline, self.assessments, *days)

    @cached_property
    def roads(self) -> Mapping[str, Road]:
        """The highways, cut at the edges of the cells."""
        return {
            id_: Road(
                road, self.lines[id_], self.stretches[id_], _about_road(id_, self.assessments)
            )
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
        InvalidRequestError
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
            return float(road.line.nearest_point(place.lon, place.lat).along_m) / 1000
        if not 0 <= km <= road.length_km:
            raise InvalidRequestError(
                f"{end} is not on the road: its kilometres run from 0 to {road.length_km:.1f}"
            )
        return km

    def _days(
        self, on: str | date | None, first: str | date | None, last: str | date | None
    ) -> tuple[date, date]:
        if on is not None and (first is not None or last is not None):
            raise InvalidRequestError(
                "one day, or a span of days? Name `on`, or `first` and `last`"
            )
        if on is not None:
            return parse_day(on), parse_day(on)
        start = self.record.first if first is None else parse_day(first)
        return start, self.record.last if last is None else parse_day(last)


def _about_road(highway_id: str, assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Give what stands of the reports about a highway, in order."""
    about = (one for one in assessments if one.event.highway == highway_id and one.accepted)
    return tuple(sorted(about, key=event_order))
