"""What is not a fact, not whole or not read directly is never called contradicted."""

from __future__ import annotations

from datetime import date

import pytest

from frontline.claims.reader import hearsay

#: Each is false on its day if it is read as it looks, and none of it may be called contradicted.
UNSURE = {
    "not yet": ("2020-01-20", "The army came close to capturing Saraqib."),
    "nearly": ("2020-01-20", "The army has all but captured Saraqib."),
    "short of": ("2020-01-20", "The army is two towns and a week from taking Saraqib."),
    "not yet, Arabic": ("2020-01-20", "باتت قوات النظام على وشك السيطرة على سراقب"),
    "fire control": ("2020-01-20", "The army has fire control over Saraqib."),
    "flanks": ("2020-01-20", "Regime forces captured all the heights of Saraqib."),
    "a part": ("2020-01-20", "The army captured parts of Saraqib."),
    "all but a part": ("2020-01-20", "The army captured Saraqib excluding its silos."),
    "all but a part, Arabic": ("2020-01-20", "سيطر الجيش على سراقب عدا صوامعها."),
    "the province": ("2020-01-20", "The army holds Idlib."),
    "a pronoun": ("2020-01-20", "The army holds Hama and Morek. They took it from rebels."),
    "foreign forces": ("2020-01-20", "Sudanese troops captured Saraqib."),
    "nobody's troops": ("2020-01-20", "Troops captured Saraqib."),
    "an unread day": ("2020-01-20", "The Syrian army captured Saraqib some days ago, then left."),
    "an area without a period": ("2020-02-09", "The army has retaken more than 600 square km."),
    "a region is no direction": (
        "2020-02-05", "Government forces were 3 km from Saraqib in eastern Idlib."
    ),
    "a distance by road": ("2020-01-20", "Maarat al-Numan is 33 kilometres south of Idlib."),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSURE)
def test_what_was_not_read_directly_is_not_called_contradicted(checker, kind):
    day, text = UNSURE[kind]
    result = checker.check(text, date.fromisoformat(day))
    assert [f.verdict.word for f in result.findings if f.verdict.word == "contradicted"] == []
    assert result.findings or result.not_understood


def test_a_claim_that_was_read_directly_is_called_contradicted(checker):
    (finding,) = checker.check("The Syrian army captured Saraqib.", date(2020, 1, 20)).findings
    assert finding.verdict.word == "contradicted"
    assert finding.claim.unsure == ()


def test_the_reason_names_the_part_that_is_unsure(checker):
    (finding,) = checker.check("Troops captured Saraqib.", date(2020, 1, 20)).findings
    assert finding.verdict.word == "cannot tell"
    assert "'Troops'" in finding.verdict.reason


def test_a_whole_road_is_not_held_by_who_holds_a_part_of_it(checker):
    day = date(2019, 6, 1)
    words = {
        text: checker.check(text, day).findings[0].verdict.word
        for text in (
            "The regime controls the entire M5 highway.",
            "The regime controls a part of the M5 highway.",
            "تسيطر قوات النظام على كامل الطريق الدولي M5",
        )
    }
    assert list(words.values()) == ["contradicted", "supported under a reading", "contradicted"]


def test_a_number_that_was_not_read_makes_the_others_of_its_sentence_unsure(checker):
    text = "The Syrian army advanced 9 km on Monday and is 90 km from Saraqib."
    (finding,) = checker.check(text, date(2020, 1, 20)).findings
    assert finding.verdict.word == "cannot tell"
    assert "another number" in finding.verdict.reason


@pytest.mark.parametrize("text", ["Troops marched 5 km.", "The front moved 3 km in two days."])
def test_a_length_is_listed_even_where_no_place_is_named(checker, text):
    result = checker.check(text, date(2020, 1, 20))
    assert result.findings == ()
    (unread,) = result.not_understood
    assert " km" in unread.reason


@pytest.mark.parametrize(
    ("text", "moods"),
    [
        ("The army can now storm Morek.", ["prediction"]),
        ("The army is able to take Morek.", ["prediction"]),
        ("The army was able to take Morek.", ["fact"]),
        ("Instead of seizing Saraqib, the army took Morek.", ["denial", "fact"]),
        ("It is untrue that the army took Morek.", ["denial"]),
        ("Morek is not 20 km from Hama.", ["denial"]),
        ("The army, which denied the loss, is not in Morek, 29 km from Hama.", ["fact"]),
        ("قد تدخل قوات النظام سراقب.", ["prediction"]),
        ("وقد دخلت قوات النظام مورك.", ["fact"]),
        ("تستطيع قوات النظام السيطرة على سراقب.", ["prediction"]),
        ("أصبح بوسع الجيش دخول سراقب.", ["prediction"]),
        ("على الجيش أن يدخل سراقب.", ["prediction"]),
        ("عوضا عن اقتحام سراقب دخل الجيش مورك.", ["denial", "fact"]),
        ("لم تعد مورك تحت سيطرة الفصائل.", ["denial"]),
        ("ما عاد الجيش يسيطر على النيرب.", ["denial"]),
    ],
)
def test_what_somebody_can_do_or_left_alone_is_no_fact(checker, text, moods):
    found = checker.check(text, date(2020, 1, 20)).findings
    assert [one.claim.mood for one in sorted(found, key=lambda one: one.claim.start)] == moods


@pytest.mark.parametrize(
    "text",
    [
        "Does the army hold Saraqib?",
        "Has Saraqib fallen to the army?",
        "Could the army be 3 km from Saraqib?",
        '"Have they taken Saraqib?" he asked.',
        "هل دخل الجيش سراقب؟",
        "متى سيطر الجيش على سراقب؟",
    ],
)
def test_what_is_asked_is_listed_and_not_judged(checker, text):
    result = checker.check(text, date(2020, 1, 20))
    assert result.findings == ()
    assert result.not_understood


def test_a_question_is_looked_for_only_in_its_sentence(checker, monkeypatch):
    looked_at = []

    class Counting:
        def match(self, _, start, end):
            looked_at.append(end - start)

    monkeypatch.setattr(hearsay, "_QUESTION", Counting())
    checker.check("The army holds Morek. " * 100, date(2020, 1, 20))
    assert len(looked_at) == 100
    assert max(looked_at) < 10


def test_what_stands_before_or_behind_a_question_is_read(checker):
    text = "Is Idlib next? The army took Morek; will it move on?"
    assert [
        (one.claim.target.id, one.claim.mood)
        for one in checker.check(text, date(2020, 1, 20)).findings
    ] == [("morek", "fact")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Soldiers dug a 7 km trench between Morek and Suran.", "how deep, wide or long"),
        ("The army holds an 8-km front from Morek to Suran.", "how deep, wide or long"),
        ("Rebels and the army are 4 km and 2 km from Morek respectively.", "which of them"),
        ("الجيش والفصائل على بعد 4 و2 كم من مورك على التوالي.", "which of them"),
        ("The rebels retreated two kilometres from Morek.", "how far they moved"),
        ("تراجع الجيش كيلومترين عن مورك.", "how far they moved"),
        ("تبعد مورك 30 كم عن كل من حماة ومعرة النعمان.", "measured from and to"),
    ],
)
def test_a_length_that_is_no_distance_is_listed(checker, text, why):
    result = checker.check(text, date(2020, 1, 20))
    assert [one for one in result.findings if one.claim.kind == "distance"] == []
    assert any(why in one.reason for one in result.not_understood)


def test_each_place_of_an_arabic_list_has_its_own_length(checker):
    text = "مورك تبعد عن حماة 29 كم وعن خان شيخون 11 كم."
    found = checker.check(text, date(2020, 1, 20)).findings
    assert [(one.claim.target.id, one.claim.value) for one in found] == [
        ("hama", 29.0),
        ("khan-shaykhun", 11.0),
    ]


@pytest.mark.parametrize(
    "text", ["لا يبعد الجيش عن النيرب أكثر من 7 كم.", "لا تبعد قوات النظام أكثر من 7 كم عن النيرب."]
)
def test_not_more_than_is_an_upper_bound(checker, text):
    (finding,) = checker.check(text, date(2020, 1, 20)).findings
    assert (finding.claim.low, finding.claim.high) == (0.0, 7000.0)


@pytest.mark.parametrize("day", [date(2019, 5, 1), date(2019, 8, 24), date(2020, 2, 20)])
@pytest.mark.parametrize("actor", ["The army", "The opposition"])
@pytest.mark.parametrize(
    ("stated", "denied"),
    [
        ("controls the M5", "does not control the M5"),
        ("controls the whole of the M5", "does not control the whole of the M5"),
        ("has cut the M4", "has not cut the M4"),
        ("has lost the M5", "has not lost the M5"),
    ],
)
def test_a_denial_on_a_road_is_never_answered_as_what_it_denies(
    checker, stated, denied, actor, day
):
    (fact,) = checker.check(f"{actor} {stated}.", day).findings
    (denial,) = checker.check(f"{actor} {denied}.", day).findings
    assert (fact.claim.mood, denial.claim.mood) == ("fact", "denial")
    allowed = {
        "supported": {"contradicted", "cannot tell"},
        "supported under a reading": {"cannot tell"},
        "contradicted": {"supported"},
        "cannot tell": {"supported", "cannot tell"},
    }
    assert denial.verdict.word in allowed[fact.verdict.word]


def test_who_lost_a_part_of_a_road_lost_it_in_part(checker):
    day = date(2020, 2, 28)  # the day after rebels took Saraqib and cut the road
    (finding,) = checker.check("The army has lost control of the M5.", day).findings
    assert finding.verdict.holds_under == "if a part of the road is meant"
    (whole,) = checker.check("The army has lost control of the entire M5.", day).findings
    assert whole.verdict.word in {"contradicted", "cannot tell"}
