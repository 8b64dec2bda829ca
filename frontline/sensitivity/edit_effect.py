"""What a change of a package does to the record and to the map of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from frontline.control.timeline import same_holders
from frontline.geometry.geodesy import GEOD
from frontline.models import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from frontline.atlas import Atlas
    from frontline.models import Control, Place
    from frontline.state import State


@dataclass(frozen=True, slots=True)
class ControlChange:
    """Days on which the control of a place becomes another.

    Parameters
    ----------
    place : Place
    before, after : Control
    first, last : date
        First and last of the days.
    """

    place: Place
    before: Control
    after: Control
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EditEffect:
    """What a change does.

    Parameters
    ----------
    day : date
        The day of the numbers.
    changes : tuple of ControlChange
        By place and day; a change of the evidence alone counts too.
    front_km : tuple of float
        Length of the drawn front before and after.
    areas_km2 : tuple of dict of str to float
        Area of each actor before and after.
    """

    day: date
    changes: tuple[ControlChange, ...]
    front_km: tuple[float, float]
    areas_km2: tuple[dict[str, float], dict[str, float]]


def edit_effect(before: Atlas, after: Atlas, day: date | None = None) -> EditEffect:
    """Compare a package with itself after a change.

    Parameters
    ----------
    before, after : Atlas
        Under the same rule.
    day : date, optional
        The day of the numbers, by default the first on which a place has another holder; the
        nearest day that both records have is taken.

    Examples
    --------
    >>> import frontline
    >>> from datetime import date
    >>> atlas = frontline.open()
    >>> edit_effect(atlas, atlas, date(2019, 8, 15)).changes
    ()
    """
    first = max(before.record.first, after.record.first)
    last = min(before.record.last, after.record.last)
    changes = tuple(_changes(before, after))
    if day is None:
        moved = [one for one in changes if not same_holders(one.before, one.after)]
        day = min((one.first for one in moved or changes), default=last)
    shown = max(first, min(day, last))
    states = before.on(shown), after.on(shown)
    return EditEffect(
        shown,
        changes,
        (front_length_km(states[0]), front_length_km(states[1])),
        (states[0].areas_km2, states[1].areas_km2),
    )


def front_length_km(state: State) -> float:
    """Return the length of the drawn front of a day in kilometres."""
    lines = state.front.geometry[state.front["kind"] == "line"]
    return sum(float(GEOD.geometry_length(one)) for one in lines if not one.is_empty) / 1000


def _changes(before: Atlas, after: Atlas) -> Iterator[ControlChange]:
    """Yield the days on which the control of each place differs."""
    for id_ in sorted({*before.record.place_ids, *after.record.place_ids}):
        old, new = before.record.spans(id_), after.record.spans(id_)
        if [(one.first, one.control) for one in old] == [(one.first, one.control) for one in new]:
            continue
        place = after.package.gazetteer.get(id_) or before.package.gazetteer[id_]
        yield from _changes_of(place, before, after)


def _changes_of(place: Place, before: Atlas, after: Atlas) -> Iterator[ControlChange]:
    """Yield the days on which the control of a place differs."""
    first = min(before.record.first, after.record.first)
    last = max(before.record.last, after.record.last)
    spans = (*before.record.spans(place.id), *after.record.spans(place.id))
    runs = groupby(
        sorted({first, *(one.first for one in spans)}),
        lambda day: (_control(before, place.id, day), _control(after, place.id, day)),
    )
    found = [(next(days), controls) for controls, days in runs]
    ends = [start - timedelta(days=1) for start, _ in found[1:]]
    for (start, controls), end in zip(found, [*ends, last], strict=True):
        if controls[0] != controls[1]:
            yield ControlChange(place, *controls, start, end)


def _control(atlas: Atlas, place_id: str, day: date) -> Control:
    """Return the control of a place; unknown outside the record."""
    if not atlas.record.first <= day <= atlas.record.last:
        return UNKNOWN
    return atlas.record.control_on(place_id, day)
