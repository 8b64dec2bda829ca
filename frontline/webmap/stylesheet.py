"""How pages look, and whom they credit.

Colours, names and patterns of the actors are data and are not here; the words of a page are in
`words/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.package.licences import closed_sources, open_licences
from frontline.webmap.colours import legible
from frontline.webmap.i18n import LANGUAGES, counted, each, fill
from frontline.webmap.theme import SHADOWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.control.rules import Rule
    from frontline.models import Actor
    from frontline.package.package import Package
    from frontline.webmap.theme import Theme


#: Fonts that readers have, in the order in which they are tried.
_FONTS = (
    *("system-ui", '"Segoe UI"', '"Helvetica Neue"', "Arial", '"Noto Sans"'),
    *('"Noto Sans Arabic"', "sans-serif"),
)
_GENERIC = frozenset({"serif", "sans-serif", "system-ui", "ui-serif", "ui-sans-serif"})

#: Contrast with the land that an actor's colour is given by night, if the house gives none.
_PLAIN_BY_NIGHT = 4.5

#: Height of map labels in CSS pixels, by importance (see `layers.importance`).
LABEL_SIZES: tuple[float, ...] = (14, 12.5, 11.5, 10.5, 10.5)

#: Attribution each licence asks for, by the words it is recognised by.
_ATTRIBUTION = (
    ("ODbL", "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"),
    ("CC BY 4.0", "GeoNames, CC BY 4.0 (geonames.org)"),
    ("CC BY-IGO", "OCHA Common Operational Datasets, CC BY-IGO (data.humdata.org)"),
    ("CC BY-SA 4.0", "Wikipedia, CC BY-SA 4.0 (creativecommons.org)"),
)


def style_sheet(house: Theme, actors: Mapping[str, Actor] | None = None) -> str:
    """Write colours and fonts of a page as custom properties, by day and by night.

    The night is that of the reader's system until the reader chooses; paper has none.
    """
    chosen = list((actors or {}).values())
    light = _properties(house, chosen, dark=False)
    dark = _properties(house, chosen, dark=True)
    return (
        f":root {{\n  color-scheme: light;\n  --sans: {_fonts(house)};\n{light}}}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f':root:not([data-look="light"]) {{\n  color-scheme: dark;\n{dark}}}\n}}\n'
        f'@media screen {{\n:root[data-look="dark"] {{\n  color-scheme: dark;\n{dark}}}\n}}\n'
    )


def _properties(house: Theme, actors: Sequence[Actor], *, dark: bool) -> str:
    named = house.palette(dark=dark) | {"shadow": SHADOWS[dark]}
    for number, actor in enumerate(actors):
        look = house.look(actor.id)
        day = look.light or actor.colour
        night = look.dark or legible(day, named["land"], _PLAIN_BY_NIGHT)
        named[f"actor-{number}"] = night if dark else day
    return "".join(f"  --{name}: {value};\n" for name, value in named.items())


def _fonts(house: Theme) -> str:
    """Write the stack of fonts: those of the house before ours."""
    own = [*house.fonts.text, *house.fonts.arabic]
    quoted = [name if name in _GENERIC else f'"{name}"' for name in own]
    return ", ".join(dict.fromkeys([*quoted, *_FONTS]))


def method_of(reach_km: float) -> dict[str, str]:
    """Say in one line how the ground is drawn, and what that is worth."""
    return {language: fill(language, "method", reach=f"{reach_km:g}") for language in LANGUAGES}


def rule_of(rule: Rule) -> dict[str, str]:
    """Say by which rule reports became control, in the rule's own words."""
    return each({"en": rule.description, "ar": rule.description_ar})


def credits_of(package: Package) -> dict[str, dict[str, str]]:
    """Give the sources and licence lines of a page, from what the rows say of themselves.

    Returns
    -------
    sources, licence : each a text in every language
    """
    named = {place.licence for place in package.gazetteer.values()}
    named |= {road.licence for road in package.highways.values()}
    named |= {area.licence for area in (*package.admin, *package.rivers)}
    licences = open_licences(package, named)
    return {
        "sources": {language: _sources(language, package, licences) for language in LANGUAGES},
        "licence": {language: _licence(language, package, licences) for language in LANGUAGES},
    }


def _licence(language: str, package: Package, licences: Sequence[str]) -> str:
    """Say under what the whole may be passed on, or its open parts and what is not open."""
    closed = closed_sources(package.descriptor)
    shared = any("ODbL" in text for text in licences)
    if not closed:
        return fill(language, "licenceShared" if shared else "licenceNamed")
    lines = [fill(language, "licenceShareable" if shared else "licenceParts")] if licences else []
    lines += [fill(language, "licenceClosed", source=o.title, terms=o.words) for o in closed]
    return " ".join(lines)


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
