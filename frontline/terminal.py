"""What every command does the same way: open a package, read a span of days, print an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import typer

from frontline.errors import OutputError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas

__all__ = [
    "as_csv",
    "as_json",
    "cautious",
    "each_day",
    "give",
    "opened",
    "say",
    "span_of_days",
    "watched",
]

Row = TypeVar("Row")


def opened(data: Path | None, rule: str) -> Atlas:
    """Open a package, the built-in one for None."""
    from frontline.atlas import open as open_atlas

    return open_atlas(data, rule)


def cautious(
    data: Path | None, rule: str, embargo: int, as_of: str | None, blur: float
) -> tuple[Atlas, tuple[str, ...]]:
    """Open a package with what is to be held back left out, and say so."""
    from datetime import date

    from frontline.days import parse_day

    today = date.today() if as_of is None else parse_day(as_of)  # noqa: DTZ011 - a calendar day is meant
    return opened(data, rule).held_back(embargo_days=embargo, as_of=today, blur_km=blur)


def span_of_days(atlas: Atlas, first: str | None, last: str | None) -> tuple[date, date]:
    """Read a span of days; the whole record where one is not given."""
    from frontline.days import parse_day

    start = atlas.record.first if first is None else parse_day(first)
    end = atlas.record.last if last is None else parse_day(last)
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
