"""Compare: two rules, two days of knowledge or two sources, as a list and on two maps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from frontline.coverage_model import DRAWN_BY
from frontline.desk import maps
from frontline.desk.views import Words, desk_of, first_lines, language_of, pick, render
from frontline.errors import InvalidRequestError
from frontline.formatting import format_km2
from frontline.i18n import format_date
from frontline.sensitivity.edit_effect import edit_effect, front_length_km
from frontline.sensitivity.ground_comparison import compare_ground

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.atlas import Atlas
    from frontline.models import Control, Place
    from frontline.sensitivity.ground_comparison import GroundDifference
    from frontline.sensitivity.rules import PlaceDifference, RoadDifference

KINDS = ("rules", "knowledge", "sources", "ground")
#: Most places that the maps name.
_MOST_NAMED = 12


@dataclass(frozen=True)
class _Sides:
    """What two sides say of a day."""

    atlases: tuple[Atlas, Atlas]
    places: list[tuple[Place, tuple[Control | str, Control | str]]]
    roads: tuple[RoadDifference, ...] = ()
    ground: tuple[GroundDifference, ...] = ()


def page(request: Request) -> Response:
    """Show what differs between two sides of a day."""
    workspace, language = desk_of(request).workspace, language_of(request)
    atlas = workspace.atlas()
    asked = pick(request.query_params, "kind", "a", "b", "day")
    asked["kind"] = asked["kind"] if asked["kind"] in KINDS else KINDS[0]
    is_asked = bool(asked["a"] and asked["b"])
    asked["day"] = asked["day"] or str(atlas.record.last)
    found, problems = None, []
    if is_asked:
        try:
            found = workspace.answer(
                ("compare", language, *asked.values()), lambda: _compare(request, asked)
            )
        except InvalidRequestError as error:
            problems = first_lines(error)
    return render(
        request,
        "compare.html",
        asked=asked,
        kinds=KINDS,
        found=found,
        problems=problems,
        rules=workspace.rules,
        grounds=_grounds(atlas),
        publishers=[(one.id, one.name) for one in atlas.package.publishers.values()],
        first=atlas.record.first,
        last=atlas.record.last,
        fills=maps.fills(atlas),
        actors=[(one.id, _name(one, language)) for one in atlas.package.actors.values()],
    )


def _name(named: Any, language: str) -> str:
    """Return the name of an actor or place in a language."""
    return str((language == "ar" and named.name_ar) or named.name)


def _compare(request: Request, asked: dict[str, str]) -> dict[str, Any]:
    """Return the differences, the numbers of each side, and a map of each."""
    workspace, language = desk_of(request).workspace, language_of(request)
    words, day = Words(language), workspace.state(asked["day"]).day
    find = {"rules": _rules, "knowledge": _knowledge, "sources": _sources, "ground": _ground}
    sides = find[asked["kind"]](request, asked)
    states = [one.on(day) for one in sides.atlases]
    named = [place for place, _ in sides.places][:_MOST_NAMED]
    title = words("map_of_day", day=format_date(language, day))
    drawn = [
        maps.Maps(one.atlas, language).draw(
            maps.around(named, title, one) if named else maps.overview(one.atlas, one, title),
            name=f"side-{number}",
        )
        for number, one in enumerate(states)
    ]
    held = partial(_held, words=words, atlas=sides.atlases[0])
    return {
        "places": [
            (_name(place, language), place.id, [*map(held, both)]) for place, both in sides.places
        ],
        "roads": [
            (one.highway.upper(), f"{one.from_km:.1f} – {one.to_km:.1f} km",
             [*map(held, one.answers)])
            for one in sides.roads
        ],
        "ground": [
            ([held(holder) for holder in one.holders], f"{format_km2(one.area_km2)} km²")
            for one in sides.ground
        ],
        "numbers": [_numbers(one, words) for one in states],
        "maps": drawn,
    }  # fmt: skip


def _rules(request: Request, asked: dict[str, str]) -> _Sides:
    workspace = desk_of(request).workspace
    one, other = workspace.atlas(asked["a"]), workspace.atlas(asked["b"])
    found = one.compare([one.rule, other.rule], workspace.state(asked["day"]).day)
    return _Sides((one, other), _pairs(found.places), found.roads)


def _sources(request: Request, asked: dict[str, str]) -> _Sides:
    workspace = desk_of(request).workspace
    atlas, day = workspace.atlas(), workspace.state(asked["day"]).day
    found = atlas.compare_sources([asked["a"], asked["b"]], day)
    one, other = (atlas.of_source(name.id) for name in found.publishers)
    return _Sides((one, other), _pairs(found.places), found.roads)


def _grounds(atlas: Atlas) -> list[str]:
    """Return the forms that the ground of a package has: cells, and who drew it."""
    package = atlas.package
    drew = {
        report.publisher
        for report in package.area_reports
        if any(area in package.control_areas for area in report.area)
    }
    return ["cells", *(f"{DRAWN_BY}{publisher}" for publisher in sorted(drew))]


def _ground(request: Request, asked: dict[str, str]) -> _Sides:
    workspace = desk_of(request).workspace
    atlas, day = workspace.atlas(), workspace.state(asked["day"]).day
    known = _grounds(atlas)
    for name in ("a", "b"):
        if asked[name] not in known:
            raise InvalidRequestError(
                f"Unknown ground {asked[name][:80]!r}: use {', '.join(known)}."
            )
    one, other = (atlas.with_ground(asked[name]) for name in ("a", "b"))
    found = compare_ground(one.on(day), other.on(day))
    return _Sides((one, other), [*found.places], ground=found.ground)


def _pairs(
    places: tuple[PlaceDifference, ...],
) -> list[tuple[Place, tuple[Control | str, Control | str]]]:
    return [(one.place, (one.answers[0], one.answers[1])) for one in places]


def _knowledge(request: Request, asked: dict[str, str]) -> _Sides:
    workspace = desk_of(request).workspace
    one, other = (workspace.atlas("standard", asked[name]) for name in ("a", "b"))
    if one.as_of == other.as_of:
        raise InvalidRequestError("Choose two different as-of dates.")
    day = workspace.state(asked["day"]).day
    changes = edit_effect(one, other, day).changes
    now = [change for change in changes if change.first <= day <= change.last]
    return _Sides((one, other), [(item.place, (item.before, item.after)) for item in now])


def _held(control: Control | str, words: Words, atlas: Atlas) -> str:
    if isinstance(control, str):
        known = atlas.package.actors.get(control)
        return words(f"ground_{control}") if known is None else _name(known, words.language)
    actors = " / ".join(_name(atlas.package.actors[id_], words.language) for id_ in control.actors)
    held = words(f"status_{control.status}", actors=actors)
    return f"{held} ({words(f'evidence_{control.evidence}')})" if control.evidence else held


def _numbers(state: Any, words: Words) -> list[str]:
    """Return the area of each actor, and the length of the front."""
    actors = state.atlas.package.actors
    lines = [
        f"{_name(actors[id_], words.language)}: {format_km2(area)} km²"
        for id_, area in state.areas_km2.items()
    ]
    return [*lines, words("front_km", km=f"{front_length_km(state):.0f}")]


ROUTES = [Route("/compare", page)]
