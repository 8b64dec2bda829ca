"""Draw the map of a day into a map area of a scene: every layer but the furniture around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import shapely

from frontline.stills import basemap, notes, places, territory
from frontline.stills.ground import find_gains, read_ground
from frontline.stills.labels import Placement, halves
from frontline.stills.scene import Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.annotation_model import Annotation
    from frontline.state import State
    from frontline.stills.frame import Box, Frame
    from frontline.stills.ground import Ground
    from frontline.stills.scene import Scene


@dataclass(frozen=True)
class News:
    """What has changed on the map of a day, and what is written on it.

    Attributes
    ----------
    earlier : State or None
        The day that the map is compared with.
    gains : mapping
        The ground that each actor has gained since, in the plane.
    annotations : tuple of Annotation
        The texts and arrows of the day.
    """

    earlier: State | None = None
    gains: Mapping[str, Any] = field(default_factory=dict)
    annotations: tuple[Annotation, ...] = ()

    @classmethod
    def of(
        cls,
        state: State,
        earlier: State | None,
        extra: Sequence[Annotation] = (),
        *,
        arrows: bool = False,
    ) -> News:
        """Return the news of a day since an earlier one; `arrows` adds arrows of advance."""
        gains = {} if earlier is None else find_gains(state, earlier)
        rows = notes.annotations_on(state, extra)
        if arrows and earlier is not None:
            rows += notes.arrows_of_advance(state, earlier, gains)
        return cls(earlier, gains, rows)


@dataclass(frozen=True)
class DayMap:
    """What is drawn into a map area.

    Attributes
    ----------
    state : State
        The day.
    frame : Frame
        The map area.
    news : News
        What has changed.
    ground : Ground
        Who holds what in the map area.
    steady : bool
        Whether labels are the same on every day, as for a film.
    band : bool
        Whether the range of the front is drawn.
    both_names : bool
        Whether important places have their name in both scripts.
    ids : tuple of str or None
        Ids of the places that may be named, the most important first; by default those of the day.
    """

    state: State
    frame: Frame
    news: News
    ground: Ground
    steady: bool = False
    band: bool = False
    both_names: bool = False
    ids: tuple[str, ...] | None = None


def draw_day(scene: Scene, day: DayMap, blocked: Sequence[Box] = ()) -> frozenset[str]:
    """Draw the map of a day into a scene; labels keep clear of the blocked parts of it.

    Return the ids of the places that are named.
    """
    state, frame, news, ground, steady = day.state, day.frame, day.news, day.ground, day.steady
    atlas = state.atlas
    natural = basemap.draw_basemap(scene, state, frame)
    basemap.draw_terrain(scene, state, frame)
    basemap.draw_built_up(scene, state, frame)
    territory.draw_territory(scene, state, ground)
    before = None if news.earlier is None else read_ground(news.earlier, frame)
    territory.draw_gains(scene, frame, ground, news.gains, before)
    basemap.draw_roads(scene, state, frame)
    if day.band:
        territory.draw_band(scene, frame, ground)
    territory.draw_front(scene, ground, before)
    changed = set() if steady else places.changed_places(state, news.earlier)
    shown = places.shown_places(state, frame, changed, steady=steady)
    obstacles = [] if steady else [*shapely.get_parts(ground.front_line), ground.contested]
    placement = Placement(
        frame.area.grown(-frame.unit * 0.3), obstacles, places.drawn_marks(state, frame, shown)
    )
    for box in blocked:
        placement.block(box)
    notes.draw_annotations(scene, atlas, frame, news.annotations, placement)
    basemap.number_roads(scene, state, frame, placement)
    named = places.draw_places(
        scene, state, frame, shown, placement, steady=steady, both_names=day.both_names,
        ids=day.ids,
    )  # fmt: skip
    cells = atlas.cells
    if not steady:
        territory.date_claims(scene, state, frame, ground, placement)
    subject = frame.cut(frame.plane_to_pixels(cells.extent)) if steady else ground.whole
    basemap.draw_names(scene, frame, natural, placement, subject)
    return named


#: The layers that differ from day to day in a film.
MOVING = ("territory", "presumed", "claimed", "contested", "front", "places")


def redraw_day(template: Scene, state: State, frame: Frame) -> Scene:
    """Return the steady map of another day: only who holds what and the marks are drawn again.

    Parameters
    ----------
    template : Scene
        A steady map of some day.
    state : State
        The other day.
    frame : Frame
        The map area of the template.
    """
    layers = {
        name: [] if name in MOVING else list(marks) for name, marks in template.layers.items()
    }
    scene = replace(template, layers=layers)
    ground = read_ground(state, frame)
    territory.draw_territory(scene, state, ground)
    territory.draw_front(scene, ground, None)
    names = {mark.text for mark in scene.layers["labels"] if isinstance(mark, Label)}
    shown = places.shown_places(state, frame, set(), steady=True)
    named = {
        one.place.id
        for one in shown
        for name in [places.place_name(one.place, scene.language)]
        if name in names or any(names.issuperset(lines) for lines in halves(name))
    }
    scene.add("places", places.place_marks(frame, shown, named, scene.language))
    return scene
