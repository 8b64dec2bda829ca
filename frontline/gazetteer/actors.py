"""What the actors of a package are called: by id, by name, and by the further names of each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from frontline.models import Actor


#: Words that questions and answers use for something else.
RESERVED_NAMES = frozenset({"front", "contested", "unknown"})


def fold_name(name: str) -> str:
    """Give a name as names are compared: without case, with single spaces.

    Examples
    --------
    >>> fold_name(" Hirun  FRONT")
    'hirun front'
    """
    return " ".join(name.split()).casefold()


def actor_ids_by_name(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Give the ids of actors by all that they are called, as `fold_name` has it.

    Ids and names go before further names. A further name that two actors list, or that means
    something else in a question, is nobody's.

    Examples
    --------
    >>> from frontline.models import Actor
    >>> rebels = Actor(id="rebels", name="Hirun Front", names=("HF", "The Front"), colour="#2f7f86")
    >>> actor_ids_by_name({"rebels": rebels})
    {'rebels': 'rebels', 'hirun front': 'rebels', 'hf': 'rebels', 'the front': 'rebels'}
    """
    known: dict[str, str] = {}
    further: defaultdict[str, set[str]] = defaultdict(set)
    for actor in actors.values():
        for name in (actor.id, actor.name, actor.name_ar):
            known.setdefault(fold_name(name), actor.id)
        for name in actor.names:
            further[fold_name(name)].add(actor.id)
    for name, ids in further.items():
        if len(ids) == 1 and name not in RESERVED_NAMES:
            known.setdefault(name, *ids)
    known.pop("", None)
    return known


def unusable_aliases(actors: Mapping[str, Actor]) -> Iterator[tuple[str, str, str]]:
    """Give the further names by which nobody is meant: the actor's id, the name, and why."""
    bearers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for actor in actors.values():
        for name in (actor.id, actor.name, actor.name_ar, *actor.names):
            bearers[fold_name(name)][actor.id] = None
    for actor in actors.values():
        for name in actor.names:
            others = [one for one in bearers[fold_name(name)] if one != actor.id]
            if fold_name(name) in RESERVED_NAMES:
                yield actor.id, name, "this word means something else in questions and answers"
            elif others:
                yield actor.id, name, f"{others[0]!r} is called so too"
