"""When each place was last reported, so that a page can say how old its answer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.groundwork import Groundwork
    from frontline.history import Span

__all__ = ["encode_reported"]


def encode_reported(atlas: Groundwork, first: date, last: date) -> list[list[int]]:
    """Encode, for each place with a cell, the last day that its answer's reports speak for.

    Returns
    -------
    For each place that day as it stood on `first`, then two numbers a change until `last`: days
    from `first` to the day on which it changed, and from that day back to the one spoken for.
    """
    return [_turns(atlas.record.spans(place.id), first, last) for place in atlas.cell_places]


def _turns(spans: Sequence[Span], first: date, last: date) -> list[int]:
    known = [span for span in spans if span.first <= first]
    shown = known[-1].reported if known else first
    coded = [(shown - first).days]
    for span in spans[len(known) :]:
        if span.first > last or span.reported == shown:
            continue
        shown = span.reported
        coded += [(span.first - first).days, (span.first - shown).days]
    return coded
