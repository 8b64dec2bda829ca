"""What a verb of control governs: its objects, with their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.antecedents import (
    became_before,
    is_held_region,
    is_pronoun_alone,
    place_that_is_held,
)
from frontline.claims.reader.arabic_lists import BEHIND_UNKNOWN
from frontline.claims.reader.arabic_objects import (
    besieged_it,
    far_object,
    namely_behind,
    topic_of_clause,
)
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.distance_subjects import listed_before
from frontline.claims.reader.item_lists import list_from, listed_after, named_behind
from frontline.claims.reader.lexicon import EN, both
from frontline.claims.reader.noun_phrases import (
    BEFORE_PLACE,
    NOUN_PHRASE,
    PLURAL_NOUNS,
    head_of_relative,
    is_behind_preposition,
    near_another,
)
from frontline.claims.reader.relative_clauses import IN_WHICH, first_town
from frontline.claims.reader.voice import as_some_of, is_apposed_participle, with_lost

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence

#: What can be taken, held or surrounded.
THINGS = "PLACE|TOWN|FEATURE|ROAD|UNKNOWN|PRONOUN|FRONT"
#: What may stand between a verb and its object.
_OBJECT = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE>|<COMMA><DAY><COMMA>?"
    "|<AND>(?=<DET>?<NOUN><OF>?<PLACE|UNKNOWN>)|<REMAIN>(?=<FORCE><REGION>?<AND>)|(?<=<NOUN>)<AND>(?=<WORD><OF><PLACE>)|<FIGHTING>(?=<NOUN>)|<AREA><AND>(?=<COUNT>)"
    f"|<FORCE>(?=<NOUN|PLACE|TOWN|PART>)|<FORCE><REMAIN|WORD>?<REGION>?<AND>(?=<DET>?<FEATURE>)){{0,8}}?(?P<object><{THINGS}|COUNT>)"
)
_OBJECT_ARABIC = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE|FORCE|IN|TO|FROM|COMMA|BE|MOVE>"
    "|(?<=<NOUN|IN><WORD>)<AND>(?=<NOUN>?<PLACE|FEATURE>)"
    "|(?<=<IN|TO|FORCE|VERB><NOUN>)<AND>(?=<PLACE>(?:$|<!LIE|REMAIN|WORD|AWAY|VERB|NOT>))|(?<=<NOUN|IN><WORD><WORD>)<AND>(?=<NOUN>?<PLACE|FEATURE>)|<AND>(?=<NOUN>(?:<AND><NOUN>)?<COMMA>?<PLACE>)|(?<=<WORD>)<AND>(?=<ROAD>)){0,11}?"
    f"(?P<object><{THINGS}|COUNT>)"
)
#: ", which they took": the object stands before the relative pronoun.
_RELATIVE = TagPattern(
    "<COMMA>?<WHICH>(?:(?=<!SAY|WHEN>{0,4}<FORCE>)<FORCE|HAVE|LIE|WORD|DET|DAY>*(?:(?<=<WORD>)<TO>)?"
    "|<PRONOUN><HAVE|LIE|DAY>{0,3})$"
)
#: "the highway between A and B, which they took".
_ROAD_BETWEEN = TagPattern(
    "(?P<road><ROAD>)<FROM|BETWEEN><PLACE|UNKNOWN|REGION><AND|TO><PLACE|UNKNOWN|REGION>$"
)
INSIDE = TagPattern(
    "<WORD|LIE|DAY|DIRECTION>{0,2}<IN><WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART>{0,5}?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)


def objects_after(sentence: Sentence, at: int) -> list[int]:
    """Return the positions of what a verb governs: the next thing, and those listed after it."""
    verb = sentence.verb(at)
    if verb.has_pronoun:
        # "the points that they lost": not a place named before.
        of_noun = _THINGS_THAT.before(sentence, at) is not None
        is_dual = sentence.text(at).endswith("هما")
        return [] if of_noun else _listed_by_pronoun(sentence, at + 1) if is_dual else [at + 1]
    besieged = besieged_it(sentence, at)
    if besieged or is_pronoun_alone(sentence, at):
        return besieged
    if (following := _FOLLOWING.match(sentence, at + 1)) is not None and (
        sentence.text(following.start("colon")) == ":"
    ):
        return listed_after(sentence, following, at)
    if (named := named_behind(sentence, at)) is not None:
        return listed_after(sentence, named, at)
    if verb.arabic and (found := _objects_of_pronoun(sentence, at)) is not None:
        return found
    match = _first_object(sentence, at)
    including = _ONLY_INCLUDING.match(sentence, at + 1)
    if including is not None and (match is None or match.end() >= including.end()):
        match = including
    match = match or _LARGEST.match(sentence, at + 1) or namely_behind(sentence, at)
    return listed_after(sentence, match, at) or _before_relative(sentence, at)


def _objects_of_pronoun(sentence: Sentence, at: int) -> list[int] | None:
    """Return what the "it" right behind an Arabic verb stands for; None if there is none."""
    timed = _OBJECT_THEN.match(sentence, at + 1)
    if timed is not None and _WHEN_IT_WAS.before(sentence, at):
        return listed_after(sentence, timed, at)
    several = _THEM.match(sentence, at + 1)
    if several is None:
        return None
    in_it = sentence.text(several.end() - 1).startswith("في")  # "in which they took A"
    if in_it and sentence.verb(at).name in {"take", "lose"}:
        return listed_after(sentence, _OBJECT_ARABIC.match(sentence, several.end()), at)
    if listed := listed_behind(sentence, at) or topic_of_clause(sentence, at):
        return listed
    if _OF_A_NUMBER.before(sentence, at):
        return []
    return _listed_by_pronoun(sentence, several.end() - 1)


#: "the points that they had lost", but not "the town of A, which they had lost".
_THINGS_THAT = TagPattern("(?<!<PLACE>)<NOUN|WORD><WHICH><LIE|WORD|HAVE|FORCE>{0,4}$")


#: "on the day on which they took A", as Arabic puts it: "it" is the day.
_WHEN_IT_WAS = TagPattern("<DAY|WORD><WHICH>$")
_OBJECT_THEN = TagPattern(
    "<IN><PRONOUN><FORCE><DAY|WORD|LIE>?<IN>?<NOUN|DET>*(?P<object><PLACE|ROAD>)"
)


def _first_object(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match the next thing behind a verb that it governs."""
    verb = sentence.verb(at)
    if not verb.arabic:
        besides = _BESIDES_FIRST.match(sentence, at + 1)
        if besides is not None and sentence.text(at + 1) == "besides":
            return besides
        return _OBJECT.match(sentence, at + 1)
    match = _SOUTH_OF.match(sentence, at + 1) or _OBJECT_ARABIC.match(sentence, at + 1)
    match = match or far_object(sentence, at)
    if match is None or _is_only_near(sentence, at, match):
        return None
    lying = _LYING_ON.before(sentence, match.start("object"), at + 1)
    if lying is not None and sentence.text(lying.start("lies")) in _LIES:
        return None  # "the checkpoint that lies on the road"
    # A noun does not govern what stands behind a comma and another verb; "the last bastion on the
    # road fell" is not the road.
    other = "MOVE" if verb.form == "noun" else "IN" if verb.name == "fall" else ""
    return None if other and sentence.has(other, at + 1, match.start("object")) else match


#: "entered, besides A, B and C": A too.
_BESIDES_FIRST = TagPattern("<AND><DET|NOUN|OF>*(?P<object><PLACE>)")
#: "captured one of the largest towns of the north, A,".
_LARGEST = TagPattern(
    "<WORD|DET|OF|HELD|LIE|AND>{1,8}<NOUN|WORD><IN|OF|WORD|DET|REGION|DIRECTION>{0,4}"
    "<COMMA>(?P<object><PLACE>)(?=<COMMA>|<WHEN>|$)"
)


def _is_only_near(sentence: Sentence, at: int, match: re.Match[str]) -> bool:
    """Return whether "near" stands before an object: "kept their points near the town"."""
    between = range(at + 1, match.start("object"))
    return any(sentence.text(one) in _NEAR and sentence.tag(one - 1) != "VERB" for one in between)


_NEAR = frozenset(both("places", "near"))
#: Behind what was taken: "lying on".
_LYING_ON = TagPattern("<NOUN|WORD><WHICH>?(?P<lies><LIE>)<IN><NOUN|DET>*$")
_LIES = frozenset({"واقع", "واقعه", "يقع", "تقع"})
#: "the towns that they took on Monday are A and B": of plural nouns, what is listed behind.
_LISTED_ARE = TagPattern(
    "(?:<DAY|LIE|REGION|BY|FORCE|DET|WORD>|<WHEN>(?=<DAY>)){0,8}?(?:<BE|INCLUDING>(?:(?:<WHEN><WORD>)?(?P<colon><SAY>))?<DET|NOUN|WORD|OF>{0,5}?|<COMMA>"
    "|(?P<colon2><SAY>))(?P<object><PLACE>)"
)
_LISTED_ARABIC = TagPattern(
    "<IN|FROM><PRONOUN><FORCE|DAY|LIE|WORD|REGION>{1,8}(?:<IN><WORD>?<REGION><COMMA>)?(?:<TO><COUNT|WORD>)?(?:<COMMA>?<LIE|INCLUDING>)?"
    "<NOUN|DET>{0,3}(?P<object><PLACE>)"
)
_OF_PLURAL = TagPattern(
    "(?P<noun><NOUN|WORD|COUNT>)<WHICH>?(?:<DET>?<FORCE><HAVE|LIE|DAY|WORD>{0,2})?$"
)


def listed_behind(sentence: Sentence, at: int) -> list[int]:
    """Return what is listed behind a verb whose object is a plural noun before it."""
    noun = _OF_PLURAL.before(sentence, at)
    if noun is not None and sentence.verb(at).form == "participle":
        return listed_after(sentence, _ARE.match(sentence, at + 1), at)
    if noun is None or sentence.text(noun.start("noun")).split()[-1] not in PLURAL_NOUNS:
        return []
    if sentence.verb(at).arabic:
        return listed_after(sentence, _LISTED_ARABIC.match(sentence, at + 1), at)
    listed = _LISTED_ARE.match(sentence, at + 1)
    colons = (
        []
        if listed is None
        else [listed.start(name) for name in ("colon", "colon2") if listed[name]]
    )
    says = any(sentence.text(colon) != ":" for colon in colons)
    return [] if says else listed_after(sentence, listed, at)


#: "the villages taken are A and B", as Arabic puts it.
_ARE = TagPattern("<LIE|INCLUDING><NOUN|DET>*(?P<object><PLACE>)")
_THAT = TagPattern("<COMMA>?<WHICH>$")


_WEST_OF = TagPattern("<COMMA><DET><WORD|HELD>*<NOUN|FEATURE><DIRECTION><OF|FROM><DET|NOUN|OF>*$")


#: "A and B, villages they had taken in May".
_VILLAGES_THEY = TagPattern(
    "<COMMA>(?:<COUNT>|<DET>?<WORD|HELD>{0,2}<NOUN>)<DET>?<FORCE><HAVE|LIE|DAY>{0,3}$"
)
#: "they have the town surrounded".
_HAVE_DONE = TagPattern("<FORCE><LIE|DAY>{0,2}<HAVE><DET|NOUN|OF>*(?P<object><PLACE|TOWN>)$")


def _in_aside(sentence: Sentence, at: int) -> list[int]:
    """Return the objects of "A is the first town that they took" and alike."""
    if (first := first_town(sentence, at)) is not None:
        return [first]
    aside = _VILLAGES_THEY.before(sentence, at)
    if aside is not None and sentence.tag(aside.start() - 1) == "PLACE":
        return listed_before(sentence, aside.start() - 1)
    have = _HAVE_DONE.before(sentence, at)
    return [] if have is None else [have.start("object")]


def _fell(sentence: Sentence, at: int) -> list[int]:
    """Return what stands right before an Arabic verb of falling: "that A and B fell"."""
    verb = sentence.verb(at)
    into_it = sentence.tag(at + 2) == "PRONOUN"  # "into which rockets fell"
    if verb.name != "fall" or verb.form == "noun" or sentence.tag(at - 1) != "PLACE" or into_it:
        return []
    places = listed_before(sentence, at - 1)
    phrase = NOUN_PHRASE.before(sentence, places[0])
    start = places[0] if phrase is None else phrase.start()
    return places if sentence.tag(start - 1) in {"", "SAY", "COMMA", "AND"} else []


_ON_A_DAY = TagPattern("<PLACE><NOUN>?<DAY>$")
_ON_ROAD = TagPattern("<NOUN|COUNT><IN><DET>?$")


def _before_relative(sentence: Sentence, at: int) -> list[int]:
    """Return the objects that stand before a relative pronoun: "A and B, which they took"."""
    if found := _in_aside(sentence, at):
        return found
    if sentence.verb(at).arabic and (fell := _fell(sentence, at)):
        return fell
    which = _RELATIVE.before(sentence, at)
    if which is None and sentence.verb(at).name == "fall":
        which = _THAT.before(sentence, at)  # "A, which fell two days ago"
    if which is None or "where" in [sentence.text(one) for one in range(which.start(), at)]:
        return []  # "A, where rebels hold a post"
    road = _ROAD_BETWEEN.before(sentence, which.start())
    last = which.start() - 1 if road is None else road.start("road")
    if (dated := _ON_A_DAY.before(sentence, last + 1)) is not None:
        last = dated.start()  # "in A village on Saturday, which they took"
    if sentence.tag(last) == "ROAD":
        # "the last town on the highway that they held": it is not the highway
        return [] if _ON_ROAD.before(sentence, last) is not None else [last]
    # "A, a base west of B that they overran": it is not B
    beside = _WEST_OF.before(sentence, last) is not None and sentence.has("PLACE|FEATURE", 0, last)
    if beside or sentence.tag(last) not in {"PLACE", "TOWN"}:
        return []
    return near_another(sentence, last) or listed_before(sentence, last)


#: "cleared the following villages: A and B".
_FOLLOWING = TagPattern(
    "<DET>?<FORCE>?<DET|NOUN|WORD|AND|IN|OF|LIE|WHEN|FROM|DAY>{1,6}(?:<FORCE><HAVE|LIE>?<VERB><IN|REGION|DAY|LIE>{0,3})?"
    f"(?P<colon><SAY>)(?:{BEHIND_UNKNOWN})?<NOUN|DET>*(?P<object><PLACE>)"
)
#: "captured the last villages in the plain, among them A and B".
_ONLY_INCLUDING = TagPattern(
    "<WORD|DET|NOUN|OF|HELD|LIE|REGION|IN|TO|FROM|AND|DIRECTION|FORCE|PART|UNKNOWN|REMAIN|DAY|AREA>{1,14}<COMMA>?<INCLUDING>"
    "<COMMA>?<DET|NOUN|OF|WORD|HELD>{0,5}?(?P<object><PLACE|TOWN|FEATURE>)"
)
#: "besieged the areas south of A, among them B and C", in Arabic.
_SOUTH_OF = TagPattern(
    "<FORCE|WORD|IN|NOUN|LIE|DET>{1,8}<DIRECTION><NOUN>?<PLACE><COMMA>?<INCLUDING>(?P<object><PLACE>)"
)
#: "the number of places that they took", of which a number follows.
_OF_A_NUMBER = TagPattern("<WORD><NOUN>(?:<AND><NOUN>)*<WHICH>$")
_THEM = TagPattern("<FORCE>?<IN|FROM><PRONOUN>")


def _listed_by_pronoun(sentence: Sentence, position: int) -> list[int]:
    """Return the places that "it" or "both" on a preposition stands for, if a list precedes."""
    places = sentence.positions("PLACE|TOWN", 0, position)
    if not places or not sentence.text(position).endswith(("هما", "هم")):
        return [position]
    listed = listed_before(sentence, places[-1])
    is_dual = sentence.text(position).endswith("هما")
    return [] if is_dual and len(listed) < 2 else listed


def objects_before(sentence: Sentence, at: int) -> list[int]:
    """Return what was taken, held or surrounded: the subject of a passive."""
    if IN_WHICH.before(sentence, at) is not None:
        return head_of_relative(sentence, at)
    whose = _WHOSE.before(sentence, at)
    is_whose = whose is not None and sentence.text(whose.start()) == "whose"
    if is_whose or is_held_region(sentence, at):
        return []
    if (
        found := place_that_is_held(sentence, at)
        or with_lost(sentence, at)
        or _shared_objects(sentence, at)
    ):
        return found
    if (put := _PUT_INTO.before(sentence, at)) is not None and sentence.verb(at).form == "state":
        return [put.start("object")]
    skipped = {
        one
        for aside in _ASIDE.finditer(sentence, 0, at)
        for one in range(aside.start("which"), aside.end())
    }
    breaks = [
        one for one in sentence.positions("SAY|WHEN|WHICH", 0, at)
        if one not in skipped and not BEFORE_PLACE.match(sentence, one)
        and (sentence.tag(one) != "WHICH" or _says_that(sentence, one))
    ]  # fmt: skip
    became = became_before(sentence, at)
    breaks += [became] if became is not None else []
    for position in sentence.positions(f"{THINGS}|COUNT", breaks[-1] + 1 if breaks else 0, at):
        if position in skipped:
            continue
        if is_behind_preposition(sentence, position) and not _is_total(sentence, position):
            skipped |= _rest_of_list(sentence, position, at)
            continue
        if not any(position == other for other, _ in sentence.governed):
            posts = _POSTS_ARE.match(sentence, position)
            first = position if posts is None else posts.start("object")
            return list_from(sentence, first, at)
    return []


def _says_that(sentence: Sentence, which: int) -> bool:
    """Return whether an English "that" begins what somebody says: "confirmed that"."""
    return sentence.text(which) == "that" and sentence.text(which - 1) in _QUOTED


_QUOTED = frozenset(EN["actors"]["quoted"])
#: "two posts in the plain, i.e. A and B, were besieged": the posts at A and B.
_POSTS_ARE = TagPattern(
    "<FEATURE><NOUN>?<COMMA>?<INCLUDING><COMMA>?<DET|NOUN|OF|IN>*(?P<object><PLACE>)"
)
_TOTALS = frozenset(both("count", "totals"))


def _is_total(sentence: Sentence, position: int) -> bool:
    """Return whether it is the number of "a total of 30 villages"."""
    is_count = sentence.tag(position) == "COUNT" and sentence.tag(position - 1) == "OF"
    return is_count and sentence.text(position - 2) in _TOTALS


#: "A, which was a base before it fell, is": the main clause goes on behind it.
_ASIDE = TagPattern("<PLACE|TOWN|ROAD><COMMA>(?P<which><WHICH>)<!COMMA|SAY>{1,14}<COMMA>")
#: "A, whose suburbs are held": what belongs to A is not A.
_WHOSE = TagPattern("(?P<whose><WHICH>)<!SAY|WHEN|VERB|WHICH|PLACE|COMMA>{1,7}$")


def _shared_objects(sentence: Sentence, at: int) -> list[int]:
    """Return the objects of "was stormed and captured" and of "A, captured a day earlier,"."""
    if sentence.verb(at).form != "past":
        return []
    if (last := as_some_of(sentence, at)) is not None:
        return listed_before(sentence, last)
    joined = _AND_DONE.before(sentence, at)
    if joined is not None and sentence.verb(joined.start()).form == "past":
        first = sentence.verb(joined.start()).name
        return [
            position
            for position, name in sorted(sentence.governed)
            if name == first and position < joined.start()
        ]
    return listed_before(sentence, at - 2) if is_apposed_participle(sentence, at) else []


#: "was stormed and captured": what was done first was done to the same places.
_AND_DONE = TagPattern("<VERB><AND><LIE|WORD>?$")
#: "put the whole road in their hands".
_PUT_INTO = TagPattern("<MOVE><DET|WORD|NOUN|OF|LIE|PART>{0,4}(?P<object><PLACE|TOWN|ROAD>)$")


def _rest_of_list(sentence: Sentence, position: int, at: int) -> set[int]:
    """Return the further items of "its posts in A, B and C", which only locate too."""
    phrase = NOUN_PHRASE.before(sentence, position)
    start = (position if phrase is None else phrase.start()) - 1
    begins = sentence.tag(start - 1) in {"", "COMMA", "SAY", "WHEN"}
    if sentence.tag(start) != "BETWEEN" and (sentence.tag(start) != "IN" or begins):
        return set()
    return set(list_from(sentence, position, at))
