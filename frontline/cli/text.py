"""What answers rest on, in words, as a reporter reads them in a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from frontline.claims.serialize import format_fragility, format_verdict
from frontline.formatting import format_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.atlas import Atlas
    from frontline.models import Place

Json = dict[str, Any]


#: Marks that turn the order of whatever follows on the line, not only of what they stand in.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    r"""Make text safe for a terminal: control characters are shown, not obeyed.

    Arabic stands as it is written, with the marks that belong to it; overrides that could turn
    the rest of a line are shown by their number.

    Examples
    --------
    >>> plain("Morek مورك"), plain("\x1b[31mMorek\u202e")
    ('Morek مورك', '\ufffd[31mMorek<U+202E>')
    """
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    if character.isalnum() or character == " ":
        return character
    if character in _TURNING:
        return f"<U+{ord(character):04X}>"
    hidden = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
    return "\ufffd" if hidden else character


def say_place(place: Place, match: str, how: str) -> list[str]:
    """Describe a place that was found, and how."""
    where = ", ".join(part for part in (place.admin3, place.admin1) if part)
    return [
        f"{place.name}  {place.name_ar}  ({place.kind}; {where}; id {place.id})",
        f"  {place.lon}, {place.lat} (lon, lat), off by up to {place.position_error_m:.0f} m",
        f"  {match}: {how}",
        f"  sources: {'; '.join(place.sources)} ({place.licence})",
    ]


def say_control(control: Json, atlas: Atlas) -> str:
    """Say an answer in words."""
    names = " and ".join(atlas.package.actors[actor].name for actor in control["actors"])
    if control["status"] == "held":
        return f"held by {names} ({control['evidence']})"
    if control["status"] == "contested":
        return f"contested between {names} ({control['evidence']})"
    return "not known: no report says who held it"


def say_history(answer: Json, atlas: Atlas) -> Iterator[str]:
    """Tell the history of a place, then each record with its sources."""
    place = answer["place"]
    yield f"{place['name']}  {place['name_ar']}  (id {place['id']}), rule: {answer['rule']}"
    if not answer["spans"]:
        yield "  No report speaks of this place; who held it is not known."
    for span in answer["spans"]:
        records = ", ".join(span["records"])
        yield f"  {span['from']} to {span['to']}: {say_control(span, atlas)}  [{records}]"
    for record in answer["records"]:
        days = record["from_day"]
        if record["to_day"] != days:
            days += f" to {record['to_day']}"
        stands = record["evidence"] if record["stands"] else f"does not stand, {record['evidence']}"
        yield f"{record['id']}  {days}  {record['says']}  ({stands}) {record['why']}".rstrip()
        if record["note"]:
            yield f"  note: {record['note']}"
        yield from say_sources(record["sources"])


def say_change(change: Json) -> Iterator[str]:
    """Tell what changed at one place, and who reported it."""
    before, after = (say_short(change[when]) for when in ("before", "after"))
    yield f"{change['day']}  {change['name']}  {change['name_ar']}  {before} -> {after}"
    yield from say_sources(change["sources"])


def say_short(control: Json) -> str:
    """Say who has a place in as few words as may be."""
    who = " / ".join(control["actors"])
    return {"held": who, "contested": f"contested ({who})", "unknown": "unknown"}[control["status"]]


def say_pocket(pocket: Json) -> Iterator[str]:
    """Describe a pocket and name its places."""
    names = ", ".join(place["name"] for place in pocket["places"])
    edge = "" if pocket["enclosed"] else " (blank ground at its edge: a way out is not excluded)"
    yield f"{pocket['actor']}: {pocket['area_km2']:.0f} km2{edge}: {names}"


def say_highway(answer: Json) -> Iterator[str]:
    """Tell who held a highway on a day."""
    stretch = " to ".join(answer["between"]) if answer["between"] else "whole length"
    yield f"{answer['highway'].upper()}, {stretch}, {answer['length_km']:.1f} km, on {answer['on']}"
    for interval in answer["intervals"]:
        who = " / ".join(interval["actors"]) or "no report"
        span = f"km {interval['from_km']:7.1f} to {interval['to_km']:7.1f}"
        length = interval["to_km"] - interval["from_km"]
        yield f"  {span}  {length:6.1f} km  {interval['status']}: {who}"
    for name, share in sorted(answer["share"].items(), key=lambda item: -item[1]):
        yield f"  {name}: {share * answer['length_km']:.1f} km, {share:.1%}"


def say_highway_days(rows: Sequence[Json]) -> Iterator[str]:
    """Tell how the shares of a highway went, leaving out days on which nothing changed."""
    names = [key.removesuffix("_km") for key in rows[0] if key.endswith("_km")][1:]
    yield "day         " + "".join(f"{name:>18}" for name in names)
    last: list[float] = []
    for row in rows:
        shown = [row[f"{name}_km"] for name in names]
        if shown != last:
            cells = "".join(f"{row[f'{n}_km']:9.1f} km {row[f'{n}_share']:5.0%}" for n in names)
            yield f"{row['on']}  {cells}"
        last = shown


def say_sources(sources: Iterable[Json], indent: str = "  ") -> list[str]:
    """List reports, a line each; one that speaks to two records stands once."""
    lines: dict[str, None] = {}
    for source in sources:
        day = source["published_on"] or source["published_note"] or "undated"
        verb = {"supports": "", "denies": " DENIES IT", "context": " (does not name the place)"}
        lines[f"{indent}{source['publisher']}, {day}{verb[source['says']]}: {source['url']}"] = None
    return list(lines)


def say_distance(answer: Json) -> list[str]:
    """Say a measurement in lines, the most useful first."""
    day = f" on {answer['on']}" if answer["on"] else ""
    lines = [f"{answer['from_name']} -> {answer['to_name']}{day}"]
    for number, way in enumerate([answer, *answer["others"]]):
        lines.append(("  " if number == 0 else "also ") + _say_way(way, named=number > 0))
        if way["along_km"] is not None:
            lines.append(f"  at kilometre {way['along_km']:.1f} of the road")
        place = way["place"]
        if place and place.get("status") not in {None, "unknown"}:
            holder = place["holder"] or " and ".join(place["actors"])
            evidence = f"{place['evidence']}, since {place['since']}"
            lines.append(f"  {place['name']}: {place['status']}, {holder}, {evidence}")
        if place and number == 0:
            lines += say_sources(place.get("sources", ()))
    return lines


def _say_way(way: Json, *, named: bool) -> str:
    name = f"{way['place']['name']}: " if named and way["place"] else ""
    return (
        f"{name}{format_km(way['centre_m'])} {way['direction']}, centre to centre; "
        f"{format_km(way['edge_m'])} edge to edge; "
        f"{format_km(way['low_m'])} to {format_km(way['high_m'])} with all errors "
        f"(bearing {round(way['bearing_deg']) % 360}\u00b0)"
    )


def say_check(answer: Json) -> Iterator[str]:
    """Tell of each claim what was said, whether it is so, and why."""
    for claim in answer["claims"]:
        yield f"{format_verdict(claim)}: {claim['text']}"
        yield f"  {claim['why']}"
        yield f"  may be printed: {claim['wording']}"
        yield from say_sources(claim["sources"])
        yield from (f"  {line}" for line in format_fragility(claim["fragility"]))
    for one in answer["not_understood"]:
        yield f"not understood: {one['text']}"
        yield f"  {one['why']}"
    if not answer["claims"] and not answer["not_understood"]:
        yield "no geographic claim was found in the text"


def say_known(answer: Json, atlas: Atlas) -> Iterator[str]:
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


def say_sensitivity(answer: Json) -> Iterator[str]:
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
    return f"{format_km(way['centre_m'])} centre to centre, {format_km(way['edge_m'])} edge to edge"


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
            yield f"  {words}: {format_km(spread['low'])} and {format_km(spread['high'])}"
    if shaken["nearest"]:
        counted = [f"{one['name']} {one['draws']}" for one in shaken["nearest"]]
        yield f"  nearest in so many draws: {', '.join(counted)}"
