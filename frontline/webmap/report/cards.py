"""HTML of the checked text with its claims marked, and of the card of each claim.

A card shows the claim, the verdict, the numbers, the readings that were tried and the sources.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from frontline.claims.rounding import claimed_interval
from frontline.claims.serialize import finding_json, format_fragility
from frontline.claims.verdict import overlaps
from frontline.dates import format_day
from frontline.formatting import format_interval
from frontline.state import State
from frontline.webmap import csp
from frontline.webmap.report.number_line import number_line
from frontline.webmap.report.scenes import claim_scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult, Finding
    from frontline.claims.claim import Unparsed
    from frontline.claims.coreference import Referent
    from frontline.webmap.report.svg_map import SvgMapRenderer

Json = dict[str, Any]

#: CSS class of each verdict, and a sign for each class, so that colour is not the only cue.
CLASSES = {
    "supported": "yes", "supported under a reading": "read", "contradicted": "no",
    "cannot tell": "open",
}  # fmt: skip
SIGNS = {"yes": "\u2713", "read": "\u2248", "no": "\u2717", "open": "?", "miss": "\u2205"}
_TYPES = {
    "distance": "distance", "direction": "direction", "control": "control of a place or road",
    "count": "number of places", "area": "area", "length": "length of road",
    "encirclement": "encirclement",
}  # fmt: skip
_REPORT_NOTES = {"supports": "", "denies": "denies it", "context": "does not name the place"}
#: Control characters, which are replaced.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Start, end, CSS class, id and accessible name of a marked passage.
_Mark = tuple[int, int, str, str, str]


def escape(text: str) -> str:
    """Escape a text for HTML and replace control characters."""
    return csp.escape_html(_CONTROL.sub("\ufffd", text))


def annotated_text(result: CheckResult) -> str:
    """Return the text with each claim marked, followed by a link to its card."""
    marks, text = _marks(result), result.text
    cuts = sorted({0, len(text), *(at for mark in marks for at in mark[:2])})
    starts = dict[int, list[_Mark]]()
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    html: list[str] = []
    open_marks: list[_Mark] = []
    for here, there in itertools.pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark[1] > here] + starts.get(here, [])
        words = escape(text[here:there])
        if open_marks and words:
            words = f'<mark class="{open_marks[-1][2]}">{words}</mark>'
        html.append(words)
        html += [_link(mark) for mark in marks if mark[1] == there]
    return "".join(html)


def _marks(result: CheckResult) -> Sequence[_Mark]:
    marks: list[_Mark] = []
    for number, finding in enumerate(result.findings, 1):
        claim, word = finding.claim, finding.verdict.word
        marks.append((claim.start, claim.end, CLASSES[word], f"claim-{number}", word))
    for number, words in enumerate(result.not_understood, 1):
        marks.append((words.start, words.end, "miss", f"miss-{number}", "not understood"))
    return marks


def _link(mark: _Mark) -> str:
    _, _, kind, id_, verdict = mark
    number = id_.rpartition("-")[2]
    noun = "Claim" if kind != "miss" else "Passage"
    return (
        f'<a class="ref {kind}" id="text-{id_}" href="#{id_}" '
        f'aria-label="{noun} {number}: {verdict}">{SIGNS[kind]}{number}</a>'
    )


def claim_card(atlas: Atlas, maps: SvgMapRenderer, finding: Finding, number: int) -> str:
    """Return the card of a claim."""
    answer = finding_json(finding, atlas)
    kind, word = CLASSES[finding.verdict.word], finding.verdict.word
    reading = ""
    if answer["holds_under"]:
        reading = f' <span class="reading">{escape(answer["holds_under"])}</span>'
    back = f'href="#text-claim-{number}" aria-label="Claim {number}, back to the text"'
    return (
        f'<article class="card {kind}" id="claim-{number}" aria-labelledby="head-{number}">\n'
        f'<h3 id="head-{number}"><a {back}>{number}</a> '
        f'<q dir="auto">{escape(finding.claim.text)}</q></h3>\n'
        f'<p class="verdict"><span class="sign" aria-hidden="true">{SIGNS[kind]}</span> '
        f"<strong>{word}</strong>{reading}</p>\n"
        f'<div class="columns"><div>\n<p dir="auto">{escape(finding.verdict.reason)}</p>\n'
        f'<h4>Suggested wording</h4>\n<p class="wording" dir="auto">{escape(finding.wording)}</p>\n'
        f"{number_line(finding, number)}</div>\n{_map(atlas, maps, finding, number)}</div>\n"
        f"{_interpretation(atlas, answer, finding)}{_counted_places(answer)}{_readings(finding)}"
        f"{_fragility(answer)}{_sources(answer['sources'])}</article>\n"
    )


def unparsed_item(words: Unparsed, number: int) -> str:
    """Return the list item of a passage that was not understood, with the reason."""
    back = f'href="#text-miss-{number}" aria-label="Passage {number}, back to the text"'
    return (
        f'<li id="miss-{number}"><a {back}>{number}</a> <q dir="auto">{escape(words.text)}</q> '
        f'<span dir="auto">{escape(words.reason)}</span></li>\n'
    )


def _map(atlas: Atlas, maps: SvgMapRenderer, finding: Finding, number: int) -> str:
    scene = claim_scene(atlas, finding)
    if scene is None:
        return ""
    state = None if scene.day is None else State(atlas, scene.day)
    caption = escape(scene.title)
    return (
        f"<figure>{maps.draw(scene, state, number)}"
        f'<figcaption aria-hidden="true">{caption}</figcaption></figure>\n'
    )


def _interpretation(atlas: Atlas, answer: Json, finding: Finding) -> str:
    """Return the details on how the claim was read."""
    reading, claim = answer["reading"], finding.claim
    days = format_day(claim.last)
    if claim.first != claim.last:
        days = f"{format_day(claim.first)} to {days}"
    unstated = "" if reading["day_said"] else " (day of publication; the text names no day)"
    rows = [
        ("Type", _TYPES[claim.kind]), ("Subject", _referent(atlas, claim.subject)),
        ("Target", _referent(atlas, claim.target)), ("Measured to", reading["target_part"]),
        ("Direction", reading["direction"]), ("Day", f"{days}{unstated}"),
        ("Number", _number(finding)),
        ("Stated as", None if claim.mood == "fact" else claim.mood),
        ("Assumptions", "; ".join(claim.notes) or None),
    ]  # fmt: skip
    cells = "".join(
        f"<dt>{name}</dt><dd><bdi>{escape(str(value))}</bdi></dd>" for name, value in rows if value
    )
    return f"<details open><summary>How the claim was read</summary><dl>{cells}</dl></details>\n"


def _referent(atlas: Atlas, referent: Referent | None) -> str | None:
    """Return the words of the text, and in parentheses what they refer to."""
    if referent is None:
        return None
    name = "" if referent.place is None else referent.place.name
    if referent.kind == "actor":
        name = atlas.package.actors[str(referent.id)].name
    elif referent.kind == "road":
        name = str(referent.id).upper()
    return f"{referent.words} ({name})" if name and name != referent.words else referent.words


def _number(finding: Finding) -> str | None:
    claim = finding.claim
    if claim.value is None:
        return None
    comparator = {"exact": "", "a few": "at least"}.get(str(claim.comparator), claim.comparator)
    value = claim.low if comparator == "at least" and claim.kind == "count" else claim.value
    words = f"{comparator or ''} {value:g} {claim.unit or ''}".strip()
    if claim.kind != "distance":
        return words
    return f"{words}, read as {format_interval(claimed_interval(claim))}"


def _counted_places(answer: Json) -> str:
    rows = (answer["measured"] or {}).get("places") or ()
    if answer["kind"] != "count" or not rows:
        return ""
    columns = {"kind": "Type", "day": "Day", "where": "From the town"}
    shown = [key for key in columns if any(row[key] for row in rows)]
    body = "".join(
        f'<tr><th scope="row"><bdi>{escape(row["name"])}</bdi> '
        f'<bdi lang="ar">{escape(row["name_ar"])}</bdi></th>'
        + "".join(f"<td>{escape(row[key] or '')}</td>" for key in shown)
        + "</tr>"
        for row in rows
    )
    return _table("Places counted", ["Place", *(columns[key] for key in shown)], body)


def _readings(finding: Finding) -> str:
    """Return the table of readings in the order tried, up to the first that matches."""
    claim = finding.claim
    if not finding.readings or claim.kind == "count":
        return ""
    size, unit = (1e6, "km²") if claim.kind == "area" else (1000.0, "km")
    rows = []
    for one in finding.readings:
        matches = overlaps(claimed_interval(claim), one)
        span = f"{one.low / size:.2f}" + f" to {one.high / size:.2f}" * (one.low < one.high)
        place = "" if one.distance is None else one.distance.start.label
        row = '<tr class="match">' if matches else "<tr>"
        rows.append(
            f"{row}<td>{escape(one.reading or 'as written')}</td>"
            f"<td><bdi>{escape(place)}</bdi></td><td>{span} {unit}</td>"
            f"<td>{'yes' if matches else 'no'}</td></tr>"
        )
        if matches:
            break
    head = ("Reading", "From", "Measured", "Matches the claim")
    return _table("Readings tried, in order", head, "".join(rows))


def _table(title: str, head: Sequence[str], body: str) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in head)
    return (
        f'<details open><summary>{title}</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{title}"><table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>'
        "</div></details>\n"
    )


def _fragility(answer: Json) -> str:
    lines = [escape(line) for line in format_fragility(answer["fragility"])]
    return _list("What the verdict depends on", [line[:1].upper() + line[1:] for line in lines])


def _sources(sources: Sequence[Json]) -> str:
    return _list("Sources", [*dict.fromkeys(_source(one) for one in sources)], "sources")


def _list(title: str, lines: Sequence[str], kind: str = "") -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    start = f'<ul class="{kind}">' if kind else "<ul>"
    return f"<details open><summary>{title}</summary>{start}{items}</ul></details>\n"


def _source(one: Json) -> str:
    day = one["published_on"] or one["published_note"] or "undated"
    name = f"<bdi>{escape(one['publisher'])}</bdi>"
    if one["url"].startswith(("https://", "http://")):
        name = f'<a href="{escape(one["url"])}" rel="noopener noreferrer">{name}</a>'
    note = _REPORT_NOTES[one["says"]]
    note = f" <strong>{note}</strong>" if note else ""
    return f"{name}, <bdi>{escape(day)}</bdi> ({escape(one['stance'])}){note}"
