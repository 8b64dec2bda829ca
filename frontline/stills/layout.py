"""The layout of a still: bands of text above and below one map, or several side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.errors import InvalidRequestError
from frontline.i18n import (
    LANGUAGES,
    format_date,
    format_short_date,
    format_span,
    in_each_language,
    spanned_titles,
    translate,
)
from frontline.stills.day import DayMap, draw_day
from frontline.stills.frame import Box, Frame
from frontline.stills.furniture import Column, emptiest_corners, key_marks, locator, scale_bar
from frontline.stills.ground import read_ground
from frontline.stills.key import (
    key_entries,
    least_entries,
    likely_entries,
    source_lines,
    summary,
)
from frontline.stills.places import common_order, shows_weak_places
from frontline.stills.scene import Path, Scene
from frontline.stills.style import styles
from frontline.stills.views import view_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.models import Text
    from frontline.state import State
    from frontline.stills.day import News
    from frontline.stills.ground import Ground
    from frontline.stills.style import Style
    from frontline.theme import Theme

#: Ordinary text is the square root of the number of pixels, divided by this; pictures for phones,
#: which are at least as high as wide, have larger text.
_TEXT, _PHONE_TEXT, _PHONE_WIDTH = 56, 44, 800
#: The map has at least this share of the height.
_LEAST_MAP = 0.3


@dataclass(frozen=True)
class Heading:
    """The texts around a map, each in every language.

    Attributes
    ----------
    title, deck, credit : dict
        The headline, the sentence below it, and the line before the sources.
    notices : sequence of Text
        What a reader must know.
    """

    title: dict[str, str]
    deck: dict[str, str]
    credit: dict[str, str]
    notices: Sequence[Text] = ()


class Layout:
    """The layout of one still.

    Parameters
    ----------
    states : sequence of State
        The days: one, or one for each panel.
    news : sequence of News
        What has changed on each.
    language : str
    size : tuple of int
        Width and height in pixels.
    steady : bool
        Whether the layout, the key and the labels are the same on every day.
    band : bool
        Whether the range of the front is drawn.
    theme : Theme, optional
        The style of a newsroom.
    """

    def __init__(  # noqa: PLR0913 - the last two are options
        self,
        states: Sequence[State],
        news: Sequence[News],
        language: str,
        size: tuple[int, int],
        *,
        steady: bool,
        band: bool = False,
        theme: Theme | None = None,
    ) -> None:
        self._band, self._theme = band, theme
        self._states, self._news, self._language = states, news, language
        self._steady = steady
        #: The map areas of the last drawing.
        self.frames: list[Frame] = []
        self._grounds: dict[int, Ground] = {}
        self._width, self._height = width, height = size
        is_for_phones = height >= width > _PHONE_WIDTH
        per_text = _PHONE_TEXT if is_for_phones else _TEXT
        self._unit: float = max(12.0, math.sqrt(width * height) / per_text)
        margin = self._unit * 1.1
        self._column = Column(margin, width - margin, language)

    def draw(self, view: str, heading: Heading) -> tuple[Scene, dict[str, Style]]:
        """Return the scene, and the styles of its marks."""
        unit, column = self._unit, self._column
        title, deck = heading.title[self._language], heading.deck[self._language]
        head, below = column.lines(title, unit * 0.8, unit * 1.75, "title-bold", balanced=True)
        second, below = column.lines(deck, below + unit * 0.15, unit * 1.05, "deck", balanced=True)
        top = below + unit * 0.55
        foot, foot_height = self._foot(heading)
        bounds = view_bounds(self._states[0].atlas, view)
        description = f"{deck}. {summary(self._states[-1], self._language)}"
        # The key depends on what is drawn, and the room for the map on the height of the key:
        # the map is drawn again if its key needs another height than was kept free.
        least, likely = self._guessed_rows()
        is_likely = not _fits(likely, least)
        rows = likely if is_likely else least
        while True:
            bottom = self._height - foot_height - self._key_height(rows) - unit * 0.5
            if bottom - top < self._height * _LEAST_MAP:
                raise InvalidRequestError(
                    "the text leaves too little room for the map: shorten it, or choose a larger "
                    "size"
                )
            scene, detail = self._maps(Box(0, top, self._width, bottom), bounds, title, description)
            entries = key_entries(
                scene, self._states[-1], self._news[-1].earlier, steady=self._steady
            )
            key = key_marks(column, entries, 0, unit)
            found = self._key_rows(key[1])
            if found == rows or (_fits(found, rows) and not is_likely):
                break
            rows = least if is_likely and _fits(found, least) else found
            is_likely = False
        scene.add("furniture", [*head, *second])
        scene.add("furniture", [_moved(mark, bottom + unit * 0.3) for mark in key[0]])
        scene.add("furniture", [_moved(mark, self._height - foot_height) for mark in foot])
        actors = tuple(self._states[0].atlas.package.actors.values())
        return scene, styles(actors, unit, detail, self._theme)

    def _guessed_rows(self) -> tuple[int, int]:
        """Return how many rows the key has at least, and how many it has most likely."""
        of_last = (self._states[-1], self._news[-1], self._language, self._steady)
        guesses = (entries(*of_last) for entries in (least_entries, likely_entries))
        heights = (key_marks(self._column, guess, 0, self._unit)[1] for guess in guesses)
        least, likely = map(self._key_rows, heights)
        return least, likely

    def _key_rows(self, height: float) -> int:
        return int(np.ceil(height / (self._unit * 1.45) - 0.15))

    def _key_height(self, rows: int) -> float:
        return self._unit * 1.45 * (rows + 0.15)

    def _maps(
        self, area: Box, bounds: tuple[float, float, float, float], title: str, description: str
    ) -> tuple[Scene, float]:
        """Return a scene with the maps, and the metres for a pixel."""
        boxes = self._panels(area, bounds)
        projection = self._states[0].atlas.projection
        frames = [Frame.around(box, projection, bounds, self._map_unit) for box in boxes]
        clip = shapely.union_all([box.polygon() for box in boxes])
        self.frames, self._grounds = frames, {}
        ids = common_order(self._states) if len(frames) > 1 else None
        while True:
            scene = Scene(self._width, self._height, title, description, self._language, clip)
            blocked = self._corner_furniture(scene, frames[-1])
            named = [
                self._draw_panel(scene, number, _beside(blocked, frames[-1], frame), ids)
                for number, frame in enumerate(frames)
            ]
            common = frozenset.intersection(*named)
            if ids is None or all(one == common for one in named):
                return scene, frames[0].detail
            # A place is named on all maps or on none.
            ids = tuple(one for one in ids if one in common)

    @property
    def _map_unit(self) -> float:
        return self._unit if len(self._states) == 1 else max(12.0, self._unit * 0.82)

    def _panels(self, area: Box, bounds: tuple[float, float, float, float]) -> list[Box]:
        """Return the map areas, in rows and columns in which the maps are largest."""
        count = len(self._states)
        if count == 1:
            return [area]
        gap, head = self._unit * 0.9, self._map_unit * 1.7
        left, right = self._column.left, self._column.right
        wide, high = bounds[2] - bounds[0], bounds[3] - bounds[1]

        def cell(columns: int) -> tuple[float, float]:
            rows = math.ceil(count / columns)
            width = (right - left - gap * (columns - 1)) / columns
            return width, (area.height - gap * (rows - 1)) / rows - head

        def scale(columns: int) -> float:
            width, height = cell(columns)
            return max(wide / max(width, 1), high / max(height, 1))

        columns = min(range(1, count + 1), key=scale)
        width, height = cell(columns)
        if min(width, height) < self._unit * 6:
            raise InvalidRequestError(
                f"{count} maps are too many for {self._width}x{self._height}: choose fewer days, "
                "or a larger size"
            )
        boxes = []
        for number in range(count):
            row, column = divmod(number, columns)
            west = left + column * (width + gap)
            west, east = self._column.across(west, west + width)
            top = area.top + row * (height + head + gap) + head
            boxes.append(Box(west, top, east, top + height))
        return boxes

    def _draw_panel(
        self, scene: Scene, number: int, blocked: list[Box], ids: tuple[str, ...] | None
    ) -> frozenset[str]:
        """Draw one map; return the ids of the places that it names."""
        state, frame = self._states[number], self.frames[number]
        unit, area = frame.unit, frame.area
        both = self._theme is not None and self._theme.labels == "both"
        ground = self._ground(number)
        day = DayMap(state, frame, self._news[number], ground, self._steady, self._band, both, ids)
        named = draw_day(scene, day, blocked)
        if len(self._states) > 1:
            text = format_short_date(self._language, state.day)
            column = Column(area.left, area.right, self._language)
            size = unit * 1.05
            scene.add("furniture", [
                column.label(text, area.left, area.top - unit * 0.5, size, "panel-bold")
            ])  # fmt: skip
        scene.add("furniture", [Path(area.polygon().exterior, "frame")])
        return named

    def _ground(self, number: int) -> Ground:
        """Return who holds what on one map; it is made once for all drawings of it."""
        if number not in self._grounds:
            self._grounds[number] = read_ground(self._states[number], self.frames[number])
        return self._grounds[number]

    def _corner_furniture(self, scene: Scene, frame: Frame) -> list[Box]:
        """Draw the scale and the locator where least of the subject is; return what they cover."""
        unit, area = frame.unit, frame.area
        state = self._states[-1]
        subject = (
            frame.cut(frame.plane_to_pixels(state.atlas.cells.extent))
            if self._steady
            else self._ground(len(self._states) - 1).whole
        )
        corner_size = (area.width * 0.24, min(area.height * 0.2, area.width * 0.24))
        scale_at, locator_at, *_ = emptiest_corners(area, subject, *corner_size)
        width = min(max(scale_at.width, unit * 7), area.width * 0.7)
        left = scale_at.left if scale_at.left == area.left else scale_at.right - width
        bar = Box(left, scale_at.bottom - unit * 2.6, left + width, scale_at.bottom)
        km = translate(self._language, "kilometres", count="").strip()
        scene.add("furniture", scale_bar(frame, bar, km))
        inner = locator_at.grown(-unit * 0.6)
        is_small = len(self._states) > 1 or inner.width < unit * 5
        small_map = [] if is_small or _hides_a_place(state, frame, inner) else locator(frame, inner)
        scene.add("furniture", small_map)
        return [bar, inner] if small_map else [bar]

    def _foot(self, heading: Heading) -> tuple[list[Any], float]:
        """Return the lines at the bottom, from 0 down, and their height."""
        language = self._language
        texts = [in_each_language(notice)[language] for notice in heading.notices]
        texts += [heading.credit[language], " ".join(source_lines(self._states[0], language))]
        marks: list[Any] = []
        below = 0.0
        for text in filter(None, texts):
            size = max(10.0, self._unit * 0.62)
            lines, below = self._column.lines(text, below, size, "credit")
            marks += lines
        return marks, below + self._unit * 0.6


def _hides_a_place(state: State, frame: Frame, box: Box) -> bool:
    """Return whether a box lies on a place, in a record whose places all have marks."""
    if not shows_weak_places(state):
        return False
    places = frame.plane_to_pixels(shapely.points(state.atlas.cells.xy))
    return bool(shapely.intersects(box.polygon(), places).any())


def _beside(boxes: list[Box], frame: Frame, other: Frame) -> list[Box]:
    """Return boxes of one map where they are on another of the same size."""
    east, south = other.area.left - frame.area.left, other.area.top - frame.area.top
    return [
        Box(one.left + east, one.top + south, one.right + east, one.bottom + south) for one in boxes
    ]


def _fits(found: int, rows: int) -> bool:
    """Whether a key of so many rows has its place where room is kept for other ones."""
    return rows - 1 <= found <= rows


def _moved(mark: Any, down: float) -> Any:
    """Return a mark moved down by some pixels."""
    if isinstance(mark, Path):
        moved = shapely.transform(mark.geometry, lambda xy: xy + np.asarray([0, down]))
        return replace(mark, geometry=moved)
    return replace(mark, y=mark.y + down)


#: A longer explanation of a key date is not for a headline.
_LONGEST_DECK = 160


def day_line(state: State) -> dict[str, str]:
    """Return the sentence that names a day, in each language."""
    return {
        language: translate(language, "on", day=format_date(language, state.day))
        for language in LANGUAGES
    }


def default_heading(state: State) -> tuple[dict[str, str], dict[str, str]]:
    """Return title and deck of a day in each language: those of its key date, if it has one."""
    moment = next((one for one in state.atlas.package.moments if one.day == state.day), None)
    on_day = day_line(state)
    if moment is None:
        return on_day, _region(state)
    title = in_each_language({"en": moment.title, "ar": moment.title_ar})
    notes = {"en": moment.note, "ar": moment.note_ar}
    deck = {
        language: f"{on_day[language]}. {note}" if 0 < len(note) <= _LONGEST_DECK
        else on_day[language]
        for language, note in notes.items()
    }  # fmt: skip
    return title, deck


def span_heading(first: State, last: State) -> tuple[dict[str, str], dict[str, str]]:
    """Return title and deck of a span of days in each language."""
    if first.day == last.day:
        return day_line(first), _region(first)
    title = {}
    for language in LANGUAGES:
        begin, end = format_span(language, first.day, last.day)
        title[language] = translate(language, "stillSpan", first=begin, last=end)
    return title, _region(first)


def _region(state: State) -> dict[str, str]:
    """Return the title of the data package without its span, which is not that of the picture."""
    return spanned_titles(state.atlas, state.day, state.day)
