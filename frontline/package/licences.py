"""List the licences of a package and the sources that have no open licence.

A source in ``datapackage.json`` without an open licence states its terms in ``closed_terms``, in
the same words as the ``licence`` of its rows.
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


#: Keys of a licence in the descriptor.
_LICENCE_KEYS = ("title", "name", "path")


@dataclass(frozen=True, slots=True)
class ClosedSource:
    """A source without an open licence.

    Attributes
    ----------
    title : str
        Title in ``sources`` of the descriptor.
    terms : str
        Terms of use, as in the ``licence`` of its rows.
    path : str
        Web address; may be empty.
    """

    title: str
    terms: str
    path: str = ""

    @property
    def terms_with_path(self) -> str:
        """The terms, and the address where they can be read."""
        return ", ".join(filter(None, (self.terms, self.path)))


def closed_sources(descriptor: Mapping[str, Any]) -> tuple[ClosedSource, ...]:
    """Return the sources without an open licence, in the order of the descriptor."""
    return tuple(
        ClosedSource(title, terms, _text(entry, "path"))
        for entry in _entries(descriptor, "sources")
        if (terms := _text(entry, "closed_terms"))
        if (title := _text(entry, "title") or _text(entry, "path") or terms)
    )


def package_licences(package: Package) -> list[str]:
    """Return the licences of a package, as texts: of the whole, or of its parts.

    The licences in the descriptor take precedence over those of its rows.
    """
    closed = closed_sources(package.descriptor)
    rows: tuple[Any, ...] = (*package.gazetteer.values(), *package.highways.values())
    stated = descriptor_entries(package.descriptor, "licenses", _LICENCE_KEYS)
    own = stated or open_licences(package, (row.licence for row in rows))
    if not closed:
        return own
    parts = [f"the parts that are open: {'; '.join(own)}"] if own else []
    return [
        *parts,
        *(f"what is from {one.title}: no open licence, {one.terms_with_path}" for one in closed),
    ]


def open_licences(package: Package, licences: Iterable[str]) -> list[str]:
    """Return the sorted, distinct licences of rows, without the terms of closed sources."""
    closed = {one.terms for one in closed_sources(package.descriptor)}
    open_parts = set()
    for licence in set(licences):
        parts = [part.strip() for part in licence.split(",")]
        open_parts.add(", ".join(part for part in parts if part not in closed))
    return sorted(open_parts - {""})


def licence_warnings(folder: Path) -> list[Issue]:
    """Return a warning for each closed source of a package that declares an open licence."""
    descriptor = read_json(folder / DESCRIPTOR)
    stated = descriptor_entries(descriptor, "licenses", _LICENCE_KEYS)
    return [
        Issue(
            DESCRIPTOR,
            "licenses",
            stated[0][:80],
            f"declares an open licence for all data, but source {one.title!r} has none "
            f"({one.terms_with_path})",
            "Ask the owner before you publish; pages and exports name the part that is not open.",
            severity="warning",
        )
        for one in closed_sources(descriptor)
        if stated
    ]


def descriptor_entries(
    descriptor: Mapping[str, Any], name: str, keys: tuple[str, ...]
) -> list[str]:
    """Return the texts of a list in the unchecked descriptor; other values are skipped."""
    texts = []
    for entry in _entries(descriptor, name):
        words = [_text(entry, key) for key in keys if _text(entry, key)]
        texts += [", ".join(dict.fromkeys(words))] if words else []
    return texts


def source_links(descriptor: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return ``title`` and ``path`` of the licences and sources that have an address."""
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
