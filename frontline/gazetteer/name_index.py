"""The places of each folded name, also as sorted lines in which one name is found at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.gazetteer import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.models import Place

#: It is made once: a large package has hundreds of thousands of names.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

#: The places of a folded name: id -> spelling of the name.
Named = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The places of each folded name: folded name -> id of a place -> spelling of the name.

    Parameters
    ----------
    display : mapping
        The names that pages show, by their literal key.
    literal : mapping
        All names, by their literal key.
    keyed : mapping
        All names, by their match key.
    parts : mapping
        The parts of names, by their match key.
    """

    display: Named
    literal: Named
    keyed: Named
    parts: Named

    def to_bytes(self) -> dict[str, bytes]:
        """Return each mapping as sorted lines, by its name."""
        return {one.name: pack_names(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_bytes(cls, lines: Sequence[bytes]) -> NameIndex:
        """Return the index of the lines of its mappings, in the order of the parameters."""
        return cls(*map(SortedNames, lines))


def index_names(places: Iterable[Place]) -> tuple[Named, Named, Named]:
    """Return the first three mappings of the index of places."""
    display: dict[str, dict[str, str]] = defaultdict(dict)
    literal: dict[str, dict[str, str]] = defaultdict(dict)
    keyed: dict[str, dict[str, str]] = defaultdict(dict)
    for place in places:
        main = len(place.main_names)
        for number, name in enumerate(place.all_names):
            folded, key = normalize.literal_key(name), normalize.match_key(name)
            if key:
                if number < main:
                    display[folded].setdefault(place.id, name)
                literal[folded].setdefault(place.id, name)
                keyed[key].setdefault(place.id, name)
    return display, literal, keyed


def pack_names(named: Named) -> bytes:
    """Return a mapping as sorted lines of JSON: the key, a tab, and its places."""
    lines = [_json(key) + b"\t" + _json(dict(places)) + b"\n" for key, places in named.items()]
    return b"".join(sorted(lines))


class SortedNames(Mapping[str, Mapping[str, str]]):
    """A mapping of names as `pack_names` writes it. To look up one name, no other is parsed.

    Examples
    --------
    >>> names = SortedNames(pack_names({"hama": {"p1": "Hama"}, "homs": {"p2": "Homs"}}))
    >>> names["homs"], names.get("idlib"), list(names)
    ({'p2': 'Homs'}, None, ['hama', 'homs'])
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def __getitem__(self, key: str) -> Mapping[str, str]:
        """Return the places of a folded name."""
        if "_whole" in vars(self):
            return self._whole[key]
        wanted, low, high = _json(key) + b"\t", 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            begin = self._lines.rfind(b"\n", low, middle) + 1 or low
            end = self._lines.index(b"\n", middle) + 1
            if self._lines[begin:end] < wanted:
                low = end
            else:
                high = begin
        if not self._lines.startswith(wanted, low):
            raise KeyError(key)
        found: dict[str, str] = json.loads(
            self._lines[low + len(wanted) : self._lines.index(b"\n", low)]
        )
        return found

    @cached_property
    def _whole(self) -> dict[str, dict[str, str]]:
        # neither a tab nor the end of a line is in what JSON writes
        values = self._lines.replace(b"\t", b",").replace(b"\n", b",")[:-1]
        flat = json.loads(b"[" + values + b"]")
        return dict(zip(flat[::2], flat[1::2], strict=True))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the folded names, sorted."""
        return iter(self._whole)

    def __len__(self) -> int:
        """Return the number of folded names."""
        return len(self._whole)


def _json(value: object) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")
