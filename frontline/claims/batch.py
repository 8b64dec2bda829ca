"""Check many articles in parallel, and yield a row for each.

An error in one article is reported in its row and does not stop the others. Each process opens
the record once and keeps its measurements.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from frontline import __version__
from frontline.claims.checker import check
from frontline.claims.reader.dependency_parser import AUTO, find_parser
from frontline.claims.serialize import check_json
from frontline.errors import FrontlineError, InvalidRequestError
from frontline.parallel import Workers, available_cpus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from frontline.atlas import Atlas
    from frontline.claims.articles import Article

#: Prefix of the error of a row if the program itself failed.
INTERNAL_ERROR = "internal error"
#: Articles sent to a process at a time.
_BATCH_SIZE = 8

Json = dict[str, Any]


class _Worker:
    """State of a process: its atlas, and what it was opened for."""

    atlas: Atlas | None = None
    key = ""
    lock = threading.Lock()  # a worker of a cluster may have several threads


@dataclass(frozen=True)
class Checking:
    """Checks articles in any process, with the same answers in each.

    Parameters
    ----------
    open_atlas : callable
        Opens the record, once in each process; it must be picklable.
    rounding, parser : str
        See `frontline.claims.checker.check`.
    pipeline : str or None
        Name of the parser, which must be the same in each process.
    digest : str
        SHA-256 of the files of the data package, which must be the same in each process.
    key : str
        What all answers depend on, as a digest.
    """

    open_atlas: Callable[[], Atlas]
    rounding: str
    parser: str
    pipeline: str | None
    digest: str
    key: str

    @classmethod
    def of(cls, open_atlas: Callable[[], Atlas], rounding: str, parser: str) -> Checking:
        """Open the record here, so that an error is raised once and not in every process."""
        atlas = open_atlas()
        _ = atlas.record
        opened = open_atlas.args if isinstance(open_atlas, partial) else open_atlas
        package = atlas.full_package.digest
        pipeline = _pipeline(parser)
        parts = (__version__, package, atlas.rule, opened, rounding, pipeline)
        key = hashlib.sha256(repr(parts).encode()).hexdigest()
        with _Worker.lock:
            _Worker.atlas, _Worker.key = atlas, key
        return cls(open_atlas, rounding, parser, pipeline, package, key)

    def __call__(self, articles: Sequence[Article]) -> list[Json]:
        """Return a row for each article."""
        with _Worker.lock:
            atlas = self._atlas()
            return [_row(article, atlas, self.rounding, self.parser) for article in articles]

    def _atlas(self) -> Atlas:
        if _Worker.key != self.key or _Worker.atlas is None:
            atlas = self.open_atlas()
            _ = atlas.record
            if atlas.full_package.digest != self.digest:
                raise InvalidRequestError(
                    "A worker has other files of the data package: copy the package to the same "
                    "folder of every machine, and do not change it while articles are checked."
                )
            if _pipeline(self.parser) != self.pipeline:
                raise InvalidRequestError(
                    "A worker has another English pipeline of spaCy: install the same on every "
                    "machine, or use --parser none."
                )
            _Worker.atlas, _Worker.key = atlas, self.key
        return _Worker.atlas


def check_many(  # noqa: PLR0913 - all but the first two are options
    articles: Iterable[Article],
    open_atlas: Callable[[], Atlas],
    *,
    rounding: str = "usual",
    parser: str = AUTO,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Json]:
    """Check articles and yield a row for each, in their order.

    Parameters
    ----------
    articles : iterable of Article
    open_atlas : callable
        Opens the record, once in each process; it must be picklable.
    rounding, parser : str
        See `frontline.claims.checker.check`.
    jobs : int or None
        Number of processes; None for one on each core. With 1 no process is started.
    scheduler : str, optional
        Address of the scheduler of a Dask cluster, whose workers are used instead.

    Yields
    ------
    dict
        ``id`` and ``published``, with either the keys of
        `frontline.claims.serialize.check_json` or ``error``, one sentence.

    Raises
    ------
    DataError
        If the record cannot be opened or has no dated rows.
    InvalidRequestError
        If the cluster cannot be used.
    """
    checking = Checking.of(open_atlas, rounding, parser)
    if scheduler is None and (jobs or available_cpus()) <= 1:
        for article in articles:
            yield from checking([article])
        return
    with (
        closing(Workers(jobs, scheduler)) as workers,
        closing(workers.run(checking, _batches(articles))) as results,
    ):
        for batch, rows in results:
            yield from check_singly(batch, checking, workers) if rows is None else rows


def check_singly(
    articles: Sequence[Article], checking: Checking, workers: Workers
) -> Iterator[Json]:
    """Yield a row for each article, one of which has ended the process that checked it."""
    for (article,), rows in workers.run(checking, [[one] for one in articles]):
        if rows is None:
            why = "the process that checked it ended, by itself or for lack of memory"
            yield {**_head(article), "error": f"{INTERNAL_ERROR}: {why}"}
        else:
            yield from rows


def _pipeline(choice: str) -> str | None:
    """Return the name of the parser of a choice."""
    parser = find_parser(choice)
    return None if parser is None else parser.name


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    remaining = iter(articles)
    while batch := list(itertools.islice(remaining, _BATCH_SIZE)):
        yield batch


def _head(article: Article) -> Json:
    return {"id": article.id, "published": article.published or None}


def _row(article: Article, atlas: Atlas, rounding: str, parser: str) -> Json:
    """Check one article and return its row, with any error that occurs."""
    row = _head(article)
    if article.error:
        return {**row, "error": article.error}
    try:
        result = check(atlas, article.text, article.published, rounding, parser=parser)
        return {**row, **check_json(result, atlas)}
    except FrontlineError as error:
        return {**row, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - reported in the row; the command exits with 70
        # An exception would end the pool and lose all other articles. To see the traceback, run
        # `frontline -v check` with this article alone.
        return {**row, "error": f"{INTERNAL_ERROR}: {type(error).__name__}: {error}"}
