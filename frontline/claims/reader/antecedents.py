"""What Arabic words point back to: "the latter", "their forces", the place a reporter writes from.

"The army attacked the front of the factions at A, and the latter had taken it in June": the latter
are the factions. "The reporter in A said the army took the town": the town is not A.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import AR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.claims.reader.chunker import Mention, Sentence

_LATTER_WORDS = frozenset(AR["actors"]["latter"])
_FORMER_WORDS = frozenset(AR["actors"]["former"])
_REPORTERS = tuple(AR["actors"]["reporters"])
#: "the latter had taken", "which the latter took".
_LATTER_BEFORE = TagPattern("(?P<latter><WORD>)<LIE|WORD|HAVE>{0,2}$")
_LATTER_BEHIND = TagPattern("(?:<IN|FROM|TO>?<PRONOUN>)?(?P<latter><WORD>)")

#: Before a place that only locates another: "west of".
LOCATES = TagPattern(
    "(?:<DIRECTION><OF|FROM|NOUN|DET|PART|HELD>*"
    "|<LENGTH><AWAY>?<DIRECTION>?<FROM><NOUN|DET|OF|HELD>*"
    "|<ROAD>(?:<AND|COMMA>{1,2}<PLACE>)*<AND|COMMA>{1,2})$"
)


def latter_force(sentence: Sentence, at: int) -> int | None:
    """Return the force that "the latter" beside an Arabic verb is: the last one named before it.

    "The former" is the first one.

    Parameters
    ----------
    at : position of the verb
    """
    before = _LATTER_BEFORE.before(sentence, at)
    behind = _LATTER_BEHIND.match(sentence, at + 1)
    for match in (before, behind):
        if match is not None and sentence.text(match.start("latter")) in _LATTER_WORDS:
            forces = sentence.positions("FORCE", 0, match.start("latter"))
            return forces[-1] if forces else None
    verb = sentence.tokens[at].verb
    is_former = behind is not None and sentence.text(behind.start("latter")) in _FORMER_WORDS
    if is_former and verb is not None and verb.form != "noun":
        forces = sentence.positions("FORCE", 0, at)
        return forces[0] if len(forces) > 1 else None  # "the former took A"
    return None


#: "the areas of which they took control", "the last area that they hold", as Arabic puts both.
_GROUND_THAT = TagPattern(
    "(?P<noun><NOUN|WORD|COUNT>)<WORD|LIE|AND|NOUN|FROM|REGION>{0,3}<WHICH><LIE|HAVE|WORD|FORCE|DAY>{0,3}"
    "<VERB><FORCE>?(?:<IN|FROM|TO>|$)"
    "|(?P<one><NOUN|COUNT>)<WORD|LIE>{0,2}<VERB|WORD>(?:<IN|FROM|TO>|$)"
)
_GROUND = frozenset(AR["places"]["ground"])
_NAMING = frozenset(AR["accounting"]["naming"])


def is_of_ground(sentence: Sentence, position: int) -> bool:
    """Return whether an Arabic "it" is that of areas, lands or points, and of no place by name."""
    match = _GROUND_THAT.before(sentence, position)
    if match is None or sentence.tag(match.start() - 1) == "PLACE":
        return False
    words = (
        word.removeprefix("و").removeprefix("ال")
        for one in range(match.start(), match.end())
        for word in sentence.text(one).split()
    )
    # "the town of So-and-so, which they hold", of a name that was not read.
    unknown = sentence.text(match.start()) in _NAMING and sentence.tag(match.start() + 1) == "WORD"
    return unknown or any(word in _GROUND for word in words)


#: "the reporter of the agency in A".
_REPORTS_FROM = TagPattern("(?P<who><WORD>)<WORD|COMMA|DET|NOUN>{0,4}<IN><NOUN|DET>{0,2}$")


def is_where_reporter_is(sentence: Sentence, place: int) -> bool:
    """Return whether a place is only where a reporter writes from: "our correspondent in A"."""
    match = _REPORTS_FROM.before(sentence, place)
    if match is None:
        return False
    words = range(match.start("who"), place)
    return any(sentence.text(one).lstrip("ول").startswith(_REPORTERS) for one in words)


def only_locating(sentence: Sentence) -> tuple[set[Mention | None], bool]:
    """Return the places that only say where another lies, and whether a reporter writes from one.

    Neither is "the town" further on.
    """
    places = sentence.positions("PLACE")
    located = [at for at in places if locates(sentence, at) or sentence.has("INCLUDING", 0, at)]
    if len(located) == len(places) and not sentence.has("INCLUDING|TOWN"):
        located = []  # "is south of A. The town"
    # "A east of Idlib", where it is the province: "the town" behind it is A.
    located += sentence.positions("REGION")
    writers = [at for at in places if is_where_reporter_is(sentence, at)]
    return {sentence.tokens[at].mention for at in (*located, *writers)}, bool(writers)


#: "A, the largest in the south, which is, from B," and "A, and it is the largest town in the south,
#: and it lies", as Arabic puts both.
_THAT_IS_AWAY = TagPattern(
    "(?P<place><PLACE|FEATURE>)<WORD|IN|REGION|COMMA|NOUN|DET|DIRECTION|LIE>{0,7}(?P<which><WHICH>)<AWAY>"
    "(?:<FROM><NOUN|DET|PART|WORD>{0,2}<PLACE|ROAD>)?$"
)
_AND_LIES = TagPattern(
    "(?P<place><PLACE>)<COMMA>?(?P<is><LIE>)<TOWN|NOUN|DET|WORD|IN|REGION|OF>{1,8}<COMMA>?"
    "(?P<lies><LIE>)<AWAY>?$"
)
_IT_IS = frozenset({"وهي", "وهو"})
_IT_LIES = frozenset({"تقع", "يقع", "وتقع", "ويقع"})


def place_that_lies(sentence: Sentence, at: int) -> int | None:
    """Return the place that an Arabic clause before a length says of how far away it lies.

    Parameters
    ----------
    at : position of the length
    """
    away = _THAT_IS_AWAY.before(sentence, at)
    if away is not None and sentence.text(away.start("which")).isascii() is False:
        return away.start("place")
    lies = _AND_LIES.before(sentence, at)
    if lies is None or sentence.text(lies.start("is")) not in _IT_IS:
        return None
    return lies.start("place") if sentence.text(lies.start("lies")) in _IT_LIES else None


_JOIN_WORDS = re.compile(r"(?:ال)?(?:واصل|رابط)ه?$|[تي](?:صل|ربط)$")
_FAR = 8


def is_end_of_road(sentence: Sentence, place: int) -> bool:
    """Return whether a place only says where a road leads: "the road that joins A and B"."""
    for one in range(place - 1, max(-1, place - _FAR), -1):
        if sentence.tag(one) in {"VERB", "FORCE", "SAY"}:
            return False
        if sentence.tag(one) == "WORD" and _JOIN_WORDS.match(sentence.text(one)):
            return sentence.has("ROAD", one - 4, one)
    return False


_NEAR = frozenset(AR["places"]["near"])


def is_only_near(sentence: Sentence, place: int) -> bool:
    """Return whether an Arabic place only says where another lies: "the town beside A"."""
    before = place - 2 if sentence.tag(place - 1) == "NOUN" else place - 1
    return sentence.text(before) in _NEAR and sentence.tag(before - 1) not in {"VERB", "FORCE"}


def is_pronoun_alone(sentence: Sentence, at: int) -> bool:
    """Return whether an Arabic noun of control has its object written on it: "its recapture,"."""
    verb, word = sentence.verb(at), sentence.text(at)
    transitive = verb.arabic and verb.form == "noun" and verb.name in {"take", "surround"}
    if not transitive or "سيطر" in word or not word.endswith(("ته", "تها", "ها")):
        return False
    freed = sentence.tag(at + 1) == "FROM" and sentence.has("FORCE", at + 2, at + 4)
    return freed or sentence.tag(at + 1) in {"COMMA", "SAY", ""}


#: "an attack on A, which is in the hands of the army", as Arabic puts it.
_THAT_IS_HELD = TagPattern("(?P<object><PLACE|TOWN>)<NOUN|WORD>?(?P<lies><WORD|LIE>)$")
_HELD_WORDS = frozenset({"خاضعه", "خاضع", "واقعه", "قابعه", "موجوده"})


def place_that_is_held(sentence: Sentence, at: int) -> list[int]:
    """Return the place before an adjective and an Arabic state: "A, subject to the control of"."""
    match = _THAT_IS_HELD.before(sentence, at)
    if match is None or sentence.verb(at).form != "state":
        return []
    if sentence.tag(match.start() - 1) == "IN" and sentence.tag(match.start() - 2) == "NOUN":
        return []  # "areas in A, subject to the control of"
    held = sentence.text(match.start("lies")).removeprefix("ال") in _HELD_WORDS
    return [match.start("object")] if held else []


#: "all the countryside of A that is in the hands of": a masculine "that is" is not of a town.
_HELD_REGION = TagPattern("<REGION>(?P<lies><LIE>)?$")


def is_held_region(sentence: Sentence, at: int) -> bool:
    """Return whether an Arabic state is that of the countryside right before it."""
    match = _HELD_REGION.before(sentence, at)
    if match is None or sentence.verb(at).form != "state":
        return False
    word = sentence.text(match.start("lies") if match["lies"] else at).split()[0]
    return word.removeprefix("ال") in {"واقع", "خاضع"}


_BECAME = frozenset(AR["time"]["became"])
#: "and so the post at A has become besieged", as Arabic puts it.
_HAS_BECOME = TagPattern("(?P<became><LIE|WORD>)<FEATURE|PLACE|TOWN><!VERB|WHICH|SAY|WHEN>{0,8}$")


def became_before(sentence: Sentence, at: int) -> int | None:
    """Return "has become" before an Arabic participle or state, if its subject follows it."""
    if not sentence.verb(at).arabic or sentence.verb(at).form not in {"participle", "state"}:
        return None
    match = _HAS_BECOME.before(sentence, at)
    if match is None or sentence.text(match.start("became")) not in _BECAME:
        return None
    return match.start("became")


#: "which both", of two.
BOTH = frozenset({"اللتان", "اللتين", "اللذان", "اللذين"})


def of_dual(sentence: Sentence, things: Sequence[int | None], at: int) -> Sequence[int | None]:
    """Return the last two of a list before "which both", as in "A, B and C, which both lie"."""
    last = things[-1] if things else None
    if last is None:
        return things
    both = any(sentence.text(one) in BOTH for one in sentence.positions("WHICH", last, at))
    return things[-2:] if both else things


def is_head(sentence: Sentence, place: int, pronoun: int) -> bool:
    """Return whether a relative clause is about the place before it: not "beside A, which"."""
    aside = is_only_near(sentence, place) and sentence.has("COMMA", place, pronoun)
    # "B, west of A and which"
    joined = sentence.text(place + 1).startswith("وال") and LOCATES.before(sentence, place)
    return not (aside or joined)


def locates(sentence: Sentence, place: int) -> bool:
    """Return whether a place only says where another is, or where a road leads."""
    if LOCATES.before(sentence, place) is not None:
        return True
    return is_end_of_road(sentence, place) or is_only_near(sentence, place)


def may_be_it(sentence: Sentence, position: int) -> list[int]:
    """Return the places that "it" may be: those before it, without those that only locate."""
    points = sentence.positions("PLACE|TOWN|FEATURE", 0, position)
    points = [at for at in points if not is_where_reporter_is(sentence, at)]
    return [at for at in points if not locates(sentence, at)] or points
