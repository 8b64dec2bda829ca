"""The grammar of verbs of control: what they govern, and whose deed they tell of."""

# ruff: noqa: E501 - a pattern is one line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk import claim_words as words
from frontline.desk.marks import LETTERS

if TYPE_CHECKING:
    from frontline.desk.marks import Sentence

__all__ = [
    "AGENT",
    "COUNT",
    "COUNT_SIDE",
    "LENGTH_OF",
    "NEARLY",
    "OBJECTS",
    "PASSIVE",
    "PLURAL",
    "POINTS",
    "ROADS",
    "VERB_AR",
    "VERB_EN",
    "A",
    "D",
    "L",
    "arabic_objects",
    "english_objects",
]

L = LETTERS
A, COUNT, D, _HELD, _E = (L[kind] for kind in ("actor", "count", "direction", "held", "part"))
ROADS = L["road"] + L["theroad"]
POINTS = "".join(L[kind] for kind in ("place", "town", "feature"))
OBJECTS = POINTS + ROADS + COUNT + L["unknown"]
_OTHER = "".join(L[kind] for kind in ("day", "direction", "held", "region", "part", "actor"))

_VERBS_EN = "|".join(f"(?P<{name}>{en})" for name, (en, _) in words.CONTROL_VERBS.items())
_VERBS_AR = "|".join(f"(?P<{name}>{ar})" for name, (_, ar) in words.CONTROL_VERBS.items())
VERB_EN = re.compile(rf"(?<![\w-])(?:{_VERBS_EN})(?![\w-])", re.IGNORECASE)
VERB_AR = re.compile(rf"(?<!\w)(?:{_VERBS_AR})(?!\w)")
_ANY_VERB = re.compile(
    rf"(?<![\w-])(?:{'|'.join(en for en, _ in words.CONTROL_VERBS.values())})(?![\w-])",
    re.IGNORECASE,
)
_BAR = r"(?:and|but|after|while|when|which|who|where|as|before|from|by|with|near|despite|said|against|for|around|toward|towards|outside|inside|prisoner|part|advantage|place|responsibility|off|out|talks|بعد|حيث|التي|الذي|بينما|قرب|من|ضد)\b"
_WORDS = rf"(?:(?!{_BAR})(?:[\w'\"-]+|[{_OTHER}](?:'s)?)\s*,?\s+){{0,7}}?[\"'(]?"
_AFTER = re.compile(rf"\s+(?:that\s+)?{_WORDS}(?P<object>[{OBJECTS}])", re.IGNORECASE)
PLURAL = re.compile(
    rf"\s+{_WORDS}(?P<noun>villages|towns|areas|settlements|hamlets|قري|بلدات)\b", re.IGNORECASE
)
_AFTER_AR = re.compile(
    rf"\s*(?:(?:ال)?سيطره\s+|سيطرتها\s+|سيطرته\s+|بشكل\s+كامل\s+|بالكامل\s+)*(?P<actor>{A})?\s*(?:[\w]+\s+){{0,2}}?(?:(?:ال)?سيطره\s+|سيطرتها\s+)?(?:علي|من|الي|في|عن|ل|داخل)?\s*(?:(?!{_BAR})(?:[\w'\"]+|[{_OTHER}])\s+){{0,6}}?[\"'(]?(?P<object>[{OBJECTS}])"
)
_MORE = re.compile(
    rf"\s*(?:[\"')]|\([^)]*\))?\s*(?:,\s*and|,\s*as\s+well\s+as|,|and|as\s+well\s+as|&|\u2013|و|,\s*و)\s*(?:then\s+|also\s+|the\s+)*(?:(?:villages?|towns?|hills?|hilltops?|city|nearby|strategic|key|قري?ه|بلده|مدينه|تله?|بلدتي|قريتي)\s+(?:of\s+)?)*[\"'(]?و?(?P<object>[{POINTS}])(?!\s+(?:is|are|was|were|remain)\b)"
)
_INCLUDING = re.compile(
    rf"\s*(?:{D}\s*)?(?:to\s+the\s+{D}\s*)?(?:,\s*)?(?:including|among\s+them|such\s+as|:|\u2013|\u2014|-|namely|,|هي|منها|من\s+بينها|بينها|ابرزها)\s*(?:the\s+)?(?:\w+\s+of\s+)?[\"'(]?و?(?P<object>[{POINTS}])",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|be|got)\s+(?:\w+ly\s+|also\s+|then\s+|now\s+|completely\s+|nearly\s+|almost\s+|all\s+)*$",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"^[^,;.{POINTS}]{{0,60}}?\bby\s+(?:(?!{_BAR})[\w'-]+\s+){{0,4}}?(?P<actor>{A})",
    re.IGNORECASE,
)
_TO_ACTOR = re.compile(
    rf"^[^,;.]{{0,50}}?(?:to|of|بيد|بايدي|في\s+يد|سيطره)\s+(?:(?!{_BAR})[\w'-]+\s+){{0,4}}?(?P<actor>{A})",
    re.IGNORECASE,
)
_FIRST_ACTOR = re.compile(rf"^\s*(?:of\s+)?(?:the\s+)?(?P<actor>{A})")
_BEFORE = re.compile(
    rf"(?P<object>[{OBJECTS}])(?:'s)?[\s,]*(?:(?!and\b|but\b|after\b|while\b)[\w'-]+\s+|{L['day']}\s*|,\s*){{0,5}}$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    rf"(?P<object>[{POINTS}]),[^,;]{{0,50}}(?:[{L['quantity']}{D}]|\b(?:of|from|which|where)\b)[^,;]{{0,50}},\s*(?:(?:which\s+)?(?:was|were|has|have|is|are)\s+(?:\w+\s+){{0,2}})?$",
    re.IGNORECASE,
)
_LIST_BEFORE = re.compile(
    rf"(?P<object>[{POINTS}])\s*(?:,\s*and|,|and|و)\s*(?:the\s+)?(?:\w+\s+of\s+)?$"
)
COUNT_SIDE = re.compile(
    rf"^\s*(?:located\s+|lying\s+|situated\s+)?(?:(?:to|in|on|from)\s+(?:the|its)\s+)?(?P<dir>{D})(?:\s*(?:of|from|side\s+of|مدينه|بلده|من)?\s*(?:the\s+)?(?:\w+\s+){{0,3}}?(?P<target>[{POINTS}]))?"
)
LENGTH_OF = re.compile(rf"{L['quantity']}\s*(?:of|من)\s+(?:the\s+)?$")
_SURROUNDED_IN = re.compile(
    rf"^\s*(?:in|inside|at|around)\s+(?:\w+\s+){{0,3}}?(?P<place>[{POINTS}])"
)
NEARLY = re.compile(
    r"\b(?:nearly|almost|virtually|partially|partly|largely|half|three\s+sides|close\s+to)\b|شبه|كاد|من\s+ثلاث",
    re.IGNORECASE,
)


AGENT = re.compile(r"\b(?:by|from|against|with|of)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)


def english_objects(
    sentence: Sentence, match: re.Match[str], verb: str
) -> tuple[list[int], int | None, int]:
    """Give the objects of an English verb, its agent if named, and where its words end."""
    frame = sentence.frame
    left, right = frame[: match.start()], frame[match.end() :]
    by = _BY.match(right)
    words_ = match[0].casefold()
    passive = bool(PASSIVE.search(left)) and not words_.endswith("ing")
    states = verb == "hold" and words_.split()[0] in {
        "in",
        "under",
        "is",
        "are",
        "was",
        "were",
        "still",
        "remain",
        "remains",
        "remained",
    }
    if (
        verb == "fall"
        or passive
        or states
        or (by is not None and by.start("actor") < 30 and words_.endswith("ed"))
    ):
        objects = _objects_before(frame, match.start())
        agent = (_TO_ACTOR if verb == "fall" else _BY).match(right)
        if agent is None and (states or verb == "fall"):
            agent = _FIRST_ACTOR.match(right)
        if words_.startswith("fall of"):
            objects = _objects_after(frame, match.end(), _AFTER)
        at = match.end() + agent.start("actor") if agent else None
        inside = _SURROUNDED_IN.match(right) if verb == "surround" else None
        if inside is not None and not objects:
            return [match.end() + inside.start("place")], at, match.end() + inside.end()
        if objects:
            return objects, at, (at or match.end()) + 1
        if not words_.startswith(("fall", "fell")) and not passive:
            return _objects_after(frame, match.end(), _AFTER), at, match.end()
        return [], None, match.end()
    objects = _objects_after(frame, match.end(), _AFTER)
    at = match.end() + by.start("actor") if by and words_.endswith("of") else None
    return objects, at, objects[-1] + 1 if objects else match.end()


def arabic_objects(
    sentence: Sentence, match: re.Match[str], verb: str
) -> tuple[list[int], int | None, int]:
    """Give the objects of an Arabic verb, its agent if named, and where its words end."""
    frame = sentence.frame
    if verb == "hold":
        agent = _FIRST_ACTOR.match(frame[match.end() :])
        return (
            _objects_before(frame, match.start()),
            match.end() + agent.start("actor") if agent else None,
            match.end(),
        )
    after = _AFTER_AR.match(frame, match.end())
    if after is None:
        return [], None, match.end()
    objects = _objects_after(frame, match.end(), _AFTER_AR)
    at = after.start("actor") if after["actor"] else None
    if verb == "fall":
        agent = _TO_ACTOR.match(frame[objects[-1] + 1 :])
        at = objects[-1] + 1 + agent.start("actor") if agent else None
    return objects, at, objects[-1] + 1


def _objects_after(frame: str, end: int, first: re.Pattern[str]) -> list[int]:
    """Give the places a verb governs: the next, and those listed after it."""
    match = first.match(frame, end)
    if match is None or _ANY_VERB.search(frame[end : match.start("object")]):
        return []
    found = [match.start("object")]
    more = _INCLUDING.match(frame, found[0] + 1) if frame[found[0]] == COUNT else None
    while more is not None or (more := _MORE.match(frame, found[-1] + 1)) is not None:
        found.append(more.start("object"))
        more = None
    return found


def _objects_before(frame: str, start: int) -> list[int]:
    # "Kafr Nabudah, 15 km off the highway, was taken": what stands between commas is no object.
    match = _ASIDE.search(frame[:start]) or _BEFORE.search(frame[:start])
    if match is None:
        return []
    found = [match.start("object")]
    while (match := _LIST_BEFORE.search(frame[: found[-1]])) is not None:
        found.append(match.start("object"))
    return found[::-1]
