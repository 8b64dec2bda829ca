"""What an exported file says about its rows: title, version, rule, method, licence, sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from frontline.exporters.frames import column_values
from frontline.package.licences import descriptor_entries, package_licences, source_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    import geopandas as gpd

    from frontline.atlas import Atlas
    from frontline.models import Text
    from frontline.package.package import Package

Metadata = dict[str, Any]

#: Characters that XML 1.0 cannot contain.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_METHOD = (
    "Reports of who took which place, made into control by the rule named here. Ground: cells "
    "around places, out to {reach:g} km; lines half-way between places, not surveyed. Ground "
    "without a row has no report. Days are whole; start and end are both included."
)


def make_metadata(
    atlas: Atlas, first: date, last: date, *, notices: Sequence[str | Text] = ()
) -> Metadata:
    """Return what a reader of a file must know about its rows, as JSON-able values.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
        The days of the rows, both included.
    notices : sequence of str or Text
        Sentences that the reader must see, such as an embargo.
    """
    package = atlas.package
    return {
        "title": package.title,
        "version": package.version,
        "digest": package.digest,
        "rule": atlas.rule.name,
        "rule_says": atlas.rule.description,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "method": _METHOD.format(reach=package.reach_km),
        "licences": package_licences(package),
        "attribution": _sources(package),
        "links": source_links(package.descriptor),
        "notices": [str(notice) for notice in notices],
        "actors": [
            {"id": actor.id, "name": actor.name, "name_ar": actor.name_ar, "colour": actor.colour}
            for actor in package.actors.values()
        ],
    }


def flatten(metadata: Metadata) -> list[tuple[str, str]]:
    """Return the metadata as pairs of texts, for formats that hold no lists.

    Actors are left out, and links, because ``attribution`` and ``licences`` contain them.
    """
    pairs = []
    for key, value in metadata.items():
        if key in {"actors", "links"}:
            continue
        pairs += [(key, one) for one in value] if isinstance(value, list) else [(key, value)]
    return pairs


def flat_text(metadata: Metadata) -> str:
    """Return the metadata as lines of ``key: value``."""
    return "\n".join(f"{key}: {value}" for key, value in flatten(metadata))


def xml_text(value: object) -> str:
    r"""Return a value as the content of an XML element.

    Examples
    --------
    >>> xml_text("a < b\x1b")
    'a &lt; b\ufffd'
    """
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def xml_attribute(value: str) -> str:
    """Return a value as that of an XML attribute, with its quotes.

    Examples
    --------
    >>> print(xml_attribute("a < b"))
    "a &lt; b"
    """
    return quoteattr(_NOT_XML.sub("\ufffd", value))


def _sources(package: Package) -> list[str]:
    stated = descriptor_entries(package.descriptor, "sources", ("title", "path"))
    if stated:
        return stated
    return sorted({source for place in package.gazetteer.values() for source in place.sources})


def report_rows(
    atlas: Atlas, frames: Iterable[gpd.GeoDataFrame]
) -> Iterator[tuple[str | None, ...]]:
    """Yield the reports behind the rows of layers; they are looked for when asked for.

    Yields
    ------
    tuple
        Record, name of the publisher, its stance, address, day of publication and what it says
        (supports, denies, context), in the order of the records.
    """
    records = {
        record
        for frame in frames
        if "records" in frame
        for cell in set(column_values(frame, "records").tolist()) - {None}
        for record in cell.split(" ")
    }
    publishers = atlas.package.publishers
    for record in sorted(records):
        for report in atlas.package.reports.get(record, ()):
            publisher = publishers[report.publisher]
            yield (
                report.record_id,
                publisher.name,
                publisher.aligned_with or publisher.stance,
                report.url,
                None if report.published_on is None else report.published_on.isoformat(),
                report.says,
            )
