"""Kinds of sentences of Arabic dispatches that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import written
from shared_checker import new_checker

#: A day, a sentence, and the claims it states.
READ = {
    "names in quotes": (
        "2020-01-24",
        "سيطر تنظيم “الدولة الإسلامية” على “معصران”، ودخل «الجيش السوري» “تلمنس” و“معرشورين”.",
        [
            "control government enter tell-mannis 24.01",
            "control government enter maar-shurin 24.01",
        ],
    ),
    "two particles and a verb are no name": (
        "2019-12-20",
        "طالب الأهالي بفتح الطريق أمام بلدة تادف التي يسيطر عليها الجيش السوري.",
        [],
    ),
    "the area of which they took control": (
        "2019-06-12",
        "تقدمت الفصائل من مورك صوب الأراضي التي سيطرت عليها قوات النظام.",
        [],
    ),
    "the last area that they hold": (
        "2020-01-12",
        "قصفت الطائرات سراقب وأريحا، في آخر منطقة تسيطر عليها الفصائل.",
        [],
    ),
    "the former": (
        "2020-02-05",
        "بعد معارك بين قوات النظام والفصائل، دخلت الأولى بلدة النيرب.",
        ["control government enter al-nayrab 05.02"],
    ),
    "the forces, behind others": (
        "2019-12-22",
        "تخوض قوات الجيش السوري معارك ضد هيئة تحرير الشام. وتمكنت القوات من دخول تلمنس.",
        ["control government enter tell-mannis 22.12"],
    ),
    "the town, behind one that lies in the east of a province": (
        "2020-01-28",
        "دخل الجيش السوري بلدة تلمنس شرقي إدلب. وانسحبت الفصائل من البلدة.",
        [
            "control government enter tell-mannis 28.01",
            "control opposition lose tell-mannis 28.01",
        ],
    ),
    "led to their control": (
        "2019-12-23",
        "اندلعت معارك أفضت لسيطرة الجيش على الغدفة.",
        ["control government take al-ghadfah 23.12"],
    ),
}
#: A day, a sentence, and the mood of each of its claims.
MOODS = {
    "to regain control": (
        "2019-05-09",
        "بدأت الفصائل هجوما لاستعادة السيطرة على كفرنبودة.",
        ["aim"],
    ),
    "they try": ("2019-05-24", "المسلحون يحاولون الاستيلاء على بلدة كفرنبودة.", ["aim"]),
    "regained control": ("2019-08-11", "أعلن الجيش استعادة السيطرة على الهبيط.", ["fact"]),
}
#: A day, a sentence, and the reason why no claim is read.
UNREAD = {
    "a post in the province": (
        "2019-12-23",
        "الجيش السوري يحاصر نقطة مراقبة تركية في إدلب.",
        "is meant, is not stated",
    ),
}


@pytest.fixture(scope="module")
def checker(atlas):
    return new_checker(atlas)


def test_kinds_of_sentences_are_read(checker):
    wrong = []
    for kind, (day, text, expected) in READ.items():
        found = [written(one) for one in checker.check(text, date.fromisoformat(day)).findings]
        if sorted(found) != sorted(expected):
            wrong.append((kind, sorted(found)))
    assert wrong == [], wrong


def test_the_mood_of_each_kind_is_read(checker):
    wrong = []
    for kind, (day, text, expected) in MOODS.items():
        findings = checker.check(text, date.fromisoformat(day)).findings
        if (moods := [one.claim.mood for one in findings]) != expected:
            wrong.append((kind, moods))
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
