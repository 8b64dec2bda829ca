"""Maps inside pages of the desk: SVG, with the positions of its corners for clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from frontline.stills.small_map import View, map_corners, small_map
from frontline.stills.style import actor_fills
from frontline.stills.svg import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.atlas import Atlas
    from frontline.desk.workspace import Workspace
    from frontline.models import Place
    from frontline.state import State

__all__ = ["Maps", "View", "around", "at_position", "fills", "maps_of", "overview", "with_room"]

#: Half the size of a map around one position, degrees.
_AROUND_DEG = 0.06


class Maps:
    """The maps of one atlas.

    Parameters
    ----------
    atlas : Atlas
    language : str
        Language of the names on the maps.
    """

    def __init__(self, atlas: Atlas, language: str) -> None:
        self._atlas, self._language = atlas, language

    def draw(self, scene: View, *, name: str = "map") -> Markup:
        """Return the figure of a scene; `name` is part of its ids, one for each map of a page."""
        found = map_corners(self._atlas, scene)
        corners = " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in found)
        svg = small_map(self._atlas, scene, f"{escape(name)}-map", language=self._language)
        return Markup(  # noqa: S704 - the small map escapes every text
            f'<figure class="findings chart" data-corners="{corners}">{svg}</figure>'
        )


def maps_of(workspace: Workspace, language: str, rule: str = "standard", as_of: str = "") -> Maps:
    """Return the maps of an atlas of the workspace, which are kept with it."""
    atlas = workspace.atlas(rule, as_of)
    return workspace.answer(("maps", language, rule, as_of), lambda: Maps(atlas, language))


def overview(atlas: Atlas, state: State | None, title: str) -> View:
    """Return the scene of the whole record."""
    day = None if state is None else state.day
    points = tuple((place.lon, place.lat) for place in atlas.sites)
    return View(title, day, with_room(points))


def around(places: Iterable[Place], title: str, state: State | None) -> View:
    """Return a scene that labels some places."""
    listed = tuple(places)
    points = with_room(tuple((place.lon, place.lat) for place in listed))
    return View(title, None if state is None else state.day, points, places=listed)


def at_position(lon: float, lat: float, title: str, state: State) -> View:
    """Return a scene around a position."""
    return View(title, state.day, with_room(((lon, lat),)), circle=((lon, lat), 400.0, ()))


def with_room(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Return positions that a map shows; around a single one there is some ground."""
    if len(points) != 1:
        return points
    ((lon, lat),) = points
    return ((lon - _AROUND_DEG, lat - _AROUND_DEG), (lon + _AROUND_DEG, lat + _AROUND_DEG))


def fills(atlas: Atlas) -> Markup:
    """Return the fills of the actors for the legend, once for a page."""
    found = actor_fills([*atlas.package.actors.values()])
    sides = "".join(
        f'<pattern id="side-{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{found[actor]}"/></pattern>'
        for number, actor in enumerate(atlas.package.actors)
    )
    both = pattern("hatch", "side-both")
    return Markup(  # noqa: S704 - colours are validated
        '<svg class="defs" width="0" height="0" aria-hidden="true">'
        f"<defs>{sides}{both}</defs></svg>"
    )
