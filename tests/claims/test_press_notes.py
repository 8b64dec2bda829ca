"""Kinds of notes, captions and headlines that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import read_otherwise, with_moods

#: A day, a sentence, and the claims it states; of those that are no fact, the mood behind them.
READ = {
    "neither nor": (
        "2020-02-07", "Neither Sarmin nor the town of Ariha has been captured by the regime.",
        ["control government take ariha 07.02 denial",
         "control government take sarmin 07.02 denial"],
    ),
    "hold out in": (
        "2020-02-06", "A few insurgents hold out in Hazarin.",
        ["control opposition hold hazarin 06.02"],
    ),
    "if it is true": (
        "2020-02-20", "The seizure of Sarmin, if true, was a feat.",
        ["control take sarmin 20.02 prediction"],
    ),
    "the loser behind a capture": (
        "2020-02-20", "The seizure of Sarmin leaves the insurgents with a single road.",
        ["control take sarmin 20.02"],
    ),
    "a presence that ends": (
        "2020-02-20", "The capture of Hazarin ends a jihadist presence in the hills.",
        ["control take hazarin 20.02"],
    ),
    "whose fall would": (
        "2020-02-04", "Troops are 9 km from Sarmin, whose fall could empty the camps.",
        ["control fall sarmin 04.02 prediction", "distance government sarmin 9 04.02"],
    ),
    "who did it earlier, in a relative clause": (
        "2020-02-26", "Insurgents, who last Friday overran Hass, were shelled on Tuesday.",
        ["control opposition take hass 21.02"],
    ),
    "the day of a participle behind": (
        "2020-02-26", "The army regained Hass and Hazarin, both lost the day before.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "the day of a participle behind, and none before": (
        "2020-02-26", "The army regained Hass, captured by insurgents on Sunday.",
        ["control government take hass 26.02"],
    ),
    "said to do": (
        "2020-02-06", "The army is believed to control Hazarin.",
        ["control government hold hazarin 06.02"],
    ),
    "weeks ago": (
        "2020-02-26", "Insurgents lost Saraqib two weeks ago.", ["control opposition lose saraqib"],
    ),
    "weeks ago, Arabic": (
        "2020-02-26", "خسرت الفصائل سراقب قبل أسبوعين.", ["control opposition lose saraqib"],
    ),
    "days ago": (
        "2020-02-26", "Insurgents lost Hass four days ago.", ["control opposition lose hass 22.02"],
    ),
    "the post of a capital": (
        "2020-02-26", "Moscow's observation post near Morek is besieged by insurgents.",
        ["encirclement opposition surround Moscow's observation post near Morek 26.02"],
    ),
    "a capital in control": (
        "2020-02-26", "Damascus remains in sole control of Hass.",
        ["control government hold hass 26.02"],
    ),
    "a width": (
        "2020-02-26", "The army took the last stretch of the M5 and cleared a belt 2 km wide.",
        ["control government take m5 26.02"],
    ),
    "named behind a day": (
        "2020-02-17",
        "Five villages were seized by rebels in two days, Saturday and Sunday, among them Haritan.",
        ["control opposition take haritan 15.02", "count opposition take 5 15.02"],
    ),
    "the date of an agreement": (
        "2019-05-06", "The army entered the zone brokered last October and seized Tal Othman.",
        ["control government take tal-othman 06.05"],
    ),
    "the date in an apposition": (
        "2019-08-14", "Troops are 9 km from Latamneh, a town struck by jets in March 2018.",
        ["distance government al-lataminah 9 14.08"],
    ),
    "held until it was taken, in an apposition": (
        "2019-08-30", "Hass, a town on the edge of the plain held by rebels, fell on Thursday.",
        ["control fall hass 29.08"],
    ),
    "loyalists of a capital, behind a number": (
        "2019-08-14",
        "With the capture of two villages on Tuesday, Damascus loyalists are 9 km from Latamneh.",
        ["count government take 2 13.08", "distance government al-lataminah 9 14.08"],
    ),
    "what must be done": (
        "2019-12-22", "To get there the army must first capture Jarjanaz.",
        ["control government take jarjanaz 22.12 prediction"],
    ),
    "must expel": (
        "2019-12-22", "They need to dislodge insurgents from Jarjanaz.",
        ["control opposition lose jarjanaz 22.12 prediction"],
    ),
    "must, that is": (
        "2019-12-22", "The army must stop, that is, abandon Jarjanaz.",
        ["control government lose jarjanaz 22.12 prediction"],
    ),
    "a clause behind a list": (
        "2020-02-26", "Troops took Hass and Hazarin, and Sarmin to their north came under fire.",
        ["control government take hass 26.02", "control government take hazarin 26.02"],
    ),
    "denied in a relative clause": (
        "2020-02-26", "In the plain, where nothing had not been hit, troops entered Hass.",
        ["control government enter hass 26.02"],
    ),
    "the town behind a list": (
        "2020-02-26",
        "Saraqib was quiet as the army took Jubas and Kafr Battikh, 7 km south of the town.",
        ["control government take jubas 26.02", "control government take kafr-battikh 26.02",
         "distance jubas saraqib 7 south 26.02", "distance kafr-battikh saraqib 7 south 26.02"],
    ),
    "where it was": (
        "2020-02-26", "The army lost Hass but moved on in Hazarin, where it was 9 km from the M4.",
        ["control government lose hass 26.02"],
    ),
    "taken and still theirs": (
        "2020-02-26", "Nine towns the army took a week ago, among them Hass, remain in its hands.",
        ["control government take hass", "count government hold 9 26.02"],
    ),
    "a number that fell": (
        "2020-02-26", "The attack began, with three towns falling by noon.",
        ["count government fall 3 26.02"],
    ),
    "a total that was lost": (
        "2020-02-26", "A total of 12 villages were lost by insurgents, among them Hass.",
        ["control opposition lose hass 26.02", "count opposition lose 12 26.02"],
    ),
    "pulled its men from": (
        "2020-02-26", "The army pulled its last men from Hass and yielded Hazarin.",
        ["control government lose hass 26.02", "control government lose hazarin 26.02"],
    ),
    "by a capital": (
        "2020-02-26", "Hass is controlled by Damascus.", ["control government hold hass 26.02"],
    ),
    "by units": (
        "2020-02-26", "Hass was captured on Tuesday by units coming from the south.",
        ["control take hass 25.02"],
    ),
    "a list with manners": (
        "2020-02-26", "The army took Hass without a fight, Hazarin after a skirmish and Sufuhan.",
        ["control government take hass 26.02", "control government take hazarin 26.02",
         "control government take sufuhan 26.02"],
    ),
    "another length, behind a comma": (
        "2020-02-08", "The whole M5 is in government hands, leaving 30 kilometres of dirt tracks.",
        ["control government hold m5 08.02"],
    ),
    "years": (
        "2020-02-26", "Nubl, besieged by rebels between 2012 and 2016, was calm.",
        ["encirclement opposition surround nubl"],
    ),
    "a hill that looks on a town": (
        "2020-02-26", "Insurgents captured a ridge and a hilltop dominating Hass.", [],
    ),
    "hills that look on a town": (
        "2020-02-26", "The army seized three hills that dominate Hass.",
        ["count government take 3 26.02"],
    ),
    "advanced on villages": (
        "2020-02-26", "The army seized Hass and pushed on four villages around it.",
        ["control government take hass 26.02"],
    ),
    "what could be next": (
        "2020-02-26", "The army seized Hass on Tuesday, and Hazarin may follow.",
        ["control government take hass 25.02"],
    ),
    "the last to fall": (
        "2020-02-26", "Hass was the first town to fall.", ["control fall hass 26.02"],
    ),
    "a headline": (
        "2020-02-26", "Hass and Hazarin seized after clashes",
        ["control take hass 26.02", "control take hazarin 26.02"],
    ),
    "the base of a regiment": (
        "2020-02-14", "Regiment 46's base was seized by the army.",
        ["control government take regiment-46-base 14.02"],
    ),
    "villages they had taken": (
        "2020-02-26", "The army seized Hass and Hazarin, villages rebels had overrun on Monday.",
        ["control government take hass 26.02", "control government take hazarin 26.02",
         "control opposition take hass 24.02", "control opposition take hazarin 24.02"],
    ),
    "have it surrounded": (
        "2020-02-26", "Insurgents have the town of Hass encircled.",
        ["encirclement opposition surround hass 26.02"],
    ),
    "pushes the front": (
        "2020-02-04", "Rebels retreated, bringing the front line to 9 km from Sarmin.",
        ["distance front sarmin 9 04.02"],
    ),
    "a length behind a relative clause": (
        "2020-02-28", "The army, which on Tuesday seized Hass, needs just 9 km to the M4.",
        ["control government take hass 25.02", "distance government m4 9 28.02"],
    ),
    "near another place": (
        "2020-02-28", "Shells fell after insurgents had retaken it, and in Hass, residents said.",
        [],
    ),
    "recovered it, and at another place": (
        "2020-03-04", "Saraqib is quiet since the army recovered it, and at Hass jets were seen.",
        ["control government take saraqib 04.03"],
    ),
    "something that is held there": (
        "2020-02-28", "Sandbags line Hass, where insurgents hold a school.", [],
    ),
    "the front where it was": (
        "2020-02-28", "Insurgents attacked, leaving the front line where it was, 9 km from Sarmin.",
        ["distance front sarmin 9 28.02"],
    ),
    "stormed into": (
        "2020-02-28", "The army stormed into Hass.", ["control government enter hass 28.02"],
    ),
    "by taking": (
        "2020-02-28", "By seizing Hass, which is 9 km from Ariha, the army split the enclave.",
        ["control government take hass 28.02", "distance hass ariha 9 28.02"],
    ),
    "the last towns they held": (
        "2020-02-28", "Insurgents lost the last villages they controlled there: Hass and Hazarin.",
        ["control opposition lose hass 28.02", "control opposition lose hazarin 28.02"],
    ),
    "which it took": (
        "2020-02-28", "The army is in Hass, which it captured on Tuesday.",
        ["control government take hass 25.02"],
    ),
    "which it had taken, behind another side": (
        "2020-02-28", "Rebels drove the army from Hass, which it had captured on Tuesday.",
        ["control government lose hass 28.02", "control government take hass 25.02"],
    ),
    "a number with a hyphen": (
        "2020-02-28", "Twenty-two villages were seized by the army.",
        ["count government take 22 28.02"],
    ),
    "the fall of several, as a subject": (
        "2020-02-28", "The fall of Hass, Hazarin and Sufuhan left Ariha open.",
        ["control fall hass 28.02", "control fall hazarin 28.02", "control fall sufuhan 28.02"],
    ),
    "a town it had taken": (
        "2020-02-28", "The army noted that Hass was the third town it had captured.",
        ["control government take hass 28.02"],
    ),
    "at a road": ("2020-02-28", "The army is at the entrance of the Sarmin road.", []),
    "a capital has it under control": (
        "2020-02-28", "Damascus has the town of Hass under full control.",
        ["control government hold hass 28.02"],
    ),
    "a town that lies, behind who says so": (
        "2020-02-04",
        "Insurgents lost Hass, reported the channel, a village that lies 9 km west of Hazarin.",
        ["control opposition lose hass 04.02", "distance hass hazarin 9 west 04.02"],
    ),
    "a town on a road": (
        "2020-02-08", "Saraqib is the only city on the M5 that insurgents control.", [],
    ),
    "with a town in their hands": (
        "2020-02-27", "With Hass and Hazarin again in its hands, the army moved on.",
        ["control government hold hass 27.02", "control government hold hazarin 27.02"],
    ),
}  # fmt: skip


def test_each_kind_of_note_is_read_as_by_hand(checker):
    wrong = read_otherwise(checker, READ, with_moods)
    assert wrong == [], wrong


def test_a_part_of_a_road_beyond_a_town_is_not_the_road(checker):
    text = "The M4 west of Saraqib is in army hands."
    (finding,) = checker.check(text, date(2020, 2, 19)).findings
    assert "only a part of the road is meant" in finding.claim.unsure
    assert finding.verdict.word != "contradicted"


def test_a_siege_of_years_before_the_record_is_not_judged(checker):
    text = "Nubl, besieged by rebels between 2012 and 2016, was calm."
    (finding,) = checker.check(text, date(2020, 2, 26)).findings
    assert finding.verdict.word == "cannot tell"
