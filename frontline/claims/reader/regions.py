"""Regions: a province or a part of one, with the words that belong to it, as one token.

"In eastern Idlib province" says where something was done; it is neither a direction nor a target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import Sentence, TagPattern, Token

if TYPE_CHECKING:
    import re

#: What belongs to a region before its name: "in the north of", "in the western countryside of".
_REGION_HEAD = TagPattern(
    "(?:<IN><DET>?<WORD>?)?(?P<side><DIRECTION>)(?:<AND><DIRECTION>)?(?:<NOUN|WORD><OF><DET>?|<OF><DET>?"
    "|<NOUN|WORD|DET>)?$|<IN><DET>?(?:<NOUN|WORD><OF>)?$"
)
#: English names a part of a province so only behind "in": "in the south of Idlib".
_PROVINCE_HEAD = TagPattern(
    "<IN><DET>?<WORD>?(?P<side><DIRECTION>)(?:<AND><DIRECTION>)?(?:<NOUN|WORD>|<DET>(?=<OF>))?<OF><DET>?$"
)
#: Arabic does so behind a place: "the town of Nayrab east Idlib".
_ARABIC_PROVINCE_HEAD = TagPattern(
    "(?:<IN>|(?<=<PLACE|TOWN|UNKNOWN|WORD|DET|DAY|REGION|COUNT|AREA|NOUN|FORCE>))(?P<side><DIRECTION>)$"
)
#: "in southern Idlib and Hama": the second is a region too.
_AND_REGION = TagPattern("(?:<REGION>|<DIRECTION><PLACE>)<AND><WORD|LIE>?<PLACE>")
#: "the town of Nairab in Idlib".
_IN_PROVINCE = TagPattern("(?<=<PLACE|REGION|TOWN|UNKNOWN>)<IN>$")
_AT_A_DISTANCE = TagPattern("(?:<LENGTH>|<LIE><FROM>?)<!PLACE|COMMA|VERB|FORCE>{0,3}$")
#: "the town of A (Idlib)", "A (Idlib), B (Hama)".
_IN_BRACKETS = TagPattern(
    "(?<=<PLACE|UNKNOWN>)(?P<open><COMMA>)(?P<province><PLACE|REGION>)<COMMA>"
)
#: "in the north-west", without a place.
_BARE_REGION = TagPattern(
    "(?P<in><IN>)<DET><DIRECTION>(?!<OF|FROM|NOUN|PART|REGION|PLACE|UNKNOWN>|<WORD><OF>)"
)
#: "in the northern countryside of the province", "in the country's north-east".
_OF_LAND = TagPattern(
    "(?P<in><IN>)<DET>(?:<WORD>?<DIRECTION>(?:<WORD|NOUN|DET>?<OF>)<DET>(?P<land><WORD|NOUN>)"
    "|(?P<own><WORD|NOUN>)<DIRECTION>)(?!<OF>)"
)
_LAND = frozenset(
    {"province", "governorate", "country", "region", "district", "enclave", "countryside"}
)
#: Words that make the seat of a province a town again.
_CITY = frozenset({"city", "cities", "town", "towns", "مدينه", "المدينه", "بلده", "مدينتي"})


def with_regions(text: str, sentence: Sentence) -> list[Token]:
    """Join each region with its preposition and its direction: "in eastern Idlib province".

    A region locates what stands before it; it is neither a direction nor a target.
    """
    spans = [_region_span(text, sentence, at) for at in sentence.positions("REGION|PLACE")]
    spans += [
        (match.end() - 1, match.end())
        for match in _AND_REGION.finditer(sentence)
        if names_province(sentence, match.end() - 1)
    ]
    spans += [
        (match.start(), match.end())
        for match in _IN_BRACKETS.finditer(sentence)
        if (sentence.text(match.start()), sentence.text(match.end() - 1)) == ("(", ")")
        and (
            sentence.tag(match.start("province")) == "REGION"
            or names_province(sentence, match.start("province"))
        )
    ]
    spans += [
        (match.start(), match.end())
        for match in _BARE_REGION.finditer(sentence)
        if sentence.text(match.start()) in {"in", "في"}
    ]
    spans += [
        (match.start(), match.end())
        for match in _OF_LAND.finditer(sentence)
        if sentence.text(match.start()) == "in" and _land(sentence, match) in _LAND
    ]
    made: list[Token] = []
    end = 0
    for first, last in sorted(span for span in spans if span is not None):
        if first < end:
            continue
        made += sentence.tokens[end:first]
        own = sentence.tokens[first:last]
        mention = next((one.mention for one in reversed(own) if one.mention is not None), None)
        words = " ".join(one.text for one in own)
        made.append(Token("REGION", own[0].start, own[-1].end, words, mention))
        end = last
    return made + sentence.tokens[end:]


def _land(sentence: Sentence, match: re.Match[str]) -> str:
    """Return the word for the land of which a side is named."""
    return sentence.text(match.start("land" if match["land"] else "own")).removesuffix("'s")


def _region_span(text: str, sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Return the first position of a region that ends at a name, and the one after its last."""
    if sentence.tag(at) == "REGION":
        head = _region_head(sentence, at)
    elif not names_province(sentence, at):
        return None
    elif text.startswith("'s", sentence.tokens[at].end):
        # "Idlib's second city"; "Idlib's outskirts" are those of the city.
        return None if sentence.has("PART", at, at + 3) else (at, at + 1)
    elif sentence.tag(at - 1) == "REGION" and text[sentence.tokens[at - 1].end - 1] == "s":
        return (_start(sentence, at - 1), at + 1)  # "Syria's Idlib"
    elif sentence.text(at).isascii():
        head = _PROVINCE_HEAD.before(sentence, at)
    else:
        head = _ARABIC_PROVINCE_HEAD.before(sentence, at) or _countryside_of(sentence, at)
        if head is not None and head["side"] and _AT_A_DISTANCE.before(sentence, head.start()):
            head = None
    if head is None and sentence.tag(at) == "PLACE":
        head = _IN_PROVINCE.before(sentence, at)
        if head is None:
            return None
    end = at + 1
    while sentence.tag(end) == "DIRECTION" and sentence.text(end).startswith("ال"):
        end += 1 + (sentence.tag(end + 1) == "AND" and sentence.tag(end + 2) == "DIRECTION")
    return (at if head is None else head.start(), end)


def _region_head(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match what belongs to a region before its name.

    Land beside it is none: "the region just south of Idlib province".
    """
    head = _REGION_HEAD.before(sentence, at)
    if head is None or not head["side"] or sentence.tag(head.start()) != "DIRECTION":
        return head
    outside = sentence.text(head.start()).casefold().startswith(_RIGHT_BESIDE)
    return None if outside else head


#: "the northern countryside of Hama", with "of" written on the name.
_COUNTRYSIDE_OF = TagPattern(
    "<IN>?<DET>?(?P<land><WORD>)(?P<side><DIRECTION>)?<WORD|DIRECTION|AND>{0,2}<TO>$"
)


def _countryside_of(sentence: Sentence, at: int) -> re.Match[str] | None:
    """Match the Arabic words for the countryside of a province before its name."""
    head = _COUNTRYSIDE_OF.before(sentence, at)
    return head if head is not None and "ريف" in sentence.text(head.start("land")) else None


_RIGHT_BESIDE = ("just ", "due ", "directly ", "immediately ")


def _start(sentence: Sentence, at: int) -> int:
    head = _REGION_HEAD.before(sentence, at)
    return at if head is None else head.start()


def names_province(sentence: Sentence, at: int) -> bool:
    """Return whether a place may be meant as the province that has its name."""
    name = sentence.value(at)
    if not getattr(name, "is_province", False):
        return False
    around = {sentence.text(at - 1), sentence.text(at - 2), sentence.text(at + 1)} - {"town"}
    around |= {sentence.text(at - 2)}  # "the town of Idlib"; "an Idlib town" is another
    return not _CITY & around


def names_some_town(sentence: Sentence, position: int) -> bool:
    """Return whether a headline may mean a town of a province: "rebels seize Idlib town"."""
    is_province = getattr(sentence.value(position), "is_province", False)
    return is_province and sentence.text(position + 1) in {"town", "towns", "village", "villages"}


#: Kinds of places that are small, so that "the region of" one is the place.
_SMALL = frozenset({"village", "hamlet", "hill", "locality", "farm", "valley"})
#: Of these a "district" is the place too: quarters at the edge of a city.
_QUARTERS = frozenset({"locality"})


def is_the_place(kind: str, head: str) -> bool:
    """Return whether "the region of" or "the district of" a place of a kind is the place.

    Examples
    --------
    >>> is_the_place("village", "region"), is_the_place("town", "region")
    (True, False)
    """
    small = _SMALL if head in {"region", "regions"} else _QUARTERS
    return head in {"region", "regions", "district"} and kind in small
