"""The command line: each command parses, calls once, and prints.

Exit codes: 0 done; 1 the data is at fault; 2 the command is, the question, or where the answer is
to be written, or it was interrupted; 70 the program itself is; 141 nobody reads the answer.
"""

from __future__ import annotations

import gc
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from frontline.cli import (
    check,
    export,
    import_,
    package,
    pages,
    query,
    sensitivity,
)
from frontline.cli.output import be_quiet, which_record
from frontline.errors import (
    AmbiguousNameError,
    DataError,
    FrontlineError,
    UnknownDayError,
    UnknownNameError,
)


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
            words = str(error)
            if isinstance(error, UnknownDayError | UnknownNameError | AmbiguousNameError):
                words += f"\nasked of {which}" if (which := which_record()) else ""
            _fail(error, words, 1 if isinstance(error, DataError) else 2, ctx)
        except Exception as error:  # told as a fault of ours, with 70
            # The last door. Python itself would end with 1, which here means that the data is at
            # fault, and print a traceback to a reporter: a fault of ours is told as one, with 70,
            # and with -v the traceback is whole.
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code"):
                raise  # typer's own: a usage error, or the end of a command
            words = f"{type(error).__name__}: {error}\nThis is a fault of frontline itself"
            _fail(error, f"{words}; run `frontline -v ...` again and report it.", 70, ctx)


def _fail(error: BaseException, words: str, code: int, ctx: Any) -> NoReturn:
    """Print what went wrong, with ``-v`` also where, and leave."""
    from traceback import format_exception

    from frontline.cli.text import printable

    where = "".join(format_exception(error)).splitlines() if ctx.params.get("verbose") else []
    for line in (*where, *(f"frontline: {line}" for line in words.splitlines())):
        typer.echo(printable(line), err=True)
    raise typer.Exit(code)


app = typer.Typer(
    cls=_Guarded,
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Who held which village on which day, where the front ran, and how far it was.",
    epilog="Exit codes: 0 done; 1 the data is at fault; 2 the command is, the question, or where "
    "the answer is to be written, or it was interrupted; 70 frontline itself is; 141 nobody reads "
    "the answer.",
)


def _say_version(asked: bool) -> None:
    """Print the version and leave, before any command is looked for."""
    if asked:
        from frontline import __version__

        typer.echo(f"frontline {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print answers and errors, and nothing else.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_say_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Take the options that stand before the command."""
    del verbose, version  # `_Guarded` reads the one, `_say_version` the other
    be_quiet(quiet)


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
    """Run the command."""
    # A command makes many small values that live to its end: looking for garbage among them
    # every 700th time is a tenth of its time.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Arabic shows its code points, rather than nothing at all.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
