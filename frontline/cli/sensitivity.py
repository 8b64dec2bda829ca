"""Commands on the sensitivity of answers: known, compare, fragility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from frontline.cli.options import (
    As,
    AsOf,
    AsTable,
    Blur,
    Data,
    District,
    Embargo,
    Format,
    On,
    RuleName,
    TableFormat,
)
from frontline.cli.output import (
    choose_folder,
    open_redacted,
    print_csv,
    print_json,
    print_lines,
    print_notices,
)
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from frontline.atlas import Atlas
    from frontline.models import Control, Text
    from frontline.sensitivity.source_comparison import SourceComparison


def known(
    event: Annotated[
        str | None, typer.Option("--event", metavar="ID", help="Id of an event.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAME", help="A place; needs --on DAY.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Day of the answer.")
    ] = None,
    district: District = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: As = Format.text,
) -> None:
    """Print when an event or the control of a place became known, report by report."""
    from frontline.cli.text import event_history_lines, place_history_lines
    from frontline.sensitivity.publication_history import find_event
    from frontline.sensitivity.serialize import known_json

    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    if event is not None and place is None and on is None:
        steps = atlas.publication_history(event)
        answer = known_json(steps, atlas, event)
        lines = event_history_lines(find_event(atlas, event), steps, atlas)
    elif event is None and place is not None and on is not None:
        found, state = atlas.place(place, district), atlas.on(on)
        steps = atlas.publication_history(place=found.id, day=state.day)
        answer = known_json(steps, atlas, (found, state.day.isoformat()))
        lines = place_history_lines(found, state, steps, atlas)
    else:
        raise InvalidRequestError("Name either --event ID, or --place NAME and --on DAY.")
    if form is Format.json:
        print_json(answer)
    else:
        print_notices(atlas, notices)
        print_lines(lines)


def compare(
    on: On,
    rules: Annotated[
        str,
        typer.Option(
            "--rules", metavar="NAME,NAME", help="Rules or rule files, separated by commas."
        ),
    ] = "standard,two-source",
    sources: Annotated[
        str | None,
        typer.Option(
            "--sources",
            metavar="ID,ID",
            help="Publishers to compare instead of rules, separated by commas.",
        ),
    ] = None,
    data: Data = None,
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: AsTable = TableFormat.text,
) -> None:
    """Print the places, area and highways whose control depends on the rule or the publisher."""
    from frontline.atlas import built_in_folder
    from frontline.cli.text import comparison_lines
    from frontline.control.rules import find_rule
    from frontline.sensitivity.serialize import (
        COMPARISON_COLUMNS,
        comparison_json,
        comparison_rows,
    )

    folder = choose_folder(data)
    if sources is not None:
        publishers = [name.strip() for name in sources.split(",") if name.strip()]
        atlas, notices = open_redacted(folder, "standard", as_of, embargo, blur)
        _print_source_comparison(atlas, publishers, on, form, notices)
        return
    names = [name.strip() for name in rules.split(",") if name.strip()]
    found = [find_rule(name, folder or built_in_folder()) for name in names]
    atlas, notices = open_redacted(folder, "standard", as_of, embargo, blur)
    comparison = atlas.compare(found, on)
    answer = comparison_json(comparison, atlas)
    if form is TableFormat.json:
        print_json(answer)
    elif form is TableFormat.csv:
        columns = (*COMPARISON_COLUMNS, *(one.name for one in found), "records", "sources")
        print_csv(comparison_rows(answer), columns)
    else:
        print_notices(atlas, notices, atlas.on(on).day)
        print_lines(comparison_lines(comparison, atlas))


def _print_source_comparison(
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
        print_lines(_source_lines(found))


def _source_lines(found: SourceComparison) -> Iterator[str]:
    from frontline.formatting import format_km2

    names = [publisher.name for publisher in found.publishers]
    for number, name in enumerate(names):
        areas = ", ".join(f"{k} {format_km2(v)} km²" for k, v in found.areas_km2[number].items())
        front = found.fronts_km[number]
        away = found.differing_fronts_km[number]
        yield f"{name}: {areas}; front {front:.0f} km, {away:.0f} km of it more than 1 km away"
    yield (
        f"differing on {found.day}: {len(found.places):,} of the {found.compared:,} places of "
        f"which all of them speak, {format_km2(found.differing_km2)} km², "
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


def fragility(
    on: On,
    ends: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A B]", help="Endpoints of a distance, as for distance."),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", help="Number of Monte Carlo draws; 100 by default."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="Seed of the draws.")
    ] = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    embargo: Embargo = 0,
    blur: Blur = 0,
    form: As = Format.text,
) -> None:
    """Print how a day, or a distance on it, depends on single sources and on positions."""
    from frontline.cli.text import sensitivity_lines
    from frontline.sensitivity.serialize import fragility_json

    if ends is not None and len(ends) not in {0, 2}:
        raise InvalidRequestError(
            f"Name both endpoints of a distance, A and B, or neither, not {len(ends)}."
        )
    pair = (ends[0], ends[1]) if ends else None
    atlas, notices = open_redacted(choose_folder(data), rule, as_of, embargo, blur)
    changes, spread = atlas.sensitivity(on, pair, draws=draws, seed=seed)
    state = atlas.on(on)
    distance = None if pair is None else state.distance(*pair)
    if form is Format.json:
        print_json(fragility_json(changes, spread, state, distance))
    else:
        print_notices(atlas, notices, state.day)
        print_lines(sensitivity_lines(state, changes, spread, distance))
