"""HTML of the checked text with its claims marked, and of the card of each claim.

A card shows the claim, the verdict, the numbers, the readings that were tried and the sources.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from frontline import i18n
from frontline.claims.overrides import toml_text
from frontline.claims.reader.text import fold
from frontline.claims.rounding import claimed_interval
from frontline.claims.serialize import finding_json, format_fragility
from frontline.claims.verdict import overlaps
from frontline.formatting import format_interval
from frontline.stills.small_map import small_map
from frontline.webmap import csp
from frontline.webmap.report.arabic import arabic_sentence
from frontline.webmap.report.arabic_reasons import arabic_reasons, length
from frontline.webmap.report.number_line import number_line
from frontline.webmap.report.scenes import claim_scene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult, Finding
    from frontline.claims.claim import Claim, Unparsed
    from frontline.claims.findings import FindingGroup
    from frontline.claims.reader.coreference import Referent
    from frontline.claims.verdict import ReadingResult
    from frontline.models import Actor
    from frontline.webmap.report.phrases import Phrases

Json = dict[str, Any]

#: CSS class of each verdict, and a sign for each class, so that colour is not the only cue.
CLASSES = {
    "supported": "yes", "supported under a reading": "read", "contradicted": "no",
    "cannot tell": "open",
}  # fmt: skip
SIGNS = {"yes": "\u2713", "read": "\u2248", "no": "\u2717", "open": "?", "miss": "\u2205"}
#: Bytes of letters beyond ASCII in an address.
_ESCAPED_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
#: Size of a map in pixels: the width of a card on a phone, where its text is 12 pixels high.
_MAP = (300, 260)
#: How many readings are printed; the style sheet hides the others on paper.
_PRINTED_ROWS = 6
#: Control characters, which are replaced.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Start, end, CSS class, number, ids (its own and its card's) and label of a marked passage.
_Mark = tuple[int, int, str, int, tuple[str, str], str]


def escape(text: str) -> str:
    """Escape a text for HTML and replace control characters."""
    return csp.escape_html(_CONTROL.sub("\ufffd", text))


def readable_address(url: str) -> str:
    """Return an address with its letters instead of their bytes, as a browser shows it.

    Examples
    --------
    >>> readable_address("https://example.org/%D8%AD%D9%85%D8%A7%D8%A9?a=%2F%20b")
    'https://example.org/حماة?a=%2F%20b'
    """

    def letters(found: re.Match[str]) -> str:
        try:
            text = unquote(found[0], errors="strict")
        except UnicodeDecodeError:
            return found[0]
        return text if all(unicodedata.category(one)[0] in "LM" for one in text) else found[0]

    return _ESCAPED_LETTERS.sub(letters, url)


def annotated_text(result: CheckResult, groups: Sequence[FindingGroup], words: Phrases) -> str:
    """Return the text with each claim marked, followed by a link to its card."""
    marks, text = _marks(result, groups, words), result.text
    cuts = sorted({0, len(text), *(at for mark in marks for at in mark[:2])})
    starts = dict[int, list[_Mark]]()
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    html: list[str] = []
    open_marks: list[_Mark] = []
    for here, there in itertools.pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark[1] > here] + starts.get(here, [])
        piece = escape(text[here:there])
        if open_marks and piece:
            piece = f'<mark class="{open_marks[-1][2]}">{piece}</mark>'
        html.append(piece)
        html += [_link(mark) for mark in marks if mark[1] == there]
    return "".join(html)


def _marks(result: CheckResult, groups: Sequence[FindingGroup], words: Phrases) -> Sequence[_Mark]:
    card = {number: group.numbers[0] for group in groups for number in group.numbers}
    marks: list[_Mark] = []
    for number, finding in enumerate(result.findings, 1):
        claim, word = finding.claim, finding.verdict.word
        label = words("claim_mark", number=number, verdict=words(word))
        ids = (f"text-claim-{number}", f"claim-{card[number]}")
        marks.append((claim.start, claim.end, CLASSES[word], number, ids, label))
    for number, one in enumerate(statements_not_understood(result), 1):
        ids = (f"text-miss-{number}", f"miss-{number}")
        label = words("miss_mark", number=number)
        marks.append((one.start, one.end, "miss", number, ids, label))
    return marks


def statements_not_understood(result: CheckResult) -> list[Unparsed]:
    """Return the passages that state something and were not understood."""
    return [one for one in result.not_understood if one.kind == "statement"]


def _link(mark: _Mark) -> str:
    _, _, kind, number, (own, target), label = mark
    return (
        f'<a class="ref {kind}" id="{own}" href="#{target}" '
        f'aria-label="{escape(label)}">{SIGNS[kind]}{number}</a>'
    )


@dataclass
class Sources:
    """The sources of a report, numbered in the order in which the findings name them."""

    words: Phrases
    actors: Mapping[str, Actor]
    _numbers: dict[str, int] = field(default_factory=dict)

    def links(self, sources: Sequence[Json]) -> str:
        """Return links to the sources of a finding, each once."""
        links = dict[str, None]()
        for one in sources:
            number = self._numbers.setdefault(self._line(one), len(self._numbers) + 1)
            note = self.words(one["says"])
            note = f" <strong>{note}</strong>" if note else ""
            links[f'<a href="#source-{number}">[{number}]</a>{note}'] = None
        if not links:
            return ""
        return f'<p class="sources">{self.words("sources")}: {" ".join(links)}</p>\n'

    def section(self) -> str:
        """Return the list of all sources, with their days and addresses."""
        if not self._numbers:
            return ""
        lines = "".join(
            f'<li id="source-{number}">{line}</li>' for line, number in self._numbers.items()
        )
        title = self.words("sources")
        return (
            f'<section aria-labelledby="sources">\n<h2 id="sources">{title}</h2>\n'
            f'<ol class="sources">{lines}</ol>\n</section>\n'
        )

    def _line(self, one: Json) -> str:
        day = one["published_on"] or one["published_note"] or self.words("undated")
        name = f"<bdi>{escape(one['publisher'])}</bdi>"
        if one["url"].startswith(("https://", "http://")):
            address, printed = escape(one["url"]), escape(readable_address(one["url"]))
            name = (
                f'<a href="{address}" data-printed="{printed}" rel="noopener noreferrer">{name}</a>'
            )
        return f"{name}, <bdi>{escape(day)}</bdi> ({escape(self._stance(one['stance']))})"

    def _stance(self, stance: str) -> str:
        """Return the name of a stance; that of an actor is its id in English."""
        if stance in self.actors:
            return stance if self.words.language == "en" else self.words.actor(self.actors[stance])
        return self.words(f"stances/{stance}")


def _who(atlas: Atlas, finding: Finding, words: Phrases) -> str:
    """Return in brackets who acts, if the words of the claim do not name it."""
    claim = finding.claim
    subject = claim.subject
    actor = None if subject is None else atlas.package.actors.get(str(subject.id))
    if subject is None or actor is None:
        return ""
    folded = fold(claim.text).text.casefold()
    if fold(subject.words).text.casefold().strip() in folded:
        return ""
    return f'<span class="who" dir="auto">[{escape(words.actor(actor))}]</span> '


def claim_card(atlas: Atlas, group: FindingGroup, words: Phrases, sources: Sources) -> str:
    """Return the card of a finding."""
    finding, number = group.finding, group.numbers[0]
    answer = finding_json(finding, atlas)
    kind, word = CLASSES[finding.verdict.word], finding.verdict.word
    reading = ""
    if answer["holds_under"]:
        shown, language = said(atlas, "reading", answer["holds_under"], words)
        reading = f' <span class="reading" lang="{language}">{escape(shown)}</span>'
    rating = words(f"rating/{answer['rating']}")
    printed = finding.wording if words.language == "en" else arabic_sentence(atlas, finding)
    return (
        f'<article class="card {kind}" id="claim-{number}" aria-labelledby="head-{number}">\n'
        f'<h3 id="head-{number}">{_back(group, words)} '
        f'{_who(atlas, finding, words)}<q dir="auto">{escape(finding.claim.text)}</q></h3>\n'
        f'<p class="verdict"><span class="sign" aria-hidden="true">{SIGNS[kind]}</span> '
        f"<strong>{words(word)}</strong>{reading} "
        f'<span class="rating">{escape(rating)}</span></p>\n'
        f'<div class="columns">\n{_map(atlas, finding, number, words)}'
        f"<div>\n{_reason(atlas, finding, words)}"
        f'<h4>{words("wording")}</h4>\n<p class="wording" dir="auto">{escape(printed)}</p>\n'
        f"{sources.links(answer['sources'])}{_plain_text(answer, printed, number, words)}"
        f"{number_line(finding, number, words)}</div></div>\n"
        f"{_interpretation(atlas, answer, finding, words)}{_counted_places(answer, words)}"
        f"{_readings(atlas, finding, words)}{_fragility(atlas, answer, words)}"
        f"{_correction(answer, words)}</article>\n"
    )


def _back(group: FindingGroup, words: Phrases) -> str:
    """Return links to the statements in the text."""
    links = " ".join(
        f'<a href="#text-claim-{number}" aria-label="{words("back", number=number)}">{number}</a>'
        for number in group.numbers
    )
    times = len(group.numbers)
    stated = f"<small>{words('stated', count=times)}</small> " if times > 1 else ""
    return f"{stated}{links}"


def said(atlas: Atlas, kind: str, text: str, words: Phrases) -> tuple[str, str]:
    """Return a text of the library in the language of the report, and the language it has.

    Parameters
    ----------
    kind : str
        A method of `ArabicReasons`: ``reason``, ``reading``, ``misread``, ``note`` ...
    """
    if words.language == "ar":
        arabic = getattr(arabic_reasons(atlas), kind)(text)
        if arabic is not None:
            return arabic, "ar"
    return text, "en"


def _reason(atlas: Atlas, finding: Finding, words: Phrases) -> str:
    shown, language = said(atlas, "reason", finding.verdict.reason, words)
    reason = f'<p dir="auto" lang="{language}">{escape(shown)}</p>\n'
    if language == words.language:
        return reason
    return f"<details><summary>{words('detail')}</summary>{reason}</details>\n"


def _plain_text(answer: Json, printed: str, number: int, words: Phrases) -> str:
    """Return a finding as plain text, with a button that copies it."""
    lines = [
        f"{words('claim')}: {answer['text']}",
        f"{words('verdict')}: {words(answer['verdict'])} ({words('rating/' + answer['rating'])})",
        printed,
    ]
    addresses = dict.fromkeys(
        f"{one['publisher']}, {one['published_on'] or one['published_note'] or ''} {one['url']}"
        for one in answer["sources"]
    )
    lines += [f"{words('sources')}:", *addresses] if addresses else []
    text = escape("\n".join(" ".join(line.split()) for line in lines))
    button = (
        f'<button type="button" class="copy" data-copies="copy-{number}" '
        f'data-done="{words("copied")}" hidden>{words("copy")}</button>'
    )
    return (
        f'<details class="tool"><summary>{words("plain")}</summary>'
        f'<pre id="copy-{number}" dir="auto">{text}</pre></details>\n{button}\n'
    )


def _correction(answer: Json, words: Phrases) -> str:
    """Return the lines of a file that corrects the reading."""
    reading = answer["reading"]
    values = {
        "text": " ".join(answer["text"].split()), "subject": reading["subject"],
        "target": reading["target"], "day": reading["day"],
    }  # fmt: skip
    lines = [f"{key} = {toml_text(value)}" for key, value in values.items() if value]
    text = escape("\n".join(["[[claim]]", *lines, "# not_a_claim = true"]))
    how = escape(words("correct_how", file="ARTICLE.overrides.toml"))
    return (
        f'<details class="tool"><summary>{words("correct")}</summary><p>{how}</p>'
        f'<pre dir="ltr">{text}</pre></details>\n'
    )


def unparsed_item(atlas: Atlas, one: Unparsed, number: int | None, words: Phrases) -> str:
    """Return the list item of a passage that was not understood, with the reason."""
    back, own = "", ""
    if number is not None:
        label = words("passage_back", number=number)
        back = f'<a href="#text-miss-{number}" aria-label="{label}">{number}</a> '
        own = f' id="miss-{number}"'
    shown, language = said(atlas, "misread", one.reason, words)
    return (
        f'<li{own}>{back}<q dir="auto">{escape(one.text)}</q> '
        f'<span dir="auto" lang="{language}">{escape(shown)}</span></li>\n'
    )


def _map(atlas: Atlas, finding: Finding, number: int, words: Phrases) -> str:
    scene = claim_scene(atlas, finding)
    if scene is None:
        return ""
    if words.language == "ar":
        lines = tuple((*line[:-2], length(line[-2]), line[-1]) for line in scene.lines)
        scene = replace(scene, title=said(atlas, "caption", scene.title, words)[0], lines=lines)
    caption = escape(scene.title)
    width, height = _MAP
    drawn = small_map(
        atlas, scene, f"map-{number}", language=words.language, width=width, height=height
    )
    return f'<figure>{drawn}<figcaption aria-hidden="true">{caption}</figcaption></figure>\n'


def _interpretation(atlas: Atlas, answer: Json, finding: Finding, words: Phrases) -> str:
    """Return the details on how the claim was read."""
    reading, claim = answer["reading"], finding.claim
    days = words.day(claim.last)
    if claim.first != claim.last:
        days = f"{words.day(claim.first)} \u2013 {days}"
    values = {
        "type": words(f"kind/{claim.kind}"), "subject": _referent(atlas, claim.subject, words),
        "target": _referent(atlas, claim.target, words), **_second(atlas, claim, words),
        "part": None if claim.part is None else words(f"parts/{claim.part}"),
        "direction": _shown(atlas, "side", reading["direction"], words), "day": days,
        "number": _shown(atlas, "number", _number(finding), words),
        "mood": None if claim.mood == "fact" else words(f"moods/{claim.mood}"),
        "notes": "; ".join((
            *(said(atlas, "note", note, words)[0] for note in claim.notes),
            *_unstated_day(reading, words),
        )) or None,
    }  # fmt: skip
    cells = "".join(
        f"<dt>{words('rows/' + name)}</dt><dd><bdi>{escape(str(value))}</bdi></dd>"
        for name, value in values.items()
        if value
    )
    title = words("reading")
    return f"<details open><summary>{title}</summary><dl>{cells}</dl></details>\n"


def _shown(atlas: Atlas, kind: str, text: str | None, words: Phrases) -> str | None:
    return None if text is None else said(atlas, kind, text, words)[0]


def _unstated_day(reading: Json, words: Phrases) -> tuple[str, ...]:
    return () if reading["day_said"] else (words("head/unstated"),)


def _second(atlas: Atlas, claim: Claim, words: Phrases) -> dict[str, str | None]:
    """Return the subject and the target that a parser finds, where they are others."""
    if claim.second is None:
        return {}
    ends = {"subject": claim.second.subjects, "target": claim.second.targets}
    found = {
        f"second_{role}": ", ".join(filter(None, (_referent(atlas, one, words) for one in mine)))
        for role, mine in ends.items()
    }
    return {**found, "parser": claim.second.parser}


def _referent(atlas: Atlas, referent: Referent | None, words: Phrases) -> str | None:
    """Return the words of the text, and in parentheses what they refer to."""
    if referent is None:
        return None
    name = "" if referent.place is None else words.place(referent.place)
    if referent.kind == "actor":
        name = words.actor(atlas.package.actors[str(referent.id)])
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


def _cell(row: Json, key: str, words: Phrases) -> str:
    """Return a cell of the places counted; the kind of a place in the language of the report."""
    if key == "kind":
        return str(i18n.locale_tables()[words.language].get(f"kind_{row[key]}", row[key]))
    return str(row[key] or "")


def _counted_places(answer: Json, words: Phrases) -> str:
    rows = (answer["measured"] or {}).get("places") or ()
    if answer["kind"] != "count" or not rows:
        return ""
    columns = ("kind", "day", "where")
    shown = [key for key in columns if any(row[key] for row in rows)]
    body = "".join(
        f'<tr><th scope="row"><bdi>{escape(row["name"])}</bdi> '
        f'<bdi lang="ar">{escape(row["name_ar"])}</bdi></th>'
        + "".join(f"<td>{escape(_cell(row, key, words))}</td>" for key in shown)
        + "</tr>"
        for row in rows
    )
    return _table(
        words("counted"), [words("head/place"), *(words(f"head/{key}") for key in shown)], body
    )


def _readings(atlas: Atlas, finding: Finding, words: Phrases) -> str:
    """Return the table of readings in the order tried, up to the first that matches."""
    claim = finding.claim
    if not finding.readings or claim.kind == "count":
        return ""
    kind, size = ("area", 1e6) if claim.kind == "area" else ("distance", 1000.0)
    rows: dict[tuple[str, str, bool], list[str]] = {}  # readings with one answer are one row
    for one in finding.readings:
        matches = overlaps(claimed_interval(claim), one)
        low, high = _ends(one, claimed_interval(claim), size)
        number = "one" if low == high else "two"
        span = words(f"spans/{number}", low=low, high=high, unit=words(f"spans/{kind}"))
        place = "" if one.distance is None else one.distance.start.label
        if place and words.language == "ar":
            place = arabic_reasons(atlas).place(place)
        reading = words("head/as_written")
        if one.reading:
            reading, _ = said(atlas, "reading", one.reading, words)
        rows.setdefault((place, span, matches), []).append(reading)
        if matches:
            break
    body = "".join(
        f"<tr{' class=match' * matches}>"
        f"<td>{'<br>'.join(f'<span dir=auto>{escape(one)}</span>' for one in readings)}</td>"
        f"<td><bdi>{escape(place)}</bdi></td><td>{span}</td>"
        f"<td>{words('head/yes' if matches else 'head/no')}</td></tr>"
        for (place, span, matches), readings in rows.items()
    )
    head = [words(f"head/{name}") for name in ("reading", "from", "measured", "matches")]
    left = len(rows) - _PRINTED_ROWS
    note = f'<p class="more">{words("more_rows", count=left)}</p>' if left > 0 else ""
    return _table(words("tried"), head, body, note)


def _ends(one: ReadingResult, claimed: tuple[float, float], size: float) -> tuple[str, str]:
    """Return a measured interval to a tenth; to a hundredth if a tenth hides why it matches or not.

    `size` is that of the unit: a kilometre or a square kilometre.
    """
    matches = overlaps(claimed, one)
    for decimals in (1, 2):
        low, high = (f"{end / size:.{decimals}f}" for end in (one.low, one.high))
        shown = float(low) * size, float(high) * size
        least, most = one.claimed or claimed
        if (shown[0] <= most and shown[1] >= least) == matches:
            break
    return low, high


def _table(title: str, head: Sequence[str], body: str, note: str = "") -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in head)
    long = ' class="long"' if note else ""
    return (
        f'<details open><summary>{title}</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{title}"><table{long}><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>'
        f"</div>{note}</details>\n"
    )


def _fragility(atlas: Atlas, answer: Json, words: Phrases) -> str:
    lines = [
        escape(said(atlas, "dependence", line, words)[0])
        for line in format_fragility(answer["fragility"])
    ]
    return _list(words("depends"), [line[:1].upper() + line[1:] for line in lines])


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details open><summary>{title}</summary><ul>{items}</ul></details>\n"
