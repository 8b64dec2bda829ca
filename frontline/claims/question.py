"""Answer a question about a day: how far something was, or who held a place.

The answer is a `Finding`, as for a claim of an article, so that its sentence, its map and its
sources are made by the same functions.

Examples
--------
>>> import frontline
>>> finding = answer_question(frontline.open().on("2019-08-15"), "Khan Sheikhoun", "government")
>>> finding.distance.start.label
'Tell Aas'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.checker import Finding
from frontline.claims.claim import Claim
from frontline.claims.publishable import publishable_sentence
from frontline.claims.reader.coreference import Referent
from frontline.claims.verdict import Answer, cannot_tell, supported
from frontline.dates import format_day
from frontline.day_distances import is_front
from frontline.errors import InvalidRequestError
from frontline.formatting import format_control

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.geometry.distance import Distance, Endpoint
    from frontline.models import Place, Report
    from frontline.state import State


def answer_question(
    state: State, where: str, to: str | None = None, *, district: str | None = None
) -> Finding:
    """Answer who held a place on a day, or how far it was from something.

    Parameters
    ----------
    state : State
        The day.
    where : str
        A place, its id, or a position as ``lon,lat``; with `to` also a highway.
    to : str, optional
        An actor, a highway, ``front``, or a second place or position. Without it the question
        is who held the place.
    district : str, optional
        District that place names are looked up in.

    Returns
    -------
    Finding
        Its ``wording`` is the sentence; ``distance`` is None for a question of control.

    Raises
    ------
    AmbiguousNameError, UnknownNameError
        The message lists the candidates.
    InvalidRequestError
        For an end without a position on this day.
    """
    if to is None or not to.strip():
        return _control(state, where, district)
    if _is_line(state.atlas, to) and not _is_line(state.atlas, where):
        return _from_line(state, where, to, district)
    distance = state.distance(to, where, district=district)
    subject = _referent(state.atlas, to, distance.start)
    return _finding(state, subject, _referent(state.atlas, where, distance.end), distance)


def _from_line(state: State, where: str, line: str, district: str | None) -> Finding:
    """Return the answer to a question about a road or the front, which is seen from the place."""
    if state.atlas.find_actor(where):  # the place is the nearest that the actor holds
        end = state.distance(line, where, district=district).end
    else:
        (end,) = state.endpoints(where, district)
    target = _referent(state.atlas, line, end)
    distance = state.distance(_name(end), str(target.id))
    return _finding(state, _referent(state.atlas, where, end), target, distance)


def _is_line(atlas: Atlas, word: str) -> bool:
    """Whether a word names a road or the front, and not an actor."""
    return not atlas.find_actor(word) and (is_front(word) or bool(atlas.road_id(word)))


def _finding(state: State, subject: Referent, target: Referent, distance: Distance) -> Finding:
    """Return the answer to a question about a distance."""
    atlas = state.atlas
    claim = _claim("distance", state, subject, target)
    found = distance.reported_endpoint
    places = () if found is None or found.place is None else (found.place,)
    answer = Answer(supported(""), distance, state.day, places=places)
    reports = _reports(state, places) if distance.start_actor else ()
    wording = publishable_sentence(atlas, claim, answer, reports)
    return Finding(claim, answer.verdict, distance, state, {}, reports, wording=wording)


def _name(end: Endpoint) -> str:
    """Return what names an end exactly: an id or a position."""
    if end.place is not None:
        return end.place.id
    return end.label


def _control(state: State, where: str, district: str | None) -> Finding:
    """Return the answer to a question about control."""
    (end,) = state.endpoints(where, district)
    if end.place is None:
        return _control_of_position(state, end)
    place = end.place
    control = state.control(place).control
    facts = {"place": place.id, "status": control.status, "actors": list(control.actors)}
    known = control.status != "unknown"
    verdict = supported("") if known else cannot_tell("no report says who held it")
    claim = _claim("control", state, None, Referent("place", place.id, place.name, place))
    answer = Answer(verdict, day=state.day, facts=facts, places=(place,))
    reports = _reports(state, (place,))
    wording = publishable_sentence(state.atlas, claim, answer, reports)
    return Finding(claim, verdict, None, state, facts, reports, wording=wording)


def _control_of_position(state: State, end: Endpoint) -> Finding:
    """Return who held the ground at a position; a highway or the front has no holder."""
    if end.centre is None:
        raise InvalidRequestError(
            f"{end.label} has no single holder: name a place, a position, or what to measure to"
        )
    control = state.unknown_ground.control_at(end)
    known = control.status != "unknown"
    held = format_control(state.atlas.package, control)
    on = format_day(state.day)
    wording = f"On {on} the ground at {end.label} was {held}, by the nearest reports."
    if not known:
        wording = f"This record does not say who held the ground at {end.label} on {on}."
    verdict = supported("") if known else cannot_tell("no report covers this ground")
    claim = _claim("control", state, None, Referent("none", None, end.label))
    facts = {"position": end.label, "status": control.status, "actors": list(control.actors)}
    return Finding(claim, verdict, None, state, facts, (), wording=wording)


def _claim(kind: str, state: State, subject: Referent | None, target: Referent) -> Claim:
    """Return the claim that a question would be if it were stated."""
    return Claim(kind, 0, 0, "", subject, target, state.day, state.day, "day", verb="hold")


def _referent(atlas: Atlas, word: str, end: Endpoint) -> Referent:
    """Return what an end of a distance is."""
    if actor := atlas.find_actor(word):
        return Referent("actor", actor, word)
    if is_front(word):
        return Referent("front", "front", word)
    if road := atlas.road_id(word):
        return Referent("road", road, word)
    if end.place is not None:
        return Referent("place", end.place.id, end.place.name, end.place)
    return Referent("none", None, end.label)


def _reports(state: State, places: tuple[Place, ...]) -> tuple[Report, ...]:
    """Return the reports that the control of some places is based on, each once."""
    found = (report for place in places for report in state.sources(place))
    return tuple({report.report_id: report for report in found}.values())
