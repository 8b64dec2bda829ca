"""Forces in running text: by their names, their side, or only as "the army"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from frontline.desk.plain_text import fold, lowered
from frontline.desk.vocabulary import AR, EN, any_of
from frontline.parties import called, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from frontline.model import Actor

__all__ = ["UNFOLLOWED", "Force", "bare_forces", "find_forces"]

#: The side of forces that no record follows.
UNFOLLOWED = "none"
_SIDES = (UNFOLLOWED, "opposition", "government")

_EN, _AR = EN["actors"], AR["actors"]
_FORCES = any_of(_EN["forces"])
_MORE = rf"(?:(?:[\s-]|(?='))+(?:{any_of(_EN['between'])}|{_FORCES}))*"
_ENDINGS = any_of(EN["held"]["endings"])


#: What no name holds, and how much of one is looked for.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ufffd]")
_LONGEST = 200
#: A further name of fewer letters is read in no article.
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


def find_forces(text: str, actors: Mapping[str, Actor]) -> list[Force]:
    """Find the forces that a lowered text names, and what it says they hold."""
    meant = called(actors)
    own = tuple(
        (id_, (actor.name, actor.name_ar, id_, *_read_in_articles(actor, meant)))
        for id_, actor in actors.items()
    )
    found = [
        Force("held", *match.span(), match.lastgroup if match.lastgroup in actors else None)
        for match in _HELD.finditer(text)
    ]
    english, arabic, known = _actor_patterns(own)
    for pattern in (english,) if text.isascii() else (english, arabic):
        found += (
            Force("actor", *match.span(), known[int(str(match.lastgroup)[1:])])
            for match in pattern.finditer(text)
        )
    return found


def _read_in_articles(actor: Actor, meant: Mapping[str, str]) -> list[str]:
    """Give the further names of an actor that mean it in an article too.

    Not so a code of a source, ``red`` or ``RU``: articles have such words for other things.
    """
    return [
        name
        for name in actor.names
        if meant.get(plain_name(name)) == actor.id
        and len(name) >= _SHORTEST
        and (name != name.lower() or not name.isascii())
    ]


def bare_forces(text: str) -> Iterator[Force]:
    """Find "troops", "they", "the army" in a lowered text: whose they are is not said."""
    for pattern in (_BARE,) if text.isascii() else (_BARE, _BARE_AR):
        for match in pattern.finditer(text):
            yield Force("actor", *match.span(), None)


def _english(side: str) -> str:
    """Make the pattern of how one side is called in English."""
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
    things = "" if side != UNFOLLOWED else rf"(?!\s+{any_of(_EN['things'])})"
    return f"(?:{'|'.join(parts)}){things}"


Patterns = tuple[re.Pattern[str], re.Pattern[str], list[str]]


@lru_cache(maxsize=64)
def _actor_patterns(own: tuple[tuple[str, tuple[str, ...]], ...]) -> Patterns:
    """Make the patterns of the vocabulary and of the actors' own names, and whose each group is."""
    ids = {actor for actor, _ in own}
    sides = [side for side in _SIDES if side in {*ids, UNFOLLOWED}]
    names = [any_of(filter(None, map(_pattern, theirs))) for _, theirs in own]
    theirs = [rf"{name}(?:'s)?(?:\s+(?:forces|troops|army|fighters))?" for name in names]
    union = _union([*map(_english, sides), *theirs])
    arabic = _union([*(any_of(_AR[side]["names"]) for side in sides), *theirs])
    return (
        re.compile(rf"(?<![\w-])(?=[a-z0-9])(?:{union})(?!\w|-{_ENDINGS})"),
        re.compile(rf"(?<!\w)[وفبلك]?(?:{arabic})(?!\w)"),
        [*sides, *(actor for actor, _ in own)],
    )


def _pattern(name: str) -> str:
    """Make the pattern of a name as it stands in a folded and lowered text."""
    words = lowered(fold(_CONTROLS.sub(" ", name)[:_LONGEST]).text).split()
    return " ".join(map(re.escape, words))


def _union(patterns: Iterable[str]) -> str:
    return "|".join(f"(?P<a{number}>{pattern})" for number, pattern in enumerate(patterns))


_BARE = re.compile(
    rf"(?<![\w-])(?=[a-z])(?:{any_of(_EN['bare_before'])}\s+)*{any_of(_EN['bare'])}(?![\w-])"
)
_BARE_AR = re.compile(rf"(?<!\w)(?:ال)?{any_of(_AR['bare'])}(?!\w)")
_HELD = re.compile(
    rf"(?<![\w-])(?:(?P<opposition>{any_of(EN['held']['opposition'])})"
    rf"|(?P<government>{any_of(EN['held']['government'])}))[-\s]{_ENDINGS}\b"
)
