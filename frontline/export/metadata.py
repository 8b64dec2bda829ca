"""Whose the layers are and under which licence, where QGIS shows it: in the metadata of a layer.

The elements are those of the class QgsLayerMetadata of QGIS 3.22 and of its project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.export.markup import attribute, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.export.about import About
    from frontline.export.layer import Layer

__all__ = ["abstract_of", "layer_metadata", "project_metadata", "rights_of"]

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
