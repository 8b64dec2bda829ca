"""Write a scene as SVG: a group for each layer, a class for each style, text as text.

Graphics programs show the groups as layers. Coordinates have one decimal place, and nothing
depends on chance or on the machine: the same scene gives the same bytes.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from frontline.stills.scene import Circle, Label, Path, Picture, Scene
from frontline.stills.style import CONTESTED
from frontline.stills.typeface import is_arabic, isolate_latin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from frontline.stills.scene import Mark
    from frontline.stills.style import Style

_CONTESTED_MARKS = f'<rect width="2" height="7" fill="{CONTESTED}"/>'
#: Size and marks of each texture.
_TEXTURES = {
    "hatch": (7, f'<rect width="7" height="7" fill="#e4e2dd"/>{_CONTESTED_MARKS}'),
    "lines": (5, '<rect width="1.1" height="5" fill="#fff" fill-opacity="0.5"/>'),
    "dots": (6, '<circle cx="3" cy="3" r="1.5" fill="#fff" fill-opacity="0.8"/>'),
}
#: Decimal places of the points of paths.
DECIMALS = 1
#: Layers outside the map area, which are not cut to it.
_UNCUT = {"furniture"}
_CUT = ' clip-path="url(#map-area)"'


class Window(NamedTuple):
    """A part of a picture, pixels; `right` and `bottom` are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Return the width."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Return the height."""
        return self.bottom - self.top


def write_svg(
    scene: Scene,
    styles: Mapping[str, Style],
    background: str,
    *,
    joined: bool = False,
    window: Window | None = None,
) -> str:
    """Return a scene as the text of an SVG file.

    Parameters
    ----------
    scene : Scene
        The picture.
    styles : mapping
        The SVG properties of each style; styles that no mark uses are left out.
    background : str
        Colour of the paper.
    joined : bool
        Whether all layers are cut to the map area at once, in a group around them. A program that
        draws the picture then does so in a third of the time; one that edits it has no layers.
    window : Window, optional
        The part of the picture that is shown; by default all.
    """
    marks = [mark for layer in scene.layers.values() for mark in layer]
    used = {mark.style for mark in marks}
    rules = "".join(
        f".{name}{{{';'.join(f'{key}:{value}' for key, value in style.items())}}}"
        for name, style in styles.items()
        if name in used
    )
    size = f'width="{scene.width}" height="{scene.height}"'
    shown = window or Window(0, 0, scene.width, scene.height)
    wide, high = shown.right - shown.left, shown.bottom - shown.top
    view = f'width="{wide}" height="{high}" viewBox="{shown.left} {shown.top} {wide} {high}"'
    named = f'xml:lang="{scene.language}" aria-labelledby="title desc"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {view} role="img" {named}>\n',
            f'<title id="title">{_text(scene.title)}</title>\n',
            f'<desc id="desc">{_text(scene.description)}</desc>\n',
            f"<style>{rules}</style>\n<defs>{''.join(pattern(name, name) for name in _TEXTURES)}",
            f'<clipPath id="map-area"><path d="{_path(scene.clip)}"/></clipPath></defs>\n',
            f'<rect {size} fill="{background}"/>\n',
            *(_joined_groups(scene) if joined else _groups(scene, _CUT)),
            "</svg>\n",
        ]
    )


def write_fragment(
    scene: Scene, styles: Mapping[str, Style], prefix: str, decimals: int = DECIMALS
) -> str:
    """Return a scene as a piece of SVG for HTML, without a style sheet.

    Its map area is the whole picture, which cuts what lies outside.

    Parameters
    ----------
    scene : Scene
        The picture.
    styles : mapping
        The SVG properties of each style; they are written as attributes.
    prefix : str
        Begins each id.
    decimals : int
        Decimal places of the coordinates of paths.
    """
    drawn = "".join(_fragment_groups(scene, styles, prefix, decimals))
    patterns = _patterns(drawn, prefix)
    size = f"{scene.width} {scene.height}"
    return (
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
        f'width="{scene.width}" height="{scene.height}" role="img" '
        f'aria-labelledby="{prefix}-title">\n'
        f'<title id="{prefix}-title">{_text(scene.title)}</title>\n'
        f"<defs>{patterns}</defs>\n{drawn}</svg>\n"
    )


def write_sample(styles: Mapping[str, Style], style: str, prefix: str, form: str = "area") -> str:
    """Return a sample of a style for a legend in HTML, 22 by 14 pixels.

    Parameters
    ----------
    styles : mapping
        The SVG properties of each style.
    style : str
    prefix : str
        Begins each id.
    form : str
        ``area``, ``line`` or ``dot``.
    """
    box = shapely.box(0, 0, 22, 14)
    scene = Scene(22, 14, "", "", "en", box)
    if form == "line":
        scene.add("front", [Path(shapely.LineString([(1, 7), (21, 7)]), style)])
    elif form == "dot":
        scene.add("places", [Circle(11, 7, 3.4, style)])
    else:
        under = [Path(box, "sample")] if style in {"presumed", "claimed"} else []
        scene.add("territory", [*under, Path(box, style)])
    drawn = "".join(_fragment_groups(scene, styles, prefix))
    patterns = _patterns(drawn, prefix)
    defs = f"<defs>{patterns}</defs>" if patterns else ""
    own = "" if form == "area" else ' class="mark"'
    return f'<svg width="22" height="14"{own} aria-hidden="true">{defs}{drawn}</svg>'


def _fragment_groups(
    scene: Scene, styles: Mapping[str, Style], prefix: str, decimals: int = DECIMALS
) -> Iterator[str]:
    """Yield a group for each run of marks with one style, in the order of the layers."""
    for marks in scene.layers.values():
        for style, run in groupby(marks, key=lambda mark: mark.style):
            look = " ".join(
                f'{key}="{value.replace("url(#", f"url(#{prefix}-")}"'
                for key, value in styles[style].items()
            )
            drawn = "".join(_unstyled(mark, decimals) for mark in run)
            yield f'<g class="{style}" {look}>\n{drawn}</g>\n'


def _unstyled(mark: Mark, decimals: int) -> str:
    return _mark(mark, decimals).replace(f' class="{mark.style}"', "", 1)


def _groups(scene: Scene, cut: str) -> Iterator[str]:
    """Yield a group for each layer; `cut` is the attribute of those inside the map area."""
    for name, marks in scene.layers.items():
        if marks:
            own = "" if name in _UNCUT else cut
            yield f'<g id="{name}"{own}>\n{"".join(map(_mark, marks))}</g>\n'


def _joined_groups(scene: Scene) -> Iterator[str]:
    """Yield runs of layers inside and outside the map area, each cut once."""
    for is_uncut, run in groupby(scene.layers.items(), key=lambda item: item[0] in _UNCUT):
        part = "".join(_groups(replace(scene, layers=dict(run)), ""))
        yield part if is_uncut else f"<g{_CUT}>\n{part}</g>\n"


def pattern(texture: str, id_: str) -> str:
    """Return a texture of `frontline.stills.style` as an SVG pattern: hatch, lines or dots."""
    size, marks = _TEXTURES[texture]
    return (
        f'<pattern id="{id_}" width="{size}" height="{size}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">{marks}</pattern>'
    )


def _patterns(drawn: str, prefix: str) -> str:
    """Return the patterns that some SVG refers to."""
    return "".join(
        pattern(texture, f"{prefix}-{texture}")
        for texture in _TEXTURES
        if f"#{prefix}-{texture})" in drawn
    )


def _mark(mark: Mark, decimals: int = DECIMALS) -> str:
    if isinstance(mark, Label):
        # Always left to right, so that an anchor is the same end in every program; Arabic text
        # with digits or Latin letters is isolated and runs from right to left by itself.
        anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
        return (
            f'<text class="{mark.style}" x="{mark.x:.1f}" y="{mark.y:.1f}" '
            f'font-size="{mark.size:.1f}" direction="ltr"{anchor}>{_text(mark.text)}</text>\n'
        )
    if isinstance(mark, Picture):
        content = base64.b64encode(mark.png).decode("ascii")
        return (
            f'<image class="{mark.style}" x="{mark.x:.1f}" y="{mark.y:.1f}" '
            f'width="{mark.width:.1f}" height="{mark.height:.1f}" preserveAspectRatio="none" '
            f'href="data:image/png;base64,{content}"/>\n'
        )
    title = f"<title>{_text(mark.title)}</title>" if mark.title else ""
    if isinstance(mark, Circle):
        return (
            f'<circle class="{mark.style}" cx="{mark.x:.1f}" cy="{mark.y:.1f}" '
            f'r="{mark.radius:.1f}">{title}</circle>\n'
        )
    end = f">{title}</path>" if title else "/>"
    return f'<path class="{mark.style}" d="{_path(mark.geometry, decimals)}"{end}\n'


def _path(geometry: Any, decimals: int = DECIMALS) -> str:
    """Write the rings or lines of a geometry, without points that fall together."""
    rings, lines = path_lines(geometry)
    return "".join(
        [
            *(_line(ring, decimals) + "Z" for ring in rings),
            *(_line(line, decimals) for line in lines),
        ]
    )


def _line(line: Any, decimals: int) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in written_points(line, decimals).tolist())


def path_lines(geometry: Any) -> tuple[Any, Any]:
    """Return the rings of the polygons of a geometry, and its lines, as they are written."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    areas = parts[shapely.get_dimensions(parts) == 2]
    lines = parts[shapely.get_dimensions(parts) == 1]
    return shapely.get_rings(areas), lines


def written_points(line: Any, decimals: int) -> Any:
    """Return the points of a line as they are written; those that fall together are one."""
    xy = np.round(shapely.get_coordinates(line), decimals) + 0.0  # no negative zero
    return xy[np.r_[True, np.any(xy[1:] != xy[:-1], axis=1)]]


def _text(value: str) -> str:
    """Escape text; what cannot be shown becomes a replacement character."""
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in value)
    mixed = is_arabic(shown) and any(mark.isascii() and mark != " " for mark in shown)
    return escape(f"\u2067{isolate_latin(shown)}\u2069" if mixed else shown)
