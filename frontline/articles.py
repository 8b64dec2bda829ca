"""Many articles from one place: a table, a file of JSON lines, or a folder of texts.

What is wrong with one article is kept with it and said in its row of the answer; the others are
read all the same. Nothing is read before it is asked for, so that any number will do.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, Fault, RequestError
from frontline.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Article", "articles_in"]

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
    RequestError
        When it is none of these.
    DataError
        When a table lacks a column.
    """
    if path.is_dir():
        return _folder(path)
    readers = {".csv": _table, ".jsonl": _lines, ".ndjson": _lines}
    if path.suffix.lower() not in readers or not path.is_file():
        raise RequestError(
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
            raise DataError([Fault(path.name, 1, "", rule, remedy)])
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
        raise RequestError(f"{path}: no .txt file in this folder")
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
