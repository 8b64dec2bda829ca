"""Other spellings of the places of a page, folded: the page folds what a reader types as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.names import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Place

__all__ = ["encode_spellings"]


def encode_spellings(places: Sequence[Place]) -> list[list[str]]:
    """Give for each place the keys of its listed spellings that its names do not have."""
    return [
        sorted({key(name) for name in place.names} - {key(place.name), key(place.name_ar), ""})
        for place in places
    ]
