"""Kinds of sentences of Arabic articles that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import written

from frontline.claims.checker import Checker

POST = "نقطة المراقبة التركية الثامنة المتمركزة في محيط بلدة الصرمان"
#: A day, a sentence, and the claims it states.
READ = {
    "told the agency of": (
        "2020-02-14",
        "أفاد ناشط لوكالة الأنباء الألمانية عن سيطرة الجيش على كفر حلب.",
        ["control government take kafr-halab 14.02"],
    ),
    "a list whose items are partly unknown": (
        "2020-02-10",
        "سيطر الجيش على تسع قرى، وهي برنة، وتلة الشربوك، وزيتان.",
        [
            "count government take 9 10.02",
            "control government take birnah 10.02",
            "control government take zitan 10.02",
        ],
    ),
    "and some villages, the most prominent": (
        "2019-08-23",
        "انسحبت الفصائل من مورك وبعض البلدات والقرى في ريف حماة الشمالي، أبرزها لطمين.",
        ["control opposition lose morek 23.08", "control opposition lose latmin 23.08"],
    ),
    "in which they took": (
        "2019-06-10",
        "شن الثوار هجوما انتزعوا فيه كفرهود.",
        ["control opposition take kafr-hud 10.06"],
    ),
    "the latter": (
        "2019-06-15",
        "قصف الجيش مواقع الفصائل في تل ملح التي كانت الأخيرة قد انتزعتها قبل أيام.",
        ["control opposition take tal-malah 15.06"],
    ),
    "a town that is so far away, behind a force": (
        "2019-08-12",
        "بعد تقدم الجيش تصبح اللطامنة الواقعة في الجيب والتي تبعد عن مورك 12 كيلومترا مهددة.",
        ["distance al-lataminah morek 12 12.08"],
    ),
    "a town, and it is the largest, and lies": (
        "2020-02-02",
        "اندلعت معارك مع الفصائل على أطراف سراقب، وهي أكبر البلدات، وتقع على بعد 15 كلم شرق إدلب.",
        ["distance saraqib idlib 15 east 02.02"],
    ),
    "the forces of the ministry": (
        "2019-08-23",
        "أعلنت وزارة الدفاع السورية أن قواتها دخلت مورك.",
        ["control government enter morek 23.08"],
    ),
    "among the towns that they took": (
        "2020-01-29",
        "من أبرز القرى التي سيطر عليها الجيش الثلاثاء في ريف إدلب الجنوبي، حيش وبابيلا.",
        ["control government take hish 28.01", "control government take babila 28.01"],
    ),
    "two towns, which both": (
        "2020-01-20",
        "قصفت طائرات سراقب وأريحا اللتين تقعان تحت سيطرة الفصائل.",
        ["control opposition hold saraqib 20.01", "control opposition hold ariha 20.01"],
    ),
    "a post around a village": (
        "2019-12-23",
        f"طوق الجيش {POST}.",
        [f"encirclement government surround {POST} 23.12"],
    ),
    "drove gunmen out": (
        "2020-02-06",
        "الجيش السوري طرد مسلحين من بلدة تفتناز.",
        ["control government take taftanaz 06.02"],
    ),
    "a reporter's own town": (
        "2020-01-29",
        "سيطر الجيش على معرة النعمان. وقال مراسلنا في إدلب إن الجيش دخل المدينة صباحا.",
        [
            "control government take maarat-al-numan 29.01",
            "control government enter maarat-al-numan 29.01",
        ],
    ),
    "a number of the month": (
        "2020-02-20",
        "سيطر الجيش على العيس في 8 من الشهر الجاري وعلى الزربة يوم 9/شباط.",
        ["control government take al-eis 08.02", "control government take al-zarbah 09.02"],
    ),
    "since the evening of a date": (
        "2020-02-05",
        "بلغ عدد القرى التي سيطر عليها الجيش منذ مساء الجمعة 24 من الشهر الفائت 95 قرية.",
        ["count government take 95"],
    ),
    "bordered by": (
        "2020-01-10",
        "سيطر الجيش على حيش، ويحدها شمالا معرة النعمان وجنوبا خان شيخون.",
        ["control government take hish 10.01"],
    ),
}

#: A day, a sentence that states nothing that can be checked, and a part of the reason.
UNREAD = {
    "the countryside that is held": (
        "2019-05-10",
        "تتجه القوات إلى الهبيط شرقا وقلعة المضيق غربا، وريف حماة الواقع تحت سيطرة الفصائل.",
        "",
    ),
    "the recapture of what was named before": (
        "2019-08-18",
        "لم تستطع قوات النظام البقاء في الحاجز، بسبب محاولات الفصائل استعادته، انطلاقا من مورك.",
        "readable form",
    ),
    "what was not announced": (
        "2020-01-28", "لم يعلن الجيش رسميا عن دخول قواته إلى كفرنبل.", "whether it was done",
    ),
    "this control, and several areas": (
        "2019-07-28",
        "ساعدت هذه السيطرة الفصائل في الضغط على قوات النظام في عدة مناطق، أبرزها كفرنبودة.",
        "before",
    ),
    "points that they had lost": (
        "2019-05-22",
        "استهدف الطيران كفرنبودة والنقاط التي كان الجيش قد خسرها في المنطقة.",
        "",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def checker(atlas):
    return Checker(atlas)


def test_kinds_of_sentences_of_articles_are_read(checker):
    wrong = []
    for kind, (day, text, expected) in READ.items():
        found = [written(one) for one in checker.check(text, date.fromisoformat(day)).findings]
        if sorted(found) != sorted(expected):
            wrong.append((kind, sorted(found)))
    assert wrong == [], wrong


def test_what_is_not_stated_is_listed(checker):
    wrong = []
    for kind, (day, text, why) in UNREAD.items():
        checked = checker.check(text, date.fromisoformat(day))
        found = [written(one) for one in checked.findings]
        reasons = [words.reason for words in checked.not_understood]
        if found or not any(why in reason for reason in reasons):
            wrong.append((kind, found, reasons))
    assert wrong == [], wrong
