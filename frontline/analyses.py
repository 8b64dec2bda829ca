"""Methods of an atlas that use the packages for claims, exports and sensitivity.

They import these packages when they are called, so that a simple question starts quickly.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from frontline.control.rules import find_rule
from frontline.dates import parse_day
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import geopandas as gpd

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult
    from frontline.claims.overrides import Override
    from frontline.control.rules import Rule
    from frontline.models import Text
    from frontline.sensitivity.leave_one_out import LeaveOneOut
    from frontline.sensitivity.monte_carlo import MonteCarlo
    from frontline.sensitivity.publication_history import Step
    from frontline.sensitivity.rules import Comparison
    from frontline.sensitivity.source_comparison import SourceComparison


class Analyses:
    """The part of `Atlas` that checks texts, exports files and tests what an answer depends on."""

    @property
    def _atlas(self) -> Atlas:
        return cast("Atlas", self)

    def check(
        self,
        text: str,
        *,
        published: str | date,
        rounding: str = "usual",
        overrides: Sequence[Override] = (),
        parser: str = "auto",
    ) -> CheckResult:
        """Check the geographic claims of a text against the record.

        Parameters
        ----------
        text : str
            An article or a sentence, in English or Arabic.
        published : str or date
            Day of publication; "on Thursday" is resolved relative to it.
        rounding : {'usual', 'strict', 'wide'}
            Tolerance for rounded numbers.
        overrides : sequence of Override
            Readings that a person corrected; see `frontline.claims.overrides.read_overrides`.
        parser : str
            What English claims are compared with: ``auto`` for the first English pipeline of
            spaCy that is installed, if any, ``none``, or the name or folder of one.

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
        atlas = self._atlas
        from frontline.claims.checker import check  # noqa: PLC0415 - not needed by most commands

        return check(atlas, text, published, rounding, overrides, parser=parser)

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
        atlas = self._atlas
        from frontline.exporters.export import find_layers, make_layers, write_layers  # noqa: PLC0415

        days = self._span(on, first, last)
        made = make_layers(atlas, *days, find_layers(layers))
        return write_layers(
            atlas, made, Path(path), days, format=format, notices=notices, qgis=qgis
        )

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
        >>> sorted(set(frames["territory"]["holder"].dropna()))
        ['government', 'opposition', 'sdf']
        """
        atlas = self._atlas
        from frontline.exporters.layers import find_layers, make_layers  # noqa: PLC0415 - slow import

        return make_layers(atlas, *self._span(on, first, last), find_layers(layers))

    def _span(
        self, on: str | date | None, first: str | date | None, last: str | date | None
    ) -> tuple[date, date]:
        """Return the first and last day that `export` and `layers` are asked for."""
        atlas = self._atlas
        if on is not None and (first is not None or last is not None):
            raise InvalidRequestError("Use either `on`, or `first` and `last`.")
        if on is not None:
            return parse_day(on), parse_day(on)
        start = atlas.record.first if first is None else parse_day(first)
        return start, atlas.record.last if last is None else parse_day(last)

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
        2020-02-27 9 disputed
        2020-03-01 1 disputed
        2020-03-02 2 disputed
        2020-03-07 1 disputed
        >>> steps = atlas.publication_history(place="Tell Aas", day="2019-08-15")
        >>> print(steps[-1].day, steps[-1].span.control.evidence)
        2019-08-14 confirmed
        """
        atlas = self._atlas
        from frontline.sensitivity import publication_history as history  # noqa: PLC0415 - seldom needed

        atlas.full_package.check_dated()
        if event is not None and place is None and day is None:
            return history.event_history(atlas, event)
        if event is None and place is not None and day is not None:
            return history.place_history(atlas, atlas.place(place, district), parse_day(day))
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
        >>> comparison = frontline.open().compare(["standard", "all"], "2020-02-12")
        >>> [one.place.name for one in comparison.places]
        ['Jabala', 'Jubb Sulayman', 'Midan Ghazal']
        """
        atlas = self._atlas
        from frontline.sensitivity.rules import compare  # noqa: PLC0415 - seldom needed

        found = [find_rule(rule) if isinstance(rule, str) else rule for rule in rules]
        _ = atlas.cells  # computed once and shared
        return compare([atlas.with_options(rule) for rule in found], parse_day(day))

    def compare_sources(self, sources: Sequence[str], day: str | date) -> SourceComparison:
        """Compare what publishers say of a day, each taken alone.

        Parameters
        ----------
        sources : sequence of str
            Two or more publishers: ids or names.
        day : str or date
            The day to compare.

        Returns
        -------
        SourceComparison
            Places, km², kilometres of front and of highways on which they differ.

        Raises
        ------
        InvalidRequestError
            For an unknown publisher, or fewer than two.

        Examples
        --------
        >>> import frontline
        >>> found = frontline.open().compare_sources(["sohr", "sana"], "2020-02-20")
        >>> [publisher.id for publisher in found.publishers]
        ['sohr', 'sana']
        """
        from frontline.sensitivity.source_comparison import compare_sources  # noqa: PLC0415 - seldom needed

        return compare_sources(self._atlas, sources, parse_day(day))

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
        atlas = self._atlas
        from frontline.sensitivity.leave_one_out import leave_one_out  # noqa: PLC0415 - seldom needed
        from frontline.sensitivity.monte_carlo import DRAWS, SEED, monte_carlo  # noqa: PLC0415

        state = atlas.on(day)
        draws, seed = DRAWS if draws is None else draws, SEED if seed is None else seed
        spread = monte_carlo(state, between, draws=draws, seed=seed)
        return leave_one_out(atlas, state.day, between), spread
