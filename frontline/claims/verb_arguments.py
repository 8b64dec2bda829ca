"""What a verb of control governs: its objects, with their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.chunker import TagPattern
from frontline.claims.distance_subjects import listed_before
from frontline.claims.lexicon import both
from frontline.claims.verb_context import with_lost

if TYPE_CHECKING:
    import re

    from frontline.claims.chunker import Sentence

#: Nouns of several places, of which a list may follow.
PLURAL_NOUNS = frozenset(both("count", "plural"))
#: What can be taken, held or surrounded.
THINGS = "PLACE|TOWN|FEATURE|ROAD|UNKNOWN|PRONOUN|FRONT"
#: What may stand between a verb and its object.
_OBJECT = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE>|<COMMA><DAY><COMMA>?"
    "|<AND>(?=<DET>?<NOUN><OF>?<PLACE>)|<FIGHTING>(?=<NOUN>)"
    f"|<FORCE>(?=<NOUN|PLACE|TOWN|PART>)|<FORCE><REMAIN|WORD>?<REGION>?<AND>(?=<DET>?<FEATURE>)){{0,8}}?(?P<object><{THINGS}|COUNT>)"
)
_OBJECT_ARABIC = TagPattern(
    "(?:<WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART|LIE|FORCE|IN|TO|FROM|COMMA|BE|MOVE>"
    "|(?<=<NOUN><WORD>)<AND>(?=<NOUN>?<PLACE>)|<AND>(?=<NOUN><PLACE>)){0,9}?"
    f"(?P<object><{THINGS}|COUNT>)"
)
#: ", which they took": the object stands before the relative pronoun.
_RELATIVE = TagPattern("<COMMA>?<WHICH>(?=<!SAY|WHEN>{0,4}<FORCE>)<FORCE|HAVE|LIE|WORD|DET|DAY>*$")
#: "the highway between A and B, which they took".
_ROAD_BETWEEN = TagPattern(
    "(?P<road><ROAD>)<FROM|BETWEEN><PLACE|UNKNOWN|REGION><AND|TO><PLACE|UNKNOWN|REGION>$"
)
INSIDE = TagPattern(
    "<WORD|LIE|DAY|DIRECTION>{0,2}<IN><WORD|DET|NOUN|OF|HELD|DIRECTION|REGION|DAY|PART>{0,5}?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
#: The next item of a list; behind a mere comma only what is plainly a place.
_NEXT = (
    "(?:<COMMA>?<AND><AND>?<LIE|FROM|IN|TO|OF>?(?:<DET|NOUN|WORD><FROM|OF>)?<DET>?<LIE|HELD>?<WORD>?"
    "(?:<DET>?<WORD|HELD>?<NOUN>+<WORD|OF>*)?<DET>?<HELD>?"
    "|<AND><COMMA><WORD|LIE|DAY|AWAY|DET>{1,4}<COMMA>|<COMMA><AND>?<DET>?(?:<HELD>|<NOUN>+<OF>?)?)"
    "(?P<object><PLACE|TOWN|FEATURE|ROAD|COUNT|UNKNOWN>)"
)
_NEXT_ITEM = TagPattern(_NEXT)
#: Behind an item of a list: "A village, north of B".
_WHERE = (
    "(?:<NOUN>?(?:<COMMA>?<LENGTH>?<AWAY>?<DIRECTION>?<OF|FROM><DET|NOUN|OF>*<PLACE|TOWN>(?=<COMMA|AND>)"
    "|<WORD>?<REGION>|<NOUN>|<IN>?<DAY>|<TO|IN><DET><DIRECTION>|<IN><NOUN><PLACE>(?=<COMMA>)))?"
)
#: "A, after heavy fighting, and the villages of B and C".
_NEXT_AFTER_ASIDE = TagPattern(
    "<COMMA><WHEN|IN|WORD|FIGHTING|FORCE|LIE|DET|DAY>{1,7}<COMMA><AND><DET>?<NOUN><OF>?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
_NEXT_AFTER_WHERE = TagPattern(f"{_WHERE}{_NEXT}")
#: "and towns close by, including A and B".
_INCLUDING = TagPattern(
    "(?:<COMMA>|<AND>){1,2}<DET|WORD|LIE|HELD|DIRECTION|FROM|OF>*<NOUN|COUNT><WORD|LIE|DIRECTION|REGION>{0,4}"
    "<COMMA>?<INCLUDING><DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
#: The same with more between, before a plain "among them".
_AMONG_THEM = TagPattern(
    "(?:<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION|AND|DAY|UNKNOWN|FORCE|PART>"
    "|(?<=<OF|FROM>)<PLACE>){0,9}<COMMA>?<INCLUDING>"
    "<DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_AMONG = TagPattern(
    "<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION>{0,5}(?:(?<=<IN>)<PART|NOUN>{0,2}<PLACE>)?"
    "<COMMA>?<INCLUDING|COMMA|SAY>"
    "<DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_NEXT_CLAUSE = TagPattern("<DAY|LIE>*(?:<BE|HAVE|NOT|REMAIN>|<VERB>)")
_NOUN_PHRASE = TagPattern(
    "(?:<DET|NOUN|WORD|HELD|DIRECTION|PART|LIE|REGION>|(?<=<NOUN|DET>)<OF>)*$"
)
_PREPOSITIONS = frozenset({"FROM", "IN", "TO", "TOWARDS", "BY", "BETWEEN", "OF", "LENGTH"})
_WHICH = TagPattern("<WHICH><HAVE|NOT|BE|LIE|WORD|PRONOUN>*$")


# What a verb governs --------------------------------------------------------------------------


def objects_after(sentence: Sentence, at: int) -> list[int]:
    """Return the positions of what a verb governs: the next thing, and those listed after it."""
    verb = sentence.verb(at)
    if verb.has_pronoun:
        # "the points that they lost": not a place named before.
        of_noun = sentence.tag(at - 1) == "WHICH" and sentence.tag(at - 2) in {"NOUN", "WORD"}
        return [] if of_noun else [at + 1]
    if (following := _FOLLOWING.match(sentence, at + 1)) is not None and (
        sentence.text(following.start("colon")) == ":"
    ):
        return listed_after(sentence, following, at)
    if verb.arabic and (several := _THEM.match(sentence, at + 1)) is not None:
        if listed := listed_behind(sentence, at):
            return listed
        if _OF_A_NUMBER.before(sentence, at):
            return []
        return _listed_by_pronoun(sentence, several.end() - 1)
    pattern = _OBJECT_ARABIC if verb.arabic else _OBJECT
    match = pattern.match(sentence, at + 1)
    if match is not None and verb.arabic and _is_only_near(sentence, at, match):
        match = None
    if match is not None and verb.arabic and verb.form == "noun":
        # A noun does not govern what stands behind a comma and another verb.
        match = None if sentence.has("MOVE", at + 1, match.end()) else match
    including = _ONLY_INCLUDING.match(sentence, at + 1)
    if including is not None and (match is None or match.end() >= including.end()):
        match = including
    if match is None:
        match = _LARGEST.match(sentence, at + 1)
    return listed_after(sentence, match, at) or _before_relative(sentence, at)


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
#: "the towns that they took on Monday are A and B": of plural nouns, what is listed behind.
_LISTED_ARE = TagPattern(
    "<DAY|LIE|REGION|BY|FORCE|DET|WORD>{0,8}?(?:<BE|INCLUDING><DET|NOUN|WORD|OF>{0,3}?|<COMMA>)"
    "(?P<object><PLACE>)"
)
_LISTED_ARABIC = TagPattern(
    "<IN|FROM><PRONOUN><FORCE|DAY|LIE|WORD|REGION>{1,8}(?:<TO><COUNT|WORD>)?(?:<COMMA>?<LIE|INCLUDING>)?"
    "<NOUN|DET>{0,3}(?P<object><PLACE>)"
)
_OF_PLURAL = TagPattern("(?P<noun><NOUN|WORD>)<WHICH>?(?:<DET>?<FORCE><HAVE|LIE|DAY|WORD>{0,2})?$")


def listed_behind(sentence: Sentence, at: int) -> list[int]:
    """Return what is listed behind a verb whose object is a plural noun before it."""
    noun = _OF_PLURAL.before(sentence, at)
    if noun is not None and sentence.verb(at).form == "participle":
        return listed_after(sentence, _ARE.match(sentence, at + 1), at)
    if noun is None or sentence.text(noun.start("noun")) not in PLURAL_NOUNS:
        return []
    pattern = _LISTED_ARABIC if sentence.verb(at).arabic else _LISTED_ARE
    return listed_after(sentence, pattern.match(sentence, at + 1), at)


#: "the villages taken are A and B", as Arabic puts it.
_ARE = TagPattern("<LIE|INCLUDING><NOUN|DET>*(?P<object><PLACE>)")
_THAT = TagPattern("<COMMA>?<WHICH>$")


_WEST_OF = TagPattern("<COMMA><DET><WORD|HELD>*<NOUN|FEATURE><DIRECTION><OF|FROM><DET|NOUN|OF>*$")


def _before_relative(sentence: Sentence, at: int) -> list[int]:
    """Return the objects that stand before a relative pronoun: "A and B, which they took"."""
    which = _RELATIVE.before(sentence, at)
    if which is None and sentence.verb(at).name == "fall":
        which = _THAT.before(sentence, at)  # "A, which fell two days ago"
    if which is None:
        return []
    road = _ROAD_BETWEEN.before(sentence, which.start())
    last = which.start() - 1 if road is None else road.start("road")
    if sentence.tag(last) == "ROAD":
        return [last]
    if _WEST_OF.before(sentence, last) is not None and sentence.has("PLACE|FEATURE", 0, last):
        return []  # "A, a base west of B that they overran"
    return listed_before(sentence, last) if sentence.tag(last) in {"PLACE", "TOWN"} else []


#: "cleared the following villages: A and B".
_FOLLOWING = TagPattern(
    "<DET|NOUN|WORD|AND|IN|OF|LIE|WHEN>{1,6}(?P<colon><SAY>)<NOUN|DET>*(?P<object><PLACE>)"
)
#: "captured the last villages in the plain, among them A and B".
_ONLY_INCLUDING = TagPattern(
    "<WORD|DET|NOUN|OF|HELD|LIE|REGION|IN|TO|AND|DIRECTION|FORCE|PART|UNKNOWN|REMAIN>{1,14}<COMMA>?<INCLUDING>"
    "<DET|NOUN|OF|WORD|HELD>{0,3}?(?P<object><PLACE|TOWN|FEATURE>)"
)
#: "the number of places that they took", of which a number follows.
_OF_A_NUMBER = TagPattern("<WORD><NOUN>(?:<AND><NOUN>)*<WHICH>$")
_THEM = TagPattern("<FORCE>?<IN|FROM><PRONOUN>")


def _listed_by_pronoun(sentence: Sentence, position: int) -> list[int]:
    """Return the places that "it" or "both" on a preposition stands for, if a list precedes."""
    places = sentence.positions("PLACE|TOWN", 0, position)
    if not places or not sentence.text(position).endswith(("هما", "هم")):
        return [position]
    return listed_before(sentence, places[-1])


def listed_after(sentence: Sentence, match: re.Match[str] | None, at: int) -> list[int]:
    """Return the object that a match found, and what is listed behind it."""
    if match is None:
        return []
    arabic, first = sentence.verb(at).arabic, match.start("object")
    where = _ONLY_WHERE.before(sentence, first)
    if where is not None and not _is_governed(sentence, where, first):
        # "took a hill north of A and B": A only says where.
        match = _AND_ON.match(sentence, first + 1) if arabic else None
        if match is None:
            return []
        first = match.start("object")
    found = [first]
    more = _counted_ones(sentence, first)
    while (more := more or _next_item(sentence, found[-1] + 1)) is not None:
        item = more.start("object")
        if not arabic and _NEXT_CLAUSE.match(sentence, item + 1):
            break
        if arabic and sentence.text(item + 1) in _STILL:
            break  # "from A; and B is still theirs"
        found.append(item)
        more = _counted_ones(sentence, item)
    announced = {one for one in found if _is_spelt_out(sentence, one)}
    sentence.used.update(announced)
    return [one for one in found if one not in announced]


_STILL = frozenset(both("time", "still"))


def _is_spelt_out(sentence: Sentence, position: int) -> bool:
    """Return whether a small count only announces its places: "the two villages of A and B"."""
    if sentence.tag(position) != "COUNT" or _OF_THESE.match(sentence, position + 1) is None:
        return False
    number, _, _ = sentence.value(position)
    return bool(number.value <= _FEW)


_FEW = 3


#: Arabic: an item of a list that is no known place, and the item behind it.
_AFTER_UNKNOWN = TagPattern(
    "(?P<unknown><WORD>){1,2}<AND><NOUN|DET|WORD>{0,2}(?P<object><PLACE|TOWN|FEATURE>)"
)


#: Before a place that says where, not what: "hills south of", "its control west of".
_ONLY_WHERE = TagPattern(
    "(?:(?<!<DET>)<DIRECTION><OF|FROM><DET|NOUN|WORD|HELD|OF>*"
    "|<DIRECTION><FROM>?(?:<NOUN>|(?<=<DIRECTION>))|<IN><WORD|NOUN>{1,3}<IN><NOUN|DET>*)$"
)


def _counted_ones(sentence: Sentence, position: int) -> re.Match[str] | None:
    """Match the first of the places that a count stands for: "five villages, among them A"."""
    if sentence.tag(position) != "COUNT":
        return None
    after = position + 1
    if (these := _OF_THESE.match(sentence, after)) is not None:
        return these
    namely = _NAMELY.match(sentence, after)
    if namely is not None and sentence.text(namely.start("namely")) in _THEY_ARE:
        return namely
    return _AMONG_THEM.match(sentence, after) or _AMONG.match(sentence, after)


#: "the two villages of A and B".
_OF_THESE = TagPattern("<OF>(?P<object><PLACE>)")
#: "seven towns within two days, and they are A and B", as Arabic puts it.
_NAMELY = TagPattern(
    "<DAY|LIE|WORD|FROM|IN|REGION>{0,8}<COMMA>?(?P<namely><LIE|INCLUDING>)<NOUN>?(?P<object><PLACE>)"
)
_THEY_ARE = frozenset({"وهي", "هي", "وهم"})
_AND_ON = TagPattern(
    "(?:<COMMA><LENGTH><COMMA>)?<COMMA>?<AND><IN><DET|NOUN|OF>*(?P<object><PLACE|TOWN>)"
)


def _is_governed(sentence: Sentence, where: re.Match[str], first: int) -> bool:
    """Return whether a verb's own preposition stands before its object: "took, in hours, A"."""
    own = sentence.positions("IN", where.start(), first)
    return len(own) > 1 and sentence.text(own[0]) == "في" and sentence.text(own[-1]) == "علي"


def _next_item(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the next item of a list; an unknown name is an item too."""
    if sentence.text(after).startswith("و") and (match := _AFTER_UNKNOWN.match(sentence, after)):
        return match
    for pattern in (_NEXT_ITEM, _INCLUDING, _NEXT_AFTER_WHERE, _NEXT_AFTER_ASIDE):
        match = pattern.match(sentence, after)
        if match is not None and (
            sentence.tag(match.start("object")) != "UNKNOWN" or _is_item(sentence, match)
        ):
            return match
    return None


_CLAUSE_AHEAD = TagPattern("<BE|HAVE|VERB|MOVE|LIE|SAY|WORD>")


def _is_item(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether an unknown name is an item, and not the subject of what follows."""
    return _CLAUSE_AHEAD.match(sentence, match.end()) is None


def objects_before(sentence: Sentence, at: int) -> list[int]:
    """Return what was taken, held or surrounded: the subject of a passive."""
    which = _WHICH.before(sentence, at)
    if which is not None:
        heads = sentence.positions("PLACE|TOWN|FEATURE|ROAD|COUNT", 0, which.start())
        if heads and sentence.tags[heads[-1] + 1 : which.start()] in ([], ["COMMA"], ["NOUN"]):
            return heads[-1:]
        free = [head for head in heads if not is_behind_preposition(sentence, head)] or heads
        return free[-1:]
    if places := with_lost(sentence, at):
        return places
    if (put := _PUT_INTO.before(sentence, at)) is not None and sentence.verb(at).form == "state":
        return [put.start("object")]
    breaks = [
        one for one in sentence.positions("SAY|WHEN", 0, at)
        if not _BEFORE_PLACE.match(sentence, one)
    ]  # fmt: skip
    skipped: set[int] = set()
    for position in sentence.positions(f"{THINGS}|COUNT", breaks[-1] + 1 if breaks else 0, at):
        if position in skipped:
            continue
        if is_behind_preposition(sentence, position):
            skipped |= _rest_of_list(sentence, position, at)
            continue
        if not any(position == other for other, _ in sentence.governed):
            return _list_from(sentence, position, at)
    return []


#: "put the whole road in their hands".
_PUT_INTO = TagPattern("<MOVE><DET|WORD|NOUN|OF|LIE>{0,4}(?P<object><PLACE|TOWN|ROAD>)$")
#: "fell to the army together with nine villages": what follows the verb shares its subject.
_TOGETHER = TagPattern(
    "<TO|BY|IN|DET|FORCE|DAY|WORD|COMMA|LIE>{0,8}?(?P<with><AND><COMMA>?)"
    "<DET|WORD|NOUN|OF|HELD>{0,3}?(?P<object><PLACE|COUNT>)"
)


def together_with(sentence: Sentence, at: int) -> list[int]:
    """Return what is named behind a passive verb with "together with" or "along with"."""
    match = _TOGETHER.match(sentence, at + 1)
    if match is None or sentence.text(match.start("with")) not in _TOGETHER_WITH:
        return []
    return listed_after(sentence, match, at)


#: "In addition to A and B, the army took C": A and B were taken too.
_IN_ADDITION = TagPattern(
    "^<AND><DET|NOUN|OF>*(?P<object><PLACE>)(?:<COMMA|AND>{1,2}<PLACE>)*<COMMA>"
)


def in_addition_to(sentence: Sentence, at: int) -> list[int]:
    """Return the places that open a sentence with "in addition to", before its first verb."""
    match = _IN_ADDITION.match(sentence, 0)
    if match is None or sentence.text(0) not in _TOGETHER_WITH or sentence.has("VERB", 0, at):
        return []
    return sentence.positions("PLACE", 0, match.end())


_TOGETHER_WITH = frozenset(
    {"together with", "along with", "as well as", "in addition to", "besides"}
)


#: "the last town before Idlib city": no clause begins there.
_BEFORE_PLACE = TagPattern("<WHEN><DET|NOUN>{0,2}<PLACE|TOWN|REGION>(?!<BE|HAVE|VERB|AND|NOT>)")


def _rest_of_list(sentence: Sentence, position: int, at: int) -> set[int]:
    """Return the further items of "its posts in A, B and C", which only locate too."""
    phrase = _NOUN_PHRASE.before(sentence, position)
    start = (position if phrase is None else phrase.start()) - 1
    begins = sentence.tag(start - 1) in {"", "COMMA", "SAY", "WHEN"}
    if sentence.tag(start) != "BETWEEN" and (sentence.tag(start) != "IN" or begins):
        return set()
    return set(_list_from(sentence, position, at))


def is_behind_preposition(sentence: Sentence, position: int) -> bool:
    """Return whether a thing stands behind a preposition: "in Saraqib"."""
    phrase = _NOUN_PHRASE.before(sentence, position)
    start = position if phrase is None else phrase.start()
    if sentence.tag(start - 1) == "WHEN":
        return _BEFORE_PLACE.match(sentence, start - 1) is not None
    return sentence.tag(start - 1) in _PREPOSITIONS


def _list_from(sentence: Sentence, position: int, at: int) -> list[int]:
    """Return the items of a list that begins at a position and ends before a verb."""
    found = [position]
    more = _counted_ones(sentence, position)
    while (more := more or _next_item(sentence, found[-1] + 1)) and more.start("object") < at:
        if "AND" not in sentence.tags[found[-1] + 1 : at]:
            break
        found.append(more.start("object"))
        more = None
    return found
