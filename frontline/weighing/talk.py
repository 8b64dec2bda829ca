"""What answers rest on, in words, as a reporter reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.saying import said_km
from frontline.talk import say_control, say_short, say_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.groundwork import Groundwork

__all__ = ["say_comparison", "say_fragility", "say_known"]

Json = dict[str, Any]


def say_known(answer: Json, atlas: Groundwork) -> Iterator[str]:
    """Tell, per day of publication, who reported what and what the rule made of it."""
    event, place = answer["event"], answer["place"] or (answer["event"] or {}).get("place")
    name = f"{place['name']}  {place['name_ar']}" if place else str(event["highway"]).upper()
    if event:
        days = " to ".join(dict.fromkeys([event["from_day"], event["to_day"]]))
        name = f"{event['id']}  {name}  {days}, {event['kind']}: "
        name += " -> ".join(dict.fromkeys([event["before"], event["after"]]))
    on = f" on {answer['on']}" if answer["on"] else ""
    yield f"{name}{on}, rule: {answer['rule']}"
    for step in answer["steps"]:
        if event:
            stands = "stands" if step["stands"] else "does not stand"
            yield f"{step['day']}  {step['evidence']}, {stands}. {step['why']}"
        else:
            yield f"{step['day']}  {say_control(step, atlas)}"
        yield from say_sources(step["sources"])
    if not answer["steps"]:
        yield "  nothing had been published"


def say_comparison(answer: Json) -> Iterator[str]:
    """Tell which places, how much ground and how much of each road depend on the rule."""
    for rule in answer["rules"]:
        areas = ", ".join(f"{one['actor']} {one['area_km2']:,.0f} km2" for one in rule["areas"])
        yield f"{rule['rule']}: {areas}"
    ground = f"{_count(answer['places'])}, {answer['area_km2']:,.0f} km2"
    yield f"dependent on the rule on {answer['on']}: {ground}"
    for highway in answer["highways"]:
        yield f"{highway['highway'].upper()}: {highway['km']:.1f} km"
        for part in highway["stretches"]:
            yield f"  km {part['from_km']:.1f} to {part['to_km']:.1f}: {_under(part)}"
    for place in answer["places"]:
        yield f"{place['name']}  {place['name_ar']}  {place['area_km2']:.0f} km2: {_under(place)}"
        yield from say_sources(place["sources"])


def _under(one: Json) -> str:
    return "; ".join(f"{under['rule']}: {say_short(under)}" for under in one["under"])


def say_fragility(answer: Json) -> Iterator[str]:
    """Tell what a day rests on: whose word first, then positions."""
    areas = ", ".join(f"{one['actor']} {one['area_km2']:,.0f} km2" for one in answer["areas"])
    yield f"{answer['on']}, rule {answer['rule']}: {areas}"
    way = answer["distance"]
    if way:
        yield f"{way['from_name']} -> {way['to_name']}: {_way(way)}"
    changed = [one for one in answer["left_out"] if one["places"] or one["highways"]]
    yield f"another map without the word of {len(changed)}:"
    for one in changed:
        yield from _left_out(one, way)
    if way and all(_same(one["distance"], way) for one in answer["left_out"]):
        yield "the distance is the same without any one of them"
    rest = len(answer["left_out"]) - len(changed)
    yield f"without the word of {rest} more the same map on weaker evidence"
    yield from _shaken(answer["shaken"])


def _left_out(one: Json, way: Json | None) -> Iterator[str]:
    parts = [f"{_count(one['places'])}, {one['area_km2']:,.0f} km2"]
    parts += [f"{road['km']:.1f} km of the {road['highway'].upper()}" for road in one["highways"]]
    yield f"  {one['kind']} {one['name']}: {', '.join(parts)}"
    yield f"    {_names(one['places'])}"
    other = one["distance"]
    if way and other is None:
        yield "    the distance cannot be measured then"
    elif way and not _same(other, way):
        yield f"    distance then {_way(other)} ({other['from_name']} to {other['to_name']})"


def _count(places: list[Json]) -> str:
    return "1 place" if len(places) == 1 else f"{len(places)} places"


def _names(places: Iterable[Json]) -> str:
    named = [place["name"] for place in places]
    more = f" and {len(named) - 8} more" if len(named) > 8 else ""
    return ", ".join(named[:8]) + more


def _same(other: Json | None, way: Json) -> bool:
    return other is not None and _way(other) == _way(way)


def _way(way: Json) -> str:
    return f"{said_km(way['centre_m'])} centre to centre, {said_km(way['edge_m'])} edge to edge"


def _shaken(shaken: Json) -> Iterator[str]:
    yield (
        f"places moved within their errors, {shaken['draws']} draws from seed {shaken['seed']};"
        " of 100 draws 90 lie between"
    )
    for one in shaken["areas"]:
        spread = one["km2"]
        yield f"  {one['actor']}: {spread['low']:,.0f} and {spread['high']:,.0f} km2"
    front = shaken["front_km"]
    yield f"  front: {front['low']:.0f} and {front['high']:.0f} km (drawn {front['drawn']:.0f})"
    for key, words in (("centre_m", "centre to centre"), ("edge_m", "edge to edge")):
        spread = shaken[key]
        if spread:
            yield f"  {words}: {said_km(spread['low'])} and {said_km(spread['high'])}"
    if shaken["nearest"]:
        counted = [f"{one['name']} {one['draws']}" for one in shaken["nearest"]]
        yield f"  nearest in so many draws: {', '.join(counted)}"
