"""Contrast of colours by WCAG 2.2, and the nearest colour with enough of it.

A colour is a text, ``#rrggbb``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEPS = 100

#: Contrast of the first fill to its background, and of each fill to the next.
_TO_BACKGROUND, _TO_NEXT = 1.28, 1.36
#: Share of the colour of an actor in the fill of ground that it gained.
_GAIN = 0.62


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white.

    The formula is the one of WCAG 2.2, "relative luminance".
    """
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21; text needs 4.5, signs 3.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def with_contrast(colour: str, background: str, minimum: float) -> str:
    """Lighten a colour, or darken it on a light background, until the contrast is enough.

    Examples
    --------
    >>> with_contrast("#ffffff", "#000000", 3)
    '#ffffff'
    >>> contrast(with_contrast("#b5532d", "#23272c", 4.5), "#23272c") >= 4.5
    True
    """
    end = "#ffffff" if luminance(background) < 0.18 else "#000000"
    for step in range(_STEPS + 1):
        mixed = mix(colour, end, step / _STEPS)
        if contrast(mixed, background) >= minimum:
            return mixed
    return end


def separate_fills(colours: Mapping[str, str], background: str) -> dict[str, str]:
    """Return a fill for each colour that differs in lightness from the others.

    Someone who cannot tell the hues apart, or prints in grey, can still tell the fills apart: the
    one nearest to the background has a contrast of 1.28 to it, and each has a contrast of 1.36 to
    the next. On a dark background the fills are lighter than it, on a light one darker.

    Parameters
    ----------
    colours : mapping of str to str
        Colours by name.
    background : str
        The colour of the ground under the fills.

    Examples
    --------
    >>> separate_fills({"a": "#b5532d", "b": "#2f7f86"}, "#f3f1ec")
    {'b': '#c5dbdd', 'a': '#ddaf9d'}
    """
    is_dark = luminance(background) < 0.18
    sign = 1 if is_dark else -1
    ranked = sorted(colours, key=lambda name: (-luminance(colours[name]), name))
    fills, wanted = {}, (luminance(background) + 0.05) * _TO_BACKGROUND**sign
    for name in ranked:
        fills[name] = _with_luminance(colours[name], min(max(wanted - 0.05, 0.02), 0.9))
        wanted *= _TO_NEXT**sign
    return fills


def _with_luminance(colour: str, wanted: float) -> str:
    """Mix a colour with white, or with black, until it has a relative luminance."""
    end = "#ffffff" if luminance(colour) < wanted else "#000000"
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        reached = (luminance(mix(colour, end, middle)) >= wanted) == (end == "#ffffff")
        low, high = (low, middle) if reached else (middle, high)
    return mix(colour, end, high)


def mix(one: str, other: str, share: float) -> str:
    """Return a colour between two, with a share of the second."""
    parts = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def gained_fill(fill: str, colour: str) -> str:
    """Return the fill of ground that an actor gained: its fill with more of its colour.

    Examples
    --------
    >>> gained_fill("#ddaa99", "#bb5533")
    '#c8755a'
    """
    return mix(fill, colour, _GAIN)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
