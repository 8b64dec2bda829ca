"""Claims that can be read in another way are withdrawn, with a reason; plain ones are kept."""

from __future__ import annotations

from datetime import date

import pytest

from frontline.claims.reader.extract import Reader

#: A day, a sentence, words of the reason why nothing is read, and a like sentence that is read.
DOUBTFUL = {
    "they of two sides": (
        "2019-06-07",
        "Rebels and the army fought for hours until they took Tal Malah.",
        "which of two sides 'they' are",
        "Rebels fought for hours until they took Tal Malah.",
    ),
    "we of a quotation": (
        "2020-02-25",
        'The army shelled the hills. "We lost Hass today," a commander of the rebels said.',
        "whom 'we' means",
        "The army shelled the hills. Rebels lost Hass today, a commander said.",
    ),
    "a junction of roads": (
        "2020-02-08",
        "The army seized the intersection of the M4 and M5 highways.",
        "'intersection' of a road is not the road itself",
        "The army seized the M5 highway and an intersection.",
    ),
    "a junction of roads, Arabic": (
        "2020-02-08",
        "سيطرت قوات النظام على عقدة الطرق M4 وM5.",
        "of a road is not the road itself",
        "سيطرت قوات النظام على الطريق M5.",
    ),
    "villages between two places": (
        "2020-02-06",
        "The army captured six villages between Saraqib and Ariha.",
        "which places lie between two others is not counted",
        "The army captured six villages, among them Dadikh.",
    ),
    "people who are no force": (
        "2020-02-05",
        "The army advanced. Hundreds of residents have abandoned Saraqib.",
        "who did it is not stated",
        "The army advanced. Rebels and their families abandoned Saraqib.",
    ),
    "our men": (
        "2020-02-25",
        'The army advanced. "Our men pulled out of Hass at noon," an opposition fighter said.',
        "whom 'our' means",
        "The army advanced. Rebels pulled out of Hass at noon, an opposition fighter said.",
    ),
    "a rumour": (
        "2020-02-26",
        "There were rumours of the capture of Saraqib.",
        "it is what 'rumours' is about",
        "The army announced the capture of Saraqib.",
    ),
    "a rumour, Arabic": (
        "2019-07-28",
        "كل ما يقال عن سيطرة الجيش على مورك غير صحيح.",
        "it is what 'يقال' is about",
        "أعلنت الفصائل عن سيطرتها على مورك.",
    ),
    "a suburb": (
        "2020-02-16",
        "The army captured a suburb of Aleppo.",
        "'suburb' of a place is not the place itself",
        "The army captured the town of Anadan.",
    ),
    "a quarter": (
        "2020-02-16",
        "The army captured a quarter of Saraqib.",
        "'quarter' of a place is not the place itself",
        "The army captured the centre of Saraqib.",
    ),
    "places round a town": (
        "2020-02-05",
        "Some villages round Saraqib changed hands on Tuesday.",
        "what is 'round' a place",
        "Saraqib changed hands on Tuesday.",
    ),
    "something with the name of a town": (
        "2020-02-26",
        "The army captured the Kafr Nabl hospital on Tuesday.",
        "'hospital' may be a part of the name",
        "The army captured Kafr Nabl on Tuesday.",
    ),
    "a length that was not read": (
        "2020-02-09",
        "Nine kilometres remain between the army and control of the M5.",
        "a length of the road was not read",
        "The army has taken control of the M5.",
    ),
    "either place, Arabic": (
        "2020-02-24",
        "تعتبر كفرنبل بوابة حاس، وكانت قوات النظام قد سيطرت عليها.",
        "whether 'عليها' is Hass",
        "دخل الأهالي حاس، وكانت قوات النظام قد سيطرت عليها.",
    ),
    "either town": (
        "2020-02-05",
        "Saraqib was empty like Maarat al-Numan, and the army entered the city.",
        "whether 'the city' is",
        "Maarat al-Numan was empty, and the army entered the city.",
    ),
    "a town that is only described": (
        "2020-02-20",
        "Opposition fighters moved toward the captured town of Kafr Nabl.",
        "'captured' only describes what it stands before",
        "Opposition fighters captured the town of Kafr Nabl.",
    ),
    "nobody": (
        "2020-02-25",
        "Hass and Basqala were also under the control of strangers.",
        "who holds it is not stated",
        "Hass and Basqala were also under the control of the army.",
    ),
}


@pytest.fixture(scope="module")
def reader(atlas):
    package = atlas.package
    return Reader(
        atlas.gazetteer, package.actors, package.highways, atlas.lines, atlas.record.index
    )


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_a_claim_that_can_be_read_otherwise_is_withdrawn(reader, kind):
    day, doubtful, why, plain = DOUBTFUL[kind]
    reading = reader.read(doubtful, date.fromisoformat(day))
    assert [claim for claim in reading.claims if claim.kind != "distance"] == []
    assert any(why in words.reason for words in reading.misread), reading.misread
    kept = reader.read(plain, date.fromisoformat(day))
    assert [claim.mood for claim in kept.claims if claim.kind == "control"]


@pytest.mark.parametrize("where", ["A ridge north of Saraqib", "The hamlet west of Hass"])
def test_a_place_that_only_locates_another_is_not_measured(reader, where):
    reading = reader.read(f"{where} lies 14 km from Ariha.", date(2020, 2, 20))
    assert [claim for claim in reading.claims if claim.kind == "distance"] == []
    assert any("is not certain" in words.reason for words in reading.misread)


#: Where two sides are named, and the verb does not stand beside its subject.
SUBJECTS = {
    "government": "The Tiger Forces crushed rebel units and seized Kafr Nabudah.",
    "opposition": "Rebels, after battling the army, seized Kafr Nabudah.",
}


@pytest.mark.parametrize("side", SUBJECTS)
def test_of_two_sides_the_subject_is_the_one_that_begins_the_clause_or_none(reader, side):
    reading = reader.read(SUBJECTS[side], date(2019, 5, 23))
    subjects = {claim.subject.id for claim in reading.claims if claim.target.id == "kafr-nabudah"}
    assert subjects <= {side}
    assert reading.claims or reading.misread


def test_what_is_withdrawn_leaves_the_other_claims_of_its_sentence(reader):
    text = "The army captured Hass on Monday and took a suburb of Saraqib on Tuesday."
    reading = reader.read(text, date(2020, 2, 26))
    assert [claim.target.id for claim in reading.claims] == ["hass"]
    assert any("suburb" in words.text for words in reading.misread)


@pytest.mark.parametrize(
    "text",
    [
        "Three days after losing Saraqib the rebels retook it.",
        "The rebels retook Saraqib at dawn, four weeks after it had been lost.",
    ],
)
def test_a_deed_is_not_dated_by_the_days_that_it_is_counted_with(reader, text):
    claims = reader.read(text, date(2020, 2, 27)).claims
    assert {claim.last for claim in claims if claim.verb == "take"} == {date(2020, 2, 27)}


def test_what_is_near_completion_is_not_done(reader):
    text = "اقتربت قوات النظام من استكمال الحصار على مدينة سراقب."
    assert [claim.mood for claim in reader.read(text, date(2020, 2, 4)).claims] == ["prediction"]


def test_what_a_place_is_called_in_passing_lies_so_far_away(reader):
    text = "Troops were brought to the edge of Saraqib, an urban centre 15 km east of Idlib city."
    found = [
        claim for claim in reader.read(text, date(2020, 2, 4)).claims if claim.value is not None
    ]
    assert [(one.subject.id, one.target.id) for one in found] == [("saraqib", "idlib")]
