"""The shape of what is found in a text: mentions, and sentences with a letter for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LETTERS", "Mention", "Sentence"]

#: Kind of mention: its letter in a frame.
LETTERS = {
    "quantity": "\ue001", "count": "\ue002", "direction": "\ue003", "day": "\ue004",
    "actor": "\ue005", "place": "\ue006", "road": "\ue007", "front": "\ue008",
    "feature": "\ue009", "part": "\ue00a", "held": "\ue00b", "region": "\ue00c",
    "town": "\ue00d", "unknown": "\ue00e", "theroad": "\ue00f",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in a text.

    Parameters
    ----------
    kind : a key of `LETTERS`
    start, end : where, in the folded text
    text : the words
    value : what it means: a `Quantity`, `DayWords`, `Name`, actor id, road id, direction ...
    """

    kind: str
    start: int
    end: int
    text: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its mentions, and its frame: the words with a letter for each mention."""

    start: int
    end: int
    mentions: tuple[Mention, ...]
    frame: str
    at: Mapping[int, Mention]

    def of(self, kind: str) -> list[tuple[int, Mention]]:
        """Give the mentions of a kind with their positions in the frame."""
        letter = LETTERS[kind]
        return [(i, self.at[i]) for i, sign in enumerate(self.frame) if sign == letter]
