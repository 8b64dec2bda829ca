"""Contrast of colours by WCAG 2.2, and the nearest colour with enough of it.

A colour is a text, ``#rrggbb``.
"""

from __future__ import annotations

_STEPS = 100


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


def mix(one: str, other: str, share: float) -> str:
    """Return a colour between two, with a share of the second."""
    parts = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
