"""The questions of an import on maps: which place a row means, with distances and neighbours."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.desk import maps
from frontline.desk.views import Words, desk_of, language_of
from frontline.errors import InvalidRequestError
from frontline.formatting import format_km
from frontline.geometry.geodesy import distance_m
from frontline.importers.review import place_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from frontline.atlas import Atlas
    from frontline.desk.uploads import Upload
    from frontline.importers.review import Asked, Listed, Question, Suggestion
    from frontline.models import Place

#: Most questions on a page, each of which has a map.
MOST_SHOWN = 10
#: Number of neighbours that are named for a candidate.
_NEIGHBOURS = 2


def short_key(question: str) -> str:
    """Return a short name of the key of a question for the fields of a form."""
    return hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:16]


def key_of(asked: Asked) -> str:
    """Return the short name of a question that an import has put."""
    return short_key(asked.question.key)


def read_answers(upload: Upload, values: Mapping[str, str]) -> None:
    """Keep the decisions in a form; an empty one asks again.

    Raises
    ------
    InvalidRequestError
        If a decision is not one of those that were offered.
    """
    known = {key_of(asked): asked for asked, _ in upload.answers.values()}
    known |= {key_of(asked): asked for asked in (upload.plan.questions if upload.plan else ())}
    for key, asked in known.items():
        choice = values.get(f"answer_{key}")
        if choice is None:
            continue
        if choice and choice not in _choices(asked):
            raise InvalidRequestError(f"{asked.question.name}: choose one of the answers")
        if choice:
            upload.answers[asked.question.key] = asked, choice
        else:
            upload.answers.pop(asked.question.key, None)


def _choices(asked: Asked) -> list[str]:
    """Return the decisions that are possible."""
    question = asked.question
    new = [] if question.taken_by or question.point is None else ["new"]
    return [*(one.id for one in asked.suggestions), *new, "skip"]


def shown(request: Request, upload: Upload) -> list[dict[str, Any]]:
    """Return the first open questions for a page, each with the candidates and a map."""
    atlas, language = desk_of(request).workspace.atlas(), language_of(request)
    words = Words(language)
    listed = upload.plan.questions[:MOST_SHOWN] if upload.plan else ()
    return [
        on_map(atlas, asked.question, asked.suggestions, words)
        | {"key": key_of(asked), "can_be_new": "new" in _choices(asked)}
        for asked in listed
    ]


def on_map(
    atlas: Atlas, question: Question | Listed, suggestions: Iterable[Suggestion], words: Words
) -> dict[str, Any]:
    """Return a question for a page, with the candidates and a map, but without its key."""
    gazetteer = atlas.package.gazetteer
    found = [(gazetteer[one.id], one) for one in suggestions if one.id in gazetteer]
    candidates = [
        {
            "id": place.id,
            "name": place.name,
            "second_name": place.second_name,
            "areas": ", ".join(filter(None, (place.admin3 or place.admin2, place.admin1))),
            "position": f"{place.lon:.5f},{place.lat:.5f}",
            "distance": "" if one.distance_m is None else format_km(one.distance_m),
            "score": one.score,
            "neighbours": ", ".join(_neighbours(atlas, place)),
        }
        for place, one in found
    ]
    drawn = None
    if found or question.point is not None:
        drawn = maps.Maps(atlas, words.language).draw(
            _scene(atlas, [place for place, _ in found], question.point, words),
            name=f"q-{short_key(f'{question.file} {question.row} {question.name}')}",
        )
    return {
        "name": question.name,
        "where": question.where,
        "row": f"{question.file}, {question.row}",
        "point": question.point,
        "candidates": candidates,
        "map": drawn,
    }


def _scene(
    atlas: Atlas, places: list[Place], point: tuple[float, float] | None, words: Words
) -> maps.View:
    """Return the scene of a question: the candidates, and the position in the source."""
    title = words("candidates")
    scene = maps.around(places, title, atlas.on(atlas.record.last))
    if point is None:
        return scene
    points = maps.with_room((*((place.lon, place.lat) for place in places), point))
    return maps.View(title, scene.day, points, places=scene.places, circle=(point, 400.0, ()))


def _neighbours(atlas: Atlas, place: Place) -> list[str]:
    """Return the places next to a candidate, with their distances."""
    others = [one for one in atlas.package.gazetteer.values() if one.id != place.id]
    if not others:
        return []
    lons = np.asarray([one.lon for one in others]) - place.lon
    lats = np.asarray([one.lat for one in others]) - place.lat
    away = (lons * np.cos(np.radians(place.lat))) ** 2 + lats**2
    nearest = np.argsort(away, kind="stable")[:_NEIGHBOURS]
    return [
        f"{one.name} ({format_km(distance_m(place.lon, place.lat, one.lon, one.lat))})"
        for one in (others[int(number)] for number in nearest)
    ]


def title_of(atlas: Atlas, choice: str) -> str:
    """Return the name of a chosen place with its areas; empty for any other choice."""
    place = atlas.package.gazetteer.get(choice)
    if place is None:
        return ""
    return place_title(place.name, place.admin3 or place.admin2, place.admin1)


def answered(upload: Upload, atlas: Atlas) -> list[dict[str, str]]:
    """Return the decisions so far, for a page."""
    return [
        {
            "key": key_of(asked),
            "name": asked.question.name,
            "where": asked.question.where,
            "choice": choice,
            "title": title_of(atlas, choice),
        }
        for asked, choice in upload.answers.values()
    ]
