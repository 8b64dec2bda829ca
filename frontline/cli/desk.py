"""The command desk: the local web application."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from frontline.cli.options import Blur, Data, Embargo
from frontline.cli.output import choose_folder, describe_package, embargo_start, print_lines
from frontline.errors import InvalidRequestError


def desk(
    data: Data = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Address to listen on; any but this computer needs a password."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 for a free one.")
    ] = 0,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder in which checked articles are kept."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the browser.")
    ] = True,
    password: Annotated[
        str | None,
        typer.Option(
            envvar="FRONTLINE_DESK_PASSWORD",
            help="Password of the desk for colleagues; better set in the environment.",
        ),
    ] = None,
    embargo: Embargo = 0,
    blur: Blur = 0.0,
) -> None:
    """Open the desk, a local web application, in a browser."""
    folder = choose_folder(data)
    try:
        from frontline.desk.server import serve
        from frontline.desk.workspace import Redaction
    except ModuleNotFoundError as error:
        raise InvalidRequestError(
            f"The desk needs {error.name}: pip install 'frontline-mapper[desk]'"
        ) from None

    def ready(address: str) -> None:
        print_lines([f"The desk of {describe_package()} is open at", address])
        print_lines(["The address is secret. Stop the desk with Ctrl-C."])
        sys.stdout.flush()  # a pipe has it at once, too

    serve(
        folder, host=host, port=port, password=password, articles=articles, browser=browser,
        redaction=Redaction(embargo, embargo_start(None), blur), ready=ready,
    )  # fmt: skip
