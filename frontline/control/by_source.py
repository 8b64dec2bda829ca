"""A data package as one publisher alone reports it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frontline.package.package import Package


def package_of_source(package: Package, publisher: str) -> Package:
    """Return a package with nothing but what one publisher reported.

    Events and baseline rows remain that a report of the publisher supports; denials and reports
    for context do not make them. All places keep their cells, so that several publishers can be
    compared.

    Parameters
    ----------
    package : Package
        The package with the reports of all publishers.
    publisher : str
        Id of the publisher.
    """
    reports = tuple(report for report in package.all_reports if report.publisher == publisher)
    supported = {report.record_id for report in reports if report.says == "supports"}
    return replace(
        package,
        baseline=tuple(row for row in package.baseline if row.baseline_id in supported),
        events=tuple(event for event in package.events if event.event_id in supported),
        all_reports=reports,
        area_reports=tuple(one for one in package.area_reports if one.publisher == publisher),
        annotations=(),
        extra_place_ids=package.evidence_place_ids,
    )
