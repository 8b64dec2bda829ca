"""Imports the exports of ACLED: the events in which territory changed hands.

Columns and codes are those of the ACLED codebook. Three kinds of events tell of control; all
others are counted and left out. ACLED's order of actors says nothing, so who took a place is read
from the kind of event and from which side is the government.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import RequestError
from frontline.intake.day_columns import month_around, span_around
from frontline.intake.exports import opened, point_of, record_id, settled
from frontline.intake.found import FoundReport, tidy
from frontline.intake.voices import split_names

if TYPE_CHECKING:
    from datetime import date

    from frontline.intake.asked import Asked
    from frontline.intake.draft import Draft
    from frontline.intake.exports import Export
    from frontline.intake.report import Report
    from frontline.intake.review import Review
    from frontline.intake.rows import Row
    from frontline.intake.settling import Settling

__all__ = ["import_acled"]

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
_NOT_SAID = (
    "which side took the place is not said: name the government with --set government=ID, or say "
    "with --set taker=actor1 that it is always the first"
)


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
        draft.cite(_TITLE, ADDRESS, closed_terms=LICENCE)
    settling.finish()


class _Reasons(dict[object, str]):
    """Why a row of each sub_event_type is left out; empty if it is not. Worked out when met."""

    def __missing__(self, written: object) -> str:
        """Compare without case, as spreadsheets do."""
        kind = tidy(written)
        tells = kind.casefold() in {_REGAINS, _OVERTAKES, _TRANSFER}
        why = f"sub_event_type {kind[:60]!r} tells of no change of control"
        self[written] = "" if tells else why
        return self[written]


class _Sides:
    """Tells who took a place from whom."""

    def __init__(self, settling: Settling, government: str | None, taker: str | None) -> None:
        self.settling = settling
        if government is not None and government not in settling.cast.ids:
            raise RequestError(
                f"--set government={government}: no actor of the package has this id"
            )
        if taker not in {None, "actor1"}:
            raise RequestError(f"--set taker={taker}: there is only taker=actor1")
        self._government, self._first = government, taker == "actor1"

    def of(self, export: Export, row: Row) -> tuple[str, str] | None:
        """Give who lost and who took a place, as ACLED writes them; None if it is not said."""
        names = [export.cell(row, "actor1"), export.cell(row, "actor2")]
        if not all(names):
            return "", names[0] or names[1]
        state = [self._is_state(export, row, number) for number in (1, 2)]
        kind = export.cell(row, "sub_event_type").casefold()
        if kind != _TRANSFER and state[0] != state[1]:
            took = state.index(kind == _REGAINS)
            return names[1 - took], names[took]
        return (names[1], names[0]) if self._first else None

    def _is_state(self, export: Export, row: Row, number: int) -> bool:
        """Whether an actor is the government: by the user's word, or by ACLED's ``inter``."""
        if self._government:
            actor = self.settling.cast.actor(export.cell(row, f"actor{number}"))
            return actor == self._government
        return export.cell(row, f"inter{number}").casefold() in _STATE


def _take(export: Export, row: Row, day: date | None, side: _Sides) -> None:
    """Settle one row that tells of control."""
    settling = side.settling
    report = settling.report
    point = point_of(row.cells[export.names["longitude"]], row.cells[export.names["latitude"]])
    span = None if day is None else _span(day, export.cell(row, "time_precision"))
    precision = export.cell(row, "geo_precision")
    sides = side.of(export, row)
    if span is None:
        why = "event_date is no day" if day is None else "time_precision is none of 1, 2, 3"
        report.refuse(export.name, row.number, why, export.cell(row, "event_date"))
    elif point is None or precision not in {"1", *_VAGUE}:
        why = "latitude and longitude are no point, or geo_precision is none of 1, 2, 3"
        report.refuse(export.name, row.number, why, export.cell(row, "location"))
    elif not export.cell(row, "event_id_cnty"):
        report.refuse(export.name, row.number, "event_id_cnty is empty")
    elif sides is None:
        report.refuse(export.name, row.number, _NOT_SAID, export.cell(row, "actor1"))
    else:
        found = _found(export, row, span, sides, point)
        if precision == "1":
            settling.take(found)
        else:
            settling.unplaced(found, _VAGUE[precision])


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
