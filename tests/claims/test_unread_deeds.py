"""What a force did so far from a place is not where it stands."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, written

_OBJECT, _LEFT = "not a force", "what they left"

#: A day, a text, and the reason that is listed for it.
UNREAD = {
    "an object": ("2020-02-06", "Insurgents torched a warehouse 6 km from Ariha.", _OBJECT),
    "an object of two words": (
        "2020-02-06", "Army medics vaccinated a cattle herd 4 km from Ariha.", _OBJECT,
    ),
    "a plural without an article": ("2020-02-06", "The army dug wells 5 km from Ariha.", _OBJECT),
    "while they were elsewhere": (
        "2020-02-06", "The army advanced and defused the bomb 2 km from Ariha.", _OBJECT,
    ),
    "what they left": ("2020-02-06", "Rebels abandoned a hill 7 km from Hama.", _LEFT),
    "an object, Arabic": ("2020-02-06", "نسف الجيش جسرا على بعد 4 كم من أريحا.", _OBJECT),
    "an object with its possessor, Arabic": (
        "2020-02-06", "أصلحت الفصائل آلياتها على بعد 6 كم من حماة.", _OBJECT,
    ),
    "what they left, Arabic": (
        "2020-02-06", "انسحبت الفصائل من تلة على بعد 6 كم من حماة.", _LEFT,
    ),
}  # fmt: skip

#: Whether the words between the force and the length leave a doubt.
READ = {
    "The army, which rebels had lost Hass to, is 3 km from Ariha.": False,
    "The army is camped 3 km from Ariha.": False,
    "Army vehicles were seen 3 km from Ariha.": False,
    "Government forces now find themselves 3 km from Ariha.": False,
    "The army hurriedly closed to within 3 km of Ariha.": False,
    "The army picnicked 3 km from Ariha.": True,
    "The army erected a checkpoint 3 km from Ariha.": True,
    "The army sang to children 3 km from Ariha.": True,
    "باتت قوات النظام عمليا على بعد 3 كم من أريحا.": False,
    "باتت قوات النظام فعليا على بعد 3 كم من أريحا.": False,
    "تمركزت قوات النظام المتقدمة على بعد 3 كم من أريحا.": False,
}


def test_what_a_force_acted_on_is_listed_instead_of_where_it_stands(checker):
    wrong = not_listed(checker, UNREAD)
    assert wrong == [], wrong


def test_only_a_word_that_was_not_read_makes_a_distance_unsure(checker):
    found = {}
    for text in READ:
        findings = checker.check(text, date(2020, 2, 6)).findings
        (finding,) = (one for one in findings if one.claim.kind == "distance")
        assert written(finding) == "distance government ariha 3 06.02", text
        found[text] = bool(finding.claim.unsure)
        assert finding.verdict.word == ("cannot tell" if found[text] else "contradicted"), text
    assert found == READ
