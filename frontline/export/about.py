"""What must go with the data: whose it is, under which licence, by which rule, from which version.

Every file that leaves the package carries it inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.licences import licences_of, links_of, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from frontline.export.layer import Layer
    from frontline.groundwork import Groundwork
    from frontline.package import Package

__all__ = ["About", "about", "flat", "report_rows"]

About = dict[str, Any]

_METHOD = (
    "Reports of who took which place, made into control by the rule named here. Ground: cells "
    "around places, out to {reach:g} km; lines half-way between places, not surveyed. Ground "
    "without a row has no report. Days are whole; start and end are both included."
)


def about(atlas: Groundwork, first: date, last: date, *, notices: Sequence[str] = ()) -> About:
    """Tell what a reader of a file must know of its rows.

    Parameters
    ----------
    notices : sentences the reader must see, such as an embargo
    """
    package = atlas.package
    return {
        "title": package.title,
        "version": package.version,
        "digest": package.digest,
        "rule": atlas.rule.name,
        "rule_says": atlas.rule.says,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "method": _METHOD.format(reach=package.frame.reach_km),
        "licences": licences_of(package),
        "attribution": _sources(package),
        "links": links_of(package.descriptor),
        "notices": list(notices),
        "actors": [
            {"id": actor.id, "name": actor.name, "name_ar": actor.name_ar, "colour": actor.colour}
            for actor in package.actors.values()
        ],
    }


def flat(told: About) -> list[tuple[str, str]]:
    """Give it as pairs of texts, for formats that hold no lists; actors stand elsewhere.

    Links are left out: `attribution` has them too.
    """
    pairs = []
    for key, value in told.items():
        if key in {"actors", "links"}:
            continue
        pairs += [(key, one) for one in value] if isinstance(value, list) else [(key, value)]
    return pairs


def _sources(package: Package) -> list[str]:
    stated = listed(package.descriptor, "sources", ("title", "path"))
    if stated:
        return stated
    return sorted({source for place in package.gazetteer.values() for source in place.sources})


def report_rows(atlas: Groundwork, layers: Iterable[Layer]) -> list[tuple[str | None, ...]]:
    """Give the reports that the rows of layers stand on.

    Returns
    -------
    Record, publisher, its stance, address, day of publication, what it says; by record.
    """
    records = {
        record
        for layer in layers
        if any(column.name == "records" for column in layer.columns)
        for cell in set(layer.values("records").tolist()) - {None}
        for record in cell.split(" ")
    }
    publishers = atlas.package.publishers
    return [
        (
            report.record_id,
            publishers[report.publisher].name,
            publishers[report.publisher].aligned_with or publishers[report.publisher].stance,
            report.url,
            None if report.published_on is None else report.published_on.isoformat(),
            report.says,
        )
        for record in sorted(records)
        for report in atlas.package.reports.get(record, ())
    ]
