"""What an answer rests on: when it was known, which rule, whose word, which positions."""

from __future__ import annotations

from typing import Annotated

import typer

from frontline.errors import RequestError
from frontline.options import (
    As,
    AsTable,
    Data,
    Format,
    KnownOn,
    On,
    RuleName,
    TableFormat,
    Within,
)
from frontline.terminal import as_csv, as_json, chosen, opened, say, say_clock
from frontline.weighing.draws import DRAWS, SEED


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
    within: Within = None,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: As = Format.text,
) -> None:
    """Tell how knowledge grew: who reported what on which day, and what the rule made of it."""
    from frontline.weighing.tables import known_json
    from frontline.weighing.talk import say_known

    atlas = opened(data, rule, known_on)
    if event is not None and place is None and on is None:
        answer = known_json(atlas.known_of_event(event), atlas, event)
    elif event is None and place is not None and on is not None:
        found, state = atlas.place(place, within), atlas.on(on)
        about = (found, state.day.isoformat())
        answer = known_json(atlas.known_of_place(found.id, state.day), atlas, about)
    else:
        raise RequestError("name --event ID, or --place NAME and --on DAY")
    if form is Format.json:
        as_json(answer)
    else:
        say(atlas.clock_words())
        say(say_known(answer, atlas))


def compare(
    on: On,
    rules: Annotated[
        str, typer.Option("--rules", metavar="NAME,NAME", help="Rules or rule files, with commas.")
    ] = "standard,two-source",
    data: Data = None,
    known_on: KnownOn = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Tell what depends on the rule: places, ground and road, with the sources that decide."""
    from frontline.atlas import built_in
    from frontline.editorial import find_rule
    from frontline.weighing.tables import COMPARISON_COLUMNS, comparison_json, comparison_rows
    from frontline.weighing.talk import say_comparison

    names = [name.strip() for name in rules.split(",") if name.strip()]
    folder = chosen(data)
    found = [find_rule(name, folder or built_in()) for name in names]
    atlas = opened(folder, "standard", known_on)
    answer = comparison_json(atlas.compare(found, on), atlas)
    if form is TableFormat.json:
        as_json(answer)
    elif form is TableFormat.csv:
        columns = (*COMPARISON_COLUMNS, *(one.name for one in found), "records", "sources")
        as_csv(comparison_rows(answer), columns)
    else:
        say_clock(atlas, atlas.on(on).day)
        say(say_comparison(answer))


def fragility(
    on: On,
    ends: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="As for distance.")
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", help="How often positions are drawn.")
    ] = DRAWS,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the draws.")] = SEED,
    data: Data = None,
    rule: RuleName = "standard",
    known_on: KnownOn = None,
    form: As = Format.text,
) -> None:
    """Tell what a day, or a distance on it, rests on: whose word, and which positions."""
    from frontline.weighing.tables import fragility_json
    from frontline.weighing.talk import say_fragility

    if ends is not None and len(ends) not in {0, 2}:
        raise RequestError(f"a distance has two ends, not {len(ends)}: name A and B, or neither")
    asked = (ends[0], ends[1]) if ends else None
    atlas = opened(data, rule, known_on)
    omitted, shaken = atlas.fragility(on, asked, draws=draws, seed=seed)
    state = atlas.on(on)
    answer = fragility_json(omitted, shaken, state, asked)
    if form is Format.json:
        as_json(answer)
    else:
        say_clock(atlas, state.day)
        say(say_fragility(answer))
