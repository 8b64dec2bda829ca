"""Reads directions without a length, nearness without a measure, and lists what is left.

A length or an area, a direction from a place, and a verb of control beside a place are looked
for once more when all else is read; those that no claim and no refusal has spoken of are kept
with the reason, never skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.claims.chunker import POINTS, TARGETS, clause
from frontline.claims.coreference import Referent
from frontline.claims.lexicon import any_of, both

if TYPE_CHECKING:
    from frontline.claims.chunker import Sentence
    from frontline.claims.claim import ClaimCollector
    from frontline.claims.quantities import Quantity

#: What may stand between "from" and its place: "the key rebel-held town of".
FILL = "[wdkoHDGYl]{0,7}?"
_TO = rf"{FILL}(?:(?P<part>E)[ofit]?{FILL})?(?P<target>[{TARGETS}])(?P<part2>E)?"
_SIDE = "(?:[ift]{1,2}[dwk]{0,2}(?P<side>D))?"
_AT_SIDE = re.compile("[ift]{1,2}[dwk]{0,2}(?P<side>D)(?![fo])")
_TOWARDS = "(?:[tiv]?d?k?(?P<dir>D)[wk]?)"
_OF = "[fo]"
_AFTER = re.compile(rf"[cyql]{{0,2}}{_TOWARDS}?(?:a[QD]{{1,2}})?y?{_OF}{{1,2}}{_TO}{_SIDE}")
#: Arabic: "3 km west the town".
_AFTER_WIND = re.compile(rf"[cyql]{{0,2}}{_TOWARDS}k?(?P<target>[PTXR])")
#: "3 km of the road and of the town".
_ALSO = re.compile(rf"a[fo]{FILL}(?P<target>[{TARGETS}])")
#: "as close as 2 km to the road", "three kilometres before the town".
_AFTER_TO = re.compile(rf"[cy]?[ts]{_TO}")
_ITS_EDGE = re.compile(rf"y?{_TOWARDS}?{_OF}(?P<target>d)D?(?P<part>E)")
_TO_FORCE = re.compile(rf"[cy]{{0,2}}{_TOWARDS}?y?{_OF}{FILL}(?P<target>A)")
_AWAY = re.compile(r"[wc]?(?:y{1,2}|(?:[tif][dI]?|y)?(?P<dir>D)y?)(?!o)")
_SEPARATES = re.compile(
    rf"[wl]{{0,3}}u[uf]?{FILL}(?P<one>[A{TARGETS}])[afi]{FILL}(?P<two>[A{TARGETS}])"
)
_BETWEEN = re.compile(rf"[uf]{FILL}(?P<one>[A{TARGETS}])[atf]{FILL}(?P<two>[A{TARGETS}])")
#: "it lies, from the town, 3 km": Arabic puts what is measured to before the length.
_BEFORE = re.compile(rf"f{FILL}(?:(?P<part>E)f?{FILL})?(?P<target>[{TARGETS}])[cwdlyYe]{{0,5}}$")
#: Between a thing and its distance: "which lies", ", a village", "is now only".
_APPOSED = re.compile("[lckderyhwoqaIYmi]*")
_PLAIN_GAP = re.compile("[lckderyhoqaYuI]*")
_THING_GAP = re.compile("[lckderyhwoqaIYmiVQD]*")
#: Before a thing that only tells where: "in the town of", "north of".
_BEHIND = re.compile("(?:[iftv]|Do)[dkwoHl]*$")
#: "Regiment 46, a base about 12 km": what lies there is named, though nothing is called so.
_NAMED_BESIDE = re.compile("w?c(?:[dk]|$)")
_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}
_NO_FORCE = "it places no force there: the record knows who held what, not every fight"
_UNREAD = "from what to what is not said, or not in a way that can be read"


class _Ends(NamedTuple):
    """Positions of what a length is measured to and from, as far as its words tell."""

    target: int | None
    end: int
    direction: int | None = None
    part: int | None = None
    subject: int | None = None


def read_distances(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read the lengths of a sentence as distances."""
    for at in sentence.at("Q"):
        if at not in sentence.told:
            _read_distance(collector, sentence, at)


def _read_distance(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    ends = _ends(sentence, at)
    if ends is None:
        collector.reject_clause(at, sentence, f"{sentence.tokens[at].text!r}: {_UNREAD}")
        return
    target = _target(collector, sentence, at, ends)
    also = _ALSO.match(sentence.letters, ends.end)
    if target is None or target.kind == "none":
        why = target.why if target else "the place it is measured to is not said"
        collector.reject_clause(at, sentence, why)
        return
    subjects = (
        [ends.subject] if ends.subject is not None else _subjects(collector, sentence, at, ends)
    )
    if isinstance(subjects, str):
        collector.reject_clause(at, sentence, subjects)
        return
    for position in list[int | None](subjects) or [None]:
        subject = (
            last_force(collector)
            if position is None
            else collector.referents.at(sentence, position)
        )
        if subject is None or subject.kind == "none":
            why = subject.why if subject else "who or what is so far away is not said"
            collector.reject_clause(at, sentence, why)
            return
        _add(collector, sentence, at, ends, (position, subject, target))
        if also is not None:
            more = collector.referents.at(sentence, also.start("target"))
            if more.kind != "none":
                further = ends._replace(target=also.start("target"), end=also.end())
                _add(collector, sentence, at, further, (position, subject, more))


def _add(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    ends: _Ends,
    found: tuple[int | None, Referent, Referent],
) -> None:
    """Add a distance; "the town is 3 km from the army" is one of the army's from the town."""
    position, subject, target = found
    winds = () if ends.direction is None else sentence.value(ends.direction)
    part = None if ends.part is None else sentence.value(ends.part)
    if target.kind == "actor" and subject.kind != "actor":
        subject, target = target, subject
        winds = tuple("-".join(_OPPOSITE[wind] for wind in one.split("-")) for one in winds)
    stands = subject.kind == "place" and target.kind in {"place", "road"}
    sentence.told.update(one for one in (ends.direction, ends.part) if one is not None)
    reaching = (one for one in sentence.at("V") if (position or 0) < one < at)
    sentence.told.update(one for one in reaching if _reaches(sentence, one))
    collector.add(
        "distance", (at, position, ends.target, ends.end - 1), sentence, at, subject=subject,
        target=target, directions=winds, part=part, **({"mood": "fact"} if stands else {}),
        **stated(sentence.value(at)),
    )  # fmt: skip


def _reaches(sentence: Sentence, at: int) -> bool:
    verb = sentence.tokens[at].verb
    return verb is not None and verb.name == "reach"


def stated(quantity: Quantity) -> dict[str, Any]:
    """Give the fields of a claim that a quantity fills."""
    return {
        "comparator": quantity.comparator, "value": quantity.value, "unit": quantity.unit,
        "low": quantity.low, "high": quantity.high, "other": quantity.other,
    }  # fmt: skip


# What it is measured to -----------------------------------------------------------------------


def _ends(sentence: Sentence, at: int) -> _Ends | None:
    """Find what a length is measured to, and from where its words say so."""
    letters = sentence.letters
    for pattern in (_AFTER, _AFTER_WIND, _AFTER_TO, _ITS_EDGE):
        if (match := pattern.match(letters, at + 1)) and _allowed(sentence, pattern, match):
            return _matched(match)
    for pattern in (_SEPARATES, _BETWEEN):
        if (match := pattern.match(letters, at + 1)) is not None:
            return _Ends(match.start("two"), match.end(), subject=match.start("one"))
    for match in _BETWEEN.finditer(letters, 0, at):
        if not set(letters[match.end() : at]) & set(f"{TARGETS}Az"):
            return _Ends(match.start("two"), at + 1, subject=match.start("one"))
    if (match := _TO_FORCE.match(letters, at + 1)) is not None:
        return _matched(match)
    if (match := _BEFORE.search(letters[:at])) is not None:
        part = match.start("part") if match["part"] else None
        side = _AT_SIDE.match(letters, at + 1)
        wind, end = (side.start("side"), side.end()) if side else (None, at + 1)
        return _Ends(match.start("target"), end, wind, part)
    match = _AWAY.match(letters, at + 1)
    return None if match is None else _away(sentence, at, match)


def _allowed(sentence: Sentence, pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether "to", "into" or "before" may stand before what a length is measured to."""
    if pattern is _ITS_EDGE:
        return sentence.tokens[match.start("target")].text in {"its", "their"}
    if pattern is not _AFTER_TO:
        return True
    return sentence.tokens[match.end() - 1].letter in "PRTX" and (
        sentence.letters[match.start()] == "t" or "before" in sentence.tokens[match.start()].text
    )


def _matched(match: re.Match[str]) -> _Ends:
    groups = match.re.groupindex
    spots = {name: match.start(name) for name in groups if match[name]}
    direction, part = spots.get("dir", spots.get("side")), spots.get("part", spots.get("part2"))
    return _Ends(spots["target"], match.end(), direction, part)


def _away(sentence: Sentence, at: int, match: re.Match[str]) -> _Ends:
    """Read "the town, 3 km away": what is measured to stands before."""
    letters = sentence.letters
    direction = match.start("dir") if match["dir"] else None
    before = [place for place in range(at) if letters[place] in TARGETS]
    if before and direction is None and _APPOSED.fullmatch(letters, before[-1] + 1, at):
        return _Ends(before[-1], match.end())
    return _Ends(None, match.end(), direction)


def _target(collector: ClaimCollector, sentence: Sentence, at: int, ends: _Ends) -> Referent | None:
    if ends.target is not None and sentence.letters[ends.target] != "d":
        return collector.referents.at(sentence, ends.target)
    points = [place for place in range(at) if sentence.letters[place] in "PTX"]
    # "Saraqib, 26 km to the north" is seen from the place before; "its edge" is the last one's,
    # and where a force is 26 km to the north, it is so from the last place.
    lies = bool(points) and ends.target is None and "A" not in sentence.letters[points[-1] : at]
    for position in points[:-1][::-1] if lies else points[::-1]:
        referent = collector.referents.at(sentence, position)
        if referent.place is not None:
            return referent
    before = collector.referents.before
    if before is None:
        return None
    note = f"measured to {before.name}, spoken of before"
    return Referent("place", before.id, before.name, before, note)


# What is so far away --------------------------------------------------------------------------


def _subjects(
    collector: ClaimCollector, sentence: Sentence, at: int, ends: _Ends
) -> list[int] | str:
    """Find what is so far away: positions; none for the forces spoken of last."""
    letters = sentence.letters
    left = [p for p in range(at) if letters[p] in f"AF{POINTS}R" and p != ends.target]
    forces = [p for p in left if letters[p] == "A"]
    for position in reversed(left):
        if letters[position] == "A":
            near = letters[max(0, position - 8) : at]
            return _NO_FORCE if "x" in near else [position]
        if _is_subject(collector, sentence, position, at, (ends, forces)):
            return listed(letters, position)
    return _further(sentence, at, ends.end, left)


def _is_subject(  # noqa: PLR0911 - one answer for each kind of thing
    collector: ClaimCollector,
    sentence: Sentence,
    position: int,
    at: int,
    context: tuple[_Ends, list[int]],
) -> bool:
    """Whether a place or thing before a length is what lies so far away."""
    letters, (ends, forces) = sentence.letters, context
    letter, gap = letters[position], letters[position + 1 : at]
    if ends.target is not None and position < ends.target < at:
        gap = (letters[position + 1 : ends.target] + letters[ends.target + 1 : at]).replace("f", "")
    behind = bool(_BEHIND.search(letters[:position]))
    if letter == "R":
        # A road is where something lies, unless it is the subject itself.
        alone = not forces and not behind and not set(letters[:position]) & set("PTX")
        return alone and bool(_PLAIN_GAP.fullmatch(gap))
    if letter in "XF":
        return bool(_THING_GAP.fullmatch(gap)) and not (behind and letter == "F")
    if letter == "U" and collector.referents.at(sentence, position).kind == "none":
        alone = not forces and collector.referents.actor is None
        return bool(_NAMED_BESIDE.match(gap)) or (alone and bool(_PLAIN_GAP.fullmatch(gap)))
    if forces and _of_the_forces(sentence, position, gap, behind=behind):
        return False
    if gap[:1] == "c" and "c" in gap[1:] and not behind and _lies_past(gap):
        return True
    if gap == "i" and not sentence.tokens[at - 1].text.isascii():
        return True
    aside = behind and gap[:1] == "c" and gap[1:2] in {"l", "e"}
    return bool(_PLAIN_GAP.fullmatch(gap) or _described(gap)) and not aside


#: Words that hang on the thing before them: "the village, located".
_LOCATED = frozenset({"located", "situated", "lying", "واقعه", "واقع"})
_SO_FAR_FROM = re.compile("Qy?f[dkwoH]*$")


def _of_the_forces(sentence: Sentence, position: int, gap: str, *, behind: bool) -> bool:
    """Whether a length behind a place is that of forces named before it.

    "Forces near the town are 3 km from"; "forces are 3 km from the town, 4 km from the road".
    """
    if gap[:1] == "a" or "ca" in gap:
        return True
    if gap == "c" and _SO_FAR_FROM.search(sentence.letters[:position]):
        return True
    verb = sentence.tokens[position + 1].text if gap else ""
    return behind and gap[:1] in {"e", "l"} and verb not in _LOCATED


def _lies_past(gap: str) -> bool:
    """Whether "A, north-west of B, is 3 km" or "A, which straddles the road, lies 3 km"."""
    last = gap.rfind("c")
    return 0 < last < len(gap) - 1 and bool(re.fullmatch("[lehyw]{1,4}", gap[last + 1 :]))


def _described(gap: str) -> bool:
    """Whether a place is only described: ", a hilltop", "lies on the road some"."""
    return bool(
        re.fullmatch("c?[derlh]{0,3}[dwkoDHGi]{0,6}(?:R(?:ad?R)?)?[aclydke]{0,4}", gap)
    ) and (gap[:1] in {"c", "l", "e", "r"})


def _further(sentence: Sentence, at: int, end: int, left: list[int]) -> list[int] | str:
    """Look for the subject behind the length, else take the forces spoken of last."""
    letters = sentence.letters
    then = re.compile(rf"[cw]?[lec]{FILL}(?P<subject>[AFPX])").match(letters, end)
    if then is not None:
        return [then.start("subject")]
    right = [p for p in range(end, len(letters)) if letters[p] == "A"]
    if right and at <= 4 and not left:
        return [right[0]]
    if "x" in letters[:at]:
        return _NO_FORCE
    reached = any(_reaches(sentence, one) for one in sentence.at("V") if one < at)
    moved = reached or bool(set("mI") & set(letters[:at]))
    if moved or not left:
        return []
    return "who or what is so far away is not said in a way that can be read"


_LIST_BEFORE = re.compile(r"(?P<more>[PTXU])(?:ca|c|a)d?(?:k+o?)?$")


def listed(letters: str, position: int) -> list[int]:
    """Take in the places listed before the last: "A, B and C are 3 km from"."""
    found = [position]
    while (match := _LIST_BEFORE.search(letters[: found[-1]])) is not None:
        found.append(match.start("more"))
    return found[::-1]


def last_force(collector: ClaimCollector) -> Referent | None:
    """Give the forces that the text spoke of last, before this sentence."""
    actor = collector.referents.force_before
    if actor is None:
        return None
    return Referent("actor", actor, actor, note="read as the forces spoken of before")


_LIES = "(?:[lckdrehy]{0,6}?|(?<=X)[wmtdleiY]{0,6}?)[ti]?d?"
_DIRECTION = re.compile(
    rf"(?P<subject>[{POINTS}]){_LIES}(?P<dir>D)[kwE]?(?:[of]{FILL}|k{{0,2}})(?P<target>[{TARGETS}])"
)
_VAGUE = re.compile(
    rf"(?<!\w){any_of(both('phrases', 'vague'))}(?!\w)",
    re.IGNORECASE,
)


#: "the southern side of the town" gives a direction, "the southern city of" does not.
_AREAS = frozenset({"side", "area"})


def read_directions(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "A lies north of B" where no length is given."""
    for match in _DIRECTION.finditer(sentence.letters):
        at = match.start("dir")
        if at in sentence.told:
            continue
        beside = sentence.tokens[at + 1]
        if beside.letter == "P" and sentence.tokens[at].text.isascii():
            continue
        if beside.letter == "k" and beside.text.isascii() and beside.text not in _AREAS:
            continue
        target = collector.referents.at(sentence, match.start("target"))
        if collector.referents.at(sentence, match.start("subject")).id == target.id is not None:
            continue
        for position in listed(sentence.letters, match.start("subject")):
            subject = collector.referents.at(sentence, position)
            bad = next((r for r in (subject, target) if r.kind == "none"), None)
            spots = (position, at, match.end() - 1)
            if bad is not None:
                collector.reject(spots, sentence, bad.why)
                continue
            collector.add(
                "direction", spots, sentence, at, subject=subject, target=target,
                directions=sentence.value(at),
                **({"mood": "fact"} if subject.kind == target.kind == "place" else {}),
            )  # fmt: skip


def read_vague(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep nearness that is said in no measure: "a stone's throw from the town"."""
    if not sentence.at(TARGETS):
        return
    for match in _VAGUE.finditer(collector.folded.text, sentence.start, sentence.end):
        at = next(n for n, token in enumerate(sentence.tokens) if token.end > match.start())
        why = f"{match[0].strip()!r} is no measure: nothing can be set against it"
        collector.reject_clause(at, sentence, why)


# What is left -----------------------------------------------------------------------------------

_FROM_A_PLACE = re.compile(
    rf"(?P<dir>D)w?(?:[of][wdkoHDGYl]{{0,7}}?[{TARGETS}])|[ti]d(?P<dir2>D)(?![wkGUDE])"
)
_ARABIC = re.compile("(?P<dir>D)f?k{0,2}[PTR]")


_UNREAD_DIRECTIONS = {
    "D": "it gives a direction, but not of what from what in a way that can be read",
    "V": "{!r}: whose deed, or of which place, is not said in a way that can be read",
    "Q": "{!r}: from what to what is not said, or not in a way that can be read",
    "S": "{!r}: an area of what is not said in a way that can be read",
}


def read_leftovers(collector: ClaimCollector, sentence: Sentence) -> None:
    """Keep what speaks of ground in a sentence and was not read; once for each clause."""
    left = {*_directions(sentence), *sentence.at("QS")} if sentence.at(TARGETS) else set()
    left |= set(sentence.at("V")) if sentence.at("PTXR") else set()
    left -= sentence.told
    kept: set[tuple[int, int]] = set()
    for at in sorted(left):
        bounds = clause(sentence, at)
        if bounds not in kept:
            kept.add(bounds)
            why = _UNREAD_DIRECTIONS[sentence.letters[at]].format(sentence.tokens[at].text)
            collector.reject_clause(at, sentence, why)


def _directions(sentence: Sentence) -> set[int]:
    """Find the directions that are given from a place, or from one spoken of before."""
    found = {
        match.start("dir" if match["dir"] else "dir2")
        for match in _FROM_A_PLACE.finditer(sentence.letters)
    }
    arabic = {match.start() for match in _ARABIC.finditer(sentence.letters)}
    return found | {at for at in arabic if not sentence.tokens[at].text.isascii()}
