"""The reasons of an Arabic report are Arabic, and say the same numbers and days."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from frontline.webmap.report.arabic_reasons import ArabicReasons

CLAIMS = Path(__file__).parents[1] / "claims" / "fresh_10.csv"


@pytest.fixture(scope="module")
def reasons(atlas):
    return ArabicReasons(atlas)


@pytest.fixture(scope="module")
def results(atlas):
    with CLAIMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    texts = {(row["text"], row["published"]) for row in rows if row["language"] == "ar"}
    return [atlas.check(text, published=day) for text, day in sorted(texts)]


def test_every_reason_of_the_press_set_has_an_arabic_form(reasons, results):
    missing = [
        *(
            one.verdict.reason
            for result in results
            for one in result.findings
            if reasons.reason(one.verdict.reason) is None
        ),
        *(
            one.verdict.holds_under
            for result in results
            for one in result.findings
            if one.verdict.holds_under and reasons.reading(one.verdict.holds_under) is None
        ),
        *(
            one.reason
            for result in results
            for one in result.not_understood
            if reasons.misread(one.reason) is None
        ),
    ]
    assert missing == []


def test_an_arabic_reason_has_the_numbers_of_the_english_one(reasons, results):
    for result in results:
        for one in result.findings:
            english, arabic = one.verdict.reason, reasons.reason(one.verdict.reason)
            numbers = set(re.findall(r"\d+\.\d+", english.partition(" was placed from")[0]))
            assert numbers <= set(re.findall(r"\d+\.\d+", arabic))


def test_a_reason_has_no_english_word_but_those_of_the_text(reasons):
    english = (
        "On 20 January 2020 Saraqib was held by the opposition and its allies, since the start of "
        "the record on 30 April 2019 (claimed, not confirmed)."
    )
    arabic = reasons.reason(english)
    assert not re.search(r"[A-Za-z]", arabic)
    assert "سراقب" in arabic
    assert "المعارضة" in arabic


@pytest.mark.parametrize("text", ["Something else entirely.", "On Monday nothing was held."])
def test_a_reason_without_a_phrase_stays_english_as_a_whole(reasons, text):
    assert reasons.reason(text) is None


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("Morek to Hama: 25.0 km edge to edge, control on Thursday 15 August 2019", "من الطرف"),
        ("Morek, Hama, control on Thursday 15 August 2019", "والسيطرة يوم"),
        (
            "92% of all directions within 10.0 km of Morek, control on Thursday 15 August 2019",
            "92%",
        ),
    ],
)
def test_the_captions_of_maps_are_arabic(reasons, caption, words):
    arabic = reasons.caption(caption)
    assert words in arabic
    assert not re.search(r"[A-Za-z]", arabic)
