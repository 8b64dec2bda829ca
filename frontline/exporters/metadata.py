"""Whose the layers are and under which licence, where QGIS shows it: in the metadata of a layer.

The elements are those of the class QgsLayerMetadata of QGIS 3.22 and of its project.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from frontline.package.licences import descriptor_entries, package_licences, source_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.exporters.layers import Layer
    from frontline.models import Text
    from frontline.package.package import Package

_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: Any) -> str:
    r"""Write a value as the content of an element.

    Examples
    --------
    >>> text("a < b\x1b")
    'a &lt; b\ufffd'
    """
    return escape(_NEVER.sub("\ufffd", str(value)))


def attribute(value: str) -> str:
    """Write a value as that of an attribute, with its quotes.

    Examples
    --------
    >>> print(attribute("a < b"))
    "a &lt; b"
    """
    return quoteattr(_NEVER.sub("\ufffd", value))


About = dict[str, Any]

_METHOD = (
    "Reports of who took which place, made into control by the rule named here. Ground: cells "
    "around places, out to {reach:g} km; lines half-way between places, not surveyed. Ground "
    "without a row has no report. Days are whole; start and end are both included."
)


def about(atlas: Atlas, first: date, last: date, *, notices: Sequence[str | Text] = ()) -> About:
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
        "rule_says": atlas.rule.description,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "method": _METHOD.format(reach=package.coverage.reach_km),
        "licences": package_licences(package),
        "attribution": _sources(package),
        "links": source_links(package.descriptor),
        "notices": [str(notice) for notice in notices],
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
    stated = descriptor_entries(package.descriptor, "sources", ("title", "path"))
    if stated:
        return stated
    return sorted({source for place in package.gazetteer.values() for source in place.sources})


def report_rows(atlas: Atlas, layers: Iterable[Layer]) -> list[tuple[str | None, ...]]:
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


#: What an address must begin with to be opened by a click.
_OPENED = ("https://", "http://")


def layer_metadata(layer: Layer, told: About) -> str:
    """Write the elements that say what a layer is, and whose."""
    return "".join(_layer(layer, told))


def _layer(layer: Layer, told: About) -> Iterator[str]:
    yield f"<identifier>{_shown(told['digest'])}/{_shown(layer.name)}</identifier>"
    yield "<parentidentifier></parentidentifier><language></language><type>dataset</type>"
    yield f"<title>{_shown(told['title'])}: {_shown(layer.title)}</title>"
    yield f"<abstract>{_shown(abstract_of(told))}</abstract>{_links(told)}<fees></fees>"
    yield from (f"<rights>{_shown(one)}</rights>" for one in told["attribution"])
    yield from (f"<license>{_shown(one)}</license>" for one in told["licences"])
    yield "<encoding>UTF-8</encoding>"


def project_metadata(told: About) -> str:
    """Write the elements of a project, which has no place of its own for licence and rights."""
    words = f"{abstract_of(told)}\n{rights_of(told)}"
    return (
        f"<identifier>{_shown(told['digest'])}</identifier>"
        "<parentidentifier></parentidentifier><language></language><type>project</type>"
        f"<title>{_shown(told['title'])}</title><abstract>{_shown(words)}</abstract>{_links(told)}"
        f"<author>{_shown('; '.join(told['attribution']))}</author>"
    )


def abstract_of(told: About) -> str:
    """Say in a few lines what the rows are: days, method, rule, version, notices."""
    lines = (
        *told["notices"],
        f"{told['first_day']} to {told['last_day']}.",
        told["method"],
        f"Rule {told['rule']}: {told['rule_says']}",
        f"Version {told['version']}, {told['digest']}.",
    )
    return "\n".join(lines)


def rights_of(told: About) -> str:
    """Say in two lines under which licence the data is, and from whom."""
    return f"Licence: {'; '.join(told['licences'])}\nSources: {'; '.join(told['attribution'])}"


def _links(told: About) -> str:
    """Link the sources and licences; what is no address of the web is no link."""
    links = "".join(
        f'<link name={attribute(_plain(one["title"]))} type="WWW:LINK" '
        f'url={attribute(_address(one["path"]))} description="" format="" mimeType="" size=""/>'
        for one in told["links"]
        if one["path"].startswith(_OPENED)
    )
    return f"<links>{links}</links>"


def _plain(words: str) -> str:
    """Keep words from being markup: QGIS shows metadata as a page of its own."""
    return words.replace("<", "\u2039").replace(">", "\u203a")


def _shown(words: str) -> str:
    return text(_plain(words))


def _address(path: str) -> str:
    """Write what ends an address in a page as the web does."""
    return path.replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
