"""Imports the exports of ACLED: the events in which territory changed hands.

Columns and codes are those of the ACLED codebook. Three kinds of events tell of control; all
others are counted and left out. ACLED's order of actors says nothing, so who took a place is read
from the kind of event and from which side is the government.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.gazetteer.normalize import clean_text
from frontline.importers.candidates import FoundReport
from frontline.importers.dates import month_around, span_around
from frontline.importers.event_table import opened, point_of, record_id, settled
from frontline.importers.publishers import split_names

if TYPE_CHECKING:
    from datetime import date

    from frontline.importers.event_table import Export
    from frontline.importers.merge_events import Settling
    from frontline.importers.options import Asked
    from frontline.importers.readers import Row
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "ACLED"
#: ACLED gives no address for an event.
ADDRESS = "https://acleddata.com/"
LICENCE = "ACLED terms of use"
_TITLE = "ACLED (Armed Conflict Location & Event Data)"

_NEEDED = (
    *("event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1", "actor2"),
    *("location", "latitude", "longitude", "geo_precision", "source"),
)

_REGAINS = "government regains territory"
_OVERTAKES = "non-state actor overtakes territory"
_TRANSFER = "non-violent transfer of territory"

#: geo_precision 1 names a town; a town's point is seldom further off than this.
_POSITION_ERROR_M = 2_000.0
#: What the other codes of geo_precision mean.
_VAGUE = {
    "2": "geo_precision 2: near the place named, not in it",
    "3": "geo_precision 3: somewhere in the region of the place named",
}
_STATE = frozenset({"1", "state forces"})
#: What to do where no setting would tell who took a place.
_BY_HAND = (
    "enter it with frontline add event; or, if the first actor of all such rows of your export "
    "took the place, say --set taker=actor1"
)
_UNTOLD = {
    "transfer": f"a transfer does not say which of two actors took the place: {_BY_HAND}",
    "neither": f"neither side is the state, so nothing says which took the place: {_BY_HAND}",
    "same": f"both sides are the government, so nothing says which took the place: {_BY_HAND}",
    "both": "both sides are the state: name the one that is meant with --set government=ID",
    "unknown": (
        "inter1 and inter2 do not say which side is the state: name the government with --set "
        "government=ID"
    ),
    "uncast": (
        "whether a side is the government is not known, since an actor is none of the package: "
        "say which with --actor 'NAME=ID'"
    ),
}


def import_acled(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Import what tells of control.

    Settings: ``government`` is the actor that "Government regains territory" means;
    ``taker=actor1`` says that the first actor is who took a place, where nothing else tells.
    """
    settling, order = settled(asked, (draft, review, report), LICENCE, ("government", "taker"))
    side = _Sides(settling, asked.settings.get("government"), asked.settings.get("taker"))
    for path in asked.files:
        with opened(path, asked, _NEEDED) as export:
            days = export.days(export.names["event_date"], order)
            kind, reasons = export.names["sub_event_type"], _Reasons()
            for row in export.rows:
                if why := reasons[row.cells[kind]]:
                    report.left_out[why] += 1
                    continue
                _take(export, row, days.day(row.cells.get(days.name)), side)
            export.counted(report)
    if report.used or report.merged:
        draft.add_source(_TITLE, ADDRESS, closed_terms=LICENCE)
    settling.finish()


class _Reasons(dict[object, str]):
    """Why a row of each sub_event_type is left out; empty if it is not. Worked out when met."""

    def __missing__(self, written: object) -> str:
        """Compare without case, as spreadsheets do."""
        kind = clean_text(written)
        tells = kind.casefold() in {_REGAINS, _OVERTAKES, _TRANSFER}
        why = f"sub_event_type {kind[:60]!r} tells of no change of control"
        self[written] = "" if tells else why
        return self[written]


class _Sides:
    """Tells who took a place from whom."""

    def __init__(self, settling: Settling, government: str | None, taker: str | None) -> None:
        self.settling = settling
        if government is not None and government not in settling.cast.ids:
            raise InvalidRequestError(
                f"--set government={government}: no actor of the package has this id"
            )
        if taker not in {None, "actor1"}:
            raise InvalidRequestError(f"--set taker={taker}: there is only taker=actor1")
        self._government, self._first = government, taker == "actor1"

    def of(self, export: Export, row: Row) -> tuple[str, str] | str:
        """Give who lost and who took a place, as ACLED writes them; or why that is not told."""
        names = [export.cell(row, "actor1"), export.cell(row, "actor2")]
        if not all(names):
            return "", names[0] or names[1]
        kind = export.cell(row, "sub_event_type").casefold()
        state = [self._is_state(export, row, number) for number in (1, 2)]
        if kind != _TRANSFER and state.count(True) == 1:
            took = [one is True for one in state].index(kind == _REGAINS)
            return names[1 - took], names[took]
        if self._first:
            return names[1], names[0]
        return _UNTOLD["transfer"] if kind == _TRANSFER else self._why(state)

    def _is_state(self, export: Export, row: Row, number: int) -> bool | None:
        """Whether an actor is the government: by the user's word, or by ACLED's ``inter``.

        None where that is not known: nobody was cast, or the cell is empty.
        """
        if self._government:
            actor = self.settling.cast.actor(export.cell(row, f"actor{number}"))
            return None if actor is None else actor == self._government
        inter = export.cell(row, f"inter{number}").casefold()
        return inter in _STATE if inter else None

    def _why(self, state: list[bool | None]) -> str:
        """Say why nothing tells who took a place, with the remedy that helps."""
        if None in state:
            return _UNTOLD["uncast" if self._government else "unknown"]
        if not any(state):
            return _UNTOLD["neither"]
        return _UNTOLD["same" if self._government else "both"]


def _take(export: Export, row: Row, day: date | None, side: _Sides) -> None:
    """Settle one row that tells of control."""
    settling = side.settling
    found = _found(export, row, day, side)
    precision = export.cell(row, "geo_precision")
    if not isinstance(found, FoundReport):
        settling.heard(export.cell(row, "actor1"), export.cell(row, "actor2"))
        settling.report.refuse(export.name, row.number, *found)
    elif precision == "1":
        settling.take(found)
    else:
        settling.unplaced(found, _VAGUE[precision])


def _both(export: Export, row: Row) -> str:
    return f"{export.cell(row, 'actor1')[:38]}; {export.cell(row, 'actor2')[:38]}"


def _span(day: date, precision: str) -> tuple[date, date] | None:
    """Give the days on which it may have been.

    By the codebook, code 2 is a week and code 3 a month, each written as its middle day.
    """
    if precision == "1":
        return day, day
    if precision == "2":
        return span_around(day, 3)
    if precision != "3":
        return None
    month, around = month_around(day), span_around(day, 15)
    return min(month[0], around[0]), max(month[1], around[1])


def _found(
    export: Export, row: Row, day: date | None, side: _Sides
) -> FoundReport | tuple[str, str]:
    """Give what a row says, or why it cannot be used and what shows that."""
    point = point_of(row.cells[export.names["longitude"]], row.cells[export.names["latitude"]])
    span = None if day is None else _span(day, export.cell(row, "time_precision"))
    if span is None:
        why = "event_date is no day" if day is None else "time_precision is none of 1, 2, 3"
        return why, export.cell(row, "event_date")
    if point is None or export.cell(row, "geo_precision") not in {"1", *_VAGUE}:
        why = "latitude and longitude are no point, or geo_precision is none of 1, 2, 3"
        return why, export.cell(row, "location")
    if not export.cell(row, "event_id_cnty"):
        return "event_id_cnty is empty", ""
    sides = side.of(export, row)
    if isinstance(sides, str):
        return sides, _both(export, row)
    return _report(export, row, span, sides, point)


def _report(
    export: Export,
    row: Row,
    span: tuple[date, date],
    sides: tuple[str, str],
    point: tuple[float, float],
) -> FoundReport:
    codes = ("time_precision", "geo_precision", "source_scale")
    said = [f"{code} {export.cell(row, code)}" for code in codes if export.cell(row, code)]
    own = export.cell(row, "event_id_cnty")
    admin = [export.cell(row, f"admin{level}") for level in (1, 2, 3)]
    return FoundReport(
        source=SOURCE,
        source_id=record_id(own),
        place=export.cell(row, "location"),
        admin=tuple(filter(None, admin)),
        lon=point[0],
        lat=point[1],
        position_error_m=_POSITION_ERROR_M,
        date_earliest=span[0],
        date_latest=span[1],
        kind="capture",
        before=sides[0],
        after=sides[1],
        publishers=split_names(export.cell(row, "source")) or (SOURCE,),
        url=ADDRESS,
        note=f"ACLED {own}: {export.cell(row, 'sub_event_type')}. {'; '.join(said)}.",
        file=export.name,
        row=row.number,
    )
