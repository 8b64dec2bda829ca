"""The reports about each place, with their sources, so that a reader can check the map."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from frontline.control.assessment import baseline_reason
from frontline.control.reasons import Reason
from frontline.control.statements import position_of
from frontline.formatting import format_date
from frontline.i18n import reason_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.control.assessment import Assessment
    from frontline.control.timeline import Span
    from frontline.models import Baseline, Event, Place, Report

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
    return [_reported_changes(atlas.record.spans(place.id), first, last) for place in atlas.sites]


def _reported_changes(spans: Sequence[Span], first: date, last: date) -> list[int]:
    known = [span for span in spans if span.first <= first]
    shown = min(known[-1].reported, last) if known else first
    encoded = [(shown - first).days]
    for span in spans[len(known) :]:
        reported = min(span.reported, last)
        if span.first > last or reported == shown:
            continue
        shown = reported
        encoded += [(span.first - first).days, (span.first - shown).days]
    return encoded


class _Table:
    """Values that are stored once and referred to by number."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        return self.known.setdefault(value, len(self.known))


class _Sources:
    """The publishers and reports that the rows of a page refer to."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._publishers = _Table()
        self._reports = _Table()

    def report_numbers(self, record_id: str) -> list[int]:
        """Return the numbers of the reports about a record."""
        return [self._number(report) for report in self._atlas.package.reports.get(record_id, ())]

    def _number(self, report: Report) -> int:
        publisher = self._publishers.number(report.publisher)
        return self._reports.number((publisher, report.url, report.published_on, report.says))

    def tables(self, first: date) -> dict[str, Any]:
        """Return the tables; complete after all rows are encoded."""
        publishers = self._atlas.package.publishers
        actors = self._atlas.actors
        known = [publishers[id_] for id_ in self._publishers.known]
        reports = list(self._reports.known)
        return {
            "publishers": [
                [one.name, actors.index(one.aligned_with) if one.aligned_with else -1]
                for one in known
            ],
            "reports": {
                "publisher": [publisher for publisher, *_ in reports],
                "address": [url for _, url, *_ in reports],
                "published": ["" if day is None else (day - first).days for *_, day, _ in reports],
                "says": [
                    [number, stance]
                    for number, (*_, stance) in enumerate(reports)
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
    baseline: defaultdict[str, list[Baseline]] = defaultdict(list)
    for row in atlas.package.baseline:
        baseline[row.place_id].append(row)
    stated: defaultdict[str, list[Event]] = defaultdict(list)
    for event in atlas.package.events:
        if event.kind == "held" and event.place_id is not None:
            stated[event.place_id].append(event)
    sources, notes, reasons = _Sources(atlas), _Table(), _Table()
    notes.number("")
    on_roads = {event.event_id for event in atlas.package.events if event.highway is not None}
    days = {event.event_id: event.date_latest for event in atlas.package.events}
    rows = []
    for place in atlas.sites:
        encoded = [
            _baseline_row(atlas, row, sources, (notes, reasons), days) for row in baseline[place.id]
        ]
        encoded += _statement_rows(
            atlas, stated[place.id], sources, (notes, reasons), (first, last)
        )
        encoded += _inferred_rows(atlas, place, sources, (notes, reasons))
        assessments = sorted(
            by_place[place.id], key=lambda one: (one.event.date_latest, one.event.event_id)
        )
        for one in assessments:
            text = _with_dates(one.event.note, days)
            note = notes.number((reasons.number(one.reason), text))
            kind = "road" if one.event.event_id in on_roads else one.event.kind
            encoded.append(_event_row(atlas, one, sources, (kind, note), first))
        rows.append(encoded)
    kinds, evidence = _Table(), _Table()
    for line in (line for encoded in rows for line in encoded):
        line[0], line[5] = kinds.number(line[0]), evidence.number(line[5])
    return {
        **sources.tables(first),
        "kinds": list(kinds.known),
        "evidence": list(evidence.known),
        "reasons": [reason_texts(reason) for reason in reasons.known],
        "notes": list(notes.known),
        "rows": rows,
    }


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


def _baseline_row(
    atlas: Atlas,
    row: Baseline,
    sources: _Sources,
    texts: tuple[_Table, _Table],
    days: Mapping[str, date],
) -> list[Any]:
    """Encode a row of the baseline; `texts` are the tables of notes and of reasons."""
    notes, reasons = texts
    reason = baseline_reason(atlas.package.reports.get(row.baseline_id, ()))
    text = _with_dates(row.note, days)
    note = notes.number((reasons.number(reason), text) if reason else text)
    holder = -1 if row.holder is None else atlas.actors.index(row.holder)
    record = sources.report_numbers(row.baseline_id)
    return ["baseline", -1, holder, "", "", row.evidence, 1, note, record]


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


def _inferred_rows(
    atlas: Atlas, place: Place, sources: _Sources, texts: tuple[_Table, _Table]
) -> list[list[Any]]:
    """Encode who held a place before its first known change, if that is inferred."""
    notes, reasons = texts
    start = atlas.record.spans(place.id)[0]
    if start.inferred_from is None or start.control.holder is None:
        return []
    note = notes.number((reasons.number(Reason("before_change")), ""))
    holder = atlas.actors.index(start.control.holder)
    reports = sources.report_numbers(start.inferred_from)
    return [["baseline", -1, holder, "", "", "inferred", 1, note, reports]]


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
