"""Actors in a folded text: "Syrian troops", "HTS", "rebel-held", and forces of nobody known.

The names of the two usual sides are in ``words/``; those of other actors come from the data.
Forces of an unknown nationality ("Azeri forces") belong to no actor of the record.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from frontline.claims.reader.lexicon import AR, EN, any_of
from frontline.claims.reader.text import fold, lowered
from frontline.gazetteer.actors import actor_ids_by_name, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from frontline.models import Actor

#: The side of forces that no record follows.
UNFOLLOWED = "none"
_SIDES = (UNFOLLOWED, "opposition", "government")

_EN, _AR = EN["actors"], AR["actors"]
_FORCES = any_of(_EN["forces"])
_MORE = rf"(?:(?:[\s-]|(?='))+(?:{any_of(_EN['between'])}|{_FORCES}))*"
_ENDINGS = any_of(EN["held"]["endings"])


#: Characters that no name contains, and the length up to which a name is searched.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ufffd]")
_LONGEST = 200
#: Shorter aliases are not searched in articles.
_SHORTEST = 3


class Force(NamedTuple):
    """A force named in a lowered text, or "rebel-held".

    Parameters
    ----------
    kind : ``actor`` or ``held``
    side : id of the actor, `UNFOLLOWED`, or None for a side the data does not have
    """

    kind: str
    start: int
    end: int
    side: str | None


class ActorNames:
    """The names of the actors of a package; made once, used for many texts.

    Parameters
    ----------
    actors : the actors, by id
    """

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        meant = actor_ids_by_name(actors)
        own = tuple(
            (id_, (actor.name, actor.name_ar, id_, *_read_in_articles(actor, meant)))
            for id_, actor in actors.items()
        )
        self._ids = frozenset(actors)
        self._english, self._arabic, self._sides = _actor_patterns(own)

    def find(self, text: str) -> list[Force]:
        """Find the actors named in a lowered text, and "rebel-held"."""
        found = [
            Force("held", *match.span(), match.lastgroup if match.lastgroup in self._ids else None)
            for match in _HELD.finditer(text)
        ]
        for pattern in (self._english,) if text.isascii() else (self._english, self._arabic):
            found += (
                Force("actor", *match.span(), self._sides[int(str(match.lastgroup)[1:])])
                for match in pattern.finditer(text)
            )
        return found


#: Short names of forces that are plain words in small letters: "the tip of the front".
_CAPITALS = frozenset(_EN["capitals"])


def is_plain_word(text: str, force: Force) -> bool:
    """Return whether the words of a force are written as plain words."""
    return text[force.start : force.end] in _CAPITALS


def _read_in_articles(actor: Actor, meant: Mapping[str, str]) -> list[str]:
    """Return the aliases of an actor that are used in articles too.

    Codes of a source, such as ``red`` or ``RU``, are left out: they have other meanings there.
    """
    return [
        name
        for name in actor.names
        if meant.get(fold_name(name)) == actor.id
        and len(name) >= _SHORTEST
        and (name != name.lower() or not name.isascii())
    ]


def bare_forces(text: str) -> Iterator[Force]:
    """Find "troops", "they", "the army" in a lowered text, without the actor they belong to."""
    for pattern in (_BARE,) if text.isascii() else (_BARE, _BARE_AR):
        for match in pattern.finditer(text):
            yield Force("actor", *match.span(), None)


#: A word before "forces": "Azeri forces", "Ukraine's forces".
_NATIONALITY = re.compile(r"(?<![\w-])([A-Z][\w'-]+)\s+$")
_DETERMINED = re.compile(r"(?:the|its|their|both)\b|they\b|them\b", re.IGNORECASE)
_OWN_FORCES = frozenset(_EN["own"])
#: Endings of words that may stand before "forces" and name no country.
VERB_ENDINGS = ("ing", "ed", "ly")


def with_nationality(text: str, force: Force) -> Force:
    """Return bare "forces"; with an unknown nationality they belong to no actor."""
    foreign = as_foreign(text, force)
    if foreign.side is not None:
        return foreign
    if _DETERMINED.match(text, force.start):
        return force
    before = _NATIONALITY.search(text, max(0, force.start - 30), force.start)
    word = before[1].casefold() if before else ""
    if before is None or word in _OWN_FORCES or _is_verb(word):
        return force
    return force._replace(start=before.start(1), side=UNFOLLOWED)


def _is_verb(word: str) -> bool:
    """Return whether a word before "forces" may be a verb or an adverb: not "Saudi-backed"."""
    return word.endswith(VERB_ENDINGS) and not word.endswith(_OF_A_COUNTRY)


_OF_A_COUNTRY = ("-led", "-backed", "-allied")


_TROOPS_AR = re.compile("قوات|جيش")


def are_troops(words: str) -> bool:
    """Return whether Arabic words name forces that are called "the forces" again."""
    return _TROOPS_AR.search(words) is not None


_NATIONALITY_AR = re.compile(r"(?:\s+(?:ال)?مسلحه)?\s+(?P<word>ال\w{3,}(?:ي|يه))(?!\w)")
_ANY_FORCES_AR = re.compile(r"(?:ال)?(?:جيش|قوات|جنود)(?:\s+(?:ال)?(?:مسلحه|بريه))?$")
_OWN_AR = frozenset(_AR["own"])


def as_foreign(low: str, force: Force) -> Force:
    """Return an Arabic force as one that is not followed, if its nationality is not known."""
    if force.kind != "actor" or not _ANY_FORCES_AR.search(low[force.start : force.end]):
        return force
    match = _NATIONALITY_AR.match(low, force.end)
    if match is None or match["word"] in _OWN_AR:
        return force
    return force._replace(end=match.end(), side=UNFOLLOWED)


def _english(side: str) -> str:
    """Build the pattern of the English names of one side."""
    words = _EN[side]
    parts = []
    if words.get("loyal"):
        loyal = any_of(words["loyal"])
        parts.append(rf"{_FORCES}\s+{any_of(_EN['loyal'])}\s+to\s+(?:the\s+)?{loyal}")
    if words["kinds"]:
        needs = rf"{any_of(words['kinds'])}(?:'s)?{_MORE}(?:[\s-]|(?='))+(?:and\s+)?{_FORCES}"
        parts.append(needs + rf"(?:\s+{_FORCES})*")
    parts.append(rf"{any_of(words['names'])}(?:'s)?(?:{_MORE}[\s-]{_FORCES})?")
    # "the Turkish military convoy" is no force of a side that the record does not follow.
    things = "" if side != UNFOLLOWED else rf"(?!(?:'s)?\s+{any_of(_EN['things'])})"
    return f"(?:{'|'.join(parts)}){things}"


_ARTICLE = re.compile(r"(?<!\w)ال(?=\w)")


def _arabic(side: str) -> str:
    """Build the pattern of the Arabic names of one side; "to the" is written "لل"."""
    return any_of(_ARTICLE.sub("(?:ال|لل)", name) for name in _AR[side]["names"])


Patterns = tuple[re.Pattern[str], re.Pattern[str], list[str]]


@lru_cache(maxsize=64)
def _actor_patterns(own: tuple[tuple[str, tuple[str, ...]], ...]) -> Patterns:
    """Build the patterns of all names of actors, and return the id of each group."""
    ids = {actor for actor, _ in own}
    sides = [side for side in _SIDES if side in {*ids, UNFOLLOWED}]
    names = [any_of(filter(None, map(_pattern, theirs))) for _, theirs in own]
    theirs = [rf"{name}(?:'s)?(?:\s+(?:forces|troops|army|fighters))?" for name in names]
    union = _union([*map(_english, sides), *theirs])
    arabic = _union([*(_arabic(side) for side in sides), *theirs])
    return (
        re.compile(rf"(?<![\w-])(?=[a-z0-9])(?:{union})(?!\w|-{_ENDINGS})"),
        re.compile(rf"(?<!\w)[وفبلك]?(?:{arabic})(?!\w)"),
        [*sides, *(actor for actor, _ in own)],
    )


def _pattern(name: str) -> str:
    """Build the pattern of a name in a folded and lowered text."""
    words = lowered(fold(_CONTROLS.sub(" ", name)[:_LONGEST]).text).split()
    return " ".join(map(re.escape, words))


def _union(patterns: Iterable[str]) -> str:
    return "|".join(f"(?P<a{number}>{pattern})" for number, pattern in enumerate(patterns))


_BARE = re.compile(
    rf"(?<![\w-])(?<!among )(?=[a-z])(?:{any_of(_EN['bare_before'])}\s+)*{any_of(_EN['bare'])}"
    r"(?![\w-])"
)
_BARE_AR = re.compile(rf"(?<!\w)(?:ال)?{any_of(_AR['bare'])}(?!\w)")
#: "The army controlled the road" is a verb, "army controlled towns" is none.
_VERB_OBJECT = r"(?!\s+(?:the|an?|its|their|all|most|parts?|more|large|about|some|over|\d))"
#: "The army held A" and "rebels held A" are verbs, "the army held town" and "rebel held A" are not.
_ADJECTIVE = rf"(?<!s)\s{_ENDINGS}\b{_VERB_OBJECT}(?(the)(?=\s+{any_of(EN['tags']['NOUN'])}\b))"
_HELD = re.compile(
    rf"(?<![\w-])(?P<the>(?<=\bthe\s))?+(?:(?P<opposition>{any_of(EN['held']['opposition'])})"
    rf"|(?P<government>{any_of(EN['held']['government'])}))(?:-{_ENDINGS}\b|{_ADJECTIVE})"
)
