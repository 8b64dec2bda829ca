"""Kinds of sentences of whole news reports that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import of_facts, read_otherwise

#: A day, a text, and the claims of fact it states.
READ = {
    "managed, with a day between": (
        "2020-02-06", "Rebels managed on Wednesday night to retake Nayrab.",
        ["control opposition take al-nayrab"],
    ),
    "were able, with more between": (
        "2020-01-29",
        "Troops were able on Tuesday, after days of clashes, to enter Maarat al-Numan.",
        ["control government enter maarat-al-numan 28.01"],
    ),
    "managed to advance to take": ("2020-01-29", "Troops managed to advance to take Hass.", []),
    "the village named before the city": (
        "2020-02-10",
        "Rebels shelled the village of Afis and the city of Saraqib. The army entered the village.",
        ["control government enter afis 10.02"],
    ),
    "the town named before the village, Arabic": (
        "2020-02-12", "انسحب المسلحون من بلدة سرمين نحو قرية قميناس. ثم دخلت قوات النظام البلدة.",
        ["control government enter sarmin 12.02", "control opposition lose sarmin 12.02"],
    ),
    "an Arabic adverb is no village": (
        "2020-02-06", "أقامت تركيا موقعا حديثا شرق سرمين.", [],
    ),
    "several behind its noun, Arabic": (
        "2020-02-06", "سيطر الجيش على بلدات وقرى عديدة.",
        ["count government take 3 06.02"],
    ),
    "what lies on a road, Arabic": (
        "2020-02-06", "سيطر الجيش على جسر السمك الواقع على الطريق الدولي M5.", [],
    ),
    "a road of two towns without a dash, Arabic": (
        "2020-02-06", "قطع الثوار طريق حلب اللاذقية الدولي.", ["control opposition cut m4 06.02"],
    ),
    "who acts where two sides are named": (
        "2020-02-12",
        "Rebels lost Sarmin; the army took Nayrab from rebels. The capture of Qaminas followed.",
        ["control government take al-nayrab 12.02", "control government take qaminas 12.02",
         "control opposition lose sarmin 12.02"],
    ),
    "who acts is not told where neither side did": (
        "2020-02-12",
        "The army shelled rebels all night. The capture of Qaminas came at dawn.",
        ["control take qaminas 12.02"],
    ),
    "years after a day that is not read": (
        "2020-02-12", "In 2012 the people of Sarmin rose. Rebels seized it three years later.",
        ["control opposition take sarmin 12.02"],  # its day is marked as not read
    ),
    "a broadcaster is no town": (
        "2020-02-12", "Idlib FM reported clashes. The army has taken the town.", [],
    ),
    "many of, Arabic": (
        "2020-02-06", "حرر الجيش الكثير من البلدات.", ["count government take 3 06.02"],
    ),
    "came near to, Arabic": ("2020-02-06", "يقترب الجيش من السيطرة على أريحا.", []),
    "close to surrounding, Arabic": ("2020-02-06", "باتت القوات قريبة من تطويق أريحا.", []),
    "on the point of surrounding": ("2020-02-06", "They are on the brink of encircling Ariha.", []),
    "a tip is no force": (
        "2020-02-24", "At the tip of the salient, the army captured Hass.",
        ["control government take hass 24.02"],
    ),
    "who is quoted is not where": (
        "2020-02-26", "Only 6 km from Ariha, insurgents told reporters on Sunday.", [],
    ),
    "who is quoted is not where, Arabic": (
        "2020-02-26", "على بعد 6 كم من أريحا، أعلنت المعارضة أنها قتلت جنديا.", [],
    ),
    "who is quoted did not take it": (
        "2020-02-26", "Some 90 square kilometres have been seized, rebels claim.", [],
    ),
    "where somebody died is no distance of forces": (
        "2020-02-26", "The army entered Hass. Some 15 km north of Ariha, two nurses were killed.",
        ["control government enter hass 26.02"],
    ),
    "where somebody was killed": (
        "2020-02-26", "Two officers of the army died 6 km from Ariha.", [],
    ),
    "where something was destroyed": ("2020-02-26", "Rebels destroyed a bus 6 km from Hama.", []),
    "where something was destroyed, Arabic": (
        "2020-02-26", "دمرت الفصائل عربة للجيش على بعد 6 كم من حماة.", [],
    ),
    "harm, and then where they are": (
        "2020-02-26", "The army bombed Ariha and has come to within 9 km of it.",
        ["distance government ariha 9 26.02"],
    ),
    "who was killed is not where": (
        "2020-02-26", "Rebels killed two soldiers and are now 6 km from Hama.", [],
    ),
    "will stop so far from it, Arabic": ("2020-02-26", "ستعسكر الفصائل على بعد 6 كم من حماة.", []),
    "despite": (
        "2020-02-26", "Ankara will keep its troops there despite the army taking Hass.",
        ["control government take hass 26.02"],
    ),
    "it is not what is so far from a held town": (
        "2020-02-26",
        "Troops seized the town of Hass, 30 km south of rebel-held Idlib. It was in rebel hands.",
        ["control government take hass 26.02", "control opposition hold hass 26.02",
         "control opposition hold idlib 26.02", "distance hass idlib 30 south 26.02"],
    ),
    "a quarter of a province's town": (
        "2020-02-11", "The army retook Aleppo's Rashidin suburb.", [],
    ),
    "a list behind who counted it, Arabic": (
        "2020-02-26", "سيطر الجيش على ثلاث قرى بحسب المرصد السوري، وهي: حاس وبسقلا وكفر روما.",
        ["control government take bisaqla 26.02", "control government take hass 26.02",
         "control government take kafr-ruma 26.02", "count government take 3 26.02"],
    ),
    "villages and farms of": (
        "2020-02-06", "The army captured the villages and farms of Kafr Ruma and Hass.",
        ["control government take hass 06.02", "control government take kafr-ruma 06.02"],
    ),
    "out of villages and farms, Arabic": (
        "2020-02-06", "طرد الجيش المسلحين من قرى ومزارع كفر روما وحاس.",
        ["control opposition lose hass 06.02", "control opposition lose kafr-ruma 06.02"],
    ),
}  # fmt: skip

#: A text of 6 February 2020, and the first day that it counts from.
SINCE = {
    "The army has seized 60 towns since Sunday 19 January.": date(2020, 1, 19),
    "The army has seized 60 towns since Sunday, January 19.": date(2020, 1, 19),
    "The army has seized 60 towns since Sunday the 19th of January.": date(2020, 1, 19),
    "The army has seized 60 towns since the night of Sunday, 19 January.": date(2020, 1, 19),
    "The army has seized 60 towns since early on Sunday.": date(2020, 2, 2),
    "سيطر الجيش منذ فجر الأحد 19 كانون الثاني على 60 بلدة.": date(2020, 1, 19),
    "سيطر الجيش منذ الأحد 19 من الشهر الماضي على 60 بلدة.": date(2020, 1, 19),
    "سيطر الجيش منذ الأحد الموافق 2 من الشهر الجاري على 60 بلدة.": date(2020, 2, 2),
}


def test_each_kind_of_news_sentence_is_read_as_by_hand(checker):
    wrong = read_otherwise(checker, READ, of_facts)
    assert wrong == [], wrong


def test_where_forces_had_been_is_not_where_they_are(checker):
    past = {
        "The army had been 40 km from Ariha.": "earlier",
        "كان الجيش على بعد 40 كم من أريحا.": "past",
    }
    for text, kind in past.items():
        (finding,) = checker.check(text, date(2020, 2, 26)).findings
        assert finding.claim.day_kind == kind
        assert finding.verdict.word != "contradicted"


def test_a_weekday_before_a_date_is_the_day_of_that_date(checker):
    found = {}
    for text in SINCE:
        (finding,) = checker.check(text, date(2020, 2, 6)).findings
        found[text] = finding.claim.first
        assert finding.claim.last == date(2020, 2, 6)
    assert found == SINCE
