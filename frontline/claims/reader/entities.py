"""What a folded text names: places, actors, roads, lengths, counts, directions and days.

Each kind is searched on its own; of overlapping mentions the kind that is searched first wins.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.actor_names import (
    UNFOLLOWED,
    as_foreign,
    bare_forces,
    is_plain_word,
    with_nationality,
)
from frontline.claims.reader.chunker import Mention
from frontline.claims.reader.counts import find_counts
from frontline.claims.reader.dates import find_days
from frontline.claims.reader.lexicon import AR, EN, any_of
from frontline.claims.reader.quantities import find_quantities
from frontline.claims.reader.text import lowered
from frontline.claims.reader.unknown_names import find_unknown_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from frontline.claims.reader.actor_names import ActorNames
    from frontline.claims.reader.road_names import RoadNames
    from frontline.claims.reader.toponyms import Lexicon, Name


def find_mentions(
    text: str,
    published: date,
    lexicon: Lexicon,
    actors: ActorNames,
    roads: RoadNames,
) -> list[Mention]:
    """Find everything a folded text names."""
    low = lowered(text)
    named = (force for force in actors.find(low) if not is_plain_word(text, force))
    forces = [as_foreign(low, force) for force in named]
    bare = [
        Mention("actor", force.start, force.end, text[force.start : force.end], force.side)
        for force in (with_nationality(text, one) for one in bare_forces(low))
    ]
    taken = bytearray(len(text))
    kept: list[Mention] = []
    for found in (
        [Mention("quantity", q.start, q.end, text[q.start : q.end], q) for q in _lengths(text)],
        [Mention("road", r.start, r.end, r.text, r.id) for r in roads.find(text)],
        [Mention("day", d.start, d.end, text[d.start : d.end], d) for d in _days(text, published)],
        find_counts(text),
        [Mention(f.kind, f.start, f.end, text[f.start : f.end], f.side) for f in forces],
        _matches("feature", _FEATURE, low),
        (one for one in bare if one.value == UNFOLLOWED),
        _matches("region", _ELSEWHERE, low),
        _places(text, lexicon),
        _matches("region", _COUNTRY, low),
        [
            Mention("theroad", *match.span(), match[0])
            for match in roads.anaphors(text)
            if not _NUMBERED.match(text, match.end())
        ],
        _matches("front", _FRONT, low),
        _matches("town", _TOWN, low),
        _matches("part", _PART, low, _part_of),
        _directions(text),
        bare,
        find_unknown_names(text, taken),
    ):
        for mention in found:
            if not any(taken[mention.start : mention.end]):
                if mention.kind in {"road", "theroad"} and text[mention.start] == "و":
                    mention = mention._replace(start=mention.start + 1)  # noqa: PLW2901 - "and"
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                kept.append(mention._replace(text=text[mention.start : mention.end]))
    kept.sort(key=lambda mention: mention.start)
    return _joined(text, kept)


#: A road with a number that is not one of the record's names is another road.
_NUMBERED = re.compile(
    r"\s+(?:no\.?\s*)?\(?\d{1,3}(?![\d.,]*\s*(?:km|mi|كم|كيلو))\b", re.IGNORECASE
)
_lengths, _days = find_quantities, find_days


def _matches(
    kind: str,
    patterns: tuple[re.Pattern[str], ...],
    text: str,
    value: Callable[[re.Match[str]], Any] = lambda _: None,
) -> Iterable[Mention]:
    """Find mentions by an English and an Arabic pattern; the second only in Arabic text."""
    for pattern in patterns[:1] if text.isascii() else patterns:
        for match in pattern.finditer(text):
            yield Mention(kind, *match.span(), match[0], value(match))


# Places ---------------------------------------------------------------------------------------

_PLACES_EN, _PLACES_AR = EN["places"], AR["places"]
_GLUED = r"(?<!\w)(?:و|ب|ل|ف)?"
_REGION_AFTER = re.compile(
    rf"\s*(?:'s\s+)?(?:(?:north|south|east|west)ern\s+)?{any_of(_PLACES_EN['region_after'])}\b",
    re.IGNORECASE,
)
_HILL = re.compile(r"\s+hill(?:top)?\b")
_FOREST_AFTER = re.compile(r"\s+(?:forest|woods)\b", re.IGNORECASE)
_FARMS_AFTER = re.compile(r"\s+farms\b", re.IGNORECASE)
_FARMS_BEFORE = re.compile(r"(?<!\w)مزارع\s+$|(?<=و)مزارع\s+$")
_REGIONS_AFTER = re.compile(
    r"\s*(?:,|and)\s+(?:[A-Z]\w+\s+)?(?:(?:,|and)\s+)?[A-Z]\w+\s+(?:provinces|governorates|regions)\b"
)
_REGION_WORD = re.compile(rf"{any_of(_PLACES_AR['region_before'])}\s")
_REGION_BEFORE = re.compile(
    rf"(?:\b{any_of(_PLACES_EN['region_before'])}\s+"
    rf"|{_GLUED}{any_of(_PLACES_AR['region_before'])}\s+(?:ال)?)$",
    re.IGNORECASE,
)
_FRONT = (
    re.compile(rf"\b(?=[flctb]){any_of(_PLACES_EN['front'])}\b"),
    re.compile(rf"{_GLUED}{any_of(_PLACES_AR['front'])}(?!\w)"),
)
_TOWN = (
    re.compile(
        rf"\bth(?:e|is|at)\s+(?:{any_of(_PLACES_EN['adjectives'])}\s+)*"
        rf"{any_of(_PLACES_EN['nouns'])}\b(?!\s+(?:of\s+[a-z]|cent|{any_of(_PLACES_EN['nouns'])}\b))(?:'s)?"
    ),
    re.compile(rf"{_GLUED}ال{any_of(_PLACES_AR['nouns'])}(?!\w)"),
)
_PART = (
    re.compile(
        rf"\b(?:(?P<edge>{any_of(EN['parts']['edge'])})|(?P<centre>{any_of(EN['parts']['centre'])}))\b"
    ),
    re.compile(
        rf"(?<!\w)[بلو]?(?:(?P<edge>{any_of(AR['parts']['edge'])})|(?P<centre>{any_of(AR['parts']['centre'])}))(?!\w)"
        rf"|(?<!\w)(?P<its>{any_of(AR['parts']['edge'])})(?=ها(?!\w))"
    ),
)


def _part_of(match: re.Match[str]) -> str:
    """Return whether an edge or a centre is named; Arabic writes "its" on the word."""
    return "edge" if match.lastgroup == "its" else str(match.lastgroup)


_COUNTRY = (
    re.compile(rf"\b{any_of(_PLACES_EN['countries'])}(?:'s)?(?![\w-])"),
    re.compile(rf"{_GLUED}{any_of(_PLACES_AR['countries'])}(?!\w)"),
)
#: Not "the village of Ras al-Ain", which is another place.
_ELSEWHERE = (
    re.compile(
        rf"(?<!village of )(?<!hamlet of )\b{any_of(_PLACES_EN['elsewhere'])}(?:'s)?(?![\w-])"
    ),
    re.compile(
        rf"(?<!قريه )(?<!قري )(?<!قريتي )(?<!مزرعه ){_GLUED}{any_of(_PLACES_AR['elsewhere'])}(?!\w)"
    ),
)
_FEATURE = (
    re.compile(rf"\b{any_of([*EN['features']['plain'], *EN['features']['named']])}\b"),
    re.compile(
        rf"(?:(?<!\w)|(?<=(?<!\w)[وبل]))"
        rf"{any_of([*AR['features']['plain'], *AR['features']['named']])}(?!\w)"
    ),
)
_TAKES_NAME = re.compile(
    rf"post|outpost|{any_of(EN['features']['named'])}|{any_of(AR['features']['named'])}",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s*(?:\)?\s*(?:,\s+)?(?:located\s+|situated\s+)?(?:(?:at|in|near|outside|of)\s+)?(?:the\s+)?(?:[a-z-]+\s+)?(?:(?:town|village|city|hill)\s+of\s+)?[\"']?"
    r"|(?:(?:ال(?:موجوده|واقعه|متمركزه|متواجده|مقامه)\s+)?(?:في\s+محيط|بمحيط|في|ب|قرب)\s*)?(?:(?:مدينه|بلده|قريه)\s+)?[\"(]?)",
    re.IGNORECASE,
)


def _places(text: str, lexicon: Lexicon) -> list[Mention]:
    found = []
    for found_name in lexicon.find(text):
        name, start, end = found_name, found_name.start, found_name.end
        region = _REGION_AFTER.match(text, end)
        if region is None and _REGIONS_AFTER.match(text, end):
            found.append(Mention("region", start, end, name.text, name))
            continue
        hill = _HILL.match(text, end)
        if hill is not None:
            end = hill.end()
            name = replace(name, text=f"Tal {name.text.removeprefix('al-')}", other=name.text)
        name, start, end = _with_farms(text, name, start, end, lexicon)
        before = region or _REGION_BEFORE.search(text[max(0, start - 24) : start])
        named_region = before or _REGION_WORD.match(name.text)
        seat = _SEAT.search(text[max(0, start - 24) : start]) if named_region else None
        if seat is not None and not region:
            start -= len(seat[0])  # "the seat of Idlib province" is the city
            name = replace(name, is_province=False)
            found.append(Mention("place", start, end, text[start:end], name))
            continue
        if before and not region and _AREA.search(text[max(0, start - 8) : start]):
            before = before if name.is_province or _is_town(lexicon, name) else None
        end = region.end() if region else end
        kind = "region" if before or _REGION_WORD.match(name.text) else "place"
        found.append(Mention(kind, start, end, text[start:end], name))
    return found


#: "the centre of the province of Idlib", as Arabic names its city.
_SEAT = re.compile(r"(?:مركز|عاصمه)\s+(?:(?:ال)?محافظه\s+)?(?:ال)?$")
#: "the area of A" is a district if A is a town, else A.
_AREA = re.compile(r"منطقه\s+(?:ال)?$")


def _is_town(lexicon: Lexicon, name: Name) -> bool:
    place = lexicon.match(name.text).place
    return place is None or place.kind in {"town", "city"}


def _with_farms(
    text: str, name: Name, start: int, end: int, lexicon: Lexicon
) -> tuple[Name, int, int]:
    """Return the farms or the forest of a place, if the gazetteer has them as a place."""
    forest = _FOREST_AFTER.match(text, end)
    if forest is not None and lexicon.match(f"Hirsh {name.text}").kind in {"exact", "variant"}:
        return replace(name, text=f"Hirsh {name.text}", other=""), start, forest.end()
    after = _FARMS_AFTER.match(text, end)
    before = _FARMS_BEFORE.search(text, max(0, start - 8), start)
    if after is None and before is None:
        return name, start, end
    place = lexicon.match(name.text).place
    whole = f"{name.text if after or place is None else place.name} farms"
    if lexicon.match(whole).kind not in {"exact", "variant"}:
        return name, start, end
    start, end = (start, after.end()) if after else (before.start() if before else start, end)
    return replace(name, text=whole, other=""), start, end


#: Between "the highway" and its number.
_KNOWN_AS = re.compile(
    r"\s*(?:,?\s*(?:also\s+)?(?:known\s+as|called|dubbed|named)\s+(?:the\s+)?)?[\s\"'(]*",
    re.IGNORECASE,
)


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """Join a post, base or airfield to the place that names it, and a road to its number."""
    joined: list[Mention] = []
    for mention in mentions:
        if _is_located_post(text, joined, mention):
            joined.pop()  # "the post in the northwest town of A"
        if _is_near_post(text, joined, mention):
            joined.pop()  # "the fifth post, around the village of A"
        last = joined[-1] if joined else None
        between = text[last.end : mention.start] if last else "."
        if last and {last.kind, mention.kind} == {"feature", "place"}:
            feature, place = (last, mention) if last.kind == "feature" else (mention, last)
            gap = _AT.fullmatch(between) if feature is last else between.isspace()
            if gap and feature.value is None and _TAKES_NAME.fullmatch(feature.text.casefold()):
                end = _tail(text, mention.end)
                words = text[last.start : end].replace('"', "")
                joined[-1] = Mention("feature", last.start, end, words, place.value)
                continue
        if (
            last
            and _KNOWN_AS.fullmatch(between)
            and (last.kind, mention.kind) == ("theroad", "road")
        ):
            joined[-1] = mention._replace(start=last.start, text=text[last.start : mention.end])
            continue
        joined.append(mention)
    return joined


def _is_located_post(text: str, joined: list[Mention], mention: Mention) -> bool:
    """Return whether only a direction stands between a post and the town that names it."""
    kinds = [one.kind for one in (*joined[-2:], mention)]
    if kinds != ["feature", "direction", "place"] or joined[-2].value is not None:
        return False
    return _AT_TOWN.fullmatch(text, joined[-2].end, mention.start) is not None


def _is_near_post(text: str, joined: list[Mention], mention: Mention) -> bool:
    """Return whether only "around" stands between an Arabic post and the place that names it."""
    kinds = [one.kind for one in (*joined[-2:], mention)]
    if kinds != ["feature", "part", "place"] or joined[-2].value is not None:
        return False
    between = text[joined[-2].end : mention.start]
    return "محيط" in between and _AT.fullmatch(between) is not None


_AT_TOWN = re.compile(
    r"\s+(?:at|in|near|outside)\s+the\s+[\w-]+\s+(?:town|village|city|hill)\s+of\s+"
    r"|\s+(?:just\s+)?[\w-]+\s+of\s+(?:the\s+)?(?:(?:town|village|city|hill)\s+of\s+)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:العسكري|الزراعي|العسكريه)")


def _tail(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


# Directions -----------------------------------------------------------------------------------

_WINDS = r"(?:north|south|east|west)(?:ern|wards?|erly)?"
_WIND_AR = r"(?:ال)?(?:شمال|جنوب|شرق|غرب)(?:ي|ا|يه)?"
_DIRECTION = (
    re.compile(
        rf"\b(?:(?:due|just|further|farther|directly|slightly)\s+)?"
        rf"(?P<wind>{_WINDS}(?:[-\s]?{_WINDS}){{0,2}}"
        rf"(?:\s+(?:and|or)\s+{_WINDS}(?:[-\s]?{_WINDS})?)?|(?-i:\b[NSEW]{{2,3}}|\b[NSEW](?=\.?\s+of\b)))\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_GLUED}(?P<wind>{_WIND_AR}(?:\s*-?\s*{_WIND_AR})?"
        rf"(?:\s+و{_WIND_AR}(?:\s*-?\s*{_WIND_AR})?(?!\w))?)(?!\w)"
    ),
)
_ELEMENTS = {word: wind for wind, word in AR["directions"].items()}
_ELEMENT = re.compile(
    rf"north|south|east|west|(?<=\s)و|{any_of(_ELEMENTS)}|\band\b|\bor\b", re.IGNORECASE
)
_INITIALLED = re.compile("NN?[EW]|SS?[EW]|[EW][NS][EW]")
_INITIALS = {wind[0]: wind for wind in EN["directions"]}


def _directions(text: str) -> list[Mention]:
    found = _matches("direction", _DIRECTION, text, lambda match: direction_names(match["wind"]))
    return [mention for mention in found if mention.value]


@lru_cache(maxsize=4096)
def direction_names(text: str) -> tuple[str, ...]:
    """Return the compass points that words name.

    Examples
    --------
    >>> direction_names("northwestern"), direction_names("north and north-east")
    (('north-west',), ('north', 'north-east'))
    >>> direction_names("شمال غربي"), direction_names("NNE")
    (('north-west',), ('north-north-east',))
    """
    if text.isupper() and len(text) <= 3 and text.isascii():
        wind = "-".join(_INITIALS[letter.casefold()] for letter in text)
        return (wind,) if len(text) == 1 or _INITIALLED.fullmatch(text) else ()
    winds: list[list[str]] = [[]]
    for match in _ELEMENT.finditer(text):
        word = match[0].casefold()
        if word in {"and", "or", "و"}:
            winds.append([])
        else:
            winds[-1].append(_ELEMENTS.get(word, word))
    if any({*parts} in _OPPOSITE for parts in winds):
        return ()  # "the north-south highway"
    return tuple("-".join(_ordered(parts)) for parts in winds if parts)


_OPPOSITE = ({"north", "south"}, {"east", "west"})


def _ordered(parts: list[str]) -> list[str]:
    """Put north and south first, as the compass is read; "east-south-east" keeps its order."""
    if len(parts) == 2 and parts[0] in {"east", "west"} and parts[1] in {"north", "south"}:
        return parts[::-1]
    return parts
