"""Report of a checked article: one HTML file without scripts or external resources.

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

from collections import Counter
from typing import TYPE_CHECKING

from frontline.dates import format_day
from frontline.webmap import bundle, csp
from frontline.webmap.attribution import method_text
from frontline.webmap.report.cards import (
    CLASSES,
    SIGNS,
    annotated_text,
    claim_card,
    escape,
    unparsed_item,
)
from frontline.webmap.report.svg_map import SvgMapRenderer, patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult
    from frontline.models import Text


_LIMITS = (
    "Forces are located by the places they hold. A position between two villages is in no report.",
    "Reports state days and seldom hours. Events at night may be dated to either day.",
    "Shading and front lines on the maps are approximate: they are drawn between villages.",
    "A supported claim agrees with published reports, which may all be wrong.",
    "Passages that were not understood are listed at the end. They were not checked.",
)


def render(result: CheckResult, atlas: Atlas, notices: Iterable[Text] = ()) -> str:
    """Return the report of a checked article as HTML.

    Parameters
    ----------
    result : CheckResult
        The result of `Atlas.check`.
    atlas : Atlas
        The atlas that the article was checked against.
    notices : iterable of Text
        Sentences about what was left out, as `Atlas.redact` returns them.

    Returns
    -------
    str
        The same article, record and rule produce the same bytes.
    """
    style = bundle.report_style()
    policy = csp.content_policy((), (style,))
    title = f"Claim check, {format_day(result.published)}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f"{patterns([*atlas.package.actors.values()])}\n"
        f"{_header(result, atlas, notices)}<main>\n{_text(result)}{_claims(result, atlas)}"
        f"{_unparsed(result)}</main>\n{_footer(atlas)}</body>\n</html>\n"
    )


def _header(result: CheckResult, atlas: Atlas, notices: Iterable[Text]) -> str:
    package = atlas.package
    sentences = (*atlas.as_of_notice(result.published), *notices)
    left_out = "".join(f"<p>{escape(str(sentence))}</p>\n" for sentence in sentences)
    rows = (
        ("Record", f"{package.title}, version {package.version}"),
        ("Data digest", package.digest),
        ("Rule", f"{atlas.rule.name}. {atlas.rule.description}"),
        ("Rounding", f"{result.rounding.name}. {result.rounding.description}"),
        ("Maps", method_text(package.reach_km)["en"]),
    )
    cells = "".join(f"<dt>{name}</dt><dd><bdi>{escape(words)}</bdi></dd>" for name, words in rows)
    return (
        '<header>\n<a class="skip" href="#claims">Skip to the results</a>\n'
        "<h1>Claim check</h1>\n"
        f'<p class="day">Text published on {format_day(result.published)}</p>\n{left_out}'
        f"{_tally(result)}"
        f"<details><summary>Data and method</summary><dl>{cells}</dl></details>\n"
        "</header>\n"
    )


def _tally(result: CheckResult) -> str:
    """Return the number of claims with each verdict."""
    count = Counter[str](finding.verdict.word for finding in result.findings)
    rows = [(CLASSES[word], count[word], word) for word in CLASSES if count[word]]
    if result.not_understood:
        rows.append(("miss", len(result.not_understood), "not understood"))
    if not rows:
        return "<p>No geographic claims were found in the text.</p>\n"
    lines = "".join(
        f'<li class="{kind}"><span class="sign" aria-hidden="true">{SIGNS[kind]}</span> '
        f"<strong>{number}</strong> {word}</li>"
        for kind, number, word in rows
    )
    return f'<ul class="tally">{lines}</ul>\n'


def _text(result: CheckResult) -> str:
    return (
        '<section aria-labelledby="text">\n<h2 id="text">Text</h2>\n'
        f'<div class="text" dir="auto">{annotated_text(result)}</div>\n</section>\n'
    )


def _claims(result: CheckResult, atlas: Atlas) -> str:
    maps = SvgMapRenderer(atlas)
    cards = "".join(
        claim_card(atlas, maps, finding, number)
        for number, finding in enumerate(result.findings, 1)
    )
    return (
        '<section id="claims" aria-labelledby="results">\n'
        f'<h2 id="results">Results</h2>\n{_legend(atlas)}{cards}</section>\n'
    )


def _legend(atlas: Atlas) -> str:
    """Return the legend of the map fills."""
    sides = [
        (str(number), actor.name) for number, actor in enumerate(atlas.package.actors.values())
    ]
    lines = "".join(
        '<li><svg width="22" height="14" aria-hidden="true"><rect width="22" height="14" '
        f'fill="url(#side-{side})"/></svg> <bdi>{escape(name)}</bdi></li>'
        for side, name in (*sides, ("both", "contested"))
    )
    return f'<ul class="legend" aria-label="Map legend">{lines}</ul>\n'


def _unparsed(result: CheckResult) -> str:
    if not result.not_understood:
        return ""
    lines = "".join(
        unparsed_item(words, number) for number, words in enumerate(result.not_understood, 1)
    )
    return (
        '<section aria-labelledby="not-understood">\n<h2 id="not-understood">Not understood</h2>\n'
        f'<ol class="unparsed">\n{lines}</ol>\n</section>\n'
    )


def _footer(atlas: Atlas) -> str:
    limits = "".join(f"<li>{escape(line)}</li>" for line in _LIMITS)
    first, last = format_day(atlas.record.first), format_day(atlas.record.last)
    return (
        "<footer>\n<h2>Limits</h2>\n<ul>"
        f"<li>The record covers {first} to {last}.</li>{limits}</ul>\n</footer>\n"
    )
