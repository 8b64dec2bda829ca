"""Open data packages and print answers, the same way in every command."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from frontline.errors import InvalidRequestError, OutputError
from frontline.signals import cleanup, interruptible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.models import Text


Step = TypeVar("Step")
#: Unicode direction marks that would change the order of the rest of a line.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Lines that are printed in one piece to a file or a pipe.
_LINES_AT_ONCE = 500
_quiet = False
#: Variable of the environment that is set where the cache is not used, in child processes too.
NO_CACHE = "FRONTLINE_NO_CACHE"
#: The folder of the chosen data package, None for the built-in one; empty before it is chosen.
_chosen_folder: tuple[Path | None, ...] = ()


def choose_folder(data: Path | None) -> Path | None:
    """Return the folder of the data package, None for the built-in one, and remember it.

    Without ``--data`` it is the current folder, if that is a data package.

    Raises
    ------
    DataError
        When the folder has a ``datapackage.json`` that cannot be read.
    """
    global _chosen_folder  # noqa: PLW0603 - a process has one terminal
    from pathlib import Path

    from frontline.package.csv_reader import read_json
    from frontline.package.package import DESCRIPTOR

    here = Path()
    if data is None and (here / DESCRIPTOR).is_file():
        described = read_json(here / DESCRIPTOR)
        if isinstance(described, dict) and isinstance(described.get("frontline"), dict):
            data = here
    _chosen_folder = (data,)
    return data


def describe_package() -> str:
    """Return title and folder of the chosen data package; empty before one is chosen."""
    if not _chosen_folder:
        return ""
    from frontline.atlas import built_in_folder
    from frontline.package.csv_reader import read_json
    from frontline.package.package import DESCRIPTOR

    (folder,) = _chosen_folder
    title = read_json((folder or built_in_folder()) / DESCRIPTOR).get("title", "")
    where = "built-in; --data DIR opens another" if folder is None else f"in {folder}"
    return f"{title!r} ({'in this folder' if where == 'in .' else where})"


def embargo_start(as_of: str | None) -> date:
    """Return the day from which an embargo counts back: the as-of day, or today."""
    from datetime import date

    from frontline.dates import parse_day

    return date.today() if as_of is None else parse_day(as_of)  # noqa: DTZ011 - a calendar day


def open_redacted(
    folder: Path | None,
    rule: str,
    as_of: str | None,
    embargo: int,
    blur: float,
    today: date | None = None,
) -> tuple[Atlas, tuple[Text, ...]]:
    """Open a data package, redact it, and return it with the notices for readers.

    Parameters
    ----------
    folder : Path or None
        Folder of the package, as `choose_folder` returns it; None for the built-in one.
    rule : str
        Name or file of the editorial rule.
    as_of : str or None
        Count only reports published by this day.
    embargo : int
        Days to leave out; 0 for none.
    blur : float
        Size of the grid in kilometres; 0 for none.
    today : date or None
        The day from which the embargo counts back; `embargo_start` of `as_of` by default.
    """
    from frontline.atlas import open as open_atlas

    start = today or embargo_start(as_of)
    atlas = open_atlas(folder, rule, as_of, uses_cache())
    return atlas.redact(embargo_days=embargo, today=start, blur_km=blur)


def open_alone(
    source: str | None, data: Path | None, rule: str, as_of: str | None, embargo: int, blur: float
) -> tuple[Atlas, tuple[Text, ...]]:
    """Open a data package as `open_redacted` does, as one publisher alone reports it.

    Parameters
    ----------
    source : str or None
        Id or name of a publisher; None for all publishers.
    data : Path or None
        Folder of the package, as `choose_folder` takes it.
    rule, as_of, embargo, blur
        As for `open_redacted`. A rule other than the default is refused with a source.
    """
    from frontline.models import Text

    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    if source is None:
        return atlas, notices
    if rule != "standard":
        raise InvalidRequestError(
            "--source counts every report of one publisher, without a rule: leave out --rule"
        )
    alone = atlas.of_source(source)
    name = alone.package.publishers[str(alone.source)].name
    only = Text(f"Only reports of {name} count.", f"لا تُحتسب إلا تقارير {name}.")
    return alone, (*notices, only)


def day_of_record(atlas: Atlas, day: str) -> date:
    """Return a day as it is written; UnknownDayError outside the record."""
    from frontline.dates import parse_day

    found = parse_day(day)
    atlas.record.check_day(found)
    return found


def span_of_days(atlas: Atlas, first: str | None, last: str | None) -> tuple[date, date]:
    """Return a span of days; by default the whole record, up to the as-of day."""
    from frontline.dates import parse_day

    start = atlas.record.first if first is None else parse_day(first)
    end = atlas.record.effective_day(atlas.record.last) if last is None else parse_day(last)
    for day in (start, end):
        atlas.record.check_day(day)
    if end < start:
        raise InvalidRequestError(f"--to {end} is before --from {start}: swap them.")
    return start, end


def printable(text: str) -> str:
    r"""Replace control characters and direction marks, which could steer a terminal.

    Examples
    --------
    >>> printable("Morek مورك"), printable("\x1b[31mMorek\u202e")
    ('Morek مورك', '\ufffd[31mMorek<U+202E>')
    """
    if text.isprintable():  # as almost all is; what is replaced below never is
        return text
    return "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    if character.isalnum() or character == " ":
        return character
    if character in _DIRECTION_MARKS:
        return f"<U+{ord(character):04X}>"
    hidden = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
    return "\ufffd" if hidden else character


def _print(text: str) -> None:
    try:
        typer.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"The answer could not be printed ({error.strerror}).") from error


def print_lines(lines: Iterable[object]) -> None:
    """Print lines of text without control characters; to a terminal one by one."""
    at_once = 1 if sys.stdout.isatty() else _LINES_AT_ONCE
    held: list[str] = []
    try:
        for line in lines:
            held.append(str(line))
            if len(held) >= at_once:
                _print_all(held)
    finally:
        _print_all(held)


def _print_all(lines: list[str]) -> None:
    """Print lines and remove them."""
    if not lines:
        return
    if not "".join(lines).isprintable():  # as almost all are
        lines[:] = map(printable, lines)
    text = "\n".join(lines)
    lines.clear()
    _print(f"{text}\n")


def print_notices(atlas: Atlas, notices: Iterable[Text], last: date | None = None) -> None:
    """Print the notices on the as-of day and the redaction; `last` ends the days of an answer."""
    print_lines((*atlas.as_of_notice(last), *notices))


def set_quiet(quiet: bool) -> None:
    """Reset the state of the command; `quiet` prints only answers and errors."""
    global _quiet, _chosen_folder
    _quiet, _chosen_folder = quiet, ()


def set_cache(use: bool) -> None:
    """Let packages be read from the cache, or always anew."""
    if not use:
        os.environ[NO_CACHE] = "1"


def uses_cache() -> bool:
    """Return whether packages may be read from the cache, and kept in it."""
    return not os.environ.get(NO_CACHE)


def print_note(lines: Iterable[object]) -> None:
    """Print lines of text, unless ``--quiet``."""
    evaluated = list(lines)  # even if quiet: a generator may do the work
    if not _quiet:
        print_lines(evaluated)


def print_written(paths: Iterable[Path]) -> None:
    """Print the files that were written, and from which data package, unless ``--quiet``."""
    which = describe_package()
    print_note(f"wrote {path}, of {which}" for path in paths)


@contextmanager
def _progress(task_name: str, total: str = "") -> Iterator[Callable[[], None]]:
    """Show progress on a terminal; yield a function to call after each step."""
    if _quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}{task.fields[steps]}"),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    with cleanup(), bar as progress, interruptible():  # the bar shows the cursor again
        task = progress.add_task(escape_markup(task_name), total=None, steps="")

        def advance() -> None:
            progress.advance(task)
            progress.update(task, steps=f": {progress.tasks[0].completed:,.0f}{total}")

        yield advance


@contextmanager
def busy(task_name: str) -> Iterator[None]:
    """Show a task and its duration in a terminal."""
    with _progress(task_name):
        yield


def working(steps: Iterable[Step], task_name: str) -> Iterator[Step]:
    """Yield the steps of a task, and count them in a terminal."""
    total = f" of {len(steps):,}" if isinstance(steps, Sized) else ""
    with _progress(task_name, total) as advance:
        for step in steps:
            yield step
            advance()


def escape_markup(text: str) -> str:
    """Return a text without the markup of rich."""
    return printable(text).replace("[", r"\[")


def write_text(parts: Iterable[str], out: Path | None) -> None:
    """Write text to a file, completely or not at all; print it if there is no file."""
    if out is None:
        for part in parts:
            _print(part)
        return
    from frontline.io import atomic_file

    with atomic_file(out) as file:
        for part in parts:
            file.write(part.encode("utf-8"))
    print_lines([f"wrote {out}, of {describe_package()}"])


def print_json(value: Any) -> None:
    """Print an answer as JSON."""
    from frontline.io import json_text

    _print(json_text(value))


def print_csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> None:
    """Print rows as CSV, `columns` first."""
    from frontline.io import LINE_AND_DIRECTION_MARKS, csv_text

    header = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    cells = [[row.get(key, "") for key in header] for row in rows]
    flat = [[" ".join(c) if isinstance(c, list) else c for c in line] for line in cells]
    marks = {code: f"<U+{code:04X}>" for code in LINE_AND_DIRECTION_MARKS}
    _print(csv_text(header, flat).translate(marks))


def print_reach_note(atlas: Atlas) -> None:
    """Print a note if the reach does not fit the spacing of the places."""
    if (note := atlas.package.reach_note) is not None:
        print_note([f"{note[0]}. {note[1]}"])
