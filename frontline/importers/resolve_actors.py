"""Map the actor names in a source to actors of the package; unknown names are never guessed.

"Military Forces of Syria (2000-)" is an actor only if the user maps it, or if ``actors.csv``
lists it. Names are compared without case and never by similarity, since two brigades may differ
in one letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.gazetteer.actors import actor_ids_by_name, fold_name
from frontline.gazetteer.matching import rank_matches
from frontline.gazetteer.normalize import clean_text
from frontline.importers.readers import read_table
from frontline.text_encoding import is_plain_utf_8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from frontline.models import Actor


#: Lowest similarity, of 100, at which a name is shown as a possible misspelling of another.
_SIMILAR = 70


class ActorMapping(NamedTuple):
    """A name of the source that the user maps to an actor; `origin` is where the user did so."""

    name: str
    actor_id: str
    origin: str = "--actor"


class ActorResolver:
    """Resolves names to ids of actors.

    Parameters
    ----------
    actors : of the package, by id
    mappings : of the user; they go before the names in the package

    Raises
    ------
    InvalidRequestError
        If a mapping has an unknown id, or two mappings of one name differ.
    """

    def __init__(self, actors: Mapping[str, Actor], mappings: Iterable[ActorMapping] = ()) -> None:
        self.ids = tuple(actors)
        self._mappings: dict[str, ActorMapping] = {}
        mapped: dict[str, str] = {}
        for mapping in mappings:
            name, actor_id, origin = mapping
            self._mappings.setdefault(_folded(name), mapping)
            if actor_id not in actors:
                known = f"The ids are {', '.join(self.ids)}" if self.ids else "It has no actor"
                raise InvalidRequestError(
                    f"{origin} {name}={actor_id}: the package has no actor with this id. {known}; "
                    "add others to actors.csv"
                )
            if mapped.setdefault(_folded(name), actor_id) != actor_id:
                raise InvalidRequestError(
                    f"{origin} {name}: the name is mapped to two actors; keep one"
                )
        known_names = {
            _folded(name): actor_id for name, actor_id in actor_ids_by_name(actors).items()
        }
        self._known = known_names | mapped
        #: Names that were resolved, as they are written.
        self._resolved: dict[str, str | None] = {}

    def actor(self, name: str) -> str | None:
        """Return the id of the actor with a name, or None."""
        if name not in self._resolved:
            self._resolved[name] = self._known.get(_folded(name))
        return self._resolved[name]

    def only_other(self, actor_id: str) -> str | None:
        """Return the only other actor of the package; None if there are several, or none."""
        others = [one for one in self.ids if one != actor_id]
        return others[0] if len(others) == 1 else None

    def unused_mappings(self) -> Iterator[str]:
        """Describe each mapping of a name that was never resolved, with the most similar one."""
        resolved = {_folded(name): name for name in self._resolved if name}
        unused = [name for name in self._mappings if name not in resolved] if resolved else []
        names = sorted(resolved)
        similar = rank_matches(unused, names, names, cutoff=_SIMILAR, limit=2)
        for folded, found in zip(unused, similar, strict=True):
            name, actor_id, origin = self._mappings[folded]
            shown = [resolved[names[choice]] for choice in found.choices[:1]]
            hint = f" (most similar name in the files: {shown[0]!r})" if shown else ""
            yield f"{origin} {name}={actor_id}{hint}"


def _folded(name: str) -> str:
    return fold_name(clean_text(name))


def read_mappings(file: Path, encoding: str | None = None) -> list[ActorMapping]:
    """Read mappings from a table with the name in its first column and the id in its second.

    Parameters
    ----------
    encoding : of its text, if it is not UTF-8; None to find it

    Raises
    ------
    DataError
        If the table has fewer than two columns or an unreadable row.
    """
    table = read_table(file, encoding=None if is_plain_utf_8(file) else encoding)
    if len(table.columns) < 2:
        hint = "Add one: the name as the source writes it, then the id in actors.csv."
        raise DataError([Issue(file.name, 1, "", "has fewer than two columns", hint)])
    name, actor_id = table.columns[:2]
    mappings = [
        ActorMapping(
            clean_text(row.cells[name]),
            clean_text(row.cells[actor_id]),
            f"{file.name}, row {row.number}:",
        )
        for row in table
    ]
    if table.unreadable:
        raise DataError(
            [Issue(u.file, u.row, u.text, u.reason, "Correct the row.") for u in table.unreadable]
        )
    return [mapping for mapping in mappings if all(mapping)]
