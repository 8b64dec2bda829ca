"""How near the keys of names come to each other, where none is the same.

The keys are those of `frontline.gazetteer.normalize`; how near is near enough is for who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: Scores held at once: 64 MB of bytes, however many names are asked for.
_SCORES_AT_ONCE = 1 << 26


class RankedMatches(NamedTuple):
    """The choices nearest to a key: one for each owner, the best first.

    Attributes
    ----------
    choices : their indices
    scores : 0 to 100, see `rank_matches`
    """

    choices: tuple[int, ...]
    scores: tuple[int, ...]

    @property
    def margin(self) -> int:
        """How far the best is ahead of the best of another owner, if that was scored at all."""
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
    """Find for each key the nearest choices, scored by `rapidfuzz.fuzz.ratio`.

    Parameters
    ----------
    keys : what is looked for
    choices : keys to look among
    owners : for each choice the id of the place whose name it is
    cutoff : 1 to 100; choices scored lower are left out
    limit : owners given for a key, at least 2; of equal ones those whose choices come first

    Notes
    -----
    The ratio compares whole names. Weighted or partial ratios call "Tell" a near perfect fit
    for every hill.

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
