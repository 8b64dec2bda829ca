"""Draw annotations: texts with leader lines, and arrows; and make arrows from what was gained."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.annotation_model import Annotation
from frontline.stills.frame import Box
from frontline.stills.scene import Circle, Label, Path
from frontline.stills.typeface import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.state import State
    from frontline.stills.frame import Frame
    from frontline.stills.labels import Placement
    from frontline.stills.scene import Mark, Scene

#: Width of a text, and how far from its anchor it may be, in the size of ordinary text.
_WIDTH, _NEAR, _FAR = 11.0, 1.6, 11.0
#: Directions in which a place for a text is looked for.
_DIRECTIONS = 24
#: Width of the shaft and of the head of an arrow, and length of the head, in its length.
_SHAFT, _HEAD, _HEAD_LENGTH = 0.035, 0.11, 0.22
#: How far an arrow bends to the side, in its length.
_BEND = 0.12
#: At most so many arrows of advance, each of a gain of at least so many km².
_MOST_ARROWS, _LEAST_KM2 = 5, 15.0


def annotations_on(state: State, extra: Iterable[Annotation] = ()) -> tuple[Annotation, ...]:
    """Return the annotations of a day: those of the package, then further ones."""
    rows = (*state.atlas.package.annotations, *extra)
    return tuple(row for row in rows if row.first_day <= state.day <= row.last_day)


def draw_annotations(
    scene: Scene, atlas: Atlas, frame: Frame, rows: Sequence[Annotation], placement: Placement
) -> None:
    """Draw arrows and texts; texts are placed before all labels, and keep clear of the front."""
    for row in rows:
        anchor = frame.to_pixels(shapely.Point(_anchor(atlas, row)))
        if row.is_arrow:
            tip = frame.to_pixels(shapely.Point(row.to_lon, row.to_lat))
            style = f"arrow-{row.actor}" if row.actor else "arrow"
            shape = _arrow((anchor.x, anchor.y), (tip.x, tip.y), frame.unit)
            if shape.intersects(scene.clip):
                scene.add("arrows", [Path(shape, style)])
                placement.avoid(shape)
        text = (scene.language == "ar" and row.text_ar) or row.text
        if text and scene.clip.contains(anchor):
            _write(scene, frame, text, (anchor.x, anchor.y), placement)


def _anchor(atlas: Atlas, row: Annotation) -> tuple[float, float]:
    if row.place_id is not None:
        place = atlas.package.gazetteer[row.place_id]
        return place.lon, place.lat
    return float(row.lon or 0.0), float(row.lat or 0.0)


def _write(
    scene: Scene, frame: Frame, text: str, anchor: tuple[float, float], placement: Placement
) -> None:
    """Write a text at the free place that covers least, with a line to its anchor."""
    size = frame.text(0.88)
    lines = wrap(text, size, frame.unit * _WIDTH)
    half = (max(text_width(line, size) for line in lines) / 2, len(lines) * size * 0.62)
    found = placement.place_text(_boxes(anchor, half, frame.unit), shapely.Point(anchor))
    if found is None:
        scene.omitted.append(text)
        return
    best, leader = found
    x = (best.left + best.right) / 2
    labels = [
        Label(line, x, best.top + size * (0.98 + 1.24 * number), size, "annotation", "middle")
        for number, line in enumerate(lines)
    ]
    marks: list[Mark] = [
        Path(leader, "leader-halo"),
        Path(leader, "leader"),
        Circle(anchor[0], anchor[1], frame.unit * 0.16, "anchor"),
    ]
    scene.add("annotations", [*marks, *labels])


def _boxes(anchor: tuple[float, float], half: tuple[float, float], unit: float) -> Iterator[Box]:
    """Yield places for a text around its anchor, the nearest first."""
    for distance in np.linspace(_NEAR, _FAR, 8):
        for number in range(_DIRECTIONS):
            angle = 2 * math.pi * number / _DIRECTIONS
            east, south = math.cos(angle), math.sin(angle)
            x = anchor[0] + east * (distance * unit + half[0] * abs(east))
            y = anchor[1] + south * (distance * unit + half[1])
            yield Box(x - half[0], y - half[1], x + half[0], y + half[1])


def _arrow(start: tuple[float, float], end: tuple[float, float], unit: float) -> Any:
    """Return the outline of a bent arrow."""
    first, last = np.asarray(start), np.asarray(end)
    along = last - first
    length = float(np.hypot(*along))
    if length < unit:
        return shapely.Polygon()
    across = np.asarray([-along[1], along[0]])
    control = (first + last) / 2 + across * _BEND
    head = min(max(min(_HEAD_LENGTH, unit * 2.2 / length), unit * 0.9 / length), 0.45)
    widths = (
        min(max(_SHAFT * length, unit * 0.16), unit * 0.45),
        min(max(_HEAD * length, unit * 0.5), unit * 1.2),
    )
    steps = np.linspace(0.0, 1.0 - head, 14)[:, None]
    middle = (1 - steps) ** 2 * first + 2 * steps * (1 - steps) * control + steps**2 * last
    side = _normals(middle)
    # The shaft grows from a narrow end towards the head.
    half = np.linspace(0.35, 1.0, len(middle))[:, None] * widths[0]
    neck, wing = middle[-1], side[-1] * widths[1]
    ring = [*(middle + side * half), neck + wing, last, neck - wing, *(middle - side * half)[::-1]]
    return shapely.make_valid(shapely.Polygon(ring))


def _normals(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return unit vectors across a line at each of its points."""
    along = np.gradient(points, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return np.column_stack([-along[:, 1], along[:, 0]])


def arrows_of_advance(
    state: State, earlier: State, gains: Mapping[str, Any]
) -> tuple[Annotation, ...]:
    """Return an arrow into each large part of the ground that an actor gained.

    An arrow begins on ground that the actor held before and ends at the far end of the gain.

    Parameters
    ----------
    state, earlier : State
        The two days.
    gains : mapping
        What `frontline.stills.ground.find_gains` returns for them.

    Returns
    -------
    tuple of Annotation
        The largest gains first; their ids begin with ``advance-``.
    """
    atlas = state.atlas
    found: list[tuple[float, str, NDArray[np.float64]]] = []
    for actor, gained in gains.items():
        number = atlas.actors.index(actor)
        held = atlas.cells.cells[earlier.holders == number]
        if not len(held):
            continue
        before = shapely.union_all(held)
        found += [
            (part.area, actor, _advance(part, before))
            for part in shapely.get_parts(gained)
            if part.area >= _LEAST_KM2 * 1e6
        ]
    found.sort(key=lambda one: (-one[0], one[1]))
    return tuple(
        _advance_row(atlas, state, actor, line, number)
        for number, (_, actor, line) in enumerate(found[:_MOST_ARROWS], start=1)
    )


def _advance(gained: Any, before: Any) -> NDArray[np.float64]:
    """Return the two ends of an advance, in the plane."""
    inner = shapely.buffer(gained, -math.sqrt(gained.area) * 0.12)
    xy = shapely.get_coordinates(gained if inner.is_empty else inner)
    depths = shapely.distance(before, shapely.points(xy))
    tip = xy[int(np.argmax(depths))]
    tail = shapely.get_coordinates(shapely.shortest_line(shapely.Point(tip), before))[1]
    # It begins a little inside the ground that was held.
    start: NDArray[np.float64] = tail + (tail - tip) * 0.15
    return np.stack([start, tip])


def _advance_row(
    atlas: Atlas, state: State, actor: str, line: NDArray[np.float64], number: int
) -> Annotation:
    lon, lat = (np.asarray(part) for part in atlas.projection.inverse(*line.T))
    return Annotation(
        annotation_id=f"advance-{state.day}-{number}", first_day=state.day, last_day=state.day,
        lon=round(float(lon[0]), 4), lat=round(float(lat[0]), 4), actor=actor,
        to_lon=round(float(lon[1]), 4), to_lat=round(float(lat[1]), 4),
    )  # fmt: skip
