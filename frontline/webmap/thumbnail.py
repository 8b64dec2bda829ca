"""Draw a small picture of a day as SVG in HTML, for notebooks.

It has some ten kilobytes and no script. All text is escaped, and a CSS class keeps the notebook
from reading dollar signs as formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.dates import format_day
from frontline.formatting import format_km2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.geometry.front import Front
    from frontline.geometry.tessellation import Tessellation
    from frontline.models import Actor
    from frontline.state import State


#: Width of the picture in CSS pixels; shapes are simplified to one of them.
WIDTH = 420
_CONTESTED, _INK, _PAPER = "#8a8f94", "#1f2328", "#fdfcf9"


@dataclass(frozen=True, slots=True)
class _Captions:
    """Title and lead above the picture, notes below it."""

    title: str
    lead: str
    notes: tuple[str, ...]


def atlas_thumbnail(atlas: Atlas) -> str | None:
    """Return a thumbnail of the last day with the size of the record; None without dated places."""
    package = atlas.package
    if atlas.full_package.is_undated or not package.evidence_place_ids:
        return None
    first, last = atlas.record.first, atlas.record.last
    lead = f"{format_day(first)} to {format_day(last)}; the picture shows the last day"
    size = (
        f"{len(package.gazetteer):,} places, {len(package.events):,} events, "
        f"{len(package.all_reports):,} reports by {len(package.publishers):,} publishers"
    )
    return _thumbnail(
        atlas.on(last), _Captions(package.title, lead, (size, atlas.rule.description))
    )


def state_thumbnail(state: State) -> str | None:
    """Return a thumbnail of a day; None without places to show."""
    atlas = state.atlas
    if not atlas.package.evidence_place_ids:
        return None
    lead = f"Who held what on {format_day(state.day)}"
    return _thumbnail(state, _Captions(atlas.package.title, lead, (atlas.rule.description,)))


def _thumbnail(state: State, captions: _Captions) -> str:
    actors = tuple(state.atlas.package.actors.values())
    return _draw(state.atlas.cells, state.holders, state.front_shape, actors, captions)


def _draw(
    cells: Tessellation,
    holders: NDArray[np.int16],
    front: Front,
    actors: Sequence[Actor],
    captions: _Captions,
) -> str:
    """Draw who holds what, with the front line and a legend.

    Parameters
    ----------
    holders : position in `actors` of who holds each cell; -1 contested, -2 unknown
    """
    frame = _Frame(shapely.total_bounds(cells.cells))
    groups = [*enumerate(actors), (-1, None)]
    shown = [(number, actor) for number, actor in groups if (holders == number).any()]
    shapes = [shapely.coverage_union_all(cells.cells[holders == number]) for number, _ in shown]
    simple = shapely.coverage_simplify(np.asarray(shapes, dtype=object), frame.step)
    ground = "".join(
        f'<path fill="{_colour(actor)}" fill-opacity="0.5" d="{frame.path(shape)}"/>'
        for (_, actor), shape in zip(shown, simple, strict=True)
    )
    line = frame.path(shapely.simplify(front.whole, frame.step))
    drawn = f'<path fill="none" stroke="{_INK}" stroke-width="1.5" d="{line}"/>' if line else ""
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{frame.height}" '
        f'viewBox="0 0 {WIDTH} {frame.height}" role="img" style="background:{_PAPER}">'
        f"<title>{_text(captions.lead)}</title>{ground}{drawn}</svg>"
    )
    keys = "".join(
        f'<li><span style="color:{_colour(actor)}">■</span> {legend}</li>'
        for actor, legend in ((one, _legend(cells, holders == n, one)) for n, one in shown)
    )
    notes = "".join(f"<br/><small><bdi>{_text(note)}</bdi></small>" for note in captions.notes)
    return (
        '<figure class="tex2jax_ignore mathjax_ignore" style="margin:0">'
        f"<figcaption><b><bdi>{_text(captions.title)}</bdi></b><br/>{_text(captions.lead)}</figcaption>"
        f'{picture}<ul style="list-style:none;margin:0;padding:0">{keys}</ul>{notes}</figure>'
    )


def _legend(cells: Tessellation, mask: NDArray[np.bool_], actor: Actor | None) -> str:
    name = "Contested" if actor is None else f"<bdi>{_text(actor.name)}</bdi>"
    return f"{name}: {int(mask.sum())} places, {format_km2(float(cells.areas_km2[mask].sum()))} km²"


def _colour(actor: Actor | None) -> str:
    """Give a colour, which the model has checked to be six hexadecimal digits."""
    return _CONTESTED if actor is None else actor.colour


def _text(value: str) -> str:
    """Write text as HTML, without what neither shows nor belongs there."""
    return escape("".join(mark if mark.isprintable() else "\ufffd" for mark in value))


class _Frame:
    """The plane of the cells as pixels, north up.

    Attributes
    ----------
    step : metres a pixel
    height : of the picture, pixels
    """

    def __init__(self, bounds: NDArray[np.float64]) -> None:
        west, south, east, north = bounds
        self.step = float(max(east - west, (north - south) * 0.6)) / (WIDTH - 10)
        self.height = round((north - south) / self.step) + 10
        left = (WIDTH - (east - west) / self.step) / 2
        self._corner = (west - left * self.step, north + 5 * self.step)

    def path(self, shape: Any) -> str:
        """Write the lines or rings of a shape, on whole pixels where two would fall together."""
        areas = shapely.get_dimensions(shape) == 2
        parts = shapely.get_parts(shape)
        lines = shapely.get_rings(parts) if areas else parts
        return "".join(self._line(line, "Z" if areas else "") for line in lines)

    def _line(self, line: Any, end: str) -> str:
        x, y = shapely.get_coordinates(line).T
        across = np.round((x - self._corner[0]) / self.step, 1)
        down = np.round((self._corner[1] - y) / self.step, 1)
        points = [f"{a:g},{b:g}" for a, b in zip(across, down, strict=True)]
        kept = [point for n, point in enumerate(points) if not n or point != points[n - 1]]
        return f"M{' '.join(kept)}{end}" if len(kept) > 1 else ""
