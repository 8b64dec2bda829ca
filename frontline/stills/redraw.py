"""Draw again only what differs: the part of a picture in which another picture is not the same.

Two days of a film differ in a small part of the map. The renderer draws that part alone, from the
marks that reach into it, with the pixels that it has in the whole picture.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.stills.day import MOVING
from frontline.stills.scene import Circle, Label, Path
from frontline.stills.svg import DECIMALS, Window, path_lines, written_points
from frontline.stills.typeface import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.stills.scene import Mark, Scene
    from frontline.stills.still import Still
    from frontline.stills.style import Style

    Pixels = NDArray[np.uint8]

#: What is said if a film cannot be made.
INSTALL = "a video needs PyAV and Pillow: install them with pip install 'frontline-mapper[video]'"
#: Windows begin and end at multiples of this, pixels.
_STEP = 16


#: The part of a picture in which nothing differs.
_NOTHING = Window(0, 0, 0, 0)


def changed_window(before: Still, after: Still) -> Window:
    """Return the part outside which two steady pictures of a film are the same; it may be empty.

    Only the layers that move from day to day are compared (`frontline.stills.day.MOVING`).
    """
    boxes = [
        box
        for layer in MOVING
        for box in _changes(before.scene.layers[layer], after.scene.layers[layer], after.styles)
    ]
    if not boxes:
        return _NOTHING
    left, top = np.min(boxes, axis=0)[:2]
    right, bottom = np.max(boxes, axis=0)[2:]
    window = _inside(after.scene, (left, top, right, bottom))
    return window if window.left < window.right and window.top < window.bottom else _NOTHING


def draw_window(picture: Still, window: Window) -> Pixels:
    """Return the pixels of a part of a picture.

    Raises
    ------
    InvalidRequestError
        If Pillow is not installed.
    """
    if not window.width:
        return np.zeros((0, 0, 3), np.uint8)
    # At the edge of what is drawn a letter can have other pixels: the edge is cut off.
    drawn = _inside(picture.scene, _around((window[:2], window[2:]), _STEP))
    layers = {
        name: [cut for mark in marks for cut in _within(mark, picture.styles, drawn)]
        for name, marks in picture.scene.layers.items()
    }
    part = replace(picture, scene=replace(picture.scene, layers=layers))
    left, top = window.left - drawn.left, window.top - drawn.top
    pixels = read_pixels(part.png(window=drawn))
    return pixels[top : top + window.height, left : left + window.width]


def read_pixels(png: bytes) -> Pixels:
    """Return the pixels of a PNG, three bytes each.

    Raises
    ------
    InvalidRequestError
        If Pillow is not installed.
    """
    try:
        from PIL import Image  # noqa: PLC0415 - an extra
    except ImportError:
        raise InvalidRequestError(INSTALL) from None
    with Image.open(io.BytesIO(png)) as image:
        return np.array(image.convert("RGB"))


def _inside(scene: Scene, bounds: _Bounds) -> Window:
    """Return the window around some bounds, in whole steps, as far as it is in the picture."""
    left, top, right, bottom = bounds
    return Window(
        max(_STEP * floor(left / _STEP), 0),
        max(_STEP * floor(top / _STEP), 0),
        min(_STEP * ceil(right / _STEP), scene.width),
        min(_STEP * ceil(bottom / _STEP), scene.height),
    )


_Bounds = tuple[float, float, float, float]
#: Something drawn that can differ by itself: its style, its points, and more that tells it apart.
_Piece = tuple[Any, ...]


def _changes(
    before: Sequence[Mark], after: Sequence[Mark], styles: Mapping[str, Style]
) -> Iterator[_Bounds]:
    """Yield boxes around the pieces that only one of two layers has."""
    old, new = (Counter(_pieces(marks, styles)) for marks in (before, after))
    if _order(before, after) == _order(after, before):
        old, new = old - new, new - old
    for style, points, *_ in (*old, *new):
        yield _around(points, _reach(styles[style]))


def _order(marks: Sequence[Mark], others: Sequence[Mark]) -> list[str]:
    """Return the styles of marks that others have too, in the order of drawing."""
    common = {mark.style for mark in others}
    return list(dict.fromkeys(mark.style for mark in marks if mark.style in common))


def _pieces(marks: Iterable[Mark], styles: Mapping[str, Style]) -> Iterator[_Piece]:
    """Yield the edges of shapes, as they are written; a dashed line and other marks are whole."""
    for mark in marks:
        if not isinstance(mark, Path):
            yield mark.style, _corners(mark), mark
            continue
        is_dashed = _is_dashed(styles[mark.style])
        for line in np.concatenate(path_lines(mark.geometry)):
            points = tuple(map(tuple, written_points(line, DECIMALS).tolist()))
            if is_dashed or len(points) == 1:
                yield mark.style, points
            else:
                yield from ((mark.style, edge) for edge in pairwise(points))


def _corners(mark: Mark) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return two opposite corners of a mark, without the width of its line."""
    if isinstance(mark, Path):
        left, top, right, bottom = shapely.bounds(mark.geometry).tolist()
    elif isinstance(mark, Circle):
        left, right = mark.x - mark.radius, mark.x + mark.radius
        top, bottom = mark.y - mark.radius, mark.y + mark.radius
    elif isinstance(mark, Label):
        wide = text_width(mark.text, mark.size, bold=True) + mark.size  # whatever its anchor
        left, right = mark.x - wide, mark.x + wide
        top, bottom = mark.y - 2 * mark.size, mark.y + mark.size
    else:
        left, right, top, bottom = mark.x, mark.x + mark.width, mark.y, mark.y + mark.height
    return (left, top), (right, bottom)


def _is_dashed(style: Style) -> bool:
    return style.get("stroke-dasharray", "none") != "none"


def _reach(style: Style) -> float:
    """Return how far a line of a style reaches from its points, with its corners and a pixel."""
    return 2 * float(style.get("stroke-width", "1")) + 2


def _around(points: Iterable[tuple[float, float]], margin: float) -> _Bounds:
    x, y = zip(*points, strict=True)
    return min(x) - margin, min(y) - margin, max(x) + margin, max(y) + margin


def _within(mark: Mark, styles: Mapping[str, Style], window: Window) -> Iterator[Mark]:
    """Yield what a mark draws into a window: nothing, the mark, or the near part of its shape."""
    style = styles[mark.style]
    reach = _reach(style)
    left, top, right, bottom = _around(_corners(mark), reach)
    if (
        right <= window.left or window.right <= left
        or bottom <= window.top or window.bottom <= top
    ):  # fmt: skip
        return
    if isinstance(mark, Path) and not _is_dashed(style):
        near = _around((window[:2], window[2:]), 2 * reach)
        yield replace(mark, geometry=_near_part(mark.geometry, near))
    else:
        yield mark


def _near_part(geometry: Any, near: _Bounds) -> Any:
    """Return rings and lines that are the same inside a box, with fewer points outside it."""
    rings, lines = path_lines(geometry)
    shorter = [_shortened(ring, near) for ring in rings[_meet(rings, near)]]
    grounds = [shapely.Polygon(xy) for xy in shorter if len(xy) > 3]  # others have no ground
    strokes = [shapely.LineString(_shortened(line, near)) for line in lines[_meet(lines, near)]]
    return shapely.GeometryCollection([*grounds, *strokes])


def _meet(lines: Any, near: _Bounds) -> Any:
    """Return which lines have bounds that meet a box."""
    left, top, right, bottom = shapely.bounds(lines).reshape(-1, 4).T
    return (left <= near[2]) & (near[0] <= right) & (top <= near[3]) & (near[1] <= bottom)


def _shortened(line: Any, near: _Bounds) -> Any:
    """Return the points of a line, without those between two others beyond one edge of a box."""
    xy = shapely.get_coordinates(line)
    for axis, edge, sign in ((0, near[0], 1), (1, near[1], 1), (0, near[2], -1), (1, near[3], -1)):
        inside = (xy[:, axis] - edge) * sign >= 0
        kept = inside.copy()
        kept[:-1] |= inside[1:]
        kept[1:] |= inside[:-1]
        kept[[0, -1]] = True
        xy = xy[kept]
    return xy
