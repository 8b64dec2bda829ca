"""How pages look, and whom they credit.

Colours, names and patterns of the actors are data and are not here; the words of a page are in
`words/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.drawing.wordbook import LANGUAGES, counted, each, fill, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.evidence import Rule
    from frontline.package import Package

__all__ = ["LABEL_SIZES", "PALETTE", "credits_of", "css_variables", "method_of", "rule_of"]

#: Colours that belong to nobody, as CSS custom properties.
PALETTE: Mapping[str, str] = {
    "ink": "#1f2328",
    "quiet": "#4d545c",
    "line": "#d4d0c6",
    "paper": "#fdfcf9",
    "land": "#f6f3ec",
    "beyond": "#e4e2dc",
    "water": "#7fa6c4",
    "admin": "#8b857a",
    "unknown": "#8a8f94",
    "focus": "#0b57d0",
    "link": "#0a4a8f",
    "field": "#ffffff",
    "road": "#cfd1d3",
    "shadow": "rgb(31 35 40 / 16%)",
}

#: Height of map labels in CSS pixels, by importance (see `layers.importance`).
LABEL_SIZES: tuple[float, ...] = (14, 12.5, 11.5, 10.5, 10.5)

#: Attribution each licence asks for, by the words it is recognised by.
_ATTRIBUTION = (
    ("ODbL", "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"),
    ("CC BY 4.0", "GeoNames, CC BY 4.0 (geonames.org)"),
    ("CC BY-IGO", "OCHA Common Operational Datasets, CC BY-IGO (data.humdata.org)"),
    ("CC BY-SA 4.0", "Wikipedia, CC BY-SA 4.0 (creativecommons.org)"),
)


def css_variables(palette: Mapping[str, str] = PALETTE) -> str:
    """Write the palette as custom properties of the page."""
    body = "".join(f"  --{name}: {value};\n" for name, value in palette.items())
    return f":root {{\n{body}}}\n"


def method_of(reach_km: float) -> dict[str, str]:
    """Say in one line how the ground is drawn, and what that is worth."""
    return {language: fill(language, "method", reach=f"{reach_km:g}") for language in LANGUAGES}


def rule_of(rule: Rule) -> dict[str, str]:
    """Say by which rule reports became control; a rule of the caller's own in its own words."""
    said = {language: tables()[language].get(f"rule_{rule.name}", "") for language in LANGUAGES}
    return said if said["en"] == rule.says else each(rule.says)


def credits_of(package: Package) -> dict[str, dict[str, str]]:
    """Give the sources and licence lines of a page, from what the rows say of themselves.

    Returns
    -------
    sources, licence : each a text in every language
    """
    licences = {place.licence for place in package.gazetteer.values()}
    licences |= {road.licence for road in package.highways.values()}
    licences |= {area.licence for area in (*package.admin, *package.rivers)}
    word = "licenceShared" if any("ODbL" in text for text in licences) else "licenceNamed"
    return {
        "sources": {language: _sources(language, package, licences) for language in LANGUAGES},
        "licence": {language: fill(language, word) for language in LANGUAGES},
    }


def _sources(language: str, package: Package, licences: Iterable[str]) -> str:
    reports = sum(len(found) for found in package.reports.values())
    lines = [
        fill(
            language,
            "sourcesOf",
            reports=counted(language, "reports", reports),
            publishers=counted(language, "publishers", len(package.publishers)),
        )
    ]
    # Whom to credit is written as each licence asks for it, in no other language.
    asked = [line for word, line in _ATTRIBUTION if any(word in text for text in licences)]
    for word, names in (("placesFrom", asked), ("alsoFrom", _others(licences))):
        if names:
            lines.append(fill(language, word, names="; ".join(names)))
    return " ".join(lines)


def _others(licences: Iterable[str]) -> list[str]:
    """Name the licences that have no attribution line of their own."""
    known = tuple(word for word, _ in _ATTRIBUTION)
    return sorted(text for text in licences if not any(word in text for word in known))
