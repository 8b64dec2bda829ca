"""Corrected readings: a file beside the text, from which the report is built again."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from frontline.claims.checker import check
from frontline.claims.overrides import Override, read_overrides
from frontline.claims.serialize import reading_json
from frontline.cli import app
from frontline.errors import DataError
from frontline.webmap.report.report import render

TEXT = "Government forces are 3 km from Ariha. Rebels captured the market town of Morek."
DAY = "2019-08-15"
GOOD = """
[[claim]]
text = "Government forces are  3 km from Ariha"
target = "Khan Shaykhun"
day = 2019-08-14

[[claim]]
text = "captured the market town of Morek"
not_a_claim = true
"""


def corrected(atlas, tmp_path, content):
    path = tmp_path / "article.overrides.toml"
    path.write_text(content, "utf-8")
    return check(atlas, TEXT, DAY, overrides=read_overrides(path))


def test_a_corrected_reading_is_judged_and_what_is_no_claim_is_left_out(atlas, tmp_path):
    (finding,) = corrected(atlas, tmp_path, GOOD).findings
    assert finding.claim.target.id == "khan-shaykhun"
    assert finding.claim.last.isoformat() == "2019-08-14"
    assert finding.verdict.word == "supported under a reading"
    assert finding.claim.notes == ("read as a person corrected it",)


def test_an_actor_and_a_highway_can_be_named_by_their_ids(atlas, tmp_path):
    content = '[[claim]]\ntext = "Government forces are 3 km from Ariha"\n'
    result = corrected(atlas, tmp_path, f'{content}subject = "opposition"\ntarget = "m5"\n')
    claim = result.findings[0].claim
    assert (claim.subject.id, claim.target.kind, claim.target.id) == ("opposition", "road", "m5")


BAD = {
    "no TOML": ("[[claim", "is not TOML"),
    "no entries": ("claim = 3", "has no entries"),
    "unknown key": ('[[claim]]\ntext = "x"\nverdict = "true"', "'verdict': is not a key"),
    "no text": ('[[claim]]\nsubject = "government"', "the text is not a text"),
    "no day": ('[[claim]]\ntext = "x"\nday = "15/08/2019"', "15/08/2019"),
    "no flag": ('[[claim]]\ntext = "x"\nnot_a_claim = "yes"', "neither true nor false"),
    "other words": ('[[claim]]\ntext = "took Idlib"', "no claim of the text has these words"),
    "no place": (
        '[[claim]]\ntext = "captured the market town of Morek"\ntarget = "Brigadoon"', "Brigadoon",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_faulty_file_gets_one_clear_message(atlas, tmp_path, kind):
    content, message = BAD[kind]
    with pytest.raises(DataError, match=r"article\.overrides\.toml") as error:
        corrected(atlas, tmp_path, content)
    assert message in str(error.value)


@pytest.mark.usefixtures("_opened_once")
def test_the_file_beside_an_article_is_used(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(TEXT, "utf-8")
    command = ["check", str(article), "--published", DAY]
    before = CliRunner().invoke(app.app, command)
    (tmp_path / "article.overrides.toml").write_text(GOOD, "utf-8")
    after = CliRunner().invoke(app.app, command)
    assert (before.exit_code, after.exit_code) == (0, 0)
    assert "captured the market town" in before.stdout
    assert "captured the market town" not in after.stdout
    (tmp_path / "article.overrides.toml").write_text("[[claim", "utf-8")
    assert CliRunner().invoke(app.app, command).exit_code == 1


#: Ends that are no places of the record, as the report prints them in the lines to correct.
PRINTED = {
    "an airfield": ("The army seized Abu al-Duhur airbase.", "abu-al-duhur airfield", "airfield"),
    "a post": ("The army surrounded the Turkish observation post at Morek.", "morek", "post"),
    "a region": ("The army has full control of southern Idlib.", "southern idlib", "region"),
}


@pytest.mark.parametrize("kind", PRINTED)
def test_a_target_is_kept_if_it_is_written_as_the_report_prints_it(atlas, kind):
    text, printed, found = PRINTED[kind]
    (before,) = check(atlas, text, DAY).findings
    assert reading_json(before.claim)["target"] == printed
    override = Override(1, before.claim.text, subject="opposition", target=printed)
    claim = check(atlas, text, DAY, overrides=(override,)).findings[0].claim
    reading = reading_json(claim)
    assert (reading["subject"], reading["target"]) == ("opposition", printed)
    assert reading["target_kind"] == found


def test_an_airfield_can_be_named_as_a_target(atlas):
    text = "Rebels captured the market town of Morek."
    override = Override(1, "captured the market town of Morek", target="taftanaz airfield")
    (finding,) = check(atlas, text, DAY, overrides=(override,)).findings
    reading = reading_json(finding.claim)
    assert (reading["target"], reading["target_kind"]) == ("taftanaz airfield", "airfield")
    assert finding.verdict.word == "cannot tell"


def test_the_lines_to_correct_are_written_in_the_letters_of_the_text(atlas):
    text = "سيطرت الفصائل على حلفايا"
    page = render(check(atlas, text, DAY), atlas, ())
    assert f"text = &quot;{text}&quot;" in page
    described = page.partition("</header>")[0]
    assert "A reported change" not in described
    assert "tolerance" not in described
