"""What a sentence is about: its places, actors, roads, lengths, directions and days, in order.

Each becomes one letter in a `Sentence.frame`, so that a rule can say "length, from, place"
whatever the names are.
"""

# ruff: noqa: E501 - a pattern is one line
from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from frontline.desk import claim_words as words
from frontline.desk import common_words
from frontline.desk.calendar_words import find_days
from frontline.desk.marks import LETTERS, Mention, Sentence
from frontline.desk.numerals import NUMBER_AR, NUMBER_EN, read_number
from frontline.desk.plain_text import sentences
from frontline.desk.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from frontline.desk.places_in_text import Lexicon
    from frontline.desk.plain_text import Folded
    from frontline.desk.roads_in_text import RoadNames
    from frontline.model import Actor

__all__ = ["read_mentions"]

_WINDS = r"(?:north|south|east|west)(?:ern|wards?|erly)?"
_WIND_AR = r"(?:ال)?(?:شمال|جنوب|شرق|غرب)(?:ي|ا|يه)?"
_DIRECTION = re.compile(
    rf"\b(?:(?:due|just|further|farther|directly|slightly)\s+)?(?P<en>{_WINDS}(?:[-\s]?{_WINDS}){{0,2}}(?:\s+(?:and|or)\s+{_WINDS}(?:[-\s]?{_WINDS})?)?|(?-i:\b(?:NN?[EW]|SS?[EW]|[EW][NS][EW])))\b"
    rf"|(?<!\w)(?:و|ب|ل|ف)?(?P<ar>{_WIND_AR}(?:\s*-?\s*{_WIND_AR})?)(?!\w)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"north|south|east|west|شمال|جنوب|شرق|غرب|\band\b|\bor\b", re.IGNORECASE)
_ELEMENTS = {"شمال": "north", "جنوب": "south", "شرق": "east", "غرب": "west"}
_LETTER_WINDS = {"n": "north", "s": "south", "e": "east", "w": "west"}

_COUNT_NOUNS_EN = r"(?P<noun>villages?|towns?|hamlets?|settlements?|localit(?:y|ies)|communities|areas|positions?|hills?|hilltops?|checkpoints?|points?|farms?|sites)"
_COUNT_EN = re.compile(
    rf"(?:(?P<pre>{'|'.join(p for p in ('at least', 'more than', 'over', 'about', 'around', 'some', 'nearly', 'almost', 'up to', 'only', 'just', 'fewer than', 'less than'))})\s+)?"
    rf"\b(?P<n>{NUMBER_EN})(?:\s+of)?(?:\s+(?:the|more|other|small|strategic|key|new|rebel-held|opposition-held|nearby|additional|further|different|tiny|abandoned|neighbou?ring|surrounding|rebel|opposition|\w+-held))*\s+{_COUNT_NOUNS_EN}\b",
    re.IGNORECASE,
)
_COUNT_AR = re.compile(
    rf"(?<!\w)(?:(?P<pre>اكثر\s+من|نحو|حوالي|قرابه|ما\s+لا\s+يقل\s+عن)\s+)?(?:(?P<n>{NUMBER_AR})\s+(?:من\s+ال)?(?P<noun>قر[يه]+|بلدات|بلده|قريه|مناطق|مواقع|تلال|نقاط|مزارع|حواجز)|(?P<two>قريتين|قريتان|بلدتين|بلدتان|تلتين))(?!\w)"
)
_COUNT_WORDS = {
    "at least": "at least", "more than": "more than", "over": "more than", "about": "about",
    "around": "about", "some": "about", "nearly": "nearly", "almost": "nearly", "up to": "up to",
    "fewer than": "less than", "less than": "less than", "اكثر من": "more than", "نحو": "about",
    "حوالي": "about", "قرابه": "about", "ما لا يقل عن": "at least",
}  # fmt: skip

_FRONT = re.compile(
    r"\b(?:the\s+)?(?:active\s+)?front[-\s]?lines?\b|\bthe\s+(?:battle)?front\b|\blines?\s+of\s+contact\b|(?<!\w)(?:خط(?:وط)?\s+)(?:التماس|الجبهه|المواجهه|النار)",
    re.IGNORECASE,
)
_FEATURE = re.compile(
    r"\b(?:(?:turkish|syrian|russian)\s+)?(?:military\s+)?(?:observation\s+)?(?:post|base|point)\s+(?:(?:no\.?|number|#)\s*\d+\s*)?(?:(?:at|in|near|outside)\s+)"
    r"|\b(?:turkish|russian)\s+(?:military\s+)?(?:observation\s+)?(?:post|base|point)s?\b"
    r"|\b(?:(?:turkish|syrian|iraqi|lebanese|jordanian)\s+)?(?:border\s+with\s+\w+|border(?:\s+crossing)?)\b"
    r"|\b(?:the\s+)?(?:military\s+)?(?:air[-\s]?(?:port|field|base|strip)|airbase)\b|\bsea(?:shore)?\b|\bcoast\b|\bmediterranean\b|\bconvoys?\b|\b(?:supply|security)\s+(?:column|corridor)\b|\bsafe\s+zone\b|\bbuffer\s+zone\b|\bdemilitari[sz]ed\s+zone\b"
    r"|(?<!\w)(?:ال)?(?:حدود|مطار|معبر|رتل|قافله|ساحل)(?:\s+(?:ال)?(?:تركيه|السوريه|عسكري))*(?!\w)|(?<!\w)(?:ال)?نقط[هة]\s+(?:ال)?(?:مراقبه|تركيه)(?:\s+(?:ال)?(?:تركيه))?(?:\s+(?:في|ب))?|(?<!\w)(?:ال)?ممر\s+(?:ال)?امني(?!\w)",
    re.IGNORECASE,
)
_PART = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in words.PARTS.items()), re.IGNORECASE
)
_HELD = re.compile(rf"\b(?:{words.HELD_BY})\b", re.IGNORECASE)
_HELD_SIDES = {"opp": "opposition", "gov": "government"}
_TOWN = re.compile(
    r"\b(?:the|this|that)\s+(?:(?:strategic|key|besieged|flashpoint|nearby|rebel|symbolic|same|neighbou?ring|main|embattled|\w+-held)\s+)*(?P<noun>town|city|village|hamlet|hill|hilltop|settlement|locality)\b(?!\s+of\s+[A-Z])(?:'s)?"
    r"|(?<!\w)(?:و|ب|ل|ف)?ال(?P<noun_ar>مدينه|بلده|قريه|تله|تل)(?!\w)",
    re.IGNORECASE,
)
_REGION_AFTER = re.compile(
    r"\s*(?:'s\s+)?(?:northern\s+|southern\s+|eastern\s+|western\s+)?(?:province|governorate|countryside|region|district|provinces|governorates|enclave|offensive|front)s?\b",
    re.IGNORECASE,
)
_REGIONS_AFTER = re.compile(
    r"\s*(?:,|and)\s+(?:[A-Z]\w+\s+)?(?:(?:,|and)\s+)?[A-Z]\w+\s+(?:provinces|governorates|regions)\b"
)
_REGION_BEFORE = re.compile(
    r"(?:\b(?:northern|southern|eastern|western|central|rural|north-?(?:west|east)(?:ern)?|south-?(?:west|east)(?:ern)?|northwest|southeast|province\s+of|countryside\s+of|provinces\s+of)\s+|(?<!\w)(?:و|ب|ل|ف)?(?:ريف|محافظه|ريفي|محافظتي|منطقه|ارياف)\s+(?:ال)?)$",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:(?:al|el|ash|an|ar|as|at|az)-)?[A-Z][\w'`]+(?:[-\s](?:(?:al|el|ash|an|ar|as|at|az)-)?[A-Z][\w'`]+)*"
)


def read_mentions(
    folded: Folded,
    published: date,
    lexicon: Lexicon,
    actors: Mapping[str, Actor],
    roads: RoadNames,
) -> list[Sentence]:
    """Find everything a text names, sentence by sentence."""
    text = folded.text
    taken = bytearray(len(text))
    kept: list[Mention] = []
    for found in (
        _quantities(text),
        roads.find(text),
        _matches("day", None, text, days=find_days(text, published)),
        _counts(text),
        _matches("held", _HELD, text, _held_value(actors)),
        _actors(text, actors),
        _matches("feature", _FEATURE, text),
        _places(text, lexicon),
        roads.anaphors(text),
        _matches("front", _FRONT, text),
        _matches("town", _TOWN, text),
        _matches("part", _PART, text, lambda m: m.lastgroup),
        _directions(text),
        _bare(text),
        _unknown(text),
    ):
        for mention in found:
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                kept.append(mention)
    kept.sort(key=lambda mention: mention.start)
    return _by_sentence(text, _merged(text, kept))


_OF_A_PLACE = re.compile(r"post|base|point|air|strip|مطار|نقط", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:العسكري|الزراعي|العسكريه)?")


def _merged(text: str, mentions: list[Mention]) -> list[Mention]:
    """Join a post, base or airfield to the place that names it."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        pair = {last.kind, mention.kind} if last else set()
        if last and pair == {"feature", "place"} and not text[last.end : mention.start].strip():
            feature, place = (last, mention) if last.kind == "feature" else (mention, last)
            if _OF_A_PLACE.search(feature.text) and feature.value is None:
                tail = _TAIL.match(text, mention.end)
                end = tail.end() if tail and tail[0].strip() else mention.end
                words = text[last.start : end]
                joined[-1] = Mention("feature", last.start, end, words, place.value)
                continue
        if (
            last
            and (last.kind, mention.kind) == ("theroad", "road")
            and not text[last.end : mention.start].strip()
        ):
            joined[-1] = replace(mention, start=last.start, text=text[last.start : mention.end])
            continue
        joined.append(mention)
    return joined


_NO_NAMES = frozenset(common_words.NO_NAMES.split())
_EVENT = re.compile(words.NO_FORCE, re.IGNORECASE)


def _unknown(text: str) -> list[Mention]:
    """Find capitalised words that may be names of places the gazetteer does not have."""
    return [
        Mention("unknown", m.start(), m.end(), m[0])
        for m in _UNKNOWN.finditer(text)
        if m[0].casefold() not in _NO_NAMES and not _EVENT.fullmatch(m[0])
    ]


def _by_sentence(text: str, mentions: list[Mention]) -> list[Sentence]:
    found, index = [], 0
    for start, end in sentences(text):
        mine = []
        while index < len(mentions) and mentions[index].start < end:
            if mentions[index].start >= start:
                mine.append(mentions[index])
            index += 1
        found.append(_framed(text, start, end, tuple(mine)))
    return found


def _framed(text: str, start: int, end: int, mentions: tuple[Mention, ...]) -> Sentence:
    pieces: list[str] = []
    at: dict[int, Mention] = {}
    length, here = 0, start
    for mention in mentions:
        gap = text[here : mention.start]
        at[length + len(gap)] = mention
        pieces += [gap, LETTERS[mention.kind]]
        length += len(gap) + 1
        here = mention.end
    pieces.append(text[here:end])
    return Sentence(start, end, mentions, "".join(pieces).replace("\n", " "), at)


def _matches(
    kind: str, pattern: re.Pattern[str] | None, text: str, value: Any = None, days: Any = None
) -> Iterable[Mention]:
    if pattern is None:
        return [Mention(kind, d.start, d.end, text[d.start : d.end], d) for d in days]
    return [
        Mention(kind, m.start(), m.end(), m[0], value(m) if value else None)
        for m in pattern.finditer(text)
    ]


def _quantities(text: str) -> list[Mention]:
    return [
        Mention("quantity", q.start, q.end, text[q.start : q.end], q) for q in find_quantities(text)
    ]


def _held_value(actors: Mapping[str, Actor]) -> Any:
    def value(match: re.Match[str]) -> str | None:
        side = _HELD_SIDES[str(match.lastgroup)]
        return side if side in actors else None

    return value


def _counts(text: str) -> list[Mention]:
    found = []
    patterns = (_COUNT_EN,) if text.isascii() else (_COUNT_EN, _COUNT_AR)
    for pattern in patterns:
        for match in _around_nouns(pattern, text):
            two = match.groupdict().get("two")
            number = read_number("two" if two else match["n"])
            if number is None or (number.value == 1 and not match["n"][:1].isdigit()):
                continue
            pre = " ".join((match["pre"] or "").casefold().split())
            value = (number, _COUNT_WORDS.get(pre, "exact"), (two or match["noun"]).casefold())
            found.append(Mention("count", match.start(), match.end(), match[0], value))
    return found


_NOUN = re.compile(
    _COUNT_NOUNS_EN.replace("?P<noun>", "?:")
    + r"\b|قر[يه]|بلد|مناطق|مواقع|تلال|تلتين|نقاط|مزارع|حواجز",
    re.IGNORECASE,
)
_BACK = 90


def _around_nouns(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """Search a slow pattern only before the nouns it must end in."""
    seen = 0
    for noun in _NOUN.finditer(text):
        start = max(seen, noun.start() - _BACK)
        for match in pattern.finditer(text, start, min(len(text), noun.end() + 8)):
            if match.start() >= seen:
                seen = match.end()
                yield match


def _places(text: str, lexicon: Lexicon) -> list[Mention]:
    found = []
    for name in lexicon.find(text):
        region = _REGION_AFTER.match(text, name.end) or _REGIONS_AFTER.match(text, name.end)
        if region is not None and region.re is _REGIONS_AFTER:
            found.append(Mention("region", name.start, name.end, name.text, name))
            continue
        before = _REGION_BEFORE.search(text[max(0, name.start - 24) : name.start])
        kind, end = (
            ("region", region.end()) if region else ("region" if before else "place", name.end)
        )
        found.append(Mention(kind, name.start, end, text[name.start : end], name))
    return found


def _directions(text: str) -> list[Mention]:
    found = []
    for match in _DIRECTION.finditer(text):
        winds = direction_names(match["en"] or match["ar"])
        found.append(Mention("direction", match.start(), match.end(), match[0], winds))
    return found


@lru_cache(maxsize=4096)
def direction_names(text: str) -> tuple[str, ...]:
    """Give the winds that words name.

    Examples
    --------
    >>> direction_names("northwestern"), direction_names("north and north-east")
    (('north-west',), ('north', 'north-east'))
    >>> direction_names("شمال غربي"), direction_names("NNE")
    (('north-west',), ('north-north-east',))
    """
    if text.isupper() and len(text) <= 3 and text.isascii():
        parts = [_LETTER_WINDS[letter.casefold()] for letter in text]
        return ("-".join(parts),)
    winds: list[list[str]] = [[]]
    for match in _ELEMENT.finditer(text):
        word = match[0].casefold()
        if word in {"and", "or"}:
            winds.append([])
        else:
            winds[-1].append(_ELEMENTS.get(word, word))
    return tuple("-".join(_ordered(parts)) for parts in winds if parts)


def _ordered(parts: list[str]) -> list[str]:
    """Put north and south first, as the compass is read; "east-south-east" keeps its order."""
    if len(parts) == 2 and parts[0] in {"east", "west"} and parts[1] in {"north", "south"}:
        return parts[::-1]
    return parts


@lru_cache(maxsize=64)
def _actor_pattern(own: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """Make one pattern of the vocabulary and of the actors' own names."""
    ids = {actor for actor, _ in own}
    groups = []
    for side, patterns in words.ACTORS.items():
        if side in ids or side == "-":
            groups.append((side, "|".join(patterns)))
    for actor, called in own:
        names = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True) if name)
        groups.append(
            (actor, rf"(?:the\s+)?(?:{names})(?:'s)?(?:\s+(?:forces|troops|army|fighters))?")
        )
    union = "|".join(f"(?P<a{n}>{pattern})" for n, (_, pattern) in enumerate(groups))
    return re.compile(
        rf"(?<![\w-])(?:(?<=\W)[وفبلك])?(?:{union})(?![\w]|-held|-controlled)", re.IGNORECASE
    )


def _actors(text: str, actors: Mapping[str, Actor]) -> list[Mention]:
    own = tuple((id_, (actor.name, actor.name_ar, id_)) for id_, actor in actors.items())
    pattern = _actor_pattern(own)
    known = [side for side in words.ACTORS if side in actors or side == "-"] + list(actors)
    return [
        Mention("actor", m.start(), m.end(), m[0], known[int(str(m.lastgroup)[1:])])
        for m in pattern.finditer(text)
    ]


_BARE = re.compile(rf"(?<![\w-])(?:{words.BARE_FORCES})(?![\w-])", re.IGNORECASE)


def _bare(text: str) -> list[Mention]:
    return [Mention("actor", m.start(), m.end(), m[0], None) for m in _BARE.finditer(text)]
