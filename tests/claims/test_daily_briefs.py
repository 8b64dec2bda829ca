"""Kinds of sentences of daily briefs that were missed or misread, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, read_otherwise, with_moods

#: A day, a sentence, and the claims it states; of those that are no fact, the mood behind them.
READ = {
    "the region of a village": (
        "2019-08-01", "The army has regained control of the strategic region of Tal Malah.",
        ["control government take tal-malah 01.08"],
    ),
    "a village called a region": (
        "2019-08-01", "Troops have taken control of the Wadi Hasmin region.",
        ["control government take wadi-hasmin 01.08"],
    ),
    "a numbered district": (
        "2020-02-12", "The army combed Hass and cleared the district of Rashidin 5.",
        ["control government take al-rashidin-5 12.02"],
    ),
    "a village called a region, after a fight": (
        "2019-08-01",
        "The army fought HTS gunmen near Murak, taking control of Tal Malah region and the farms.",
        ["control government take tal-malah 01.08"],
    ),
    "whom the army attacked": (
        "2020-02-26", "The army attacked rebels in Hama, capturing the towns of Hass and Hish.",
        ["control government take hass 26.02", "control government take hish 26.02"],
    ),
    "whom the army outflanked": (
        "2020-02-26", "The army had outflanked insurgents near Hish, seizing Hass.",
        ["control government take hass 26.02"],
    ),
    "whom the army sent fleeing": (
        "2020-02-26", "The army sent rebels fleeing and captured Hass.",
        ["control government take hass 26.02"],
    ),
    "who the army believed had left": (
        "2020-02-26", "The army believed rebels had abandoned Hass.",
        ["control opposition lose hass 26.02"],
    ),
    "control, with an aside behind it": (
        "2020-02-26", "Troops took control, a commander said, of Hass and Hish.",
        ["control government take hass 26.02", "control government take hish 26.02"],
    ),
    "control that they had": (
        "2020-02-26", "Soldiers have reinforced their control of Hass.",
        ["control government hold hass 26.02"],
    ),
    "control that somebody has": (
        "2020-02-26", "The army still has full control of Hass.",
        ["control government hold hass 26.02"],
    ),
    "control that was lost": (
        "2020-02-26", "Control of Hass and Hish was lost by rebels.",
        ["control opposition lose hass 26.02", "control opposition lose hish 26.02"],
    ),
    "control that was regained": (
        "2020-02-26", "Control of Hass was regained by the army.",
        ["control government take hass 26.02"],
    ),
    "control that was handed over": (
        "2020-02-26", "Rebels transferred control of Hass to the army.",
        ["control opposition lose hass 26.02"],
    ),
    "control given up": (
        "2020-02-26", "The army gave up control of Hass.",
        ["control government lose hass 26.02"],
    ),
    "control of others that was ended": (
        "2020-02-26", "The army ended rebel control of Hass.",
        ["control opposition lose hass 26.02"],
    ),
    "control of others that is contested": (
        "2020-02-26", "Rebels contested the army's control of Hass.",
        ["control government hold hass 26.02"],
    ),
    "control that nobody has yet": (
        "2020-02-26", "Rebels want to break the army's control of Hass.",
        ["control government lose hass 26.02 aim"],
    ),
    "a deed that others condemned": (
        "2020-02-26", "The seizure of Hass was denounced by rebels.", ["control take hass 26.02"],
    ),
    "a deed that they made": (
        "2020-02-26", "The recapture of Hass was completed by the army.",
        ["control government take hass 26.02"],
    ),
    "posts by name": (
        "2020-02-05",
        "Three Turkish posts in Idlib, namely Surman and Tal Toqan, were besieged by the army.",
        ["encirclement government surround Turkish posts in Idlib, Surman 05.02",
         "encirclement government surround Turkish posts in Idlib, Tal Toqan 05.02"],
    ),
    "the day of what another force began": (
        "2019-05-09",
        "Rebels lost Hass, opening the door to troops which launched raids four days ago.",
        ["control opposition lose hass 09.05"],
    ),
    "an article of one letter": (
        "2019-11-25", "Troops retook Dahret a-Zarzour and Umm al-Khalakhil.",
        ["control government take dahrat-al-zarzur 25.11",
         "control government take umm-al-khalakhil 25.11"],
    ),
    "an article of one letter in an unknown name": (
        "2019-11-25", "Troops retook the villages of Tamra a-Sawda, Hass and Hazarin.",
        ["control government take hass 25.11", "control government take hazarin 25.11"],
    ),
    "a fight with a named group between": (
        "2019-08-08",
        "Army troops were locked in battles with Tahrir al-Sham militants in Hama, seizing Murak.",
        ["control government take morek 08.08"],
    ),
    "a blow between": (
        "2020-02-26",
        "The army took Hass, dealing a heavy blow to the insurgents, and also seized Hazarin.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "the deed announced as a gerund": (
        "2020-02-26", "The military announced the capturing of Hass and Hazarin.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "square, stroke, kilometres": (
        "2020-02-26", "The army has retaken 212sq/km of land.", ["area government take 212 26.02"],
    ),
    "taken, and then close to something": (
        "2020-02-26", "Troops pushed on, seizing nine villages and getting close to the border.",
        ["count government take 9 26.02"],
    ),
    "the army finds itself": (
        "2020-01-29", "The army now finds itself about 5 kilometers away from Saraqib.",
        ["distance government saraqib 5 29.01"],
    ),
    "abbreviations of factions": (
        "2020-01-08", "TFSA units captured Hass while NFL fighters liberated Hazarin.",
        ["control opposition take hass 08.01", "control opposition take hazarin 08.01"],
    ),
    "forces led by rebels": (
        "2020-01-08", "Rebel-led forces captured Hass.", ["control opposition take hass 08.01"],
    ),
    "a list that follows": (
        "2020-02-26",
        "Rebels withdrew from three towns. They are: Hass in the plain, as well as Hazarin, Hish.",
        ["control opposition lose hass 26.02", "control opposition lose hazarin 26.02",
         "control opposition lose hish 26.02", "count opposition lose 3 26.02"],
    ),
    "a list that is longer than the number": (
        "2020-02-26", "The army took two villages. They are: Hass, Hazarin and Hish.",
        ["count government take 2 26.02"],
    ),
    "the province in brackets": (
        "2020-02-26", "The army seized Hass (Idlib), Hish (Idlib province) and Hazarin.",
        ["control government take hass 26.02", "control government take hish 26.02",
         "control government take hazarin 26.02"],
    ),
    "entered into": (
        "2020-02-26", "Army units have entered into Hass and Hish.",
        ["control government enter hass 26.02", "control government enter hish 26.02"],
    ),
    "among them, in a sentence of its own": (
        "2020-02-26", "The army freed six towns. Among them are Hass and Hish.",
        ["control government take hass 26.02", "control government take hish 26.02",
         "count government take 6 26.02"],
    ),
    "these include": (
        "2020-02-26", "The army freed six towns. These include Hass and Hish.",
        ["control government take hass 26.02", "control government take hish 26.02",
         "count government take 6 26.02"],
    ),
    "near another, and villages": (
        "2020-02-26",
        "Troops took the area of Hass near Hish, and the villages of Hazarin and Talmenes.",
        ["control government take hass 26.02", "control government take hazarin 26.02",
         "control government take tell-mannis 26.02"],
    ),
    "dozens along a highway": (
        "2020-02-26", "The army freed dozens of towns along the highway, including Hass and Hish.",
        ["control government take hass 26.02", "control government take hish 26.02",
         "count government take 24 26.02"],
    ),
    "an agency confirms": (
        "2020-02-26",
        "A Levant News Bureau reporter confirmed that Hass, Hazarin and Nowhereia had been taken.",
        ["control take hass 26.02", "control take hazarin 26.02"],
    ),
    "some of the places": (
        "2020-02-26", "The ministry named Hass and Hazarin as some of the villages recaptured.",
        ["control take hass 26.02", "control take hazarin 26.02"],
    ),
    "among the towns": (
        "2020-02-26", "Hass and Hazarin are among the towns seized by the army.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "control that was restored": (
        "2020-02-26", "Control has been fully restored over the towns of Hass and Hazarin.",
        ["control take hass 26.02", "control take hazarin 26.02"],
    ),
    "a caption without were": (
        "2020-02-26",
        "The small villages of Hass, Hazarin and Hish captured during this operation.",
        ["control take hass 26.02", "control take hazarin 26.02", "control take hish 26.02"],
    ),
    "besides the first": (
        "2020-02-26", "Soldiers have stormed besides Hass, Hazarin, and Hish.",
        ["control government enter hass 26.02", "control government enter hazarin 26.02",
         "control government enter hish 26.02"],
    ),
    "allies in a headline": (
        "2020-02-26", "Syrian Army, Allies Seize Three Villages In North Hama",
        ["count government take 3 26.02"],
    ),
    "the place before a colon": (
        "2019-08-22", "Murak: Syria rebels retreat from strategic town",
        ["control opposition lose morek 22.08"],
    ),
    "dozens in digits": (
        "2020-02-26", "Troops have liberated 3 dozens of villages.",
        ["count government take 36 26.02"],
    ),
    "which they managed to take": (
        "2020-02-26",
        "Troops were seen in Hass village on Monday, which they managed to capture from rebels.",
        ["control government take hass 24.02"],
    ),
    "a step towards a deed": (
        "2020-01-28", "The army entered Hish on its way toward securing the M5 highway.",
        ["control government enter hish 28.01", "control government take m5 28.01 aim"],
    ),
}  # fmt: skip
#: A day, a sentence without a claim, and a part of the reason that is listed.
LISTED = {
    "a town of a province": ("2020-02-26", "Syrian rebels seize Idlib town", "the province"),
    "forces led by a state": (
        "2020-02-26", "Saudi-led forces withdrew from Hass.", "follows no force called",
    ),
    "forces backed by a state": (
        "2020-02-26", "Saudi-backed forces captured Hass.", "follows no force called",
    ),
    "gains across a province": (
        "2020-02-26", "The army rests after gains across Idlib province.", "a whole region",
    ),
    "control not restored": (
        "2020-02-26", "Control has not been restored over Hass.", None,
    ),
    "a town that is not the one before the colon": (
        "2019-08-22", "Murak: army takes a town nearby", "not stated in a readable form",
    ),
    "a name that is not known in a list": (
        "2020-02-26", "The villages of Nowhereia and Elsewhereia were taken.", "no place is called",
    ),
    "a district of a town": ("2020-02-12", "The army cleared a district of Saraqib.", "district"),
    "the region of a town": ("2020-02-12", "The army took the region of Saraqib.", "region"),
}  # fmt: skip


#: What is named first, what is said then, and the place that "the post" is; None if not certain.
POSTS = (
    ("The army neared the Turkish post outside Surman.", "the Turkish post", "al-surman"),
    ("The army neared the post at Surman.", "the Turkish observation post", "al-surman"),
    ("The army neared the Turkish post at Surman.", "the Russian outpost", None),
    ("The army neared the Turkish post at Surman.", "another Turkish post", None),
    ("The army neared the Turkish posts at Surman and Murak.", "the Turkish post", None),
    ("It passed the post at Murak. The army neared that at Surman and the post at Surman.",
     "the Turkish post", None),
)  # fmt: skip


def test_the_post_is_the_one_named_before(checker):
    wrong = []
    for named, post, place in POSTS:
        text = f"{named} Syrian troops were 3 km from {post}."
        claims = [one.claim for one in checker.check(text, date(2019, 12, 23)).findings]
        targets = [one.target.place for one in claims if one.kind == "distance"]
        if [one and one.id for one in targets] != [place]:
            wrong.append((named, post, targets))
    assert wrong == []


def test_kinds_of_daily_briefs_are_read(checker):
    assert read_otherwise(checker, READ, with_moods) == []


def test_kinds_of_daily_briefs_are_listed(checker):
    assert not_listed(checker, LISTED) == []
