"""A still: the map of one day as a picture for print, the web or a video.

Examples
--------
>>> import frontline
>>> picture = still(frontline.open().on("2019-08-23"), size="square")
>>> picture.svg.startswith("<svg")
True
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.i18n import LANGUAGES, check_language, in_each_language
from frontline.io import write_atomic
from frontline.stills.day import News
from frontline.stills.frame import parse_size
from frontline.stills.layout import Heading, Layout, day_line, default_heading, span_heading
from frontline.stills.svg import write_svg
from frontline.stills.typeface import FAMILIES, font_files
from frontline.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.annotation_model import Annotation
    from frontline.i18n import TextLike
    from frontline.models import Text
    from frontline.state import State
    from frontline.stills.frame import Frame
    from frontline.stills.scene import Mark, Scene
    from frontline.stills.style import Style
    from frontline.stills.svg import Window
    from frontline.theme import Theme

#: The endings of files that a still can be saved as.
ENDINGS = (".svg", ".png", ".pdf")
#: The word for the day before the last change.
PREVIOUS = "previous"
#: The layers of the scene that a picture may do without, by what they show.
OPTIONAL: dict[str, tuple[str, ...]] = {
    "terrain": ("terrain",),
    "built-up": ("built-up",),
    "rivers": ("rivers", "lakes"),
    "borders": ("borders",),
    "roads": ("roads",),
    "places": ("places",),
    "names": ("names", "labels"),
    "annotations": ("annotations",),
}
#: Pixels of a size for each inch, as in CSS.
_PIXELS_AN_INCH = 96
#: Largest picture in PNG, pixels.
MAX_PIXELS = 100_000_000


def check_layers(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of layers that are left out; all must be in `OPTIONAL`.

    Raises
    ------
    InvalidRequestError
        For another name.
    """
    found = tuple(dict.fromkeys(names))
    for name in found:
        if name not in OPTIONAL:
            raise InvalidRequestError(f"{name!r} cannot be left out: use {', '.join(OPTIONAL)}")
    return found


@dataclass(frozen=True)
class Still:
    """A picture of a day.

    Attributes
    ----------
    scene : Scene
        Its layers, in pixels.
    styles : dict
        The SVG properties of each style.
    frames : tuple of Frame
        Its map areas.
    """

    scene: Scene
    styles: dict[str, Style] = field(repr=False)
    frames: tuple[Frame, ...] = ()

    def without(self, layers: Iterable[str]) -> Still:
        """Return the picture without some of `OPTIONAL`; who holds what is always there.

        Raises
        ------
        InvalidRequestError
            For another name.
        """
        names = check_layers(layers)
        empty: dict[str, list[Mark]] = {one: [] for name in names for one in OPTIONAL[name]}
        layers = {**self.scene.layers, **empty}
        omitted = [] if "annotations" in names else self.scene.omitted
        return replace(self, scene=replace(self.scene, layers=layers, omitted=omitted))

    @property
    def _paper(self) -> str:
        return self.styles["paper"]["fill"]

    @property
    def svg(self) -> str:
        """The picture as the text of an SVG file, with a group for each layer and text as text."""
        return write_svg(self.scene, self.styles, self._paper)

    def png(
        self, scale: float = 1.0, dpi: int | None = None, *, window: Window | None = None
    ) -> bytes:
        """Return the picture as PNG.

        Parameters
        ----------
        scale : float
            Pixels of the file for each pixel of the size, 0.1 to 10.
        dpi : int, optional
            Pixels of the file for each inch, of which the size has 96; in place of `scale`. The
            file names it, so that a layout program shows the picture in its true size.
        window : Window, optional
            The part of the picture that is drawn; by default all.

        Raises
        ------
        InvalidRequestError
            For another scale, or more than 100 million pixels.
        """
        import resvg_py  # noqa: PLC0415 - only pictures need it

        if dpi is not None:
            scale = dpi / _PIXELS_AN_INCH
        pixels = self.scene.width * self.scene.height * scale * scale
        if not 0.1 <= scale <= 10 or pixels > MAX_PIXELS:
            raise InvalidRequestError(
                f"a scale of {scale:g} is not possible: use 0.1 to 10, and at most "
                f"{MAX_PIXELS:,} pixels in all"
            )
        svg = write_svg(self.scene, self.styles, self._paper, joined=True, window=window)
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, zoom=scale, skip_system_fonts=True,
                font_files=list(font_files()), sans_serif_family=FAMILIES.split(", ")[0],
            )
        )  # fmt: skip
        return png if dpi is None else with_density(png, dpi)

    def pdf(self) -> bytes:
        """Return the picture as PDF: vectors, with the fonts embedded.

        Raises
        ------
        InvalidRequestError
            If typst is not installed.
        """
        from frontline.stills.pdf import write_pdf  # noqa: PLC0415 - only PDF needs it

        return write_pdf(self.svg, self.scene.width, self.scene.height)

    def save(self, path: Path, scale: float = 1.0, dpi: int | None = None) -> None:
        """Write the picture to a file in the format of its ending: .svg, .png or .pdf.

        `scale` and `dpi` are for PNG, as of `png`.

        Raises
        ------
        InvalidRequestError
            For another ending.
        OutputError
            If the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending == ".png":
            write_atomic(path, self.png(scale, dpi))
        elif ending == ".pdf":
            write_atomic(path, self.pdf())
        elif ending == ".svg":
            write_atomic(path, self.svg)
        else:
            raise InvalidRequestError(f"{path.name}: a still has the ending {', '.join(ENDINGS)}")


def with_density(png: bytes, dpi: int) -> bytes:
    """Return a PNG file that names its pixels for each inch."""
    metre = struct.pack(">II", *[round(dpi / 0.0254)] * 2) + b"\x01"
    chunk = b"pHYs" + metre
    head = 8 + 25  # the signature, and the header of the picture
    size, check = struct.pack(">I", len(metre)), struct.pack(">I", zlib.crc32(chunk))
    return png[:head] + size + chunk + check + png[head:]


def still(  # noqa: PLR0913 - all but the state are options
    state: State,
    *,
    size: str = "column-2",
    view: str = "all",
    since: str | date | None = None,
    arrows: bool = False,
    annotations: Sequence[Annotation] = (),
    title: TextLike | None = None,
    deck: TextLike | None = None,
    credit: TextLike = "",
    notices: Sequence[Text] = (),
    language: str | None = None,
    steady: bool = False,
    band: bool = False,
    style: Theme | Path | str | None = None,
) -> Still:
    """Draw the map of a day as a picture.

    Parameters
    ----------
    state : State
        The day.
    size : str
        A preset (`frontline.stills.frame.PRESETS`), or width x height in pixels, as ``1080x1350``.
    view : str
        ``all``; a place, which is shown with 25 km around it; or west, south, east and north in
        degrees, separated by commas.
    since : str or date, optional
        An earlier day: ground gained since then has a stronger colour, and the earlier front line
        is drawn thin. ``previous`` is the day before the last change.
    arrows : bool
        Whether to draw arrows of advance into the ground that was gained.
    annotations : sequence of Annotation
        Texts and arrows besides those of the package.
    title, deck : str, Text or mapping, optional
        The headline, by default the key date of the day, and the sentence below it.
    credit : str, Text or mapping
        A line before the sources.
    notices : sequence of Text
        What a reader must know, such as that the latest days are held back.
    language : str, optional
        ``en`` or ``ar``; by default that of the style, else English.
    steady : bool
        Whether the layout, the key and the labels are the same on every day, as for a film.
    band : bool
        Whether to draw the possible range of the front line, as a soft halo.
    style : Theme, Path or str, optional
        A TOML file with a style, or the `Theme` that `frontline.theme.read_theme` returns for it;
        by default ``style.toml`` of the data package. ``Theme()`` is the built-in style.

    Raises
    ------
    InvalidRequestError
        For an unknown size, view or language, or a class of marks that no picture has.
    DataError
        For an invalid style.
    UnknownDayError
        For an earlier day outside the record.
    """
    return series(
        [state], size=size, view=view, since=since, arrows=arrows, annotations=annotations,
        title=title, deck=deck, credit=credit, notices=notices, language=language, steady=steady,
        band=band, style=style,
    )  # fmt: skip


def series(  # noqa: PLR0913 - all but the states are options
    states: Sequence[State],
    *,
    size: str = "column-2",
    view: str = "all",
    since: str | date | None = None,
    arrows: bool = False,
    annotations: Sequence[Annotation] = (),
    title: TextLike | None = None,
    deck: TextLike | None = None,
    credit: TextLike = "",
    notices: Sequence[Text] = (),
    language: str | None = None,
    steady: bool = False,
    band: bool = False,
    style: Theme | Path | str | None = None,
) -> Still:
    """Draw maps of several days of one atlas side by side, with one key.

    Parameters and errors are those of `still`; `since` may be on the first day.

    Examples
    --------
    >>> import frontline
    >>> atlas = frontline.open()
    >>> before_after = series([atlas.on("2019-08-05"), atlas.on("2019-08-23")])
    >>> before_after.scene.title
    'Who held what, 5 to 23 August 2019'
    """
    theme = find_theme(style, states[0].atlas)
    language = check_language(language or theme.language or LANGUAGES[0])
    pixels = parse_size(size)
    news = []
    for number, state in enumerate(states):
        earlier = _earlier(state, since, is_first=number == 0 and len(states) > 1)
        news.append(News.of(state, earlier, annotations, arrows=arrows))
    own_title, own_deck = (
        default_heading(states[0]) if len(states) == 1 else span_heading(states[0], states[-1])
    )
    if title is not None and deck is None:
        moment_or_day = own_deck if len(states) > 1 else day_line(states[0])
        own_deck = moment_or_day
    heading = Heading(
        in_each_language(title) if title is not None else own_title,
        in_each_language(deck) if deck is not None else own_deck,
        in_each_language(credit or (theme.credit and theme.credit.model_dump()) or ""),
        notices,
    )
    layout = Layout(states, news, language, pixels, steady=steady, band=band, theme=theme)
    scene, look = layout.draw(view, heading)
    return Still(scene, look, tuple(layout.frames))


def _earlier(state: State, since: str | date | None, *, is_first: bool) -> State | None:
    """Return the day that a map is compared with."""
    if since is None:
        return None
    earlier = before_last_change(state) if since == PREVIOUS else state.atlas.on(since)
    if earlier is None or (is_first and earlier.day == state.day):
        return None
    if earlier.day >= state.day:
        raise InvalidRequestError(f"{earlier.day} is not earlier than {state.day}")
    return earlier


def before_last_change(state: State) -> State | None:
    """Return the last day before a day on which anybody held something else; None without one."""
    record = state.atlas.record
    day = state.day
    while day > record.first:
        day -= timedelta(days=1)
        earlier = state.atlas.on(day)
        if (earlier.holders != state.holders).any():
            return earlier
    return None
