"""Rank names by similarity of their keys.

The keys are those of `frontline.gazetteer.normalize`; the caller decides which score is enough.
`suggest_names` finds what a person may have meant to write, by the same rules as the search of a
page (``panels/search.js``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from frontline.gazetteer.numbering import designators_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: Slips that a name of so many letters may have; a shorter one may have none.
_SLIPS = ((8, 2), (5, 1))
#: Shortest part of a name that is looked for within names.
_SHORTEST_PART = 3
#: Scores that are held in memory at once, one byte each: 64 MB.
_SCORES_AT_ONCE = 1 << 26
#: With fewer scores, starting threads takes longer than they save.
_SCORES_FOR_THREADS = 1 << 20


class RankedMatches(NamedTuple):
    """The choices most similar to a key: one for each owner, the best first.

    Attributes
    ----------
    choices : tuple of int
        Indices of the choices.
    scores : tuple of int
        Their scores, 0 to 100; see `rank_matches`.
    """

    choices: tuple[int, ...]
    scores: tuple[int, ...]

    @property
    def margin(self) -> int:
        """Difference between the two best scores; a missing score counts as 0."""
        first, second = (*self.scores, 0, 0)[:2]
        return first - second


def rank_matches(
    keys: Sequence[str],
    choices: Sequence[str],
    owners: Sequence[str],
    *,
    cutoff: int,
    limit: int = 10,
) -> list[RankedMatches]:
    """Return for each key the most similar choices, scored by `rapidfuzz.fuzz.ratio`.

    Parameters
    ----------
    keys : sequence of str
        Keys to look up.
    choices : sequence of str
        Keys to compare with.
    owners : sequence of str
        For each choice, the id of the place that has the name.
    cutoff : int
        Minimum score, 1 to 100.
    limit : int
        Maximum number of owners for a key, at least 2. Of equal scores the first choices are
        kept.

    Notes
    -----
    The ratio compares whole names. With weighted or partial ratios, "Tell" would match every
    hill.

    Examples
    --------
    >>> rank_matches(["latmin"], ["latmin", "latmina", "ltmina"], ["a", "b", "b"], cutoff=60)
    [RankedMatches(choices=(0, 1), scores=(100, 92))]
    """
    if not keys or not choices:
        return [RankedMatches((), ()) for _ in keys]
    step = max(1, _SCORES_AT_ONCE // len(choices))
    found: list[RankedMatches] = []
    for start in range(0, len(keys), step):
        asked = keys[start : start + step]
        scores = process.cdist(
            asked,
            choices,
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            dtype=np.uint8,
            workers=-1 if len(asked) * len(choices) >= _SCORES_FOR_THREADS else 1,
        )
        found.extend(_best_of_each(row, owners, limit) for row in scores)
    return found


def _best_of_each(scores: NDArray[np.uint8], owners: Sequence[str], limit: int) -> RankedMatches:
    hits = np.flatnonzero(scores)
    order = hits[np.argsort(-scores[hits].astype(np.int16), kind="stable")]
    best: dict[str, tuple[int, int]] = {}
    for index in order.tolist():
        if owners[index] not in best:
            best[owners[index]] = (index, int(scores[index]))
            if len(best) == limit:
                break
    return RankedMatches(tuple(i for i, _ in best.values()), tuple(s for _, s in best.values()))


class Nearness(NamedTuple):
    """How near a name is to what was written; the nearest sorts first.

    Attributes
    ----------
    rank : int
        0 for a slip of the pen, 1 if the name begins with the text, 2 if it contains it.
    distance : int
        Letters that were left out, added, replaced or transposed.
    """

    rank: int
    distance: int


def most_slips(text: str) -> int:
    """Return how many letters of a name may be wrong for it to be suggested."""
    return next((slips for letters, slips in _SLIPS if len(text) >= letters), 0)


def suggest_names(text: str, names: Sequence[str], owners: Sequence[str]) -> dict[str, Nearness]:
    """Return the owners of names that may be meant by a misspelt or incomplete name.

    A name of five letters or more may have one slip, one of eight or more two. Numbers have to be
    equal: another number is another place, not a slip.

    Parameters
    ----------
    text : str
        Key of the name as written.
    names : sequence of str
        Keys to compare with.
    owners : sequence of str
        For each name, the id of its place.

    Examples
    --------
    >>> suggest_names("kahnshaykhun", ["khanshaykhun", "latmin"], ["khan", "latmin"])
    {'khan': Nearness(rank=0, distance=1)}
    """
    found: dict[str, Nearness] = {}

    def add(index: int, nearness: Nearness) -> None:
        found[owners[index]] = min(nearness, found.get(owners[index], nearness))

    numbers = designators_of(text)
    for name, slips, index in process.extract(
        text, names, scorer=OSA.distance, score_cutoff=most_slips(text), limit=None
    ):
        if designators_of(name) == numbers:
            add(index, Nearness(0, int(slips)))
    if len(text) >= _SHORTEST_PART:
        for index, name in enumerate(names):
            if text in name and designators_of(name)[: len(numbers)] == numbers:
                add(index, Nearness(1 if name.startswith(text) else 2, len(name) - len(text)))
    return found
