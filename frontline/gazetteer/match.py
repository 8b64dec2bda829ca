"""The result of looking up a name, and what is said of names and places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frontline.errors import InvalidRequestError
from frontline.formatting import format_number_of
from frontline.gazetteer import normalize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from frontline.models import Place

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Match:
    """The result of looking up a name.

    Parameters
    ----------
    text : str
        The name as written.
    kind : {"exact", "variant", "fuzzy", "ambiguous", "none"}
        ``exact``: an id or the name itself; ``variant``: a listed spelling or one with the same
        key; ``fuzzy``: the only similar name; ``ambiguous``: several places; ``none``: no place.
    place : Place or None
        The place, for the first three kinds.
    candidates : tuple of Place
        The place; if ambiguous, all places that match, by id (at most ten if their names are
        only similar); for ``none`` up to five places with less similar names, best first.
    explanation : str
        Why the name matches, for a reader.
    from_context : bool
        Whether only the district or the other places of a text decided among namesakes.
    """

    text: str
    kind: Literal["exact", "variant", "fuzzy", "ambiguous", "none"]
    place: Place | None
    candidates: tuple[Place, ...]
    explanation: str
    from_context: bool = False


def check_name(text: str) -> str:
    """Return a name without the blanks around it.

    Raises
    ------
    InvalidRequestError
        If it cannot be the name of a place.
    """
    text = text.strip()
    if len(text) > _MAX_LENGTH:
        raise InvalidRequestError(
            f"{text[:40]!r}... is not a place name: it has more than {_MAX_LENGTH} characters"
        )
    if _CONTROL.search(text):
        raise InvalidRequestError(f"{text!r} is not a place name: it contains a control character")
    if not normalize.match_key(text):
        raise InvalidRequestError(f"{text!r} is not a place name: it contains no letter or digit")
    return text


def count_places(places: Collection[str] | Mapping[str, str]) -> str:
    """Return a number of places in words."""
    return format_number_of(len(places), "place")


def list_places(places: Iterable[Place]) -> str:
    """Return a line for each place: its names, areas, id."""
    return "\n".join(
        "  "
        + ", ".join(
            filter(
                None,
                (f"{p.name} ({p.second_name})" if p.second_name else p.name, p.admin3, p.admin1),
            )
        )
        + f": {p.id}"
        for p in places
    )
