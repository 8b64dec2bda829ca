"""Puts found places into a gazetteer: as new ones, or joined to those that are there.

A place is known again by its id in the source; else by a shared name close by. What could be two
places, or the same, is asked in the review and not used before it is answered. What the package
says stays: an empty field is filled, another spelling is added, and how far two sources stand
apart decides how far off the point may be.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.gazetteer.normalize import literal_key, match_key, slugify
from frontline.geometry.geodesy import distance_m
from frontline.importers.review import NO_NEW, Candidate, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.importers.candidates import FoundPlace
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft

#: What a source may fill where the package says nothing, and disagree with where it does.
FACTS = (
    *("name_ar", "admin1", "admin2", "admin3", "admin1_pcode", "admin3_pcode"),
    *("geonames_id", "population"),
)
_NAMED = frozenset({"name_ar", "admin1", "admin2", "admin3"})


def apart_deg(one: float, other: float) -> float:
    """Say how far two longitudes are apart, over the date line too."""
    return abs((one - other + 180) % 360 - 180)


def is_id(cited: str, source: str) -> bool:
    """Whether a citation ends in an id of the source, rather than in a date or a title."""
    id_ = cited.removeprefix(f"{source} ").replace("/", "")
    return id_.isalnum() and any(map(str.isdigit, id_))


def row(found: FoundPlace) -> dict[str, Any]:
    """Give a new place as the gazetteer has it."""
    return {
        "name": found.name,
        "name_ar": found.name_ar,
        "names": _others(found.names, [found.name, found.name_ar]),
        "kind": found.kind,
        "position_error_m": found.position_error_m,
        **{name: getattr(found, name) for name in FACTS if name != "name_ar"},
        "sources": [found.cited],
        "licence": found.licence,
        "note": "",
        "lon": found.lon,
        "lat": found.lat,
    }


def filled(found: FoundPlace, row: dict[str, Any]) -> dict[str, Any]:
    """Give the facts that the package lacks and the source has."""
    return {
        name: getattr(found, name)
        for name in FACTS
        if not row.get(name) and getattr(found, name) not in {None, ""}
    }


def all_names(found: FoundPlace, row: dict[str, Any]) -> list[str]:
    """Give the spellings of a place with those that the source adds."""
    here = [row["name"], row.get("name_ar") or found.name_ar]
    listed = list(row.get("names", ()))
    more = _others([found.name, found.name_ar, *found.names], [*here, *listed])
    return [*listed, *more]


def _others(names: Iterable[str], known: list[str]) -> list[str]:
    """Give the names that are not yet known, each once."""
    seen = set(known)
    return [name for name in dict.fromkeys(names) if name and name not in seen]


def without(source: str, sources: list[str]) -> list[str]:
    """Take out the bare name of a source whose id is now known."""
    return [one for one in sources if one != source]


def both(here: str, there: str) -> str:
    """Name a further licence of a place."""
    listed = [one.strip() for one in here.split(",")]
    return here if there in listed else ", ".join([*filter(None, listed), there])


def one_fact(name: str, here: Any, there: Any) -> bool:
    """Whether two say the same: of names, in any spelling of the press."""
    if name in _NAMED:
        return here == there or match_key(str(here)) == match_key(str(there))
    return bool(here == there)


#: One name within this is one place; the errors of both points are added.
_SAME_M = 2_000.0
#: One name within this may be one place or two; beyond it, villages often share a name.
_DOUBT_M = 8_000.0
#: Two sources that stand together are right to this, and no better.
_BEST_M = 100.0
#: Two points this near are one point copied: no second witness.
_COPY_M = 10.0
#: Words for places that people live in; a hill of the same name is another place.
_LIVED_IN = frozenset(
    [
        "city",
        "town",
        "village",
        "hamlet",
        "suburb",
        "neighbourhood",
        "quarter",
        "locality",
        "farm",
        "place",
        "settlement",
    ]
)
_WAITS = "needs a decision: see review.csv"


class _Known(NamedTuple):
    """A place of the gazetteer, as far as it is looked at again and again."""

    id: str
    lon: float
    lat: float
    error_m: float
    kind: str


class Merging:
    """The gazetteer of a draft, while found places are put into it.

    Parameters
    ----------
    draft, review, report : what is added to, asked in and counted in
    source : of all the places that will come, as `FoundPlace.source` has it
    independent : whether it measured by itself: only then does its agreement count
    """

    def __init__(
        self, draft: Draft, review: Review, report: Report, source: str, *, independent: bool = True
    ) -> None:
        self._draft, self._review, self._report = draft, review, report
        self._source = source
        self._independent = independent
        self._known: dict[str, _Known] = {}
        self._cited: dict[str, str] = {}
        self._taken: set[str] = set()
        self._geonames: dict[int, str] = {}
        self._points: dict[tuple[float, float], str] = {}
        for place in draft.original_places():
            id_, number = place.id, place.geonames_id
            self._points.setdefault((place.lon, place.lat), id_)
            self._known[id_] = _Known(id_, place.lon, place.lat, place.position_error_m, place.kind)
            own = [one for one in place.sources if one.startswith(f"{source} ")]
            for one in own:
                self._cited.setdefault(one, id_)
            if number is not None:
                self._geonames.setdefault(number, id_)
            by_number = source == "GeoNames" and number is not None
            if by_number or any(is_id(one, source) for one in own):
                self._taken.add(id_)

    @cached_property
    def _keyed(self) -> dict[str, list[str]]:
        """Ids of the places that were there before, by the keys of their names."""
        keyed: defaultdict[str, list[str]] = defaultdict(list)
        for place in self._draft.original_places():
            for name in {match_key(name) for name in (place.name, place.name_ar, *place.names)} - {
                ""
            }:
                keyed[name].append(place.id)
        return dict(keyed)

    def add(self, found: FoundPlace) -> None:
        """Put one place in, or ask, or refuse it; it is counted in the report."""
        id_ = self._cited.get(found.cited) or self._geonames.get(found.geonames_id or 0)
        if id_ is None:
            answer = self._review.choice(found.cited)
            if answer == "skip":
                self._refuse(found, "skipped by the choice in review.csv")
                return
            candidates = [] if answer else self._candidates(found)
            waits = answer is None and self._review.waits(found.cited)
            if waits or self._doubtful(found, candidates):
                self._ask(found, candidates)
                return
            id_ = answer if answer not in {None, "new"} else None
            if answer is None and candidates:
                id_ = candidates[0].id
        if id_ is None:
            self._new(found)
        else:
            self._join(found, id_)

    def _refuse(self, found: FoundPlace, reason: str, other: str = "") -> None:
        shown = f"{found.name}: {other}" if other else found.name
        self._report.refuse(found.file, found.row, reason, shown)

    def _candidates(self, found: FoundPlace) -> list[Candidate]:
        """Give the places that bear one of its names and are not far, the nearest first.

        A place that has another id of the same source is another place by that source, unless
        the two stand so near that one may be a slip.
        """
        if not self._keyed:
            return self._at_the_point(found)
        keys = {match_key(name) for name in (found.name, found.name_ar, *found.names)} - {""}
        plain = {literal_key(name) for name in (found.name, found.name_ar) if name}
        near: dict[str, Candidate] = {}
        for id_ in sorted({id_ for one in keys for id_ in self._keyed.get(one, ())}):
            known = self._known[id_]
            if abs(known.lat - found.lat) > 0.1 or apart_deg(known.lon, found.lon) > 0.5:
                continue
            away = float(distance_m(known.lon, known.lat, found.lon, found.lat))
            same_m = self._same_m(found, known)
            if away <= (same_m if id_ in self._taken else max(_DOUBT_M, same_m)):
                score = 100 if self._bears(id_, plain) else 90
                near[id_] = Candidate(id_, score, away)
        ordered = sorted(near.values(), key=lambda one: (one.distance_m or 0.0, one.id))
        return ordered or self._at_the_point(found)

    def _at_the_point(self, found: FoundPlace) -> list[Candidate]:
        other = self._points.get((found.lon, found.lat))
        return [] if other is None else [Candidate(other, 0, 0.0)]

    def _bears(self, id_: str, plain: set[str]) -> bool:
        row = self._draft.get("gazetteer", id_) or {}
        return bool(
            plain & {literal_key(name) for name in (row["name"], row.get("name_ar", "")) if name}
        )

    def _same_m(self, found: FoundPlace, known: _Known) -> float:
        return min(max(_SAME_M, found.position_error_m + known.error_m), 2 * _SAME_M)

    def _doubtful(self, found: FoundPlace, candidates: list[Candidate]) -> bool:
        """Whether a person must say which place is meant."""
        if not candidates:
            return False
        first = self._known[candidates[0].id]
        if candidates[0].score == 100:
            near_m = self._same_m(found, first)
            candidates = [
                one for one in candidates if one.score == 100 or (one.distance_m or 0.0) <= near_m
            ]
        kinds = {kind in _LIVED_IN for kind in (first.kind, found.kind)}
        return (
            len(candidates) > 1
            or len(kinds) > 1
            or first.id in self._taken
            or candidates[0].score == 0
            or (candidates[0].distance_m or 0.0) > self._same_m(found, first)
        )

    def _ask(self, found: FoundPlace, candidates: list[Candidate]) -> None:
        where = " / ".join(one for one in (found.admin1, found.admin2, found.admin3) if one)
        where = where or f"{found.lon:g}, {found.lat:g}"
        taken = self._points.get((found.lon, found.lat), "")
        self._review.ask(
            Question(found.cited, found.name, found.file, found.row, where, taken), candidates
        )
        self._refuse(found, _WAITS)

    def _new(self, found: FoundPlace) -> None:
        other = self._points.get((found.lon, found.lat))
        if other is not None:
            self._refuse(found, NO_NEW, other)
            return
        id_ = self._free_id(found)
        self._draft.put("gazetteer", {"id": id_, **row(found)})
        self._points[found.lon, found.lat] = id_
        self._known[id_] = _Known(id_, found.lon, found.lat, found.position_error_m, found.kind)
        self._cited[found.cited] = id_
        self._report.used += 1

    def _free_id(self, found: FoundPlace) -> str:
        """Make an id of the name, else of the name and its area, else of the source's id."""
        name = slugify(found.name)
        area = slugify(found.admin3 or found.admin2)
        own = slugify(found.cited)
        tried = [name, f"{name}-{area}"] if area else [name]
        for one in tried if name else ():
            if len(one) <= 80 and one not in self._known:
                return one
        return next(one for one in (own, f"{name[:30]}-{own}") if one not in self._known)

    def _join(self, found: FoundPlace, id_: str) -> None:
        row = self._draft.get("gazetteer", id_)
        if row is None:  # an answer names a place that has gone since
            self._refuse(found, "the place that review.csv chose is gone", id_)
            return
        if isinstance(row.get("names"), str):  # as a spreadsheet has them, or QGIS
            row["names"] = [one.strip() for one in row["names"].split(";") if one.strip()]
        known = self._known[id_]
        told: dict[str, Any] = {"id": id_, **filled(found, row)}
        told["names"] = all_names(found, row)
        self._disagree(found, row, id_)
        if found.cited not in row["sources"]:
            told["sources"] = [*without(found.source, row["sources"]), found.cited]
            told["licence"] = both(row["licence"], found.licence)
        error_m = self._error_m(found, known, row)
        if error_m != known.error_m:
            told["position_error_m"] = error_m
            self._known[id_] = known._replace(error_m=error_m)
        self._report.changed += self._draft.put("gazetteer", told) == "changed"
        self._report.merged += 1
        self._taken.add(id_)
        self._cited[found.cited] = id_

    def _error_m(self, found: FoundPlace, known: _Known, row: dict[str, Any]) -> float:
        """Say how far off the point of a place may be, now that a source is heard for it.

        Two that measured by themselves and stand together are right to their distance, but not
        to less than 100 m. Where they stand apart by more than the errors of both, the other
        point may be the right one.
        """
        if (known.lon, known.lat) == (found.lon, found.lat):
            return known.error_m
        away = float(distance_m(known.lon, known.lat, found.lon, found.lat))
        apart = away > known.error_m + found.position_error_m
        rounded = float(math.ceil(away / 10) * 10)
        grown = max(known.error_m, min(rounded, 100_000.0))
        if apart:
            words = f"{found.cited} is {away / 1000:.1f} km away from its point"
            if grown > known.error_m:
                words += f"; position_error_m {known.error_m:g} -> {grown:g}"
            self._differs(known.id, found, words)
        if found.cited in row["sources"]:
            return known.error_m
        if apart:
            return grown
        alone = len(row["sources"]) == 1 and self._independent and away > _COPY_M
        return min(known.error_m, max(_BEST_M, rounded)) if alone else known.error_m

    def _disagree(self, found: FoundPlace, row: dict[str, Any], id_: str) -> None:
        """List what the source says otherwise than the package."""
        for name in FACTS:
            here, there = row.get(name), getattr(found, name)
            if here and there and not one_fact(name, here, there):
                words = f"{name} is {here!r} here and {there!r} in {found.cited}"
                self._differs(id_, found, words)
        own = {row["name"], row.get("name_ar", ""), *row.get("names", ())}
        if found.name not in own and match_key(found.name) not in set(map(match_key, own)):
            self._differs(id_, found, f"{found.cited} calls it {found.name!r}")

    def _differs(self, id_: str, found: FoundPlace, words: str) -> None:
        self._report.disagreements.append(f"{id_} ({found.file}, row {found.row}): {words}")
