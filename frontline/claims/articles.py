"""Read the articles of a batch from files: tables, JSON lines, Parquet, or a folder of texts.

What is wrong with one article is kept with it, and reported in its row.
"""

from __future__ import annotations

import csv
import importlib.util
import itertools
import json
import os
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.importers.child_process import read_in_child
from frontline.input_files import (
    MAX_LINE,
    check_nesting,
    check_regular,
    file_error,
    open_regular,
    read_lines,
    unique_object,
)
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Table with the days of publication, in a folder of texts.
_DAYS_FILE = "published.csv"
_COLUMNS = ("id", "published", "text")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
        A ``.csv``, ``.jsonl`` or ``.parquet`` file with the columns or keys ``id``, ``published``
        and ``text``; a folder of ``.txt`` files with the day in the file name
        (``2019-08-15-reuters.txt``) or in a table ``published.csv`` with the columns ``id``
        (file name) and ``published``; or a folder of files of the first kind.

    Raises
    ------
    InvalidRequestError
        If the path is none of these.
    DataError
        If a table lacks a column.
    """
    return itertools.chain.from_iterable(articles for _, articles in sources_in(path))


def sources_in(path: Path) -> list[tuple[str, Iterator[Article]]]:
    """Return the files with articles, each with its name without ending and its articles.

    A folder of texts counts as one file. See `articles_in`.
    """
    if not path.is_dir():
        return [(path.stem, _reader(path))]
    if any(path.glob("*.txt")):
        return [(path.resolve().name, _folder(path))]
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in _READERS)
    if not files:
        raise InvalidRequestError(f"{path} has no .txt, .csv, .jsonl or .parquet files.")
    stems = [one.stem for one in files]
    names = [one.name if stems.count(one.stem) > 1 else one.stem for one in files]
    return [(name, _reader(one)) for name, one in zip(names, files, strict=True)]


def _reader(path: Path) -> Iterator[Article]:
    read = _READERS.get(path.suffix.lower())
    if read is None or not os.path.lexists(path):
        raise InvalidRequestError(
            f"{path} has no articles. Use a .csv, .jsonl or .parquet file with id, published and "
            "text, or a folder of such files, or of .txt files."
        )
    return read(path)


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
    for file in sorted(path.glob("*.txt")):
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


def _parquet(path: Path) -> Iterator[Article]:
    """Read a Parquet file in a child process, as the files of other large libraries are."""
    if importlib.util.find_spec("pyarrow") is None:
        raise InvalidRequestError(
            "Parquet needs pyarrow, which is not installed: "
            "pip install 'frontline-mapper[parquet]', or use .jsonl"
        )
    check_regular(path)
    rows = read_in_child("parquet_child", {"path": str(path), "columns": _COLUMNS}, path.name)
    for number, row in enumerate(rows, 1):
        if "refused" in row:
            hint = f"It needs the columns {', '.join(_COLUMNS)}, as text or days."
            raise file_error(path, str(row["refused"]), hint)
        yield _article(row, f"row {number}")


def _days(path: Path) -> dict[str, str]:
    if not os.path.lexists(path):
        return {}
    check_regular(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {str(row.get("id")): str(row.get("published") or "") for row in csv.DictReader(file)}


_READERS = {".csv": _table, ".jsonl": _lines, ".ndjson": _lines, ".parquet": _parquet}
