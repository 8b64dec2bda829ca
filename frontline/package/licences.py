"""Under which licence a package may be passed on, and what of it is under none that is open.

A source of ``datapackage.json`` that is under no open licence says so in ``closed_terms``: the
terms it is under, in the words that rows from it have in their ``licence``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontline.errors import Issue
from frontline.package.csv_reader import read_json
from frontline.package.package import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from frontline.package.package import Package


#: What says which licence is meant.
_NAMED = ("title", "name", "path")


@dataclass(frozen=True, slots=True)
class Closed:
    """A source that is under no open licence.

    Attributes
    ----------
    title, path : as ``sources`` of the package names them; `path` may be empty
    terms : what it is under instead, as its rows say
    """

    title: str
    terms: str
    path: str = ""

    @property
    def words(self) -> str:
        """The terms, and where they can be read."""
        return ", ".join(filter(None, (self.terms, self.path)))


def closed_sources(descriptor: Mapping[str, Any]) -> tuple[Closed, ...]:
    """Give the sources of a package that are under no open licence, in its order."""
    return tuple(
        Closed(title, terms, _text(entry, "path"))
        for entry in _entries(descriptor, "sources")
        if (terms := _text(entry, "closed_terms"))
        if (title := _text(entry, "title") or _text(entry, "path") or terms)
    )


def package_licences(package: Package) -> list[str]:
    """Say under which licences a package is: as a whole, else part by part.

    The licences that the package states come before those that its rows name.
    """
    closed = closed_sources(package.descriptor)
    rows: tuple[Any, ...] = (*package.gazetteer.values(), *package.highways.values())
    stated = descriptor_entries(package.descriptor, "licenses", _NAMED)
    own = stated or open_licences(package, (row.licence for row in rows))
    if not closed:
        return own
    parts = [f"the parts that are open: {'; '.join(own)}"] if own else []
    return [*parts, *(f"what is from {one.title}: no open licence, {one.words}" for one in closed)]


def open_licences(package: Package, licences: Iterable[str]) -> list[str]:
    """Give the licences that rows name, each once, without the terms of what is not open."""
    closed = {one.terms for one in closed_sources(package.descriptor)}
    found = set()
    for licence in set(licences):
        parts = [part.strip() for part in licence.split(",")]
        found.add(", ".join(part for part in parts if part not in closed))
    return sorted(found - {""})


def licence_warnings(folder: Path) -> list[Issue]:
    """Warn where a package without errors claims an open licence for what is under none."""
    descriptor = read_json(folder / DESCRIPTOR)
    stated = descriptor_entries(descriptor, "licenses", _NAMED)
    return [
        Issue(
            DESCRIPTOR,
            "licenses",
            stated[0][:80],
            f"claims an open licence for the whole, but source {one.title!r} is under none "
            f"({one.words})",
            "Ask its owner before you publish; every page and export says which part is not open.",
            severity="warning",
        )
        for one in closed_sources(descriptor)
        if stated
    ]


def descriptor_entries(
    descriptor: Mapping[str, Any], name: str, keys: tuple[str, ...]
) -> list[str]:
    """Read a list of the descriptor, which nobody checked: what is no text is passed over."""
    found = []
    for entry in _entries(descriptor, name):
        words = [_text(entry, key) for key in keys if _text(entry, key)]
        found += [", ".join(dict.fromkeys(words))] if words else []
    return found


def source_links(descriptor: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give ``title`` and ``path`` of the licences and sources that have an address."""
    return [
        {"title": _text(entry, "title") or _text(entry, "name"), "path": path}
        for name in ("licenses", "sources")
        for entry in _entries(descriptor, name)
        if (path := _text(entry, "path"))
    ]


def _entries(descriptor: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    entries = descriptor.get(name)
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
