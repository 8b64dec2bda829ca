"""Whether an Arabic verb agrees in gender with the force that it was read to be of.

"The factions broke through the lines of the army and entered A": a feminine "entered" is not of the
army, whose name is masculine. A verb that precedes its subject agrees with the noun in front of the
force: "the vanguard of the army entered", "fighters of the front took".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.candidate import before
from frontline.claims.reader.chunker import TagPattern
from frontline.claims.reader.lexicon import AR, VERBS

if TYPE_CHECKING:
    from frontline.claims.reader.candidate import Candidate
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.coreference import Referent

#: Nouns for those who act for a force: "fighters of", "the vanguard of".
MEN = frozenset(AR["actors"]["men"])
_FEMININE = frozenset(AR["actors"]["feminine"])
_MASCULINE = frozenset(AR["actors"]["masculine"])
_PARTICLES = re.compile(r"^(?:[وفب]?ال|[وفب]?لل?(?=\w{4}))")
_PRONOUNS = re.compile(r"(?:هما|ها|هم|ه)$")
#: Forms of a verb that show a gender.
_FINITE = frozenset({"past", "present", "future"})


def disagree(sentence: Sentence, at: int, force: int) -> bool:
    """Return whether an Arabic verb and a force show different genders."""
    genders = _of_verb(sentence, at), _of_force(sentence, force)
    if genders == ("m", "f") and _OBJECT_FIRST.fullmatch(sentence, at + 1, force):
        return False
    return None not in genders and genders[0] != genders[1]


#: "took, of A, the forces": behind its object the gender of the subject need not show.
_OBJECT_FIRST = TagPattern("<IN|TO><NOUN|DET>*<PLACE|TOWN|ROAD|REGION>")


def of_another_gender(sentence: Sentence, at: int, force: int) -> bool:
    """Return whether "its control" is that of a man or an army, and a force is not called so."""
    words = (_PARTICLES.sub("", word) for word in sentence.text(force).split())
    is_his = sentence.text(at).endswith("ته")
    return is_his and _of_force(sentence, force) == "f" and _MASCULINE.isdisjoint(words)


def another_gender(one: Candidate) -> str:
    """Return that no mention of the force that a claim was read to be of agrees with its verb."""
    subject = one.claim.subject
    if one.verb is None or one.verb.name == "fall" or subject is None or subject.kind != "actor":
        return ""
    forces = [
        force
        for force in one.sentence.positions("FORCE")
        if one.collector.referents.at(one.sentence, force).id == subject.id
    ]
    if not forces or not all(disagree(one.sentence, one.at, force) for force in forces):
        return ""
    words, verb = one.sentence.text(forces[-1]), one.sentence.text(one.at)
    return f"who did it: {verb!r} does not agree with {words!r}"


def possesses(sentence: Sentence, force: int) -> bool:
    """Return whether an Arabic force is only whose something is: "the lines of the army"."""
    word = sentence.text(force - 1)
    if sentence.tag(force - 1) not in {"WORD", "NOUN"} or word.isascii() or word in MEN:
        return False
    return word.removeprefix("و") in _POSSESSIONS or bool(_THINGS.search(word))


_POSSESSIONS = frozenset(AR["actors"]["possessions"])
#: The ending of plurals of things; no verb ends so.
_THINGS = re.compile(r"\w{3}ات$")


def _of_verb(sentence: Sentence, at: int) -> str | None:
    """Return the gender that an Arabic verb shows: ``f``, ``m``, or None."""
    verb = sentence.tokens[at].verb
    if verb is None or not verb.arabic or verb.form not in _FINITE:
        return None
    word = sentence.text(at).split()[0]
    if verb.form != "past":
        return {"ت": "f", "ي": "m"}.get(word.removeprefix("س").removeprefix("ل")[:1])
    if sentence.tag(at + 1) == "IN" and sentence.tag(at + 2) == "PRONOUN":
        return None  # "were taken", which is written like "he took them"
    if word.startswith("ت") and any(form.form == "present" for form in VERBS.get(word, ())):
        return None  # "it was surrounded", which is written like "it surrounds"
    bare = _PRONOUNS.sub("", word) if verb.has_pronoun else word
    return None if bare.endswith(("وا", "و")) else "f" if bare.endswith("ت") else "m"


def _of_force(sentence: Sentence, force: int) -> str | None:
    """Return the gender of the noun that a force begins with: ``f``, ``m``, or None."""
    head = (
        sentence.text(force - 2) if sentence.tag(force - 1) == "FROM" else sentence.text(force - 1)
    )
    if head in MEN:
        return None
    noun = _PARTICLES.sub("", sentence.text(force).split()[0])
    if noun.endswith("ه") or noun in _FEMININE:
        return "f"
    return "m" if noun in _MASCULINE else None


#: "to which the army advanced after its capture of A", as Arabic puts it.
_FORCE_AFTER = TagPattern("(?P<actor><FORCE>)<DAY|LIE>?<WHEN>$")


def right_after(one: Candidate, subject: Referent, end: int) -> bool:
    """Return whether the subject stands right before "after" and a noun of control."""
    match = before(_FORCE_AFTER, one.sentence, end)
    if match is None or one.verb is None or not one.verb.arabic or one.verb.form != "noun":
        return False
    return one.collector.referents.at(one.sentence, match.start("actor")).id == subject.id


_ARMY = "الجيش"


def of_another_army(one: Candidate) -> str:
    """Return that "the army" may be that of the other side whose commander speaks."""
    subject = one.claim.subject
    if subject is None or subject.kind != "actor" or subject.words != _ARMY:
        return ""
    said = [
        at for at in one.sentence.positions("SAY", 0, one.at) if _ARMY in one.sentence.text(at + 1)
    ]
    for force in one.sentence.positions("FORCE", 0, said[0] if said else 0):
        found = one.collector.referents.at(one.sentence, force)
        if _ARMY[2:] in found.words.split()[0] and found.id not in {None, subject.id}:
            return f"whether {_ARMY!r} is {found.words!r} is not certain"
    return ""
