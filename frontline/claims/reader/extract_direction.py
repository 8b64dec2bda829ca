"""Read directions without a length: "A lies north of B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import POINTS, TARGETS, TagPattern
from frontline.claims.reader.distance_ends import FILL
from frontline.claims.reader.distance_subjects import listed_before
from frontline.claims.reader.lexicon import both
from frontline.claims.reader.regions import names_province
from frontline.claims.reader.verb_qualifiers import is_tail

if TYPE_CHECKING:
    import re

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.collector import ClaimCollector

_LIES = (
    "(?:<LIE|COMMA|NOUN|DET|BE|WHICH|HAVE|AWAY>{0,6}?"
    "|<COMMA><DET><WORD|HELD>{1,2}<NOUN>"
    "|(?<=<FEATURE>)<WORD|MOVE|TO|DET|LIE|BE|IN|DAY>{0,6}?)<TO|IN>?<DET>?"
)
_DIRECTION = TagPattern(
    f"(?P<subject><{POINTS}>){_LIES}(?P<direction><DIRECTION>)<NOUN|WORD|PART>?"
    f"(?:<OF|FROM>{FILL}|<NOUN>{{0,2}})(?P<target><{TARGETS}>)"
)
#: "the southern side of the town" is a direction, "the southern city of" is not.
_SIDES = frozenset({"side", "area"})


def read_directions(collector: ClaimCollector, sentence: Sentence) -> None:
    """Read "A lies north of B" where no length is given."""
    for match in _DIRECTION.finditer(sentence):
        at = match.start("direction")
        skipped = is_adjective(sentence, at) or _borders(sentence, at) or _is_end(sentence, at)
        if at not in sentence.used and not skipped:
            _read_direction(collector, sentence, at, match)


def is_edge_of_province(sentence: Sentence, at: int, target: int) -> bool:
    """Return whether it is "the southern edge of Idlib", where the province may be meant."""
    return sentence.has("PART", at + 1, target) and names_province(sentence, target)


def is_adjective(sentence: Sentence, at: int) -> bool:
    """Return whether an English direction describes the noun behind it: "the southern city"."""
    tag, text = sentence.tag(at + 1), sentence.text(at + 1)
    if tag == "PLACE":
        return sentence.text(at).isascii()
    return tag == "NOUN" and text.isascii() and text not in _SIDES


def _is_end(sentence: Sentence, at: int) -> bool:
    """Return whether an Arabic adverb only says where a road leads: "joins A, to the north, to"."""
    adverb = sentence.text(at).endswith("ا") and not sentence.text(at).isascii()
    return adverb and sentence.tag(at + 1) not in {"OF", "FROM"}


#: "bordered in the north by A and in the south by B", as Arabic puts it.
_BORDERED = TagPattern("(?P<borders><WORD>)(?:<DIRECTION><NOUN>?<PLACE><COMMA>?<AND>?){0,3}$")


def _borders(sentence: Sentence, at: int) -> bool:
    """Return whether a direction says on which side of another place one lies."""
    match = _BORDERED.before(sentence, at)
    borders = "" if match is None else sentence.text(match.start("borders"))
    return borders.lstrip("و").startswith(("يحد", "تحد"))


_PLURALS = frozenset([*both("count", "plural"), "قريتي", "بلدتي", "مدينتي", "قريتا", "بلدتا"])
_NOUNS = frozenset(both("accounting", "naming"))
_PAIR = 2


def _is_of_all(sentence: Sentence, subjects: list[int], at: int) -> bool:
    """Return whether a direction is meant for a whole list.

    It is in "A and B north of C", "A, B and C, north of D" and "the villages of A, B and C north
    of D", but in "A and the village of B north of C" only B is known to be there.
    """
    if sentence.has("COMMA|BE|LIE", subjects[-1], at):
        return True
    head = [sentence.text(one) for one in range(max(0, subjects[0] - 2), subjects[0])]
    inside = sentence.has("NOUN", subjects[0], subjects[-1])
    inside = inside or any(sentence.text(one).split()[0] in _NOUNS for one in subjects[1:])
    named = not _PLURALS.isdisjoint(word for one in head for word in one.split())
    return not inside and (named or len(subjects) <= _PAIR)


def _read_direction(
    collector: ClaimCollector, sentence: Sentence, at: int, match: re.Match[str]
) -> None:
    if sentence.tag(match.start("subject")) == "PRONOUN" and not sentence.text(at).isascii():
        return  # "the pocket that they took north of A": not a place named before
    target = collector.referents.at(sentence, match.start("target"))
    if collector.referents.at(sentence, match.start("subject")).id == target.id is not None:
        return
    subjects = listed_before(sentence, match.start("subject"))
    unsure = "which of the places the direction is meant for" if len(subjects) > 1 else ""
    if is_edge_of_province(sentence, at, match.start("target")):
        unsure = f"{sentence.text(match.start('target'))} may be the province"
    if not _is_of_all(sentence, subjects, at):
        subjects = subjects[-1:]
    for position in subjects:
        arabic = not sentence.text(position).isascii()
        if arabic and (is_tail(sentence, position) or sentence.tag(position - 1) == "WORD"):
            unsure = f"{sentence.text(position)} may be the end of a longer name"
        subject = collector.referents.at(sentence, position)
        if subject.place is not None and subject.place == target.place:
            continue  # "north of the post at A, and south of A"
        bad = next((one for one in (subject, target) if one.kind == "none"), None)
        covered = (position, at, match.end() - 1)
        if bad is not None:
            collector.reject(covered, sentence, bad.why)
            continue
        collector.add(
            "direction", covered, sentence, at, subject=subject, target=target,
            directions=sentence.value(at), unsure=(unsure,),
            **({"mood": "fact"} if subject.kind == target.kind == "place" else {}),
        )  # fmt: skip
