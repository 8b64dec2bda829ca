"""Read who is at the edge of a place or was driven out of it, and which places followed.

Also which places a number of them stands for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.agreement import MEN, possesses
from frontline.claims.reader.arabic_lists import namely
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.distance_subjects import listed_before
from frontline.claims.reader.item_lists import counted_places, listed_after
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.mood import mood_at
from frontline.claims.reader.verb_agents import actor_of
from frontline.claims.reader.verb_arguments import THINGS
from frontline.claims.reader.voice import is_passive

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector
    from frontline.claims.reader.coreference import Referent

#: "are now on the outskirts of the town", "advanced to the edge of the town".
AT_THE_EDGE = TagPattern(
    "(?:(?<!<PLACE|TOWN|FEATURE|UNKNOWN|PRONOUN|WHICH>)<BE|LIE|REMAIN>{1,3}|(?<=<FORCE>)"
    "|(?<=<MOVE>)<FORCE|WORD|LIE|DAY>{0,3}(?=<TO>)|(?<=<MOVE><FORCE>)(?=<TO>))<IN|TO>?<DET>?"
    "(?P<side><DIRECTION>)?(?P<edge><PART>)<OF|TO>?<DET|WORD|NOUN|OF|HELD>{0,4}(?P<place><PLACE|TOWN>)"
)


_A_PLACE_IS = TagPattern("<PLACE|TOWN|UNKNOWN|FEATURE|NOUN><BE|LIE|REMAIN>{1,2}$")


def read_edge(collector: ClaimCollector, sentence: Sentence, match: re.Match[str]) -> None:
    """Read forces at the edge of a place as having reached it."""
    edge, place = match.start("edge"), match.start("place")
    if sentence.value(edge) != "edge" or edge in sentence.used:
        return
    before = match.start() - 1
    # "the checkpoints of the army on the edge of A"
    possessed = sentence.tag(before) == "FORCE" and possesses(sentence, before)
    if possessed or _A_PLACE_IS.before(sentence, match.start()) is not None:
        return  # "the village is located on the edge of A"
    moved = sentence.has("MOVE", match.start() - 2, match.start()) and sentence.has(
        "TO", match.start(), edge
    )
    starts = sentence.positions("SAY|WHEN|WHICH|VERB", 0, edge)
    fought = [one for one in starts if sentence.text(one) != "مع"]  # "clashes with rebels"
    if sentence.has("FIGHTING", fought[-1] if fought else 0, edge):
        return  # "clashes on the edge of A"
    # "striking rebel positions at the edge of A"
    struck = sentence.text(match.start()) == "positions"
    struck = struck and sentence.tag(match.start() - 1) == "FORCE"
    follows_verb = moved or (sentence.tag(match.start()) in {"BE", "LIE", "REMAIN"} and not struck)
    near = sentence.has("IN|TO", match.start(), edge)
    if not follows_verb and (sentence.text(edge).isascii() or not near):
        return
    if not moved and sentence.has("TO", match.start(), edge):
        return
    # "Both lie on the edge of A": of places
    nobody = sentence.text(edge).isascii() and not sentence.has("FORCE", 0, edge) and not moved
    subject = None if nobody else actor_of(collector, sentence, edge)
    target = collector.referents.at(sentence, place)
    bad = next((one for one in (target, subject) if one is None or one.kind == "none"), None)
    if subject is None or bad is not None:
        why = bad.why if bad is not None else "who is there is not named"
        collector.reject((edge, place), sentence, why)
        return
    unsure = (LOOSELY,) if LOOSE.search(sentence.text(edge)) else ()
    directions = sentence.value(match.start("side")) if match["side"] else ()
    sentence.used.add(match.start("side") if match["side"] else edge)
    collector.add(
        "distance", (edge, place), sentence, edge, subject=subject, target=target,
        verb="reach", comparator="at", low=0.0, high=1000.0, part="edge", directions=directions,
        unsure=unsure,
    )  # fmt: skip


#: "at the approaches" may be some kilometres away.
LOOSE = re.compile("مشارف|تخوم|اعتاب|ابواب|approach|gates?$|doorstep")
LOOSELY = "how near is meant is not certain"
_AFTER_EXPEL = TagPattern("<WORD|DET|NOUN|LIE|DAY|HELD>{0,4}(?P<actor><FORCE>)")
_EXPELLED_FROM = TagPattern(
    "(?:<FORCE|FROM|OF|DET|WORD|NOUN|HELD|PART|DIRECTION|REGION|LIE>|<AND>(?=<NOUN>)){0,8}?"
    f"(?P<object><{THINGS}>)"
)


_FROM_ELSEWHERE = TagPattern("<FORCE|DET>*(?:<FROM|OF><DET>?)?<WORD|NOUN|REGION|COUNT>")


_CIVILIANS = frozenset(both("actors", "civilians"))


def read_expelled(collector: ClaimCollector, sentence: Sentence, at: int) -> None:
    """Read "rebels were driven out of the town": those driven out lost it."""
    forces = sentence.positions("FORCE", 0, at)
    if sentence.verb(at).arabic and sentence.text(at + 1) in _CIVILIANS:
        collector.reject_clause(at, sentence, "who drove them out is no force of the record")
        return
    if not is_passive(sentence, at):
        behind = _AFTER_EXPEL.match(sentence, at + 1)
        forces = [] if behind is None else [behind.start("actor")]
        if forces and sentence.verb(at).arabic and sentence.tag(forces[0] + 1) == "FORCE":
            forces = [forces[0] + 1]  # the subject stands between the verb and its object
        elif forces and sentence.verb(at).arabic and sentence.tag(forces[0] + 1) == "WORD":
            forces = []  # "drove a delegation out of A": whom is not read
    places = listed_after(sentence, _EXPELLED_FROM.match(sentence, at + 1), at)
    places = [place for place in places if sentence.tag(place) != "COUNT"]
    elsewhere = _FROM_ELSEWHERE.match(sentence, at + 1) is not None
    # "drove them to behind the posts", as Arabic puts it
    elsewhere = elsewhere or (bool(forces) and sentence.tag(forces[-1] + 1) == "TO")
    if not places and not is_passive(sentence, at) and elsewhere:
        collector.reject_clause(at, sentence, "where they were driven from is not a known place")
        return
    places = places or sentence.positions("PLACE|TOWN", 0, at)[-1:]
    if not forces and places and (driver := _drives_men(sentence, at)) is not None:
        unsure = ("whom they drove out is not stated",)
        _add_each(collector, sentence, at, (driver, places), verb="take", unsure=unsure)
    if not forces or not places:
        return
    _add_each(collector, sentence, at, (forces[-1], places), verb="lose")


#: "the army drove gunmen out of A", where Arabic has no article: whose they are is not said.
_DRIVES = TagPattern("(?P<actor><FORCE>)<LIE|DAY|WORD>{0,2}$")


def _drives_men(sentence: Sentence, at: int) -> int | None:
    """Return the force before an Arabic verb that drives men without a name out of a place."""
    match = _DRIVES.before(sentence, at)
    if match is None or not sentence.verb(at).arabic or sentence.text(at + 1) not in MEN:
        return None
    return match.start("actor")


def _add_each(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    found: tuple[int, list[int]],
    **fields: Any,
) -> None:
    """Add that a force took or lost each of some places."""
    force, places = found
    subject = collector.referents.at(sentence, force)
    for place in places:
        target = collector.referents.at(sentence, place)
        bad = next((one for one in (target, subject) if one.kind == "none"), None)
        if bad is not None:
            collector.reject((at, place), sentence, bad.why)
            continue
        collector.add(
            "control", (at, force, place), sentence, at, subject=subject, target=target,
            mood=mood_at(sentence, at), **fields,
        )  # fmt: skip


#: "and, a day later, B followed"; "A followed B" is another matter.
_FOLLOWED = TagPattern(
    "(?P<place><PLACE|TOWN>)<DAY|LIE>?(?P<verb><WORD>)(?!<DET|NOUN|PLACE|TOWN|IN|FORCE>)"
)
_FOLLOWS = frozenset({"followed", "تبعتها", "تلتها"})


#: "A was taken, as was B"; "A is surrounded, and so is the town".
_AS_WAS = TagPattern(
    "<COMMA>?(?P<as><WHEN|AND>)(?P<so><WORD>)?<BE|HAVE>(?P<place><PLACE|TOWN>)(?=<COMMA|DAY|SAY>|$)"
)


def read_followed(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read what was said of one place of another.

    "The army took A, and a day later B followed"; "A was surrounded, and so was B".
    """
    for match in _FOLLOWED.finditer(sentence):
        at = match.start("verb")
        if sentence.text(at) in _FOLLOWS:
            _read_same(collector, sentence, at, match.start("place"), sentence.text(at))
    for match in _AS_WAS.finditer(sentence):
        words = sentence.text(match.start("so" if match["so"] else "as"))
        if words == ("so" if match["so"] else "as"):
            _read_same(collector, sentence, match.end() - 2, match.start("place"), words)


def _read_same(
    collector: ClaimCollector, sentence: Sentence, at: int, position: int, words: str
) -> None:
    """Add the last claim about a place of this sentence for the places listed at a position."""
    earlier = [one for one in collector.of_sentence() if one.kind in {"control", "encirclement"}]
    if not earlier:
        return
    last = earlier[-1]
    unsure = f"what {words!r} means is taken from {last.text!r}"
    for place in listed_before(sentence, position):
        target = collector.referents.at(sentence, place)
        if target.kind == "none" or target.id == (last.target and last.target.id):
            continue
        collector.add(
            last.kind, (place,), sentence, at, subject=last.subject, target=target,
            verb=last.verb, mood=last.mood, unsure=(unsure,),
        )  # fmt: skip


def read_spelt_out(
    collector: ClaimCollector, sentence: Sentence, positions: tuple[int, int], subject: Referent
) -> None:
    """Read the places that a total stands for: "rose to 11, and they are A and B".

    Parameters
    ----------
    positions : of the verb and of the number
    """
    at, number = positions
    for place in listed_after(sentence, namely(sentence, number + 1), at):
        target = collector.referents.at(sentence, place)
        if target.kind == "none":
            collector.reject((place,), sentence, target.why)
        elif (place, "take") not in sentence.governed:
            sentence.governed.add((place, "take"))
            collector.add(
                "control", (at, place), sentence, at, subject=subject, target=target, verb="take"
            )


def read_counted(
    collector: ClaimCollector,
    sentence: Sentence,
    at: int,
    position: int,
    found: tuple[Referent | None, str],
) -> None:
    """Read the places that a count stands for: "and dozens of villages, among them A and B"."""
    subject, mood = found
    if subject is None or subject.kind == "none":
        return
    for place in counted_places(sentence, position, at):
        target = collector.referents.at(sentence, place)
        if target.kind == "none":
            collector.reject((place,), sentence, target.why)
        elif (place, sentence.verb(at).name) not in sentence.governed:
            sentence.governed.add((place, sentence.verb(at).name))
            collector.add(
                "control", (at, place), sentence, at, subject=subject, target=target,
                verb=sentence.verb(at).name, mood=mood,
            )  # fmt: skip
