"""How reports and corrections name a post or an airfield, which have no id in the record.

A post is taken for the place that it is named after; an airfield is a thing of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.text import fold

if TYPE_CHECKING:
    from frontline.claims.reader.coreference import Referent

#: Words for features that can be measured from the place they are named after.
_POSTS = ("post", "base", "point", "نقط", "نقاط")
_AIRFIELDS = ("air", "مطار")


def feature_kind(referent: Referent) -> str | None:
    """Return ``post`` or ``airfield`` for one that is named after a place; else None."""
    words = fold(referent.words).text.casefold()
    if referent.kind != "feature" or referent.place is None:
        return None
    if any(word in words for word in _AIRFIELDS):
        return "airfield"
    return "post" if any(word in words for word in _POSTS) else None


#: "a post in Idlib", which is the province; not "in the city of Idlib".
_POST_IN = re.compile(r"نق(?:طه|اط)(?!.*مدينه).* في ")


def is_post_in(words: str) -> bool:
    """Return whether Arabic words name a post by what it lies in."""
    return _POST_IN.search(words) is not None


def post_id(referent: Referent) -> str | None:
    """Return the id of the place that a post is named after; None for an airfield or a border."""
    place = referent.place if feature_kind(referent) == "post" else None
    return None if place is None else place.id


def printed_id(referent: Referent | None) -> str | None:
    """Return how reports and corrections name a referent: its id, else its words.

    A post has the id of the place that it is named after, an airfield one like ``a airfield``.
    """
    if referent is None:
        return None
    kind = feature_kind(referent)
    if kind is not None and referent.place is not None:
        return referent.place.id if kind == "post" else f"{referent.place.id} {kind}"
    return referent.id or referent.words
