"""One event or one report added to a package by hand: by flags, or by questions at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontline.cli.options import AsTable, District, TableFormat
from frontline.cli.output import (
    choose_folder,
    print_csv,
    print_json,
    print_lines,
    print_note,
)
from frontline.cli.prompts import (
    Question,
    agreed,
    answers,
    need,
)
from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from frontline.package.editor import Draft


def validate(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]")] = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Check a data package: every fault with file, row, value, rule and remedy."""
    from frontline.atlas import built_in_folder
    from frontline.importers.review import review_faults
    from frontline.lint import check_folder
    from frontline.package.licences import licence_warnings
    from frontline.serialize import FAULT_COLUMNS, fault_json
    from frontline.webmap.theme import theme_issues

    home = choose_folder(folder) or built_in_folder()
    faults = [*check_folder(home), *theme_issues(home), *review_faults(home)]
    errors = [fault for fault in faults if fault.severity == "error"]
    if not errors:
        faults += licence_warnings(home)
    if form is TableFormat.json:
        print_json([fault_json(fault) for fault in faults])
    elif form is TableFormat.csv:
        print_csv([fault_json(fault) for fault in faults], FAULT_COLUMNS)
    else:
        print_lines(f"{fault.severity}: {fault}" for fault in faults)
        print_lines([f"{len(errors)} errors, {len(faults) - len(errors)} warnings"])
    if errors:
        raise typer.Exit(1)


app = typer.Typer(no_args_is_help=True, help="Add one event or one report to a data package.")

Into = Annotated[Path, typer.Option("--into", metavar="DIR", help="Data package to add to.")]
Text = str | None
KINDS = ("capture", "withdrawal", "contested", "repelled")
SAYS = ("supports", "denies", "context")

Publisher = Annotated[Text, typer.Option(metavar="ID", help="Who reports it; id or name.")]
Url = Annotated[Text, typer.Option(metavar="ADDRESS", help="Where it can be read.")]
Published = Annotated[
    Text, typer.Option("--published", metavar="DAY", help="When; 'unknown' if nobody can say.")
]
Says = Annotated[Text, typer.Option("--says", help="supports, denies or context.")]
Stance = Annotated[
    Text,
    typer.Option(metavar="STANCE", help="Of a new publisher: agency, monitor, other, or an actor."),
]
Language = Annotated[str, typer.Option(metavar="CODE", help="Of a new publisher, as en or ar.")]


@dataclass(frozen=True, slots=True)
class _Source:
    """What the flags say of a report."""

    publisher: Text
    url: Text
    published: Text
    says: Text
    stance: Text
    language: str


@app.command()
def event(
    into: Into,
    place: Annotated[Text, typer.Option(metavar="NAME", help="Where; name or id.")] = None,
    district: District = None,
    highway: Annotated[Text, typer.Option(metavar="ID", help="Or the road it is about.")] = None,
    from_km: Annotated[float | None, typer.Option(help="Where on the road it begins.")] = None,
    to_km: Annotated[float | None, typer.Option(help="And where it ends.")] = None,
    kind: Annotated[Text, typer.Option(help=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}.")] = None,
    on: Annotated[Text, typer.Option("--on", metavar="DAY", help="The day, or earliest.")] = None,
    latest: Annotated[
        Text, typer.Option(metavar="DAY", help="The latest it can have been.")
    ] = None,
    before: Annotated[Text, typer.Option(metavar="ACTOR", help="Who held it before.")] = None,
    after: Annotated[Text, typer.Option(metavar="ACTOR", help="Who held it after.")] = None,
    note_: Annotated[str, typer.Option("--note", help="In your own words.")] = "",
    id_: Annotated[Text, typer.Option("--id", help="Else the next of the package.")] = None,
    extend: Annotated[
        bool, typer.Option("--extend", help="Let the record reach the day, if it does not.")
    ] = False,
    publisher: Publisher = None,
    url: Url = None,
    published: Published = None,
    says: Says = None,
    stance: Stance = None,
    language: Language = "",
) -> None:
    """Add an event, and its first report if a publisher is named; a terminal asks for the rest."""
    from frontline.package.add import NewEvent, add_event, find_actor
    from frontline.package.editor import Draft

    draft = Draft(into)
    source = _Source(publisher, url, published, says, stance, language)
    actor = lambda word: find_actor(draft.package, word).id  # noqa: E731 - one line, used twice
    about = {} if highway else {"--place NAME": place}
    held = {"--before ACTOR": before} | ({} if kind == "repelled" else {"--after ACTOR": after})
    need({**about, "--kind KIND": kind, "--on DAY": on, **held})
    if highway is None:
        (place,) = answers(Question("--place NAME", "Place", _place(draft, district), place))
    kind, first = answers(
        Question("--kind KIND", f"Kind ({', '.join(KINDS)})", _one_of(KINDS), kind),
        Question("--on DAY", "Day, or the earliest it can have been", _day, on),
    )
    last, before = answers(
        Question("--latest DAY", "Latest day", _day, latest, first.isoformat()),
        Question("--before ACTOR", f"Held before by ({_known(draft)})", actor, before),
    )
    stayed = before if kind == "repelled" else None
    (after,) = answers(Question("--after ACTOR", "Held after by", actor, after, stayed))
    new = NewEvent(
        place=place, district=district, highway=highway, from_km=from_km, to_km=to_km, kind=kind,
        date_earliest=first, date_latest=last, before=before, after=after, note=note_,
        event_id=id_,
    )  # fmt: skip
    added = [add_event(draft, new)]
    if extend or draft.package.is_undated:
        draft.extend_span(first, last)
    added += _report_of(draft, added[0], source, optional=True)
    _write(draft, into, added)


@app.command()
def report(
    into: Into,
    record: Annotated[
        Text, typer.Option("--for", metavar="ID", help="The event or baseline row it speaks to.")
    ] = None,
    publisher: Publisher = None,
    url: Url = None,
    published: Published = None,
    says: Says = None,
    note_: Annotated[str, typer.Option("--note", help="In your own words.")] = "",
    stance: Stance = None,
    language: Language = "",
) -> None:
    """Add a report to an event or baseline row; a terminal asks for what no flag says."""
    from frontline.package.add import find_record
    from frontline.package.editor import Draft

    draft = Draft(into)
    find = lambda word: find_record(draft.package, word)  # noqa: E731 - one line
    need({"--for ID": record, "--publisher ID": publisher, "--url ADDRESS": url})
    (record,) = answers(Question("--for ID", "Event or baseline row", find, record))
    source = _Source(publisher, url, published, says, stance, language)
    _write(draft, into, _report_of(draft, str(record), source, note=note_))


def _report_of(
    draft: Draft, record: str, source: _Source, *, note: str = "", optional: bool = False
) -> list[str]:
    """Put a report into a draft, with its publisher if that is new; none where none is named."""
    from frontline.package.add import NewReport, add_report

    who = Question(
        "--publisher ID",
        "Publisher" + " (empty: add the report later)" * optional,
        str,
        source.publisher,
        "" if optional else None,
    )
    (name,) = answers(who)
    if not name:
        if source.url or source.published or source.says:
            raise InvalidRequestError("whose report is it? Add --publisher")
        print_note(["no report yet: it counts for nothing until `frontline add report`"])
        return []
    added = _publisher_of(draft, name, source)
    url, (day, words), says = answers(
        Question("--url ADDRESS", "Address", str, source.url),
        Question("--published DAY", "Published on (or unknown)", _perhaps_day, source.published),
        Question("--says WORD", f"It ({', '.join(SAYS)})", _one_of(SAYS), source.says, SAYS[0]),
    )
    new = NewReport(
        record=record, publisher=name, url=url, published_on=day, published_note=words,
        says=says, note=note,
    )  # fmt: skip
    package = draft.package
    known = {one.event_id for one in package.events} | {r.baseline_id for r in package.baseline}
    return [*added, add_report(draft, new, new_record=record not in known)]


def _publisher_of(draft: Draft, name: str, source: _Source) -> list[str]:
    """Put a publisher into a draft, if the package has none of the name."""
    from frontline.package.add import NewPublisher, add_publisher, find_publisher

    try:
        find_publisher(draft.package, name)
    except InvalidRequestError:
        words = "It is new. Its stance (agency, monitor, other, or the actor it is aligned with)"
        (stance,) = answers(Question("--stance STANCE", words, str, source.stance))
        new = NewPublisher(name=name, stance=stance, language=source.language)
        return [add_publisher(draft, new)]
    return []


def _write(draft: Draft, into: Path, added: list[str]) -> None:
    """Write the draft, once a person at the keyboard agrees."""
    if not agreed([f"To add: {', '.join(added)}"], "Write it?", otherwise=True):
        print_lines(["nothing was written"])
        return
    written = draft.write()
    print_lines([f"added {', '.join(added)}"])
    print_note(f"wrote {into / name}" for name in written)


def _place(draft: Draft, district: str | None) -> Callable[[str], str]:
    """Give a reader of place names: the name stays as reported, once it is found."""
    from frontline.gazetteer.gazetteer import Gazetteer

    gazetteer = Gazetteer(draft.package.gazetteer.values())

    def read(name: str) -> str:
        gazetteer.place(name, district=district)
        return name

    return read


def _known(draft: Draft) -> str:
    return ", ".join(draft.package.actors)


def _day(words: str) -> date:
    from frontline.dates import parse_day

    return parse_day(words)


def _perhaps_day(words: str) -> tuple[date | None, str]:
    """Read the day of publication, or why there is none."""
    return (None, "not known") if words.strip().lower() == "unknown" else (_day(words), "")


def _one_of(choices: tuple[str, ...]) -> Callable[[str], Any]:
    def read(word: str) -> str:
        if word.strip().lower() not in choices:
            raise InvalidRequestError(f"{word!r}: use one of {', '.join(choices)}")
        return word.strip().lower()

    return read
