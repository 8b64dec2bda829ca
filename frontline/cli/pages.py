"""Commands that write pages: map, animate, build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontline.cli.options import (
    AsOf,
    Blur,
    Data,
    Embargo,
    From,
    Lang,
    On,
    RuleName,
    Style,
    Tiles,
    To,
)
from frontline.cli.output import busy, open_redacted, print_note, print_written, span_of_days
from frontline.errors import OutputError
from frontline.io import file_states
from frontline.signals import cleanup, interruptible

if TYPE_CHECKING:
    from collections.abc import Mapping


def map_(
    on: On,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")] = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    tiles: Tiles = None,
    lang: Lang = None,
    style: Style = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
) -> None:
    """Write the map of one day as one self-contained HTML file."""
    from frontline.webmap import page

    atlas, notices = open_redacted(data, rule, as_of, embargo, blur)
    state = atlas.on(on)
    path = out or Path(f"map-{state.day}.html")
    drawn = page.day_map(state, tiles=tiles, notices=notices, language=lang, style=style)
    page.save(drawn, path)
    print_written([path])


def animate(
    first: From = None,
    last: To = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path(
        "animation.html"
    ),
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    tiles: Tiles = None,
    lang: Lang = None,
    style: Style = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
) -> None:
    """Write the animation of a span of days as one self-contained HTML file."""
    from frontline.webmap import page

    atlas, notices = open_redacted(data, rule, as_of, embargo, blur)
    start, end = span_of_days(atlas, first, last)
    with busy(f"drawing {start} to {end}"):
        drawn = page.animation(
            atlas,
            start,
            end,
            tiles=tiles,
            notices=notices,
            language=lang,
            style=style,
        )
        page.save(drawn, out)
    print_written([out])


def _new_pages(folder: Path, before: Mapping[str, object]) -> list[Path]:
    """Return the pages of a folder that are new or replaced."""
    after = file_states(folder)
    new = sorted(name for name in after if after[name] != before.get(name))
    return [folder / name for name in new if name.endswith(".html")]


def _partial_build(
    error: OutputError, folder: Path, before: Mapping[str, object], new: list[Path]
) -> OutputError:
    """Return the error of a build that has written or removed some pages."""
    removed = sorted(before.keys() - file_states(folder).keys())
    names = [f"{len(new)} pages are new ({', '.join(path.name for path in new)})"] if new else []
    names += [f"{len(removed)} pages were removed ({', '.join(removed)})"] if removed else []
    if not names:
        return error
    text = f"{'; '.join(names)}; the other pages are unchanged."
    return OutputError(str(error).replace("Nothing was changed.", text))


def build(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("maps"),
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    tiles: Tiles = None,
    lang: Lang = None,
    style: Style = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
) -> None:
    """Write all pages of a data package: the index, the animation and the key days."""
    from frontline.webmap.site import build as build_pages
    from frontline.webmap.site import listed_pages, other_pages

    atlas, notices = open_redacted(data, rule, as_of, embargo, blur)
    earlier = listed_pages(out)
    before = file_states(out)
    written: list[Path] = []
    with cleanup():
        try:
            with busy("drawing all pages"), interruptible():
                pages = build_pages(
                    atlas, out, tiles=tiles, notices=notices, language=lang, style=style
                )
                written.extend(pages)
        except (OutputError, KeyboardInterrupt) as error:
            new = _new_pages(out, before)
            print_written(new)
            if isinstance(error, OutputError):
                raise _partial_build(error, out, before, new) from error
            raise
    print_written(written)
    removed = sorted(earlier - {path.name for path in written})
    print_note(f"removed {out / name}, a page of an earlier build" for name in removed)
    print_note(f"left alone {out / name}, which no build has listed" for name in other_pages(out))
