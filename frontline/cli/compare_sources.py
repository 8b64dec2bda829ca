"""Print what publishers say of one day, each taken alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.cli.output import print_csv, print_json, print_lines, print_notices
from frontline.formatting import format_km2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from frontline.atlas import Atlas
    from frontline.cli.options import TableFormat
    from frontline.models import Control, Text
    from frontline.sensitivity.source_comparison import SourceComparison


def print_source_comparison(
    atlas: Atlas, sources: Sequence[str], on: str, form: TableFormat, notices: Sequence[Text]
) -> None:
    """Compare publishers, and print the answer as text, JSON or CSV."""
    from frontline.sensitivity.serialize import (
        COMPARISON_COLUMNS,
        comparison_rows,
        source_comparison_json,
    )

    found = atlas.compare_sources(sources, on)
    answer = source_comparison_json(found, atlas)
    if form.value == "json":
        print_json(answer)
    elif form.value == "csv":
        columns = (*COMPARISON_COLUMNS, *(one.id for one in found.publishers), "records", "sources")
        print_csv(comparison_rows(answer), columns)
    else:
        print_notices(atlas, notices, found.day)
        print_lines(_lines(found))


def _lines(found: SourceComparison) -> Iterator[str]:
    names = [publisher.name for publisher in found.publishers]
    for number, name in enumerate(names):
        areas = ", ".join(f"{k} {format_km2(v)} km2" for k, v in found.areas_km2[number].items())
        front = found.fronts_km[number]
        away = found.differing_fronts_km[number]
        yield f"{name}: {areas}; front {front:.0f} km, {away:.0f} km of it more than 1 km away"
    yield (
        f"differing on {found.day}: {len(found.places):,} of the {found.compared:,} places of "
        f"which all of them speak, {format_km2(found.differing_km2)} km2, "
        f"{found.road_km:.1f} km of highway"
    )
    for road in found.roads:
        span = f"{road.highway.upper()}, km {road.from_km:.1f} to {road.to_km:.1f}"
        yield f"{span}: {_answers(names, road.answers)}"
    for one in found.places:
        yield f"{one.place.name}: {_answers(names, one.answers)}"


def _answers(names: Sequence[str], answers: Sequence[Control]) -> str:
    pairs = zip(names, answers, strict=True)
    return "; ".join(
        f"{name}: {control.status} {' and '.join(control.actors)}" for name, control in pairs
    )
