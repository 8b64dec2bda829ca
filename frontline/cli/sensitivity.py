"""What an answer rests on: when it was known, which rule, whose word, which positions."""

from __future__ import annotations

from typing import Annotated

import typer

from frontline.cli.options import (
    As,
    AsOf,
    AsTable,
    Data,
    District,
    Format,
    On,
    RuleName,
    TableFormat,
)
from frontline.cli.output import chosen, opened, print_as_of, print_csv, print_json, say
from frontline.errors import InvalidRequestError


def known(
    event: Annotated[
        str | None, typer.Option("--event", metavar="ID", help="An event of the record.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAME", help="A place; with --on DAY.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The day asked about.")
    ] = None,
    district: District = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    form: As = Format.text,
) -> None:
    """Tell how knowledge grew: who reported what on which day, and what the rule made of it."""
    from frontline.cli.text import say_known
    from frontline.sensitivity.serialize import known_json

    atlas = opened(data, rule, as_of)
    if event is not None and place is None and on is None:
        answer = known_json(atlas.publication_history(event), atlas, event)
    elif event is None and place is not None and on is not None:
        found, state = atlas.place(place, district), atlas.on(on)
        about = (found, state.day.isoformat())
        answer = known_json(atlas.publication_history(place=found.id, day=state.day), atlas, about)
    else:
        raise InvalidRequestError("name --event ID, or --place NAME and --on DAY")
    if form is Format.json:
        print_json(answer)
    else:
        say(atlas.as_of_notice())
        say(say_known(answer, atlas))


def compare(
    on: On,
    rules: Annotated[
        str, typer.Option("--rules", metavar="NAME,NAME", help="Rules or rule files, with commas.")
    ] = "standard,two-source",
    data: Data = None,
    as_of: AsOf = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Tell what depends on the rule: places, ground and road, with the sources that decide."""
    from frontline.atlas import built_in_folder
    from frontline.cli.text import say_comparison
    from frontline.control.rules import find_rule
    from frontline.sensitivity.serialize import (
        COMPARISON_COLUMNS,
        comparison_json,
        comparison_rows,
    )

    names = [name.strip() for name in rules.split(",") if name.strip()]
    folder = chosen(data)
    found = [find_rule(name, folder or built_in_folder()) for name in names]
    atlas = opened(folder, "standard", as_of)
    answer = comparison_json(atlas.compare(found, on), atlas)
    if form is TableFormat.json:
        print_json(answer)
    elif form is TableFormat.csv:
        columns = (*COMPARISON_COLUMNS, *(one.name for one in found), "records", "sources")
        print_csv(comparison_rows(answer), columns)
    else:
        print_as_of(atlas, atlas.on(on).day)
        say(say_comparison(answer))


def fragility(
    on: On,
    ends: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="As for distance.")
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", help="How often positions are drawn; 100 by default."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="Seed of the draws.")
    ] = None,
    data: Data = None,
    rule: RuleName = "standard",
    as_of: AsOf = None,
    form: As = Format.text,
) -> None:
    """Tell what a day, or a distance on it, rests on: whose word, and which positions."""
    from frontline.cli.text import say_sensitivity
    from frontline.sensitivity.serialize import fragility_json

    if ends is not None and len(ends) not in {0, 2}:
        raise InvalidRequestError(
            f"a distance has two ends, not {len(ends)}: name A and B, or neither"
        )
    pair = (ends[0], ends[1]) if ends else None
    atlas = opened(data, rule, as_of)
    changes, spread = atlas.sensitivity(on, pair, draws=draws, seed=seed)
    state = atlas.on(on)
    distance = None if pair is None else state.distance(*pair)
    answer = fragility_json(changes, spread, state, distance)
    if form is Format.json:
        print_json(answer)
    else:
        print_as_of(atlas, state.day)
        say(say_sensitivity(answer))
