"""The page on judging matches the program and the corpus."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import get_args

from frontline.claims import rounding
from frontline.claims.rounding import ROUNDINGS
from frontline.claims.verdict import VerdictWord

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "judging.md").read_text("utf-8")
WORDS = [*get_args(VerdictWord), "not understood"]


def corpus():
    with (ROOT / "tests" / "claims" / "corpus.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_readme_links_to_the_page():
    assert "(docs/judging.md)" in (ROOT / "README.md").read_text("utf-8")


def test_the_page_documents_every_verdict_and_every_rounding():
    for word in get_args(VerdictWord):
        assert f"| `{word}` |" in PAGE
    for name in ROUNDINGS:
        assert f"`{name}`" in PAGE


def test_the_tolerances_on_the_page_are_those_of_the_program():
    rows = re.findall(r"^\| .* \| .* \| .* \| .* \|$", rounding.__doc__, re.MULTILINE)
    assert len(rows) > 8
    assert all(row in PAGE for row in rows)


def test_the_counts_on_the_page_are_those_of_the_corpus():
    rows = corpus()
    assert f"They make {len(rows)} statements" in PAGE
    assert f"how many of the {len({row['claim_id'] for row in rows})} claims" in PAGE
    for word in WORDS:
        mine = [row for row in rows if row["verdict"] == word]
        claims = {row["claim_id"] for row in mine}
        assert f"| {word} | {len(mine)} | {len(claims)} |" in PAGE


def test_every_contradiction_is_attributed_to_press_record_or_code():
    found = {row["text"]: row["explained"] for row in corpus() if row["verdict"] == "contradicted"}
    assert found
    for text, explained in found.items():
        who, _, reason = explained.partition(": ")
        assert who in {"press", "record", "code"}
        assert len(reason) > 20
        if text.isascii():
            assert f"| {text} | {who} | {reason[0].upper()}{reason[1:]} |" in PAGE
