"""A still: the map of one day as a picture for print, the web or a video.

Examples
--------
>>> import frontline
>>> picture = still(frontline.open().on("2019-08-23"), size="square")
>>> picture.svg.startswith("<svg")
True
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.attribution import attributions
from frontline.errors import InvalidRequestError
from frontline.i18n import (
    check_language,
    format_date,
    format_short_date,
    in_each_language,
    translate,
)
from frontline.io import write_atomic
from frontline.package.licences import closed_sources
from frontline.stills import draw
from frontline.stills.frame import Box, Frame, parse_size
from frontline.stills.furniture import (
    Column,
    KeyEntry,
    emptiest_corners,
    key_marks,
    locator,
    scale_bar,
)
from frontline.stills.labels import Placement
from frontline.stills.scene import Path as Shape
from frontline.stills.scene import Scene
from frontline.stills.style import PAPER, styles
from frontline.stills.svg import write_svg
from frontline.stills.typeface import FAMILIES, font_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.i18n import TextLike
    from frontline.models import Text
    from frontline.state import State
    from frontline.stills.style import Style

#: The endings of files that a still can be saved as.
ENDINGS = (".svg", ".png", ".pdf")
#: Half the width of a view around a place, metres.
_AROUND_PLACE_M = 25_000.0
#: Largest picture in PNG, pixels.
MAX_PIXELS = 100_000_000


@dataclass(frozen=True)
class Still:
    """A picture of a day.

    Attributes
    ----------
    scene : Scene
        Its layers, in pixels.
    styles : dict
        The SVG properties of each style.
    """

    scene: Scene
    styles: dict[str, Style] = field(repr=False)

    @property
    def svg(self) -> str:
        """The picture as the text of an SVG file, with a group for each layer and text as text."""
        return write_svg(self.scene, self.styles, PAPER)

    def png(self, scale: float = 1.0) -> bytes:
        """Return the picture as PNG.

        Parameters
        ----------
        scale : float
            Pixels of the file for each pixel of the size, 0.1 to 10.

        Raises
        ------
        InvalidRequestError
            For another scale, or more than 100 million pixels.
        """
        import resvg_py  # noqa: PLC0415 - only pictures need it

        pixels = self.scene.width * self.scene.height * scale * scale
        if not 0.1 <= scale <= 10 or pixels > MAX_PIXELS:
            raise InvalidRequestError(
                f"a scale of {scale:g} is not possible: use 0.1 to 10, and at most "
                f"{MAX_PIXELS:,} pixels in all"
            )
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=self.svg, zoom=scale, skip_system_fonts=True,
                font_files=list(font_files()), sans_serif_family=FAMILIES.split(", ")[0],
            )
        )  # fmt: skip

    def pdf(self) -> bytes:
        """Return the picture as PDF: vectors, with the fonts embedded.

        Raises
        ------
        InvalidRequestError
            If typst is not installed.
        """
        from frontline.stills.pdf import write_pdf  # noqa: PLC0415 - only PDF needs it

        return write_pdf(self.svg, self.scene.width, self.scene.height)

    def save(self, path: Path, scale: float = 1.0) -> None:
        """Write the picture to a file in the format of its ending: .svg, .png or .pdf.

        Raises
        ------
        InvalidRequestError
            For another ending.
        OutputError
            If the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending == ".png":
            write_atomic(path, self.png(scale))
        elif ending == ".pdf":
            write_atomic(path, self.pdf())
        elif ending == ".svg":
            write_atomic(path, self.svg)
        else:
            raise InvalidRequestError(f"{path.name}: a still has the ending {', '.join(ENDINGS)}")


def still(  # noqa: PLR0913 - all but the state are options
    state: State,
    *,
    size: str = "column-2",
    view: str = "all",
    since: str | date | None = None,
    title: TextLike | None = None,
    deck: TextLike | None = None,
    credit: TextLike = "",
    notices: Sequence[Text] = (),
    language: str = "en",
    steady: bool = False,
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
        is drawn thin.
    title, deck : str, Text or mapping, optional
        The headline, by default the key date of the day, and the sentence below it.
    credit : str, Text or mapping
        A line before the sources.
    notices : sequence of Text
        What a reader must know, such as that the latest days are held back.
    language : str
        ``en`` or ``ar``.
    steady : bool
        Whether the layout, the key and the labels are the same on every day, as for a film.

    Raises
    ------
    InvalidRequestError
        For an unknown size, view or language.
    UnknownDayError
        For an earlier day outside the record.
    """
    check_language(language)
    width, height = parse_size(size)
    earlier = None if since is None else state.atlas.on(since)
    if earlier is not None and earlier.day >= state.day:
        raise InvalidRequestError(f"{earlier.day} is not earlier than {state.day}")
    layout = _Layout(state, language, (width, height), earlier, steady=steady)
    return layout.draw(view, _headline(state, title, deck), in_each_language(credit), notices)


def _headline(
    state: State, title: TextLike | None, deck: TextLike | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return title and deck in each language: by default those of the key date of the day."""
    moment = next((one for one in state.atlas.package.moments if one.day == state.day), None)
    on_day = {
        language: translate(language, "on", day=format_date(language, state.day))
        for language in ("en", "ar")
    }
    if title is not None:
        return in_each_language(title), in_each_language(on_day if deck is None else deck)
    if moment is not None:
        heading = in_each_language({"en": moment.title, "ar": moment.title_ar})
        return heading, in_each_language(on_day if deck is None else deck)
    name = {"en": state.atlas.package.title, "ar": state.atlas.package.coverage.title_ar}
    return on_day, in_each_language(name if deck is None else deck)


class _Layout:
    """The layout of one still: bands of text above and below the map."""

    def __init__(
        self,
        state: State,
        language: str,
        size: tuple[int, int],
        earlier: State | None,
        *,
        steady: bool,
    ) -> None:
        self._state, self._language, self._earlier = state, language, earlier
        self._steady = steady
        width, height = size
        self._gains = {} if earlier is None else draw.find_gains(state, earlier)
        self._width, self._height = width, height
        self._unit = max(12.0, (width * height) ** 0.5 / 56)
        self._styles = styles(tuple(state.atlas.package.actors.values()), self._unit)
        margin = self._unit * 1.1
        self._column = Column(margin, width - margin, language)

    def draw(
        self,
        view: str,
        headline: tuple[dict[str, str], dict[str, str]],
        credit: dict[str, str],
        notices: Sequence[Text],
    ) -> Still:
        """Return the picture."""
        unit, column = self._unit, self._column
        title, deck = (text[self._language] for text in headline)
        heading, below = column.lines(title, unit * 0.8, unit * 1.75, "title-bold")
        second, below = column.lines(deck, below + unit * 0.15, unit * 1.05, "deck")
        key, key_height = key_marks(column, self._key(), 0, unit)
        last_lines = [text for text in (
            *(in_each_language(notice)[self._language] for notice in notices),
            credit[self._language], self._sources(),
        ) if text]  # fmt: skip
        foot, foot_height = self._foot(last_lines)
        bottom = self._height - foot_height - key_height - unit * 0.5
        area = Box(0, below + unit * 0.55, self._width, bottom)
        if area.height < self._height * 0.3:
            raise InvalidRequestError(
                "the text leaves too little room for the map: shorten it, or choose a larger size"
            )
        frame = Frame.around(area, self._state.atlas.projection, self._bounds(view), unit)
        scene = Scene(
            self._width, self._height, title, f"{deck}. {self._summary()}", self._language,
            area.polygon(),
        )  # fmt: skip
        self._draw_map(scene, frame)
        scene.add("furniture", [*heading, *second])
        scene.add("furniture", [_moved(mark, bottom + unit * 0.3) for mark in key])
        scene.add("furniture", [_moved(mark, self._height - foot_height) for mark in foot])
        return Still(scene, self._styles)

    def _draw_map(self, scene: Scene, frame: Frame) -> None:
        state, unit, area = self._state, self._unit, frame.area
        basemap = draw.draw_basemap(scene, frame)
        draw.draw_built_up(scene, state, frame)
        contested = draw.draw_territory(scene, state, frame, self._gains)
        draw.draw_roads(scene, state, frame)
        front = draw.draw_front(scene, state, frame, self._earlier)
        cells = state.atlas.cells
        grounds = [cells.to_geographic(cells.extent)] if self._steady else state.territory.geometry
        subject = shapely.union_all([frame.clipped(one) for one in grounds])
        obstacles = [] if self._steady else [*shapely.get_parts(front), contested]
        placement = Placement(area.grown(-unit * 0.3), obstacles)
        corner_size = (area.width * 0.24, area.height * 0.2)
        scale_at, locator_at, *_ = emptiest_corners(area, subject, *corner_size)
        bar = Box(scale_at.left, scale_at.bottom - unit * 2.6, scale_at.right, scale_at.bottom)
        placement.block(bar)
        inner = locator_at.grown(-unit * 0.6)
        small_map = locator(frame, inner)
        if small_map:
            placement.block(inner)
        scene.add("furniture", small_map)
        km = translate(self._language, "kilometres", count="").strip()
        scene.add("furniture", scale_bar(frame, bar, km))
        draw.draw_places(scene, state, frame, placement, steady=self._steady)
        draw.draw_names(scene, frame, basemap, placement, subject)
        edges = (area.polygon().exterior,)
        scene.add("furniture", [Shape(edge, "frame") for edge in edges])

    def _bounds(self, view: str) -> tuple[float, float, float, float]:
        """Return what a view shows, in metres on the plane."""
        atlas = self._state.atlas
        project = atlas.projection
        if view == "all":
            if not len(atlas.cells.xy):
                raise InvalidRequestError("the data package has no places with reports to show")
            west, south, east, north = shapely.total_bounds(shapely.points(atlas.cells.xy))
            return west, south, east, north
        parts = view.split(",")
        if len(parts) == 4:
            try:
                west, south, east, north = (float(part) for part in parts)
            except ValueError:
                raise InvalidRequestError(
                    f"{view!r} is no area: write west,south,east,north in degrees"
                ) from None
            if not (west < east and south < north):
                raise InvalidRequestError(
                    f"{view!r} is no area: west must be less than east, and south than north"
                )
            xs, ys = project.forward([west, east, west, east], [south, south, north, north])
            return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
        place = atlas.place(view)
        x, y = project.forward(place.lon, place.lat)
        around = _AROUND_PLACE_M
        return x - around, y - around, x + around, y + around

    def _key(self) -> list[KeyEntry]:
        state, language = self._state, self._language
        rows = state.territory
        holders = set(rows["actor"].dropna())
        entries = [
            KeyEntry(f"territory-{actor.id}", _actor_name(actor, language), "area")
            for actor in state.atlas.package.actors.values()
            if actor.id in holders or self._steady
        ]
        if self._steady or (rows["status"] == "contested").any():
            entries.append(KeyEntry("contested", translate(language, "contested"), "area"))
        if (rows["status"] == "presumed").any():
            holder = rows[rows["status"] == "presumed"]["actor"].iloc[0]
            text = translate(language, "presumedLegend")
            entries.append(KeyEntry(f"presumed-{holder}", text, "area"))
        if self._steady or not state.front.geometry.is_empty.all():
            entries.append(KeyEntry("front", translate(language, "frontLegend"), "line"))
        if self._earlier is not None:
            entries += self._changes(format_short_date(language, self._earlier.day))
        evidence = {"confirmed", "claimed", None} if self._steady else set(state.places["evidence"])
        for name in ("confirmed", "claimed"):
            if name in evidence:
                entries.append(
                    KeyEntry(f"place-{name}", translate(language, f"{name}Legend"), "dot")
                )
        if draw.shows_weak_places(state) and evidence - {"confirmed", "claimed"}:
            entries.append(KeyEntry("place-weak", translate(language, "stillWeak"), "dot"))
        return entries

    def _changes(self, day: str) -> Iterator[KeyEntry]:
        """Yield what the key says of the ground that was gained since an earlier day."""
        language = self._language
        text = translate(language, "stillEarlierFront", day=day)
        yield KeyEntry("earlier-front", text, "line")
        for actor in self._state.atlas.package.actors.values():
            if actor.id in self._gains:
                name = _actor_name(actor, language)
                text = translate(language, "stillGained", actor=name, day=day)
                yield KeyEntry(f"gained-{actor.id}", text, "area")

    def _sources(self) -> str:
        named = "; ".join(attributions(self._state.atlas.package))
        data = translate(self._language, "placesFrom", names=named) if named else ""
        closed = [
            translate(self._language, "licenceClosed", source=one.title, terms=one.terms_with_path)
            for one in closed_sources(self._state.atlas.package.descriptor)
        ]
        lines = [data, *closed, translate(self._language, "stillBasemap")]
        return " ".join(line for line in lines if line)

    def _summary(self) -> str:
        areas = self._state.areas_km2
        names = self._state.atlas.package.actors
        return "; ".join(
            f"{_actor_name(names[actor], self._language)}: {area:,.0f} km²"
            for actor, area in areas.items()
        )

    def _foot(self, texts: Sequence[str]) -> tuple[list[Any], float]:
        """Return the lines at the bottom, from 0 down, and their height."""
        marks: list[Any] = []
        below = 0.0
        for text in texts:
            lines, below = self._column.lines(text, below, self._unit * 0.62, "credit")
            marks += lines
        return marks, below + self._unit * 0.6


def _actor_name(actor: Any, language: str) -> str:
    name: str = (language == "ar" and actor.name_ar) or actor.name
    return name


def _moved(mark: Any, down: float) -> Any:
    """Return a mark moved down by some pixels."""
    if isinstance(mark, Shape):
        moved = shapely.transform(mark.geometry, lambda xy: xy + np.asarray([0, down]))
        return replace(mark, geometry=moved)
    return replace(mark, y=mark.y + down)
