"""A card for each checked claim: the words, the verdict, the numbers, and where they come from."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from frontline.claims.serialize import finding_json, format_fragility
from frontline.claims.tolerance import claimed_interval
from frontline.dates import format_day
from frontline.formatting import format_interval
from frontline.state import State
from frontline.webmap import csp
from frontline.webmap.report.number_line import number_line
from frontline.webmap.report.scenes import claim_scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult, Finding
    from frontline.claims.coreference import Referent
    from frontline.webmap.report.svg_map import SvgMapRenderer

#: A class and a sign for each verdict: it is never told by colour alone.
CLASSES = {
    "supported": "yes", "supported under a reading": "read", "contradicted": "no",
    "cannot tell": "open",
}  # fmt: skip
SIGNS = {"yes": "\u2713", "read": "\u2248", "no": "\u2717", "open": "?", "miss": "\u2205"}
#: Control characters, which a page has no use for; the rest is escaped.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_Mark = tuple[int, int, str, str, str]


def escape(text: str) -> str:
    """Escape a text for a page; control characters are shown as such."""
    return csp.plain(_UNSEEN.sub("\ufffd", text))


def annotated_text(checked: CheckResult) -> str:
    """Write the text: each claim marked, and after it a link to its answer."""
    marks = [*_marks(checked)]
    text = checked.text
    cuts = sorted({0, len(text), *(at for mark in marks for at in mark[:2])})
    starts = dict[int, list[_Mark]]()
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    written: list[str] = []
    within: list[_Mark] = []
    for here, there in itertools.pairwise(cuts):
        within = [mark for mark in within if mark[1] > here] + starts.get(here, [])
        words = escape(text[here:there])
        written.append(_marked(words, within[-1][2]) if within and words else words)
        written += [_link(mark) for mark in marks if mark[1] == there]
    return "".join(written)


def _marked(words: str, kind: str) -> str:
    return f'<mark class="{kind}">{words}</mark>'


def _marks(checked: CheckResult) -> Sequence[_Mark]:
    """Give start, end, class, address and spoken words of each mark."""
    found: list[_Mark] = []
    for number, finding in enumerate(checked.findings, 1):
        claim, word = finding.claim, finding.verdict.word
        found.append((claim.start, claim.end, CLASSES[word], f"claim-{number}", word))
    for number, words in enumerate(checked.not_understood, 1):
        found.append((words.start, words.end, "miss", f"miss-{number}", "not understood"))
    return found


def _link(mark: _Mark) -> str:
    _, _, kind, address, spoken = mark
    number = address.rpartition("-")[2]
    said = "Claim" if kind != "miss" else "Passage"
    return (
        f'<a class="ref {kind}" id="said-{address}" href="#{address}" '
        f'aria-label="{said} {number}: {spoken}">{SIGNS[kind]}{number}</a>'
    )


Json = dict[str, Any]
_SAYS = {"supports": "", "denies": "denies it", "context": "does not name the place"}
_KINDS = {
    "distance": "a distance", "direction": "a direction", "control": "who held a place or road",
    "count": "a number of places", "area": "an area", "length": "a length of road",
    "encirclement": "a place surrounded",
}  # fmt: skip


def claim_card(atlas: Atlas, maps: SvgMapRenderer, finding: Finding, number: int) -> str:
    """Write the card of a claim."""
    answer = finding_json(finding, atlas)
    kind, word = CLASSES[finding.verdict.word], finding.verdict.word
    under = ""
    if answer["holds_under"]:
        under = f' <span class="under">{escape(answer["holds_under"])}</span>'
    back = f"said-claim-{number}"
    return (
        f'<article class="card {kind}" id="claim-{number}" aria-labelledby="head-{number}">\n'
        f'<h3 id="head-{number}"><a href="#{back}" aria-label="Claim {number}, back to the text">'
        f'{number}</a> <q dir="auto">{escape(finding.claim.text)}</q></h3>\n'
        f'<p class="verdict"><span class="sign" aria-hidden="true">{SIGNS[kind]}</span> '
        f"<strong>{word}</strong>{under}</p>\n"
        f'<div class="beside"><div>\n<p dir="auto">{escape(finding.verdict.reason)}</p>\n'
        f'<h4>May be printed</h4>\n<p class="wording" dir="auto">{escape(finding.wording)}</p>\n'
        f"{number_line(finding, number)}</div>\n{_map(atlas, maps, finding, number)}</div>\n"
        f"{_reading(atlas, answer, finding)}{_places(answer)}{_working(finding)}"
        f"{_fragile(answer)}{_sources(answer['sources'])}</article>\n"
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


def _reading(atlas: Atlas, answer: Json, finding: Finding) -> str:
    """Say how the claim was read."""
    reading, claim = answer["reading"], finding.claim
    days = format_day(claim.last)
    if claim.first != claim.last:
        days = f"{format_day(claim.first)} to {days}"
    said = "" if reading["day_said"] else " (no day is named: that of publication)"
    rows = [
        ("Kind", _KINDS[claim.kind]), ("Who or what", _end(atlas, claim.subject)),
        ("Of or from what", _end(atlas, claim.target)), ("Measured to its", reading["target_part"]),
        ("Direction", reading["direction"]), ("Day", f"{days}{said}"), ("Number", _number(finding)),
        ("Stated as", None if claim.mood == "fact" else claim.mood),
        ("Assumed", "; ".join(claim.notes) or None),
    ]  # fmt: skip
    cells = "".join(
        f"<dt>{name}</dt><dd><bdi>{escape(str(value))}</bdi></dd>" for name, value in rows if value
    )
    return f"<details open><summary>How it was read</summary><dl>{cells}</dl></details>\n"


def _end(atlas: Atlas, end: Referent | None) -> str | None:
    """Give the words of the text, and what they were taken for."""
    if end is None:
        return None
    named = {
        "actor": lambda: atlas.package.actors[str(end.id)].name,
        "road": lambda: str(end.id).upper(),
    }.get(end.kind, lambda: "" if end.place is None else end.place.name)()
    return f"{end.words} ({named})" if named and named != end.words else end.words


def _number(finding: Finding) -> str | None:
    claim = finding.claim
    if claim.value is None:
        return None
    named = {"exact": "", "a few": "at least"}.get(str(claim.comparator), claim.comparator)
    value = claim.low if named == "at least" and claim.kind == "count" else claim.value
    words = f"{named or ''} {value:g} {claim.unit or ''}".strip()
    if claim.kind != "distance":
        return words
    return f"{words}, read as {format_interval(claimed_interval(claim))}"


def _places(answer: Json) -> str:
    """List the places that were counted."""
    measured = answer["measured"]
    rows = (measured or {}).get("places") or ()
    if answer["kind"] != "count" or not rows:
        return ""
    columns = {"kind": "Kind", "day": "Day", "where": "From the town"}
    shown = [key for key in columns if any(row[key] for row in rows)]
    body = "".join(
        f'<tr><th scope="row"><bdi>{escape(row["name"])}</bdi> '
        f'<bdi lang="ar">{escape(row["name_ar"])}</bdi></th>'
        + "".join(f"<td>{escape(row[key] or '')}</td>" for key in shown)
        + "</tr>"
        for row in rows
    )
    head = _head(["Place", *(columns[key] for key in shown)])
    return _table("The places counted", head, body)


def _head(names: Sequence[str]) -> str:
    return "".join(f'<th scope="col">{name}</th>' for name in names)


def _table(title: str, head: str, body: str) -> str:
    return (
        f'<details open><summary>{title}</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{title}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div></details>\n"
    )


def _working(finding: Finding) -> str:
    """List the readings in the order in which they were tried, up to the one that held."""
    claim = finding.claim
    if not finding.readings or claim.kind == "count":
        return ""
    size, unit = (1e6, "km²") if claim.kind == "area" else (1000.0, "km")
    rows = []
    for one in finding.readings:
        low, high = one.claimed or claimed_interval(claim)
        met = one.low <= high and low <= one.high
        span = f"{one.low / size:.2f}" + f" to {one.high / size:.2f}" * (one.low < one.high)
        place = "" if one.distance is None else one.distance.start.label
        rows.append(
            f'<tr class="{"met" if met else "not"}"><td>{escape(one.reading or "as written")}</td>'
            f"<td><bdi>{escape(place)}</bdi></td><td>{span} {unit}</td>"
            f"<td>{'meets it' if met else 'no'}</td></tr>"
        )
        if met:
            break
    head = _head(("Reading, in the order tried", "From", "Measured", "The claim"))
    return _table("The working", head, "".join(rows))


def _fragile(answer: Json) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in format_fragility(answer["fragility"]))
    if not lines:
        return ""
    return (
        "<details open><summary>What the verdict hangs on</summary>"
        f"<ul>{lines.replace('<li>w', '<li>W')}</ul></details>\n"
    )


def _sources(sources: Sequence[Json]) -> str:
    lines = "".join(dict.fromkeys(_source(one) for one in sources))
    if not lines:
        return ""
    return f'<details open><summary>Sources</summary><ul class="sources">{lines}</ul></details>\n'


def _source(one: Json) -> str:
    day = one["published_on"] or one["published_note"] or "undated"
    says = _SAYS[one["says"]]
    name = f"<bdi>{escape(one['publisher'])}</bdi>"
    if one["url"].startswith(("https://", "http://")):
        name = f'<a href="{escape(one["url"])}" rel="noopener noreferrer">{name}</a>'
    note = f" <strong>{says}</strong>" if says else ""
    return f"<li>{name}, <bdi>{escape(day)}</bdi> ({escape(one['stance'])}){note}</li>"


def unparsed_item(words: Any, number: int) -> Iterator[str]:
    """Write what was not understood, and why."""
    yield (
        f'<li id="miss-{number}"><a href="#said-miss-{number}" aria-label="Passage {number}, '
        f'back to the text">{number}</a> <q dir="auto">{escape(words.text)}</q> '
        f'<span dir="auto">{escape(words.reason)}</span></li>\n'
    )
