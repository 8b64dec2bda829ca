"""Commands that write a page, a picture or a film: map, animate, story."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontline.cli.missing import explain_missing
from frontline.cli.options import (
    FILM_ENDINGS,
    PICTURES,
    STILL_ENDINGS,
    Alone,
    AsOf,
    Blur,
    Credit,
    Data,
    Deck,
    Embargo,
    From,
    Ground,
    Hide,
    Lang,
    RuleName,
    Since,
    Size,
    Style,
    Tiles,
    TilesScript,
    Title,
    To,
    View,
    find_tiles,
)
from frontline.cli.output import (
    busy,
    choose_folder,
    open_alone,
    open_redacted,
    print_note,
    print_reach_note,
    print_written,
    span_of_days,
)
from frontline.errors import InvalidRequestError
from frontline.io import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping


def map_(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day, as 2019-08-15.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write: .html, or a picture: .svg, .png, .pdf."),
    ] = None,
    data: Data = None,
    rule: RuleName = "standard",
    source: Alone = None,
    as_of: AsOf = None,
    tiles: Tiles = None,
    tiles_script: TilesScript = None,
    lang: Lang = None,
    style: Style = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
    size: Size = None,
    view: View = None,
    hide: Hide = None,
    days: Annotated[
        str | None,
        typer.Option(
            metavar="DAY,DAY",
            help="Days side by side, instead of --on.",
            rich_help_panel=PICTURES,
        ),
    ] = None,
    since: Since = None,
    arrows: Annotated[
        bool,
        typer.Option(
            "--arrows", help="Draw arrows into what was gained since DAY.", rich_help_panel=PICTURES
        ),
    ] = False,
    band: Annotated[
        bool,
        typer.Option(
            "--band",
            help="Draw the possible range of the front line.",
            rich_help_panel=PICTURES,
        ),
    ] = False,
    title: Title = None,
    deck: Deck = None,
    credit: Credit = None,
    scale: Annotated[
        float | None,
        typer.Option(
            metavar="NUMBER",
            help="Scale of a PNG: 2 doubles its width and height.",
            rich_help_panel=PICTURES,
        ),
    ] = None,
    dpi: Annotated[
        int | None,
        typer.Option(
            min=10,
            max=1200,
            metavar="NUMBER",
            help="Resolution of a PNG: SIZE has 96 dpi; use 300 for print.",
            rich_help_panel=PICTURES,
        ),
    ] = None,
) -> None:
    """Write the map of one day as one self-contained HTML file, or as a picture."""
    pictures: dict[str, object] = {
        "size": size,
        "days": days,
        "arrows": arrows or None,
        "band": band or None,
        "scale": scale,
        "dpi": dpi,
    }
    _check_ending(out, pictures, {"tiles": tiles, "tiles-script": tiles_script}, "picture")
    if (on is None) == (days is None):
        words = "use --on for one day, or --days for several"
        raise InvalidRequestError(f"{words}\n{explain_missing('map', 'on', data)}")
    if scale is not None and dpi is not None:
        raise InvalidRequestError("use --scale or --dpi, not both")
    if arrows and since is None:
        raise InvalidRequestError("--arrows needs --since, the day before the advance")
    atlas, notices = open_alone(source, data, rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    states = [atlas.on(day.strip()) for day in (on or days or "").split(",")]
    state = states[-1]
    path = out or Path(f"map-{state.day}.html")
    if path.suffix.lower() in _PAGES:
        from frontline.webmap import page

        drawn = page.day_map(
            state,
            tiles=find_tiles(tiles, tiles_script),
            title=title,
            deck=deck,
            credit=credit,
            since=since,
            notices=notices,
            language=lang,
            style=style,
            view=view,
            hidden=_layers(hide),
        )
        page.save(drawn, path)
    else:
        from frontline.stills.still import series

        picture = series(
            states,
            size=size or "column-2",
            view=view or "all",
            since=since,
            arrows=arrows,
            title=title,
            deck=deck,
            credit=credit or "",
            notices=notices,
            language=lang,
            band=band,
            style=style,
        ).without(_layers(hide))
        picture.save(path, scale or 1.0, dpi)
        print_note(
            f"no room for the annotation {text!r}: choose a larger --size, or another --view"
            for text in picture.scene.omitted
        )
    print_written([path])
    print_reach_note(atlas)


_PAGES = (".html", ".htm", "")


def _layers(text: str | None) -> list[str]:
    """Return the names of layers in a list that commas separate."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _check_ending(
    out: Path | None, pictures: Mapping[str, object], pages: Mapping[str, object], kind: str
) -> None:
    """Refuse an unknown ending, and options that do not fit the kind of file.

    `pictures` and `pages` are the options of each; `kind` is what is written besides a page.
    """
    endings = STILL_ENDINGS if kind == "picture" else FILM_ENDINGS
    ending = out.suffix.lower() if out else ".html"
    if ending not in (*_PAGES, *endings):
        raise InvalidRequestError(
            f"--out {out}: a map cannot be written as {ending}: "
            f"use .html for a page, or {', '.join(endings)} for a {kind}"
        )
    is_page = ending in _PAGES
    given = pictures if is_page else pages
    unfit = [f"--{name}" for name, value in given.items() if value is not None]
    for name in ("scale", "dpi"):
        if not is_page and pictures.get(name) is not None and ending != ".png":
            raise InvalidRequestError(f"--{name} is for PNG: {ending} has no pixels")
    if unfit:
        right, wrong = (f"a {kind}", "a page") if is_page else ("a page", f"a {kind}")
        raise InvalidRequestError(
            f"{' and '.join(unfit)} is for {right}, and {out or 'a map'} is {wrong}: "
            "leave it out, or choose another ending for --out"
        )


def animate(
    first: From = None,
    last: To = None,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="File to write: .html, or a film: .mp4, .webm, .gif."),
    ] = Path("animation.html"),
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    tiles: Tiles = None,
    tiles_script: TilesScript = None,
    lang: Lang = None,
    style: Style = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    size: Size = None,
    view: View = None,
    hide: Hide = None,
    title: Title = None,
    deck: Deck = None,
    credit: Credit = None,
    since: Since = None,
    ground: Ground = None,
) -> None:
    """Write the animation of a span of days as one self-contained HTML file, or as a film."""
    pages = {
        "tiles": tiles,
        "tiles-script": tiles_script,
        "deck": deck,
        "since": since,
    }
    _check_ending(out, {"size": size}, pages, "film")
    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    start, end = span_of_days(atlas, first, last)
    with busy(f"drawing {start} to {end}"):
        if out.suffix.lower() in _PAGES:
            from frontline.webmap import page

            drawn = page.animation(
                *(atlas, start, end),
                tiles=find_tiles(tiles, tiles_script),
                title=title,
                deck=deck,
                credit=credit,
                since=since,
                notices=notices,
                language=lang,
                style=style,
                view=view,
                hidden=_layers(hide),
            )
            page.save(drawn, out)
        else:
            from frontline.stills.film import film

            film(
                atlas, start, end, size=size or "wide", view=view or "all", title=title,
                credit=credit or "", hidden=_layers(hide), notices=notices, language=lang,
                style=style,
            ).save(out)  # fmt: skip
    print_written([out])
    print_reach_note(atlas)


def story(
    steps: Annotated[Path, typer.Argument(metavar="STORY.toml", help="File with the steps.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path("story.html"),
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    lang: Lang = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    ground: Ground = None,
) -> None:
    """Write a page whose map changes as the reader scrolls, from a list of steps."""
    from frontline.webmap.story import read_story, render

    if out.suffix.lower() not in _PAGES:
        raise InvalidRequestError(f"--out {out}: a story is a page: use .html")
    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    atlas = atlas.with_ground(ground)
    told = read_story(steps, atlas)
    with busy(f"drawing {len(told.step)} maps"):
        page = render(told, atlas, language=lang or "en", notices=notices)
    write_atomic(out, page)
    print_written([out])
    print_reach_note(atlas)
