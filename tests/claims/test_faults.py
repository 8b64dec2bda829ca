"""Faults that readers of the press reported: each kind of sentence, in other words than theirs."""

from __future__ import annotations

import re
from datetime import date

import pytest
import reading_score
from reading_score import CLAIMS, read_otherwise

pytestmark = pytest.mark.usefixtures("without_fragility")

READ = {
    "forces that are away from the goal": (
        "2020-01-27",
        "Shells fell on Saraqib. The army is moving on Maarat al-Numan and is now 2 km away.",
        ["distance government maarat-al-numan 2 27.01"],
    ),
    "a part that is held": (
        "2019-08-20", "Insurgents still held parts of Morek.",
        ["control opposition hold morek 20.08"],
    ),
    "took part is no capture": ("2019-08-20", "Rebels took part in talks about Morek.", []),
    "a grip that was consolidated": (
        "2019-08-25", "Loyalists have cemented their hold over Kafr Zita.",
        ["control government hold kafr-zita 25.08"],
    ),
    "a suburb is not the city": (
        "2020-02-11", "Government troops seized an eastern suburb of Idlib on Tuesday.", [],
    ),
    "the edges of a town are not the town": (
        "2020-02-06", "Troops drove rebels from Afis, bringing the edges of Hish under control.",
        ["control opposition lose afis 06.02"],
    ),
    "a list goes on behind where a village lies, Arabic": (
        "2020-02-24", "حرر الجيش قرية حنتوتين شمال معرة النعمان، وبلدتي الركايا وكفر سجنة.",
        ["control government take hantutin 24.02", "control government take kafr-sijna 24.02",
         "control government take rakaya 24.02", "direction hantutin maarat-al-numan north 24.02"],
    ),
    "a count and, behind a colon, its places, Arabic": (
        "2019-08-23", "حررت وحدات الجيش أربع بلدات خلال 24 ساعة، وهي: مورك ولطمين ولحايا ومعركبة.",
        ["control government take lahaya", "control government take latmin",
         "control government take maarkaba", "control government take morek",
         "count government take 4"],
    ),
    "a force of the next clause does not act in this one": (
        "2020-02-28", "The recapture of Afis came days after the government had declared victory.",
        ["control take afis 28.02"],
    ),
    "who was deprived of villages is not so near": (
        "2020-01-29",
        "Loyalists wrested five hamlets from insurgents and are only 9 km from Saraqib.",
        ["count government take 5 29.01", "distance government saraqib 9 29.01"],
    ),
    "a gain is no position": (
        "2019-08-12", "This brings the army its second gain in Idlib, 7 km west of Hish.", [],
    ),
    "a hill in apposition": (
        "2019-08-08", "Soldiers of the army seized Tal Sakhar, a hilltop.",
        ["control government take tal-sakhr-madiq-castle 08.08"],
    ),
    "what lies in a direction is described": (
        "2020-01-29", "Kafr Ruma, a large village west of Maarat al-Numan, was captured.",
        ["control take kafr-ruma 29.01", "direction kafr-ruma maarat-al-numan west 29.01"],
    ),
    "a week ago behind a number": (
        "2020-01-30", "The army is five kilometres from Saraqib, down from twenty a week ago.",
        ["distance government saraqib 5 30.01"],
    ),
    "a town so far from another lies on a road, Arabic": (
        "2020-02-06", "وتبعد سراقب 16 كيلومترا شرق مدينة إدلب، وتقع على الطريق M5.",
        ["distance saraqib idlib 16 east 06.02", "distance saraqib lies on m5 06.02"],
    ),
    "which of two sides took it, Arabic": (
        "2019-06-20", "هاجمت الفصائل قوات النظام في كرناز التي سيطر عليها قبل أيام.", [],
    ),
    "the countryside round a city is not the city": (
        "2020-02-17", "The army is in control of all the farmland round Aleppo.", [],
    ),
    "held by others in a relative clause": (
        "2020-02-25", "Kafr Nabl, which had been in rebel hands since 2011, fell to loyalists.",
        ["control government fall kafr-nabl 25.02", "control opposition hold kafr-nabl"],
    ),
    "have since taken": (
        "2020-02-01", "A truce began last Sunday, but troops have since seized Hish and Babulin.",
        ["control government take babulin", "control government take hish"],
    ),
    "of them, Arabic": (
        "2019-08-24", "حرر الجيش خلال يومين 12 بلدة منها مورك ولطمين.",
        ["control government take latmin", "control government take morek",
         "count government take 12"],
    ),
    "areas in a direction, among them towns, Arabic": (
        "2020-02-05", "طوقت قوات النظام البلدات الواقعة شرق سراقب، ومنها آفس والنيرب.",
        ["encirclement government surround afis 05.02",
         "encirclement government surround al-nayrab 05.02"],
    ),
    "it is what lies so far away, Arabic": (
        "2020-03-04", "تقع حاس على مسافة 8 كيلومترات من معرة النعمان، وسيطر عليها الجيش أمس.",
        ["control government take hass 03.03", "distance hass maarat-al-numan 8 03.03"],
    ),
    "so far from completing it, Arabic": (
        "2020-02-08", "تبعد قوات النظام عن إتمام السيطرة على مدينة سراقب بضعة شوارع.",
        ["control government take saraqib 08.02"],
    ),
    "the last bastion on a road, Arabic": (
        "2020-02-11", "سقط آخر حصن للفصائل على الطريق M5.", [],
    ),
    "still an aim, Arabic": (
        "2020-01-29", "تواصل قوات النظام تقدمها نحو سراقب لتفرض الحصار عليها.",
        ["encirclement government surround saraqib 29.01"],
    ),
}  # fmt: skip


def test_each_kind_of_sentence_is_read_as_by_hand(checker):
    assert read_otherwise(checker, READ) == []


JUDGED = {
    "how long it took, and when": (
        "2019-08-29", "The army seized Morek within 48 hours last week.", "supported", "",
    ),
    "how long it took, and when, Arabic": (
        "2019-08-29", "سيطر الجيش على مورك في غضون يومين الأسبوع الماضي.", "supported", "",
    ),
    "taken, but held before the record begins": (
        "2020-02-27", "Rebels seized Binnish on Monday.", "supported under a reading",
        "held already on 30 April 2019, the first day of the record",
    ),
    "fallen on the day before it was taken, by nobody in particular": (
        "2019-08-24", "Kafr Zita fell on 22 August.", "supported under a reading",
        "on the day after",
    ),
    "a part of a road": (
        "2019-08-27", "The army has secured the entire M5 between Hama and Morek.", "supported", "",
    ),
    "a part of a road that others held": (
        "2019-08-27", "Rebels control the whole M5 from Hama to Morek.", "contradicted", "",
    ),
    "a part of a road, Arabic": (
        "2019-08-28", "سيطر الجيش على كامل الطريق الدولي M5 بين حماة ومورك.",
        "supported", "",
    ),
    "a part of a road without the town at its end": (
        "2020-02-08", "Government forces hold all of the M5 from Khan Sheikhoun to Saraqib.",
        "supported under a reading", "without the towns at its ends",
    ),
    "a part of a road with an end that is not known": (
        "2019-08-27", "The army holds all of the M5 from Hama up to the bridge.", "cannot tell", "",
    ),
    "a part of a road with an end away from it": (
        "2019-08-27", "Rebels control the entire M5 between Kabanah and Morek.", "cannot tell", "",
    ),
    "the whole of a road": (
        "2019-06-15", "Loyalists have full control of the M5.", "contradicted", "",
    ),
    "held since before the record, to its end": (
        "2020-01-02", "Rebels have held Ariha since 2015.", "supported", "",
    ),
    "held since before the record, until it was lost": (
        "2020-02-06", "Rebels had controlled Khan al-Subul since 2012.",
        "supported under a reading", "until 29 January 2020",
    ),
    "not held at the start of the record": (
        "2019-10-01", "The army has held Morek since 2014.",
        "supported under a reading", "only from 23 August 2019 on",
    ),
    "taken in a month, and lost again": (
        "2019-05-30", "Rebels lost Kafr Nabudah earlier this month.", "supported", "",
    ),
    "taken in a month, and not lost since": (
        "2020-03-04", "The army captured Kafr Nabl in February.", "supported", "",
    ),
    "not taken in that month": (
        "2020-03-04", "The army captured Ariha in February.", "contradicted", "",
    ),
    "so far from completing it": (
        "2019-08-17", "تبعد قوات النظام عن إتمام السيطرة على مدينة خان شيخون بضعة شوارع.",
        "cannot tell", "",
    ),
    "still an aim": (
        "2020-01-29", "تواصل قوات النظام تقدمها نحو سراقب لتفرض الحصار عليها.", "cannot tell", "",
    ),
}  # fmt: skip


def test_each_kind_of_claim_is_judged_as_by_hand(checker):
    wrong = []
    for kind, (day, text, word, reading) in JUDGED.items():
        (finding,) = checker.check(text, date.fromisoformat(day)).findings
        if (finding.verdict.word, finding.verdict.holds_under) != (word, reading):
            wrong.append((kind, finding.verdict))
    assert wrong == []


def test_the_reason_names_the_day_on_which_a_place_changed_hands(checker):
    text = "The army captured Kafr Nabudah earlier this month."
    (finding,) = checker.check(text, date(2019, 5, 22)).findings
    assert finding.verdict.reason.startswith("It changed hands on 8 May 2019.")


NOT_UNDERSTOOD = {
    "no place has that name, Arabic": (
        "استعادت الفصائل قرية رجم الغزلان شرق مدينة إدلب.", "no place is called",
    ),
    "no place has that name, and nothing follows": (
        "استولت الفصائل على بلدة درغوش.", "no place is called 'درغوش'",
    ),
    "a hill that is spelt otherwise": (
        "سيطر الجيش على تل مردخ.", "no place is called 'تل مردخ'. Which is meant: Tal Mardikh",
    ),
    "no village of a list": (
        "Rebels seized the villages of Dubrowish and Korzenna.", "no place is called",
    ),
    "which of two sides": (
        "هاجمت الفصائل قوات النظام في كرناز التي سيطر عليها قبل أيام.", "did it is not stated",
    ),
}  # fmt: skip


def test_what_was_not_understood_has_a_reason_that_helps(checker):
    wrong = []
    for kind, (text, why) in NOT_UNDERSTOOD.items():
        reasons = [one.reason for one in checker.check(text, date(2020, 2, 25)).not_understood]
        if not any(why in reason for reason in reasons):
            wrong.append((kind, reasons))
    assert wrong == []


#: What is written, and the place that is offered: none if it is spelt like no place.
ALIKE = {
    "Jergnaz": "jarjanaz", "Al-Hartimah": "al-hartamiyah", "Sheikhun": "khan-shaykhun",
    "Mets Shen": None, "Marinka": None, "Drasina": None, "Hadrut": None, "Brigadoon": None,
    "Ain Issa": None, "Tel Abyad": None, "Manbij": None, "Talish": None, "Guernica": None,
}  # fmt: skip


def test_only_a_name_that_is_spelt_alike_is_offered(checker):
    wrong = []
    for name, expected in ALIKE.items():
        (one,) = checker.check(f"The army captured {name}.", date(2020, 2, 25)).not_understood
        offered = one.reason.partition("Which is meant: ")[2].removesuffix("?")
        ids = [place.rpartition(", ")[2] for place in offered.split("; ") if place]
        if ids != ([] if expected is None else [expected]):
            wrong.append((name, one.reason))
    assert wrong == []


def test_a_nationality_is_no_name_and_looks_like_no_village(checker):
    text = "The Bulgarian hamlets of Yukarı and Lower Kamen were cut off by Norwegian troops."
    listed = checker.check(text, date(2020, 2, 25)).not_understood
    assert listed
    assert not [one for one in listed if "Bulgarian'" in one.reason or "Turmanin" in one.reason]


def test_an_airfield_can_be_told_from_the_town_that_it_is_named_after(checker, atlas):
    from frontline.claims.serialize import finding_json

    text = "Rebels seized the airfield of Abu al-Duhur and the town of Abu al-Duhur."
    found = [finding_json(one, atlas) for one in checker.check(text, date(2020, 2, 17)).findings]
    kinds = {(one["reading"]["target"], one["reading"]["target_kind"]) for one in found}
    assert kinds == {("abu-al-duhur airfield", "airfield"), ("abu-al-duhur", "place")}
    (airfield,) = [one for one in found if one["reading"]["target_kind"] == "airfield"]
    assert airfield["verdict"] == "cannot tell"
    assert "which it is named after, is a different place" in airfield["why"]


QUOTED = re.compile(r"'([^']*[\u0621-\u064a][^']*)'")


def test_arabic_words_are_quoted_as_the_text_spells_them(checker):
    texts = {
        (text, day)
        for name in ("fresh_12.csv", "fresh_16.csv")
        for text, day, _ in reading_score.expected(CLAIMS / name)
        if not text.isascii()
    }
    texts.add(
        ("وصلت الأرتال إلى مدرسةٍ قرب قاعدة الأتارب العسكريّة وسيطرت عليها.", date(2020, 2, 10))
    )
    texts.add(("استولت القوات الإيرانيّة على أربع قرى.", date(2020, 2, 10)))
    quoted = []
    for text, day in texts:
        reading = checker.reader.read(text, day)
        said = [one.reason for one in reading.misread]
        for claim in reading.claims:
            said += [*claim.notes, *claim.unsure]
            ends = (one for one in (claim.subject, claim.target) if one is not None)
            said += [f"'{one}'" for end in ends for one in end.words.split(", ")]
        plain = " ".join(text.split())
        quoted += [(words, words in plain) for one in said for words in QUOTED.findall(one)]
    assert len(quoted) > 40
    assert [words for words, is_written in quoted if not is_written] == []
