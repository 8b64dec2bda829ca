"""The command line: each command parses, calls once, and prints.

Exit codes: 0 done; 1 the data is at fault; 2 the command is, the question, or where the answer is
to be written, or it was interrupted; 70 the program itself is; 141 nobody reads the answer.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from frontline.errors import DataError, FrontlineError, OutputError, RequestError
from frontline.options import (
    As,
    AsOf,
    AsTable,
    Blur,
    Data,
    Embargo,
    Format,
    From,
    On,
    RuleName,
    TableFormat,
    Tiles,
    To,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from frontline.atlas import Atlas


class _Guarded(TyperGroup):
    """The commands; whatever goes wrong in one becomes a few lines and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit(141) from None
        except KeyboardInterrupt as error:
            _fail(error, "interrupted: every file is whole, or was not written", 2, ctx)
        except FrontlineError as error:
            _fail(error, str(error), 1 if isinstance(error, DataError) else 2, ctx)
        except Exception as error:  # nothing is swallowed: it is told as what it is, with code 70
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code"):
                raise  # typer's own: a usage error, or the end of a command
            words = f"{type(error).__name__}: {error}\nThis is a fault of frontline itself"
            _fail(error, f"{words}; run `frontline -v ...` again and report it.", 70, ctx)


def _fail(error: BaseException, words: str, code: int, ctx: Any) -> NoReturn:
    """Print what went wrong, with ``-v`` also where, and leave."""
    from traceback import format_exception

    from frontline.talk import plain

    where = "".join(format_exception(error)).splitlines() if ctx.params.get("verbose") else []
    for line in (*where, *(f"frontline: {line}" for line in words.splitlines())):
        typer.echo(plain(line), err=True)
    raise typer.Exit(code)


app = typer.Typer(
    cls=_Guarded,
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Who held which village on which day, where the front ran, and how far it was.",
)


@app.callback()
def _main(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")
    ] = False,
) -> None:
    """Take the options that stand before the command; `_Guarded` reads them."""


def _open(data: Path | None, rule: str) -> Atlas:
    from frontline.atlas import open as open_atlas

    return open_atlas(data, rule)


def _print(text: str) -> None:
    try:
        typer.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the answer could not be printed ({error.strerror})") from error


def _print_lines(lines: Iterable[str]) -> None:
    from frontline.talk import plain

    for line in lines:
        _print(f"{plain(line)}\n")


def _print_json(value: Any) -> None:
    from frontline.files import json_text

    _print(json_text(value))


def _print_csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> None:
    from frontline.files import csv_text

    header = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    cells = [[row.get(key, "") for key in header] for row in rows]
    flat = [[" ".join(c) if isinstance(c, list) else c for c in line] for line in cells]
    _print(csv_text(header, flat))


@app.command()
def validate(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]")] = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Check a data package: every fault with file, row, value, rule and remedy."""
    from frontline.atlas import built_in
    from frontline.checks import check_folder
    from frontline.tables import FAULT_COLUMNS, fault_json

    faults = check_folder(folder or built_in())
    errors = [fault for fault in faults if fault.severity == "error"]
    if form is TableFormat.json:
        _print_json([fault_json(fault) for fault in faults])
    elif form is TableFormat.csv:
        _print_csv([fault_json(fault) for fault in faults], FAULT_COLUMNS)
    else:
        _print_lines(f"{fault.severity}: {fault}" for fault in faults)
        _print_lines([f"{len(errors)} errors, {len(faults) - len(errors)} warnings"])
    if errors:
        raise typer.Exit(1)


@app.command()
def place(name: str, within: Within = None, data: Data = None, form: As = Format.text) -> None:
    """Find one place by name or id, in Latin or Arabic script, or say why not."""
    from frontline.tables import match_json
    from frontline.talk import say_place

    atlas = _open(data, "standard")
    match = atlas.gazetteer.find(name, within=within)
    if form is Format.json:
        _print_json(match_json(match))
    elif match.place is not None:
        _print_lines(say_place(match.place, match.match, match.how))
    if match.place is None:
        if form is not Format.json:
            atlas.place(name, within)
        raise typer.Exit(2)


@app.command()
def control(
    place: str,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Only this day.")] = None,
    within: Within = None,
    data: Data = None,
    rule: RuleName = "standard",
    form: As = Format.text,
) -> None:
    """Print who held a place, day by day, with every report and address."""
    from frontline.tables import history_json
    from frontline.talk import say_history

    atlas = _open(data, rule)
    found = atlas.place(place, within)
    answer = history_json(atlas, found, None if on is None else atlas.on(on).day)
    _print_json(answer) if form is Format.json else _print_lines(say_history(answer, atlas))


@app.command()
def changes(
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    form: AsTable = TableFormat.text,
) -> None:
    """List the places whose control differs between two days."""
    from frontline.tables import CHANGE_COLUMNS, change_json, change_row
    from frontline.talk import say_change

    atlas = _open(data, rule)
    start, end = _days(atlas, first, last)
    found = [change_json(change, atlas) for change in atlas.record.changes(start, end)]
    if form is TableFormat.json:
        _print_json(found)
    elif form is TableFormat.csv:
        _print_csv([change_row(change) for change in found], CHANGE_COLUMNS)
    else:
        _print_lines(line for change in found for line in say_change(change))
        _print_lines([f"{len(found)} places changed between {start} and {end}"])


def _days(atlas: Atlas, first: str | None, last: str | None) -> tuple[date, date]:
    """Read a span of days; the whole record where one is not given."""
    from frontline.days import parse_day

    start = atlas.record.first if first is None else parse_day(first)
    end = atlas.record.last if last is None else parse_day(last)
    if end < start:
        raise RequestError(f"--to {end} lies before --from {start}: turn them round")
    return start, end


@app.command()
def pockets(
    on: On,
    every: Annotated[
        bool, typer.Option("--all", help="Also ground that blank areas may connect.")
    ] = False,
    data: Data = None,
    rule: RuleName = "standard",
    form: As = Format.text,
) -> None:
    """List ground cut off from its actor's main body."""
    from frontline.tables import pocket_json
    from frontline.talk import say_pocket

    state = _open(data, rule).on(on)
    found = [pocket_json(pocket, state) for pocket in state.pockets if every or pocket.enclosed]
    if form is Format.json:
        _print_json(found)
        return
    lines = [line for pocket in found for line in say_pocket(pocket)]
    _print_lines(lines or [f"no pocket on {state.day}"])


@app.command(context_settings={"ignore_unknown_options": True})  # a longitude may be negative
def distance(
    start: Annotated[str, typer.Argument(metavar="A")],
    end: Annotated[str, typer.Argument(metavar="B")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day as 2019-08-15.")
    ] = None,
    within: Within = None,
    data: Data = None,
    rule: RuleName = "standard",
    form: As = Format.text,
) -> None:
    """Measure between two of: a place, an id, lon,lat, a highway, an actor, front."""
    from frontline.tables import distance_json
    from frontline.talk import say_distance

    atlas = _open(data, rule)
    way, state = atlas.distance(start, end, on, within=within)
    answer = distance_json(way, (start, end), state)
    _print_json(answer) if form is Format.json else _print_lines(say_distance(answer))


@app.command()
def highway(
    name: str,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day as 2019-08-15.")
    ] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Two places or kilometres.")
    ] = None,
    by_day: Annotated[bool, typer.Option("--by-day", help="A row for each day.")] = False,
    first: From = None,
    last: To = None,
    data: Data = None,
    rule: RuleName = "standard",
    form: AsTable = TableFormat.text,
) -> None:
    """Tell who held a highway: on a day, or day by day."""
    from frontline.tables import highway_rows
    from frontline.talk import say_highway, say_highway_days

    if (by_day and on) or (not by_day and (first or last)):
        raise RequestError("--on is for one day; --from and --to go with --by-day")
    atlas = _open(data, rule)
    if by_day:
        days = _days(atlas, first, last)
        rows = highway_rows([_highway(atlas, name, day, between) for day in _each(*days)])
        if form is TableFormat.json:
            _print_json(rows)
        elif form is TableFormat.csv:
            _print_csv(rows, ())
        else:
            _print_lines(say_highway_days(rows))
        return
    answer = _highway(atlas, name, _needed(on, "--on DAY, or --by-day"), between)
    if form is TableFormat.csv:
        _print_csv(answer["intervals"], ())
    else:
        _print_json(answer) if form is TableFormat.json else _print_lines(say_highway(answer))


def _highway(
    atlas: Atlas, name: str, day: str | date, between: tuple[str, str] | None
) -> dict[str, Any]:
    from frontline.tables import highway_json

    state = atlas.on(day)
    return highway_json(state, name, state.road_intervals(name, between), between)


def _each(first: date, last: date) -> Iterable[date]:
    from frontline.days import days_between

    return days_between(first, last)


def _needed(value: str | None, what: str) -> str:

    if value is None:
        raise RequestError(f"which day? Add {what}")
    return value


@app.command()
def check(
    text: Annotated[str, typer.Argument(metavar="FILE|-|TEXT", help="An article or a sentence.")],
    published: Annotated[str, typer.Option("--published", metavar="DAY", help="Its day.")],
    data: Data = None,
    rule: RuleName = "standard",
    form: As = Format.text,
) -> None:
    """Set each geographic claim in a text against the record, with distances and sources."""
    from frontline.desk.check import check as check_text
    from frontline.desk.tables import check_json
    from frontline.talk import say_check

    atlas = _open(data, rule)
    checked = check_text(atlas, _read_argument(text), published)
    answer = check_json(checked, atlas)
    _print_json(answer) if form is Format.json else _print_lines(say_check(answer))


def _read_argument(text: str) -> str:
    """Give the text of a file, of standard input for ``-``, or the argument itself."""
    from frontline.files import read_text

    if text == "-":
        return sys.stdin.read()
    with suppress(OSError):  # a sentence can be too long for a file name
        if Path(text).is_file():
            return read_text(Path(text))
    return text


@app.command(name="map")
def map_(
    on: On,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")] = None,
    data: Data = None,
    rule: RuleName = "standard",
    tiles: Tiles = None,
    embargo: Embargo = 0,
    as_of: AsOf = None,
    blur: Blur = 0,
) -> None:
    """Write the map of one day: one HTML file that opens anywhere, with the network off."""
    from frontline.drawing import page

    atlas, notices = _cautious(data, rule, embargo, as_of, blur)
    state = atlas.on(on)
    path = out or Path(f"map-{state.day}.html")
    page.save(page.day_map(state, tiles=tiles, notices=notices), path)
    _print_lines([f"wrote {path}"])


@app.command()
def animate(
    first: From = None,
    last: To = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path(
        "animation.html"
    ),
    data: Data = None,
    rule: RuleName = "standard",
    tiles: Tiles = None,
    embargo: Embargo = 0,
    as_of: AsOf = None,
    blur: Blur = 0,
) -> None:
    """Write the animation of a span of days, as one HTML file."""
    from frontline.drawing import page

    atlas, notices = _cautious(data, rule, embargo, as_of, blur)
    start, end = _days(atlas, first, last)
    page.save(page.animation(atlas, start, end, tiles=tiles, notices=notices), out)
    _print_lines([f"wrote {out}"])


@app.command()
def build(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("maps"),
    data: Data = None,
    rule: RuleName = "standard",
    tiles: Tiles = None,
    embargo: Embargo = 0,
    as_of: AsOf = None,
    blur: Blur = 0,
) -> None:
    """Write all pages of a package: an index, the animation, and its key days."""
    from frontline.drawing.build import build as build_pages

    atlas, notices = _cautious(data, rule, embargo, as_of, blur)
    for path in build_pages(atlas, out, tiles=tiles, notices=notices):
        _print_lines([f"wrote {path}"])


def _cautious(
    data: Path | None, rule: str, embargo: int, as_of: str | None, blur: float
) -> tuple[Atlas, tuple[str, ...]]:
    """Open a package with what is to be held back left out, and say so."""
    from datetime import date

    from frontline.days import parse_day

    today = date.today() if as_of is None else parse_day(as_of)  # noqa: DTZ011 - a calendar day is meant
    return _open(data, rule).held_back(embargo_days=embargo, as_of=today, blur_km=blur)


def main() -> None:
    """Run the command."""
    # A command makes many small values that live to its end: looking for garbage among them
    # every 700th time is a tenth of its time.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Arabic shows its code points, rather than nothing at all.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
