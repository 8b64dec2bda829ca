"""Assessments as columns, to be kept with their package and read again without its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.control.assessment import Assessment
from frontline.control.kept_record import read_or_make
from frontline.control.reasons import Reason
from frontline.package.columns import pack_rows, unpack_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from frontline.control.rules import Rule
    from frontline.models import Event
    from frontline.package.cache import CacheFile

#: What is kept of an assessment; its event is in the package.
_COLUMNS = (
    "accepted",
    "evidence",
    "reason.code",
    "reason.supporting",
    "reason.denying",
    "from_day",
)


def kept_assessments(
    store: CacheFile | None,
    rule: Rule,
    changes: Sequence[Event],
    assess: Callable[[], tuple[Assessment, ...]],
) -> tuple[Assessment, ...]:
    """Return the assessments under a rule from where they are kept, else make and keep them.

    Parameters
    ----------
    store : CacheFile or None
        Where the checked package is kept; None if it is not kept.
    rule : Rule
    changes : sequence of Event
        The events that `assess` assesses, in its order.
    assess : callable
        It makes the assessments.
    """

    def pack(assessments: tuple[Assessment, ...]) -> Any:
        return pack_rows(_COLUMNS, assessments)

    def unpack(kept: Any) -> tuple[Assessment, ...]:
        return tuple(map(_assessment, changes, unpack_rows(kept)))

    return read_or_make(store, ("assessments", rule), assess, (pack, unpack))


def _assessment(event: Event, values: tuple[Any, ...]) -> Assessment:
    accepted, evidence, code, supporting, denying, from_day = values
    return Assessment(event, accepted, evidence, Reason(code, supporting, denying), from_day)
