"""What an editorial rule makes of a package: assessments, statements, the record and the roads."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from frontline.control.areas import all_statements
from frontline.control.assessment import assess_events, changes_of
from frontline.control.place_evidence import PlaceEvidence, assess_alone, is_separable
from frontline.control.statements import combine
from frontline.geography import Geography

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.control.assessment import Assessment
    from frontline.control.highways import NearStretches, Road
    from frontline.control.record import Record
    from frontline.control.rules import Rule
    from frontline.control.statements import Position, Statement
    from frontline.package.cache import CacheFile
    from frontline.package.package import Package


class Assessed(Geography):
    """The part of `Atlas` that an editorial rule makes of the reports.

    Results are computed when they are first needed, and kept.

    Parameters
    ----------
    package : Package
        The package as known on the as-of day.
    full_package : Package
        The whole package.
    rule : Rule
        The editorial rule.
    as_of : date, optional
        Count only reports published by this day; all reports by default.
    """

    def __init__(
        self, package: Package, full_package: Package, rule: Rule, as_of: date | None
    ) -> None:
        super().__init__(package, full_package)
        self.rule = rule
        self.source: str | None = None
        self.as_of = as_of

    @cached_property
    def has_later_reports(self) -> bool:
        """Whether reports published after the as-of day are left out."""
        return self.package is not self.full_package

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every change as the rule assesses it, then the events that road reports imply."""
        assessed = self.assessed_events
        if not self.package.events_of(None):
            return assessed
        from frontline.control.highways import infer_place_assessments

        return (
            *assessed,
            *infer_place_assessments(assessed, self.lines, self.package, self.near_stretches),
        )

    @cached_property
    def near_stretches(self) -> NearStretches:
        """The places near stretches of highways, as far as they were asked for."""
        return {}

    @cached_property
    def assessed_events(self) -> tuple[Assessment, ...]:
        """Every change in the events of the package, as the rule assesses it."""
        from frontline.control.kept_assessments import kept_assessments

        return kept_assessments(
            self._store,
            self.rule,
            changes_of(self.package),
            lambda: assess_events(self.package, self.rule, self.statements),
        )

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What publishers repeat about places: the events of kind ``held``, and the baseline."""
        return all_statements(self.package)

    @cached_property
    def positions(self) -> Mapping[str, tuple[Position, ...]]:
        """What the statements about each place amount to under the rule, by id of the place."""
        return combine(self.statements, self.package.publishers, self.rule)

    def evidence_about(self, place_id: str) -> PlaceEvidence:
        """Return the rows about a place, and what the rule makes of them.

        Where possible they are assessed without the rows of other places.

        Parameters
        ----------
        place_id : str
            Id of a place of the package.

        Examples
        --------
        >>> import frontline
        >>> known = frontline.open().evidence_about("morek")
        >>> {event.place_id for event in known.events}
        {'morek'}
        """
        if "assessments" not in vars(self) and is_separable(self.package):
            return assess_alone(self.package, place_id, self.rule)
        return PlaceEvidence(
            self.package,
            self.package.baseline_of(place_id),
            self.package.events_of(place_id),
            tuple(one for one in self.assessments if one.event.place_id == place_id),
            self.positions.get(place_id, ()),
        )

    @cached_property
    def record(self) -> Record:
        """Control of every place on every day; the sites come first.

        Raises
        ------
        DataError
            If no row of the package has a day.
        """
        from frontline.control.kept_record import kept_record

        self.full_package.check_dated()

        def assess() -> Record:
            if self._store is None or "assessments" in vars(self):
                return self.assessed_record()
            # The rows of all reports are made for it, and would take room that the command needs.
            package = self.package.unmade()
            return Assessed(package, package, self.rule, None).assessed_record()

        return kept_record(self._store, self.rule, self.package.coverage, assess)

    @property
    def _store(self) -> CacheFile | None:
        """Where what the rule makes of the package is kept, if all of it is known."""
        return self.package.store if self.source is None and self.as_of is None else None

    def assessed_record(self) -> Record:
        """Return the record, made of the rows of the package, whatever is kept of it.

        Examples
        --------
        >>> import frontline
        >>> frontline.open().assessed_record().last
        datetime.date(2020, 3, 6)
        """
        from frontline.control.record import Record

        own = self.package.evidence_place_ids
        named = {assessment.event.place_id for assessment in self.assessments} - {None}
        named = (named | self.positions.keys()) - set(own)
        coverage = self.package.coverage
        order = (*own, *sorted(str(place_id) for place_id in named))
        as_of = self.as_of if self.has_later_reports else None
        days = (coverage.first_day, coverage.last_day, as_of)
        return Record(
            order, self.package.baseline, self.assessments, *days, positions=self.positions
        )

    @cached_property
    def area_report_ids(self) -> frozenset[str]:
        """Ids of the reports about areas."""
        return frozenset(report.area_report_id for report in self.package.area_reports)

    @cached_property
    def roads(self) -> Mapping[str, Road]:
        """The highways, by id, with the accepted reports about them."""
        from frontline.control.highways import roads_of

        has_reports = any(event.highway is not None for event in self.package.events)
        assessments = self.assessments if has_reports else ()
        return roads_of(self.package.highways, self.lines, self.stretches, assessments)
