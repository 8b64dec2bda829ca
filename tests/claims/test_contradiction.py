"""Contradicted is said of what is false, and of hardly anything else."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import CLAIMS, expected
from shared_checker import new_checker

from frontline.claims.robustness import verdict_changes
from frontline.claims.verdict import CONTRADICTED

#: Sets with the column verdict: what is false on purpose in them.
JUDGED = ["fresh_9.csv", "fresh_10.csv", "fresh_11.csv", "fresh_16.csv"]


def changes_of_contradicted(measurements, reduced, claim, answer, check):
    """Return what a verdict depends on, if it is one that this may take back."""
    if answer.verdict.word != CONTRADICTED:
        return ()
    return verdict_changes(measurements, reduced, claim, answer, check)


@pytest.fixture(scope="module")
def checker(atlas):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontline.claims.checker.verdict_changes", changes_of_contradicted)
        yield new_checker(atlas)


@pytest.fixture(scope="module")
def answered(checker):
    """The sentences of the sets: whether each is false, and what is contradicted of it."""
    return [
        (
            text,
            any(row["verdict"] == "contradicted" for row in rows),
            [
                finding
                for finding in checker.check(text, day).findings
                if finding.verdict.word == "contradicted"
            ],
        )
        for name in JUDGED
        for text, day, rows in expected(CLAIMS / name)
    ]


#: False by the positions of the record, though a publisher printed it: the village lies
#: east-north-east of the town.
FOUND_FALSE = {
    "تقع معرشورين شمال معرة النعمان وتشرف على الطريق الدولي الذي يسعى الجيش للوصول إليه."
}


def test_no_sentence_is_contradicted_but_those_that_are_false(answered):
    wrong = {text for text, is_false, found in answered if found and not is_false}
    assert wrong <= FOUND_FALSE


def test_most_of_what_is_false_on_purpose_is_contradicted(answered):
    caught = [bool(found) for _, is_false, found in answered if is_false]
    assert len(caught) >= 50
    assert sum(caught) / len(caught) >= 0.9


#: Each disagrees with the record, and the reason why it is not called contradicted.
DOUBTED = {
    "a day or two off": ("2019-05-28", "Rebels hold Kafr Nabudah.", "was fought over on"),
    "taken for a while": (
        "2019-06-15", "Opposition fighters captured Kafr Nabudah.", "the text does not say when",
    ),
    "the text says both": (
        "2020-01-10", "Rebels lost Khan Sheikhoun, state media said; rebels hold Khan Sheikhoun.",
        "the text also says otherwise",
    ),
    "rounded": ("2020-01-10", "Khan Shaykhun is 31 km from Hama.", "twice the rounding"),
    "by road": ("2020-01-10", "Hazarin is 5 km from Kafr Nabl.", "by road"),
    "a few kilometres": (
        "2020-01-10", "Hish lies a few kilometres north of Khan Sheikhoun.", "twice the rounding",
    ),
    "true of the day before": (
        "2019-06-07", "Rebels are 4 km from Muhradah.", "it agrees with the record of 6 June 2019",
    ),
    "of another place": (
        "2020-01-29",
        "The army took Maarat al-Numan. It is now 26 km from Saraqib, a source said of the army.",
        "",
    ),
    "of another part of a road": (
        "2020-02-25", "The army took Hass and is now 14 km from the M4.", "the part of the road",
    ),
    "of another sector of a road": (
        "2019-12-31", "The army is 11 km from the M5.", "another part of the road",
    ),
    "who did it is not named": ("2019-08-22", "Al-Tamanah has fallen, a source said.", ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOUBTED)
def test_a_doubtful_disagreement_is_not_called_contradicted(checker, kind):
    day, text, why = DOUBTED[kind]
    findings = checker.check(text, date.fromisoformat(day)).findings
    assert findings
    assert [one.verdict.word for one in findings if one.verdict.word == "contradicted"] == []
    assert any(why in one.verdict.reason for one in findings)


#: The same forms of sentence where the record is firm.
FIRM = {
    "never held": ("2019-12-10", "The Syrian army holds Saraqib."),
    "long lost": ("2020-02-20", "Rebels hold Khan Sheikhoun."),
    "too far": ("2019-08-14", "Government forces are 40 km from Khan Shaykhun."),
    "passed villages of others": ("2019-07-15", "Government forces are 2 km from Saraqib."),
    "wrong side": ("2019-12-10", "Kafr Nabl lies east of Saraqib."),
    "far beyond a road": ("2019-12-10", "Morek is 30 km from Khan Sheikhoun."),
    "too far from a road": ("2019-12-10", "Government forces are 90 km from the M4."),
    "no siege": ("2019-12-10", "Government forces have encircled Idlib city."),
    "the whole road": ("2019-12-10", "The Syrian army holds the entire M5."),
}


@pytest.mark.parametrize("kind", FIRM)
def test_a_false_claim_on_a_firm_record_is_contradicted(checker, kind):
    day, text = FIRM[kind]
    (finding,) = checker.check(text, date.fromisoformat(day)).findings
    assert finding.verdict.word == "contradicted", finding.verdict.reason


def test_a_denial_of_what_nobody_did_agrees_with_a_record_without_a_change(checker):
    (finding,) = checker.check("Saraqib has not been captured.", date(2019, 12, 10)).findings
    assert finding.verdict.word == "supported"
