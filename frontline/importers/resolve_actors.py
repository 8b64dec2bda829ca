"""Which actor of the package a foreign name means: nobody is cast who was not named.

"Military Forces of Syria (2000-)" is an actor only once the user, or a name in ``actors.csv``,
says so. Names are compared without case, never by likeness: two brigades may differ in
one letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.actors import actor_ids_by_name, fold_name
from frontline.gazetteer.matching import rank_matches
from frontline.gazetteer.normalize import clean_text
from frontline.importers.readers import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from frontline.models import Actor


#: From this likeness on, of 100, a name may be a misspelling of another; it is only ever shown.
_ALIKE = 70


class Given(NamedTuple):
    """What the user said of a name: the actor's id, and where it was said."""

    name: str
    actor_id: str
    where: str = "--actor"


class Cast:
    """The actors of a package by their ids, all their names, and the names the user gave them.

    Parameters
    ----------
    actors : of the package, by id
    given : foreign names, each with an actor's id

    Raises
    ------
    InvalidRequestError
        For an id that no actor has, or a name that is given to two.
    """

    def __init__(self, actors: Mapping[str, Actor], given: Iterable[Given] = ()) -> None:
        self.ids = tuple(actors)
        self._known = {
            _folded(name): actor_id for name, actor_id in actor_ids_by_name(actors).items()
        }
        said: dict[str, str] = {}
        self._given: dict[str, Given] = {}
        for one in given:
            self._given.setdefault(_folded(one.name), one)
            name, actor_id, where = one
            if actor_id not in actors:
                raise InvalidRequestError(
                    f"{where} {name}={actor_id}: no actor has this id. There "
                    f"{_are(self.ids)}; add others to actors.csv"
                )
            if said.setdefault(_folded(name), actor_id) != actor_id:
                raise InvalidRequestError(f"{where} {name}: is given to two actors; keep one")
        self._known |= said
        self._met: dict[str, str | None] = {}

    def actor(self, name: str) -> str | None:
        """Give the id of the actor that a name means, or None."""
        if name not in self._met:
            self._met[name] = self._known.get(_folded(name))
        return self._met[name]

    def unmet(self) -> Iterator[str]:
        """Give in words what the user said of names that `actor` was never asked for.

        With each stands the nearest name that it was asked for, if one is like it.
        """
        met = {_folded(name): name for name in self._met if name}
        given = [folded for folded in self._given if folded not in met] if met else []
        listed = sorted(met)
        near = rank_matches(given, listed, listed, cutoff=_ALIKE, limit=2)
        for folded, like in zip(given, near, strict=True):
            name, actor_id, where = self._given[folded]
            shown = [met[listed[choice]] for choice in like.choices[:1]]
            hint = f" (the nearest that stands there: {shown[0]!r})" if shown else ""
            yield f"{where} {name}={actor_id}{hint}"

    def other(self, actor_id: str) -> str | None:
        """Give the only other actor of the package; None if there are several, or none."""
        others = [one for one in self.ids if one != actor_id]
        return others[0] if len(others) == 1 else None


def _are(ids: tuple[str, ...]) -> str:
    return f"are {', '.join(ids)}" if ids else "are none"


def _folded(name: str) -> str:
    return fold_name(clean_text(name))


def read_pairs(file: Path) -> list[Given]:
    """Read who is who from a table whose first column is the name and whose second is the id.

    Raises
    ------
    DataError
        For a table that has not two columns, or is torn.
    """
    table = read_table(file)
    if len(table.columns) < 2:
        remedy = "Give it two: the name as the source writes it, and the id of actors.csv."
        raise DataError([Issue(file.name, 1, "", "has fewer than two columns", remedy)])
    first, second = table.columns[:2]
    read = [
        Given(
            clean_text(row.cells[first]),
            clean_text(row.cells[second]),
            f"{file.name}, row {row.number}:",
        )
        for row in table
    ]
    if table.torn:
        faults = [Issue(t.file, t.row, t.text, t.reason, "Restore it.") for t in table.torn]
        raise DataError(faults)
    return [one for one in read if all(one)]
