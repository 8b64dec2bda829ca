"""Draw the places and their names.

Below zoom 10 only key places, towns with a name and places that have just changed have a mark, so
that the map of a region is not a cloud of dots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.stills.labels import Wanted
from frontline.stills.scene import Circle, Path

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from frontline.models import Place
    from frontline.state import State
    from frontline.stills.frame import Frame
    from frontline.stills.labels import Placement
    from frontline.stills.scene import Label, Scene

#: Metres of ground for a pixel above which villages have no marks: zoom 10 at 35 degrees north.
SMALL_SCALE = 125.0
#: Marks by evidence; other evidence has a weak mark.
_MARKS = {"confirmed": "place-confirmed", "claimed": "place-claimed"}
#: In a record of more places than this, only those with confirmed or claimed control have marks.
_MOST_WEAK_PLACES = 500
#: Label of a place, by kind, as a share of ordinary text.
_SIZES = {"city": 1.15, "town": 1.0}
_TOWNS = {"city": 0, "town": 1}
#: Number of labelled places for 100,000 square pixels with text of 14 pixels.
_DENSITY = 3.4
#: On a map of a small scale, so many changed places, or fewer, have a mark without a name.
_FEW_CHANGES = 40
#: Radius of the mark of a place that has a name and no evidence of its own, as a share of text.
_DOT = 0.13
#: Places whose control changed so many days ago, or less, are news.
_NEWS_DAYS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A place in the map area, in pixels."""

    place: Place
    x: float
    y: float
    style: str
    is_changed: bool


def shown_places(
    state: State, frame: Frame, changed: Collection[str], *, steady: bool = False
) -> list[Shown]:
    """Return the places that have marks.

    Parameters
    ----------
    state, frame
    changed : collection of str
        Ids of places that changed, which are always shown.
    steady : bool
        Whether the choice is the same on every day, as for a film.
    """
    sites = state.atlas.sites
    if not sites:
        return []
    points = frame.to_pixels(shapely.points([(place.lon, place.lat) for place in sites]))
    pixels, area = shapely.get_coordinates(points), frame.area
    keys = set(state.atlas.package.coverage.key_places)
    is_small = frame.detail > SMALL_SCALE
    found = []
    for place, (x, y) in zip(sites, pixels.tolist(), strict=True):
        if not (area.left < x < area.right and area.top < y < area.bottom):
            continue
        is_changed = not steady and place.id in changed
        if is_small and not (is_changed or place.id in keys or place.kind in _TOWNS):
            continue
        evidence = state.control(place).control.evidence or ""
        style = _MARKS.get(evidence, "place-weak")
        if style == "place-weak" and not shows_weak_places(state):
            style = ""
        found.append(Shown(place, x, y, style, is_changed))
    return found


def changed_places(state: State, earlier: State | None) -> set[str]:
    """Return the ids of places held otherwise than on an earlier day, or until just now."""
    sites = state.atlas.sites
    if earlier is not None:
        differs = np.flatnonzero(state.holders != earlier.holders)
        return {sites[number].id for number in differs}
    first = state.atlas.record.first
    since = ((place.id, state.control(place).since) for place in sites)
    return {
        id_ for id_, day in since if day > first and (state.day - day).days <= _NEWS_DAYS
    }  # fmt: skip


def shows_weak_places(state: State) -> bool:
    """Return whether places with disputed or inferred control have marks: not among hundreds."""
    return len(state.atlas.sites) <= _MOST_WEAK_PLACES


def mark_radius(frame: Frame, shown: Collection[Shown]) -> float:
    """Return the radius of the marks, pixels."""
    return frame.unit * (0.22 if len(shown) < 120 and frame.detail <= SMALL_SCALE else 0.17)


def draw_places(  # noqa: PLR0913 - a map, what it shows, and where labels are
    scene: Scene,
    state: State,
    frame: Frame,
    shown: Collection[Shown],
    placement: Placement,
    *,
    steady: bool = False,
    both_names: bool = False,
    ids: tuple[str, ...] | None = None,
) -> frozenset[str]:
    """Draw the marks of places, and label the most important of them.

    Key places come first, then cities and towns, then the places that changed last. Labels that
    are `steady`, for a film, depend on no day. With `both_names`, places have their name in the
    other script too, where there is room. With `ids`, only these places are labelled, in their
    order. Return the ids of the places that have a label.
    """
    radius = mark_radius(frame, shown)
    keys = state.atlas.package.coverage.key_places
    day = None if steady else state
    ranked = sorted(shown, key=lambda one: _importance(one, day, keys))
    if ids is not None:
        by_id = {one.place.id: one for one in shown}
        ranked = [by_id[id_] for id_ in ids if id_ in by_id]
    area, scale = frame.area, (14 / frame.unit) ** 2
    limit = max(5, round(area.width * area.height * scale / 1e5 * _DENSITY))
    labels: list[Label] = []
    named = set()
    for one in ranked[: limit * 3]:
        is_key = one.place.id in keys
        style = "place-label-bold" if is_key or one.place.kind == "city" else "place-label"
        size = frame.text(_SIZES.get(one.place.kind, 0.85))
        name = place_name(one.place, scene.language)
        wanted = Wanted(name, one.x, one.y, radius + frame.unit * 0.2, size, style)
        if not is_key and placement.covers(one.x, one.y):
            continue
        lines = placement.place_lines(wanted, must=is_key)
        if lines:
            labels += lines
            named.add(one.place.id)
            other = place_name(one.place, "en" if scene.language == "ar" else "ar")
            if both_names and other != name and len(lines) == 1:
                second = placement.place_next(lines[0], other, frame.text(0.8), "place-label")
                labels += [second] if second else []
        if len(named) == limit:
            break
    scene.add("places", place_marks(frame, shown, named, scene.language))
    for line in placement.lines:
        scene.add("labels", [Path(line, "leader-halo"), Path(line, "label-leader")])
    scene.add("labels", labels)
    return frozenset(named)


def common_order(states: Sequence[State]) -> tuple[str, ...]:
    """Return the ids of the places that maps of several days may name, the most important first.

    The order is the same for all of them: key places, then towns, in each those first whose holder
    is not the same on all days.
    """
    keys = states[0].atlas.package.coverage.key_places
    holders = np.stack([state.holders for state in states])
    differs = (holders != holders[0]).any(axis=0)
    sites = states[0].atlas.sites

    def importance(number: int) -> tuple[Any, ...]:
        place = sites[number]
        rank = _TOWNS.get(place.kind, 2)
        return (place.id not in keys, not differs[number], rank, -(place.population or 0), place.id)

    return tuple(sites[number].id for number in sorted(range(len(sites)), key=importance))


def drawn_marks(state: State, frame: Frame, shown: Collection[Shown]) -> list[Any]:
    """Return the squares of the marks that are certainly drawn, pixels."""
    radius, keys = mark_radius(frame, shown), set(state.atlas.package.coverage.key_places)
    named = keys if frame.detail > SMALL_SCALE else set()
    return [
        shapely.box(one.x - radius, one.y - radius, one.x + radius, one.y + radius)
        for one in place_marks(frame, shown, named, "en")
    ]


def place_marks(
    frame: Frame, shown: Collection[Shown], named: Collection[str], language: str
) -> list[Circle]:
    """Return the marks of places; on a map of a small scale, of those that have a name or are news.

    A place with a name always has a mark, which is plain where weak evidence has none.

    Parameters
    ----------
    frame : Frame
    shown : collection of Shown
    named : collection of str
        Ids of the places that have a label.
    language : str
    """
    radius, is_small = mark_radius(frame, shown), frame.detail > SMALL_SCALE
    few = sum(one.is_changed for one in shown) <= _FEW_CHANGES
    marks = []
    for one in shown:
        name, is_named = place_name(one.place, language), one.place.id in named
        if one.style and (not is_small or (one.is_changed and few) or is_named):
            marks.append(Circle(one.x, one.y, radius, one.style, name))
        elif is_named:
            marks.append(Circle(one.x, one.y, frame.unit * _DOT, "place-plain", name))
    return marks


def _importance(one: Shown, state: State | None, keys: Collection[str]) -> tuple[Any, ...]:
    """Return a sort key, the most important first; without a day, of the place alone."""
    place = one.place
    known, since = True, 0
    if state is not None:
        control = state.control(place)
        known, since = control.control.status != "unknown", control.since.toordinal()
    rank = (place.id not in keys, not one.is_changed and _TOWNS.get(place.kind, 2), not known)
    return (*rank, -since, -(place.population or 0), place.id)


def place_name(place: Place, language: str) -> str:
    """Return the name of a place in the language of a picture."""
    return (language == "ar" and place.name_ar) or place.name
