"""Findings, ratings, tables and ClaimReview of a checked article."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from frontline.claims.checker import check
from frontline.claims.claim_table import COLUMNS, claim_review, claim_rows
from frontline.claims.findings import group_findings, summary_json, summary_line
from frontline.claims.ratings import RATINGS, rate
from frontline.claims.serialize import check_json
from frontline.claims.verdict import cannot_tell, contradicted, supported
from frontline.cli import app

pytestmark = pytest.mark.usefixtures("_opened_once")

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (
    "Syrian army captures Morek. The Syrian army captured Kafr Zita and Morek. "
    "Rebels hold Halfaya. The army wants to take Saraqib. Families fled to Ariha."
)
DAY = "2019-08-23"


@pytest.fixture(scope="module")
def result(atlas):
    return check(atlas, TEXT, DAY)


@pytest.fixture(scope="module")
def answer(result, atlas):
    return check_json(result, atlas)


def test_a_fact_stated_twice_is_one_finding_and_the_worst_come_first(result):
    groups = group_findings(result)
    shown = [(one.finding.claim.target.id, one.finding.verdict.word, one.numbers) for one in groups]
    assert shown == [
        ("halfaya", "contradicted", (4,)),
        ("saraqib", "cannot tell", (5,)),
        ("morek", "supported", (1, 3)),
        ("kafr-zita", "supported", (2,)),
    ]


def test_the_summary_counts_claims_verdicts_and_words(result):
    summary = summary_json(result)
    assert (summary["claims"], summary["findings"], summary["not_understood"]) == (5, 4, 0)
    assert summary["verdicts"] == {"cannot tell": 1, "contradicted": 1, "supported": 3}
    assert 0 < summary["words_not_covered"] < summary["words"] == len(TEXT.split())
    line = summary_line(result)
    assert line.startswith("5 claims on 4 facts: 1 cannot tell, 1 contradicted, 3 supported; ")


RATED = {
    "": "true",
    "measured to the edge of the built-up area": "true to another point",
    "as kilometres by road, rounded": "true to another point",
    "9 by the end of the day; fewer earlier is possible": "at least",
    "on the day after, measured to the centre": "a day apart",
    "on the day before, while still contested": "true in part",
    "if a part of the road is meant": "true in part",
    "measured to the edge of the built-up area, within the position errors": "possible",
    "a reading that nobody rated": "possible",
}


def test_a_rating_is_that_of_the_weakest_reading():
    assert {name: rate(supported("", name)).name for name in RATED} == RATED
    assert rate(contradicted("")).name == "false"
    assert rate(cannot_tell("")).name == "not rated"


def test_the_ratings_are_documented():
    page = (DOCS / "judging.md").read_text("utf-8")
    for rating in RATINGS.values():
        value = "none" if rating.value is None else rating.value
        assert re.search(rf"^\| `{rating.name}` \| .* \| {value} \|$", page, re.MULTILINE)


def test_the_table_has_a_row_for_each_claim_and_each_passage(answer):
    rows = list(claim_rows({"id": "a1", **answer}))
    assert [row["verdict"] for row in rows] == [
        *(claim["verdict"] for claim in answer["claims"]), "not understood",
    ]  # fmt: skip
    assert {row["id"] for row in rows} == {"a1"}
    assert set(rows[0]) <= set(COLUMNS)
    assert rows[0]["sources"].count("https://") >= 1
    assert rows[-1]["kind"] == "name"


def test_a_claim_review_has_a_rating_for_each_finding(answer):
    graph = claim_review(answer)["@graph"]
    assert [one["claimReviewed"] for one in graph] == [
        "Rebels hold Halfaya.", "The army wants to take Saraqib.", "Syrian army captures Morek.",
        "The Syrian army captured Kafr Zita and Morek.",
    ]  # fmt: skip
    assert [one["reviewRating"].get("ratingValue") for one in graph] == [1, None, 5, 5]
    assert {one["@type"] for one in graph} == {"ClaimReview"}
    assert all(one["reviewBody"].endswith(".") for one in graph)
    urls = [one["url"] for one in graph[2]["citation"]]
    assert len(urls) == len(set(urls)) > 0


def run(*arguments):
    outcome = CliRunner().invoke(app.app, ["check", *map(str, arguments)])
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


def test_the_command_writes_a_table_and_a_claim_review():
    rows = list(csv.DictReader(io.StringIO(run(TEXT, "--published", DAY, "--format", "csv"))))
    assert [row["verdict"] for row in rows][:2] == ["supported", "supported"]
    graph = json.loads(run(TEXT, "--published", DAY, "--format", "claimreview"))["@graph"]
    assert len(graph) == 4


def test_a_formula_in_a_text_is_no_formula_in_a_table():
    text = "=cmd() Morek\nThe army took Morek."
    assert "\n=" not in run(text, "--published", DAY, "--format", "csv")


def test_a_batch_to_a_csv_file_is_a_table(tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        f"id,published,text\none,{DAY},The army took Morek.\ntwo,23/08/2019,The army took Morek.\n",
        "utf-8",
    )
    run("--batch", source, "--out", out, "--jobs", 1)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert [(row["id"], row["verdict"]) for row in rows] == [
        ("one", "supported"), ("two", "error"),
    ]  # fmt: skip
    assert "year first" in rows[1]["why"]


def test_sources_are_listed_once_and_numbered():
    text = run("The army took Morek. The regime captured Morek and Latmin.", "--published", DAY)
    assert text.count("sources: [1]") == 1
    assert "(stated 2 times)" in text
    urls = re.findall(r"https?://\S+", text)
    assert len(urls) == len(set(urls))


def test_a_wording_never_measures_a_place_from_itself_and_gives_no_metres(atlas):
    texts = {
        "2019-08-18": "The army was 3 km from Khan Sheikhoun. It holds 20 km of the M5.",
        "2019-08-19": "Morek is besieged by the army. In a week the army took nine villages.",
        "2020-02-09": "Since 24 January the army has retaken 600 square kilometres.",
    }
    for day, text in texts.items():
        for finding in check(atlas, text, date.fromisoformat(day)).findings:
            wording = finding.wording
            assert "0 m " not in wording
            assert "give or take" not in wording
            assert not re.search(r"(\b[A-Z]\w+ \w+), [^,]* of \1\b", wording)
            assert re.search(r"according to .+\.$", wording), wording
