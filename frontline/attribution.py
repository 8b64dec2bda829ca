"""The texts of a page about its method, its rule, its sources and its licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.i18n import LANGUAGES, in_each_language, translate, translate_count
from frontline.package.licences import closed_sources, open_licences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.atlas import Atlas
    from frontline.control.rules import Rule
    from frontline.package.package import Package

#: The attribution that each licence requires, by a text that identifies the licence.
_ATTRIBUTION = (
    ("ODbL", "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"),
    ("CC BY 4.0", "GeoNames, CC BY 4.0 (geonames.org)"),
    ("CC BY-IGO", "OCHA Common Operational Datasets, CC BY-IGO (data.humdata.org)"),
    ("CC BY-SA 4.0", "Wikipedia, CC BY-SA 4.0 (creativecommons.org)"),
)

#: The same on a map, where there is little room.
_SHORT = (
    ("ODbL", "© OpenStreetMap contributors"),
    ("CC BY 4.0", "GeoNames"),
    ("CC BY-IGO", "OCHA"),
    ("CC BY-SA 4.0", "Wikipedia"),
)


def method_text(atlas: Atlas, detail_m: int | None = None) -> dict[str, str]:
    """Return how the territory was made, in each language.

    Parameters
    ----------
    atlas : Atlas
    detail_m : int, optional
        How far the lines on a page may be from those that a publisher drew, in metres.
    """
    if atlas.drawn is not None:
        name = atlas.package.publishers[atlas.drawn.publisher].name
        return {
            language: " ".join(
                [
                    translate(language, "methodDrawn", publisher=name),
                    *([] if detail_m is None else [translate(language, "detail", metres=detail_m)]),
                ]
            )
            for language in LANGUAGES
        }
    reach_km = atlas.package.reach_km
    unit, count = ("kilometres", reach_km) if reach_km >= 1 else ("metres", reach_km * 1000)
    return {
        language: translate(language, "method", reach=translate(language, unit, count=f"{count:g}"))
        for language in LANGUAGES
    }


def rule_text(rule: Rule) -> dict[str, str]:
    """Return the rule's own description of how reports become control, in each language."""
    return in_each_language({"en": rule.description, "ar": rule.description_ar})


def credit_texts(package: Package) -> dict[str, dict[str, str]]:
    """Return the credits of a page, from the licences of the rows.

    Returns
    -------
    dict
        `sources` and `licence`, each a text in every language.
    """
    licences = _licences(package)
    return {
        "sources": {language: _sources(language, package, licences) for language in LANGUAGES},
        "licence": {language: _licence(language, package, licences) for language in LANGUAGES},
    }


def attributions(package: Package) -> list[str]:
    """Return the attribution lines that the licences of the rows require."""
    licences = _licences(package)
    required = [line for word, line in _ATTRIBUTION if any(word in text for text in licences)]
    return [*required, *_others(licences)]


def map_credit(package: Package, credit: Mapping[str, str] | None) -> dict[str, str]:
    """Return the line that is always visible on a map: its author, then the sources of its data.

    Parameters
    ----------
    package : Package
    credit : mapping of str to str, optional
        The author's own line in each language.
    """
    licences = _licences(package)
    names = [name for word, name in _SHORT if any(word in text for text in licences)]
    lines = [*names, "Natural Earth"]
    return {
        # Isolated, so that Latin names keep their order in Arabic.
        language: " · ".join(
            f"\u2068{line}\u2069" for line in (*([credit[language]] if credit else []), *lines)
        )
        for language in LANGUAGES
    }


def _licences(package: Package) -> list[str]:
    stated = {place.licence for place in package.gazetteer.values()}
    stated |= {road.licence for road in package.highways.values()}
    stated |= {area.licence for area in (*package.admin, *package.rivers, *package.roads)}
    stated |= set() if package.terrain is None else {package.terrain.licence}
    return list(open_licences(package, stated))


def _licence(language: str, package: Package, licences: Sequence[str]) -> str:
    """Describe the licence of the whole, or of its open parts and its closed sources."""
    closed = closed_sources(package.descriptor)
    shared = any("ODbL" in text for text in licences)
    if not closed:
        return translate(language, "licenceShared" if shared else "licenceNamed")
    lines = (
        [translate(language, "licenceShareable" if shared else "licenceParts")] if licences else []
    )
    lines += [
        translate(language, "licenceClosed", source=one.title, terms=one.terms_with_path)
        for one in closed
    ]
    return " ".join(lines)


def _sources(language: str, package: Package, licences: Iterable[str]) -> str:
    reports = len(package.values("all_reports", "record_id")) + len(package.area_reports)
    lines = [
        translate(
            language,
            "sourcesOf",
            reports=translate_count(language, "reports", reports),
            publishers=translate_count(language, "publishers", len(package.publishers)),
        )
    ]
    # Attribution has the wording of each licence and is not translated.
    required = [line for word, line in _ATTRIBUTION if any(word in text for text in licences)]
    for word, names in (("placesFrom", required), ("alsoFrom", _others(licences))):
        if names:
            lines.append(translate(language, word, names="; ".join(names)))
    return " ".join(lines)


def _others(licences: Iterable[str]) -> list[str]:
    """Return the licences that have no attribution line of their own."""
    known = tuple(word for word, _ in _ATTRIBUTION)
    return sorted(text for text in licences if not any(word in text for word in known))
