"""Draw who holds what: the fills, what was gained, and the front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.i18n import format_short_date, translate
from frontline.stills.key import actor_name
from frontline.stills.labels import Wanted
from frontline.stills.scene import Path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.state import State
    from frontline.stills.frame import Frame
    from frontline.stills.ground import Ground
    from frontline.stills.labels import Placement
    from frontline.stills.scene import Scene


#: Gained ground that is nowhere wider than twice this is where two days round a front otherwise,
#: pixels.
_SLIVER = 1.5
#: Half of the width of the range of a front, or more, as a share of ordinary text.
_BAND = 1.7
#: The parts of a front that have a range.
_RANGED = ("front", "front-presumed", "front-claimed")


def draw_territory(scene: Scene, state: State, ground: Ground) -> None:
    """Draw a fill for each actor, and the textures of contested, presumed and claimed ground."""
    actors = state.atlas.package.actors
    for actor, shape in ground.held.items():
        name = actor_name(actors[actor], scene.language)
        scene.add("territory", [Path(shape, f"territory-{actor}", name)])
    contested = translate(scene.language, "contestedShort")
    scene.add("presumed", [Path(ground.presumed, "presumed")])
    scene.add("claimed", [Path(claim.shape, "claimed") for claim in ground.claims])
    scene.add("contested", [Path(ground.contested, "contested", contested)])


def draw_gains(
    scene: Scene, frame: Frame, ground: Ground, gains: Mapping[str, Any], earlier: Ground | None
) -> None:
    """Draw what each actor has gained in a stronger colour, up to the earlier front as drawn."""
    for actor, gained in gains.items():
        around = shapely.buffer(frame.plane_to_pixels(gained), frame.unit)
        shape = shapely.intersection(ground.held.get(actor, shapely.Polygon()), frame.cut(around))
        if earlier is not None:
            others = [held for other, held in earlier.held.items() if other != actor]
            shape = shapely.intersection(shape, shapely.union_all([*others, earlier.contested]))
        parts = shapely.get_parts(shapely.get_parts(shape))
        seen = parts[~shapely.is_empty(shapely.buffer(parts, -_SLIVER))]
        scene.add("gained", [Path(shapely.union_all(seen), f"gained-{actor}")])


def draw_front(scene: Scene, ground: Ground, earlier: Ground | None) -> None:
    """Draw the front line, and that of an earlier day as a thin line."""
    if earlier is not None:
        scene.add("earlier-front", [Path(earlier.front_line, "earlier-front")])
    for style, line in ground.front:
        if style in {"front", "front-presumed"}:
            scene.add("front", [Path(line, "front-halo")])
    scene.add("front", [Path(line, style) for style, line in ground.front])


def draw_band(scene: Scene, frame: Frame, ground: Ground) -> None:
    """Draw the range of the front as a soft halo of even width, up to the water."""
    line = shapely.union_all([part for style, part in ground.front if style in _RANGED])
    scene.add("band", [Path(line, f"band-{step}") for step in (1, 2, 3)])
    beyond = shapely.intersection(ground.water, shapely.buffer(line, frame.unit * _BAND))
    if not beyond.is_empty:
        scene.add("band", [Path(beyond, "sea")])


def date_claims(scene: Scene, state: State, frame: Frame, ground: Ground, placement: Placement
                ) -> None:  # fmt: skip
    """Write on old claims how old they are, where there is room."""
    for claim in ground.claims:
        day = state.day.fromordinal(state.day.toordinal() - claim.days)
        text = translate(
            scene.language, "stillClaimedOn", day=format_short_date(scene.language, day)
        )
        label = placement.place_inside(Wanted(text, 0, 0, 0, frame.text(0.7), "note"), claim.shape)
        scene.add("labels", [label] if label else [])
