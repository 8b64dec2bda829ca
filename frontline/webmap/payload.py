"""The data of a page: an atlas and a range of days as one JSON-able value.

This module does not depend on folium or HTML. A page of one day has the same structure as one of
many: the control on its first day, then the changes. Days are counted from the first; positions
are on the grid of `quantize`. The same atlas and days result in the same value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.attribution import credit_texts, map_credit, method_text, rule_text
from frontline.i18n import in_each_language, package_titles, page_words
from frontline.models import Control
from frontline.stills.still import check_layers
from frontline.theme import Theme
from frontline.webmap.annotations import encode_annotations
from frontline.webmap.basemap import encode_basemap, encode_locator
from frontline.webmap.built_up import encode_built_up
from frontline.webmap.drawn import encode_drawn
from frontline.webmap.extent import (
    chosen_view,
    day_before_change,
    encode_moments,
    initial_view,
    key_place_indices,
    label_weights,
    recently_changed,
)
from frontline.webmap.highways import encode_highways
from frontline.webmap.history import encode_history, encode_reported
from frontline.webmap.nearest import encode_nearest
from frontline.webmap.places import encode_places
from frontline.webmap.quantize import Grid, encode_cells
from frontline.webmap.stylesheet import LABEL_SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.annotation_model import Annotation
    from frontline.atlas import Atlas
    from frontline.i18n import TextLike
    from frontline.models import Actor
    from frontline.theme import ActorLook


def page_data(  # noqa: PLR0913 - all but the days are options
    atlas: Atlas,
    first: date,
    last: date,
    *,
    title: TextLike,
    deck: TextLike | None = None,
    credit: TextLike | None = None,
    since: date | None = None,
    notices: Sequence[TextLike] = (),
    language: str = "en",
    theme: Theme | None = None,
    view: str | None = None,
    annotations: Sequence[Annotation] = (),
    hidden: Sequence[str] = (),
) -> dict[str, Any]:
    """Return everything that a page shows from `first` to `last`.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
        Both included.
    title : str, Text or mapping of str to str
        Heading of the page.
    deck : str, Text or mapping of str to str, optional
        Sentence below the title.
    credit : str, Text or mapping of str to str, optional
        The author of the map; by default that of the theme.
    since : date, optional
        The page marks what was gained since this day, and its front line.
    notices : sequence of str or Text
        Sentences that the reader must see, such as an embargo.
    language : {"en", "ar"}
        The language in which the page opens.
    theme : Theme, optional
    view : str, optional
        What the map shows first, as of `frontline.stills.views.view_bounds`.
    annotations : sequence of Annotation
        Texts and arrows besides those of the package.
    hidden : sequence of str
        Layers that are not drawn, of `frontline.stills.still.OPTIONAL`.

    Raises
    ------
    InvalidRequestError
        For days outside the record, another view or another layer.
    """
    atlas.record.check_day(first)
    atlas.record.check_day(last)
    if since is not None:
        atlas.record.check_day(since)
    theme = theme or Theme()
    left_out = check_layers(hidden)
    grid = Grid(atlas.package.coverage.region)
    sites = grid.quantize(np.asarray([(one.lon, one.lat) for one in atlas.sites]).reshape(-1, 2))
    codes = _Codes(atlas)
    moved = recently_changed(atlas, first, last)
    roads = encode_highways(atlas, first, last, grid, codes.highway_code)
    keys = key_place_indices(atlas)
    drawn = encode_drawn(atlas, first, last, grid, codes.highway_code)
    own_credit: dict[str, str] | None = None
    if credit or theme.credit:
        own_credit = in_each_language(credit or (theme.credit and theme.credit.model_dump()) or "")
    return {
        "language": language,
        "title": in_each_language(title),
        "deck": in_each_language(deck) if deck else None,
        "bothNames": theme.labels == "both",
        "first": first.isoformat(),
        "days": (last - first).days + 1,
        "origin": list(grid.origin),
        "view": grid.quantize(
            initial_view(atlas, first, last, moved) if view is None else chosen_view(atlas, view)
        )
        .ravel()
        .tolist(),
        "region": grid.quantize(np.reshape(atlas.package.coverage.region, (2, 2))).ravel().tolist(),
        "reachKm": atlas.package.reach_km,
        "actors": [_actor(actor, theme.look(actor.id)) for actor in atlas.package.actors.values()],
        "places": encode_places(atlas, grid, label_weights(atlas, first, last, moved)),
        "ground": encode_cells(atlas.cells, grid, sites),
        "drawn": drawn,
        "control": encode_control(atlas, first, last, codes),
        "roads": roads,
        "near": encode_nearest(atlas, first, last, [road["id"] for road in roads], keys),
        "since": encode_earlier(atlas, since, first, last, codes),
        "states": codes.table(),
        "base": encode_basemap(atlas, grid, left_out),
        "builtUp": encode_built_up(atlas, grid, is_hidden="built-up" in left_out),
        "locator": encode_locator(atlas, grid),
        "reported": encode_reported(atlas, first, last),
        "history": encode_history(atlas, first, last),
        "moments": encode_moments(atlas, first, last),
        "annotations": []
        if "annotations" in left_out
        else encode_annotations(atlas, first, last, grid, annotations),
        "hidden": list(left_out),
        "keys": keys,
        "keysNamed": bool(atlas.package.coverage.key_places),
        "about": _about(atlas, None if drawn is None else drawn["detail"]),
        "logo": theme.logo and theme.logo.model_dump(),
        "credit": own_credit,
        "mapCredit": map_credit(atlas.package, own_credit),
        "notices": [in_each_language(notice) for notice in (*atlas.as_of_notice(last), *notices)],
        "sizes": list(LABEL_SIZES),
        "words": page_words(),
    }


class _Codes:
    """Numbers of the controls on a page: those of places first, then those of highways."""

    def __init__(self, atlas: Atlas) -> None:
        self._actors = atlas.actors
        self._known: dict[Control | str, int] = {
            state: number for number, state in enumerate(atlas.record.states)
        }
        self._presumed: dict[int, int] = {}
        for state, number in list(self._known.items()) if self._any_presumed(atlas) else ():
            if isinstance(state, Control) and state.holder and state.evidence == "inferred":
                self._presumed[number] = self._known[state.holder] = len(self._known)

    @staticmethod
    def _any_presumed(atlas: Atlas) -> bool:
        return bool(atlas.holders.presumed_spans.any())

    def of_places(self, codes: NDArray[np.int16], presumed: NDArray[np.bool_]) -> NDArray[np.int16]:
        """Return the numbers of the controls of places, those of presumed ones apart."""
        numbers = np.arange(max([*self._known.values()], default=0) + 1, dtype=np.int16)
        for code, number in self._presumed.items():
            numbers[code] = number
        return np.where(presumed, numbers[codes], codes)

    def highway_code(self, control: Control, is_presumed: bool = False) -> int:  # noqa: FBT001, FBT002 - a callback
        """Return the number of the control of a highway or of drawn ground, without evidence."""
        if is_presumed and control.holder in self._known:
            return self._known[control.holder]
        without_evidence = Control(control.status, control.actors)
        return self._known.setdefault(without_evidence, len(self._known))

    def table(self) -> list[list[Any]]:
        """Return each control as status, indices of the actors, and evidence."""
        return [
            ["held", [self._actors.index(state)], "presumed"]
            if isinstance(state, str)
            else [
                state.status, [self._actors.index(actor) for actor in state.actors], state.evidence
            ]
            for state in self._known
        ]  # fmt: skip


def encode_control(
    atlas: Atlas, first: date, last: date, numbers: _Codes | None = None
) -> dict[str, Any]:
    """Encode who held each place with a cell.

    Returns
    -------
    dict
        `initial`: codes on the first day. `since`: the day since which the same actors hold each
        place, counted from the first day. `begins`: the first day of the record. `changes`: three
        numbers each: days since the change before, place, code.
    """
    record, holders = atlas.record, atlas.holders
    table, start = holders.table, holders.day_number(first)
    codes = (numbers or _Codes(atlas)).of_places(table.code, holders.presumed_spans)
    begun = table.beginning(start, holders.day_number(last))
    begun = begun[codes[begun] != codes[begun - 1]]  # the span of the day before is above
    days = table.first[begun] - start
    flat = np.column_stack([np.diff(days, prepend=0), table.column[begun], codes[begun]])
    now, since = np.flatnonzero(table.on(start)), record.values("since")
    return {
        "initial": codes[now].tolist(),
        "since": [(since[row] - first).days for row in now.tolist()],
        "begins": (record.first - first).days,
        "changes": flat.ravel().tolist(),
    }


def encode_earlier(
    atlas: Atlas, since: date | None, first: date, last: date, numbers: _Codes
) -> dict[str, Any] | None:
    """Encode who held each place with a cell on an earlier day, or None without one.

    A page of one day without a chosen day compares it with the day before the last change.

    Returns
    -------
    dict
        `day`: the day. `codes`: as in `encode_control`. `front`: whether its front line is shown,
        as it is for a chosen day.
    """
    day = since if since or first != last else day_before_change(atlas, last)
    if day is None:
        return None
    holders = atlas.holders
    on = holders.table.on(holders.day_number(day))
    codes = numbers.of_places(holders.table.code[on], holders.presumed_spans[on])
    return {"day": day.isoformat(), "codes": codes.tolist(), "front": since is not None}


def _actor(actor: Actor, look: ActorLook) -> list[str]:
    """Return id, name, Arabic name, light colour, pattern, and both names within a sentence.

    The fills of actors differ in lightness, so only a style asks for a pattern.
    """
    colour, pattern = look.light or actor.colour, look.pattern or "plain"
    names = [actor.name_ar_genitive, actor.name_in_text]
    return [actor.id, actor.name, actor.name_ar, colour, pattern, *names]


def _about(atlas: Atlas, detail_m: int | None) -> dict[str, Any]:
    package = atlas.package
    return {
        "title": package_titles(atlas),
        "version": package.version,
        "digest": package.digest[:12],
        "rule": rule_text(atlas.rule),
        "knownOn": "" if atlas.as_of is None else atlas.as_of.isoformat(),
        "method": method_text(atlas, detail_m),
        **credit_texts(package),
    }
