"""Merge statements of who holds a place into the rows of kind ``held`` of a package.

A map or list that is read every day repeats itself. The statements of the same publishers about a
place are joined into one row for as long as they name the same holder and no more than
`STATED_EVERY_DAYS` days lie between two of them.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from frontline.dates import day_written
from frontline.importers.publishers import NewRows, short_hash
from frontline.models import STATED_EVERY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from frontline.importers.candidates import ReportCandidate
    from frontline.importers.publishers import ReportIndex
    from frontline.package.draft import Draft

#: What a statement did: a new row, a longer row, nothing new; or it contradicts its own publisher.
Outcome: TypeAlias = Literal["used", "extended", "known", "contradiction"]
#: Who supports and who denies, by id.
_Voices: TypeAlias = tuple[frozenset[str], frozenset[str]]
#: Longest part of an id that is kept if the id is taken.
_KEPT = 60


@dataclass(order=True, slots=True)
class _Run:
    """A row of kind ``held``; runs are in order of their first days."""

    first: date
    last: date
    id: str
    actors: tuple[str, ...] = field(compare=False)
    url: str = field(compare=False, default="")
    #: The latest row that made it longer, if it has another address.
    latest: ReportCandidate | None = field(compare=False, default=None)
    is_changed: bool = field(compare=False, default=False)


class StatementMerger:
    """The rows of kind ``held`` of a draft, with those that an import adds or makes longer.

    Parameters
    ----------
    draft : of the package
    reports : its publishers and reports
    """

    def __init__(self, draft: Draft, reports: ReportIndex) -> None:
        self._draft, self._reports = draft, reports
        self._runs: defaultdict[tuple[str, _Voices], list[_Run]] = defaultdict(list)
        rows = {row["event_id"]: row for row in draft.rows("events") if row["kind"] == "held"}
        voices: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        urls: dict[str, str] = {}
        for report in draft.rows("reports") if rows else ():
            if report["record_id"] in rows and report["says"] != "context":
                urls.setdefault(report["record_id"], report["url"])
                voices[report["record_id"]][report["says"] == "denies"].add(report["publisher"])
        for id_, row in rows.items():
            days = day_written(row["date_earliest"]), day_written(row["date_latest"])
            actors = tuple(sorted({row["from"], row["to"]}))
            supporting, denying = voices[id_]
            key = row["place_id"], (frozenset(supporting), frozenset(denying))
            insort(self._runs[key], _Run(*days, id_, actors, urls.get(id_, "")))

    def merge(self, candidate: ReportCandidate, place_id: str, actors: tuple[str, ...]) -> Outcome:
        """Join a statement to a row of its publishers, or add a row.

        Parameters
        ----------
        candidate : the statement, about each day from its first to its last
        place_id : of the place
        actors : who holds the place, or, sorted, who contests it
        """
        runs = self._runs[place_id, self._voices(candidate)]
        first, last = candidate.date_earliest, candidate.date_latest
        after = bisect_right(runs, first, key=lambda run: run.first)
        near = runs[max(after - 1, 0) : after + 1]
        if any(r.actors != actors and r.first <= last and r.last >= first for r in near):
            return "contradiction"
        for run in near:
            if run.actors == actors and _gap(run, first, last) <= STATED_EVERY_DAYS:
                return self._join(run, runs, candidate)
        self._add(runs, candidate, place_id, actors)
        return "used"

    def finish(self) -> None:
        """Write the rows that became longer, each with its latest report."""
        for runs in self._runs.values():
            for run in runs:
                if not run.is_changed:
                    continue
                days = {"date_earliest": run.first, "date_latest": run.last}
                texts = {name: day.isoformat() for name, day in days.items()}
                self._draft.put("events", {"event_id": run.id, **texts})
                if run.latest is not None:
                    for row in self._reports.latest_rows(run.id, run.latest):
                        self._draft.put("reports", row)
                run.is_changed, run.latest = False, None

    def _voices(self, candidate: ReportCandidate) -> _Voices:
        return self._ids(candidate.publishers), self._ids(candidate.denying)

    def _ids(self, names: Iterable[str]) -> frozenset[str]:
        new = NewRows([], [])
        ids = frozenset(self._reports.publisher(name, new) for name in names)
        for row in new.publishers:
            self._draft.put("publishers", row)
        return ids

    def _join(self, run: _Run, runs: list[_Run], candidate: ReportCandidate) -> Outcome:
        """Make a row longer by a statement, unless the row has its days already."""
        first, last = candidate.date_earliest, candidate.date_latest
        if run.first <= first and last <= run.last:
            return "known"
        if last > run.last and candidate.url != run.url:
            run.latest = candidate
        if first < run.first:
            runs.remove(run)
            run.first = first
            insort(runs, run)
        run.last = max(run.last, last)
        run.is_changed = True
        return "extended"

    def _add(
        self,
        runs: list[_Run],
        candidate: ReportCandidate,
        place_id: str,
        actors: tuple[str, ...],
    ) -> None:
        id_ = self._free_id(candidate)
        row: dict[str, Any] = {
            "event_id": id_, "place_id": place_id, "place_as_reported": candidate.place,
            "date_earliest": candidate.date_earliest.isoformat(),
            "date_latest": candidate.date_latest.isoformat(),
            "kind": "held", "from": actors[0], "to": actors[-1], "note": candidate.note,
        }  # fmt: skip
        self._draft.put("events", row)
        new = self._reports.new_rows(id_, candidate)
        for report in new.reports:
            self._draft.put("reports", report)
        days = candidate.date_earliest, candidate.date_latest
        insort(runs, _Run(*days, id_, actors, candidate.url))

    def _free_id(self, candidate: ReportCandidate) -> str:
        """Return the id of a row; publishers that state the same on a day have one each."""
        id_ = candidate.source_id
        names = (*candidate.publishers, *candidate.denying)
        number = 0
        while self._draft.has("events", id_) or self._draft.has("baseline", id_):
            number += 1
            id_ = f"{candidate.source_id[:_KEPT]}-{short_hash(number, *names)}"
        return id_


def _gap(run: _Run, first: date, last: date) -> int:
    """Return how many days lie between a row and a statement; 0 if they overlap."""
    return max((first - run.last).days, (run.first - last).days, 0)
