"""Place labels where they cover neither each other nor what the map is about."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import shapely.ops

from frontline.stills.frame import MIN_TEXT, Box
from frontline.stills.scene import Label
from frontline.stills.typeface import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.stills.scene import Anchor

#: Share of the size of a font above and below the baseline, and between the lines of a label.
_ASCENT, _DESCENT, _LEADING = 0.8, 0.25, 1.05
#: How much worse a position is than the one before it, a label of two lines than one of one line,
#: and one that is smaller or farther from its point.
_NEXT, _TWO_LINES, _SMALLER, _FARTHER = 0.4, 3.0, 5.0, 7.0
#: How much worse a label is for each mark that it covers, for a mark of another place that is as
#: near as its own, and for what it covers of obstacles: at all, and for each pixel.
_MARK, _AMBIGUOUS, _OBSTACLE, _PIXEL = 9.0, 8.0, 30.0, 0.3
#: A label farther from its point than this share of its gap has a line to it.
_LINED = 1.5
#: The size of a label that is smaller so that it fits, as a share.
_SMALL = 0.86


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is wanted at a point.

    Attributes
    ----------
    text : str
        The text.
    x, y : float
        The point, pixels.
    gap : float
        Distance between the point and the text, pixels.
    size : float
        Size of the font, pixels.
    style : str
        The name of its style; a name with ``bold`` is measured in bold.
    """

    text: str
    x: float
    y: float
    gap: float
    size: float
    style: str


class Placement:
    """The labels of a picture, placed one by one; earlier ones keep their places.

    Parameters
    ----------
    area : Box
        The area that labels must stay in, pixels.
    obstacles : iterable of shapely.Geometry
        What labels must not cover, pixels.
    marks : iterable of shapely.Geometry
        What labels should not cover, such as the marks of other places.
    """

    def __init__(self, area: Box, obstacles: Iterable[Any] = (), marks: Iterable[Any] = ()) -> None:
        self._area = area
        self._obstacles, self._marks = (
            shapely.STRtree([one for one in shapes if not one.is_empty])
            for shapes in (obstacles, marks)
        )
        self._taken: list[Box] = []
        self._leaders: list[Any] = []
        #: The lines from labels that are not next to their points.
        self.lines: list[Any] = []

    def block(self, box: Box) -> None:
        """Keep a rectangle free of labels."""
        self._taken.append(box)

    def avoid(self, shape: Any) -> None:
        """Keep labels off a further shape."""
        if not shape.is_empty:
            self._obstacles = shapely.STRtree([*self._obstacles.geometries, shape])

    def take(self, box: Box) -> bool:
        """Keep a rectangle for a sign if it is free of labels and marks; return whether it was."""
        free = self._is_free(box) and not self._covered(self._marks, box)
        if free:
            self._taken.append(box.grown(2))
        return free

    def place(self, wanted: Wanted, *, must: bool = False) -> Label | None:
        """Return the label at the best free position around its point, or None.

        A label covers marks only if it has no other position. One that `must` be shown may be
        smaller or farther from its point, and may cover obstacles, as few as possible, but never
        another label.
        """
        found = self._best([(wanted.text,)], wanted, must=must)
        return found[0] if found else None

    def place_lines(self, wanted: Wanted, *, must: bool = False) -> tuple[Label, ...]:
        """Return a label as one line, or as two where one line has no good position."""
        return self._best([(wanted.text,), *halves(wanted.text)], wanted, must=must)

    def covers(self, x: float, y: float) -> bool:
        """Return whether a label covers a point."""
        return any(box.overlaps(Box(x, y, x, y)) for box in self._taken)

    def _best(
        self, texts: Iterable[tuple[str, ...]], wanted: Wanted, *, must: bool
    ) -> tuple[Label, ...]:
        """Return the labels of the lines with the best position, and keep it."""
        options = [
            (cost, number, labels, box)
            for number, (base, labels, box) in enumerate(_options(texts, wanted, must=must))
            if self._is_free(box) and (cost := base + self._cost(wanted, box, must=must)) < math.inf
        ]
        if not options:
            return ()
        _, _, labels, box = min(options, key=lambda one: one[:2])
        self._taken.append(box.grown(wanted.size * 0.15))
        line = _line_to(wanted, box)
        if line is not None:
            self.lines.append(line)
            self._leaders.append(line)
        return labels

    def _cost(self, wanted: Wanted, box: Box, *, must: bool) -> float:
        """Return how much a label at a position disturbs; infinite if it cannot be there."""
        covered = self._covered(self._obstacles, box)
        if covered and not must:
            return math.inf
        hidden = len(self._marks.query(box.polygon(), "intersects"))
        line = _line_to(wanted, box)
        if line is None:
            unclear = _AMBIGUOUS * self._is_ambiguous(wanted, box)
        elif any(line.intersects(other.polygon()) for other in self._taken) or any(
            line.intersects(other) for other in self._leaders
        ):
            return math.inf
        else:
            unclear = _MARK * self._marks_on(line, wanted)
        return _MARK * hidden + unclear + bool(covered) * (_OBSTACLE + _PIXEL * covered)

    def place_next(self, label: Label, text: str, size: float, style: str) -> Label | None:
        """Return a second line of a label that was placed: below it, else above; None if taken."""
        gap = label.size * 0.2
        width = text_width(text, size, bold="bold" in style)
        left = label.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        for base in (
            label.y + label.size * _DESCENT + gap + size * _ASCENT,
            label.y - label.size * _ASCENT - gap - size * _DESCENT,
        ):
            box = Box(left, base - size * _ASCENT, left + width, base + size * _DESCENT)
            if self._is_free(box) and not self._covered(self._obstacles, box):
                self._taken.append(box.grown(size * 0.1))
                return Label(text, label.x, base, size, style, label.anchor)
        return None

    def place_text(self, boxes: Iterable[Box], anchor: Any) -> tuple[Box, Any] | None:
        """Return the first free rectangle that covers least, and the line to its anchor, a point.

        Neither the rectangle nor the line crosses other labels or the lines of other texts. Both
        keep their places. None if there is no such rectangle.
        """
        taken = shapely.STRtree([box.polygon() for box in self._taken])
        found = [
            (self._covered(self._obstacles, box) + self._covered(self._marks, box), number, box)
            for number, box in enumerate(boxes)
            if self._is_free(box) and not len(taken.query(_leader(box, anchor), "intersects"))
        ]
        if not found:
            return None
        # A farther place is better than one on the front, but not than one on a single mark.
        box = min(found, key=lambda one: (one[0] + one[1] * 0.15, one[1]))[2]
        leader = _leader(box, anchor)
        self._taken.append(box.grown(3))
        self._leaders.append(leader)
        self.avoid(leader)
        return box, leader

    def place_inside(self, wanted: Wanted, area: Any) -> Label | None:
        """Return the label at the free point that lies deepest in an area, or None.

        It is for the names of countries and seas. `x` and `y` of the wanted label do not matter.
        """
        width = text_width(wanted.text, wanted.size, bold="bold" in wanted.style)
        half = (width / 2, wanted.size * 0.6)
        polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
        shapely.prepare(area)
        for x, y in _inner_points(polygons):
            box = Box(x - half[0], y - half[1], x + half[0], y + half[1])
            free = self._is_free(box) and not self._covered(self._obstacles, box)
            if free and area.contains(box.polygon()):
                self._taken.append(box.grown(wanted.size * 0.5))
                return Label(
                    wanted.text, x, y + wanted.size * 0.35, wanted.size, wanted.style, "middle"
                )
        return None

    def _is_free(self, box: Box) -> bool:
        """Return whether a rectangle is in the area and free of other labels and their lines."""
        area = self._area
        inside = (
            area.left <= box.left and area.top <= box.top
            and box.right <= area.right and box.bottom <= area.bottom
        )  # fmt: skip
        return (
            inside
            and not any(box.overlaps(other) for other in self._taken)
            and not any(box.polygon().intersects(line) for line in self._leaders)
        )

    def _is_ambiguous(self, wanted: Wanted, box: Box) -> bool:
        """Return whether the mark of another place is as near to a label as its own."""
        point = shapely.Point(wanted.x, wanted.y)
        own = shapely.distance(box.polygon(), point)
        near = self._marks.query(box.grown(float(own)).polygon(), "intersects")
        return bool((shapely.distance(self._marks.geometries[near], point) > 1.0).any())

    def _marks_on(self, line: Any, wanted: Wanted) -> int:
        """Return how many marks of other places a line from a label crosses."""
        near = self._marks.geometries[self._marks.query(line, "intersects")]
        return int((shapely.distance(near, shapely.Point(wanted.x, wanted.y)) > 1.0).sum())

    @staticmethod
    def _covered(shapes: Any, box: Box) -> float:
        """Return how much of some shapes a rectangle covers: lengths of lines, areas, points."""
        polygon = box.polygon()
        near = shapes.geometries[shapes.query(polygon, "intersects")]
        parts = shapely.intersection(near, polygon)
        return float(sum(max(part.length, part.area, 1.0) for part in parts))


def _line_to(wanted: Wanted, box: Box) -> Any | None:
    """Return the line from a label to the edge of the mark of its point, if it is far from it."""
    line = shapely.shortest_line(box.polygon(), shapely.Point(wanted.x, wanted.y))
    if line.length <= wanted.gap * _LINED:
        return None
    return shapely.ops.substring(line, wanted.size * 0.1, line.length - wanted.gap * 0.5)


def _leader(box: Box, anchor: Any) -> Any:
    """Return the line from a text to the point that it is about."""
    return shapely.shortest_line(box.polygon(), anchor)


def halves(text: str) -> list[tuple[str, ...]]:
    """Return a text as two lines of like length, if it has more than one word.

    Examples
    --------
    >>> halves("Maarat al-Numan"), halves("Hama")
    ([('Maarat', 'al-Numan')], [])
    """
    words = text.split()
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return [min(splits, key=lambda lines: abs(len(lines[0]) - len(lines[1])))] if splits else []


def _options(
    texts: Iterable[tuple[str, ...]], wanted: Wanted, *, must: bool
) -> Iterator[tuple[float, tuple[Label, ...], Box]]:
    """Yield positions of a label with how good each is: less is better."""
    smaller = replace(wanted, size=max(MIN_TEXT, wanted.size * _SMALL))
    farther = replace(wanted, gap=wanted.gap + wanted.size * 0.9)
    forms = [(0.0, wanted)]
    forms += [(_SMALLER, smaller), (_FARTHER, farther)] if must else []
    for lines in texts:
        for base, form in forms:
            for number, (labels, box) in enumerate(_positions(form, lines)):
                yield base + _NEXT * number + _TWO_LINES * (len(lines) - 1), labels, box


def _positions(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[tuple[Label, ...], Box]]:
    """Yield labels and their rectangle: right, left, above, below, then the corners."""
    x, y, gap, size = wanted.x, wanted.y, wanted.gap, wanted.size
    width = max(text_width(line, size, bold="bold" in wanted.style) for line in lines)
    more = size * _LEADING * (len(lines) - 1)  # the height of the lines after the first
    middle = y + size * (_ASCENT - _DESCENT) / 2 - more / 2
    above, below = y - gap - size * _DESCENT - more, y + gap + size * _ASCENT
    corner = gap * 0.7
    candidates: tuple[tuple[Anchor, float, float], ...] = (
        ("start", x + gap, middle),
        ("end", x - gap, middle),
        ("middle", x, above),
        ("middle", x, below),
        ("start", x + corner, above + corner / 2),
        ("end", x - corner, above + corner / 2),
        ("start", x + corner, below - corner / 2),
        ("end", x - corner, below - corner / 2),
    )
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for anchor, at, base in candidates:
        left = at - width * share[anchor]
        box = Box(left, base - size * _ASCENT, left + width, base + more + size * _DESCENT)
        labels = tuple(
            Label(line, at, base + size * _LEADING * number, size, wanted.style, anchor)
            for number, line in enumerate(lines)
        )
        yield labels, box


def _inner_points(polygons: list[Any]) -> list[tuple[float, float]]:
    """Return points in polygons: those farthest from an edge first."""
    found: list[tuple[float, float, float]] = []
    for polygon in polygons:
        west, south, east, north = polygon.bounds
        xs, ys = np.meshgrid(np.linspace(west, east, 26)[1:-1], np.linspace(south, north, 26)[1:-1])
        shapely.prepare(polygon)
        points = shapely.points(xs.ravel(), ys.ravel())
        points = points[shapely.contains(polygon, points)]
        depth = shapely.distance(polygon.boundary, points)
        found += zip(depth.tolist(), shapely.get_x(points), shapely.get_y(points), strict=True)
    return [(float(x), float(y)) for _, x, y in sorted(found, key=lambda one: -one[0])[:200]]
