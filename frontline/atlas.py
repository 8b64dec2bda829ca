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

import numpy as np
import shapely

from frontline.control.as_of import package_as_of
from frontline.control.assessment import assess_events
from frontline.control.highways import Road, infer_place_assessments, split_by_cells
from frontline.control.record import Record
from frontline.control.rules import find_rule
from frontline.control.timeline import event_order
from frontline.dates import parse_day
from frontline.errors import DataError, InvalidRequestError, Issue, UnknownNameError
from frontline.gazetteer.actors import actor_ids_by_name, fold_name
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.geometry import tessellation
from frontline.geometry.distance import Distance, Endpoint, measure, place_endpoint
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

#: Cached properties that depend only on which places have evidence, not on the rule.
_SHARED = ("gazetteer", "projection", "study_area", "cells", "lines", "site_endpoints", "stretches")
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
    return Atlas(read_package(path), found_rule, as_of_day, path)


class Atlas:
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
        self.full_package = package
        self.package = package if as_of is None else package_as_of(package, as_of)
        self.rule = rule
        self.as_of = as_of
        self.folder = folder

    def __repr__(self) -> str:
        """Return the class and the title of the package."""
        return f"<Atlas of {self.package.title!r}>"

    def _repr_html_(self) -> str | None:
        """Return a thumbnail of the last day for a notebook, or None without dated places."""
        from frontline.webmap.thumbnail import atlas_thumbnail  # noqa: PLC0415 - only notebooks need it

        return atlas_thumbnail(self)

    # --- Options

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
        if set(other.package.evidence_place_ids) == set(self.package.evidence_place_ids):
            vars(other).update({name: vars(self)[name] for name in _SHARED if name in vars(self)})
        return other

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
        for name in _SHARED:
            getattr(self, name)  # computed here once, not in each copy
        other = copy.copy(self)
        vars(other).pop("roads", None)
        vars(other).update(record=record, assessments=assessments)
        return other

    @cached_property
    def has_later_reports(self) -> bool:
        """Whether reports published after the as-of day are left out."""
        return self.package is not self.full_package

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

    # --- Questions

    def on(self, day: str | date) -> State:
        """Return the state of a day.

        Parameters
        ----------
        day : str or date
            As ``2019-08-15`` or a date.

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
        return State(self, parse_day(day))

    def place(self, name: str, district: str | None = None) -> Place:
        """Find a place by id or by name, in Latin or Arabic script.

        Parameters
        ----------
        name : str
            Id or name of the place.
        district : str, optional
            District or governorate, to choose among places of the same name.

        Raises
        ------
        AmbiguousNameError, UnknownNameError
            The message lists the candidates.

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

    def find_actor(self, word: str) -> str | None:
        """Return the id of the actor with this id or name, ignoring case, or None.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().find_actor("Government")
        'government'
        """
        return actor_ids_by_name(self.package.actors).get(fold_name(word))

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
        if day is not None:
            state = self.on(day)
            return state.distance(start, end, district=district), state
        return measure(self.locate(start, district), self.locate(end, district)), None

    def check(self, text: str, *, published: str | date, rounding: str = "usual") -> CheckResult:
        """Check the geographic claims of a text against the record.

        Parameters
        ----------
        text : str
            An article or a sentence, in English or Arabic.
        published : str or date
            Day of publication; "on Thursday" is resolved relative to it.
        rounding : {'usual', 'strict', 'wide'}
            How much room a rounded number leaves.

        Returns
        -------
        CheckResult
            The claims with their verdicts, and the sentences that were not understood.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> checked = atlas.check("Troops took Khan Sheikhoun.", published="2019-08-23")
        >>> [finding.verdict.word for finding in checked.findings]
        ['supported']
        """
        from frontline.claims.checker import check  # noqa: PLC0415 - not needed by most commands

        return check(self, text, published, rounding)

    # --- Export

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
        """Write a day, or a span of days, to files for other tools.

        Parameters
        ----------
        path : str or Path
            File to write; its ending (.gpkg, .geojson, .parquet, .fgb, .csv, .kml, .topojson)
            selects the format.
        on : str or date, optional
            A single day.
        first, last : str or date, optional
            A span of days; by default the whole record.
        layers : str or iterable of str, optional
            Some of places, territory, front, band, highways, changes; all by default.
        format : str, optional
            The format, if the ending does not name it.
        notices : sequence of str or Text
            Sentences that readers must see, such as those of `redact`.
        qgis : bool
            Also write a QGIS project or styles.

        Returns
        -------
        tuple of Path
            The files written: one, or one for each layer if the format holds only one.

        Raises
        ------
        InvalidRequestError, OutputError
            For unknown days, layers or formats; if a file cannot be written.

        Examples
        --------
        >>> import frontline, tempfile
        >>> path = tempfile.mkdtemp() + "/day.geojson"
        >>> written = frontline.open().export(path, on="2019-08-15", layers="territory,front")
        >>> [path.name for path in written]
        ['day-territory.geojson', 'day-front.geojson']
        """
        from frontline.exporters.export import find_layers, make_layers, write_layers  # noqa: PLC0415

        days = self._span(on, first, last)
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
        """Return what `export` writes as GeoDataFrames, by layer.

        Parameters
        ----------
        on, first, last, layers
            As for `export`.

        Examples
        --------
        >>> import frontline
        >>> frames = frontline.open().layers(on="2019-08-15", layers="territory")
        >>> sorted(frames["territory"]["holder"].dropna())
        ['government', 'opposition']
        """
        from frontline.exporters.layers import find_layers, make_layers  # noqa: PLC0415 - slow import

        return make_layers(self, *self._span(on, first, last), find_layers(layers))

    # --- Sensitivity

    def publication_history(
        self,
        event: str | None = None,
        *,
        place: str | None = None,
        day: str | date | None = None,
        district: str | None = None,
    ) -> tuple[Step, ...]:
        """Return how an event, or the control of a place on a day, became known.

        Parameters
        ----------
        event : str, optional
            Id of an event. Name either an event, or a place and a day.
        place : str, optional
            Id or name of a place.
        day : str or date, optional
            The day that the answer is about.
        district : str, optional
            District that the name is looked up in.

        Returns
        -------
        tuple of Step
            One for each day of publication, in order.

        Raises
        ------
        UnknownNameError
            For an unknown event or place.
        InvalidRequestError
            Unless either an event, or a place and a day, is named.

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
        from frontline.sensitivity import publication_history as history  # noqa: PLC0415 - seldom needed

        self.full_package.check_dated()
        if event is not None and place is None and day is None:
            return history.event_history(self, event)
        if event is None and place is not None and day is not None:
            return history.place_history(self, self.place(place, district), parse_day(day))
        raise InvalidRequestError("Name either an event, or a place and a day.")

    def compare(self, rules: Sequence[str | Rule], day: str | date) -> Comparison:
        """Compare the control of a day under several rules.

        Parameters
        ----------
        rules : sequence of str or Rule
            Two or more: names of built-in rules, paths of rule files, or rules.
        day : str or date
            The day to compare.

        Returns
        -------
        Comparison
            The places, territory and highway stretches that depend on the rule.

        Raises
        ------
        InvalidRequestError
            For an unknown rule, or fewer than two.

        Examples
        --------
        >>> import frontline
        >>> comparison = frontline.open().compare(["standard", "all"], "2020-02-28")
        >>> [one.place.name for one in comparison.places if one.place.id == "saraqib"]
        ['Saraqib']
        """
        from frontline.sensitivity.rules import compare  # noqa: PLC0415 - seldom needed

        found = [find_rule(rule) if isinstance(rule, str) else rule for rule in rules]
        _ = self.cells  # computed once and shared
        return compare([self.with_options(rule) for rule in found], parse_day(day))

    def sensitivity(
        self,
        day: str | date,
        between: tuple[str, str] | None = None,
        *,
        draws: int | None = None,
        seed: int | None = None,
    ) -> tuple[tuple[LeaveOneOut, ...], MonteCarlo]:
        """Return how a day depends on single sources and on errors of positions.

        Parameters
        ----------
        day : str or date
            The day to analyse.
        between : tuple of str, optional
            Start and end of a distance to analyse too, as for `State.distance`.
        draws : int, optional
            Number of Monte Carlo draws; 100 by default.
        seed : int, optional
            Seed of the draws. The same package, day, draws and seed give the same result.

        Returns
        -------
        changes : tuple of LeaveOneOut
            The day without each side, independent source and publisher that changes it.
        spread : MonteCarlo
            Percentiles of areas, front and distance when positions vary within their errors.

        Examples
        --------
        >>> import frontline
        >>> changes, spread = frontline.open().sensitivity("2019-08-15", draws=5)
        >>> changes[0].excluded.kind, spread.draws
        ('side', 5)
        """
        from frontline.sensitivity.leave_one_out import leave_one_out  # noqa: PLC0415 - seldom needed
        from frontline.sensitivity.monte_carlo import DRAWS, SEED, monte_carlo  # noqa: PLC0415

        state = self.on(day)
        draws, seed = DRAWS if draws is None else draws, SEED if seed is None else seed
        spread = monte_carlo(state, between, draws=draws, seed=seed)
        return leave_one_out(self, state.day, between), spread

    # --- Places and cells

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places, by id and by name."""
        return Gazetteer(self.package.gazetteer.values())

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Ids of the actors, in the order of the data."""
        return tuple(self.package.actors)

    @cached_property
    def projection(self) -> Projection:
        """The plane in which shapes are built, centred on the region."""
        west, south, east, north = self.package.coverage.region
        return Projection.around([west, east], [south, north])

    @cached_property
    def study_area(self) -> shapely.Geometry:
        """The area that cells are clipped to: the first-level areas, or the region."""
        shapes = [
            shapely.geometry.shape(area.geometry)
            for area in self.package.admin
            if area.level == "admin1"
        ]
        region = shapely.box(*self.package.coverage.region)
        return shapely.intersection(shapely.union_all(shapes), region) if shapes else region

    @cached_property
    def sites(self) -> tuple[Place, ...]:
        """The places with evidence. Each has a cell; arrays of cells have this order.

        Raises
        ------
        DataError
            If no row of the package has a day or names a place.
        """
        self.full_package.check_dated()
        if not self.package.evidence_place_ids:
            remedy = "Add rows to baseline.csv or events.csv, then run `frontline validate`."
            rule = "there is nothing to map: no row names a place"
            raise DataError([Issue("baseline.csv", None, "", rule, remedy)])
        return tuple(self.package.gazetteer[id_] for id_ in self.package.evidence_place_ids)

    @cached_property
    def cells(self) -> tessellation.Tessellation:
        """The cells of the sites."""
        lon = np.asarray([place.lon for place in self.sites])
        lat = np.asarray([place.lat for place in self.sites])
        reach_m = self.package.coverage.reach_km * 1000
        return tessellation.tessellate(self.projection, lon, lat, reach_m, self.study_area)

    def locate(self, name: str, district: str | None = None) -> Endpoint:
        """Return a place, position or highway, ready to be measured.

        Parameters
        ----------
        name : str
            Place, id, ``lon,lat`` or highway.
        district : str, optional
            District that place names are looked up in.

        Raises
        ------
        InvalidRequestError
            For an actor or the front, whose position depends on the day.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().locate("M5").error_m
        50.0
        """
        word = name.strip().lower()
        if self.find_actor(name) or word == "front":
            raise InvalidRequestError(f"The position of {name!r} depends on the day: add --on DAY.")
        if word in self.package.highways:
            road = self.package.highways[word]
            return Endpoint(word.upper(), road.position_error_m, path=self.lines[word])
        if "," in word and not any(letter.isalpha() for letter in word):
            centre = parse_position(name, region=self.package.coverage.region)
            return Endpoint(name.strip(), 0.0, centre)
        return self.endpoint(self.gazetteer.place(name, district=district))

    def endpoint(self, place: Place) -> Endpoint:
        """Return a place, with its footprint, ready to be measured.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> atlas.endpoint(atlas.place("Morek")).label
        'Morek'
        """
        return place_endpoint(place, self.package.footprints.get(place.id))

    @cached_property
    def site_endpoints(self) -> tuple[Endpoint, ...]:
        """The sites, ready to be measured."""
        return tuple(self.endpoint(place) for place in self.sites)

    # --- Record

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every event as the rule assesses it, then the events that road reports imply."""
        assessed = assess_events(self.package, self.rule)
        return (*assessed, *infer_place_assessments(assessed, self.lines, self.package))

    @cached_property
    def record(self) -> Record:
        """Control of every place on every day; the sites come first.

        Raises
        ------
        DataError
            If no row of the package has a day.
        """
        self.full_package.check_dated()
        own = self.package.evidence_place_ids
        named = {assessment.event.place_id for assessment in self.assessments} - {None} - set(own)
        coverage = self.package.coverage
        order = (*own, *sorted(str(place_id) for place_id in named))
        as_of = self.as_of if self.has_later_reports else None
        days = (coverage.first_day, coverage.last_day, as_of)
        return Record(order, self.package.baseline, self.assessments, *days)

    # --- Highways

    @cached_property
    def lines(self) -> Mapping[str, GeodesicLine]:
        """Centre lines of the highways, by id."""
        return {id_: GeodesicLine(road.coordinates) for id_, road in self.package.highways.items()}

    @cached_property
    def stretches(self) -> Mapping[str, tuple[Stretch, ...]]:
        """The highways, by id, split at the edges of the cells."""
        return {id_: split_by_cells(line, self.cells) for id_, line in self.lines.items()}

    @cached_property
    def roads(self) -> Mapping[str, Road]:
        """The highways, by id, with the accepted reports about them."""
        accepted = sorted((one for one in self.assessments if one.accepted), key=event_order)
        return {
            id_: Road(
                road,
                self.lines[id_],
                self.stretches[id_],
                tuple(one for one in accepted if one.event.highway == id_),
            )
            for id_, road in self.package.highways.items()
        }

    def road(self, name: str) -> Road:
        """Return a highway by id.

        Parameters
        ----------
        name : str
            Id of the highway, ignoring case.

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
        try:
            return self.roads[name.strip().lower()]
        except KeyError:
            known = ", ".join(self.package.highways) or "none"
            raise UnknownNameError(
                f"Unknown highway {name!r}. Highways of the data package: {known}."
            ) from None

    def chainage_km(self, road: Road, position: str) -> float:
        """Return the kilometre of a position on a highway.

        Parameters
        ----------
        road : Road
            A highway, as `road` returns it.
        position : str
            A kilometre, or a place; for a place its nearest point of the highway counts.

        Returns
        -------
        float
            Kilometres from the southern or western end.

        Raises
        ------
        InvalidRequestError
            For a kilometre outside the highway.

        Examples
        --------
        >>> import frontline
        >>> atlas = frontline.open()
        >>> round(atlas.chainage_km(atlas.road("M5"), "Hama"))
        217
        """
        try:
            km = float(position)
        except ValueError:
            place = self.place(position)
            return float(road.line.nearest_point(place.lon, place.lat).along_m) / 1000
        if not 0 <= km <= road.length_km:
            raise InvalidRequestError(
                f"Kilometre {position} is not on the highway: "
                f"its kilometres run from 0 to {road.length_km:.1f}."
            )
        return km

    def _span(
        self, on: str | date | None, first: str | date | None, last: str | date | None
    ) -> tuple[date, date]:
        """Return the first and last day that `export` and `layers` are asked for."""
        if on is not None and (first is not None or last is not None):
            raise InvalidRequestError("Use either `on`, or `first` and `last`.")
        if on is not None:
            return parse_day(on), parse_day(on)
        start = self.record.first if first is None else parse_day(first)
        return start, self.record.last if last is None else parse_day(last)
