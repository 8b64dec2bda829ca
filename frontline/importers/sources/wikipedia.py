"""Imports the marks of a Wikipedia detailed map: who held which place on the day of a revision.

The map is a Lua table of marks, each a picture in the colour of an actor. It is read as data and
never run. Which colour is whose, and the day and address of the revision, are for the user to
say. On the first day of the record the marks become first holders; on a later day, what differs
from the package becomes a change on some day since the package last spoke of the place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.importers.candidates import FoundReport
from frontline.importers.event_table import point_of, settled
from frontline.importers.publishers import short_hash
from frontline.importers.sources.lua import Name, Table, parse_lua
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from frontline.importers.merge_events import Settling
    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.sources.lua import LuaFile, Value
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "Wikipedia map"
_TITLE = "Wikipedia, CC BY-SA 4.0"
_MARK = frozenset({"lat", "long", "mark"})

_COLOURS = frozenset(
    {
        *("red", "lime", "green", "yellow", "grey", "gray", "black", "blue", "teal", "purple"),
        *("orange", "white", "pink", "brown", "olive", "navy", "cyan", "gold", "maroon", "violet"),
    }
)
#: Marks around a place tell of pressure; dots in rows tell of the country around.
_PRESSURE = re.compile(r"\barc(?:[ns][nsew]|[ew]{2})\b|\bcircle", re.IGNORECASE)
_RURAL = re.compile(r"^\dx\ddot", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_MARKUP = re.compile(r"'{2,}|<[^<>]*>|&nbsp;")
_POSITION_ERROR_M = 2_000.0


def import_wikipedia(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Import marks as holders.

    Settings: ``on`` is the day of the revision, ``url`` its address. Actors are named by colour
    (``red``) or by a whole mark (``Location dot red.svg``).
    """
    settling, _ = settled(asked, (draft, review, report), "CC BY-SA 4.0", ("on", "url"))
    day, url = asked.settings.get("on"), asked.settings.get("url", "")
    if day is None:
        raise InvalidRequestError("say which day the map is of: --set on=2019-08-15")
    if not re.fullmatch(r"https?://[^\s/?#]\S*", url):
        raise InvalidRequestError("say where the revision was read: --set url=https://...")
    read = [(path.name, parse_lua(read_text(path))) for path in asked.files]
    names = {name: value for _, file in read for name, value in file.names.items()}
    for file, lua in read:
        if lua.torn is not None:
            report.read += 1
            report.refuse(file, lua.torn, "a table, string or comment begins here and never ends")
        for mark in _marks(lua):
            report.read += 1
            found = _found(mark, names, settling, (parse_day(day), url, file))
            if isinstance(found, FoundReport):
                settling.take(found)
            elif found.startswith("left out: "):
                report.left_out[found.removeprefix("left out: ")] += 1
            else:
                report.refuse(file, mark.line, found, _text(mark.fields.get("label")))
    if report.used or report.merged:
        draft.add_source(_TITLE, url)
    settling.finish()


def _marks(lua: LuaFile) -> Iterator[Table]:
    """Give the tables that are marks: with at least two of their fields."""
    for outer in lua.tables:
        for table in outer.tables():
            if len(_MARK & table.fields.keys()) > 1:
                yield table


def _text(value: Value) -> str:
    return clean_text(value) if isinstance(value, str | float) else ""


def _plain(value: Value) -> str:
    """Give a label without the marks of wiki text: a link is what it shows.

    Examples
    --------
    >>> _plain("[[Lyman, Ukraine|Lyman]]")
    'Lyman'
    """
    return clean_text(_MARKUP.sub(" ", _LINK.sub(r"\1", _text(value))).replace("_", " "))


def _found(
    mark: Table, names: Mapping[str, Value], settling: Settling, told: tuple[date, str, str]
) -> FoundReport | str:
    """Give what a mark says, or why it cannot be used."""
    picture = mark.fields.get("mark")
    picture = _text(names.get(picture.name) if isinstance(picture, Name) else picture)
    place = _plain(mark.fields.get("label")) or _plain(mark.fields.get("link"))
    point = point_of(mark.fields.get("long"), mark.fields.get("lat"))
    if not picture:
        return "the mark is not in this file: give the module that names it too"
    sides = _sides(picture, settling)
    if isinstance(sides, str):
        return sides
    if point is None:
        return "lat and long are no point"
    if not place:
        return "left out: the mark has no name"
    day, url, file = told
    before, after = sides
    return FoundReport(
        source=SOURCE,
        source_id=f"WIKI-{day:%Y%m%d}-{slugify(place)[:30]}-{short_hash(place, *point)}",
        place=place,
        lon=point[0],
        lat=point[1],
        position_error_m=_POSITION_ERROR_M,
        date_earliest=day,
        date_latest=day,
        kind="contested" if before else "",
        before=before,
        after=after,
        publishers=("Wikipedia",),
        url=url,
        note=f"Mark {picture} on {day}.",
        file=file,
        row=mark.line,
    )


def _sides(picture: str, settling: Settling) -> tuple[str, str] | str:
    """Give the two who contest a place, or nobody and its holder; or why there is neither."""
    if settling.cast.actor(picture) is not None:
        return "", picture
    if _PRESSURE.search(picture):
        return "left out: a circle or arc tells of pressure, not of control"
    if _RURAL.search(picture):
        return "left out: a mark of the country around tells of no place"
    words = re.split(r"[^a-z]+", picture.casefold())
    colours = list(dict.fromkeys(word for word in words if word in _COLOURS))
    if not colours:
        return "left out: the mark has no colour of an actor"
    if len(colours) > 2:
        return "more than two sides"
    return ("", colours[0]) if len(colours) == 1 else (colours[0], colours[1])
