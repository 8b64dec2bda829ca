"""Ask: how far it was, or who held a place, on a day; with map, sources and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse
from starlette.routing import Route

from frontline.claims.question import answer_question
from frontline.desk import maps
from frontline.desk.views import LOOK_COOKIE, Words, desk_of, first_lines, language_of, pick, render
from frontline.errors import AmbiguousNameError, InvalidRequestError, UnknownNameError
from frontline.formatting import format_km
from frontline.gazetteer.normalize import literal_key
from frontline.geometry import geodesy
from frontline.i18n import (
    format_date,
    format_short_date,
    in_each_language,
    locale_tables,
)
from frontline.sensitivity.leave_one_out import leave_one_out
from frontline.serialize import distance_json, history_json, source_json
from frontline.webmap.report.arabic import arabic_sentence
from frontline.webmap.report.scenes import claim_scene

if TYPE_CHECKING:
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.atlas import Atlas
    from frontline.claims.checker import Finding
    from frontline.gazetteer.gazetteer import Gazetteer
    from frontline.geometry.distance import Distance
    from frontline.models import Place
    from frontline.sensitivity.leave_one_out import LeaveOneOut
    from frontline.state import State

FIELDS = ("place", "to", "day", "rule", "as_of", "district")
#: The parameter that asks for the map of an answer, too.
_WITH_MAP = "map"
#: Most names that a search offers, and the shortest and longest text that it looks for.
_MOST_NAMES, _SHORTEST_NAME, _LONGEST_NAME = 12, 2, 100
#: Fields of the form that corrects a reading.
_WITH_ACTORS = ("subject", "target")


async def page(request: Request) -> Response:
    """Show the question and, if it is complete, its answer; from memory if it was asked before.

    Questions wait for each other, the first first: computed at the same time, all would end last.
    """
    if request.query_params.get("sources") == "test":  # it takes longer
        return await run_in_threadpool(_kept_page, request)
    async with desk_of(request).asking:
        return await run_in_threadpool(_kept_page, request)


def _kept_page(request: Request) -> Response:
    look, session = request.cookies.get(LOOK_COOKIE, ""), request.state.session
    key = ("page", language_of(request), look, session, request.url.query)
    body = desk_of(request).workspace.answer(key, lambda: _page(request).body)
    return HTMLResponse(body)


def _page(request: Request) -> Response:
    workspace, language = desk_of(request).workspace, language_of(request)
    asked = pick(request.query_params, *FIELDS)
    asked["rule"] = asked["rule"] or "standard"
    tests_sources = request.query_params.get("sources") == "test"
    values: dict[str, Any] = {"answer": None, "errors": [], "candidates": []}
    values |= {"map": None, "map_address": ""}
    try:
        atlas = workspace.atlas(asked["rule"], asked["as_of"])
    except InvalidRequestError as error:
        values["errors"] = first_lines(error)
        asked |= {"rule": "standard", "as_of": ""}
        atlas = workspace.atlas()
    asked["day"] = asked["day"] or str(atlas.record.effective_day(atlas.record.last))
    if asked["place"] and not values["errors"]:
        try:
            values["answer"] = workspace.answer(
                ("ask", language, tests_sources, *asked.values()),
                lambda: _answer(request, atlas, asked, tests_sources=tests_sources),
            )
            values |= _answer_map(request, atlas, asked, values["answer"]["finding"])
        except (AmbiguousNameError, UnknownNameError) as error:
            values |= _candidates(request, atlas, asked, error)
        except InvalidRequestError as error:
            values["errors"] = first_lines(error)
    if values["map"] is None and not values["map_address"]:
        values["map"] = _overview(request, atlas, asked)
    return render(
        request,
        "ask.html",
        asked=asked,
        rules=workspace.rules,
        actors=_actors(atlas, language),
        ends=_ends(atlas, language),
        first=atlas.record.first,
        last=atlas.record.last,
        fills=workspace.answer(("fills",), lambda: maps.fills(atlas)),
        with_source_test=f"/ask?{urlencode(asked)}&sources=test",
        **values,
    )


def names(request: Request) -> Response:
    """Return options for a field of a form: what it always has, and places like what is typed."""
    atlas, language = desk_of(request).workspace.atlas(), language_of(request)
    field, text = next(iter(request.query_params.items()), ("", ""))
    options = []
    if field == "to":
        options = _ends(atlas, language)
    elif field in _WITH_ACTORS:
        options = _actors(atlas, language)
    return render(request, "names.html", options=[*options, *_named_like(request, text.strip())])


def _named_like(request: Request, text: str) -> list[tuple[str, str]]:
    """Return id and label of places whose names begin with or resemble a text."""
    if len(text) < _SHORTEST_NAME:
        return []
    workspace = desk_of(request).workspace
    gazetteer, text = workspace.atlas().gazetteer, text[:_LONGEST_NAME]
    keyed = workspace.answer(("names",), lambda: _keyed_names(gazetteer))
    key = literal_key(text)
    begun = [place for name, place in keyed if name.startswith(key)] if key else []
    try:
        match = gazetteer.find(text)
        found = dict.fromkeys([*match.candidates, *begun, *gazetteer.suggest(text)])
    except (InvalidRequestError, TypeError):
        return []
    return [
        (one.id, " · ".join(filter(None, (*one.main_names, one.admin3))))
        for one in [*found][:_MOST_NAMES]
    ]


def _keyed_names(gazetteer: Gazetteer) -> list[tuple[str, Place]]:
    """Return the main names of all places as keys, the shortest first."""
    places = (gazetteer[place_id] for place_id in gazetteer)
    names = [(literal_key(name), place) for place in places for name in place.main_names]
    return sorted(names, key=lambda one: (len(one[0]), one[0], one[1].id))


def _ends(atlas: Atlas, language: str) -> list[tuple[str, str]]:
    """Return id and name of what a distance may be measured to, besides places."""
    roads = [(one.id, one.name) for one in atlas.package.highways.values()]
    return [*_actors(atlas, language), ("front", Words(language)("front")), *roads]


def _state(request: Request, asked: dict[str, str]) -> State:
    return desk_of(request).workspace.state(asked["day"], asked["rule"], asked["as_of"])


def _maps(request: Request, asked: dict[str, str]) -> maps.Maps:
    workspace = desk_of(request).workspace
    return maps.maps_of(workspace, language_of(request), asked["rule"], asked["as_of"])


def _actors(atlas: Atlas, language: str) -> list[tuple[str, str]]:
    """Return id and name of each actor."""
    return [
        (one.id, (one.name_ar or one.name) if language == "ar" else one.name)
        for one in atlas.package.actors.values()
    ]


def _overview(request: Request, atlas: Atlas, asked: dict[str, str]) -> Any:
    """Return the map of the day, to click on; of the last day if the day is not valid."""
    workspace = desk_of(request).workspace
    words = Words(language_of(request))
    try:
        state = _state(request, asked)
    except InvalidRequestError:
        state = atlas.on(atlas.record.last)
    title = words("map_of_day", day=format_date(words.language, state.day))
    key = ("overview", words.language, asked["rule"], asked["as_of"], state.day)
    drawer = _maps(request, asked)
    return workspace.answer(
        key, lambda: drawer.draw(maps.overview(atlas, state, title), name="overview")
    )


def _candidates(
    request: Request, atlas: Atlas, asked: dict[str, str], error: InvalidRequestError
) -> dict[str, Any]:
    """Return the places that a name may mean, each with the question about it, on a map."""
    words = Words(language_of(request))
    found: list[dict[str, Any]] = []
    marked: dict[str, Place] = {}
    for name in ("place", "to"):
        for place in _meanings(atlas, asked, name):
            address = f"/ask?{urlencode({**asked, name: place.id, 'district': ''})}"
            found.append({"place": place, "address": address})
            marked[place.id] = place
    if not found:
        return {"errors": first_lines(error)}
    drawer = _maps(request, asked)
    scene = maps.around(marked.values(), words("candidates"), None)
    lines = first_lines(error, 1) if len(found) == 1 else [words("which_place")]
    return {"candidates": found, "errors": lines, "map": drawer.draw(scene, name="which")}


def _meanings(atlas: Atlas, asked: dict[str, str], name: str) -> tuple[Place, ...]:
    """Return the places that a name may mean if it does not name one thing."""
    text = asked[name]
    try:
        if not text or atlas.find_actor(text):
            return ()
        atlas.locate(text, asked["district"] or None)
    except (AmbiguousNameError, UnknownNameError):
        match = atlas.gazetteer.find(text, district=asked["district"] or None)
        return match.candidates or atlas.gazetteer.suggest(text)
    except InvalidRequestError:
        return ()
    return ()


def _answer(
    request: Request, atlas: Atlas, asked: dict[str, str], *, tests_sources: bool
) -> dict[str, Any]:
    """Return everything that the page shows of an answer."""
    words = Words(language_of(request))
    state = _state(request, asked)
    finding = answer_question(
        state, asked["place"], asked["to"], district=asked["district"] or None
    )
    distance = finding.distance
    sentence = finding.wording if words.language == "en" else arabic_sentence(atlas, finding)
    place = _asked_place(finding, atlas, asked)
    return {
        "sentence": sentence,
        "finding": finding,
        "distance": None if distance is None else _measured(finding, distance, words),
        "found": None if distance is None else distance_json(distance, state),
        **_history(atlas, place, state.day),
        "sources": [source_json(one, atlas) for one in finding.reports],
        "rule": atlas.rule,
        "notices": [in_each_language(one)[words.language] for one in atlas.as_of_notice(state.day)],
        "day": format_date(words.language, state.day),
        "known": _known(atlas, place, state.day, words) if tests_sources else [],
        "hangs_on": _hangs_on(state, asked, finding, words) if tests_sources else None,
        "actor_names": dict(_actors(atlas, words.language)),
    }


def _history(atlas: Atlas, place: Place | None, day: date) -> dict[str, Any]:
    """Return who held a place, and the records that its control on a day is based on."""
    if place is None:
        return {"history": None, "records": None}
    history, basis = history_json(atlas, place), atlas.record.span_on(place.id, day).basis
    return {
        "history": history,
        "records": [one for one in history["records"] if one["id"] in basis],
    }


def _asked_place(finding: Finding, atlas: Atlas, asked: dict[str, str]) -> Place | None:
    """Return the place of the question, whose history is shown; None for a position or road."""
    if finding.distance is None:
        return None if finding.claim.target is None else finding.claim.target.place
    end = atlas.find_actor(asked["place"])
    if end is not None:
        return None
    return finding.distance.end.place or finding.distance.start.place


def _measured(finding: Finding, distance: Distance, words: Words) -> list[tuple[str, str]]:
    """Return the numbers of a distance, each with its label."""
    is_bound = distance.gap is not None and distance.gap.is_bound
    rows = [] if is_bound else [
        (words("centre"), format_km(distance.centre_m)),
        (words("edge"), format_km(distance.edge_m)),
    ]  # fmt: skip
    span = words("span", low=format_km(distance.low_m), high=format_km(distance.high_m))
    rows.append((words("interval"), span))
    if distance.line[0] != distance.line[1]:
        bearing, seen_from = _bearing_from(finding, distance)
        direction = f"{round(bearing) % 360}° ({_direction(words, bearing)})"
        rows.append((words("seen_from", name=seen_from), direction))
    if distance.chainage_km is not None:
        rows.append((words("kilometre"), f"{distance.chainage_km:.1f}"))
    return rows


def _bearing_from(finding: Finding, distance: Distance) -> tuple[float, str]:
    """Return the bearing as seen from what the question is about, and its name."""
    target = finding.claim.target
    if target is not None and target.kind in {"road", "front"}:
        return distance.bearing_deg, distance.start.label
    start, end = distance.line
    return geodesy.inverse(*end, *start)[1], distance.end.label


def _direction(words: Words, bearing_deg: float) -> str:
    """Return a compass direction in the language of the page."""
    names: list[str] = locale_tables()[words.language]["directions"]
    return names[geodesy.DIRECTIONS.index(geodesy.compass_direction(bearing_deg))]


def _answer_map(
    request: Request, atlas: Atlas, asked: dict[str, str], finding: Finding
) -> dict[str, Any]:
    """Return the map of an answer, or the address of the page with it: the answer comes first."""
    scene = _scene(request, atlas, asked, finding)
    if scene is None:
        return {}
    if request.query_params.get(_WITH_MAP) != "yes":
        query = parse_qsl(request.url.query, keep_blank_values=True)
        return {"map_address": f"/ask?{urlencode([*query, (_WITH_MAP, 'yes')])}"}
    drawer = _maps(request, asked)
    key = ("answer map", language_of(request), *asked.values())
    draw = desk_of(request).workspace.answer
    return {"map": draw(key, lambda: drawer.draw(scene, name="answer"))}


def _scene(
    request: Request, atlas: Atlas, asked: dict[str, str], finding: Finding
) -> maps.View | None:
    """Return what the map of an answer shows: centre and edge lines, or the place."""
    words, state = Words(language_of(request)), finding.state
    scene = claim_scene(atlas, finding)
    if scene is None and state is not None and "position" in finding.facts:
        centre = atlas.locate(asked["place"]).centre
        if centre is not None:
            title = words("map_of_day", day=format_date(words.language, state.day))
            scene = maps.at_position(*centre, title, state)
    return scene


def _known(
    atlas: Atlas, place: Place | None, day: date, words: Words
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what was known about a place by each day of publication."""
    if place is None:
        return []
    names_of = dict(_actors(atlas, words.language))
    rows = []
    for step in atlas.publication_history(place=place.id, day=day):
        if step.span is not None:
            control = step.span.control
            holders = " / ".join(names_of[actor] for actor in control.actors)
            held = words(f"status_{control.status}", actors=holders)
            publishers = (atlas.package.publishers[one.publisher].name for one in step.reports)
            rows.append(
                (
                    format_short_date(words.language, step.day),
                    held,
                    tuple(dict.fromkeys(publishers)),
                )
            )
    return rows


def _hangs_on(
    state: State, asked: dict[str, str], finding: Finding, words: Words
) -> list[tuple[str, str]]:
    """Return the sources without which the answer would be another, and that answer."""
    between = (asked["place"], asked["to"]) if asked["to"] else None
    changes = leave_one_out(state.atlas, state.day, between)
    named = ((one, _without(one, finding, words)) for one in changes)
    return [(one.excluded.name, text) for one, text in named if text]


def _without(one: LeaveOneOut, finding: Finding, words: Words) -> str:
    """Return the answer without a source; empty if it is the same."""
    distance = finding.distance
    if distance is None:
        target = finding.claim.target
        changed = [p for p in one.places if target is not None and p.place_id == target.id]
        return words("then_other") if changed else ""
    if one.distance is None:
        return words("then_none")
    other = one.distance
    if (format_km(other.centre_m), format_km(other.edge_m)) == (
        format_km(distance.centre_m), format_km(distance.edge_m),
    ):  # fmt: skip
        return ""
    return words(
        "then_distance", centre=format_km(other.centre_m), edge=format_km(other.edge_m),
        where=other.end.label if other.end_actor else other.start.label,
    )  # fmt: skip


ROUTES = [Route("/ask", page), Route("/ask/names", names)]
