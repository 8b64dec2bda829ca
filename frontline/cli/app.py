"""The command line application: its commands, errors and exit codes.

Exit codes: 0 success; 1 invalid data; 2 invalid command or question, unwritable output, or
interrupted; 70 internal error; 141 broken pipe.
"""

from __future__ import annotations

import gc
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from frontline import signals
from frontline.cli import (
    check,
    export,
    import_,
    package,
    pages,
    query,
    sensitivity,
)
from frontline.cli.output import describe_package, set_quiet
from frontline.errors import (
    AmbiguousNameError,
    DataError,
    FrontlineError,
    UnknownDayError,
    UnknownNameError,
)


class _Commands(TyperGroup):
    """A group of commands that prints errors as a few lines and exits with a code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit(141) from None
        except KeyboardInterrupt as error:
            _fail(error, signals.INTERRUPTED, 2, ctx)
        except FrontlineError as error:
            words = str(error)
            if isinstance(error, UnknownDayError | UnknownNameError | AmbiguousNameError):
                words += f"\nData package: {which}" if (which := describe_package()) else ""
            _fail(error, words, 1 if isinstance(error, DataError) else 2, ctx)
        except Exception as error:  # an internal error, exit code 70
            # Python itself would print a traceback and exit with 1, which here means invalid
            # data. With -v the traceback is printed.
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code"):
                raise  # by typer: a usage error, or the end of a command
            words = f"{type(error).__name__}: {error}\nThis is an internal error of frontline"
            _fail(error, f"{words}: run `frontline -v ...` again and report it.", 70, ctx)


def _fail(error: BaseException, words: str, code: int, ctx: Any) -> NoReturn:
    """Print an error, with ``-v`` also its traceback, and exit."""
    from traceback import format_exception

    from frontline.cli.text import printable

    where = "".join(format_exception(error)).splitlines() if ctx.params.get("verbose") else []
    for line in (*where, *(f"frontline: {line}" for line in words.splitlines())):
        typer.echo(printable(line), err=True)
    raise typer.Exit(code)


app = typer.Typer(
    cls=_Commands,
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Map front lines: who held which place when, how far it was, and what articles claim.",
    epilog="Exit codes: 0 success; 1 invalid data; 2 invalid command or question, unwritable "
    "output, or interrupted; 70 internal error; 141 broken pipe.",
)


def _print_version(requested: bool) -> None:
    """Print the version and exit, before any command is parsed."""
    if requested:
        from frontline import __version__

        typer.echo(f"frontline {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only answers and errors.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Parse the options before the command."""
    del verbose, version  # `_Commands` reads `verbose`, `_print_version` reads `version`
    set_quiet(quiet)


#: The commands, in the order `frontline --help` lists them.
app.command()(package.validate)
app.command()(import_.init)
app.command(name="import")(import_.import_)
app.command()(import_.locate)
app.add_typer(package.app, name="add")
app.command()(query.place)
app.command()(query.control)
app.command()(query.changes)
app.command()(query.pockets)
# a longitude may be negative
app.command(context_settings={"ignore_unknown_options": True})(query.distance)
app.command()(query.highway)
app.command()(check.check)
app.command()(sensitivity.known)
app.command()(sensitivity.compare)
app.command(context_settings={"ignore_unknown_options": True})(sensitivity.fragility)
app.command(name="map")(pages.map_)
app.command()(pages.animate)
app.command()(pages.build)
app.command()(export.export)


def main() -> None:
    """Run the command; `frontline.__main__` does so with less time before Ctrl-C is handled."""
    signals.install()
    # A command creates many small objects that live to its end. Collecting garbage as often as
    # by default would take a tenth of the time.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Arabic shows code points instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
