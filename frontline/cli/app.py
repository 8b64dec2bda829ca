"""The command line application: its commands, errors and exit codes.

Exit codes: 0 success; 1 invalid data; 2 invalid command or question, unwritable output, or
interrupted; 70 internal error; 141 broken pipe.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from frontline import signals
from frontline.cli import (
    add_area,
    build,
    check,
    desk,
    export,
    import_,
    package,
    pages,
    query,
    sensitivity,
)
from frontline.cli.output import describe_package, set_cache, set_quiet
from frontline.errors import (
    AmbiguousNameError,
    DataError,
    FrontlineError,
    UnknownDayError,
    UnknownNameError,
)

#: Commands that make all rows and shapes of a record at once, which live to the end of the command.
#: To look for garbage among these millions of objects takes a thirtieth of the time and finds none.
_OF_WHOLE_RECORDS = frozenset({"validate", "map", "export"})


class _Commands(TyperGroup):
    """A group of commands that prints errors as a few lines and exits with a code."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """Parse the options; ``--help`` and ``--version`` print here."""
        try:
            return super().make_context(*args, **options)
        except OSError as error:
            raise typer.Exit(_print_os_error(error)) from None
        except SystemExit as error:
            raise _correct_code(error) from None

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (BrokenPipeError, SystemExit) as error:
            raise _correct_code(error) from None
        except typer.BadParameter as error:
            _explain_missing(error)
            raise
        except KeyboardInterrupt as error:
            _fail(error, signals.INTERRUPTED, 2, ctx)
        except FrontlineError as error:
            words = str(error)
            if isinstance(error, UnknownDayError | UnknownNameError | AmbiguousNameError):
                words += f"\nData package: {which}" if (which := describe_package()) else ""
            _fail(error, words, 1 if isinstance(error, DataError) else 2, ctx)
        except MemoryError as error:
            words = "Not enough memory. Ask for fewer days, or use a computer with more memory."
            _fail(error, words, 2, ctx)
        except OSError as error:
            _fail_for_system(error, ctx)
        except Exception as error:  # an internal error, exit code 70
            # Python itself would print a traceback and exit with 1, which here means invalid
            # data. With -v the traceback is printed.
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code"):
                raise  # by typer: a usage error, or the end of a command
            _fail_internally(error, ctx)


def _explain_missing(error: Any) -> None:
    """Add to the message of a missing argument or option what it can be, and an example."""
    if error.message or error.ctx is None or not hasattr(error, "param_type"):
        return  # another error of a parameter
    from frontline.cli.missing import explain_missing

    names: list[str] = []
    ctx = error.ctx
    while ctx.parent is not None:
        names.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    parameter = "" if error.param is None else error.param.name
    error.message = explain_missing(" ".join(names), parameter, error.ctx.params.get("data"))


def _correct_code(error: BrokenPipeError | SystemExit) -> SystemExit:
    """Return the exit of a process; rich exits with 1 when a pipe is closed while it prints."""
    if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
        return error
    return SystemExit(141)


def _is_own_file(error: OSError) -> bool:
    """Whether a file of the program itself cannot be read."""
    own = Path(__file__).parent.parent
    return isinstance(error.filename, str) and own in Path(os.path.realpath(error.filename)).parents


def _fail_for_system(error: OSError, ctx: Any) -> NoReturn:
    """Print an error of the system and exit: the path or the disk is to be changed."""
    if _is_own_file(error):
        _fail_internally(error, ctx)
    _fail(error, _describe_os_error(error), 2, ctx)


def _describe_os_error(error: OSError) -> str:
    name = f"{os.fsdecode(error.filename)[:200]}: " if error.filename else ""
    return f"{name}{error.strerror or error}. Check the path, the permissions and the free space."


def _print_os_error(error: OSError) -> int:
    """Print an error of the system in one line, and return the exit code."""
    if isinstance(error, BrokenPipeError):
        return 141
    with suppress(OSError):
        sys.stderr.write(f"frontline: {_describe_os_error(error)}\n")
    return 2


def _fail_internally(error: BaseException, ctx: Any) -> NoReturn:
    words = f"{type(error).__name__}: {error}\nThis is an internal error of frontline"
    _fail(error, f"{words}: run `frontline -v ...` again and report it.", 70, ctx)


def _fail(error: BaseException, words: str, code: int, ctx: Any) -> NoReturn:
    """Print an error, with ``-v`` also its traceback, and exit."""
    from traceback import format_exception

    from frontline.cli.output import printable

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
    ctx: typer.Context,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only answers and errors.")
    ] = False,
    no_cache: Annotated[
        bool,
        typer.Option(
            "--no-cache", help="Read and check the data package again, without the cache."
        ),
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
    set_cache(not no_cache)
    if ctx.invoked_subcommand in _OF_WHOLE_RECORDS and gc.isenabled():
        gc.disable()
        ctx.call_on_close(_enable_gc)


def _enable_gc() -> None:
    """Enable the collector without a look at all that was made while it was off."""
    gc.freeze()
    gc.unfreeze()  # all of it is old now
    gc.enable()


#: The commands, in the order `frontline --help` lists them.
app.command()(package.validate)
app.command()(import_.init)
app.command(name="import")(import_.import_)
app.command()(import_.locate)
package.app.command()(add_area.area)
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
app.command()(query.coverage)
app.command(context_settings={"ignore_unknown_options": True})(sensitivity.fragility)
app.command(name="map")(pages.map_)
app.command()(pages.animate)
app.command()(pages.story)
app.command()(build.build)
app.command()(export.export)
app.command()(desk.desk)


def _only_needed(args: list[str]) -> typer.Typer:
    """Return the application with only the command that is run: typer prepares all it knows."""
    first = next((one for one in args if not one.startswith("-")), None)
    for command in app.registered_commands:
        if first == (command.name or getattr(command.callback, "__name__", None)):
            needed = copy(app)
            needed.registered_commands, needed.registered_groups = [command], []
            return needed
    return app


def main() -> None:
    """Run the command; `frontline.__main__` does so with less time before Ctrl-C is handled."""
    signals.install()
    if sys.stdout is None:  # the shell's `>&-`
        sys.exit(_print_os_error(OSError("The standard output is closed")))
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Arabic shows code points instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # Warnings of libraries are for programmers, who see them with python -W default.
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
        os.environ["PYTHONWARNINGS"] = "ignore"  # in processes that a command starts
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        _only_needed(sys.argv[1:])()
    except OSError as error:
        sys.exit(_print_os_error(error))
    finally:
        # The process ends: looking for garbage once more would take a fifth of a short command.
        gc.freeze()
