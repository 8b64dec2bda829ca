"""The posts that a text names by a place: "the Turkish post" further on is the one at A."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from frontline.claims.reader.feature_names import feature_kind

if TYPE_CHECKING:
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.coreference import Referent

_THE = frozenset({"the", "this", "that", "same"})
#: A single post, and whose it is.
_POST = re.compile(r"(?:(?P<whose>turkish|russian|syrian)\b.*)?\b(?:post|outpost)$")

_POSTS = re.compile(r"\b(?:out)?posts\b")


@dataclass
class NamedPosts:
    """The posts that were named by a place so far, by the id of the place."""

    named: dict[str, Referent] = field(default_factory=dict)

    def add(self, referent: Referent) -> Referent:
        """Keep an English post that is named after a place; return it."""
        if referent.place is not None and feature_kind(referent) == "post":
            self.named[referent.place.id] = referent
            if _POSTS.search(referent.words.casefold()):
                self.named[""] = referent  # "the posts at A and B": which one is not stated
        return referent

    def meant(self, sentence: Sentence, position: int, referent: Referent) -> Referent:
        """Return the one post that "the post" or "the Turkish post" means, if there is one."""
        if referent.kind != "feature" or referent.place is not None or len(self.named) != 1:
            return referent
        post = _POST.fullmatch(referent.words.casefold())
        named = next(iter(self.named.values()))
        if post is None or sentence.text(position - 1).casefold() not in _THE:
            return referent
        other = re.search(r"\b(?:turkish|russian|syrian)\b", named.words.casefold())
        if post["whose"] and other is not None and other[0] != post["whose"]:
            return referent
        assert named.place is not None  # noqa: S101 - `add` keeps no other
        note = f"read {referent.words!r} as {named.place.name}, mentioned before"
        return replace(named, words=referent.words, note=note, unsure=note)
