"""Reads directions without a length, and nearness in words that no ruler can test."""

# ruff: noqa: E501 - a pattern is one line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk import claim_words as words
from frontline.desk.distance_claims import FILL, POINTS, TARGETS, clause, listed
from frontline.desk.marks import LETTERS

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.marks import Sentence

__all__ = ["read_directions", "read_vague"]

_L = LETTERS
_D = _L["direction"]
_LIES = r"[\s,(]*(?:(?:which|that|is|are|was|were|lies?|lay|sits?|stands?|located|situated|lying|found|just|immediately|directly|to|the|on|in|a|village|town|hill|hilltop|area|checkpoint|camp|base|farms?|ruins|silos|valley|,|الواقع|الواقعه|تقع|يقع|وتقع|ويقع|الي|التي|جهه|من|في)\s*,?\s*)*"
_DIRECTION_EN = re.compile(
    rf"(?P<subject>[{POINTS}])(?:'s)?{_LIES}(?P<dir>{_D})(?:\s+(?:side|edge|outskirts|part|area|countryside))?\s+(?:of|from)\s+{FILL}(?P<target>[{TARGETS}])",
    re.IGNORECASE,
)
_DIRECTION_AR = re.compile(
    rf"(?P<subject>[{POINTS}]){_LIES}(?P<dir>{_D})\s*(?:من\s+)?(?:(?:مدينه|بلده|قريه)\s+)?(?P<target>[{_L['place']}{_L['town']}{_L['road']}{_L['theroad']}])"
)
_ARABIC = re.compile("[ء-ي]")


def read_directions(page: Page, sentence: Sentence) -> None:
    """Read "A lies north of B" where no length is given."""
    patterns = [_DIRECTION_EN]
    if any(_ARABIC.search(mention.text) for _, mention in sentence.of("direction")):
        patterns.append(_DIRECTION_AR)
    for pattern in patterns:
        for match in pattern.finditer(sentence.frame):
            at = match.start("dir")
            if at in page.used or sentence.at[at].start in page.used:
                continue
            target = page.referents.of(sentence.at[match.start("target")])
            page.used.add(sentence.at[at].start)
            for position in listed(sentence.frame, match.start("subject")):
                subject = page.referents.of(sentence.at[position])
                bad = next((r for r in (subject, target) if r.kind == "none"), None)
                if bad is not None:
                    page.miss((position, match.end()), sentence, bad.why)
                    continue
                page.add(
                    "direction", (position, match.end()), sentence, at,
                    subject=subject, target=target, directions=sentence.at[at].value,
                )  # fmt: skip


_VAGUE = re.compile(words.VAGUE_DISTANCES, re.IGNORECASE)


def read_vague(page: Page, sentence: Sentence) -> None:
    """Keep nearness that is said in no measure: "a stone's throw from the town"."""
    for match in _VAGUE.finditer(sentence.frame):
        if re.search(rf"[{TARGETS}]", sentence.frame):
            why = f"{match[0].strip()!r} is no measure: nothing can be set against it"
            page.miss(clause(sentence, match.start()), sentence, why)
