"""Rank names by similarity of their keys.

The keys are those of `frontline.gazetteer.normalize`; the caller decides which score is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: Scores that are held in memory at once, one byte each: 64 MB.
_SCORES_AT_ONCE = 1 << 26


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
        scores = process.cdist(
            keys[start : start + step],
            choices,
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            dtype=np.uint8,
            workers=-1,
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
