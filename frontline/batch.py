"""Checks many articles over all cores, in order, whatever is wrong with any of them.

Each process opens the record once and keeps what it measures. Only a few articles for each
process are on their way at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

import itertools
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from frontline.ahead import cores
from frontline.desk.check import check
from frontline.desk.tables import check_json
from frontline.errors import FrontlineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from frontline.articles import Article
    from frontline.groundwork import Groundwork

__all__ = ["FAULT", "check_many"]

#: How the error of a row begins for which the program itself is to blame.
FAULT = "a fault of frontline itself"

Json = dict[str, Any]
#: Articles that go to a process at a time, and how many such parcels wait for each.
_PARCEL, _WAITING = 8, 3


class _Worker:
    """What a process keeps: its atlas, or why it has none."""

    atlas: Groundwork | None = None
    fault: FrontlineError | None = None
    rounding: str = "usual"


def check_many(
    articles: Iterable[Article],
    open_atlas: Callable[[], Groundwork],
    *,
    rounding: str = "usual",
    jobs: int | None = None,
) -> Iterator[Json]:
    """Check articles; gives a row for each, in their order.

    Parameters
    ----------
    open_atlas : opens the record, once in each process; it must be picklable
    jobs : how many processes; as many as there are cores if None, and none but this one for 1

    Returns
    -------
    Rows with ``id`` and ``published``, and either what `desk.tables.check_json` gives or
    ``error``, one sentence.

    Raises
    ------
    DataError
        When the record cannot be opened, or nothing in it has a day.
    """
    if (jobs or cores()) <= 1:
        _begin(open_atlas, rounding)
        for article in articles:
            yield _row(article)
        return
    number = jobs or cores()
    with ProcessPoolExecutor(
        number, initializer=_try_to_begin, initargs=(open_atlas, rounding)
    ) as pool:
        waiting: deque[Any] = deque()
        try:
            for parcel in _parcels(articles):
                waiting.append(pool.submit(_rows, parcel))
                if len(waiting) >= number * _WAITING:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _parcels(articles: Iterable[Article]) -> Iterator[list[Article]]:
    ahead = iter(articles)
    while parcel := list(itertools.islice(ahead, _PARCEL)):
        yield parcel


def _begin(open_atlas: Callable[[], Groundwork], rounding: str) -> None:
    _Worker.atlas, _Worker.rounding = open_atlas(), rounding
    _ = _Worker.atlas.record  # what keeps every row from its answer is said once, not in each


def _try_to_begin(open_atlas: Callable[[], Groundwork], rounding: str) -> None:
    """Begin in a process of a pool, which breaks where its beginning raises."""
    try:
        _begin(open_atlas, rounding)
    except FrontlineError as error:
        _Worker.fault = error


def _rows(parcel: Sequence[Article]) -> list[Json]:
    if _Worker.fault is not None:
        raise _Worker.fault
    return [_row(article) for article in parcel]


def _row(article: Article) -> Json:
    """Check one article; whatever goes wrong stands in its row."""
    row: Json = {"id": article.id, "published": article.published or None}
    if article.fault:
        return {**row, "error": article.fault}
    assert _Worker.atlas is not None  # noqa: S101 - `_begin` came first
    try:
        checked = check(_Worker.atlas, article.text, article.published, _Worker.rounding)
        return {**row, **check_json(checked, _Worker.atlas)}
    except FrontlineError as error:
        return {**row, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - it stands in its row, and the command ends with 70
        # Whatever the fault is, it is of one article, and thousands of others wait: raised here,
        # it would end the pool and lose them. Nothing is passed over: the row says so, the command
        # ends with 70, and `frontline -v check` of this one article shows where.
        return {**row, "error": f"{FAULT}: {type(error).__name__}: {error}"}
