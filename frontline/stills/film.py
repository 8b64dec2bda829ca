"""A film: the maps of many days as a video or an animated GIF.

Quiet days pass quickly, a change fades in, and key dates stand for two seconds. The layout, the
key and the labels are the same on every day, so that only the territory moves. The same days give
the same bytes with the same version of the encoder.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from frontline.dates import days_between
from frontline.errors import InvalidRequestError
from frontline.i18n import LANGUAGES, check_language, format_date
from frontline.io import atomic_files
from frontline.stills.day import redraw_day
from frontline.stills.frame import Box
from frontline.stills.layout import span_heading
from frontline.stills.redraw import INSTALL, changed_window, draw_window, read_pixels
from frontline.stills.scene import Label, Scene
from frontline.stills.still import Still, check_layers, still
from frontline.stills.svg import Window
from frontline.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.annotation_model import Annotation
    from frontline.atlas import Atlas
    from frontline.i18n import TextLike
    from frontline.models import Text
    from frontline.state import State
    from frontline.stills.redraw import Pixels
    from frontline.theme import Theme


#: What is told of the work: the number of steps done, and of all.
Progress: TypeAlias = Callable[[int, int], None]

#: The endings of files that a film can be saved as, with the encoder of each video.
CODECS = {".mp4": "libx264", ".webm": "libvpx-vp9"}
ENDINGS = (*CODECS, ".gif")
#: x264 reads memory that it has not filled if it looks ahead for blocks that stay (mbtree): two
#: films of the same days could then differ.
_OPTIONS = {
    ".mp4": {"crf": "20", "preset": "veryfast", "mbtree": "0"},
    ".webm": {"crf": "32", "b": "0", "cpu-used": "5"},
}

_FRAMES_A_SECOND = 25
#: How many frames a quiet day, a fade, a change and a key date take.
_QUIET, _FADE, _CHANGE, _KEY_DATE = 2, 5, 5, 50
#: How long a GIF shows a change and a key date, milliseconds.
_GIF_CHANGE, _GIF_KEY_DATE = 350, 2000
#: Colours of a GIF.
_GIF_COLOURS = 96
#: How many captions are drawn at once.
_CAPTIONS = 32


def _no_progress(_done: int, _all: int) -> None:
    """Do nothing: nobody wants to know how far a film is."""


@dataclass(frozen=True)
class Film:
    """The pictures of the days of a film.

    Attributes
    ----------
    days : tuple of date
        All days.
    pictures : dict
        The still of each day on which the map differs from that of the day before.
    captions : dict
        The day in words, with the key date if it is one, by day.
    key_dates : frozenset of date
        The days that stand longer.
    progress : callable
        Called with the number of steps done and of all; what it raises ends the work.
    """

    days: tuple[date, ...]
    pictures: dict[date, Still]
    captions: dict[date, str]
    key_dates: frozenset[date]
    progress: Progress = field(default=_no_progress, repr=False, compare=False)

    def save(self, path: Path) -> None:
        """Write the film to a file in the format of its ending: .mp4, .webm or .gif.

        Raises
        ------
        InvalidRequestError
            For another ending, or if the encoder is not installed.
        OutputError
            If the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            raise InvalidRequestError(f"{path.name}: a film has the ending {', '.join(ENDINGS)}")
        with atomic_files([path]) as drafts:
            if ending == ".gif":
                _write_gif(drafts[path], self)
            else:
                _write_video(drafts[path], CODECS[ending], self)


def film(  # noqa: PLR0913 - all but the days are options
    atlas: Atlas,
    first: date,
    last: date,
    *,
    size: str = "wide",
    view: str = "all",
    title: TextLike | None = None,
    credit: TextLike = "",
    annotations: Sequence[Annotation] = (),
    hidden: Iterable[str] = (),
    notices: Sequence[Text] = (),
    language: str | None = None,
    style: Theme | Path | str | None = None,
    progress: Progress = _no_progress,
) -> Film:
    """Draw the maps of a span of days.

    Parameters
    ----------
    atlas : Atlas
    first, last : date
        The span, both included.
    size, view, credit, notices, language, style
        As of `frontline.stills.still.still`.
    title : str, Text or mapping, optional
        The headline; by default the span of days.
    annotations : sequence of Annotation
        Texts and arrows that the whole film has; those of the package are of the first day.
    hidden : iterable of str
        Layers that are left out, of `frontline.stills.still.OPTIONAL`.
    progress : callable, optional
        Called with the number of steps done and of all: a step is a day drawn, or a day written.
        What it raises ends the work, and no file is left.

    Raises
    ------
    InvalidRequestError
        For an unknown size, view or language, or a side of an odd number of pixels.
    UnknownDayError
        For days outside the record.
    """
    left_out = check_layers(hidden)
    theme = find_theme(style, atlas)
    language = check_language(language or theme.language or LANGUAGES[0])
    heading = title or span_heading(atlas.on(first), atlas.on(last))[0]
    days = tuple(days_between(first, last))
    moments = {moment.day: moment for moment in atlas.package.moments}
    captions = {}
    for day in days:
        captions[day] = format_date(language, day)
        if day in moments:
            name = (language == "ar" and moments[day].title_ar) or moments[day].title
            captions[day] += f": {name}"
    template = still(
        atlas.on(first), size=size, view=view, title=heading, deck=format_date(language, first),
        credit=credit, annotations=annotations, notices=notices, language=language, steady=True,
        style=theme,
    )  # fmt: skip
    pictures: dict[date, Still] = {}
    before = None
    for number, day in enumerate(days):
        progress(number, 2 * len(days))
        codes = atlas.record.codes(day).tobytes()
        if codes != before:
            pictures[day] = _on_day(template, atlas.on(day), language).without(left_out)
        before = codes
    scene = pictures[first].scene
    if scene.width % 2 or scene.height % 2:
        raise InvalidRequestError("a film needs an even number of pixels on each side")
    return Film(days, pictures, captions, frozenset(moments) & frozenset(days), progress)


def _on_day(template: Still, state: State, language: str) -> Still:
    """Return the picture of another day with the layout and the labels of a template."""
    scene = redraw_day(template.scene, state, template.frames[0])
    scene.layers["furniture"] = [
        replace(mark, text=format_date(language, state.day))
        if isinstance(mark, Label) and mark.style == "deck" else mark
        for mark in scene.layers["furniture"]
    ]  # fmt: skip
    return replace(template, scene=scene)


def _part(pixels: Pixels, window: Window) -> Pixels:
    """Return the pixels of a part of a picture, which can be written."""
    return pixels[window.top : window.bottom, window.left : window.right]


def _changes(film_: Film) -> Iterator[tuple[Window, Pixels]]:
    """Yield the first picture, and of each later one what differs; a thread draws ahead."""
    pictures = list(film_.pictures.values())
    scene = pictures[0].scene
    whole = Window(0, 0, scene.width, scene.height)

    def drawn(number: int) -> tuple[Window, Pixels]:
        if number == 0:
            return whole, read_pixels(pictures[number].png())
        window = changed_window(pictures[number - 1], pictures[number])
        return window, draw_window(pictures[number], window)

    with ThreadPoolExecutor(1) as pool:
        yield from pool.map(drawn, range(len(pictures)))


def _captions(film_: Film) -> Iterator[tuple[Window, Pixels]]:
    """Yield the caption of each day; many are drawn at once, one below the other."""
    picture = film_.pictures[film_.days[0]]
    deck = next(
        mark for mark in picture.scene.layers["furniture"]
        if isinstance(mark, Label) and mark.style == "deck"
    )  # fmt: skip
    width, top = picture.scene.width, int(deck.y - deck.size)
    window = Window(0, top, width, int(deck.y + deck.size * 0.35))
    pitch = 2 * window.height  # what reaches out of one caption is not in the next
    count = len(film_.days)
    for start in range(0, count, _CAPTIONS):
        days = film_.days[start : start + _CAPTIONS]
        height = pitch * len(days)
        scene = Scene(width, height, "", "", picture.scene.language,
                      Box(0, 0, width, height).polygon())  # fmt: skip
        scene.add("furniture", [
            replace(deck, text=film_.captions[day], y=deck.y - top + pitch * number)
            for number, day in enumerate(days)
        ])  # fmt: skip
        pixels = read_pixels(Still(scene, picture.styles).png())
        for number in range(len(days)):
            film_.progress(count + start + number, 2 * count)
            yield window, pixels[pitch * number : pitch * number + window.height]


def _frames(film_: Film, *, fades: bool = True) -> Iterator[tuple[date, Pixels, int]]:
    """Yield the day and the pixels of each frame, and for how many of the video it stands.

    The array is the same for all frames, so what is kept must be copied.
    """
    first, last = film_.days[0], film_.days[-1]
    changes = _changes(film_)
    window, shown = next(changes)
    frame = shown.copy()
    for day, (rows, caption) in zip(film_.days, _captions(film_), strict=True):
        if day in film_.pictures and day != first:
            window, new = next(changes)
            before = _part(shown, window)
            change = new.astype(np.int16) - before
            for step in range(1, _FADE if fades else 1):
                _part(frame, window)[:] = before + change * step // _FADE
                _part(frame, rows)[:] = caption
                yield day, frame, 1
            before[:] = new
            _part(frame, window)[:] = new
        _part(frame, rows)[:] = caption
        stands = _CHANGE if day in film_.pictures else _QUIET
        yield day, frame, _KEY_DATE if day in film_.key_dates or day == last else stands


def _write_video(path: Path, codec: str, film_: Film) -> None:
    try:
        import av  # noqa: PLC0415 - an extra
    except ImportError:
        raise InvalidRequestError(INSTALL) from None
    scene = film_.pictures[film_.days[0]].scene
    is_mp4 = codec == CODECS[".mp4"]
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if is_mp4 else {})
    with av.open(str(path), "w", format="mp4" if is_mp4 else "webm", options=options) as container:
        stream: Any = container.add_stream(codec, rate=_FRAMES_A_SECOND)
        stream.width, stream.height = scene.width, scene.height
        stream.pix_fmt = "yuv420p"  # what every phone plays
        stream.options = _OPTIONS[".mp4" if is_mp4 else ".webm"]
        stream.thread_count = 1  # with more, the bytes of two runs can differ
        number = 0
        for _, pixels, stands in _frames(film_):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
            for _ in range(stands):
                frame.pts = number
                container.mux(stream.encode(frame))
                number += 1
        container.mux(stream.encode(None))


def _write_gif(path: Path, film_: Film) -> None:
    """Write the days of change and the key dates, in the colours of the last day."""
    from PIL import Image  # noqa: PLC0415 - `read_pixels` has told if it is missing

    frames, durations = [], []
    for day, pixels, _ in _frames(film_, fades=False):
        if day in film_.pictures or day in film_.key_dates:
            frames.append(Image.fromarray(pixels.copy()))
            stands = day in film_.key_dates or day == film_.days[-1]
            durations.append(_GIF_KEY_DATE if stands else _GIF_CHANGE)
    durations[-1] = _GIF_KEY_DATE
    palette = frames[-1].quantize(_GIF_COLOURS, dither=Image.Dither.NONE)
    few = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in frames]
    few[0].save(
        path, format="GIF", save_all=True, append_images=few[1:], duration=durations, loop=0,
        optimize=False, disposal=1,
    )  # fmt: skip
