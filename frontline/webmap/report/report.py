"""Report of a checked article: one HTML file without external resources.

Its only script copies findings as plain text. It has the language of the article.

Examples
--------
>>> import frontline
>>> from frontline.webmap.report import report
>>> atlas = frontline.open()
>>> result = atlas.check("The army held Morek.", published="2019-08-30")
>>> report.render(result, atlas).startswith("<!DOCTYPE html>")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline import i18n
from frontline.attribution import method_text
from frontline.claims.findings import group_findings, summary_json
from frontline.stills.style import styles
from frontline.stills.svg import write_sample
from frontline.webmap import bundle, csp
from frontline.webmap.report.cards import (
    CLASSES,
    SIGNS,
    Sources,
    annotated_text,
    claim_card,
    escape,
    statements_not_understood,
    unparsed_item,
)
from frontline.webmap.report.phrases import Phrases, report_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult
    from frontline.models import Text


def render(
    result: CheckResult,
    atlas: Atlas,
    notices: Iterable[Text] = (),
    language: str | None = None,
) -> str:
    """Return the report of a checked article as HTML.

    Parameters
    ----------
    result : CheckResult
        The result of `Atlas.check`.
    atlas : Atlas
        The atlas that the article was checked against.
    notices : iterable of Text
        Sentences about what was left out, as `Atlas.redact` returns them.
    language : str, optional
        ``en`` or ``ar``; by default the language of the article.

    Returns
    -------
    str
        The same article, record and rule produce the same bytes.
    """
    style, script = bundle.report_style(), bundle.report_script()
    words = Phrases(language or report_language(result.text))
    policy = csp.content_policy((script,), (style,))
    title = words("page_title", day=words.day(result.published))
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}" dir="{words.direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f"{_header(result, atlas, notices, words)}<main>\n{_body(result, atlas, words)}</main>\n"
        f"{_footer(atlas, words)}<script>{script}</script>\n</body>\n</html>\n"
    )


def _body(result: CheckResult, atlas: Atlas, words: Phrases) -> str:
    groups = group_findings(result)
    sources = Sources(words, atlas.package.actors)
    cards = "".join(claim_card(atlas, group, words, sources) for group in groups)
    return (
        f'<section aria-labelledby="text">\n<h2 id="text">{words("text")}</h2>\n'
        f'<div class="text" dir="auto">{annotated_text(result, groups, words)}</div>\n'
        "</section>\n"
        '<section id="claims" aria-labelledby="results">\n'
        f'<h2 id="results">{words("results")}</h2>\n{_legend(atlas, words)}{cards}</section>\n'
        f"{unparsed(atlas, result, words)}{sources.section()}"
    )


def _header(result: CheckResult, atlas: Atlas, notices: Iterable[Text], words: Phrases) -> str:
    package = atlas.package
    sentences = [
        i18n.in_each_language(one)[words.language]
        for one in (*atlas.as_of_notice(result.published), *notices)
    ]
    left_out = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in sentences)
    title = i18n.package_titles(atlas)[words.language]
    rows = (
        ("record", f"{title}, {package.version}"),
        ("digest", package.digest),
        ("rule", f"{atlas.rule.name}. {_rule(atlas, words)}"),
        ("rounding", f"{result.rounding.name}. {words(f'roundings/{result.rounding.name}')}"),
        ("maps", method_text(atlas)[words.language]),
    )
    cells = "".join(
        f'<dt>{words(name)}</dt><dd><bdi dir="{words.direction}">{escape(line)}</bdi></dd>'
        for name, line in rows
    )
    return (
        f'<header>\n<a class="skip" href="#claims">{words("skip")}</a>\n'
        f"<h1>{words('title')}</h1>\n"
        f'<p class="day">{words("published", day=words.day(result.published))}</p>\n{left_out}'
        f"{tally(result, words)}"
        f"<details><summary>{words('data')}</summary><dl>{cells}</dl></details>\n"
        "</header>\n"
    )


def _rule(atlas: Atlas, words: Phrases) -> str:
    """Return what a rule says; in Arabic if its file has it."""
    arabic = atlas.rule.description_ar if words.language == "ar" else ""
    return arabic or atlas.rule.description


def tally(result: CheckResult, words: Phrases) -> str:
    """Return the number of claims with each verdict, the worst first, and the summary, as HTML."""
    summary = summary_json(result)
    rows = [(CLASSES[word], summary["verdicts"].get(word, 0), word) for word in _WORST_FIRST]
    rows.append(("miss", summary["not_understood"], "not understood"))
    lines = "".join(
        f'<li class="{kind}"><span class="sign" aria-hidden="true">{SIGNS[kind]}</span> '
        f"<strong>{number}</strong> {words(word)}</li>"
        for kind, number, word in rows
        if number
    )
    if not lines:
        return f"<p>{words('none')}</p>\n"
    return f'<ul class="tally">{lines}</ul>\n<p class="day">{words("summary", **summary)}</p>\n'


_WORST_FIRST = ("contradicted", "cannot tell", "supported under a reading", "supported")


def _legend(atlas: Atlas, words: Phrases) -> str:
    """Return the legend of the map fills."""
    actors = tuple(atlas.package.actors.values())
    look = styles(actors, 12.0)
    sides = [(f"territory-{actor.id}", words.actor(actor)) for actor in actors]
    lines = "".join(
        f"<li>{write_sample(look, style, f'key-{number}')} <bdi>{escape(name)}</bdi></li>"
        for number, (style, name) in enumerate((*sides, ("contested", words("contested"))))
    )
    return f'<ul class="legend" aria-label="{words("legend")}">{lines}</ul>\n'


def unparsed(atlas: Atlas, result: CheckResult, words: Phrases) -> str:
    """Return what was not understood, and the places that were only named, as HTML."""
    missed = "".join(
        unparsed_item(atlas, one, number, words)
        for number, one in enumerate(statements_not_understood(result), 1)
    )
    named = "".join(
        unparsed_item(atlas, one, None, words)
        for one in result.not_understood
        if one.kind == "name"
    )
    html = ""
    if missed:
        title = words("missed")
        html = f'<h2 id="not-understood">{title}</h2>\n<ol class="unparsed">\n{missed}</ol>\n'
    if named:
        html += f"<details><summary>{words('named')}</summary><ul>{named}</ul></details>\n"
    return f"<section>\n{html}</section>\n" if html else ""


def _footer(atlas: Atlas, words: Phrases) -> str:
    limits = "".join(f"<li>{escape(line)}</li>" for line in words.list("limit"))
    covers = words("covers", first=words.day(atlas.record.first), last=words.day(atlas.record.last))
    return f"<footer>\n<h2>{words('limits')}</h2>\n<ul><li>{covers}</li>{limits}</ul>\n</footer>\n"
