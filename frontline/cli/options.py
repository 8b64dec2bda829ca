"""The options that several commands take, each written once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is printed."""

    text = "text"
    json = "json"


class Language(StrEnum):
    """What a page opens with."""

    en = "en"
    ar = "ar"


class TableFormat(StrEnum):
    """How an answer is printed that can be a table."""

    text = "text"
    json = "json"
    csv = "csv"


Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Data package; else that of the current folder, else the built-in one.",
    ),
]
RuleName = Annotated[
    str,
    typer.Option(
        "--rule",
        metavar="NAME|FILE",
        help="standard, two-source, against-interest, all; a rule file, or its name in DIR/rules.",
    ),
]
As = Annotated[Format, typer.Option("--format", help="text or json.")]
AsTable = Annotated[TableFormat, typer.Option("--format", help="text, json or csv.")]
On = Annotated[str, typer.Option("--on", metavar="DAY", help="Day as 2019-08-15.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day.")]
District = Annotated[
    str | None, typer.Option("--district", metavar="NAME", help="District or governorate.")
]
Embargo = Annotated[
    int, typer.Option("--embargo", min=0, metavar="DAYS", help="Leave out the last DAYS days.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Count only reports published by DAY; an embargo counts back from it.",
    ),
]
Blur = Annotated[
    float, typer.Option("--blur", min=0, metavar="KM", help="Coarsen positions to KM.")
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="Language a page opens with: en or ar; its reader can turn it."),
]
Style = Annotated[
    Path | None,
    typer.Option(
        "--style", metavar="FILE", help="House style; else style.toml of the data package."
    ),
]
Tiles = Annotated[
    str | None, typer.Option("--tiles", metavar="NAME", help="Online basemap (makes requests).")
]
