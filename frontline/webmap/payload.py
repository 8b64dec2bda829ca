"""The data of a page: an atlas and a range of days as one JSON-able value.

Nothing here knows of folium or HTML. A page of one day has the same shape as one of many: the
answers on its first day, then the changes. Days are counted from the first; positions are on
the grid of `shapes`. Same atlas and days, same value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.models import Control
from frontline.webmap.basemap import encode_base, encode_locator, encode_places
from frontline.webmap.extent import encode_moments, key_columns, moved_lately, view_of, weights
from frontline.webmap.highways import encode_roads
from frontline.webmap.history import encode_history, encode_reported
from frontline.webmap.i18n import each, tables, titles_of
from frontline.webmap.nearest import encode_nearness
from frontline.webmap.quantize import Grid, encode_ground
from frontline.webmap.stylesheet import LABEL_SIZES, credits_of, method_of, rule_of
from frontline.webmap.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.models import Actor
    from frontline.webmap.i18n import TextLike
    from frontline.webmap.theme import ActorLook


def page_data(  # noqa: PLR0913 - all but the days are options
    atlas: Atlas,
    first: date,
    last: date,
    *,
    title: TextLike,
    notices: Sequence[TextLike] = (),
    language: str = "en",
    house: Theme | None = None,
) -> dict[str, Any]:
    """Give everything a page shows from `first` to `last`.

    Parameters
    ----------
    title : heading of the page
    notices : sentences the reader must see, such as an embargo
    language : what the page opens with
    house : whose style it has

    Raises
    ------
    InvalidRequestError
        For days the record does not reach.
    """
    atlas.record.check_day(first)
    atlas.record.check_day(last)
    house = house or Theme()
    grid = Grid(atlas.package.coverage.region)
    codes = _Codes(atlas)
    moved = moved_lately(atlas, first, last)
    roads = encode_roads(atlas, first, last, grid, codes.of_road)
    keys = key_columns(atlas)
    return {
        "language": language,
        "title": each(title),
        "first": first.isoformat(),
        "days": (last - first).days + 1,
        "origin": list(grid.origin),
        "view": grid.place(view_of(atlas, first, last, moved)).ravel().tolist(),
        "region": grid.place(np.reshape(atlas.package.coverage.region, (2, 2))).ravel().tolist(),
        "reachKm": atlas.package.coverage.reach_km,
        "actors": [_actor(actor, house.look(actor.id)) for actor in atlas.package.actors.values()],
        "places": encode_places(atlas, grid, weights(atlas, first, last, moved)),
        "ground": encode_ground(atlas.cells, grid),
        "control": encode_control(atlas, first, last),
        "roads": roads,
        "near": encode_nearness(atlas, first, last, [road["id"] for road in roads], keys),
        "states": codes.table(),
        "base": encode_base(atlas, grid),
        "locator": encode_locator(atlas, grid),
        "reported": encode_reported(atlas, first, last),
        "history": encode_history(atlas, last),
        "moments": encode_moments(atlas, first, last),
        "keys": keys,
        "keysNamed": bool(atlas.package.coverage.key_places),
        "about": _about(atlas),
        "logo": house.logo and house.logo.model_dump(),
        "credit": house.credit and house.credit.model_dump(),
        "notices": [each(notice) for notice in (*atlas.as_of_notice(last), *notices)],
        "sizes": list(LABEL_SIZES),
        "words": tables(),
    }


class _Codes:
    """Numbers the answers of a page: those of places first, then those of roads."""

    def __init__(self, atlas: Atlas) -> None:
        self._actors = atlas.actors
        self._known = {state: number for number, state in enumerate(atlas.record.states)}

    def of_road(self, control: Control) -> int:
        """Give the number of an answer for a road, whose evidence is that of many reports."""
        bare = Control(control.status, control.actors)
        return self._known.setdefault(bare, len(self._known))

    def table(self) -> list[list[Any]]:
        """Give each answer as status, positions of the actors, evidence or ""."""
        return [
            [state.status, [self._actors.index(actor) for actor in state.actors], state.evidence]
            for state in self._known
        ]


def encode_control(atlas: Atlas, first: date, last: date) -> dict[str, Any]:
    """Encode who held each place with a cell.

    Returns
    -------
    initial : codes on the first day
    since : day from which the same actors had each place, counted from the first day
    changes : three numbers each: days since the change before, place, code
    """
    record, columns = atlas.record, len(atlas.sites)
    rows = slice((first - record.first).days, (last - record.first).days + 1)
    matrix: NDArray[np.int16] = record.matrix[rows, :columns]
    changed = np.argwhere(matrix[1:] != matrix[:-1])
    days = changed[:, 0] + 1
    flat = np.column_stack([np.diff(days, prepend=0), changed[:, 1], matrix[days, changed[:, 1]]])
    since = [record.span_on(place.id, first).since for place in atlas.sites]
    return {
        "initial": matrix[0].tolist(),
        "since": [(day - first).days for day in since],
        "begins": (record.first - first).days,
        "changes": flat.ravel().tolist(),
    }


def _actor(actor: Actor, look: ActorLook) -> list[str]:
    """Return id, name, Arabic name, light colour, pattern, and both names within a sentence."""
    colour, pattern = look.light or actor.colour, look.pattern or actor.pattern
    names = [actor.name_ar_genitive, actor.name_in_text]
    return [actor.id, actor.name, actor.name_ar, colour, pattern, *names]


def _about(atlas: Atlas) -> dict[str, Any]:
    package = atlas.package
    return {
        "title": titles_of(atlas),
        "version": package.version,
        "digest": package.digest[:12],
        "rule": rule_of(atlas.rule),
        "knownOn": "" if atlas.as_of is None else atlas.as_of.isoformat(),
        "method": method_of(package.coverage.reach_km),
        **credits_of(package),
    }
