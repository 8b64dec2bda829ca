"""Write a scene as SVG: a group for each layer, a class for each style, text as text.

Graphics programs show the groups as layers. Coordinates have one decimal place, and nothing
depends on chance or on the machine: the same scene gives the same bytes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.stills.scene import Circle, Label
from frontline.stills.style import CONTESTED
from frontline.stills.typeface import is_arabic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from frontline.stills.scene import Mark, Scene
    from frontline.stills.style import Style

#: Layers outside the map area, which are not cut to it.
_UNCUT = {"furniture"}


def write_svg(scene: Scene, styles: Mapping[str, Style], background: str) -> str:
    """Return a scene as the text of an SVG file.

    Parameters
    ----------
    scene : Scene
        The picture.
    styles : mapping
        The SVG properties of each style; styles that no mark uses are left out.
    background : str
        Colour of the paper.
    """
    marks = [mark for layer in scene.layers.values() for mark in layer]
    used = {mark.style for mark in marks}
    rules = "".join(
        f".{name}{{{';'.join(f'{key}:{value}' for key, value in style.items())}}}"
        for name, style in styles.items()
        if name in used
    )
    size = f'width="{scene.width}" height="{scene.height}"'
    view = f'viewBox="0 0 {scene.width} {scene.height}"'
    named = f'xml:lang="{scene.language}" aria-labelledby="title desc"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img" {named}>\n',
            f'<title id="title">{_text(scene.title)}</title>\n',
            f'<desc id="desc">{_text(scene.description)}</desc>\n',
            f"<style>{rules}</style>\n<defs>{''.join(pattern for _, pattern in _patterns())}",
            f'<clipPath id="map-area"><path d="{_path(scene.clip)}"/></clipPath></defs>\n',
            f'<rect {size} fill="{background}"/>\n',
            *_groups(scene),
            "</svg>\n",
        ]
    )


def _groups(scene: Scene) -> Iterator[str]:
    for name, marks in scene.layers.items():
        if marks:
            cut = "" if name in _UNCUT else ' clip-path="url(#map-area)"'
            yield f'<g id="{name}"{cut}>\n{"".join(map(_mark, marks))}</g>\n'


def _patterns(prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the id of each texture of `frontline.stills.style`, and its pattern."""
    contested = f'<rect width="2" height="7" fill="{CONTESTED}"/>'
    for name, size, marks in (
        ("hatch", 7, f'<rect width="7" height="7" fill="#e4e2dd"/>{contested}'),
        ("lines", 5, '<rect width="1.1" height="5" fill="#fff" fill-opacity="0.5"/>'),
        ("dots", 6, '<circle cx="3" cy="3" r="1.5" fill="#fff" fill-opacity="0.8"/>'),
    ):
        yield (
            name,
            (
                f'<pattern id="{prefix}{name}" width="{size}" height="{size}" '
                f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">{marks}</pattern>'
            ),
        )


def _mark(mark: Mark) -> str:
    if isinstance(mark, Label):
        # Always left to right, so that an anchor is the same end in every program; Arabic text
        # with digits or Latin letters is isolated and runs from right to left by itself.
        anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
        return (
            f'<text class="{mark.style}" x="{mark.x:.1f}" y="{mark.y:.1f}" '
            f'font-size="{mark.size:.1f}" direction="ltr"{anchor}>{_text(mark.text)}</text>\n'
        )
    title = f"<title>{_text(mark.title)}</title>" if mark.title else ""
    if isinstance(mark, Circle):
        return (
            f'<circle class="{mark.style}" cx="{mark.x:.1f}" cy="{mark.y:.1f}" '
            f'r="{mark.radius:.1f}">{title}</circle>\n'
        )
    return f'<path class="{mark.style}" d="{_path(mark.geometry)}">{title}</path>\n'


def _path(geometry: Any) -> str:
    """Write the rings or lines of a geometry, without points that fall together."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    areas = parts[shapely.get_dimensions(parts) == 2]
    lines = parts[shapely.get_dimensions(parts) == 1]
    rings = shapely.get_rings(areas)
    return "".join([*(_line(ring) + "Z" for ring in rings), *(_line(line) for line in lines)])


def _line(line: Any) -> str:
    xy = np.round(shapely.get_coordinates(line), 1) + 0.0  # no negative zero
    xy = xy[np.r_[True, np.any(xy[1:] != xy[:-1], axis=1)]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in xy.tolist())


def _text(value: str) -> str:
    """Escape text; what cannot be shown becomes a replacement character."""
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in value)
    mixed = is_arabic(shown) and any(mark.isascii() and mark != " " for mark in shown)
    return escape(f"\u2067{shown}\u2069" if mixed else shown)
