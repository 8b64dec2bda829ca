"""Check many articles in parallel: read them from a file or folder, return a row for each.

An error in one article is reported in its row and does not stop the others. Each process opens
the record once and keeps its measurements. Only a few batches are queued for each process, so
that memory does not grow with the number of articles.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from frontline.claims.checker import check
from frontline.claims.serialize import check_json
from frontline.errors import (
    DataError,
    FrontlineError,
    InvalidRequestError,
    Issue,
)
from frontline.input_files import (
    MAX_LINE,
    check_nesting,
    check_regular,
    open_regular,
    read_lines,
    unique_object,
)
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from pathlib import Path

    from frontline.atlas import Atlas

#: Table with the days of publication, in a folder of texts.
_DAYS_FILE = "published.csv"
#: Prefix of the error of a row if the program itself failed.
INTERNAL_ERROR = "internal error"

_COLUMNS = ("id", "published", "text")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Articles sent to a process at a time, and batches queued for each process.
_BATCH_SIZE, _QUEUED = 8, 3

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a batch.

    Attributes
    ----------
    id : str
        Identifier from the input.
    published : str
        Day of publication, as written.
    text : str
    error : str
        Why it cannot be checked; empty if nothing is wrong.
    """

    id: str
    published: str
    text: str
    error: str = ""


def articles_in(path: Path) -> Iterator[Article]:
    """Yield the articles of a file or folder, in order.

    Parameters
    ----------
    path : Path
        A ``.csv`` or ``.jsonl`` file with the columns or keys ``id``, ``published`` and
        ``text``, or a folder of ``.txt`` files with the day in the file name
        (``2019-08-15-reuters.txt``) or in a table ``published.csv`` with the columns ``id``
        (file name) and ``published``.

    Raises
    ------
    InvalidRequestError
        If the path is none of these.
    DataError
        If a table lacks a column.
    """
    if path.is_dir():
        return _folder(path)
    readers = {".csv": _table, ".jsonl": _lines, ".ndjson": _lines}
    if path.suffix.lower() not in readers or not os.path.lexists(path):
        raise InvalidRequestError(
            f"{path} has no articles. Use a .csv or .jsonl file with id, published and text, "
            "or a folder of .txt files."
        )
    return readers[path.suffix.lower()](path)


def _table(path: Path) -> Iterator[Article]:
    csv.field_size_limit(MAX_LINE)
    check_regular(path)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        rows = csv.DictReader(read_lines(file, path))
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            remedy = f"Name the columns {', '.join(_COLUMNS)} in the first row."
            rule = f"lacks the column {', '.join(missing)}"
            raise DataError([Issue(path.name, 1, "", rule, remedy)])
        number = 1
        try:
            for number, row in enumerate(rows, 2):
                yield _article(row, f"row {number}")
        except csv.Error as error:
            remedy = "Look for a quotation mark that is not closed."
            issue = Issue(path.name, number + 1, "", f"cannot be read ({error})", remedy)
            raise DataError([issue]) from None


def _lines(path: Path) -> Iterator[Article]:
    with open_regular(path) as file:
        for number, line in enumerate(iter(partial(file.readline, MAX_LINE), b""), 1):
            if line.strip():
                yield _line(line, f"line {number}")


def _line(line: bytes, where: str) -> Article:
    try:
        text = line.decode("utf-8-sig")
        check_nesting(text)
        value = json.loads(text, object_pairs_hook=unique_object)
    except UnicodeDecodeError:
        return Article(where, "", "", f"{where} is not UTF-8 text")
    except (ValueError, RecursionError) as error:
        return Article(where, "", "", f"{where} is not JSON ({error})")
    if not isinstance(value, dict):
        return Article(where, "", "", f"{where} is not an object with id, published and text")
    return _article(value, where)


def _article(row: Mapping[Any, Any], where: str) -> Article:
    """Return the article of a row, with an error if a value is missing or invalid."""
    values = {name: row.get(name) for name in _COLUMNS}
    id_ = str(values["id"]) if values["id"] not in {None, ""} else where
    for name in ("published", "text"):
        value = values[name]
        if not isinstance(value, str) or not value.strip():
            return Article(id_, "", "", f"{where} has no {name}")
    text = str(values["text"])
    if any("\ud800" <= char <= "\udfff" for char in text):
        return Article(id_, "", "", f"the text of {where} is not UTF-8")
    return Article(id_, str(values["published"]), text)


def _folder(path: Path) -> Iterator[Article]:
    days = _days(path / _DAYS_FILE)
    files = sorted(path.glob("*.txt"))
    if not files:
        raise InvalidRequestError(f"{path} has no .txt files.")
    for file in files:
        in_name = _DAY.search(file.name)
        day = days.get(file.name) or days.get(file.stem) or (in_name[0] if in_name else "")
        if not day:
            missing = (
                f"the day of publication is missing: add it to the file name or to {_DAYS_FILE}"
            )
            yield Article(file.name, "", "", missing)
            continue
        try:
            yield Article(file.name, day, read_text(file))
        except DataError as error:
            yield Article(file.name, day, "", str(error))


def _days(path: Path) -> dict[str, str]:
    if not os.path.lexists(path):
        return {}
    check_regular(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {str(row.get("id")): str(row.get("published") or "") for row in csv.DictReader(file)}


class _Worker:
    """State of a process: its atlas, or the error that occurred while opening it."""

    atlas: Atlas | None = None
    error: FrontlineError | None = None
    rounding: str = "usual"


def available_cpus() -> int:
    """Return the number of processes that can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_many(
    articles: Iterable[Article],
    open_atlas: Callable[[], Atlas],
    *,
    rounding: str = "usual",
    jobs: int | None = None,
) -> Iterator[Json]:
    """Check articles and yield a row for each, in their order.

    Parameters
    ----------
    articles : iterable of Article
    open_atlas : callable
        Opens the record, once in each process; it must be picklable.
    rounding : str
        The tolerance of numbers; see `frontline.claims.checker.check`.
    jobs : int or None
        Number of processes; None for one on each core. With 1 no process is started.

    Yields
    ------
    dict
        ``id`` and ``published``, with either the keys of
        `frontline.claims.serialize.check_json` or ``error``, one sentence.

    Raises
    ------
    DataError
        If the record cannot be opened or has no dated rows.
    """
    jobs = jobs or available_cpus()
    if jobs <= 1:
        _open(open_atlas, rounding)
        for article in articles:
            yield _row(article)
        return
    with ProcessPoolExecutor(
        jobs, initializer=_open_in_process, initargs=(open_atlas, rounding)
    ) as pool:
        queue: deque[Any] = deque()
        try:
            for batch in _batches(articles):
                queue.append(pool.submit(_rows, batch))
                if len(queue) >= jobs * _QUEUED:
                    yield from queue.popleft().result()
            while queue:
                yield from queue.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    remaining = iter(articles)
    while batch := list(itertools.islice(remaining, _BATCH_SIZE)):
        yield batch


def _open(open_atlas: Callable[[], Atlas], rounding: str) -> None:
    _Worker.atlas, _Worker.rounding = open_atlas(), rounding
    _ = _Worker.atlas.record  # an error in the record is raised once, not in every row


def _open_in_process(open_atlas: Callable[[], Atlas], rounding: str) -> None:
    """Open the record in a process; a pool breaks if its initializer raises."""
    try:
        _open(open_atlas, rounding)
    except FrontlineError as error:
        _Worker.error = error


def _rows(batch: Sequence[Article]) -> list[Json]:
    if _Worker.error is not None:
        raise _Worker.error
    return [_row(article) for article in batch]


def _row(article: Article) -> Json:
    """Check one article and return its row, with any error that occurs."""
    row: Json = {"id": article.id, "published": article.published or None}
    if article.error:
        return {**row, "error": article.error}
    assert _Worker.atlas is not None  # noqa: S101 - `_open` was called before
    try:
        result = check(_Worker.atlas, article.text, article.published, _Worker.rounding)
        return {**row, **check_json(result, _Worker.atlas)}
    except FrontlineError as error:
        return {**row, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - reported in the row; the command exits with 70
        # An exception would end the pool and lose all other articles. To see the traceback, run
        # `frontline -v check` with this article alone.
        return {**row, "error": f"{INTERNAL_ERROR}: {type(error).__name__}: {error}"}
