"""The colours and fonts of a page as CSS custom properties, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.colours import gained_fill, separate_fills, with_contrast
from frontline.theme import SHADOWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.models import Actor
    from frontline.theme import Theme

#: Common fonts, in order of preference.
_FONTS = (
    *("system-ui", '"Segoe UI"', '"Helvetica Neue"', "Arial", '"Noto Sans"'),
    *('"Noto Sans Arabic"', "sans-serif"),
)
_GENERIC = frozenset({"serif", "sans-serif", "system-ui", "ui-serif", "ui-sans-serif"})

#: Contrast of an actor's colour with the land in the dark, if the theme has no dark colour for it.
_ACTOR_CONTRAST = 4.5

#: Height of map labels in CSS pixels, by rank (see `places.label_rank`).
LABEL_SIZES: tuple[float, ...] = (15, 13, 12, 12, 12)


def make_stylesheet(theme: Theme, actors: Mapping[str, Actor] | None = None) -> str:
    """Write colours and fonts of a page as custom properties, in light and dark.

    The page follows the reader's system until the reader chooses; print is always light.
    """
    listed = list((actors or {}).values())
    light = _properties(theme, listed, dark=False)
    dark = _properties(theme, listed, dark=True)
    return (
        f":root {{\n  color-scheme: light;\n  --sans: {_fonts(theme)};\n{light}}}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f':root:not([data-look="light"]) {{\n  color-scheme: dark;\n{dark}}}\n}}\n'
        f'@media screen {{\n:root[data-look="dark"] {{\n  color-scheme: dark;\n{dark}}}\n}}\n'
    )


def _properties(theme: Theme, actors: Sequence[Actor], *, dark: bool) -> str:
    values = theme.palette(dark=dark) | {"shadow": SHADOWS[dark]}
    colours = {}
    for actor in actors:
        look = theme.look(actor.id)
        light = look.light or actor.colour
        dark_colour = look.dark or with_contrast(light, values["land"], _ACTOR_CONTRAST)
        colours[actor.id] = dark_colour if dark else light
    fills = separate_fills(colours, values["land"])
    for number, (actor_id, colour) in enumerate(colours.items()):
        values[f"actor-{number}"] = colour
        values[f"fill-{number}"] = fills[actor_id]
        values[f"gain-{number}"] = gained_fill(fills[actor_id], colour)
    return "".join(f"  --{name}: {value};\n" for name, value in values.items())


def _fonts(theme: Theme) -> str:
    """Return the list of fonts: those of the theme, then the common ones."""
    own = [*theme.fonts.text, *theme.fonts.arabic]
    quoted = [name if name in _GENERIC else f'"{name}"' for name in own]
    return ", ".join(dict.fromkeys([*quoted, *_FONTS]))
