"""Colours that belong to nobody, by day and by night, and which of them must be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DARK", "LEAST_SIGN", "LEAST_TEXT", "LIGHT", "SHADOWS", "TEXTS"]

LIGHT: Mapping[str, str] = {
    "ink": "#1f2328",
    "quiet": "#4d545c",
    "line": "#d4d0c6",
    "paper": "#fdfcf9",
    "land": "#f6f3ec",
    "beyond": "#e4e2dc",
    "water": "#7fa6c4",
    "admin": "#8b857a",
    "unknown": "#868b90",
    "focus": "#0b57d0",
    "link": "#0a4a8f",
    "field": "#ffffff",
    "road": "#cfd1d3",
}

DARK: Mapping[str, str] = {
    "ink": "#ecebe6",
    "quiet": "#b3b8be",
    "line": "#3d434a",
    "paper": "#171a1e",
    "land": "#262b31",
    "beyond": "#1d2125",
    "water": "#557f9f",
    "admin": "#858b92",
    "unknown": "#8e949b",
    "focus": "#8ab4f8",
    "link": "#9cc2ff",
    "field": "#0f1114",
    "road": "#6a7077",
}

#: Of what lies over the map, in the light and in the dark.
SHADOWS = ("rgb(31 35 40 / 16%)", "rgb(0 0 0 / 60%)")

#: Texts and the grounds they stand on. A name on the map stands on its own edge of paper.
TEXTS = (
    *(("ink", ground) for ground in ("paper", "land", "beyond", "field")),
    *(("quiet", ground) for ground in ("paper", "beyond", "field")),
    *(("link", ground) for ground in ("paper", "beyond")),
)

#: Contrast that WCAG 2.2 AA asks of text, and of signs such as a mark or a line.
LEAST_TEXT, LEAST_SIGN = 4.5, 3.0
