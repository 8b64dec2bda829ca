"""The report of a checked article: one HTML file without a script that loads nothing.

Examples
--------
>>> import frontline
>>> from frontline.webmap.report import report
>>> atlas = frontline.open()
>>> checked = atlas.check("The army held Morek.", published="2019-08-30")
>>> report.render(checked, atlas).startswith("<!DOCTYPE html>")
True
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from frontline.dates import format_day
from frontline.io import write_atomic
from frontline.webmap import bundle, csp
from frontline.webmap.report.cards import (
    CLASSES,
    SIGNS,
    annotated_text,
    claim_card,
    escape,
    unparsed_item,
)
from frontline.webmap.report.svg_map import SvgMapRenderer, patterns
from frontline.webmap.stylesheet import method_of

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.claims.checker import CheckResult


_LIMITS = (
    "Places stand for forces: a post in a field between two villages is in no report.",
    "Reports name days, seldom hours. What happened in a night may stand under either day.",
    "Cells and the front on the maps are drawn between villages. Nobody surveyed them.",
    "A claim that is supported agrees with published reports; they may all be wrong.",
    "What was not understood is listed at the end. Nothing is known of it either way.",
)


def render(checked: CheckResult, atlas: Atlas) -> str:
    """Write the report of a checked article.

    The same article, record and rule give the same bytes.
    """
    style = bundle.report_style()
    policy = csp.content_policy((), (style,))
    title = f"Claims set against the record, {format_day(checked.published)}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f"{patterns([*atlas.package.actors.values()])}\n"
        f"{_header(checked, atlas)}<main>\n{_text(checked)}{_claims(checked, atlas)}"
        f"{_missed(checked)}</main>\n{_footer(atlas)}</body>\n</html>\n"
    )


def save(checked: CheckResult, atlas: Atlas, path: Path) -> None:
    """Write the report whole or not at all.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_atomic(path, render(checked, atlas))


def _header(checked: CheckResult, atlas: Atlas) -> str:
    package = atlas.package
    rows = (
        ("Record", f"{package.title}, version {package.version}"),
        ("Digest of the data", package.digest),
        ("Rule", f"{atlas.rule.name}. {atlas.rule.description}"),
        ("Rounding", f"{checked.rounding.name}. {checked.rounding.description}"),
        ("Maps", method_of(package.coverage.reach_km)["en"]),
    )
    cells = "".join(f"<dt>{name}</dt><dd><bdi>{escape(words)}</bdi></dd>" for name, words in rows)
    return (
        '<header>\n<a class="skip" href="#claims">Skip to the answers</a>\n'
        "<h1>Claims set against the record</h1>\n"
        f'<p class="day">A text of {format_day(checked.published)}</p>\n{_tally(checked)}'
        f"<details><summary>What it was set against</summary><dl>{cells}</dl></details>\n"
        "</header>\n"
    )


def _tally(checked: CheckResult) -> str:
    """Count the verdicts."""
    count = Counter[str](finding.verdict.word for finding in checked.findings)
    rows = [(CLASSES[word], count[word], word) for word in CLASSES if count[word]]
    if checked.not_understood:
        rows.append(("miss", len(checked.not_understood), "not understood"))
    if not rows:
        return "<p>No geographic claim was found in the text.</p>\n"
    lines = "".join(
        f'<li class="{kind}"><span class="sign" aria-hidden="true">{SIGNS[kind]}</span> '
        f"<strong>{number}</strong> {word}</li>"
        for kind, number, word in rows
    )
    return f'<ul class="tally">{lines}</ul>\n'


def _text(checked: CheckResult) -> str:
    return (
        '<section aria-labelledby="the-text">\n<h2 id="the-text">The text</h2>\n'
        f'<div class="text" dir="auto">{annotated_text(checked)}</div>\n</section>\n'
    )


def _claims(checked: CheckResult, atlas: Atlas) -> str:
    maps = SvgMapRenderer(atlas)
    cards = "".join(
        claim_card(atlas, maps, finding, number)
        for number, finding in enumerate(checked.findings, 1)
    )
    return (
        '<section id="claims" aria-labelledby="the-claims">\n'
        f'<h2 id="the-claims">The answers</h2>\n{_legend(atlas)}{cards}</section>\n'
    )


def _legend(atlas: Atlas) -> str:
    """Say whose each fill of the maps is."""
    sides = [
        (str(number), actor.name) for number, actor in enumerate(atlas.package.actors.values())
    ]
    lines = "".join(
        '<li><svg width="22" height="14" aria-hidden="true"><rect width="22" height="14" '
        f'fill="url(#side-{side})"/></svg> <bdi>{escape(name)}</bdi></li>'
        for side, name in (*sides, ("both", "fought over"))
    )
    return f'<ul class="legend" aria-label="Fills of the maps">{lines}</ul>\n'


def _missed(checked: CheckResult) -> str:
    if not checked.not_understood:
        return ""
    lines = "".join(
        line
        for number, words in enumerate(checked.not_understood, 1)
        for line in unparsed_item(words, number)
    )
    return (
        '<section aria-labelledby="the-rest">\n<h2 id="the-rest">Not understood</h2>\n'
        f'<ol class="missed">\n{lines}</ol>\n</section>\n'
    )


def _footer(atlas: Atlas) -> str:
    limits = "".join(f"<li>{escape(line)}</li>" for line in _LIMITS)
    first, last = format_day(atlas.record.first), format_day(atlas.record.last)
    return (
        "<footer>\n<h2>When not to trust this</h2>\n<ul>"
        f"<li>The record runs from {first} to {last}.</li>{limits}</ul>\n</footer>\n"
    )
