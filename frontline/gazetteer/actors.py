"""Find actors by id, name or alias."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from frontline.models import Actor


#: Words with another meaning in queries; they cannot be aliases.
RESERVED_NAMES = frozenset({"front", "contested", "unknown"})


def fold_name(name: str) -> str:
    """Return a name for comparison: case-folded, with single spaces.

    Examples
    --------
    >>> fold_name(" Hirun  FRONT")
    'hirun front'
    """
    return " ".join(name.split()).casefold()


def actor_ids_by_name(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Return the ids of actors by all their ids, names and aliases, folded by `fold_name`.

    Ids and names take precedence over aliases. An alias of two actors, or a reserved word, is
    left out.

    Parameters
    ----------
    actors : mapping of str to Actor
        The actors of a package, by id.

    Examples
    --------
    >>> from frontline.models import Actor
    >>> rebels = Actor(id="rebels", name="Hirun Front", names=("HF", "The Front"), colour="#2f7f86")
    >>> actor_ids_by_name({"rebels": rebels})
    {'rebels': 'rebels', 'hirun front': 'rebels', 'hf': 'rebels', 'the front': 'rebels'}
    """
    ids_by_name: dict[str, str] = {}
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for actor in actors.values():
        for name in (actor.id, actor.name, actor.name_ar):
            ids_by_name.setdefault(fold_name(name), actor.id)
        for name in actor.names:
            aliases[fold_name(name)].add(actor.id)
    for name, ids in aliases.items():
        if len(ids) == 1 and name not in RESERVED_NAMES:
            ids_by_name.setdefault(name, *ids)
    ids_by_name.pop("", None)
    return ids_by_name


def unusable_aliases(actors: Mapping[str, Actor]) -> Iterator[tuple[str, str, str]]:
    """Yield the aliases that cannot be used.

    Parameters
    ----------
    actors : mapping of str to Actor
        The actors of a package, by id.

    Yields
    ------
    tuple of str
        Id of the actor, alias, and reason.
    """
    owners: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for actor in actors.values():
        for name in (actor.id, actor.name, actor.name_ar, *actor.names):
            owners[fold_name(name)][actor.id] = None
    for actor in actors.values():
        for name in actor.names:
            others = [one for one in owners[fold_name(name)] if one != actor.id]
            if fold_name(name) in RESERVED_NAMES:
                yield actor.id, name, "this word has another meaning in queries"
            elif others:
                yield actor.id, name, f"{others[0]!r} also has this name"
