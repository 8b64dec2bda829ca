"""Merge the maps of days that a publisher drew into a package: areas, reports, and the source.

A map that the package has already changes nothing; another map of the same publisher and day is
refused, unless the user says that it replaces the one in the package, or adds to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.errors import InvalidRequestError
from frontline.importers.candidates import UnusedRow
from frontline.importers.drawn_ground import part_id
from frontline.importers.publishers import NewRows, ReportIndex, split_names
from frontline.importers.vector import to_geojson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from frontline.importers.drawn_ground import MapOfDay
    from frontline.importers.summary import ImportSummary
    from frontline.package.area_statements import Kind
    from frontline.package.draft import Draft

#: Words of licences that allow everybody to publish.
_OPEN = re.compile(
    r"\b(cc0|cc[- ]by|odbl|odc|pddl|public domain|ogl|open government)", re.IGNORECASE
)
#: Most ids of areas in one row of area_reports.csv.
_MOST_IDS = 1000


class MapSource(NamedTuple):
    """Who drew the maps, where they are published, under which licence, and when.

    `published` is None if each map was published on its day; `stance` is that of a new publisher.
    """

    publisher: str
    url: str
    licence: str
    published: date | None
    stance: str = ""

    def url_of(self, one: MapOfDay) -> str:
        """Return the address of the map of a day; {day} and {file} in it are filled in."""
        return self.url.replace("{day}", one.day.isoformat()).replace("{file}", one.files[0])


class Rest(NamedTuple):
    """Who holds what the maps leave of some areas: their ids, and polygons that are new."""

    kind: Kind
    ids: tuple[str, ...]
    polygons: dict[str, Any]


class MapMerger:
    """Writes the maps of days into a draft: areas, reports, publisher and source."""

    def __init__(
        self, draft: Draft, source: MapSource, same_day: str, summary: ImportSummary
    ) -> None:
        if same_day not in {"", "add", "replace"}:
            raise InvalidRequestError(f"--set same-day={same_day}: use add or replace")
        self._draft, self._source, self._same_day = draft, source, same_day
        self._summary = summary
        self._days: list[date] = []
        self._first_url = ""
        self._in_region = False
        self._new_areas = 0
        self._removed = False
        self._index = ReportIndex(draft)
        new = NewRows([], [])
        self._publisher = self._index.publisher(source.publisher, new)
        self._new_publishers = new.publishers
        self._existing: defaultdict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
        for row in draft.rows("area_reports"):
            if row["publisher"] == self._publisher and row["first_day"] == row["last_day"]:
                self._existing[row["first_day"]][row["area_report_id"]] = _content(row)

    def write(self, one: MapOfDay, rest: Rest) -> None:
        """Write the map of a day, unless the package has another of the day."""
        day = one.day.isoformat()
        polygons = {
            kind: {part_id(self._publisher, polygon): polygon for polygon in parts}
            for kind, parts in one.parts.items()
        }
        rows = [
            row
            for kind in sorted(polygons)
            for row in self._rows(one, kind, sorted(polygons[kind]), "whole")
        ]
        rows += self._rows(one, rest.kind, rest.ids, "rest")
        known = self._existing[day]
        fresh = [row for row in rows if _content(row) not in known.values()]
        same = not fresh and (self._same_day != "replace" or len(known) == len(rows))
        if same:
            self._summary.merged += one.count
            return
        if known and self._same_day != "add":
            if self._same_day != "replace":
                reason = (
                    f"the package has another map of this publisher and day ({next(iter(known))}): "
                    "add --set same-day=replace, or --set same-day=add for another layer of it"
                )
                self._summary.unused += [UnusedRow.of(one.files[0], day, reason)] * one.count
                return
            fresh = rows
            for id_ in known:
                self._draft.remove("area_reports", id_)
            self._removed, self._existing[day] = True, {}
        self._put(one, polygons, rest, fresh)

    def _rows(
        self, one: MapOfDay, kind: Kind, ids: Sequence[str], extent: str
    ) -> Iterator[dict[str, Any]]:
        """Yield the rows about one kind of ground."""
        published = self._source.published or one.day
        for start in range(0, len(ids), _MOST_IDS):
            yield {
                "area": tuple(ids[start : start + _MOST_IDS]),
                "extent": extent,
                "state": kind.state,
                "actors": kind.actors,
                "first_day": one.day,
                "last_day": one.day,
                "throughout": "yes",
                "publisher": self._publisher,
                "url": self._source.url_of(one),
                "published_on": published,
            }

    def _put(
        self,
        one: MapOfDay,
        polygons: dict[Kind, dict[str, Any]],
        rest: Rest,
        rows: list[dict[str, Any]],
    ) -> None:
        for row in self._new_publishers:
            self._draft.put("publishers", row | self._stance())
        self._new_publishers = []
        for parts in polygons.values():
            self._put_areas(parts, self._source.publisher, self._source.licence)
        self._in_region = rest.kind.state == "held" and rest.ids[0].startswith("region-")
        self._put_areas(rest.polygons, "the region of the package", "CC0 1.0")
        number = 1
        for row in rows:
            while self._draft.has("area_reports", id_ := self._id(one.day, number)):
                number += 1
            self._draft.put("area_reports", {"area_report_id": id_, **row})
        for kind, other, area_km2 in one.overlaps_km2():
            self._summary.note(
                f"{one.day}: {area_km2:.1f} km² are ground of two kinds, {_words(kind)} and "
                f"{_words(other)}: places there are contested"
            )
        self._first_url = self._first_url or self._source.url_of(one)
        self._days.append(one.day)
        self._summary.used += one.count

    def _stance(self) -> dict[str, str]:
        """Return the stance of a new publisher as the user states it; empty if not stated."""
        stance = self._source.stance
        if not stance:
            return {}
        if stance in {"agency", "monitor", "other"}:
            return {"stance": stance, "note": ""}
        if stance not in self._draft.actors:
            known = ", ".join(self._draft.actors)
            raise InvalidRequestError(
                f"--set stance={stance}: use agency, monitor, other, or an actor ({known})"
            )
        return {"stance": "aligned", "aligned_with": stance, "note": ""}

    def _id(self, day: date, number: int) -> str:
        return f"{self._publisher[:60]}-{day}-{number}"

    def _put_areas(self, polygons: Mapping[str, Any], source: str, licence: str) -> None:
        for id_, polygon in polygons.items():
            if not self._draft.has("control_areas", id_):
                row = {"id": id_, "sources": [source], "licence": licence}
                self._draft.put("control_areas", row, to_geojson(polygon))
                self._new_areas += 1

    def finish(self) -> None:
        """Cite the source, extend the record, and report what was written."""
        if self._removed:
            self._remove_unused()
        if not self._days:
            return
        source, draft = self._source, self._draft
        closed = "" if _OPEN.search(source.licence) else source.licence
        url = source.url if "{" not in source.url else self._first_url
        draft.add_source(f"{source.publisher}, {source.licence}", url, closed_terms=closed)
        draft.extend_span(self._days[0], self._days[-1])
        if (note := self._index.not_vetted_note()) and not source.stance:
            self._summary.note(note)
        if self._in_region and not any(row["level"] == "admin1" for row in draft.rows("admin")):
            self._summary.note(
                "the rest is the region of the package, up to the coasts and borders of Natural "
                "Earth, which may be some kilometres off: import the first-level areas "
                "(`frontline import admin`) to end it at the border"
            )
        self._summary.note(
            f'the territory can be these areas: --ground areas:{self._publisher}, or "ground" in '
            "datapackage.json"
        )
        count = len(self._days)
        days = "day" if count == 1 else "days"
        areas = "area" if self._new_areas == 1 else "areas"
        self._summary.note(
            f"maps of {count:,} {days}, {self._days[0]} to {self._days[-1]}, with "
            f"{self._new_areas:,} new {areas}"
        )

    def _remove_unused(self) -> None:
        """Remove the areas that no report refers to after maps were replaced."""
        used = {id_ for row in self._draft.rows("area_reports") for id_ in split_names(row["area"])}
        for id_ in [id_ for id_ in self._draft.ids("control_areas") if id_ not in used]:
            self._draft.remove("control_areas", id_)


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a row says, for a row of a draft as for a new one."""
    cells = (row["area"], row["actors"])
    lists = [tuple(sorted(split_names(cell) if isinstance(cell, str) else cell)) for cell in cells]
    return *lists, row["extent"], row["state"]


def _words(kind: Kind) -> str:
    return f"{kind.state} {' and '.join(kind.actors)}".strip()
