"""Lists of places in a sentence: the items behind the first, and the places a count stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.arabic_lists import (
    BEHIND_UNKNOWN,
    beyond_unknown,
    is_announced,
    namely,
    unjoined,
)
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import both

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence

#: The next item of a list; behind a mere comma only what is plainly a place.
_NEXT = (
    "(?:<COMMA>?<AND><AND>?<LIE|FROM|IN|TO|OF>?(?:<DET|NOUN|WORD><FROM|OF>)?<DET>?<LIE|HELD>?<WORD>?"
    "(?:<DET>?(?:<WORD|HELD>|<FORCE>(?=<NOUN>))?<NOUN>+<WORD|OF>*)?<DET>?<HELD>?"
    "|<AND><COMMA><WORD|LIE|DAY|AWAY|DET>{1,4}<COMMA>|<COMMA><AND>?<DET>?(?:<HELD>|<NOUN>+<OF>?)?)"
    "(?P<object><PLACE|TOWN|FEATURE|ROAD|COUNT|UNKNOWN>)"
)
_NEXT_ITEM = TagPattern(_NEXT)
#: Behind an item of a list: "A village, north of B".
_WHERE = (
    "(?:<NOUN>?(?:<COMMA>?<LENGTH>?<AWAY>?<DIRECTION>?<OF|FROM><DET|NOUN|OF>*<PLACE|TOWN>(?=<COMMA|AND>)"
    "|<DIRECTION><NOUN>?<PLACE|TOWN>(?=<COMMA><AND>)"
    "|<IN><DET|NOUN|OF>*<PLACE|TOWN>(?=<COMMA><AND><DET>?<WORD|HELD>{0,2}<NOUN>+<OF>)"
    "|<UNKNOWN|WORD>(?=<COMMA><AND>?<NOUN>*<OF>?<PLACE|UNKNOWN>)|<DIRECTION>(?=<COMMA>?<AND>)|<WORD>?<REGION>|<NOUN>|<IN>?<DAY>|<TO|IN><DET><DIRECTION>|<IN><NOUN><PLACE>(?=<COMMA>)))?"
)
#: "A, after heavy fighting, and the villages of B and C".
_NEXT_AFTER_ASIDE = TagPattern(
    "<COMMA><WHEN|IN|WORD|FIGHTING|FORCE|LIE|DET|DAY>{1,7}<COMMA><AND><DET>?<NOUN><OF>?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
#: "A without a fight, B after a skirmish and C".
_NEXT_AFTER_MANNER = TagPattern(
    "<IN|WHEN><DET|WORD|FIGHTING>{1,4}(?:<COMMA><AND>?|<AND>)(?P<object><PLACE>)"
    "(?!(?:<COMMA|AND>{1,2}<PLACE>)*<BE|HAVE|VERB|MOVE|MODAL|NOT|WORD|REMAIN|FORCE>)"
)
#: "A, which overlooks the plain, as well as B".
_NEXT_AFTER_RELATIVE = TagPattern(
    "<WORD|NOUN>?<COMMA><WHICH><!SAY|WHEN|COMMA|FORCE>{1,8}<COMMA>(?P<with><AND>)<DET>?<NOUN>*<OF>?"
    "(?P<object><PLACE|TOWN|FEATURE>)"
)
_NEXT_AFTER_WHERE = TagPattern(f"{_WHERE}{_NEXT}")
#: "and towns close by, including A and B".
_INCLUDING = TagPattern(
    "(?:<COMMA>|<AND>){1,2}<DET|WORD|LIE|HELD|DIRECTION|FROM|OF>*<NOUN|COUNT>(?:<AND><NOUN>)?<WORD|LIE|DIRECTION|REGION|IN>{0,5}"
    "<COMMA>?<INCLUDING><COMMA>?<DET|NOUN|OF|WORD|HELD>{0,5}?(?P<object><PLACE|TOWN|FEATURE>)"
)
#: "took A and a nearby hill, B".
_AND_NAMELY = TagPattern("<COMMA>?<AND><DET><LIE|WORD|HELD>{0,2}<NOUN><COMMA>(?P<object><PLACE>)")
#: The same with more between, before a plain "among them".
_AMONG_THEM = TagPattern(
    "(?:<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION|AND|DAY|UNKNOWN|FORCE|PART>"
    "|(?<=<OF|FROM|IN|DIRECTION>)<PLACE|TOWN>|(?<=<IN>)<ROAD>|<COMMA><REGION><COMMA>){0,9}<COMMA>?<LIE>?<INCLUDING>"
    "<COMMA>?<DET|NOUN|OF|WORD|HELD>{0,5}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_AMONG = TagPattern(
    "<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION>{0,5}(?:(?<=<IN>)<PART|NOUN>{0,2}<PLACE>)?"
    "<COMMA>?(?:<LIE>?<INCLUDING>|<COMMA|SAY>|<AND>?<FORCE|WHICH|DET><BE>(?:<SAY>|(?=<PLACE>)))"
    "<COMMA>?<DET|NOUN|OF|WORD|HELD>{0,5}?(?P<object><PLACE|TOWN|FEATURE>)"
)
_NEXT_CLAUSE = TagPattern(
    "(?:<TO><DET><DIRECTION>)?<DAY|LIE>*(?:<BE|HAVE|NOT|REMAIN>|<VERB>|(?P<moved><MOVE>)|(?P<may><MODAL>))"
)


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
    is_topic = sentence.verb(at).form in {"noun", "ing"}
    more = _counted_ones(sentence, first)
    while (more := more or _next_item(sentence, found[-1] + 1)) or (
        more := _next_known(sentence, found[-1] + 1, at)
    ):
        item = more.start("object")
        # "The fall of A, B and C left D exposed": the last one is an item too.
        goes_on = is_topic and not sentence.has("COMMA", found[-1], item)
        if not arabic and not goes_on and _has_verb(sentence, found[-1], item):
            break
        if (_begins_clause if arabic else _is_only_where)(sentence, found[-1], item):
            break
        found.append(item)
        more = _counted_ones(sentence, item)
    announced = {one for one in found if _is_spelt_out(sentence, one)}
    roads = [one for one in found if sentence.tag(one) == "ROAD"]
    if len({sentence.value(one) for one in roads}) == 1:
        announced.update(roads[:-1])  # "the road from A to B (M5)" is one road
    sentence.used.update(announced)
    return [one for one in found if one not in announced]


def _has_verb(sentence: Sentence, last: int, item: int) -> bool:
    """Return whether an English item is the subject of what follows: "and B came under fire"."""
    if sentence.tag(item) == "COUNT" and not sentence.has("AND", last, item):
        return _COUNT_IS.match(sentence, item + 1) is not None
    match = _NEXT_CLAUSE.match(sentence, item + 1)
    if match is None:
        return False
    if match["may"]:
        return sentence.has("COMMA", last, item)  # "losing A, and B could be next"
    return not match["moved"] or not sentence.text(match.start("moved")).endswith("ing")


#: "took A, a number of villages in the plain are still".
_COUNT_IS = TagPattern("<IN|DET|WORD|NOUN|REGION|OF|LIE>{0,8}<BE|REMAIN|HAVE|MODAL>")
#: "and neared B", where the verb was not read.
_AND_DID = TagPattern("<AND><LIE>?(?P<did><WORD>)<DET>?<NOUN|OF>*$")
_ADJECTIVES = frozenset({"ruined", "deserted", "abandoned", "fortified", "walled", "so-called"})
_PREPOSED = TagPattern("<AND>(?P<where><IN>)<DET|NOUN|OF|HELD|WORD>*$")


def _is_only_where(sentence: Sentence, last: int, item: int) -> bool:
    """Return whether an item has a preposition or a verb of its own.

    "Regained it, and near B"; "stormed A and neared B".
    """
    done = _AND_DID.before(sentence, item)
    if done is not None and done.start() > last:
        did = sentence.text(done.start("did"))
        if did.endswith("ed") and "-" not in did and did not in _ADJECTIVES:
            return True
    match = _PREPOSED.before(sentence, item)
    if match is None or match.start() <= last:
        return False
    return not sentence.has("IN", max(0, last - 4), last)


def _begins_clause(sentence: Sentence, last: int, item: int) -> bool:
    """Return whether an Arabic item begins a clause of its own, instead of continuing a list.

    "From A; and B is still theirs", "took A, and B is 3 km away", "and B has become its aim".
    """
    if sentence.text(item + 1) in _STILL or any(
        sentence.text(one) in _BECAME for one in range(last + 1, item)
    ):
        return True
    return sentence.tag(item + 1) == "AWAY" and sentence.has("COMMA", last + 1, item)


_BECAME = frozenset(both("time", "became"))
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


def _next_known(sentence: Sentence, after: int, at: int) -> re.Match[str] | None:
    """Match the next known place of an announced Arabic list, behind items that are not known."""
    if not sentence.verb(at).arabic or not is_announced(sentence, at, after):
        return None
    start = beyond_unknown(sentence, after)
    if start is None:
        return unjoined(sentence, after)
    return _NEXT_ITEM.match(sentence, start)


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
    for pattern in (_OF_THESE, _OF_THEM):
        if (these := pattern.match(sentence, after)) is not None:
            return these
    if (those := namely(sentence, after)) is not None:
        plain = not those["colon"] or sentence.text(those.start("colon")) == ":"
        return those if plain else None
    among = _AMONG_THEM.match(sentence, after) or _AMONG.match(sentence, after)
    among = among or _SPELT_BEHIND.match(sentence, after)
    if among is None and not sentence.text(position).isascii():
        among = _AMONG_UNKNOWN.match(sentence, after)
    if among is not None and sentence.tag(among.end()) == "FORCE":
        return None  # "five villages on Wednesday, Damascus loyalists are"
    return among


#: "ten villages in two days, among them the old fort, Hill so-and-so and A", in Arabic.
_AMONG_UNKNOWN = TagPattern(
    f"<DIRECTION|DET|TO|OF|FROM|IN|WORD|NOUN|REGION|DAY>{{0,8}}<COMMA>?<INCLUDING>{BEHIND_UNKNOWN}"
    "<NOUN|DET>*(?P<object><PLACE>)"
)
#: "two towns in the south on Monday, A and B".
_SPELT_BEHIND = TagPattern(
    "<REGION|IN|DET|WORD|NOUN>{0,4}<DAY><COMMA>(?P<object><PLACE>)(?=<AND><PLACE><COMMA|FIGHTING|WHEN>)"
)
#: "the two villages of A and B".
_OF_THESE = TagPattern("<OF>(?P<object><PLACE|UNKNOWN>)")
#: "25 villages, of them A and B", which Arabic writes without a comma.
_OF_THEM = TagPattern(
    "(?:<AND><NOUN>)?<DAY|REGION>{0,2}<FROM><PRONOUN><NOUN>?(?P<object><PLACE>)(?=<AND|COMMA>)"
)


_AND_ON = TagPattern(
    "(?:<COMMA><LENGTH><COMMA>)?<COMMA>?<AND><IN><DET|NOUN|OF>*(?P<object><PLACE|TOWN>)"
)


def counted_places(sentence: Sentence, position: int, at: int) -> list[int]:
    """Return the places that a number of places stands for, where they are listed behind it."""
    first = _counted_ones(sentence, position)
    if first is None or not sentence.has("INCLUDING|BE", position, first.start("object")):
        return []
    return [one for one in listed_after(sentence, first, at) if sentence.tag(one) == "PLACE"]


def _is_governed(sentence: Sentence, where: re.Match[str], first: int) -> bool:
    """Return whether a verb's own preposition stands before its object: "took, in hours, A"."""
    own = sentence.positions("IN", where.start(), first)
    return len(own) > 1 and sentence.text(own[0]) == "في" and sentence.text(own[-1]) == "علي"


#: "A in the area of the So-and-so mountain, and the village of B", as Arabic puts it.
_NEXT_BEHIND_REGION = TagPattern(
    "<IN><NOUN|WORD>{1,3}<COMMA><AND><DET|NOUN>{0,2}(?P<object><PLACE>)(?=<COMMA|AND|SAY|WHEN|IN|REGION>|$)"
)
_ITEMS = (
    _NEXT_ITEM, _NEXT_BEHIND_REGION, _AND_NAMELY, _INCLUDING, _NEXT_AFTER_WHERE,
    _NEXT_AFTER_ASIDE, _NEXT_AFTER_MANNER,
)  # fmt: skip
#: "neither A nor B".
_NOR = TagPattern("<COMMA>?(?P<nor><NOT>)<DET|NOUN|OF>*(?P<object><PLACE|TOWN|FEATURE>)")


def _next_item(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the next item of a list; an unknown name is an item too."""
    if sentence.text(after).startswith("و") and (match := _AFTER_UNKNOWN.match(sentence, after)):
        return match
    if (nor := _NOR.match(sentence, after)) is not None and sentence.text(
        nor.start("nor")
    ) == "nor":
        return nor
    if (besides := _besides(sentence, after)) is not None:
        return besides
    for pattern in _ITEMS:
        match = pattern.match(sentence, after)
        if match is not None and (
            sentence.tag(match.start("object")) != "UNKNOWN" or _is_item(sentence, match)
        ):
            return match
    beyond = _NEXT_AFTER_RELATIVE.match(sentence, after)
    if beyond is not None and sentence.text(beyond.start("with")) in _TOGETHER_WITH:
        return beyond
    on = _ON_AGAIN.match(sentence, after)
    return on if on is not None and sentence.text(on.start("on")) == "علي" else None


#: "A, the main base in the region, in addition to Hill so-and-so, B and C", as Arabic puts it.
_BESIDES_BEHIND = TagPattern(
    "<WORD|NOUN|REGION|DIRECTION>{0,2}(?:<COMMA><WHEN|IN|WORD|FIGHTING|LIE|DET|DAY|NOUN|REGION>{1,8}"
    "|<COMMA><LIE><DIRECTION><OF|FROM|NOUN>*<PLACE|FEATURE>)?<COMMA>?"
    "(?P<besides><AND>)<DET|NOUN|LIE>*(?:<WORD>{1,2}<AND><NOUN>*)?(?P<object><PLACE|TOWN|FEATURE>)"
)
_BESIDES_WORDS = frozenset({"اضافه الي", "بالاضافه الي", "الي جانب", "فضلا عن", "علاوه علي"})


def _besides(sentence: Sentence, after: int) -> re.Match[str] | None:
    """Match the next item of an Arabic list behind "in addition to"."""
    match = _BESIDES_BEHIND.match(sentence, after)
    said = match is not None and sentence.text(match.start("besides")) in _BESIDES_WORDS
    return match if said else None


#: "took A south of B and C", where Arabic repeats the preposition of the verb.
_ON_AGAIN = TagPattern(
    "<IN>?<DIRECTION><NOUN>?<PLACE|TOWN|FEATURE><COMMA>?<AND>(?P<on><IN>)<NOUN|DET>*"
    "(?P<object><PLACE>)"
)
_CLAUSE_AHEAD = TagPattern("<BE|HAVE|VERB|MOVE|LIE|SAY|WORD>")


def _is_item(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether an unknown name is an item, and not the subject of what follows."""
    return _CLAUSE_AHEAD.match(sentence, match.end()) is None


#: "A, B and So-and-so were captured".
_UNKNOWN_LAST = TagPattern(
    "<COMMA>?<AND><DET|NOUN|OF>*(?P<object><UNKNOWN>)(?=<BE|HAVE|LIE|NOT>{0,4}<VERB>)"
)


def list_from(sentence: Sentence, position: int, at: int) -> list[int]:
    """Return the items of a list that begins at a position and ends before a verb."""
    found = [position]
    more = _counted_ones(sentence, position)
    while (
        more := more
        or _next_item(sentence, found[-1] + 1)
        or _UNKNOWN_LAST.match(sentence, found[-1] + 1)
    ) and more.start("object") < at:
        if not {"AND", "NOT"} & set(sentence.tags[found[-1] + 1 : at]):
            break
        found.append(more.start("object"))
        more = None
    return found


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


#: "withdrew from their last positions in the plain in addition to A": A too.
_BESIDES = TagPattern(
    "<WORD|DET|NOUN|OF|HELD|LIE|REGION|IN|PLACE>{1,10}?(?P<besides><AND>)<DET|NOUN|OF>*"
    "(?P<object><PLACE>)"
)


def besides_others(sentence: Sentence, at: int) -> list[int]:
    """Return what a verb governs with "in addition to" behind an object that is no place."""
    match = _BESIDES.match(sentence, at + 1)
    if match is None or sentence.text(match.start("besides")) not in _TOGETHER_WITH:
        return []
    return listed_after(sentence, match, at)


#: "among the captured villages are A and B".
_ADJECTIVE = TagPattern("(?:^|<IN|COMMA|SAY|OF>)<DET><WORD|LIE>{0,3}$")
_THESE_ARE = TagPattern("<NOUN><AND|NOUN|REGION>{0,3}<BE><DET|NOUN|OF>*(?P<object><PLACE>)")


def named_behind(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match the first place of "the captured villages are A and B"."""
    verb = sentence.verb(at)
    if verb.arabic or verb.form != "past" or _ADJECTIVE.before(sentence, at) is None:
        return None
    return _THESE_ARE.match(sentence, at + 1)


_TOGETHER_WITH = frozenset(
    {"together with", "along with", "as well as", "in addition to", "besides"}
)
