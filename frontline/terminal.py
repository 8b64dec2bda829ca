"""What every command does the same way: open a package, read a span of days, print an answer."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from frontline.errors import OutputError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.groundwork import Groundwork


__all__ = [
    "as_csv",
    "as_json",
    "be_quiet",
    "busy",
    "cautious",
    "each_day",
    "give",
    "note",
    "opened",
    "say",
    "say_clock",
    "span_of_days",
    "watched",
    "working",
]

Step = TypeVar("Step")
Row = TypeVar("Row")
_quiet = False


def opened(data: Path | None, rule: str, known_on: str | None = None) -> Atlas:
    """Open a package, the built-in one for None."""
    from frontline.atlas import open as open_atlas

    return open_atlas(data, rule, known_on)


def cautious(
    data: Path | None,
    rule: str,
    embargo: int,
    as_of: str | None,
    blur: float,
    known_on: str | None = None,
) -> tuple[Atlas, tuple[str, ...]]:
    """Open a package with what is to be held back left out, and say so."""
    from datetime import date

    from frontline.days import parse_day

    today = date.today() if as_of is None else parse_day(as_of)  # noqa: DTZ011 - a calendar day is meant
    return opened(data, rule, known_on).held_back(embargo_days=embargo, as_of=today, blur_km=blur)


def span_of_days(atlas: Atlas, first: str | None, last: str | None) -> tuple[date, date]:
    """Read a span of days; the whole record, as far as it was known, where one is not given."""
    from frontline.days import parse_day

    start = atlas.record.first if first is None else parse_day(first)
    end = atlas.record.known_day(atlas.record.last) if last is None else parse_day(last)
    if end < start:
        raise RequestError(f"--to {end} lies before --from {start}: turn them round")
    return start, end


def each_day(first: date, last: date) -> Iterable[date]:
    """Give every day of a span, the last one too."""
    from frontline.days import days_between

    return days_between(first, last)


def _print(text: str) -> None:
    try:
        typer.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the answer could not be printed ({error.strerror})") from error


def say(lines: Iterable[str]) -> None:
    """Print lines of text, with what could steer a terminal taken out."""
    from frontline.talk import plain

    for line in lines:
        _print(f"{plain(line)}\n")


def say_clock(atlas: Groundwork, last: date) -> None:
    """Print by which clock an answer was given; `last` is the latest day asked about."""
    say(atlas.clock_words(last))


def be_quiet(quiet: bool) -> None:
    """Leave out, from here on, what is not the answer itself."""
    global _quiet  # noqa: PLW0603 - a process has one terminal
    _quiet = quiet


def note(lines: Iterable[str]) -> None:
    """Print what a command did, which ``--quiet`` leaves out."""
    told = list(lines)
    if not _quiet:
        say(told)


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Show that long work goes on, where a person is looking, and for how long already."""
    if _quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(escaped(words), total=None)
        yield


def escaped(words: str) -> str:
    """Keep words from being read as the markup of what draws the bars."""
    from frontline.talk import plain

    return plain(words).replace("[", r"\[")


def working(steps: Sequence[Step], words: str) -> Iterator[Step]:
    """Give the steps of long work one by one, with a bar where a person is looking."""
    if _quiet or not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(steps, escaped(words), console=Console(stderr=True), transient=True)


def give(parts: Iterable[str], out: Path | None) -> None:
    """Write pieces of text to a file, whole or not at all; print them if there is no file."""
    if out is None:
        for part in parts:
            _print(part)
        return
    from frontline.files import whole_file

    with whole_file(out) as file:
        for part in parts:
            file.write(part.encode("utf-8"))
    say([f"wrote {out}"])


def watched(rows: Iterable[Row], *, what: str) -> Iterator[Row]:
    """Hand rows on, with a bar on the error stream that counts them, if that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from rows
        return
    shown = TextColumn("{task.completed:,.0f} {task.description}, {task.fields[rate]} a second")
    with Progress(SpinnerColumn(), shown, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task(what, total=None, rate="0")
        for row in rows:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{bar.tasks[0].completed / elapsed:,.0f}" if elapsed > 0 else "0"
            bar.update(task, advance=1, rate=rate)
            yield row


def as_json(value: Any) -> None:
    """Print an answer as JSON."""
    from frontline.files import json_text

    _print(json_text(value))


def as_csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> None:
    """Print rows as a table, `columns` first."""
    from frontline.files import csv_text

    header = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    cells = [[row.get(key, "") for key in header] for row in rows]
    flat = [[" ".join(c) if isinstance(c, list) else c for c in line] for line in cells]
    _print(csv_text(header, flat))
