"""Cached measurements of one atlas: distances from its places to what claims refer to.

A distance does not depend on the day; who held a place does. Each pair is measured once and kept,
so that a claim can be tested for other days, other evidence, or without one report.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from frontline.geometry import geodesy
from frontline.geometry.distance import Endpoint, measure
from frontline.geometry.geodesic_lines import GeodesicMultiLine
from frontline.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim
    from frontline.claims.reader.coreference import Referent
    from frontline.geometry.distance import Distance
    from frontline.models import Place

#: A post or base "at" a place is assumed to be within this distance of it.
POST_ERROR_M = 1500.0
#: A text on a town that mentions a road means the part of the road within this distance.
_NEAR_TOWN_M = 10_000.0

_Spans = tuple[tuple[float, float], ...]


#: States that are kept of one atlas.
_MOST_STATES = 32


@dataclass
class Measurements:
    """The measurements made with one atlas so far.

    Attributes
    ----------
    atlas : Atlas
    ray_sites : dict of str to array
        For each encircled place, the column of the site whose cell contains each point of its
        rays; see `frontline.claims.verify_encirclement`.
    explains : bool
        Whether answers have reasons and facts, or verdicts alone.
    """

    atlas: Atlas
    _site_distances: dict[str, SiteDistances] = field(default_factory=dict)
    _between: dict[tuple[str, str], Distance] = field(default_factory=dict)
    _unheld: dict[tuple[str, _Spans], SiteDistances] = field(default_factory=dict)
    _parts: dict[tuple[str, _Spans], Endpoint] = field(default_factory=dict)
    _near_town: dict[tuple[str, str], tuple[float, float] | None] = field(default_factory=dict)
    _kinds: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    ray_sites: dict[str, NDArray[np.intp]] = field(default_factory=dict)
    explains: bool = True
    _states: dict[date, State] = field(default_factory=dict)
    _of_others: dict[int, Measurements] = field(default_factory=dict)

    def for_atlas(self, atlas: Atlas) -> Measurements:
        """Return measurements of an atlas that differs only in who held what.

        Everything that does not depend on control is shared and not measured again. They are
        kept, since the claims of an article, and of a day, need the same atlases. Their answers
        are verdicts without reasons and facts.
        """
        if id(atlas) not in self._of_others:
            self._of_others[id(atlas)] = replace(
                self, atlas=atlas, explains=False, _states={}, _of_others={}
            )
        return self._of_others[id(atlas)]

    def state_on(self, day: date) -> State:
        """Return the state of a day."""
        if day not in self._states:
            if len(self._states) >= _MOST_STATES:
                self._states.clear()
            self._states[day] = State(self.atlas, day)
        return self._states[day]

    def kinds_of_places(self) -> tuple[str, ...]:
        """Return the kind of each place of the record."""
        ids, places = self.atlas.record.place_ids, self.atlas.package.gazetteer
        if ids not in self._kinds:
            self._kinds[ids] = tuple(places[id_].kind for id_ in ids)
        return self._kinds[ids]

    def distances_to(self, target: Referent) -> SiteDistances:
        """Return the distances from every site of the record to a target."""
        key = _key(target)
        if key not in self._site_distances:
            self._site_distances[key] = SiteDistances(self.atlas, self.endpoint(target))
        return self._site_distances[key]

    def endpoint(self, referent: Referent) -> Endpoint:
        """Return the end point for a place, a post named after a place, or a road."""
        if referent.place is None:
            return self.atlas.locate(str(referent.id))
        if referent.kind == "feature":
            place = referent.place
            error_m = place.position_error_m + POST_ERROR_M
            return Endpoint(referent.words, error_m, (place.lon, place.lat), place)
        return self.atlas.endpoint(referent.place)

    def distances_to_unheld_road(self, claim: Claim) -> SiteDistances:
        """Return the distances to the part of a road that the actor of a claim does not hold.

        If the text is about a town, only the road around the town counts.
        """
        assert claim.subject is not None and claim.target is not None  # noqa: S101, PT018 - the caller checks both
        road = str(claim.target.id)
        spans = tuple(self._unheld_spans(str(claim.subject.id), road, claim, ("unknown",)))
        if (road, spans) not in self._unheld:
            unheld = self._part_of_road(claim.target, spans)
            self._unheld[road, spans] = SiteDistances(self.atlas, unheld)
        return self._unheld[road, spans]

    def road_not_held(self, claim: Claim) -> Endpoint | None:
        """Return the part of a road that the actor may not hold, also where nothing is known.

        If the text is about a town, only the road around the town counts. None if there is none.
        """
        assert claim.subject is not None and claim.target is not None  # noqa: S101, PT018 - the caller checks both
        spans = tuple(self._unheld_spans(str(claim.subject.id), str(claim.target.id), claim))
        return self._part_of_road(claim.target, spans) if spans else None

    def _part_of_road(self, road: Referent, spans: _Spans) -> Endpoint:
        """Return some stretches of a road, or all of it if there are none."""
        key = (str(road.id), spans)
        if key not in self._parts:
            whole = self.endpoint(road)
            parts = [self.atlas.lines[str(road.id)].substring(*span) for span in spans]
            part = replace(whole, path=GeodesicMultiLine(parts)) if parts else whole
            self._parts[key] = part
        return self._parts[key]

    def _unheld_spans(
        self, actor: str, road: str, claim: Claim, without: Sequence[str] = ()
    ) -> Iterator[tuple[float, float]]:
        """Yield the stretches that an actor does not hold, in metres along the road."""
        around = None if claim.near is None else self._span_near_town(road, claim.near)
        for interval in self.state_on(claim.last).road_intervals(road):
            if interval.control.holder == actor or interval.control.status in without:
                continue
            start, end = interval.from_km * 1000, interval.to_km * 1000
            if around is not None:
                start, end = max(start, around[0]), min(end, around[1])
            if end - start > 1.0:
                yield start, end

    def _span_near_town(self, road: str, town: Place) -> tuple[float, float] | None:
        """Return the stretch of a road around a town; None if the town is far from the road."""
        key = (road, town.id)
        if key not in self._near_town:
            near = self.atlas.lines[road].nearest_point(town.lon, town.lat)
            span = (near.along_m - _NEAR_TOWN_M, near.along_m + _NEAR_TOWN_M)
            self._near_town[key] = span if near.distance_m <= _NEAR_TOWN_M else None
        return self._near_town[key]

    def distance_between(self, subject: Referent, target: Referent) -> Distance:
        """Return the distance between two fixed features."""
        key = (_key(subject), _key(target))
        if key not in self._between:
            self._between[key] = measure(self.endpoint(subject), self.endpoint(target))
        return self._between[key]


def _key(referent: Referent) -> str:
    """Return what tells a referent from others: a post has no id of its own."""
    return f"{referent.kind} {referent.id or referent.words}"


class SiteDistances:
    """Distances from the sites of a record to one target, measured on demand.

    A column is the position of a site in `Atlas.sites`.
    """

    def __init__(self, atlas: Atlas, target: Endpoint) -> None:
        self._sites, self._target = atlas.site_endpoints, target
        lon = np.asarray([place.lon for place in atlas.sites])
        lat = np.asarray([place.lat for place in atlas.sites])
        if target.centre is not None:
            self._centre_m, self._bearing = geodesy.inverse(*target.centre, lon, lat)
        else:
            assert target.path is not None  # noqa: S101 - an end point has a centre or a path
            near = target.path.nearest_point(lon, lat)
            self._centre_m = near.distance_m
            self._bearing = geodesy.bearing_deg(near.lon, near.lat, lon, lat)
        radii = np.asarray([site.radius_m for site in self._sites])
        self._lower_bounds = self._centre_m - radii - target.radius_m
        self._order = np.argsort(self._lower_bounds, kind="stable")
        self._measured: dict[int, Distance] = {}
        self._nearest: dict[tuple[tuple[int, ...], str | None], Distance] = {}
        self._within: dict[float, NDArray[np.bool_]] = {}

    @property
    def bearings_deg(self) -> NDArray[np.float64]:
        """Bearing of each site as seen from the target, in degrees."""
        return np.asarray(self._bearing, dtype=np.float64)

    @property
    def centre_m(self) -> NDArray[np.float64]:
        """Distance of the centre of each site from the target, in metres."""
        return np.asarray(self._centre_m)

    def distance_from(self, column: int) -> Distance:
        """Return the distance from one site to the target."""
        if column not in self._measured:
            self._measured[column] = measure(self._sites[column], self._target)
        return self._measured[column]

    def within(self, metres: float) -> NDArray[np.bool_]:
        """Return a mask of the sites whose edge is within a distance of the target."""
        if metres not in self._within:
            mask = self.may_be_within(metres)
            for column in np.flatnonzero(mask):
                mask[column] = self.distance_from(int(column)).edge_m <= metres
            self._within[metres] = mask
        return self._within[metres]

    def may_be_within(self, metres: float) -> NDArray[np.bool_]:
        """Return a mask that contains all of `within`, without measuring anything."""
        return np.asarray(self._lower_bounds <= metres)

    def nearest(
        self, mask: NDArray[np.bool_], actor: str | None = None, count: int = 5
    ) -> Distance | None:
        """Return the distance from the nearest edge in a mask; the next ones as ``others``.

        Parameters
        ----------
        mask : array of bool
            By column.
        actor : str, optional
            Id of the actor that holds the sites.
        count : int
            Number of distances, with the nearest.
        """
        columns = tuple(column for column, _ in self._nearest_columns(mask, count))
        if not columns:
            return None
        key = (columns, actor)
        if key not in self._nearest:
            first, *others = (self.distance_from(column) for column in columns)
            found = replace(first, others=tuple(others))
            self._nearest[key] = found if actor is None else found.between_actors(actor, None)
        return self._nearest[key]

    def _nearest_columns(
        self, mask: NDArray[np.bool_], count: int
    ) -> list[tuple[int, tuple[float, float]]]:
        """Return the columns with the nearest edges, and what they are sorted by."""
        nearest: list[tuple[int, tuple[float, float]]] = []
        for column in self._order[mask[self._order]].tolist():
            if len(nearest) >= count and self._lower_bounds[column] > nearest[count - 1][1][0]:
                break
            distance = self.distance_from(column)
            nearest.append((column, (distance.edge_m, distance.centre_m)))
            nearest.sort(key=itemgetter(1))
        return nearest[:count]


def held_by(
    atlas: Atlas, actor: str, day: date, *, evidence: Sequence[str] = ()
) -> NDArray[np.bool_]:
    """Return a mask of the sites an actor held on a day, optionally with some evidence only."""
    selected = [
        state.holder == actor and (not evidence or state.evidence in evidence)
        for state in atlas.record.states
    ]
    return _mask(atlas, selected, day)


def held_or_contested_by(atlas: Atlas, actor: str, day: date) -> NDArray[np.bool_]:
    """Return a mask of the sites an actor held or contested on a day."""
    return _mask(atlas, [actor in state.actors for state in atlas.record.states], day)


def _mask(atlas: Atlas, selected: list[bool], day: date) -> NDArray[np.bool_]:
    codes = atlas.record.codes(day)[: len(atlas.sites)]
    return np.asarray(selected, dtype=np.bool_)[codes]
