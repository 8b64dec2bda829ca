"""Checks many articles over all cores, in order, whatever is wrong with any of them.

Each process opens the record once and keeps what it measures. Only a few articles for each
process are on their way at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontline.claims.checker import check
from frontline.claims.serialize import check_json
from frontline.errors import (
    DataError,
    FrontlineError,
    InvalidRequestError,
    Issue,
)
from frontline.package.csv_reader import read_text
from frontline.workers import cores

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

_COLUMNS = ("id", "published", "text")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: In a folder of texts, the table that says when each was published.
DAYS_FILE = "published.csv"


@dataclass(frozen=True, slots=True)
class Article:
    """One text of many.

    Parameters
    ----------
    id : as its owner calls it
    published : the day, as written
    text : what it says
    fault : why it cannot be checked; empty if nothing is wrong with it
    """

    id: str
    published: str
    text: str
    fault: str = ""


def articles_in(path: Path) -> Iterator[Article]:
    """Read the articles of a file or folder, in order.

    Parameters
    ----------
    path : a ``.csv`` or ``.jsonl`` file with the columns or keys ``id``, ``published``, ``text``,
        or a folder of ``.txt`` files with the day in the name (``2019-08-15-reuters.txt``) or in
        a table ``published.csv`` with the columns ``id`` (name of the file) and ``published``

    Raises
    ------
    InvalidRequestError
        When it is none of these.
    DataError
        When a table lacks a column.
    """
    if path.is_dir():
        return _folder(path)
    readers = {".csv": _table, ".jsonl": _lines, ".ndjson": _lines}
    if path.suffix.lower() not in readers or not path.is_file():
        raise InvalidRequestError(
            f"{path}: no articles: give a .csv or .jsonl file with id, published and text, "
            "or a folder of .txt files"
        )
    return readers[path.suffix.lower()](path)


def _table(path: Path) -> Iterator[Article]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        rows = csv.DictReader(file)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            remedy = f"Name the columns {', '.join(_COLUMNS)} in the first row."
            rule = f"lacks the column {', '.join(missing)}"
            raise DataError([Issue(path.name, 1, "", rule, remedy)])
        for number, row in enumerate(rows, 2):
            yield _article(row, f"row {number}")


def _lines(path: Path) -> Iterator[Article]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            where = f"line {number}"
            try:
                value = json.loads(line.decode("utf-8-sig"))
            except UnicodeDecodeError:
                yield Article(where, "", "", f"{where} is not UTF-8 text")
            except (json.JSONDecodeError, RecursionError) as error:
                yield Article(where, "", "", f"{where} is not JSON ({error})")
            else:
                known = isinstance(value, dict)
                yield (
                    _article(value, where)
                    if known
                    else Article(where, "", "", f"{where} is no object with id, published and text")
                )


def _article(row: Mapping[Any, Any], where: str) -> Article:
    """Check that a row has what it needs."""
    found = {name: row.get(name) for name in _COLUMNS}
    id_ = str(found["id"]) if found["id"] not in {None, ""} else where
    for name in ("published", "text"):
        value = found[name]
        if not isinstance(value, str) or not value.strip():
            return Article(id_, "", "", f"{where} has no {name}")
    text = str(found["text"])
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return Article(id_, "", "", f"the text of {where} is not UTF-8")
    return Article(id_, str(found["published"]), text)


def _folder(path: Path) -> Iterator[Article]:
    days = _days(path / DAYS_FILE)
    files = sorted(path.glob("*.txt"))
    if not files:
        raise InvalidRequestError(f"{path}: no .txt file in this folder")
    for file in files:
        in_name = _DAY.search(file.name)
        day = days.get(file.name) or days.get(file.stem) or (in_name[0] if in_name else "")
        if not day:
            remedy = f"put it into the name, or into {DAYS_FILE}"
            yield Article(
                file.name, "", "", f"the day {file.name} was published is not said: {remedy}"
            )
            continue
        try:
            yield Article(file.name, day, read_text(file))
        except DataError as error:
            yield Article(file.name, day, "", str(error))


def _days(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {str(row.get("id")): str(row.get("published") or "") for row in csv.DictReader(file)}


#: How the error of a row begins for which the program itself is to blame.
FAULT = "a fault of frontline itself"

Json = dict[str, Any]
#: Articles that go to a process at a time, and how many such parcels wait for each.
_PARCEL, _WAITING = 8, 3


class _Worker:
    """What a process keeps: its atlas, or why it has none."""

    atlas: Atlas | None = None
    fault: FrontlineError | None = None
    rounding: str = "usual"


def check_many(
    articles: Iterable[Article],
    open_atlas: Callable[[], Atlas],
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


def _begin(open_atlas: Callable[[], Atlas], rounding: str) -> None:
    _Worker.atlas, _Worker.rounding = open_atlas(), rounding
    _ = _Worker.atlas.record  # what keeps every row from its answer is said once, not in each


def _try_to_begin(open_atlas: Callable[[], Atlas], rounding: str) -> None:
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
