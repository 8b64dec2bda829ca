"""The reports about each place, with their sources, so that a reader can check the map."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.control.reasons import UNSOURCED, Reason
from frontline.control.statements import position_of
from frontline.formatting import format_date
from frontline.i18n import reason_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.assessment import Assessment
    from frontline.models import Event

#: The columns of reports, and of the baseline, that a page shows; the last one of a report is read.
_OF_REPORT = ("publisher", "url", "published_on", "says")
_OF_BASELINE = ("baseline_id", "holder", "evidence", "note")
#: Texts in a note that may be the id of an event.
_EVENT_ID = re.compile(r"\b[A-Za-z]+-[0-9]+\b")


def encode_reported(atlas: Atlas, first: date, last: date) -> list[list[int]]:
    """Encode, for each place with a cell, the last day that its reports cover.

    Returns
    -------
    list of list of int
        For each place: days from `first` to the covered day as known on `first`, then two numbers
        for each change until `last`: days from `first` to the change, and from the newly covered
        day to the change. A covered day that is later than the day of the reader covers that day.
    """
    record, table = atlas.record, atlas.holders.table
    begin, start = record.first.toordinal(), atlas.holders.day_number(first)
    end = atlas.holders.day_number(last)
    reported = [min(day.toordinal() - begin, end) for day in record.values("reported")]
    shown = [reported[row] for row in np.flatnonzero(table.on(start)).tolist()]
    encoded = [[day - start] for day in shown]
    for row in table.beginning(start, end).tolist():
        place, changed = int(table.column[row]), int(table.first[row])
        if reported[row] != shown[place]:
            shown[place] = reported[row]
            encoded[place] += [changed - start, changed - shown[place]]
    return encoded


def _numbers_of(values: Iterable[str]) -> dict[str, list[int]]:
    """Return the numbers of the rows with each value of a column."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, value in enumerate(values):
        found[value].append(number)
    return dict(found)


class _Table:
    """Values that are stored once and referred to by number."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        return self.known.setdefault(value, len(self.known))


class _Sources:
    """The publishers and reports that the rows of a page refer to."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas, package = atlas, atlas.package
        self._publishers = _Table()
        self._reports = _Table()
        columns = (package.values("all_reports", name) for name in _OF_REPORT)
        self._known: list[tuple[Any, ...]] = list(zip(*columns, strict=True))
        records = package.values("all_reports", "record_id")
        for area_report in package.area_reports:
            report = area_report.as_report()
            self._known.append(tuple(getattr(report, name) for name in _OF_REPORT))
            records.append(area_report.area_report_id)
        self._of_record = _numbers_of(records)

    def report_numbers(self, record_id: str) -> list[int]:
        """Return the numbers of the reports about a record."""
        return self.support_of(record_id)[1]

    def support_of(self, record_id: str) -> tuple[bool, list[int]]:
        """Return whether a report supports a record, and the numbers of the reports about it."""
        is_supported, numbers = False, []
        publishers, reports = self._publishers.known, self._reports.known
        for n in self._of_record.get(record_id, ()):
            report = self._known[n]
            publishers.setdefault(report[0], len(publishers))
            numbers.append(reports.setdefault(report, len(reports)))
            is_supported = is_supported or report[-1] == "supports"
        return is_supported, numbers

    def tables(self, first: date) -> dict[str, Any]:
        """Return the tables; complete after all rows are encoded."""
        publishers = self._atlas.package.publishers
        actors = self._atlas.actors
        known = [publishers[id_] for id_ in self._publishers.known]
        number, reports = self._publishers.known, self._reports.known
        return {
            "publishers": [
                [one.name, actors.index(one.aligned_with) if one.aligned_with else -1]
                for one in known
            ],
            "reports": {
                "publisher": [number[publisher] for publisher, _, _, _ in reports],
                "address": [url for _, url, _, _ in reports],
                "published": [
                    "" if day is None else (day - first).days for _, _, day, _ in reports
                ],
                "says": [
                    [number, stance]
                    for number, (_, _, _, stance) in enumerate(reports)
                    if stance != "supports"
                ],
            },
        }


def encode_history(atlas: Atlas, first: date, last: date) -> dict[str, Any]:
    """Encode the history of each place with a cell, up to and including a day.

    Returns
    -------
    dict
        `publishers`: name, and the actor it is aligned with (-1 for none). `reports`: columns:
        `publisher`; `address`; `published`, days since `first` or ""; and `says`, the stance of
        those that do not support.
        `reasons`: why a change is accepted or not, in each language.
        `notes`: a text, or the number of a reason and a text.
        `kinds` and `evidence`: words that the rows refer to by number.
        `rows`: for each place a list of rows: kind (``road`` for an event on the road next to
        it), actor before, actor after (-1 for none), earliest day, latest day (days since `first`,
        both "" for the baseline), evidence, accepted (1 or 0), note, reports.
    """
    by_place: defaultdict[str, list[Assessment]] = defaultdict(list)
    for assessment in atlas.assessments:
        if assessment.event.place_id is not None and assessment.event.date_earliest <= last:
            by_place[assessment.event.place_id].append(assessment)
    for own in by_place.values():
        own.sort(key=lambda one: (one.event.date_latest, one.event.event_id))
    stated: defaultdict[str, list[Event]] = defaultdict(list)
    for event in atlas.package.events:
        if event.kind == "held" and event.place_id is not None:
            stated[event.place_id].append(event)
    sources, notes, reasons = _Sources(atlas), _Table(), _Table()
    notes.number("")
    on_roads = {event.event_id for event in atlas.package.events if event.highway is not None}
    days = {event.event_id: event.date_latest for event in atlas.package.events}
    baseline = _BaselineRows(atlas, sources, (notes, reasons), days)
    inferred = _inferred_holders(atlas)
    rows = []
    for number, place in enumerate(atlas.sites):
        encoded = baseline.of(place.id)
        if place.id in stated:
            encoded += _statement_rows(
                atlas, stated[place.id], sources, (notes, reasons), (first, last)
            )
        if number in inferred:
            encoded.append(_inferred_row(*inferred[number], sources, (notes, reasons)))
        for one in by_place.get(place.id, ()):
            text = _with_dates(one.event.note, days)
            note = notes.number((reasons.number(one.reason), text))
            kind = "road" if one.event.event_id in on_roads else one.event.kind
            encoded.append(_event_row(atlas, one, sources, (kind, note), first))
        rows.append(encoded)
    return {
        **sources.tables(first),
        "kinds": _numbered(rows, 0),
        "evidence": _numbered(rows, 5),
        "reasons": [reason_texts(reason) for reason in reasons.known],
        "notes": list(notes.known),
        "rows": rows,
    }


def _numbered(rows: Iterable[list[list[Any]]], column: int) -> list[str]:
    """Replace the words of a column by numbers, and return the words."""
    known: dict[str, int] = {}
    for row in chain.from_iterable(rows):
        row[column] = known.setdefault(row[column], len(known))
    return list(known)


def _with_dates(note: str, days: Mapping[str, date]) -> str:
    """Replace ids of events in a note by their dates, because a reader does not see ids.

    Examples
    --------
    >>> from datetime import date
    >>> _with_dates("The first recorded change is NWS-112.", {"NWS-112": date(2019, 8, 22)})
    'The first recorded change is that of 22 August 2019.'
    """
    if not note:
        return note

    def dated(match: re.Match[str]) -> str:
        day = days.get(match[0])
        return match[0] if day is None else f"that of {format_date(day)}"

    return _EVENT_ID.sub(dated, note)


class _BaselineRows:
    """The rows of the baseline, encoded place by place from their columns.

    `texts` are the tables of notes and of reasons.
    """

    def __init__(
        self,
        atlas: Atlas,
        sources: _Sources,
        texts: tuple[_Table, _Table],
        days: Mapping[str, date],
    ) -> None:
        columns = (atlas.package.values("baseline", name) for name in _OF_BASELINE)
        self._rows: list[tuple[Any, ...]] = list(zip(*columns, strict=True))
        self._of_place = _numbers_of(atlas.package.values("baseline", "place_id"))
        self._holders: dict[str | None, int] = {None: -1}
        self._holders |= {id_: number for number, id_ in enumerate(atlas.actors)}
        self._sources, self._texts, self._days = sources, texts, days

    def of(self, place_id: str) -> list[list[Any]]:
        """Return the rows of a place; see `encode_history` for the columns."""
        return [self._encode(*self._rows[n]) for n in self._of_place.get(place_id, ())]

    def _encode(self, baseline_id: str, holder: str | None, evidence: str, note: str) -> list[Any]:
        notes, reasons = self._texts
        text: Any = _with_dates(note, self._days)
        is_supported, reports = self._sources.support_of(baseline_id)
        if not is_supported:
            text = (reasons.number(UNSOURCED), text)
        number = notes.number(text)
        return ["baseline", -1, self._holders[holder], "", "", evidence, 1, number, reports]


def _statement_rows(
    atlas: Atlas,
    events: Sequence[Event],
    sources: _Sources,
    texts: tuple[_Table, _Table],
    days: tuple[date, date],
) -> list[list[Any]]:
    """Encode what is repeated about a place; see `encode_history` for the columns."""
    notes, reasons = texts
    first, last = days
    rows = []
    for event in events:
        positions = atlas.positions.get(str(event.place_id), ())
        position = position_of(positions, event.event_id)
        if position is None or event.date_earliest > last:
            continue
        rows.append(
            [
                "stated" if event.before == event.after else "contested",
                atlas.actors.index(event.before),
                atlas.actors.index(event.after),
                (event.date_earliest - first).days,
                (min(event.date_latest, last) - first).days,
                position.evidence,
                int(position.accepted),
                notes.number((reasons.number(position.reason), event.note)),
                sources.report_numbers(event.event_id),
            ]
        )
    return rows


def _inferred_holders(atlas: Atlas) -> dict[int, tuple[int, str]]:
    """Return who is inferred to have held places before their first change, and by which event."""
    record, table = atlas.record, atlas.holders.table
    events = record.values("inferred_from")
    found = {}
    for row in np.flatnonzero(np.diff(table.column, prepend=-1)).tolist():
        holder = record.states[table.code[row]].holder
        if events[row] is not None and holder is not None:
            found[int(table.column[row])] = atlas.actors.index(holder), events[row]
    return found


def _inferred_row(
    holder: int, event_id: str, sources: _Sources, texts: tuple[_Table, _Table]
) -> list[Any]:
    """Encode who held a place before its first known change, as that event implies."""
    notes, reasons = texts
    note = notes.number((reasons.number(Reason("before_change")), ""))
    reports = sources.report_numbers(event_id)
    return ["baseline", -1, holder, "", "", "inferred", 1, note, reports]


def _event_row(
    atlas: Atlas, assessment: Assessment, sources: _Sources, words: tuple[str, int], first: date
) -> list[Any]:
    """Encode an event; `words` are its kind and the number of its note."""
    event, (kind, note) = assessment.event, words
    return [
        kind,
        atlas.actors.index(event.before),
        atlas.actors.index(event.after),
        (event.date_earliest - first).days,
        (event.date_latest - first).days,
        assessment.evidence,
        int(assessment.accepted),
        note,
        sources.report_numbers(event.event_id),
    ]
