"""Answers in words, as a reporter reads them in a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from frontline.saying import said_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.groundwork import Groundwork
    from frontline.model import Place

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


def say_control(control: Json, atlas: Groundwork) -> str:
    """Say an answer in words."""
    names = " and ".join(atlas.package.actors[actor].name for actor in control["actors"])
    if control["status"] == "held":
        return f"held by {names} ({control['evidence']})"
    if control["status"] == "contested":
        return f"contested between {names} ({control['evidence']})"
    return "not known: no report says who held it"


def say_history(answer: Json, atlas: Groundwork) -> Iterator[str]:
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
        f"{name}{said_km(way['centre_m'])} {way['direction']}, centre to centre; "
        f"{said_km(way['edge_m'])} edge to edge; "
        f"{said_km(way['low_m'])} to {said_km(way['high_m'])} with all errors "
        f"(bearing {round(way['bearing_deg']) % 360}\u00b0)"
    )


def say_check(answer: Json) -> Iterator[str]:
    """Tell of each claim what was said, whether it is so, and why."""
    for claim in answer["claims"]:
        yield f"{_verdict(claim)}: {claim['text']}"
        yield f"  {claim['why']}"
        yield f"  may be printed: {claim['wording']}"
        yield from say_sources(claim["sources"])
        yield from (f"  {line}" for line in say_fragility(claim["fragility"]))
    for one in answer["not_understood"]:
        yield f"not understood: {one['text']}"
        yield f"  {one['why']}"
    if not answer["claims"] and not answer["not_understood"]:
        yield "no geographic claim was found in the text"


def _verdict(claim: Json) -> str:
    under = f" ({claim['holds_under']})" if claim["holds_under"] else ""
    return f"{claim['verdict']}{under}"


def say_fragility(fragility: Iterable[Json]) -> Iterator[str]:
    """Tell what, left out, would change a verdict, a line for each that it would become."""
    names: dict[str, list[str]] = {}
    for one in fragility:
        names.setdefault(_verdict(one), []).append(one["name"])
    for verdict, of in names.items():
        who = of[0] if len(of) == 1 else f"any one of {', '.join(of)}"
        yield f"without {who}: {verdict}"
