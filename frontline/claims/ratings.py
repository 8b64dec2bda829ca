"""Ratings: a finer scale than the four verdicts, next to that of ClaimReview.

"Supported under a reading" may mean that a distance is true to the edge of a town, which is no
reason for doubt, or only within the position errors, which is one. The rating tells them apart.
A verdict that holds under several readings at once has the weakest of their ratings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.claims.verdict import CANNOT_TELL, CONTRADICTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.claims.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Rating:
    """One step of the scale.

    Attributes
    ----------
    name : str
        Value of the key ``rating`` in JSON.
    value : int or None
        ``ratingValue`` of a ClaimReview from 1 (false) to 5 (true); None if it is not rated.
    alternate_name : str
        ``alternateName`` of a ClaimReview, the words that a reader sees.
    """

    name: str
    value: int | None
    alternate_name: str


RATINGS: Mapping[str, Rating] = {
    rating.name: rating
    for rating in (
        Rating("true", 5, "True"),
        Rating("true to another point", 5, "True"),
        Rating("at least", 4, "Mostly true: more by the end of the period"),
        Rating("a day apart", 4, "Mostly true: a day earlier or later"),
        Rating("true in part", 3, "Half true"),
        Rating("possible", 3, "Possible within the errors"),
        Rating("false", 1, "False"),
        Rating("not rated", None, "Not rated"),
    )
}

#: Words of readings and their rating, the weakest first; other readings leave real doubt.
_WORDS = (
    ("possible", (
        "within the position errors", "within the error of", "that was itself taken from reports",
        "if the report that denies it", "if no exit led through", "unreported stretches",
        "where the record has reports", "over a period that is not stated", "within the errors",
        "a point between the edge and the centre", "in any direction", "every kind of place",
    )),
    ("true in part", (
        "contested", "if a part of the road", "on most sides", "taken loosely",
        "without places reported by a single source", "taken earlier", "held already",
        "only from", "until",
    )),
    ("a day apart", ("on the day before", "on the day after", "day before", "a day earlier")),
    ("at least", ("by the end of the day",)),
    ("true to another point", (
        "measured to the", "measured along the road", "by road, rounded", "by the other figure",
        "without the towns at its ends", "which may be as near", "for the post named after it",
        "to the road next to them", "counted",
    )),
)  # fmt: skip


def rate(verdict: Verdict) -> Rating:
    """Return the rating of a verdict, by the reading under which it holds.

    Examples
    --------
    >>> from frontline.claims.verdict import supported
    >>> rate(supported("", "measured to the edge of the built-up area")).name
    'true to another point'
    >>> rate(supported("", "on the day before, while still contested")).name
    'true in part'
    """
    if verdict.word == CANNOT_TELL:
        return RATINGS["not rated"]
    if verdict.word == CONTRADICTED:
        return RATINGS["false"]
    if not verdict.holds_under:
        return RATINGS["true"]
    for name, words in _WORDS:
        if any(word in verdict.holds_under for word in words):
            return RATINGS[name]
    return RATINGS["possible"]
