"""The command that writes all pages of a data package: build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontline.cli.options import (
    AsOf,
    Blur,
    Data,
    Embargo,
    Ground,
    Lang,
    RuleName,
    Style,
    Tiles,
    TilesScript,
    find_tiles,
)
from frontline.cli.output import (
    busy,
    choose_folder,
    open_redacted,
    print_note,
    print_reach_note,
    print_written,
)
from frontline.errors import OutputError
from frontline.formatting import format_number_of
from frontline.io import file_states
from frontline.signals import cleanup, interruptible

if TYPE_CHECKING:
    from collections.abc import Mapping


def build(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("maps"),
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    tiles: Tiles = None,
    tiles_script: TilesScript = None,
    lang: Lang = None,
    style: Style = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Address of the published folder; links to a page then show its picture.",
        ),
    ] = None,
) -> None:
    """Write all pages of a data package: the index, the animation and the key days."""
    from frontline.webmap.site import build as build_pages
    from frontline.webmap.site import listed_pages, other_pages

    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    earlier = listed_pages(out)
    before = file_states(out)
    written: list[Path] = []
    with cleanup():
        try:
            with busy("drawing all pages"), interruptible():
                pages = build_pages(
                    atlas,
                    out,
                    tiles=find_tiles(tiles, tiles_script),
                    notices=notices,
                    language=lang,
                    style=style,
                    address=address,
                )
                written.extend(pages)
        except (OutputError, KeyboardInterrupt) as error:
            new = _new_pages(out, before)
            print_written(new)
            if isinstance(error, OutputError):
                raise _partial_build(error, out, before, new) from error
            raise
    print_written(written)
    print_reach_note(atlas)
    removed = sorted(earlier - {path.name for path in written})
    kinds = {name: "picture" if name.endswith(".png") else "page" for name in removed}
    print_note(f"removed {out / name}, a {kinds[name]} of an earlier build" for name in removed)
    print_note(f"kept {out / name}, which no build has listed" for name in other_pages(out))


def _new_pages(folder: Path, before: Mapping[str, object]) -> list[Path]:
    """Return the pages of a folder that are new or replaced."""
    after = file_states(folder)
    new = sorted(name for name in after if after[name] != before.get(name))
    return [folder / name for name in new if name.endswith((".html", ".png"))]


def _partial_build(
    error: OutputError, folder: Path, before: Mapping[str, object], new: list[Path]
) -> OutputError:
    """Return the error of a build that has written or removed some pages."""
    removed = sorted(before.keys() - file_states(folder).keys())
    names = [
        f"{format_number_of(len(pages), 'page')} {verb} ({', '.join(pages)})"
        for verb, pages in (("written", [path.name for path in new]), ("removed", removed))
        if pages
    ]
    if not names:
        return error
    text = f"{'; '.join(names)}; the other pages are unchanged."
    return OutputError(str(error).replace("Nothing was changed.", text))
