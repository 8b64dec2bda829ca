"""Which forces of a sentence do something: not those that are fought, or only named aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.claims.reader.agreement import MEN, possesses
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import EN, both

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence


THEY = frozenset({"they", "them"})


def acting(sentence: Sentence, forces: list[int]) -> list[int]:
    """Return the forces that do something: not those that are fought, or only possess something."""
    return [
        force
        for force in forces
        if not is_no_subject(sentence, force)
        and not (
            sentence.text(force).endswith("'s") and sentence.tag(force + 1) in {"WORD", "NOUN"}
        )
    ]


#: "against the army", "resistance from jihadist rebels": what stands behind a preposition.
_GOVERNED = TagPattern("<IN|FROM|TO|TOWARDS><DET>?<WORD|HELD|FORCE>{0,3}$")


def without_governed(sentence: Sentence, forces: list[int]) -> list[int]:
    """Leave out the forces behind prepositions, if others are left."""
    free = [one for one in forces if _GOVERNED.before(sentence, one, max(0, one - 5)) is None]
    return free or forces


def of_main_clause(sentence: Sentence, at: int, forces: list[int]) -> list[int]:
    """Leave out the force of a relative clause that ends before a verb of the main clause.

    "Rebels retook a town that the army had captured, and cut the road": it is the rebels.
    """
    if len(forces) < 2:
        return forces
    if _AFTER_NOUN.before(sentence, forces[-1]) and _AND_VERB.fullmatch(
        sentence, forces[-1] + 1, at
    ):
        return forces[:-1]
    if _RELATIVE_FORCE.before(sentence, forces[-1]) is None:
        return forces
    inner = sentence.positions("VERB", forces[-1], at)
    joined = inner and _AND_AGAIN.search(sentence, inner[0] + 1, at) is not None
    return forces[:-1] if joined else forces


#: Arabic: "took A after the withdrawal of rebels from it, and besieged B": who took A did.
_AFTER_NOUN = TagPattern("<WHEN><VERB|FIGHTING|WORD><IN|DET|WORD>?$")
_AND_VERB = TagPattern("<!SAY|WHEN|VERB|FORCE|WHICH>{0,6}<COMMA><AND>")
_RELATIVE_FORCE = TagPattern("<WHICH><DET|WORD>{0,2}$")
_AND_AGAIN = TagPattern("<COMMA><AND><LIE|HAVE|WORD|DAY>{0,3}$")
#: Arabic prepositions that are written on an article.
_GLUED = ("بال", "لل")
_AGAINST = frozenset({"مع", "ضد"})
#: "battling rebels", "the rebel defences": a force that is fought, or that only describes.
_FOUGHT = TagPattern("(?P<fought><WORD|FIGHTING>)<DET|WORD|HELD|MOVE>{0,2}$")
_JOINED = TagPattern("(?P<first><FORCE>)<COMMA|AND>{1,2}<DET|WORD|LIE>{0,2}$")
_FIGHT = frozenset(both("actors", "fought"))
_DESCRIBES = frozenset(both("actors", "describes"))
_DESCRIBED = frozenset(both("actors", "described"))


def is_no_subject(sentence: Sentence, position: int) -> bool:
    """Return whether a force does nothing itself.

    It stands behind a preposition, is fought, only describes, or is who still holds the rest.
    """
    if sentence.text(position) in _DESCRIBES and sentence.text(position + 1) in _DESCRIBED:
        return True
    if (driven := _DRIVEN.before(sentence, position)) is not None:
        verb = sentence.tokens[driven.start()].verb
        if verb is not None and verb.name == "expel":
            return True  # "drove rebels out of A"
    of_men = sentence.text(position - 1) in MEN and sentence.text(position - 2) in _AGAINST
    if of_men or sentence.text(position).startswith(_GLUED) or stands_with(sentence, position):
        return True  # "backed by Turkish forces", "after clashes with rebels", as Arabic puts both
    if _suffers(sentence, position):
        return True
    # "In clashes with HTS militants"; "with rebels and fighters"
    joined = _JOINED.before(sentence, position)
    first = position - 1 if is_same_group(sentence, position) else None
    first = joined.start("first") if joined is not None else first
    if first is not None and is_no_subject(sentence, first):
        return True
    remains = _REMAINS_UNDER.before(sentence, position) is not None
    # "a town that is subject to the control of the army", as Arabic puts it
    held = sentence.tag(position - 1) == "VERB" and sentence.verb(position - 1).arabic
    remains = remains or (held and sentence.verb(position - 1).form == "state")
    remains = remains or possesses(sentence, position)
    governed = _NO_SUBJECT.before(sentence, position)
    # "a number of rebel groups began"
    some = governed is not None and sentence.text(governed.start() - 1).casefold() in _SOME
    anew = sentence.text(position).startswith("the ") and sentence.tag(position - 1) == "WORD"
    return remains or (governed is not None and not (some or anew))


def _suffers(sentence: Sentence, position: int) -> bool:
    """Return whether a force is fought, or is what harm is done to."""
    fought = _FOUGHT.before(sentence, position)
    if fought is not None and any(
        sentence.text(one) in _FIGHT for one in range(fought.start("fought"), position)
    ):
        return True
    if _is_object(sentence, position):
        return True
    harmed = _HARMED.before(sentence, position)
    if harmed is None or sentence.text(harmed.start("harm")) not in _HARM:
        return False
    # "Losing A is a blow to the rebels": it is they who lost it.
    lost = any(sentence.verb(one).name == "lose" for one in sentence.positions("VERB", 0, position))
    return not lost and sentence.has("FORCE", 0, harmed.start())


#: "The army outflanked rebels": what an English verb in the past does to a force behind it.
_DID_TO = TagPattern("<FORCE><COMMA>?<HAVE|LIE|DAY>{0,3}(?P<did><WORD>)<DET|WORD>{0,2}$")
#: "Turkish troops joined rebels in an attack": both act.
_HELPED = frozenset({"joined", "supported", "backed", "helped", "assisted", "aided", "accompanied"})
_ACTS = TagPattern("<LIE|HAVE|WORD|DAY|NOT>{0,2}<VERB|BE|MOVE|HAVE|MODAL|REMAIN|AIM>")


def _is_object(sentence: Sentence, position: int) -> bool:
    """Return whether a force is the object of an English verb whose subject is another force."""
    match = _DID_TO.before(sentence, position)
    if match is None or _ACTS.match(sentence, position + 1) is not None:
        return False  # "the army believed rebels had left"
    did = sentence.text(match.start("did"))
    return did.endswith("ed") and "-" not in did and did not in _QUOTED | _HELPED


def is_same_group(sentence: Sentence, position: int) -> bool:
    """Return whether an English force is named right behind its own name: "HTS militants"."""
    if sentence.tag(position - 1) != "FORCE" or not sentence.text(position).isascii():
        return False
    sides = {sentence.value(position - 1), sentence.value(position)}
    return len(sides) == 1 and None not in sides


def stands_with(sentence: Sentence, position: int) -> bool:
    """Return whether an Arabic force stands behind "with": "clashes with men of the front"."""
    far = sentence.tag(position - 1) in {"WORD", "NOUN"} and sentence.text(position - 2) == "مع"
    return far or sentence.text(position - 1) == "مع"


#: "in the hands of rebels"; in "on the night the army" the army is the subject of a clause.
_NO_SUBJECT = TagPattern("<BY|FROM|OF|TOWARDS|BETWEEN|IN><DET>{0,2}<WORD>*$")
_SOME = frozenset(
    {"number", "group", "groups", "dozens", "hundreds", "thousands", "coalition", "alliance"}
)
#: "caused damage to the group".
_HARMED = TagPattern("(?P<harm><WORD>)<TO><DET|WORD>{0,2}$")
_HARM = frozenset(EN["actors"]["harm"])
_DRIVEN = TagPattern("<VERB><FORCE|DET>{0,3}$")
_REMAINS_UNDER = TagPattern("<REMAIN><VERB>$")


#: Who is quoted: "rebels said"; in Arabic the verb, or "according to", stands before.
_QUOTED = frozenset(EN["actors"]["quoted"])


def is_quoted(sentence: Sentence, force: int) -> bool:
    """Return whether a force is only who said so."""
    if sentence.tag(force - 1) == "SAY" and not sentence.text(force).isascii():
        return True
    return sentence.text(force + 1) in _QUOTED
