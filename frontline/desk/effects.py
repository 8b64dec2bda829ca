"""What a change would do: the places that change hands, the front, and maps before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.atlas import Atlas
from frontline.desk import maps
from frontline.desk.views import Words, desk_of, language_of
from frontline.i18n import format_date, format_short_date
from frontline.sensitivity.edit_effect import edit_effect
from frontline.stills.small_map import View

if TYPE_CHECKING:
    from starlette.requests import Request

    from frontline.models import Control, Place
    from frontline.package.package import Package
    from frontline.sensitivity.edit_effect import ControlChange, EditEffect

#: Most changes that a page lists.
_MOST_CHANGES = 40
#: Half the size of the maps of a change, degrees.
_AROUND_DEG = 0.12


def effect_of(request: Request, package: Package, place: Place | None) -> dict[str, Any]:
    """Return what a change does to the record and to the map around a place, for a page.

    Parameters
    ----------
    request : Request
    package : Package
        As it would be.
    place : Place or None
        Where the maps are drawn; there are none without it.
    """
    workspace, language = desk_of(request).workspace, language_of(request)
    words, before = Words(language), workspace.atlas()
    after = Atlas(package, before.rule, None, before.folder)
    effect = edit_effect(before, after)
    title = words("map_of_day", day=format_date(language, effect.day))
    drawn: dict[str, Any] = {"map_before": None, "map_after": None}
    if place is not None:
        points = (
            (place.lon - _AROUND_DEG, place.lat - _AROUND_DEG),
            (place.lon + _AROUND_DEG, place.lat + _AROUND_DEG),
        )
        scene = View(title, effect.day, points, places=(place,))
        old = maps.maps_of(workspace, language)
        drawn["map_before"] = old.draw(scene, name="before")
        new = maps.Maps(after, language)
        drawn["map_after"] = new.draw(scene, name="after")
    return {
        "lines": [_change_line(one, words, before) for one in effect.changes[:_MOST_CHANGES]],
        "more": max(0, len(effect.changes) - _MOST_CHANGES),
        "numbers": _numbers(effect, words, language),
        **drawn,
    }


def _change_line(change_: ControlChange, words: Words, atlas: Atlas) -> str:
    place, language = change_.place, words.language
    name = (place.name_ar or place.name) if language == "ar" else place.name
    return words(
        "effect_place", place=name, before=_control(change_.before, words, atlas),
        after=_control(change_.after, words, atlas),
        first=format_short_date(language, change_.first),
        last=format_short_date(language, change_.last),
    )  # fmt: skip


def _control(control: Control, words: Words, atlas: Atlas) -> str:
    actors = atlas.package.actors
    names = [
        (actors[id_].name_ar or actors[id_].name) if words.language == "ar" else actors[id_].name
        for id_ in control.actors
    ]
    held = words(f"status_{control.status}", actors=" / ".join(names))
    return f"{held} ({words(f'evidence_{control.evidence}')})" if control.evidence else held


def _numbers(effect: EditEffect, words: Words, language: str) -> list[str]:
    """Return how the front and the areas change on the day."""
    day = format_short_date(language, effect.day)
    old, new = effect.front_km
    lines = []
    if abs(new - old) < 0.05:
        lines.append(words("front_same", day=day))
    else:
        key = "front_longer" if new > old else "front_shorter"
        lines.append(words(key, day=day, km=f"{abs(new - old):.1f}"))
    for actor, area in effect.areas_km2[1].items():
        gained = area - effect.areas_km2[0].get(actor, 0.0)
        if abs(gained) >= 0.05:
            lines.append(f"{actor}: {gained:+.1f} km²")
    return lines
