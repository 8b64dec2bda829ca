"""Merge places of a source into a gazetteer: as new places, or into places that are there.

A place is identified by its id in the source, else by a shared name close by. Places that may be
the same or two are asked about in ``review.csv``, and not used before they are decided. The
package's own values stay: empty fields are filled and spellings are added. The distance between
the points of two sources decides how large the position error may be.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.gazetteer.name_parts import split_parts
from frontline.gazetteer.normalize import literal_key, loses_letters, match_key, slugify
from frontline.geometry.geodesy import distance_m
from frontline.importers.review import POINT_TAKEN, Question, Suggestion, place_title
from frontline.importers.starting_places import ERROR_M, STARTING_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.importers.candidates import PlaceCandidate
    from frontline.importers.review import Review
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft

#: Fields that a source may fill where they are empty, and is compared with where they are not.
_FIELDS = (
    *("name_ar", "name_local", "admin1", "admin2", "admin3", "admin1_pcode", "admin3_pcode"),
    *("geonames_id", "population"),
)
_MAIN_NAMES = frozenset({"name_ar", "name_local"})
_NAME_FIELDS = frozenset({"name_ar", "name_local", "admin1", "admin2", "admin3"})
#: Kinds of places where people live; a hill of the same name is another place.
_SETTLEMENTS = frozenset(
    {
        *("city", "town", "village", "hamlet", "suburb", "neighbourhood", "quarter"),
        *("locality", "farm", "place", "settlement"),
    }
)

#: Places with one name within this distance are the same; the errors of both points are added.
_SAME_M = 2_000.0
#: Up to this distance they may be the same; beyond it, villages often share a name.
_MAYBE_SAME_M = 8_000.0
#: Degrees of latitude and longitude beyond which a distance is not measured.
_FAR_LAT_DEG, _FAR_LON_DEG = 0.1, 0.5
#: Smallest error of two sources that agree, and the largest error of any point.
_BEST_M, _WORST_M = 100.0, 100_000.0
#: Points this close are copies of each other, and do not confirm each other.
_COPY_M = 10.0
#: Score of a suggestion whose main name is the same, whose other names are, and of any other.
_SAME_NAME, _OTHER_NAME, _NO_NAME = 100, 90, 0
_LONGEST_ID = 80

_NEEDS_DECISION = "needs a decision: fill the column choice of review.csv"
_SKIPPED = "skipped by the choice in review.csv"
_CHOICE_IS_GONE = "the place chosen in review.csv no longer exists: clear the choice"


class _Known(NamedTuple):
    """The columns of a place that are compared again and again."""

    id: str
    lon: float
    lat: float
    error_m: float
    kind: str


class PlaceMerger:
    """Merges the places of one source into the gazetteer of a draft.

    Parameters
    ----------
    draft, review, summary : of the import
    source : `PlaceCandidate.source` of all places that are merged
    independent : whether the source measured by itself, so that its agreement confirms a point
    """

    def __init__(
        self,
        draft: Draft,
        review: Review,
        summary: ImportSummary,
        source: str,
        *,
        independent: bool = True,
    ) -> None:
        self._draft, self._review, self._summary = draft, review, summary
        self._source = source
        self._independent = independent
        self._known: dict[str, _Known] = {}
        #: Ids of places by citation, GeoNames id and point.
        self._by_citation: dict[str, str] = {}
        self._by_geonames: dict[int, str] = {}
        self._by_point: dict[tuple[float, float], str] = {}
        #: Places that have an id of this source.
        self._has_source_id: set[str] = set()
        for place in draft.original_places():
            id_, geonames_id = place.id, place.geonames_id
            self._by_point.setdefault((place.lon, place.lat), id_)
            self._known[id_] = _Known(id_, place.lon, place.lat, place.position_error_m, place.kind)
            citations = [one for one in place.sources if one.startswith(f"{source} ")]
            for one in citations:
                self._by_citation.setdefault(one, id_)
            if geonames_id is not None:
                self._by_geonames.setdefault(geonames_id, id_)
            is_of_geonames = source == "GeoNames" and geonames_id is not None
            if is_of_geonames or any(_cites_id(one, source) for one in citations):
                self._has_source_id.add(id_)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Ids of the places before the import, by the keys of their names."""
        keyed: defaultdict[str, list[str]] = defaultdict(list)
        for place in self._draft.original_places():
            for name in _keys(*place.all_names):
                keyed[name].append(place.id)
        return dict(keyed)

    def add(self, candidate: PlaceCandidate) -> None:
        """Add one place, merge it, ask about it, or refuse it; it is counted once."""
        citation = candidate.citation
        id_ = self._by_citation.get(citation) or self._by_geonames.get(candidate.geonames_id or 0)
        if id_ is None:
            choice = self._review.choice(citation)
            if choice == "skip":
                self._refuse(candidate, _SKIPPED)
                return
            suggestions = [] if choice else self._suggestions(candidate)
            is_open = choice is None and self._review.is_open(citation)
            if not choice and self._is_far_away(suggestions, is_open=is_open):
                suggestions, is_open = [], False
                self._review.created += 1
            if is_open or self._is_uncertain(candidate, suggestions):
                self._ask(candidate, suggestions)
                return
            id_ = choice if choice not in {None, "new"} else None
            if choice is None and suggestions:
                id_ = suggestions[0].id
        if id_ is None:
            self._add_new(candidate)
        else:
            self._merge(candidate, id_)

    # --- finding the place ------------------------------------------------------------------

    def _suggestions(self, candidate: PlaceCandidate) -> list[Suggestion]:
        """Return the places nearby with one of its names, the nearest first.

        A place with another id of the same source is another place, unless the two are so close
        that one id may be a mistake.
        """
        if not self._by_name:
            return self._at_point(candidate)
        keys = _keys(*_names_of(candidate))
        main_names = {literal_key(name) for name in (candidate.name, candidate.name_ar) if name}
        found = []
        for id_ in sorted({id_ for one in keys for id_ in self._by_name.get(one, ())}):
            known = self._known[id_]
            is_far = abs(known.lat - candidate.lat) > _FAR_LAT_DEG
            if is_far or _lon_difference(known.lon, candidate.lon) > _FAR_LON_DEG:
                continue
            distance = float(distance_m(known.lon, known.lat, candidate.lon, candidate.lat))
            reach_m = _same_m(candidate, known)
            if id_ not in self._has_source_id:
                reach_m = max(_MAYBE_SAME_M, reach_m)
            if distance <= reach_m:
                score = _SAME_NAME if self._has_main_name(id_, main_names) else _OTHER_NAME
                found.append(Suggestion(id_, score, distance, self._title(id_)))
        found.sort(key=lambda one: (one.distance_m or 0.0, one.id))
        return found or self._at_point(candidate)

    def _at_point(self, candidate: PlaceCandidate) -> list[Suggestion]:
        id_ = self._by_point.get((candidate.lon, candidate.lat))
        return [] if id_ is None else [Suggestion(id_, _NO_NAME, 0.0, self._title(id_))]

    def _title(self, id_: str) -> str:
        row = self._draft.get("gazetteer", id_) or {}
        areas = (row.get("admin3") or row.get("admin2", ""), row.get("admin1", ""))
        return place_title(row.get("name", ""), *areas)

    def _is_far_away(self, suggestions: list[Suggestion], *, is_open: bool) -> bool:
        """Return whether --new-within decides a question: no place that may be meant is near."""
        limit_m = self._review.new_within_m
        if limit_m is None or not (suggestions or is_open):
            return False
        return all((one.distance_m or 0.0) > limit_m for one in suggestions)

    def _has_main_name(self, id_: str, names: set[str]) -> bool:
        row = self._draft.get("gazetteer", id_) or {}
        own = {literal_key(name) for name in (row["name"], row.get("name_ar", "")) if name}
        return bool(names & own)

    def _is_uncertain(self, candidate: PlaceCandidate, suggestions: list[Suggestion]) -> bool:
        """Return whether a person must decide which place is meant."""
        if not suggestions:
            return False
        first = self._known[suggestions[0].id]
        same_m = _same_m(candidate, first)
        if suggestions[0].score == _SAME_NAME:
            suggestions = [
                one
                for one in suggestions
                if one.score == _SAME_NAME or (one.distance_m or 0.0) <= same_m
            ]
        return (
            len(suggestions) > 1
            or (first.kind in _SETTLEMENTS) != (candidate.kind in _SETTLEMENTS)
            or first.id in self._has_source_id
            or suggestions[0].score == _NO_NAME
            or (suggestions[0].distance_m or 0.0) > same_m
        )

    def _ask(self, candidate: PlaceCandidate, suggestions: list[Suggestion]) -> None:
        areas = [one for one in (candidate.admin1, candidate.admin2, candidate.admin3) if one]
        where = " / ".join(areas) or f"{candidate.lon:g}, {candidate.lat:g}"
        question = Question(
            candidate.citation,
            candidate.name,
            candidate.file,
            candidate.row,
            where,
            self._by_point.get((candidate.lon, candidate.lat), ""),
            (candidate.lon, candidate.lat),
        )
        self._review.ask(question, suggestions)
        self._refuse(candidate, _NEEDS_DECISION)

    def _refuse(self, candidate: PlaceCandidate, reason: str, other: str = "") -> None:
        text = f"{candidate.name}: {other}" if other else candidate.name
        self._summary.refuse(candidate.file, candidate.row, reason, text)

    # --- a new place ------------------------------------------------------------------------

    def _add_new(self, candidate: PlaceCandidate) -> None:
        other = self._by_point.get((candidate.lon, candidate.lat))
        if other is not None:
            self._refuse(candidate, POINT_TAKEN, other)
            return
        id_ = self._free_id(candidate)
        self._draft.put("gazetteer", {"id": id_, **_new_row(candidate)})
        self._by_point[candidate.lon, candidate.lat] = id_
        self._known[id_] = _Known(
            id_, candidate.lon, candidate.lat, candidate.position_error_m, candidate.kind
        )
        self._by_citation[candidate.citation] = id_
        self._summary.used += 1

    def _free_id(self, candidate: PlaceCandidate) -> str:
        """Make an id of the name, else of the name and its area, else of the citation."""
        name = "" if loses_letters(candidate.name) else slugify(candidate.name)
        area = slugify(candidate.admin3 or candidate.admin2)
        own = slugify(candidate.citation)
        tried = [name, f"{name}-{area}"] if area else [name]
        for one in tried if name else ():
            if len(one) <= _LONGEST_ID and one not in self._known:
                return one
        return next(one for one in (own, f"{name[:30]}-{own}") if one not in self._known)

    # --- a known place ----------------------------------------------------------------------

    def _merge(self, candidate: PlaceCandidate, id_: str) -> None:
        row = self._draft.get("gazetteer", id_)
        if row is None:
            self._refuse(candidate, _CHOICE_IS_GONE, id_)
            return
        if isinstance(row.get("names"), str):  # as spreadsheets and QGIS write lists
            row["names"] = [one.strip() for one in row["names"].split(";") if one.strip()]
        changes: dict[str, Any] = {"id": id_, **_missing_fields(candidate, row)}
        changes["names"] = _all_names(candidate, row)
        if self._is_unplaced_start(candidate, row, id_):
            changes |= self._moved(candidate, id_)
        known = self._known[id_]
        self._compare(candidate, row, id_)
        if candidate.citation not in row["sources"]:
            sources = [one for one in row["sources"] if one != candidate.source]
            changes["sources"] = [*sources, candidate.citation]
            changes["licence"] = _with_licence(row["licence"], candidate.licence)
        error_m = self._error_m(candidate, known, row)
        if error_m != known.error_m:
            changes["position_error_m"] = error_m
            self._known[id_] = known._replace(error_m=error_m)
        self._summary.changed += self._draft.put("gazetteer", changes) == "changed"
        self._summary.merged += 1
        self._has_source_id.add(id_)
        self._by_citation[candidate.citation] = id_

    def _is_unplaced_start(self, candidate: PlaceCandidate, row: dict[str, Any], id_: str) -> bool:
        """Return whether a place only has the point that a new package starts with.

        Another source of a better point moves it, unless another place is there.
        """
        is_start = row.get("note") == STARTING_NOTE and len(row["sources"]) == 1
        is_other = candidate.citation not in row["sources"]
        is_better = candidate.position_error_m < self._known[id_].error_m == ERROR_M
        is_free = self._by_point.get((candidate.lon, candidate.lat), id_) == id_
        return is_start and is_other and is_better and is_free

    def _moved(self, candidate: PlaceCandidate, id_: str) -> dict[str, Any]:
        lon, lat, error_m = candidate.lon, candidate.lat, candidate.position_error_m
        self._known[id_] = self._known[id_]._replace(lon=lon, lat=lat, error_m=error_m)
        self._by_point[lon, lat] = id_
        return {"lon": lon, "lat": lat, "position_error_m": error_m, "note": ""}

    def _error_m(self, candidate: PlaceCandidate, known: _Known, row: dict[str, Any]) -> float:
        """Return the position error of a place, given the point of another source.

        Two independent points that agree are right to their distance, but not to less than 100 m.
        If their distance exceeds the errors of both, the other point may be the right one.
        """
        if (known.lon, known.lat) == (candidate.lon, candidate.lat):
            return known.error_m
        distance = float(distance_m(known.lon, known.lat, candidate.lon, candidate.lat))
        disagree = distance > known.error_m + candidate.position_error_m
        rounded = float(math.ceil(distance / 10) * 10)
        larger = max(known.error_m, min(rounded, _WORST_M))
        if disagree:
            text = f"{candidate.citation} is {distance / 1000:.1f} km away from its point"
            if larger > known.error_m:
                text += f"; position_error_m {known.error_m:g} -> {larger:g}"
            self._disagree(known.id, candidate, text)
        if candidate.citation in row["sources"]:
            return known.error_m
        if disagree:
            return larger
        is_second = len(row["sources"]) == 1 and self._independent and distance > _COPY_M
        return min(known.error_m, max(_BEST_M, rounded)) if is_second else known.error_m

    def _compare(self, candidate: PlaceCandidate, row: dict[str, Any], id_: str) -> None:
        """List the differences between the source and the package."""
        for name in _FIELDS:
            own, other = row.get(name), getattr(candidate, name)
            if own and other and not _is_same(name, own, other):
                text = f"{name} is {own!r} in the package and {other!r} in {candidate.citation}"
                self._disagree(id_, candidate, text)
        names = {row["name"], *(row.get(one, "") for one in _MAIN_NAMES), *row.get("names", ())}
        if candidate.name not in names and match_key(candidate.name) not in set(
            map(match_key, names)
        ):
            self._disagree(id_, candidate, f"{candidate.citation} has the name {candidate.name!r}")

    def _disagree(self, id_: str, candidate: PlaceCandidate, text: str) -> None:
        where = f"{candidate.file}, row {candidate.row}"
        self._summary.disagreements.append(f"{id_} ({where}): {text}")


def _keys(*names: str) -> set[str]:
    """Return the keys of names, and of what they are without a remark in brackets."""
    return {match_key(one) for name in names for one in (name, *split_parts(name).own)} - {""}


def _names_of(candidate: PlaceCandidate) -> list[str]:
    return [candidate.name, candidate.name_ar, candidate.name_local, *candidate.names]


def _lon_difference(one: float, other: float) -> float:
    """Return the difference of two longitudes in degrees, across the antimeridian too."""
    return abs((one - other + 180) % 360 - 180)


def _same_m(candidate: PlaceCandidate, known: _Known) -> float:
    """Return the distance within which two places with one name are the same."""
    return min(max(_SAME_M, candidate.position_error_m + known.error_m), 2 * _SAME_M)


def _cites_id(citation: str, source: str) -> bool:
    """Return whether a citation ends in an id of the source, rather than in a date or a title."""
    id_ = citation.removeprefix(f"{source} ").replace("/", "")
    return id_.isalnum() and any(map(str.isdigit, id_))


def _new_row(candidate: PlaceCandidate) -> dict[str, Any]:
    """Return the row of a new place without its id."""
    local = {"name_local": candidate.name_local} if candidate.name_local else {}
    main = [candidate.name, candidate.name_ar, candidate.name_local]
    return {
        "name": candidate.name,
        "name_ar": candidate.name_ar,
        **local,
        "names": _unknown_names(candidate.names, main),
        "kind": candidate.kind,
        "position_error_m": candidate.position_error_m,
        **{name: getattr(candidate, name) for name in _FIELDS if name not in _MAIN_NAMES},
        "sources": [candidate.citation],
        "licence": candidate.licence,
        "note": "",
        "lon": candidate.lon,
        "lat": candidate.lat,
    }


def _missing_fields(candidate: PlaceCandidate, row: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that are empty in the package and filled in the source."""
    return {
        name: getattr(candidate, name)
        for name in _FIELDS
        if not row.get(name) and getattr(candidate, name) not in {None, ""}
    }


def _all_names(candidate: PlaceCandidate, row: dict[str, Any]) -> list[str]:
    """Return the further spellings of a place, with those of the source."""
    main = [row["name"], *(row.get(one) or getattr(candidate, one) for one in sorted(_MAIN_NAMES))]
    listed = list(row.get("names", ()))
    names = _names_of(candidate)
    return [*listed, *_unknown_names(names, [*main, *listed])]


def _unknown_names(names: Iterable[str], known: list[str]) -> list[str]:
    """Return the names that are not in `known`, without repeated names."""
    seen = set(known)
    return [name for name in dict.fromkeys(names) if name and name not in seen]


def _with_licence(licences: str, other: str) -> str:
    """Return a list of licences with another one added."""
    listed = [one.strip() for one in licences.split(",")]
    return licences if other in listed else ", ".join([*filter(None, listed), other])


def _is_same(name: str, own: Any, other: Any) -> bool:
    """Return whether two values of a field are the same; names may be spelt differently."""
    if name in _NAME_FIELDS:
        return own == other or match_key(str(own)) == match_key(str(other))
    return bool(own == other)
