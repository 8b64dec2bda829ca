"""Wikipedia detailed maps: import who held which place on the day of a revision.

Format: a Lua module such as ``Module:Syrian Civil War detailed map``
(https://en.wikipedia.org/wiki/Category:Civil_war_detailed_map_templates), a table of marks with
``lat``, ``long``, ``mark`` and ``label``; it is parsed as data and never run. Licence:
CC BY-SA 4.0.

The picture of a mark has the colour of an actor. The user states which colour is whose, and the
day and address of the revision. On the first day of the record the marks become first holders; on
every later day they are statements, which confirm the holder or date the change since the last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.importers.candidates import ReportCandidate
from frontline.importers.event_table import make_merger
from frontline.importers.lua import Name, Table, parse_lua
from frontline.importers.positions import read_position
from frontline.importers.publishers import short_hash
from frontline.importers.rows import Rows
from frontline.importers.text_table import DAMAGED
from frontline.input_files import read_whole
from frontline.text_encoding import find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from frontline.importers.lua import LuaFile, Value
    from frontline.importers.merge_events import EventMerger
    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


SOURCE = "Wikipedia map"
LICENCE = "CC BY-SA 4.0"
_TITLE = f"Wikipedia, {LICENCE}"
_MARK_FIELDS = frozenset({"lat", "long", "mark"})

_COLOURS = frozenset(
    {
        *("red", "lime", "green", "yellow", "grey", "gray", "black", "blue", "teal", "purple"),
        *("orange", "white", "pink", "brown", "olive", "navy", "cyan", "gold", "maroon", "violet"),
    }
)
#: Arcs and circles around a place show pressure on it; rows of dots show the area around it.
_PRESSURE = re.compile(r"\barc(?:[ns][nsew]|[ew]{2})\b|\bcircle", re.IGNORECASE)
_RURAL = re.compile(r"^\dx\ddot", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_MARKUP = re.compile(r"'{2,}|<[^<>]*>|&nbsp;")
_ADDRESS = re.compile(r"https?://[^\s/?#]\S*")
_POSITION_ERROR_M = 2_000.0


#: Largest module; Wikipedia itself allows 2 MiB.
_MAX_BYTES = 16 << 20


class _LeftOut(str):
    """The reason why a mark is left out; it is not a fault of the file."""

    __slots__ = ()


def import_wikipedia(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import marks as holders.

    Settings: ``on`` is the day of the revision, ``url`` its address. Actors are mapped by colour
    (``red``) or by a whole mark (``Location dot red.svg``).
    """
    merger, _ = make_merger(options, (draft, review, summary), LICENCE, ("on", "url"))
    day, url = options.settings.get("on"), options.settings.get("url", "")
    if day is None:
        raise InvalidRequestError("the day of the map is missing: add --set on=2019-08-15")
    if not _ADDRESS.fullmatch(url):
        raise InvalidRequestError(
            "the address of the revision is missing: add --set url=https://..."
        )
    texts = [_read(path, options.encoding) for path in options.files]
    files = [(rows, parse_lua(text)) for rows, text in texts]
    names = {name: value for _, lua in files for name, value in lua.names.items()}
    for rows, lua in files:
        file = rows.file
        if lua.unclosed is not None:
            rows.read += 1
            reason = (
                "a table, string or comment begins here and is never closed: copy the whole module "
                "again"
            )
            summary.refuse(file, lua.unclosed, reason)
        for mark in _marks(lua):
            rows.read += 1
            candidate = _candidate(mark, names, merger, (parse_day(day), url, file))
            if isinstance(candidate, ReportCandidate):
                merger.merge(candidate)
            elif isinstance(candidate, _LeftOut):
                summary.left_out[str(candidate)] += 1
            else:
                summary.refuse(file, mark.line, candidate, _text(mark.fields.get("label")))
        summary.count_rows(rows)
    if summary.used or summary.merged:
        draft.add_source(_TITLE, url)
    merger.finish()


def _read(path: Path, encoding: str | None) -> tuple[Rows, str]:
    """Return the text of a module, and the rows that count its marks."""
    encoding = find_encoding(path, encoding)
    text = read_whole(path, _MAX_BYTES).decode(encoding, "replace").removeprefix("\ufeff")
    rows = Rows(path.name, (), encoding=encoding)
    for number, line in enumerate(text.splitlines() if DAMAGED in text else (), start=1):
        if DAMAGED in line:
            rows.damaged.append((number, "line", line.strip()[:80]))
    return rows, text


def _marks(lua: LuaFile) -> Iterator[Table]:
    """Yield the tables with at least two of the fields of a mark."""
    for outer in lua.tables:
        for table in outer.tables():
            if len(_MARK_FIELDS & table.fields.keys()) > 1:
                yield table


def _text(value: Value) -> str:
    return clean_text(value) if isinstance(value, str | float) else ""


def _plain(value: Value) -> str:
    """Return a label without wiki markup; of a link, the text that it shows.

    Examples
    --------
    >>> _plain("[[Lyman, Ukraine|Lyman]]")
    'Lyman'
    """
    return clean_text(_MARKUP.sub(" ", _LINK.sub(r"\1", _text(value))).replace("_", " "))


def _candidate(
    mark: Table, names: Mapping[str, Value], merger: EventMerger, map_: tuple[date, str, str]
) -> ReportCandidate | str:
    """Return a mark as a report, or the reason why it cannot be used.

    Parameters
    ----------
    names : values of the names that marks use for their pictures
    map_ : day, address and file name of the map
    """
    picture = mark.fields.get("mark")
    picture = _text(names.get(picture.name) if isinstance(picture, Name) else picture)
    place = _plain(mark.fields.get("label")) or _plain(mark.fields.get("link"))
    point = read_position(mark.fields.get("long"), mark.fields.get("lat"))
    if not picture:
        return "the picture of the mark is not in this file: add the module that defines it"
    sides = _sides(picture, merger)
    if isinstance(sides, str):
        return sides
    if isinstance(point, str):
        return f"lat and long: {point}"
    if not place:
        return _LeftOut("the mark has no name")
    day, url, file = map_
    before, after = sides
    return ReportCandidate(
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
        published_on=day,
        is_statement=True,
        note=f"Mark {picture} on {day}.",
        file=file,
        row=mark.line,
    )


def _sides(picture: str, merger: EventMerger) -> tuple[str, str] | str:
    """Return the two who contest a place, or "" and its holder; or the reason for neither."""
    if merger.actors.actor(picture) is not None:
        return "", picture
    if _PRESSURE.search(picture):
        return _LeftOut("a circle or arc shows pressure, not control")
    if _RURAL.search(picture):
        return _LeftOut("the mark of a rural area is not a place")
    words = re.split(r"[^a-z]+", picture.casefold())
    colours = list(dict.fromkeys(word for word in words if word in _COLOURS))
    if not colours:
        return _LeftOut("the mark has no colour of an actor")
    if len(colours) > 2:
        return "the mark has more than two sides: enter the place with frontline add event"
    return ("", colours[0]) if len(colours) == 1 else (colours[0], colours[1])
