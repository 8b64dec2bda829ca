"""The grammar of verbs of control: what they govern, and whose deed they tell of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.desk.distance_claims import last_force, listed
from frontline.desk.referents import Referent

if TYPE_CHECKING:
    from frontline.desk.claims import Page
    from frontline.desk.grammar import Sentence

__all__ = [
    "INSIDE",
    "THINGS",
    "agent",
    "doer",
    "falls",
    "is_passive",
    "listed_after",
    "objects_after",
    "objects_before",
]

THINGS = "PTXRUIF"
#: What may stand between a verb and what it governs.
_TO_OBJECT = re.compile(rf"(?:[wdkoHDGYEl]|cYc?|A(?=[kPTE])){{0,8}}?(?P<object>[{THINGS}N])")
_TO_OBJECT_AR = re.compile(rf"(?:[wdkoHDGYElAitfcem]){{0,9}}?(?P<object>[{THINGS}N])")
#: ", which they took": what stands before is what was taken.
_RELATIVE = re.compile("c?r(?=[^zs]{0,4}A)[AhlwdY]*$")
INSIDE = re.compile("[wlYD]{0,2}i[wdkoHDGYE]{0,5}?(?P<object>[PTX])")
#: The next of a list; behind a mere comma only what is plainly a place.
_MORE = re.compile(
    r"(?:c?aa?[lfito]?d?H?w?(?:d?[wH]?k+[wo]*)?d?H?|cd?(?:H|k+o?)?)(?P<object>[PTXRN])"
)
_AMONG = re.compile(r"[DdtofwkG]{0,5}c?(?:j|c|z)[dkowH]{0,3}?(?P<object>[PTX])")
_NEXT_CLAUSE = re.compile("[Yl]*(?:[ehn]|V)")
_HEAD = re.compile("(?:[dkwHDElG]|(?<=[kd])o)*$")
_BE = re.compile("e[wlYdn]*$")
_WHICH = re.compile("r[hnelwI]*$")
_BY = re.compile(r"[^VzsrPTXN]{0,10}?b[wdklcH]{0,4}(?P<actor>A)")
_TO_SIDE = re.compile(r"[wYl]{0,3}[tiV][dwoik]{0,4}?(?P<actor>A)")
_OF_SIDE = re.compile(r"[Ylq]{0,2}o?d?w?(?P<actor>A)")
_VSO = re.compile("[cYwdlI]{0,4}(?P<actor>A)")


def is_passive(sentence: Sentence, at: int) -> bool:
    """Whether an English verb tells of what was done to the things before it."""
    verb, letters = sentence.tokens[at].verb, sentence.letters
    if verb is None or verb.arabic or verb.form != "past" or verb.name == "fall":
        return False
    return bool(_BE.search(letters[:at])) or bool(re.match("[YwliD]{0,4}b", letters[at + 1 :]))


def falls(sentence: Sentence, at: int) -> bool:
    """Whether an English verb is "fall", whose subject is what was taken."""
    verb = sentence.tokens[at].verb
    falls = verb is not None and verb.name == "fall"
    return falls and not verb.arabic and verb.form != "noun"  # type: ignore[union-attr]


# What a verb governs --------------------------------------------------------------------------


def objects_after(sentence: Sentence, at: int) -> list[int]:
    """Give the things a verb governs: the next, and those listed after it."""
    verb, letters = sentence.tokens[at].verb, sentence.letters
    if verb is not None and verb.glued:
        return [at + 1]
    pattern = _TO_OBJECT_AR if is_arabic(sentence, at) else _TO_OBJECT
    found = listed_after(sentence, pattern.match(letters, at + 1), at)
    which = None if found else _RELATIVE.search(letters[:at])
    if which is not None and letters[which.start() - 1 : which.start()] in {"P", "T"}:
        return listed(letters, which.start() - 1)
    return found


def listed_after(sentence: Sentence, match: re.Match[str] | None, at: int) -> list[int]:
    """Give what a match found a verb to govern, and what is listed behind it."""
    beside = match is not None and sentence.letters[match.start("object") - 1] == "D"
    if beside and is_arabic(sentence, at):
        # "its control west of the town": the town is where, not what.
        return []
    if match is None:
        return []
    letters, found = sentence.letters, [match.start("object")]
    more = _AMONG.match(letters, found[0] + 1) if letters[found[0]] == "N" else None
    while (more := more or _MORE.match(letters, found[-1] + 1)) is not None:
        joint = letters[found[-1] + 1 : more.start("object")]
        begins = _NEXT_CLAUSE.match(letters, more.start("object") + 1)
        if "a" in joint and begins and not is_arabic(sentence, at):
            break
        found.append(more.start("object"))
        more = None
    return found


def is_arabic(sentence: Sentence, at: int) -> bool:
    verb = sentence.tokens[at].verb
    return verb is not None and verb.arabic


def objects_before(sentence: Sentence, at: int) -> list[int]:
    """Give the things that were taken, held or surrounded: the subject of a passive."""
    letters = sentence.letters
    which = _WHICH.search(letters[:at])
    if which is not None:
        heads = [p for p in range(which.start()) if letters[p] in "PTXRN"]
        if heads and letters[heads[-1] + 1 : which.start()] in {"", "c", "k"}:
            return heads[-1:]
        free = [p for p in heads if not _behind(letters, p)] or heads
        return free[-1:]
    start = max(letters.rfind(stop, 0, at) for stop in "zs") + 1
    for position in range(start, at):
        if letters[position] in f"{THINGS}N" and not _behind(letters, position):
            if any(position == other for other, _ in sentence.governed):
                continue
            return _list_from(letters, position, at)
    return []


def _behind(letters: str, position: int) -> bool:
    """Whether a thing stands behind a preposition: "in Saraqib"."""
    left = letters[: _HEAD.search(letters[:position]).start()]  # type: ignore[union-attr]
    return left[-1:] in set("fitvbuoQ")


def _list_from(letters: str, position: int, at: int) -> list[int]:
    found = [position]
    while (more := _MORE.match(letters, found[-1] + 1)) and more.start("object") < at:
        if "a" not in letters[found[-1] + 1 : at]:
            break
        found.append(more.start("object"))
    return found


# Whose deed it is -----------------------------------------------------------------------------


def agent(sentence: Sentence, at: int, *, passive: bool) -> int | None:
    """Find the force named as the doer beside the verb."""
    letters, verb = sentence.letters, sentence.tokens[at].verb
    assert verb is not None  # noqa: S101 - the letter says so
    if verb.name == "fall":
        match = _TO_SIDE.match(letters, _last_object(sentence, at) + 1)
    elif verb.form == "state":
        match = _OF_SIDE.match(letters, at + 1)
    elif passive:
        match = _BY.match(letters, at + 1)
    elif verb.arabic:
        match = _VSO.match(letters, at + 1)
    elif verb.form == "noun":
        end = _last_object(sentence, at) + 1
        match = _BY.match(letters, end)
    else:
        match = None
    return None if match is None else match.start("actor")


def _last_object(sentence: Sentence, at: int) -> int:
    """Give where the words a verb governs end, for what follows them."""
    verb = sentence.tokens[at].verb
    if verb is not None and (verb.arabic or verb.form == "noun"):
        return max(objects_after(sentence, at), default=at)
    return at


_NO_DOER = frozenset("bfovu")


def doer(page: Page, sentence: Sentence, at: int) -> Referent | None:
    """Say whose deed an active verb tells of: the force before it, else behind it, else last."""
    letters = sentence.letters
    before = [p for p in range(at) if letters[p] == "A"]
    free = [p for p in before if not _is_agent(letters, p)]
    named = [p for p in range(at) if letters[p] in "AXU"]
    stranger = bool(named) and letters[named[-1]] in "XU" and not _behind(letters, named[-1])
    if stranger and re.fullmatch("[lhenw]*", letters[named[-1] + 1 : at]):
        return _stranger(sentence, named[-1])
    if free or before:
        return page.referents.at(sentence, (free or before)[-1])
    behind = [p for p in range(at, len(letters)) if letters[p] == "A"]
    free = [p for p in behind if not _is_agent(letters, p)]
    if free:
        return page.referents.at(sentence, free[0])
    return last_force(page)


def _is_agent(letters: str, position: int) -> bool:
    left = letters[:position].rstrip("dw")
    return left[-1:] in _NO_DOER or left.endswith("i")


def _stranger(sentence: Sentence, position: int) -> Referent:
    words = sentence.tokens[position].text
    return Referent("none", None, words, why=f"the record follows no force called {words!r}")
