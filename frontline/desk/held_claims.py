"""Reads who holds a place by adjective, which town lies on a road, and areas taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk import claim_words as words
from frontline.desk.distance_claims import stated
from frontline.desk.marks import LETTERS
from frontline.desk.referents import Referent

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.marks import Sentence

__all__ = ["read_areas", "read_held"]

_L = LETTERS
_HELD = _L["held"]
_ROADS = _L["road"] + _L["theroad"]
_POINTS = "".join(_L[kind] for kind in ("place", "town", "feature"))
_HELD_PLACE = re.compile(
    rf"(?P<held>{_HELD})\s+(?:(?!and\b|or\b)[\w'-]+\s+){{0,3}}?[\"'(]?(?P<place>[{_L['place']}{_L['unknown']}])"
)
_PLACE_HELD = re.compile(
    rf"(?P<place>{_L['place']}),\s+(?:(?:a|an|the|one|of|last|key|main|major|strategic|largest)\s+)*(?P<held>{_HELD})\s+(?:\w+\s+)?(?:town|city|village|bastion|stronghold)"
)
_LIES_ON = re.compile(
    rf"(?P<place>[{_POINTS}])[\s,]*(?:which\s+|that\s+)?(?:lies|sits|is|stands|located|situated|lying|sitting|straddles|are|was)\s+(?:\w+\s+){{0,3}}?(?:on|along|astride|beside|alongside|over)?\s*(?:(?!of\b|from\b|and\b)[\w'-]+\s+){{0,4}}?(?P<road>[{_ROADS}])"
    rf"|(?:تقع|يقع|الواقعه|الواقع)\s+(?P<place2>[{_POINTS}])?\s*علي\s+(?:\w+\s+)?(?P<road2>[{_ROADS}])",
    re.IGNORECASE,
)


def read_held(page: Page, sentence: Sentence) -> None:
    """Read "rebel-held Idlib", "Saraqib, an opposition-held town", "the town lies on the M5"."""
    for pattern in (_HELD_PLACE, _PLACE_HELD):
        for match in pattern.finditer(sentence.frame):
            held, place = sentence.at[match.start("held")], sentence.at[match.start("place")]
            target = page.referents.of(place)
            if held.value is None or target.kind == "none":
                why = target.why or f"the record knows no side called {held.text!r}"
                page.miss(match.span(), sentence, why)
                continue

            subject = Referent("actor", held.value, held.text)
            page.add(
                "control", match.span(), sentence, match.start("held"), subject=subject,
                target=target, verb="hold", mood="fact", first=page.published, last=page.published,
                day_kind="unsaid",
            )  # fmt: skip
    for match in _LIES_ON.finditer(sentence.frame):
        group = "" if match["road"] else "2"
        if not match[f"place{group}"]:
            continue
        subject, target = (
            page.referents.of(sentence.at[match.start(f"{end}{group}")])
            for end in ("place", "road")
        )
        bad = next((r for r in (subject, target) if r.kind == "none"), None)
        if bad is not None:
            page.miss(match.span(), sentence, bad.why)
            continue
        page.add(
            "distance", match.span(), sentence, match.start(), subject=subject, target=target,
            verb="lies on", comparator="at", low=0.0, high=1000.0, part="edge",
            first=page.published, last=page.published, day_kind="unsaid", mood="fact",
        )  # fmt: skip


_TAKES = re.compile(
    rf"(?:{words.CONTROL_VERBS['take'][0]}|advanc\w+|gain\w*|{words.CONTROL_VERBS['take'][1]})",
    re.IGNORECASE,
)
_LOSES = re.compile(r"\b(?:lost|losing|loses)\b|خسر", re.IGNORECASE)


def read_areas(page: Page, sentence: Sentence) -> None:
    """Read "350 square kilometres in seven days"."""
    for at, mention in sentence.of("quantity"):
        if mention.value.kind != "area" or mention.start in page.used:
            continue
        page.used.add(mention.start)
        actors = [p for p, _ in sentence.of("actor")]
        before = [p for p in actors if p < at] or actors
        subject = page.referents.of(sentence.at[before[-1]]) if before else None
        actor = page.referents.actor
        if subject is None and actor is not None:
            subject = Referent("actor", actor, actor, note="read as the forces spoken of before")
        takes, loses = _TAKES.search(sentence.frame), _LOSES.search(sentence.frame)
        if subject is None or subject.kind == "none" or not (takes or loses):
            why = subject.why if subject and subject.why else "an area, but not who took or held it"
            page.miss((0, len(sentence.frame)), sentence, f"{mention.text!r}: {why}")
            continue
        page.add(
            "area", (min([at, *before[-1:]]), at + 1), sentence, at, subject=subject, target=None,
            verb="take" if takes else "lose", **stated(mention.value),
        )  # fmt: skip
