"""Check an archive of articles in parts, each with a file of its own: what is done is not repeated.

The name of a file holds a digest of its articles and of all that their answers depend on. A run
that is stopped and started again, or started with more articles, writes the files that are
missing. A part in which the program failed is kept under another name, and repeated.
"""

from __future__ import annotations

import hashlib
import itertools
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from frontline.claims.batch import INTERNAL_ERROR, Checking, check_singly
from frontline.claims.reader.dependency_parser import AUTO
from frontline.errors import OutputError
from frontline.parallel import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.claims.articles import Article
    from frontline.claims.batch import Json

#: Articles of a part.
PART_SIZE = 200
#: In the name of a file with articles that the program could not check.
_FAILED = ".failed"

Outcome: TypeAlias = Literal["done before", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of one file.

    Attributes
    ----------
    name : str
        Name of the file of its answers, without ending.
    articles : tuple of Article
    """

    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class _PartChecking:
    checking: Checking

    def __call__(self, part: Part) -> list[Json]:
        return self.checking(part.articles)


def check_in_parts(  # noqa: PLR0913 - all but the first four are options
    sources: Iterable[tuple[str, Iterable[Article]]],
    open_atlas: Callable[[], Atlas],
    folder: Path,
    write: Callable[[Path, Iterable[Json]], None],
    *,
    ending: str,
    rounding: str = "usual",
    parser: str = AUTO,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Iterator[tuple[Path, Outcome]]:
    """Write a file for each part of some files of articles, and yield it with what was done.

    Parameters
    ----------
    sources : iterable of (str, iterable of Article)
        Files of articles with their names, as `frontline.claims.articles.sources_in` returns them.
    open_atlas, rounding, parser, jobs, scheduler
        As for `frontline.claims.batch.check_many`.
    folder : Path
        Folder of the files; it is made if it does not exist.
    write : callable
        Writes rows of answers to a path, completely or not at all.
    ending : str
        Ending of the files, as ``.jsonl``.

    Raises
    ------
    OutputError
        If the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made ({error.strerror}).") from error
    checking = Checking.of(open_atlas, rounding, parser)
    # In a process of its own even with one job: it may end without ending the run.
    with closing(Workers(jobs, scheduler)) as workers:
        missing: list[Part] = []
        for part in _parts(sources, checking):
            path = folder / f"{part.name}{ending}"
            if path.exists():
                yield path, "done before"
                continue
            missing.append(part)
            if len(missing) >= workers.window:
                yield from _write_parts(missing, checking, workers, folder, write, ending)
                missing = []
        yield from _write_parts(missing, checking, workers, folder, write, ending)


def _write_parts(  # noqa: PLR0913, PLR0917 - as above
    parts: list[Part],
    checking: Checking,
    workers: Workers,
    folder: Path,
    write: Callable[[Path, Iterable[Json]], None],
    ending: str,
) -> Iterator[tuple[Path, Outcome]]:
    for part, checked in workers.run(_PartChecking(checking), parts):
        rows = checked
        if rows is None:
            rows = list(check_singly(part.articles, checking, workers))
        is_failed = any(str(row.get("error", "")).startswith(INTERNAL_ERROR) for row in rows)
        path = folder / f"{part.name}{ending}"
        failed = folder / f"{part.name}{_FAILED}{ending}"
        write(failed if is_failed else path, rows)
        if not is_failed:
            failed.unlink(missing_ok=True)
        yield (failed, "failed") if is_failed else (path, "done")


def _parts(sources: Iterable[tuple[str, Iterable[Article]]], checking: Checking) -> Iterator[Part]:
    for name, articles in sources:
        remaining, number = iter(articles), itertools.count()
        while some := tuple(itertools.islice(remaining, PART_SIZE)):
            digest = hashlib.sha256(f"{checking.key}\n{some!r}".encode("utf-8", "replace"))
            yield Part(f"{name}-{next(number):06}-{digest.hexdigest()[:16]}", some)
