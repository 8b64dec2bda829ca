"""Commands on a data package: validate, and add for one event or report.

Values come from options, or from questions if the command runs in a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    uses_cache,
)
from frontline.cli.prompts import (
    Question,
    ask,
    confirm,
    require,
)
from frontline.errors import InvalidRequestError
from frontline.formatting import format_number_of

if TYPE_CHECKING:
    from frontline.package.draft import Draft


def validate(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]")] = None,
    form: AsTable = TableFormat.text,
) -> None:
    """Check a data package: every issue with file, row, value, rule and remedy."""
    from frontline.atlas import built_in_folder
    from frontline.importers.review import review_faults
    from frontline.lint import check_folder
    from frontline.package.licences import licence_warnings
    from frontline.serialize import FAULT_COLUMNS, fault_json
    from frontline.theme import theme_issues

    path = choose_folder(folder) or built_in_folder()
    issues = [*check_folder(path, keep=uses_cache()), *theme_issues(path), *review_faults(path)]
    errors = [issue for issue in issues if issue.severity == "error"]
    if not errors:
        issues += licence_warnings(path)
    warnings = len(issues) - len(errors)
    if form is TableFormat.json:
        print_json([fault_json(issue) for issue in issues])
    elif form is TableFormat.csv:
        print_csv([fault_json(issue) for issue in issues], FAULT_COLUMNS)
    else:
        print_lines(f"{issue.severity}: {issue}" for issue in issues)
        print_lines(
            [f"{format_number_of(len(errors), 'error')}, {format_number_of(warnings, 'warning')}"]
        )
    if errors:
        raise typer.Exit(1)


app = typer.Typer(
    no_args_is_help=True, help="Add one event, report or report of an area to a data package."
)

Into = Annotated[Path, typer.Option("--into", metavar="DIR", help="Data package to add to.")]
Text = str | None
KINDS = ("capture", "withdrawal", "contested", "repelled", "held")
SAYS = ("supports", "denies", "context")

Publisher = Annotated[Text, typer.Option(metavar="ID", help="Publisher of the report: id or name.")]
Url = Annotated[Text, typer.Option(metavar="ADDRESS", help="Address of the report.")]
Published = Annotated[
    Text, typer.Option("--published", metavar="DAY", help="Day of publication, or 'unknown'.")
]
Says = Annotated[
    Text, typer.Option("--says", help="What the report does: supports, denies or context.")
]
Stance = Annotated[
    Text,
    typer.Option(
        metavar="STANCE", help="Stance of a new publisher: agency, monitor, other, or an actor."
    ),
]
Language = Annotated[
    str, typer.Option(metavar="CODE", help="Language of a new publisher, as en or ar.")
]


@dataclass(frozen=True, slots=True)
class Source:
    """Options that describe a report; None if not passed."""

    publisher: Text
    url: Text
    published: Text
    says: Text
    stance: Text
    language: str


@app.command()
def event(
    into: Into,
    place: Annotated[
        Text, typer.Option(metavar="NAME", help="Place of the event: name or id.")
    ] = None,
    district: District = None,
    highway: Annotated[
        Text, typer.Option(metavar="ID", help="Highway of the event, instead of a place.")
    ] = None,
    from_km: Annotated[float | None, typer.Option(help="First kilometre on the highway.")] = None,
    to_km: Annotated[float | None, typer.Option(help="Last kilometre on the highway.")] = None,
    kind: Annotated[
        Text, typer.Option(help=f"Kind of event: {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    ] = None,
    on: Annotated[
        Text, typer.Option("--on", metavar="DAY", help="Day of the event, or earliest day.")
    ] = None,
    latest: Annotated[
        Text, typer.Option(metavar="DAY", help="Latest possible day of the event.")
    ] = None,
    before: Annotated[
        Text, typer.Option(metavar="ACTOR", help="Actor who held the place before.")
    ] = None,
    after: Annotated[
        Text, typer.Option(metavar="ACTOR", help="Actor who held the place after.")
    ] = None,
    note_: Annotated[str, typer.Option("--note", help="A note in your own words.")] = "",
    id_: Annotated[
        Text, typer.Option("--id", help="Id of the event; by default the next free one.")
    ] = None,
    extend: Annotated[
        bool, typer.Option("--extend", help="Extend the record to the day, if needed.")
    ] = False,
    publisher: Publisher = None,
    url: Url = None,
    published: Published = None,
    says: Says = None,
    stance: Stance = None,
    language: Language = "",
) -> None:
    """Add an event and its first report. In a terminal, missing values are asked for."""
    from frontline.package.add import NewEvent, add_event, find_actor

    additions = Additions(into)
    draft = additions.draft
    source = Source(publisher, url, published, says, stance, language)
    actor = lambda word: find_actor(draft.package, word).id  # noqa: E731 - one line, used twice
    about = {} if highway else {"--place NAME": place}
    held = {
        "repelled": {"--before ACTOR": before},
        "held": {"--after ACTOR": after},
    }.get(kind or "", {"--before ACTOR": before, "--after ACTOR": after})
    require({**about, "--kind KIND": kind, "--on DAY": on, **held})
    if highway is None:
        (place,) = ask(Question("--place NAME", "Place", _place(draft, district), place))
    kind, first = ask(
        Question("--kind KIND", f"Kind ({', '.join(KINDS)})", one_of(KINDS), kind),
        Question("--on DAY", "Day, or earliest possible day", read_day, on),
    )
    (last,) = ask(
        Question("--latest DAY", "Latest possible day", read_day, latest, first.isoformat())
    )
    actors = actor_ids(draft)
    if kind == "held":
        # The one holder, unless the row says that two sides contest the place.
        (after,) = ask(Question("--after ACTOR", f"Held by ({actors})", actor, after))
        before = find_actor(draft.package, before).id if before else after
    else:
        (before,) = ask(Question("--before ACTOR", f"Held before by ({actors})", actor, before))
        stayed = before if kind == "repelled" else None
        (after,) = ask(Question("--after ACTOR", "Held after by", actor, after, stayed))
    new = NewEvent(
        place=place, district=district, highway=highway, from_km=from_km, to_km=to_km, kind=kind,
        date_earliest=first, date_latest=last, before=before, after=after, note=note_,
        event_id=id_,
    )  # fmt: skip
    additions.add(lambda draft, _: [add_event(draft, new)])
    additions.add(lambda draft, _: extend_record(draft, first, last, always=extend))
    _add_report(additions, None, source)
    additions.write()


@app.command()
def report(
    into: Into,
    record: Annotated[
        Text, typer.Option("--for", metavar="ID", help="Id of the event or baseline row.")
    ] = None,
    publisher: Publisher = None,
    url: Url = None,
    published: Published = None,
    says: Says = None,
    note_: Annotated[str, typer.Option("--note", help="A note in your own words.")] = "",
    stance: Stance = None,
    language: Language = "",
) -> None:
    """Add a report to an event or baseline row. In a terminal, missing values are asked for."""
    from frontline.package.add import find_record

    additions = Additions(into)
    find = lambda word: find_record(additions.draft.package, word)  # noqa: E731 - one line
    require({"--for ID": record, "--publisher ID": publisher, "--url ADDRESS": url})
    (record,) = ask(Question("--for ID", "Event or baseline row", find, record))
    source = Source(publisher, url, published, says, stance, language)
    _add_report(additions, str(record), source, note=note_)
    additions.write()


def extend_record(draft: Draft, first: date, last: date, *, always: bool) -> list[str]:
    """Extend the record to some days, if the user wants it or it has no days yet."""
    if always or draft.package.is_undated:
        draft.extend_span(first, last)
    return []


def _add_report(
    additions: Additions, record: str | None, source: Source, *, note: str = ""
) -> None:
    """Add a report, with its publisher if that is new.

    Without a record it is of the event that was added, and no publisher means no report.
    """
    from frontline.package.add import NewReport, add_report

    optional = record is None
    asked = Question(
        "--publisher ID",
        "Publisher" + " (empty: add the report later)" * optional,
        str,
        source.publisher,
        "" if optional else None,
    )
    (name,) = ask(asked)
    if not name:
        if source.url or source.published or source.says:
            raise InvalidRequestError("The report has no publisher: add --publisher ID.")
        print_note(
            ["The event has no report and does not count: add one with `frontline add report`."]
        )
        return
    add_publisher(additions, name, source)
    url, (day, words), says = ask(
        Question("--url ADDRESS", "Address", str, source.url),
        Question(
            "--published DAY",
            "Day of publication (or unknown)",
            read_day_or_unknown,
            source.published,
        ),
        Question(
            "--says WORD",
            f"What the report does ({', '.join(SAYS)})",
            one_of(SAYS),
            source.says,
            SAYS[0],
        ),
    )
    new = NewReport(
        record=record or "", publisher=name, url=url, published_on=day, published_note=words,
        says=says, note=note,
    )  # fmt: skip

    def add(draft: Draft, added: list[str]) -> list[str]:
        stated = new if record else replace(new, record=added[0])
        return [add_report(draft, stated, new_record=not record)]

    additions.add(add)


def add_publisher(additions: Additions, name: str, source: Source) -> None:
    """Add a publisher, if the package has none of the name."""
    from frontline.package.add import NewPublisher, add_publisher, find_publisher

    def exists(draft: Draft) -> bool:
        try:
            find_publisher(draft.package, name)
        except InvalidRequestError:
            return False
        return True

    if exists(additions.draft):
        return
    words = "New publisher. Stance (agency, monitor, other, or the actor it is aligned with)"
    (stance,) = ask(Question("--stance STANCE", words, str, source.stance))
    new = NewPublisher(name=name, stance=stance, language=source.language)
    additions.add(lambda draft, _: [] if exists(draft) else [add_publisher(draft, new)])


class Additions:
    """Rows added to a package; they are added again if somebody else changed it meanwhile.

    Attributes
    ----------
    draft : Draft
        The package with the rows so far.
    """

    def __init__(self, folder: Path) -> None:
        from frontline.package.draft import Draft

        self._folder = folder
        self._steps: list[Callable[[Draft, list[str]], list[str]]] = []
        self._added: list[str] = []
        self.draft = Draft(folder)

    def add(self, step: Callable[[Draft, list[str]], list[str]]) -> None:
        """Add rows: `step` puts them into the draft and returns their ids, given those before."""
        self._steps.append(step)
        self._added += step(self.draft, self._added)

    def write(self) -> None:
        """Write the package; in a terminal, ask for confirmation first."""
        from frontline.package.replacement import ChangedError, retry_if_changed

        if not confirm([f"To add: {', '.join(self._added)}"], "Write it?", default=True):
            print_lines(["nothing was written"])
            return
        try:
            written = self.draft.write()
        except ChangedError:
            written = retry_if_changed(self._add_again)
        print_lines([f"added {', '.join(self._added)}"])
        print_note(f"wrote {self._folder / name}" for name in written)

    def _add_again(self) -> tuple[str, ...]:
        """Add the rows to the package as it is now; they may get other ids."""
        from frontline.package.draft import Draft

        self.draft, self._added = Draft(self._folder), []
        for step in self._steps:
            self._added += step(self.draft, self._added)
        return self.draft.write()


def _place(draft: Draft, district: str | None) -> Callable[[str], str]:
    """Return a reader of place names: it checks a name and returns it as written."""
    from frontline.gazetteer.gazetteer import Gazetteer

    gazetteer = Gazetteer(draft.package.gazetteer.values())

    def read(name: str) -> str:
        gazetteer.place(name, district=district)
        return name

    return read


def actor_ids(draft: Draft) -> str:
    """Return the ids of the actors, for a question."""
    return ", ".join(draft.package.actors)


def read_day(words: str) -> date:
    """Return the day in an answer."""
    from frontline.dates import parse_day

    return parse_day(words)


def read_day_or_unknown(words: str) -> tuple[date | None, str]:
    """Return the day of publication, or None with the reason."""
    return (None, "not known") if words.strip().lower() == "unknown" else (read_day(words), "")


def one_of(choices: tuple[str, ...]) -> Callable[[str], Any]:
    """Return a reader of answers that accepts one of some words."""

    def read(word: str) -> str:
        if word.strip().lower() not in choices:
            raise InvalidRequestError(f"{word!r} is not valid: use one of {', '.join(choices)}.")
        return word.strip().lower()

    return read
