"""Kinds of long agency sentences that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, of_facts, read_otherwise

#: A day, a sentence, and the claims it states.
READ = {
    "troops beside rebels": (
        "2020-02-12", "Insurgent mortars killed two children as troops seized Kafr Halab.",
        ["control government take kafr-halab 12.02"],
    ),
    "held until then": (
        "2020-02-17", "Anadan, the last large town in opposition hands, was overrun by the army.",
        ["control government take anadan 17.02"],
    ),
    "in the grip of": (
        "2020-02-17", "Haritan has been in the army's grip since Sunday.",
        ["control government hold haritan"],
    ),
    "in possession of": (
        "2020-02-17", "Rebels are still in possession of Ariha.",
        ["control opposition hold ariha 17.02"],
    ),
    "back in their hands": (
        "2020-02-29", "Hazarin, which the regime had won on Tuesday, is back in insurgent hands.",
        ["control government take hazarin 25.02", "control opposition hold hazarin 29.02"],
    ),
    "taken a day earlier": (
        "2020-01-30", "Kafr Ruma, captured two days earlier, lay in ruins.",
        ["control take kafr-ruma 28.01"],
    ),
    "a hashtag": (
        "2020-01-30", "#SyrianArmy captures #KafrRuma.",
        ["control government take kafr-ruma 30.01"],
    ),
    "a hashtag, Arabic": (
        "2020-01-30", "سيطر #الجيش_السوري على #كفر_روما.",
        ["control government take kafr-ruma 30.01"],
    ),
    "one letter for a direction": (
        "2020-02-07", "The army is 4 km S of Taftanaz.",
        ["distance government taftanaz 4 south 07.02"],
    ),
    "now so far": (
        "2020-01-31", "Troops took Babila and Kafr Ruma, now 12 km from Ariha.",
        ["control government take babila 31.01", "control government take kafr-ruma 31.01",
         "distance government ariha 12 31.01"],
    ),
    "the first town": (
        "2020-02-25", "Nayrab is the only town that rebels have recovered.",
        ["control opposition take al-nayrab 25.02"],
    ),
    "an area and places": (
        "2020-02-10", "The army took 200 square kilometres and six villages, among them Barqum.",
        ["area government take 200 10.02", "control government take barqum 10.02",
         "count government take 6 10.02"],
    ),
    "an area and places, Arabic": (
        "2020-02-10", "سيطر الجيش على 200 كيلومتر مربع وعلى ست قرى، أبرزها برقوم.",
        ["area government take 200 10.02", "control government take barqum 10.02",
         "count government take 6 10.02"],
    ),
    "located, behind a force": (
        "2020-02-10", "Rebels withdrew towards Sarmin, situated 14 km west of Saraqib.",
        ["distance sarmin saraqib 14 west 10.02"],
    ),
    "located, behind a force, Arabic": (
        "2020-02-10", "تحاول الفصائل الوصول إلى بلدة سرمين، الواقعة على بعد 14 كيلومترا غرب سراقب.",
        ["distance sarmin saraqib 14 west 10.02"],
    ),
    "from which forces are so far, Arabic": (
        "2020-02-10", "قصفت الطائرات تفتناز التي تبعد عنها قوات النظام خمسة كيلومترات.",
        ["distance government taftanaz 5 10.02"],
    ),
    "on the day on which, Arabic": (
        "2020-02-26", "في اليوم الذي خسرت فيه المعارضة حاس، دخل الجيش كفرنبل.",
        ["control government enter kafr-nabl 26.02", "control opposition lose hass 26.02"],
    ),
    "under its control, Arabic": (
        "2020-02-26", "أعاد الجيش حاس إلى سيطرته.", ["control government hold hass 26.02"],
    ),
    "Damascus acts, Arabic": (
        "2020-02-26", "تعترض أنقرة على سيطرة دمشق على معرة النعمان.",
        ["control government take maarat-al-numan 26.02"],
    ),
    "a new clause behind a list, Arabic": (
        "2020-02-26", "سيطر الجيش على حاس وبسقلا، وباتت كفرنبل هدفه.",
        ["control government take bisaqla 26.02", "control government take hass 26.02"],
    ),
    "another place far behind a list, Arabic": (
        "2020-02-26", "سيطر الجيش على حاس وبسقلا، وكفرنبل على بعد عشرات الأمتار.",
        ["control government take bisaqla 26.02", "control government take hass 26.02"],
    ),
    "then, Arabic": (
        "2020-02-26", "دخل الجيش حاس ثم كفرنبل.",
        ["control government enter hass 26.02", "control government enter kafr-nabl 26.02"],
    ),
    "from the hands of, Arabic": (
        "2020-02-26", "انتزعت الفصائل بلدة من يد الجيش بعدما أحكمت سيطرتها على النيرب.",
        ["control opposition take al-nayrab 26.02"],
    ),
    "done twice": (
        "2020-02-26", "Hass was entered and seized by the army on Tuesday.",
        ["control government enter hass 25.02", "control government take hass 25.02"],
    ),
    "the latter": (
        "2020-01-28", "Troops took Babila and Kafr Ruma, the latter 2 km from Maarat al-Numan.",
        ["control government take babila 28.01", "control government take kafr-ruma 28.01",
         "distance kafr-ruma maarat-al-numan 2 28.01"],
    ),
    "his forces": (
        "2020-02-27", "Rebels retook Hass, as Assad's jets bombed it and his troops won Sufuhan.",
        ["control government take sufuhan 27.02", "control opposition take hass 27.02"],
    ),
    "they, of whom one side acts": (
        "2020-02-27", "Insurgents hit one of the army's main depots when they seized Hass.",
        ["control opposition take hass 27.02"],
    ),
    "not the other side": (
        "2020-02-27", "It is insurgents, and not the regime, who hold Sarmin.",
        ["control opposition hold sarmin 27.02"],
    ),
    "since taking another": (
        "2020-02-27", "Since seizing Nayrab on Monday rebels have captured five villages.",
        ["control opposition take al-nayrab 24.02", "count opposition take 5"],
    ),
    "as in another town": (
        "2020-02-27", "As in Saraqib in January, the army surrounded Sarmin.",
        ["encirclement government surround sarmin 27.02"],
    ),
    "a second length": (
        "2020-02-01",
        "Troops eye Saraqib, some 26 km up the highway and barely 15 km east of Idlib city.",
        ["distance saraqib idlib 15 east 01.02"],
    ),
    "the distance from a road, Arabic": (
        "2020-02-20", "المسافة بين قوات النظام والطريق M4 لا تزيد عن 12 كيلومترا.",
        ["distance government m4 12 20.02"],
    ),
    "which they lost, so far from, Arabic": (
        "2020-02-26", "تبعد حاس التي خسرتها المعارضة أمس نحو أربعة كيلومترات عن كفرنبل.",
        ["control opposition lose hass 25.02", "distance hass kafr-nabl 4 25.02"],
    ),
    "two places located, Arabic": (
        "2020-02-26", "سيطر الجيش على حاس وبسقلا، الواقعتين على بعد خمسة كيلومترات شرق كفرنبل.",
        ["control government take bisaqla 26.02", "control government take hass 26.02",
         "distance bisaqla kafr-nabl 5 east 26.02", "distance hass kafr-nabl 5 east 26.02"],
    ),
    "a day with and, Arabic": (
        "2020-02-26", "الاثنين سيطر الجيش على حاس، والثلاثاء دخل كفرنبل.",
        ["control government enter kafr-nabl 25.02", "control government take hass 24.02"],
    ),
    "months after": (
        "2020-02-20", "Two months after Assad spoke in Habit, his men are 14 km from Ariha.",
        ["distance government ariha 14 20.02"],
    ),
    "those opposed to him": (
        "2020-02-20", "Groups opposed to Bashar al-Assad stormed Nayrab.",
        ["control opposition enter al-nayrab 20.02"],
    ),
    "the leader in a headline": (
        "2020-02-20", "Assad captures Hazarin", ["control government take hazarin 20.02"],
    ),
    "slipped into": (
        "2020-02-20", "Syrian soldiers stole into Hazarin at night.",
        ["control government enter hazarin"],
    ),
    "which she retook, Arabic": (
        "2020-02-20", "حزارين، التي استعادتها المعارضة أمس، خالية.",
        ["control opposition take hazarin 19.02"],
    ),
    "those who hold it, Arabic": (
        "2020-02-20", "زار الوفد الفصائل المسيطرة على سرمين.",
        ["control opposition hold sarmin 20.02"],
    ),
    "what they took north of it, Arabic": (
        "2019-06-18", "استعادت الفصائل كفرهود بعد القطاع الذي انتزعته شمال محردة.",
        ["control opposition take kafr-hud 18.06"],
    ),
    "its edge, Arabic": (
        "2019-08-14", "خان شيخون، التي بات الجيش على بعد ستة كيلومترات من أطرافها الشرقية، خالية.",
        ["distance government khan-shaykhun 6 east 14.08"],
    ),
    "what the clause is about, Arabic": (
        "2020-02-26", "انطلق الجيش من معرة النعمان نحو حاس التي كان قد سيطر عليها أمس.",
        ["control government take hass 25.02"],
    ),
    "a hill in apposition": (
        "2019-08-10", "The army seized the village of Sukayk and a nearby hill, Tal Sukayk.",
        ["control government take sukayk 10.08", "control government take tal-sukayk 10.08"],
    ),
    "the city is no village": (
        "2020-02-16",
        "Troops advanced in Aleppo and took Kafr Hamra and Bashqatin, 6 km from the city.",
        ["control government take bashqatin 16.02", "control government take kafr-hamra 16.02"],
    ),
    "whose suburbs": (
        "2020-02-24",
        "Hass was among the villages won by troops near Ariha, whose suburbs are in rebel hands.",
        ["control government take hass 24.02"],
    ),
    "an army in a headline": (
        "2020-02-20", "Syria army seizes Hazarin", ["control government take hazarin 20.02"],
    ),
    "a week ago, Arabic": (
        "2020-02-26", "سيطر الجيش على النيرب قبل أسبوع.",
        ["control government take al-nayrab"],
    ),
    "since a year, Arabic": (
        "2020-02-26", "تسيطر المعارضة على سرمين منذ 2013.", ["control opposition hold sarmin"],
    ),
}  # fmt: skip

#: A day, a sentence that states nothing of the kind, and words of the reason, if one is needed: an
#: aim and a prediction are read as such.
UNREAD = {
    "a disputed report": (
        "2020-02-24", "Moscow dismissed reports that insurgents had recaptured Sarmin.",
        "it is what 'reports' say",
    ),
    "a disputed claim": (
        "2020-02-24", "The regime disputed a claim by activists that it lost Sarmin.",
        "it is what 'claim' say",
    ),
    "a false report": (
        "2020-02-24", "News that the army had entered Sarmin was false.", "it is what 'news' say",
    ),
    "accounts about": (
        "2020-02-24", "There were contradictory accounts about the army's entry into Sarmin.",
        "it is what 'accounts' say",
    ),
    "reports about, Arabic": (
        "2020-02-24", "روايات متناقضة بشأن سيطرة الفصائل على سرمين.", "is about",
    ),
    "told about, Arabic": (
        "2020-02-24", "تحدثت صفحات الجيش عن دخول سرمين.", "is about",
    ),
    "by somebody": (
        "2020-02-24", "Sarmin was captured by Uyghur volunteers.", "was not read",
    ),
    "by it": ("2020-02-24", "Sarmin, captured by it on Friday, is calm.", "'it' was not read"),
    "a quarter": (
        "2020-02-24", "Rebels seized the Sarmin quarter.", "may be a part of the name",
    ),
    "the buildings of a town, Arabic": (
        "2020-02-24", "هاجم الجيش النيرب واستولى على أبنية فيها ثم انسحب منها.", "is not certain",
    ),
    "another front": (
        "2019-10-20", "Opposition fighters captured Ras al-Ayn.", "a whole region",
    ),
    "another front, Arabic": (
        "2019-10-20", "سيطرت الفصائل على مدينة رأس العين.", "is not stated",
    ),
    "how deep": (
        "2020-03-05", "A corridor 7 km deep is planned south of the M4.", "how deep",
    ),
    "how deep, Arabic": (
        "2020-03-05", "توغل الجيش بعمق 7 كيلومترات شرق سراقب.", "how deep",
    ),
    "something of a town": (
        "2020-02-24", "The army holds Sarmin's neighbours.", "is not the place itself",
    ),
    "fell there, Arabic": ("2020-02-24", "سقط صاروخ كبير وسط سرمين.", "where something was done"),
    "the prize of a side": (
        "2020-02-20", "Hazarin, the regime's trophy, is 9 km from Ariha.", "",
    ),
    "to whose benefit, Arabic": (
        "2020-02-20", "حزارين، وهي التي خسرتها أمس لصالح الفصائل، خالية.", "",
    ),
    "told to leave, Arabic": ("2020-02-20", "أوعز القادة للفصائل بإخلاء حزارين.", ""),
    "whose fighters": (
        "2020-02-20", "The army says fighters have surrendered Hazarin.", "whose 'fighters'",
    ),
    "not complete": ("2020-02-20", "The army's control of Sarmin is not full.", "is about"),
    "a condition, Arabic": ("2020-02-20", "انسحاب الجيش من سرمين شرط تركي.", "is about"),
    "must leave, Arabic": ("2020-02-20", "قالت أنقرة إن على النظام الانسحاب من سرمين.", "is about"),
    "but for, Arabic": ("2020-02-20", "لولا القصف لاستعادت الفصائل سرمين.", None),
    "whose enemy": (
        "2020-02-24", "The army is calm, and its enemy is now 15 km away from Sarmin.", "'enemy'",
    ),
    "a road of its own": (
        "2020-02-24", "Rebels cut the road between Ariha and Kafr Nabl.", "which road",
    ),
    "a supply road, Arabic": (
        "2020-02-24", "قطعت الفصائل طريق الإمداد بين أريحا وحاس.", "which road",
    ),
    "the towns that are besieged, Arabic": (
        "2019-08-22", "ثبت الجيش نقاطه في خان شيخون ودخل القرى التي باتت محاصرة جنوبها.", "",
    ),
    "how far it extends, Arabic": (
        "2020-03-05", "الممر يمتد ستة كيلومترات جنوب الطريق M4.", "how deep",
    ),
    "whose forces": (
        "2020-02-24", "Putin met Erdogan as his forces seized Hass.", "is not stated",
    ),
    "feared": ("2020-02-24", "Expecting a siege of Sarmin, people left.", "is about"),
    "feared, Arabic": ("2020-02-24", "خوفا من حصار سرمين انسحبت الفصائل.", "is about"),
    "discussed, Arabic": ("2020-02-24", "ناقش الوفدان انسحاب الجيش من سرمين.", "is about"),
    "until then, Arabic": ("2020-02-24", "ستتواصل الحملة حتى تحرير سرمين.", None),
    "until then": ("2020-02-24", "Jets will fly until the army captures Sarmin.", None),
    "had they": ("2020-02-24", "Had rebels seized Sarmin, they would hold it.", None),
    "on the verge of falling, Arabic": ("2020-02-24", "سرمين على وشك السقوط بيد النظام.", None),
    "unverified": (
        "2020-02-24", "Reuters could not confirm the army's seizure of Sarmin.", "is about",
    ),
    "not true": ("2020-02-24", "Rumours that rebels lost Sarmin were not true.", "'rumours' say"),
    "considered, Arabic": ("2020-02-24", "تعتبر النيرب مفتاح السيطرة على سرمين.", "is about"),
    "lost something there, Arabic": (
        "2020-02-24", "استعادت الفصائل جثث قتلاها في سرمين.", "where something was done",
    ),
    "who cut it, Arabic": ("2020-02-24", "قطع متظاهرون الطريق M4 عند أريحا.", "was not read"),
    "its enemies, Arabic": (
        "2020-02-24", "هاجم الجيش سرمين التي يسيطر عليها أعداؤه.", "was not read",
    ),
    "a convoy": ("2020-02-24", "Rebels captured a military convoy.", "a convoy is not a place"),
    "trapped there": ("2020-02-24", "Many civilians were trapped in Sarmin.", "who is trapped"),
    "clashes at its edge, Arabic": (
        "2020-02-24", "اشتباكات بين الجيش والفصائل على أطراف سرمين.", "",
    ),
    "mines, Arabic": ("2020-02-24", "طهر الجيش سرمين من مخلفات الحرب.", "clearing of mines"),
    "where they are": (
        "2020-02-24", "Troops in Hass are 9 km away.", "from what it is away",
    ),
}  # fmt: skip


def test_each_kind_of_agency_sentence_is_read_as_by_hand(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def deeds_of_fact(findings):
    kinds = {"control", "distance", "encirclement"}
    return of_facts(one for one in findings if one.claim.kind in kinds)


def test_what_is_only_reported_or_of_something_else_is_listed_with_the_reason(checker):
    wrong = not_listed(checker, UNREAD, deeds_of_fact)
    assert wrong == [], wrong


#: Sentences of one claim, and its mood.
MOODS = {
    "The push that Damascus had planned began with the seizure of Babila.": "fact",
    "لم يقاتل أحد حين دخل الجيش حزارين.": "fact",
    "خسارة سرمين ستفتح الطريق.": "prediction",
    "The jets will fly until the army captures Sarmin.": "prediction",
    "Had rebels seized Sarmin, it would be quiet.": "prediction",
}


def test_what_is_still_to_come_is_no_fact(checker):
    found = {}
    for text in MOODS:
        (finding,) = checker.check(text, date(2020, 2, 20)).findings
        found[text] = finding.claim.mood
    assert found == MOODS
