"""The language of claims: what is read, how, and what is refused."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from frontline.claims.checker import check
from frontline.claims.reader.extract import Reader
from frontline.claims.serialize import check_json

CORPUS = Path(__file__).parent / "corpus.csv"


def rows():
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def reader(atlas):
    package = atlas.package
    return Reader(
        atlas.gazetteer, package.actors, package.highways, atlas.lines, atlas.record.index
    )


@pytest.fixture
def read(reader):
    return lambda text, day=date(2019, 8, 15): reader.read(text, day)


def one(reading, kind="distance"):
    (claim,) = [claim for claim in reading.claims if claim.kind == kind]
    return claim


DISTANCES = [
    "Government troops stood three kilometres from Khan Sheikhoun.",
    "Just three kilometres from Khan Sheikhoun, regime forces dug in.",
    "The Syrian army has moved to a point 3 km short of Khan Shaykhun.",
    "Khan Sheikhoun is now only 3 km from the Syrian army.",
    "After taking Tal Aas, loyalists were 3-km off Khan Cheikhoun.",
    "Three kilometres from Khan Sheikhoun stood the regime's troops.",
    "Pro-government fighters are three kilometers away from the rebel-held town of Khan Sheikhoun.",
    "باتت قوات النظام على بعد ثلاثة كيلومترات من خان شيخون",
    "أصبح الجيش السوري على مسافة ٣ كم من مدينة خان شيخون",
    "لم يعد يفصل قوات النظام عن خان شيخون سوى ثلاثة كيلومترات",
    "وصلت القوات الحكومية إلى مسافة 3 كيلومترات من بلدة خان شيخون",
]


@pytest.mark.parametrize("text", DISTANCES)
def test_one_fact_in_many_word_orders_is_one_reading(read, text):
    claim = one(read(text))
    assert claim.subject is not None
    assert claim.target is not None
    assert {claim.subject.id, claim.target.id} == {"government", "khan-shaykhun"}
    assert (claim.low, claim.high) == (2500, 3500)


@pytest.mark.parametrize(
    ("text", "subject", "target", "direction"),
    [
        ("Tal Aas lies under 5 km west of Khan Shaykhun.", "tell-aas", "khan-shaykhun", "west"),
        (
            "Khan Shaykhun is some 11 km to the east of al-Habit.",
            "khan-shaykhun",
            "al-habit",
            "east",
        ),
        (
            "Tal Kafr Aydun is 3 km west of the Aleppo-Damascus highway.",
            "tal-kafr-aydun",
            "m5",
            "west",
        ),
        ("Rebels are 2 km from the M4.", "opposition", "m4", None),
        ("HTS militants were a mile south-east of Morek.", "opposition", "morek", "south-east"),
        ("تقع تل عاص على أقل من 5 كيلومترات غربي خان شيخون", "tell-aas", "khan-shaykhun", "west"),
        ("تبعد كفر نبودة عن الطريق الدولي M5 نحو 15 كم", "kafr-nabudah", "m5", None),
    ],
)
def test_subject_target_and_direction_are_told_apart(read, text, subject, target, direction):
    claim = one(read(text))
    assert (claim.subject.id, claim.target.id) == (subject, target)
    assert claim.directions == (() if direction is None else (direction,))


@pytest.mark.parametrize(
    ("words", "wind"),
    [
        ("north-west", "north-west"),
        ("northwest", "north-west"),
        ("NNE", "north-north-east"),
        ("north-north-east", "north-north-east"),
        ("شمال غربي", "north-west"),
        ("غرب شمال", "north-west"),
    ],
)
def test_a_wind_is_read_however_it_is_written(read, words, wind):
    (claim,) = read(f"Madaya is 5 km {words} of Khan Shaykhun.").claims
    assert claim.directions == (wind,)


def test_the_town_and_they_are_those_spoken_of_before(read):
    text = "Rebels hold Saraqib. On Thursday the army shelled them. It is 3 km from the town."
    claim = one(read(text))
    assert claim.target.id == "saraqib"
    assert any("mentioned before" in note for note in claim.notes)


def test_an_entrance_is_measured_to_the_edge(read):
    assert one(read("The army is 3 km from the western entrance of Khan Shaykhun.")).part == "edge"


def test_listed_places_each_make_a_claim(read):
    reading = read(
        "Umm Tinah, Tal Dam and al-Harraki are only 3 km from the Turkish post at al-Surman."
    )
    assert [claim.subject.id for claim in reading.claims] == [
        "umm-tinah",
        "tal-al-damm",
        "al-harraki",
    ]


@pytest.mark.parametrize(
    ("text", "verb", "actor", "place"),
    [
        ("The army captured Morek.", "take", "government", "morek"),
        ("Morek was captured by loyalist forces.", "take", "government", "morek"),
        ("Saraqib fell to the Syrian army on Wednesday.", "fall", "government", "saraqib"),
        ("Rebels withdrew from Khan Sheikhoun.", "lose", "opposition", "khan-shaykhun"),
        ("Idlib is under the control of Hayat Tahrir al-Sham.", "hold", "opposition", "idlib"),
        ("The army advanced on Saraqib, an opposition-held town.", "hold", "opposition", "saraqib"),
        ("استعادت قوات النظام السيطرة على مدينة سراقب", "take", "government", "saraqib"),
        ("انسحبت هيئة تحرير الشام من خان شيخون", "lose", "opposition", "khan-shaykhun"),
        ("سقطت مدينة معرة النعمان بيد الجيش السوري", "fall", "government", "maarat-al-numan"),
    ],
)
def test_who_took_held_or_lost_what_is_read(read, text, verb, actor, place):
    claim = one(read(text), "control")
    assert (claim.verb, claim.subject.id, claim.target.id) == (verb, actor, place)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("The army wants to capture Saraqib.", "aim"),
        ("The army would capture Saraqib within days.", "prediction"),
        ("The army has not captured Saraqib.", "denial"),
        ("The army captured Saraqib.", "fact"),
    ],
)
def test_an_aim_a_prediction_and_a_denial_are_no_facts(read, text, mood):
    assert one(read(text), "control").mood == mood


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The rebels are a stone's throw from Khan Sheikhoun.", "no measure"),
        ("The army is 3 km from Brigadoon.", "no place is called"),
        ("The army is 3 km from Judaydah.", "matches"),
        ("Clashes raged 3 km from Saraqib.", "no force"),
        ("The army cut the highway.", "which road"),
        ("Turkish troops are 3 km from Saraqib.", "follows no force"),
    ],
)
def test_what_is_not_understood_says_why(read, text, why):
    reading = read(text)
    assert not reading.claims
    assert any(why in words.reason for words in reading.misread)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "Fighting killed 20 people and 24 others on Thursday.",
        "The weather was fine.",
        "\u202eabc\u202c خان \u2066x\u2069",
    ],
)
def test_a_text_without_claims_has_none(read, text):
    reading = read(text)
    assert (reading.claims, reading.misread) == ((), ())


def test_the_words_of_a_claim_are_those_of_the_text(read):
    text = "قالت: باتت قوات النظام على بُعدِ ٣ كم من خان شيخون"
    claim = one(read(text))
    assert "٣ كم" in text[claim.start : claim.end]
    assert claim.text == text[claim.start : claim.end]


@pytest.mark.parametrize("claim_id", sorted({row["claim_id"] for row in rows()}))
def test_a_real_claim_is_read_and_judged_as_it_was_looked_at(atlas, claim_id):
    mine = [row for row in rows() if row["claim_id"] == claim_id]
    for text in dict.fromkeys(row["text"] for row in mine):
        expected = [row for row in mine if row["text"] == text]
        found = check_json(check(atlas, text, expected[0]["published"]), atlas)
        if expected[0]["verdict"] == "not understood":
            assert not found["claims"]
            assert found["not_understood"][0]["why"] == expected[0]["explained"]
            continue
        for row, claim in zip(expected, found["claims"], strict=True):
            reading = claim["reading"]
            for name in ("subject", "target", "direction", "day", "unit"):
                assert (reading[name] or "") == row[name]
            for name in ("value", "low_m", "high_m"):
                assert reading[name] == (float(row[name]) if row[name] else None)
            assert (claim["kind"], claim["verdict"]) == (row["kind"], row["verdict"])


def test_every_contradiction_of_the_corpus_is_explained():
    for row in rows():
        if row["verdict"] == "contradicted":
            assert row["explained"].split(":")[0] in {"press", "record"}


def test_all_claims_of_the_list_are_there_and_a_third_also_in_arabic():
    ids = {row["claim_id"] for row in rows()}
    arabic = {row["claim_id"] for row in rows() if row["language"] == "ar"}
    assert len(ids) == 56
    assert len(arabic) * 3 >= len(ids)
