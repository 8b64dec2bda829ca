"""What every command does the same way: open a package, read a span of days, print an answer."""

from __future__ import annotations

import sys
from collections.abc import Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from frontline.errors import InvalidRequestError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.models import Text


Step = TypeVar("Step")
_quiet = False
#: The folder of the record that is asked, None for the built-in one; empty before one is chosen.
_asked: tuple[Path | None, ...] = ()


def chosen(data: Path | None) -> Path | None:
    """Give the folder of the record to ask, None for the built-in one, and keep it in mind.

    Without ``--data`` it is the folder that the command is run in, if that is a data package.

    Raises
    ------
    DataError
        When the folder has a ``datapackage.json`` that cannot be read.
    """
    global _asked  # noqa: PLW0603 - a process has one terminal
    from pathlib import Path

    from frontline.package.csv_reader import read_json
    from frontline.package.package import DESCRIPTOR

    here = Path()
    if data is None and (here / DESCRIPTOR).is_file():
        described = read_json(here / DESCRIPTOR)
        if isinstance(described, dict) and isinstance(described.get("frontline"), dict):
            data = here
    _asked = (data,)
    return data


def which_record() -> str:
    """Say which record was asked: its title, and where it lies; nothing before one is chosen."""
    if not _asked:
        return ""
    from frontline.atlas import built_in_folder
    from frontline.package.csv_reader import read_json
    from frontline.package.package import DESCRIPTOR

    (folder,) = _asked
    title = read_json((folder or built_in_folder()) / DESCRIPTOR).get("title", "")
    where = "built-in; --data DIR opens another" if folder is None else f"in {folder}"
    return f"{title!r} ({'in this folder' if where == 'in .' else where})"


def opened(data: Path | None, rule: str, as_of: str | None = None) -> Atlas:
    """Open a package; without one that of the current folder, else the built-in one."""
    from frontline.atlas import open as open_atlas

    return open_atlas(chosen(data), rule, as_of)


def open_redacted(
    data: Path | None, rule: str, embargo: int, as_of: str | None, blur: float
) -> tuple[Atlas, tuple[Text, ...]]:
    """Open a package, redact it, and return the notices that readers must see with it."""
    from datetime import date

    from frontline.dates import parse_day

    today = date.today() if as_of is None else parse_day(as_of)  # noqa: DTZ011 - a calendar day
    return opened(data, rule, as_of).redact(embargo_days=embargo, today=today, blur_km=blur)


def span_of_days(atlas: Atlas, first: str | None, last: str | None) -> tuple[date, date]:
    """Read a span of days; the whole record, as far as it was known, where one is not given."""
    from frontline.dates import parse_day

    start = atlas.record.first if first is None else parse_day(first)
    end = atlas.record.effective_day(atlas.record.last) if last is None else parse_day(last)
    for day in (start, end):
        atlas.record.check_day(day)
    if end < start:
        raise InvalidRequestError(f"--to {end} lies before --from {start}: turn them round")
    return start, end


def each_day(first: date, last: date) -> Iterable[date]:
    """Give every day of a span, the last one too."""
    from frontline.dates import days_between

    return days_between(first, last)


def _print(text: str) -> None:
    try:
        typer.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the answer could not be printed ({error.strerror})") from error


def print_lines(lines: Iterable[object]) -> None:
    """Print lines of text, with what could steer a terminal taken out."""
    from frontline.cli.text import printable

    for line in lines:
        _print(f"{printable(str(line))}\n")


def print_as_of(atlas: Atlas, last: date) -> None:
    """Print by which clock an answer was given; `last` is the latest day asked about."""
    print_lines(atlas.as_of_notice(last))


def be_quiet(quiet: bool) -> None:
    """Begin a run of the command; if `quiet`, leave out what is not the answer itself."""
    global _quiet, _asked
    _quiet, _asked = quiet, ()


def note(lines: Iterable[object]) -> None:
    """Print what a command did, which ``--quiet`` leaves out."""
    told = list(lines)
    if not _quiet:
        print_lines(told)


def print_written(paths: Iterable[Path]) -> None:
    """Print which files were written, and of which record, which ``--quiet`` leaves out."""
    which = which_record()
    note(f"wrote {path}, of {which}" for path in paths)


@contextmanager
def _shown(words: str, of: str = "") -> Iterator[Callable[[], None]]:
    """Show a person who looks that work goes on; gives what to call after each step."""
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
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escaped(words), total=None, steps="")

        def step() -> None:
            progress.advance(task)
            progress.update(task, steps=f": {progress.tasks[0].completed:,.0f}{of}")

        yield step


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Show that long work goes on, where a person is looking, and for how long already."""
    with _shown(words):
        yield


def working(steps: Iterable[Step], words: str) -> Iterator[Step]:
    """Give the steps of long work one by one, counted where a person is looking."""
    of = f" of {len(steps):,}" if isinstance(steps, Sized) else ""
    with _shown(words, of) as step:
        for one in steps:
            yield one
            step()


def escaped(words: str) -> str:
    """Keep words from being read as the markup of what draws the bars."""
    from frontline.cli.text import printable

    return printable(words).replace("[", r"\[")


def write_text(parts: Iterable[str], out: Path | None) -> None:
    """Write pieces of text to a file, whole or not at all; print them if there is no file."""
    if out is None:
        for part in parts:
            _print(part)
        return
    from frontline.io import atomic_file

    with atomic_file(out) as file:
        for part in parts:
            file.write(part.encode("utf-8"))
    print_lines([f"wrote {out}, of {which_record()}"])


def print_json(value: Any) -> None:
    """Print an answer as JSON."""
    from frontline.io import json_text

    _print(json_text(value))


def print_csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> None:
    """Print rows as a table, `columns` first."""
    from frontline.io import csv_text

    header = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    cells = [[row.get(key, "") for key in header] for row in rows]
    flat = [[" ".join(c) if isinstance(c, list) else c for c in line] for line in cells]
    _print(csv_text(header, flat))
