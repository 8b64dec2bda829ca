"""Reads distances, directions, and lengths of road from the frames of sentences."""

# ruff: noqa: E501 - a pattern is one line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk import claim_words as words
from frontline.desk.marks import LETTERS
from frontline.desk.referents import Referent

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.marks import Mention, Sentence
    from frontline.desk.quantities import Quantity

__all__ = ["FILL", "POINTS", "TARGETS", "clause", "listed", "read_distances", "stated"]

_L = LETTERS
TARGETS = "".join(
    _L[k] for k in ("place", "road", "front", "feature", "town", "unknown", "theroad")
)
_SUBJECTS = "".join(
    _L[k] for k in ("actor", "place", "front", "feature", "town", "unknown", "road")
)
POINTS = "".join(_L[k] for k in ("place", "town", "feature", "unknown"))
_Q, _D, _E = _L["quantity"], _L["direction"], _L["part"]
_HELD, _DAY = _L["held"], _L["day"]
_STOP = r"(?:and|but|after|while|when|which|who|where|as|before|that|said|with|بعد|حيث|التي|الذي|بينما)\b"
#: Words that may stand between "from" and its place: "the key rebel-held town of".
FILL = rf"(?:(?!{_STOP})(?:[\w'\"-]+|{_HELD}|{_D}|{_L['actor']}(?='s?\s|\s+(?:\w+\s+){{0,2}}?(?:town|village|city|stronghold|bastion|hub)\b))(?:'s)?\s+){{0,6}}?[\"'(]?[بلو]?"
_TO = rf"{FILL}(?P<part>{_E}\s*(?:of\s+)?{FILL})?(?P<target>[{TARGETS}])"
_SIDE = rf"(?:\s+(?:on|to|from|in)\s+(?:its|the|their)\s+(?P<side>{_D})(?:\s+(?:side|edge|flank|direction|outskirts))?|\s+(?:من\s+)?(?:ال)?(?:جهه|الجهه|ناحيه|الناحيه|الي)\s+(?:ال)?(?P<side2>{_D}))?"
_PREP = r"(?:away\s+from|from|of|off|outside(?:\s+of)?|short\s+of|to|before|beyond|inside|behind|near|out\s+of|till)"
_AFTER_Q = re.compile(
    rf"\s*,?\s*(?:(?:more|away|distant|apart|deep|long|wide|just|only|down\s+the\s+road|drive|march|journey|distance|or\s+so)\s*,?\s*)*"
    rf"(?:(?:(?:to|in|on|from|towards?)\s+the\s+)?(?P<dir>{_D})(?:\s+(?:side|direction))?\s*)?(?:away\s+)?{_PREP}\s+{_TO}{_SIDE}",
    re.IGNORECASE,
)
_AFTER_Q_AR = re.compile(
    rf"\s*,?\s*(?:فقط\s+)?(?:(?:الي\s+|باتجاه\s+|من\s+)?(?:ال)?(?:جهه\s+)?(?P<dir>{_D})\s*(?:من|عن)?|من|عن|الي|علي|قبل|باتجاه|ل)\s*{_TO}{_SIDE}"
)
_AFTER_Q_ACTOR = re.compile(
    rf"\s*,?\s*(?:(?:more|away|distant|only)\s+)*(?:(?:(?:to|in|on)\s+the\s+)?(?P<dir>{_D})\s*)?(?:{_PREP}|من|عن)\s+{FILL}(?P<target>{_L['actor']})",
    re.IGNORECASE,
)
_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}
_FROM_AR = re.compile(rf"(?:عن|من)\s+{_TO}[^{TARGETS}]{{0,40}}$")
_BETWEEN = re.compile(
    rf"(?:between|بين|from|من)\s+{FILL}(?P<one>[{_SUBJECTS}{_L['road']}])\s*(?:and|to|و|الي|عن|,)\s*{FILL}(?P<two>[{TARGETS}])",
    re.IGNORECASE,
)
_SEPARATES = re.compile(
    rf"\s*(?:\w+\s+){{0,3}}?(?:separat\w+|divid\w+|lie|lies|between|تفصل|يفصل|تفصلها|تفصلهم)\s+(?:between\s+|بين\s+)?{FILL}(?P<one>[{_SUBJECTS}])\s*(?:from|and|عن|و)\s*{FILL}(?P<two>[{TARGETS}])",
    re.IGNORECASE,
)
_AWAY = re.compile(
    rf"\s*(?:\w+\s+)?(?:away|distant|off|apart|to\s+the\s+(?P<dir>{_D})|further\s+(?P<dir2>{_D})|(?P<dir3>{_D}))\b",
    re.IGNORECASE,
)
_ROAD_PART = re.compile(
    rf"\s*(?:-?\s*(?:long|stretch|section|portion|segment|part|length)\s*)*(?:of|along|من)\s+(?:the\s+|ال)?(?:\w+\s+)?(?P<road>[{_L['road']}{_L['theroad']}])"
)
_AWAY_AR = re.compile(r"(?:بعد|مسافه|مسافات|تبعد|يبعد|سوي)\s*$")
_REMAIN = re.compile(
    r"\b(?:remain\w*|left|still|yet\s+to|last|final|rest)\b|(?<!\w)(?:[يت]بق[يت]?|بقي|المتبقي\w*|متبقي\w*)(?!\w)",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    rf"^[\s,(\u2013\u2014-]*(?:{_DAY}\s*)?(?:(?:which|that|who|is|are|was|were|be|lies?|lay|sits?|stands?|stood|located|situated|lying|sitting|standing|only|just|about|some|now|currently|at|a|the|distance|distances|of|roughly|still|remains?|itself|both|all|found|there|point|positioned|reach(?:es|ing)?|extend(?:s|ing|ed)?|stretch(?:es|ing)?|runs?|based|set|and|it|,|its|centre|center|by|up|to|hill|hilltop|village|town|city|checkpoint|camp|base|farms?|ruins|silos|valley|area|junction|الواقع|الواقعه|تقع|يقع|التي|الذي|تبعد|يبعد|علي|بعد|مسافه|بمسافه|وهي|وهو|الا|لا|فقط|ما|هي|والتي|بلده|قريه|مدينه|كانت|اصبحت|باتت)\s*,?\s*)*$",
    re.IGNORECASE,
)
_COORDINATE = re.compile(r"^\s*,?\s*\band\b\s+(?:are|were|is|was|now|stood|stand)", re.IGNORECASE)
_IN = re.compile(
    r"(?:^|\s)(?:in|near|around|from|towards|through|on|against|into)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_FINITE = re.compile(r"^\s*(?:is|are|was|were|stood|stands?|lies?|lay|remain)", re.IGNORECASE)
_OF = re.compile(
    r"(?:^|\s)(?:of|from|near|in|to|outside|off)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE
)
_ASIDE = re.compile(r"^\s*,\s*(?:is|are|was|were|lies?|stands?|sits?)\b", re.IGNORECASE)
_LIES_PAST = re.compile(
    r"^,[^,;]{3,90},\s*(?:is|are|was|were|lies?|stands?|sits?)\b[^,;]{0,20}$", re.IGNORECASE
)
_LIST_BEFORE = re.compile(
    rf"(?P<more>[{POINTS}])\s*(?:,|and|,\s*and|و|,\s*و)\s*(?:the\s+)?(?:(?:villages?|towns?|hills?|قري?ه|بلده|تله?)\s+(?:of\s+)?)?$"
)
_THEN = re.compile(
    rf"^[\s,]*(?:\w+\s+){{0,2}}?(?:lies?|lay|stands?|stood|is|are|was|were|sits?|,|تقع|يقع)\s*{FILL}(?P<subject>[{_SUBJECTS}])",
    re.IGNORECASE,
)
_NO_FORCE = re.compile(words.NO_FORCE, re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:they|them|their|it|its|reach\w*|advanc\w*|arriv\w*|mov\w*|push\w*|now|stood|within)\b|(?<!\w)(?:وصل\w*|تقدم\w*|بات\w*|اصبح\w*|تفصلها|تفصلهم|يفصلها)",
    re.IGNORECASE,
)
_GAIN = re.compile(
    r"\b(?:advanc\w+|gain\w*|captur\w+|seiz\w+|push\w*|progress\w*)\b[^.]{0,25}$", re.IGNORECASE
)


def read_distances(page: Page, sentence: Sentence) -> None:
    """Read every length of a sentence as a distance, or as a length of road."""
    for at, mention in sentence.of("quantity"):
        if mention.value.kind == "length" and mention.start not in page.used:
            page.used.add(mention.start)
            _read_length(page, sentence, at, mention)


def _read_length(page: Page, sentence: Sentence, at: int, mention: Mention) -> None:
    if _road_length(page, sentence, at, mention):
        return
    found = _target(sentence, at)
    if found is None:
        page.miss(
            clause(sentence, at),
            sentence,
            f"{mention.text!r}: from what to what is not said, or not in a way that can be read",
        )
        return
    target_at, end, direction_at, part_at, one_at = found
    target = (
        page.referents.of(sentence.at[target_at])
        if target_at is not None
        else _spoken_of(page, sentence, at)
    )
    if target is None or target.kind == "none":
        page.miss(
            clause(sentence, at),
            sentence,
            target.why if target else "the place it is measured to is not said",
        )
        return
    subjects = [one_at] if one_at is not None else _subjects(page, sentence, at, target_at, end)
    if isinstance(subjects, str):
        page.miss(clause(sentence, at), sentence, subjects)
        return
    positions: list[int | None] = [*subjects] or [None]
    for position in positions:
        subject = (
            page.referents.of(sentence.at[position]) if position is not None else _last_actor(page)
        )
        if subject is None or subject.kind == "none":
            why = subject.why if subject else "who or what is so far away is not said"
            page.miss(clause(sentence, at), sentence, why)
            return
        spots = [p for p in (at, position, target_at) if p is not None]
        span = (min(spots), max(end, *(p + 1 for p in spots)))
        winds = sentence.at[direction_at].value if direction_at is not None else ()
        part = sentence.at[part_at].value if part_at is not None else None
        _add(page, sentence, at, span, (subject, target), winds, part, mention.value)


def _add(  # noqa: PLR0913, PLR0917 - one for each thing a sentence can say of a length
    page: Page,
    sentence: Sentence,
    at: int,
    span: tuple[int, int],
    ends: tuple[Referent, Referent],
    winds: tuple[str, ...],
    part: str | None,
    quantity: Quantity,
) -> None:
    """Add a distance; "the town is 3 km from the army" is one of the army's from the town."""
    subject, target = ends
    if target.kind == "actor" and subject.kind != "actor":
        subject, target = target, subject
        winds = tuple("-".join(_OPPOSITE[wind] for wind in one.split("-")) for one in winds)
    stands = subject.kind == "place" and target.kind in {"place", "road"}
    page.add(
        "distance", span, sentence, at, subject=subject, target=target, directions=winds,
        part=part, **({"mood": "fact"} if stands else {}), **stated(quantity),
    )  # fmt: skip


def stated(quantity: Quantity) -> dict[str, object]:
    """Give the fields of a claim that a quantity fills."""
    return {
        "comparator": quantity.comparator, "value": quantity.value, "unit": quantity.unit,
        "low": quantity.low, "high": quantity.high, "other": quantity.other,
    }  # fmt: skip


Found = tuple[int | None, int, int | None, int | None, int | None]


def _target(sentence: Sentence, at: int) -> Found | None:  # noqa: PLR0911 - one for each pattern
    """Find what a length is measured to: positions of target, end, direction, part, subject."""
    frame = sentence.frame
    for pattern in (_AFTER_Q, _AFTER_Q_AR):
        if (match := pattern.match(frame, at + 1)) is not None:
            dirs = [match.start(g) for g in ("dir", "side", "side2") if match[g]]
            part = match.start("part") if match["part"] else None
            return match.start("target"), match.end(), dirs[0] if dirs else None, part, None
    if (match := _SEPARATES.match(frame, at + 1)) is not None:
        return match.start("two"), match.end(), None, None, match.start("one")
    for match in _BETWEEN.finditer(frame, 0, at):
        if not re.search(rf"[{_SUBJECTS};]", frame[match.end() : at]):
            return match.start("two"), at + 1, None, None, match.start("one")
    if (match := _BETWEEN.match(frame, at + 2)) is not None:
        return match.start("two"), match.end(), None, None, match.start("one")
    if (match := _AFTER_Q_ACTOR.match(frame, at + 1)) is not None:
        direction = match.start("dir") if match["dir"] else None
        return match.start("target"), match.end(), direction, None, None
    if (match := _FROM_AR.search(frame[:at])) is not None:
        part = match.start("part") if match["part"] else None
        return match.start("target"), at + 1, None, part, None
    if (match := _AWAY.match(frame, at + 1)) is not None:
        return _away(sentence, at, match)
    return None


def _away(sentence: Sentence, at: int, match: re.Match[str]) -> Found:
    """Read "the town, 3 km away": what is measured to stands before."""
    dirs = [match.start(g) for g in ("dir", "dir2", "dir3") if match[g]]
    before = [p for p in range(at) if sentence.frame[p] in TARGETS]
    direction = dirs[0] if dirs else None
    if before and direction is None and _APPOSED.match(sentence.frame[before[-1] + 1 : at]):
        return before[-1], match.end(), None, None, None
    return None, match.end(), direction, None, None


def _spoken_of(page: Page, sentence: Sentence, at: int) -> Referent | None:
    """Give the place that "to the west" is seen from: the last but the subject."""
    points = [p for p in range(at) if sentence.frame[p] in POINTS]
    for position in points[-2::-1]:
        referent = page.referents.of(sentence.at[position])
        if referent.kind == "place":
            return referent
    return None


def _subjects(  # noqa: C901, PLR0911, PLR0912 - rules tried in order; apart they read worse
    page: Page, sentence: Sentence, at: int, target: int | None, end: int
) -> list[int] | str:
    """Find what is so far away: positions in the frame; none for the forces spoken of last."""
    frame = sentence.frame
    left = [p for p in range(at) if frame[p] in _SUBJECTS and p != target]
    actors = [p for p in left if frame[p] == _L["actor"]]
    for position in reversed(left):
        gap = frame[position + 1 : at]
        if target is not None and position < target < at:
            gap = gap.replace(frame[target], "")
            gap = re.sub(r"(?:عن|من)\s*(?:\w+\s+){0,2}$", "", gap.rstrip())
        if frame[position] == _L["actor"]:
            if _NO_FORCE.search(gap) or _NO_FORCE.search(frame[max(0, position - 40) : position]):
                return "it places no force there: the record knows who held what, not every fight"
            return [position]
        if frame[position] in POINTS and (_LIES_PAST.match(gap) or _halted(frame[position], gap)):
            return [position]
        if not _APPOSED.match(gap) or (_COORDINATE.match(gap) and actors):
            continue
        if (
            frame[position] == _L["unknown"]
            and page.referents.of(sentence.at[position]).kind == "none"
        ):
            if not actors and page.referents.actor is None:
                return [position]
            continue
        if actors and _IN.search(frame[:position]) and _FINITE.match(gap):
            continue
        if position != left[0] and _OF.search(frame[:position]) and _ASIDE.match(gap):
            # "A, north-west of B, is 3 km": what stands between commas is no subject.
            before = left[left.index(position) - 1]
            if frame[before + 1 : before + 2] == ",":
                return listed(frame, before)
            continue
        return listed(frame, position)
    if (match := _THEN.match(frame, end)) is not None:
        return [match.start("subject")]
    right = [p for p in range(end, len(frame)) if frame[p] == _L["actor"]]
    if (right and not frame[:at].strip(" ,\"'")) or (right and len(frame[:at]) < 25):
        return [right[0]]
    if _NO_FORCE.search(frame[:at]):
        return "it places no force there: the record knows who held what, not every fight"
    if _MOVED.search(frame[:at]) or not left:
        return []
    return "who or what is so far away is not said in a way that can be read"


def listed(frame: str, position: int) -> list[int]:
    """Take in the places listed before the last: "A, B and C are 3 km from"."""
    found = [position]
    while (match := _LIST_BEFORE.search(frame[: found[-1]])) is not None:
        found.append(match.start("more"))
    return found[::-1]


def _halted(letter: str, gap: str) -> bool:
    """Whether a convoy, post or corridor is the subject of a plain verb."""
    return letter == _L["feature"] and re.fullmatch(r"\s+\w+(?:\s+\w+){0,3}\s*", gap) is not None


def _last_actor(page: Page) -> Referent | None:

    actor = page.referents.actor
    if actor is None:
        return None
    return Referent("actor", actor, actor, note="read as the forces spoken of before")


def _road_length(page: Page, sentence: Sentence, at: int, mention: Mention) -> bool:
    """Read "14 km of the M5 remain"."""
    match = _ROAD_PART.match(sentence.frame, at + 1)
    if match is None:
        return False
    if _AWAY_AR.search(sentence.frame[:at]):
        return False
    road = page.referents.of(sentence.at[match.start("road")])
    if road.kind == "none":
        page.miss(clause(sentence, at), sentence, road.why)
        return True
    remains = (
        bool(_REMAIN.search(sentence.frame))
        or "last" in mention.text
        or "remaining" in mention.text
    )
    actors = [p for p, _ in sentence.of("actor")]
    subject = page.referents.of(sentence.at[actors[0]]) if actors else _last_actor(page)
    page.add(
        "length", (min([at, *actors[:1]]), match.end()), sentence, at,
        subject=subject, target=road, verb="remain" if remains else "hold",
        **stated(mention.value),
    )  # fmt: skip
    return True


def clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """Give a readable stretch around a position."""
    frame = sentence.frame
    start = max(frame.rfind(", ", 0, max(0, at - 25)) + 1, 0) if at > 90 else 0
    end = frame.find(", ", at + 25)
    return start, len(frame) if end < 0 else end
