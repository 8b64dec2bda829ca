"""Maps inside pages of the desk: SVG, with the positions of its corners for clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from frontline.webmap.report.svg_map import Scene, SvgMapRenderer, patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.atlas import Atlas
    from frontline.desk.workspace import Workspace
    from frontline.models import Place
    from frontline.state import State

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
        self._renderer = SvgMapRenderer(atlas, language)

    def draw(self, scene: Scene, state: State | None, *, name: str = "map") -> Markup:
        """Return the figure of a scene; `name` is part of its id, one for each map of a page."""
        corners = " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in self._renderer.corners(scene))
        svg = self._renderer.draw(scene, state, 0).replace("map-0", f"{escape(name)}-map")
        return Markup(  # noqa: S704 - the renderer escapes every text
            f'<figure class="findings chart" data-corners="{corners}">{svg}</figure>'
        )


def maps_of(workspace: Workspace, language: str, rule: str = "standard", as_of: str = "") -> Maps:
    """Return the maps of an atlas of the workspace, which are kept with it."""
    atlas = workspace.atlas(rule, as_of)
    return workspace.answer(("maps", language, rule, as_of), lambda: Maps(atlas, language))


def overview(atlas: Atlas, state: State | None, title: str) -> Scene:
    """Return the scene of the whole record."""
    day = None if state is None else state.day
    points = tuple((place.lon, place.lat) for place in atlas.sites)
    return Scene(title, day, _with_room(points))


def around(places: Iterable[Place], title: str, state: State | None) -> Scene:
    """Return a scene that labels some places."""
    listed = tuple(places)
    points = _with_room(tuple((place.lon, place.lat) for place in listed))
    return Scene(title, None if state is None else state.day, points, places=listed)


def at_position(lon: float, lat: float, title: str, state: State) -> Scene:
    """Return a scene around a position."""
    return Scene(title, state.day, _with_room(((lon, lat),)), circle=((lon, lat), 400.0, ()))


def _with_room(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Return positions that a map shows; around a single one there is some ground."""
    if len(points) != 1:
        return points
    ((lon, lat),) = points
    return ((lon - _AROUND_DEG, lat - _AROUND_DEG), (lon + _AROUND_DEG, lat + _AROUND_DEG))


def fills(atlas: Atlas) -> Markup:
    """Return the fills of the actors, once for a page."""
    return Markup(patterns([*atlas.package.actors.values()]))  # noqa: S704 - colours are validated
