"""The picture of a day in a notebook: a small map with a title and a legend, as HTML.

It has no script. All text is escaped, and a CSS class keeps the notebook from reading dollar signs
as formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from frontline.dates import format_day
from frontline.formatting import format_km2
from frontline.stills.small_map import View, small_map
from frontline.stills.style import CONTESTED, actor_fills

if TYPE_CHECKING:
    from frontline.atlas import Atlas
    from frontline.models import Actor
    from frontline.state import State


@dataclass(frozen=True, slots=True)
class _Captions:
    """Title and lead above the picture, notes below it."""

    title: str
    lead: str
    notes: tuple[str, ...]


def atlas_thumbnail(atlas: Atlas) -> str | None:
    """Return a thumbnail of the last day with the size of the record; None without dated places."""
    package = atlas.package
    if atlas.full_package.is_undated or not package.evidence_place_ids:
        return None
    first, last = atlas.record.first, atlas.record.last
    lead = f"{format_day(first)} to {format_day(last)}; the picture shows the last day"
    size = (
        f"{len(package.gazetteer):,} places, {len(package.events):,} events, "
        f"{len(package.all_reports):,} reports by {len(package.publishers):,} publishers"
    )
    return _thumbnail(
        atlas.on(last), _Captions(package.title, lead, (size, atlas.rule.description))
    )


def state_thumbnail(state: State) -> str | None:
    """Return a thumbnail of a day; None without places to show."""
    atlas = state.atlas
    if not atlas.package.evidence_place_ids:
        return None
    lead = f"Who held what on {format_day(state.day)}"
    return _thumbnail(state, _Captions(atlas.package.title, lead, (atlas.rule.description,)))


def _thumbnail(state: State, captions: _Captions) -> str:
    actors = tuple(state.atlas.package.actors.values())
    fills = actor_fills(actors)
    groups = [(number, actor) for number, actor in (*enumerate(actors), (-1, None))
              if (state.holders == number).any()]  # fmt: skip
    keys = "".join(
        f'<li><span style="color:{CONTESTED if actor is None else fills[actor.id]}">■</span> '
        f"{_legend(state, number, actor)}</li>"
        for number, actor in groups
    )
    notes = "".join(f"<br/><small><bdi>{_text(note)}</bdi></small>" for note in captions.notes)
    return (
        '<figure class="tex2jax_ignore mathjax_ignore" style="margin:0">'
        f"<figcaption><b><bdi>{_text(captions.title)}</bdi></b><br/>{_text(captions.lead)}</figcaption>"
        f"{small_map(state.atlas, View(captions.lead, state.day), f'day-{state.day}')}"
        f'<ul style="list-style:none;margin:0;padding:0">{keys}</ul>{notes}</figure>'
    )


def _legend(state: State, number: int, actor: Actor | None) -> str:
    mask = state.holders == number
    name = "Contested" if actor is None else f"<bdi>{_text(actor.name)}</bdi>"
    area = format_km2(float(state.atlas.cells.areas_km2[mask].sum()))
    return f"{name}: {int(mask.sum())} places, {area} km²"


def _text(value: str) -> str:
    """Write text as HTML, without what neither shows nor belongs there."""
    return escape("".join(mark if mark.isprintable() else "\ufffd" for mark in value))
