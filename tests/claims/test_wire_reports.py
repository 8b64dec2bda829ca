"""Kinds of sentences of wire reports that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import read_otherwise, with_moods

#: A day, a sentence, and the claims it states; of those that are no fact, the mood behind them.
READ = {
    "a possessed deed": (
        "2020-01-30",
        "Rebels had withdrawn ahead of the army's entry into the key town of Hish on Tuesday.",
        ["control government enter hish 28.01"],
    ),
    "able through": (
        "2020-02-26", "Insurgents were able in a dawn raid on Tuesday to recapture Hass.",
        ["control opposition take hass 25.02"],
    ),
    "managed after": (
        "2020-02-26", "The army managed, after three failed assaults, to take Hass.",
        ["control government take hass 26.02"],
    ),
    "did manage": (
        "2020-02-26", "The army did manage to take Hass.", ["control government take hass 26.02"],
    ),
    "able is no more than possible": (
        "2020-02-26", "Insurgents are able, with Turkish guns, to recapture Hass.",
        ["control opposition take hass 26.02 aim"],
    ),
    "two adjectives of a count": (
        "2020-02-26", "The army took Hass and three larger nearby villages.",
        ["control government take hass 26.02", "count government take 3 26.02"],
    ),
    "two adjectives of a place": (
        "2020-02-03", "The army is 7 km away from the large and ancient town of Sarmin.",
        ["distance government sarmin 7 03.02"],
    ),
    "it, right behind its name": (
        "2020-02-03", "Soldiers stormed Jubas and neared Sarmin town, under 8 km away from it.",
        ["control government enter jubas 03.02", "distance government sarmin 8 03.02"],
    ),
    "a total and its places": (
        "2020-01-31",
        "The number of towns held by troops rose to 12 areas, and they are: Hish, Babila.",
        ["count government take 12 31.01", "control government hold hish 31.01",
         "control government hold babila 31.01"],
    ),
    "driven out of a region after a capture": (
        "2020-03-02",
        "The army expelled jihadi fighters from the plain following the capture of Hass.",
        ["control government take hass 02.03"],
    ),
    "the latter, of places": (
        "2020-02-28", "The army took Hass and Hazarin, but the latter was retaken by insurgents.",
        ["control government take hass 28.02", "control government take hazarin 28.02",
         "control opposition take hazarin 28.02"],
    ),
    "the latter, of forces": (
        "2020-02-28",
        "Rebels took Hass from the army, as the latter could not defend it after they seized it.",
        ["control opposition take hass 28.02"],
    ),
    "villages surrounding a town": (
        "2020-02-28", "The army cleared the farms and hamlets surrounding Sarmin.",
        [],
    ),
    "areas that are listed": (
        "2020-01-27", "Troops liberated the areas of Hish, Babila and Hantutin.",
        ["control government take babila 27.01", "control government take hantutin 27.01",
         "control government take hish 27.01"],
    ),
    "villages and sites that are listed": (
        "2020-01-27", "The army regained the hamlets and sites of Hish and Hantutin.",
        ["control government take hantutin 27.01", "control government take hish 27.01"],
    ),
    "a part of one area": (
        "2020-01-27", "The army regained areas of Hish.", [],
    ),
    "on a road, behind its noun": (
        "2020-02-20", "Urum al-Jawz village, situated on the vital M4, was shelled.",
        ["distance urum-al-jawz lies on m4 20.02"],
    ),
    "on a road, behind a province": (
        "2020-01-29",
        "Khan al-Subul in Idlib province, which was in rebel hands until Friday, lies on the M5.",
        ["control opposition hold khan-al-subul 29.01", "distance khan-al-subul lies on m5 29.01"],
    ),
    "a post in quotation marks": (
        "2019-12-21", 'The army is 6 km from the Turkish observation point at "al-Surman".',
        ["distance government Turkish observation point at al-Surman 6 21.12"],
    ),
    "villages that were taken, behind another place": (
        "2020-02-26", "From Hass, the number of villages that were seized by insurgents reached 9.",
        ["count opposition take 9 26.02"],
    ),
    "farms, and a village": (
        "2020-01-31", "Troops took control of Babila Farms and Hish.",
        ["control government take hish 31.01"],
    ),
    "a number that is the subject of another clause": (
        "2020-03-03", "The army captured Hass, a number of villages in the hills are with rebels.",
        ["control government take hass 03.03"],
    ),
    "a list whose first place is not known": (
        "2020-01-31", "Troops seized the two villages of Frandil and Babila from the rebels.",
        ["control government take babila 31.01"],
    ),
    "days later": (
        "2020-02-01", "Weeks later, over 50 towns had been recaptured by government forces.",
        ["count government take 50 01.02"],
    ),
    "a division of forces": (
        "2020-01-31",
        "Army units, led by the 25th Special Mission Forces Division, liberated Babila.",
        ["control government take babila 31.01"],
    ),
    "a post behind men": (
        "2020-02-10",
        "The army besieged the remaining militants in the south of Hama and the Turkish post in"
        " Morek.".replace("in the south of Hama ", "in southern Hama "),
        ["encirclement government surround Turkish post in Morek 10.02"],
    ),
    "the town that was named last, behind a direction": (
        "2019-08-26",
        "The army entered Morek. Most points west of Tamanah fell; the town is in rebel hands.",
        ["control government enter morek 26.08", "control opposition hold al-tamanah 26.08"],
    ),
    "heights of a hill, and a village": (
        "2019-05-07",
        "The army took the Tal Othman heights, which dominate the plain, as well as Al-Bana.",
        ["control government take al-bana 07.05", "control government take tal-othman 07.05"],
    ),
    "namesakes in one list": (
        "2019-05-15", "The army took Hawash and Tal Hawash.",
        ["control government take al-hawash-madiq-castle 15.05",
         "control government take tal-hawash 15.05"],
    ),
    "succeeded on a day": (
        "2020-02-26", "Rebels succeeded on Tuesday to recapture Hass.",
        ["control opposition take hass 25.02"],
    ),
    "a weekday before a date with its year": (
        "2019-12-23",
        "The number of villages held by troops since Thursday, 19th of December 2019, rose to 36.",
        ["count government take 36"],
    ),
    "the names of what was taken": (
        "2020-02-17", "The list names the recaptured villages: Babis, Hayyan and Anadan.",
        ["control take anadan 17.02", "control take babis 17.02", "control take hayyan 17.02"],
    ),
    "among what was taken": (
        "2020-02-17", "Among the newly captured towns are Hayyan and the village of Babis.",
        ["control take babis 17.02", "control take hayyan 17.02"],
    ),
    "what was taken on a day": (
        "2020-02-26", "The towns captured on Monday were Rakaya and Naqir.",
        ["control take al-naqir-khan-shaykun 24.02", "control take rakaya 24.02"],
    ),
    "a place at the edge of another": (
        "2020-02-26", "The army took Hass. The town is situated on the edge of Kafr Nabl.",
        ["control government take hass 26.02"],
    ),
    "held, behind the verb": (
        "2020-02-02", "Sarmin is still insurgent-held, and Luf remains regime-held.",
        ["control government hold luf 02.02", "control opposition hold sarmin 02.02"],
    ),
    "was held": ("2020-02-02", "Luf was insurgent-held.", []),
    "a total before its noun": (
        "2020-02-26", "Troops took Hass, bringing to 14 the number of villages captured.",
        ["control government take hass 26.02", "count government take 14 26.02"],
    ),
    "as was": (
        "2020-02-26", "Hass was captured on Monday, as was Rakaya.",
        ["control take hass 24.02", "control take rakaya 24.02"],
    ),
    "so is the town": (
        "2019-08-23", "The Turkish post at Morek is encircled, and so is the town.",
        ["encirclement surround Turkish post at Morek 23.08", "encirclement surround morek 23.08"],
    ),
    "a capture of what was named before": (
        "2020-02-26", "The army took Hass from rebels. The seizure of these hamlets hurt.",
        ["control government take hass 26.02"],
    ),
    "the city behind the ends of a road": (
        "2020-03-02",
        "The army holds Saraqib, on the road linking Hama, Aleppo and Homs. The city fell today.",
        ["control fall saraqib 02.03", "control government hold saraqib 02.03",
         "distance saraqib lies on m5 02.03"],
    ),
}  # fmt: skip


def test_more_control_of_a_road_is_only_a_part_of_it(checker):
    text = "Troops expanded their control of the M5 on Tuesday."
    (finding,) = checker.check(text, date(2020, 1, 29)).findings
    assert "only a part of it is meant" in finding.claim.unsure
    assert finding.verdict.word != "contradicted"


def test_a_village_far_from_all_others_of_a_text_is_not_sure(checker):
    text = "Rebels captured Luf, Rayyan and Qamhana east of Saraqib."
    found = {one.claim.target.id: one for one in checker.check(text, date(2020, 2, 2)).findings}
    assert found["qamhana"].claim.unsure
    assert found["qamhana"].verdict.word != "contradicted"


def test_each_kind_of_wire_report_is_read_as_by_hand(checker):
    wrong = read_otherwise(checker, READ, with_moods)
    assert wrong == [], wrong
