"""Areas of control: import the polygons that publishers draw of who holds what.

Format: polygons in one of the vector formats, one file for each day or several. The user states
who holds the ground, by a property (``--column after=type --actor "nochange=red"``) or for whole
files (``--set after=red``); who holds the rest (``--set else=blue --within AREA``); and the
publisher, its address and its licence. The day is a property, in the name of the file, or stated.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import UnusedRow
from frontline.importers.columns import plain
from frontline.importers.dates import DayColumn, DayOptions
from frontline.importers.day_formats import UnreadDay
from frontline.importers.drawn_ground import MapOfDay, Outlines, part_id
from frontline.importers.merge_areas import MapMerger, MapSource, Rest
from frontline.importers.options import ImportOptions
from frontline.importers.outlier_days import find_outliers
from frontline.importers.resolve_actors import ActorResolver
from frontline.importers.summary import ImportSummary
from frontline.importers.vector import import_region, read_shapes
from frontline.package.area_statements import Kind
from frontline.package.integrity import UNSET_DAY, UNSET_REGION

if TYPE_CHECKING:
    from frontline.importers.dates import Order
    from frontline.importers.review import Review
    from frontline.importers.vector import Shape
    from frontline.package.draft import Draft


_AREAS = ("Polygon", "MultiPolygon", "GeometryCollection")
_SETTINGS = (
    *("after", "else", "within", "on", "publisher", "url", "licence", "published"),
    *("stance", "from", "to", "same-day", "dates"),
)
#: Settings that have to be there.
_REQUIRED = {
    "publisher": "--set publisher='Name of the publisher'",
    "url": "--set url=https://... (where its map is published)",
    "licence": "--set licence='CC BY 4.0' (or its own terms)",
}
#: A day in the name of a file: 20241101, 2024-11-01.
_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_ORDERS: dict[str, Order] = {"day-first": "day-first", "month-first": "month-first"}
_DAY_PROPERTIES = ("date", "day")
#: Years outside are typing errors.
_YEARS = (1900, 2100)
_WORDS = re.compile(r"[\s:;,+]+")


def import_control_areas(
    options: ImportOptions, draft: Draft, _: Review, summary: ImportSummary
) -> None:
    """Import the ground of each holder on each day, and who holds the rest."""
    source = _read_source(options)
    holders = _Holders(draft, options)
    if draft.region == UNSET_REGION and options.region is None:
        raise InvalidRequestError(
            "the package has no region: import places first, or set region in datapackage.json"
        )
    holders.stated(options, "after")
    rest = _read_rest(options, draft, holders)
    maps = _read_maps(options, draft, holders, summary)
    writer = MapMerger(draft, source, options.settings.get("same-day", ""), summary)
    for day in sorted(maps):
        writer.write(maps[day], rest)
    writer.finish()


def _read_source(options: ImportOptions) -> MapSource:
    """Read who drew the maps; raise an InvalidRequestError if a setting is missing or unknown."""
    settings = options.settings
    for name in settings:
        if name not in _SETTINGS:
            raise InvalidRequestError(
                f"--set {name}: this import has no such setting; use {', '.join(_SETTINGS)}"
            )
    missing = [text for name, text in _REQUIRED.items() if not clean_text(settings.get(name))]
    if missing:
        raise InvalidRequestError(f"missing: add {' and '.join(missing)}")
    published = settings.get("published")
    return MapSource(
        clean_text(settings["publisher"]),
        settings["url"].strip(),
        clean_text(settings["licence"]),
        None if published is None else parse_day(published),
        settings.get("stance", "").strip().lower(),
    )


class _Holders:
    """Finds what ground is: held by an actor, contested, claimed or unknown."""

    def __init__(self, draft: Draft, options: ImportOptions) -> None:
        self._resolver = ActorResolver(draft.actors)
        self._mapped = {clean_text(k).casefold(): v for k, v in options.actors.items()}
        for name, words in options.actors.items():
            if self.kind(words) is None:
                raise InvalidRequestError(f"--actor {name}={words}: {self._remedy()}")

    def stated(self, options: ImportOptions, name: str) -> Kind | None:
        """Return the kind of ground in a setting, or None if it is not there."""
        words = options.settings.get(name)
        if words is None:
            return None
        kind = self.kind(words)
        if kind is None:
            raise InvalidRequestError(f"--set {name}={words}: {self._remedy()}")
        return kind

    def kind(self, words: str) -> Kind | None:
        """Return the kind of ground that words mean; None if they are not known.

        The words are an actor, ``contested`` (with the actors if there are more than two),
        ``claimed ACTOR`` or ``unknown``.
        """
        text = clean_text(self._mapped.get(clean_text(words).casefold(), words))
        actor = self._resolver.actor(text)
        if actor is not None:
            return Kind("held", (actor,))
        state, *names = _WORDS.split(text)
        actors = [self._resolver.actor(name) for name in names]
        if None in actors:
            return None
        found = tuple(sorted({actor for actor in actors if actor}))
        match state.casefold():
            case "contested":
                sides = found or tuple(sorted(self._resolver.ids))
                clear = len(sides) == 2 or (names and len(sides) > 2)
                return Kind("contested", sides) if clear else None
            case "claimed" if len(found) == 1:
                return Kind("claimed", found)
            case "unknown" if not names:
                return Kind("unknown", ())
        return None

    def _remedy(self) -> str:
        known = ", ".join(self._resolver.ids) or "none yet: add them to actors.csv"
        return (
            f"write an actor, 'contested ACTOR ACTOR', 'claimed ACTOR' or 'unknown'; "
            f"the actors are {known}"
        )


def _read_rest(options: ImportOptions, draft: Draft, holders: _Holders) -> Rest:
    """Read ``else`` and ``within``; without them nothing is said of the rest of the region."""
    kind = holders.stated(options, "else") or Kind("unknown", ())
    within = options.settings.get("within")
    if within is None:
        region = import_region(draft, options)
        return Rest(kind, (part_id("region", region),), {part_id("region", region): region})
    ids = _admin_ids(draft, within)
    if ids:
        return Rest(kind, ids, {})
    polygons = read_polygons(Path(within), "within")
    if not polygons:
        raise InvalidRequestError(f"--within {within}: there is no polygon in the file")
    return Rest(kind, tuple(polygons), polygons)


def _admin_ids(draft: Draft, within: str) -> tuple[str, ...]:
    """Return the ids of the administrative areas with an id or a name."""
    rows = [(row["id"], row["name"], row.get("name_ar", "")) for row in draft.rows("admin")]
    word = clean_text(within).casefold()
    named = [names[0] for names in rows if word in {name.casefold() for name in names}]
    if len(named) > 1 and within not in named:
        raise InvalidRequestError(
            f"--within {within}: several areas have this name: use one of the ids "
            f"{', '.join(named)}"
        )
    if not named and not Path(within).exists():
        known = ", ".join(names[1] for names in rows[:20]) or "none: `frontline import admin`"
        raise InvalidRequestError(
            f"--within {within}: is neither a file nor an administrative area of the package; "
            f"it has {known}"
        )
    return (within,) if within in named else tuple(named)


def read_polygons(path: Path, prefix: str) -> dict[str, Any]:
    """Return the polygons of a file, merged where they touch, by ids that begin with a prefix."""
    outlines, ignored = Outlines(), ImportSummary("areas")
    shapes = read_shapes(ImportOptions(files=(path,)), ignored, _AREAS)
    parts = [polygon for shape in shapes for polygon in outlines.polygons(shape)]
    merged = shapely.get_parts(shapely.union_all(parts))
    return {part_id(prefix, polygon): polygon for polygon in merged if not polygon.is_empty}


def _read_maps(
    options: ImportOptions, draft: Draft, holders: _Holders, summary: ImportSummary
) -> dict[date, MapOfDay]:
    """Return the map of each day."""
    region = import_region(draft, options)
    outlines = Outlines()
    maps: dict[date, MapOfDay] = {}
    shapes = read_shapes(options, summary, _AREAS)
    for file, group in groupby(shapes, key=lambda shape: shape.file):
        own = list(group)
        days, kinds = _Days(file, own, options, summary), _Kinds(own, options, holders)
        for shape in own:
            day, kind = days.day(shape), kinds.kind(shape)
            if options.classes and kinds.word(shape) not in options.classes:
                summary.left_out["of another class of features (--class chooses)"] += 1
            elif isinstance(day, str):
                summary.refuse(file, shape.row, day, days.text(shape))
            elif not days.is_wanted(day):
                summary.left_out["before or after the days that --set from and to state"] += 1
            elif kind is None:
                summary.unmapped_names[kinds.word(shape)] += 1
                summary.refuse(file, shape.row, kinds.reason(), kinds.word(shape))
            elif not region.intersects(shapely.box(*shape.geometry.bounds)):
                summary.left_out["outside the region"] += 1
            elif not (polygons := outlines.polygons(shape)):
                summary.refuse(file, shape.row, "the outline has no area: draw it again")
            else:
                maps.setdefault(day, MapOfDay(day)).add(kind, shape, polygons)
    outlines.report(summary)
    _refuse_outliers(maps, draft, summary)
    return maps


def _refuse_outliers(maps: dict[date, MapOfDay], draft: Draft, summary: ImportSummary) -> None:
    """Refuse the maps of days that lie years from all others, as a typing error makes them."""
    counts = Counter(day.toordinal() for day in maps)
    if UNSET_DAY not in draft.span:
        counts.update(day.toordinal() for day in draft.span)
    for first, last in find_outliers(counts):
        for day in [day for day in maps if first <= day.toordinal() <= last]:
            one = maps.pop(day)
            reason = "the day is years from all others: correct it, or import the file by itself"
            summary.unused += [UnusedRow.of(one.files[0], str(day), reason)] * one.count


class _Kinds:
    """Finds who holds the ground of each feature of a file."""

    def __init__(self, shapes: list[Shape], options: ImportOptions, holders: _Holders) -> None:
        self._holders = holders
        self._stated = holders.stated(options, "after")
        self._column = options.columns.get("after", "")
        names = dict.fromkeys(name for shape in shapes for name in shape.properties)
        if self._stated is None and not self._column:
            has = (
                f"the features have the properties {', '.join(names)}"
                if names
                else ("the features have no properties")
            )
            raise InvalidRequestError(
                "who holds the ground? Add --set after=ACTOR, or --column after=PROPERTY with "
                f"--actor 'VALUE=ACTOR' for each value; {has}"
            )
        alike = [name for name in names if name.casefold() == self._column.casefold()]
        if self._column not in names and len(alike) == 1:
            (self._column,) = alike
        if self._column and shapes and self._column not in names:
            raise InvalidRequestError(
                f"--column after={self._column}: {shapes[0].file} has no such property; it has "
                f"{', '.join(names) or 'none'}"
            )

    def word(self, shape: Shape) -> str:
        """Return the value of the property that says who holds the ground."""
        return clean_text(shape.properties.get(self._column))

    def kind(self, shape: Shape) -> Kind | None:
        """Return the kind of ground of a feature; None if its value is not known."""
        if not self._column:
            return self._stated
        word = self.word(shape)
        return self._holders.kind(word) if word else self._stated

    def reason(self) -> str:
        """Return why a feature has no kind of ground."""
        return (
            f"the property {self._column!r} names no actor of the package: add --actor "
            "'VALUE=ACTOR' (or 'VALUE=contested', 'VALUE=claimed ACTOR', 'VALUE=unknown')"
        )


class _Days:
    """Finds the day of each feature: stated, of a property, or in the name of the file."""

    def __init__(
        self, file: str, shapes: list[Shape], options: ImportOptions, summary: ImportSummary
    ) -> None:
        settings = options.settings
        self._first, self._last = (
            None if name not in settings else parse_day(settings[name]) for name in ("from", "to")
        )
        self._stated = None if "on" not in settings else parse_day(settings["on"])
        self._named = _day_in_name(file.partition(", layer ")[0]) or _day_in_name(file)
        self._column = options.columns.get("on", "")
        if not self._column:
            known = (n for shape in shapes for n in shape.properties if plain(n) in _DAY_PROPERTIES)
            self._property = next(known, "")
        order = settings.get("dates")
        self._read = DayColumn(
            file,
            self._column or self._property,
            lambda: ((shape.row, self.text(shape)) for shape in shapes),
            DayOptions(_ORDERS[order]) if order in _ORDERS else None,
        )
        self._compare(file, shapes, summary)

    def _compare(self, file: str, shapes: list[Shape], summary: ImportSummary) -> None:
        """Note that a property has another day than the name of the file, which counts."""
        if self._column or self._stated or not (self._named and self._property):
            return
        others = {day for shape in shapes if (day := self._read.day(self.text(shape)))}
        for other in sorted(others - {self._named}):
            summary.disagreements.append(
                f"{file}: its name says {self._named}, its property {self._property!r} says "
                f"{other}; the name counts. Use --column on={self._property} for the property"
            )

    def text(self, shape: Shape) -> str:
        """Return the day as the feature has it."""
        return clean_text(shape.properties.get(self._column or self._property))

    def day(self, shape: Shape) -> date | str:
        """Return the day of a feature, or why there is none."""
        day = None if self._column else self._stated or self._named
        text = self.text(shape)
        if day is None and not text:
            return (
                "has no day: name the file by its day (20241101), or add --column on=PROPERTY or "
                "--set on=DAY"
            )
        if day is None:
            days = self._read.span(text)
            if isinstance(days, UnreadDay):
                return days.reason
            if days[0] != days[1]:
                return "has more than one day: write one, or add --set on=DAY"
            day = days[0]
        if not _YEARS[0] <= day.year <= _YEARS[1]:
            return f"the day {day} is out of range: correct it, or add --set on=DAY"
        return day

    def is_wanted(self, day: date) -> bool:
        """Return whether a day lies between the days that the user states."""
        return (self._first or day) <= day <= (self._last or day)


def _day_in_name(file: str) -> date | None:
    """Return the day in the name of a file; None if there is none, or more than one."""
    found = set()
    for match in _DAY_IN_NAME.finditer(file):
        with suppress(ValueError):
            found.add(date(int(match[1]), int(match[3]), int(match[4])))
    return found.pop() if len(found) == 1 else None
