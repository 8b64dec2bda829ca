"""Sentences with the words of a fact that state none, or another, in words of their own."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, of_facts, read_otherwise

DAY = "2020-02-10"

#: A day, a text, and the claims of fact it states.
READ = {
    "what would follow": (DAY, "With Jisr al-Shughur in rebel hands, traffic would stop.", []),
    "what would follow a loss": (DAY, "With the loss of Ariha, insurgents would flee.", []),
    "what has followed": (
        DAY, "With Saraqib in army hands, traffic will resume.",
        ["control government hold saraqib 10.02"],
    ),
    "before a town that they hold": (
        DAY, "Ariha, the only town before Idlib that insurgents control, is 11 km from the army.",
        ["distance government ariha 11 10.02"],
    ),
    "they, who acted": (
        DAY, "Dozens of insurgent units struck back against the army. They took Nayrab.",
        ["control opposition take al-nayrab 10.02"],
    ),
    "they, behind a fight": (
        DAY, "The army fought in bitter clashes with jihadists. They then captured Saraqib.",
        ["control government take saraqib 10.02"],
    ),
    "the night on which": (
        DAY, "Insurgents died on the morning the army seized Saraqib.",
        ["control government take saraqib 10.02"],
    ),
    "whose positions they hit": (
        DAY, "The army kept bombing rebel positions on the edge of Ariha.", [],
    ),
    "gains that are a noun": (DAY, "The army neared Ariha after months of gains in Idlib.", []),
    "a step towards": (DAY, "The army took Saraqib, a step toward retaking the M4.",
        ["control government take saraqib 10.02"],
    ),
    "a town of Idlib": (DAY, "Rebels seize Idlib town", []),
    "military equipment": (
        DAY, "Turkish trucks and military equipment that had entered Binnish left.", [],
    ),
    "led by another": (
        DAY, "TURKISH-SPONSORED FORCES HAVE CAPTURED NAYRAB.",
        ["control opposition take al-nayrab 10.02"],
    ),
    "grew quiet": (DAY, "Binnish fell quiet on Sunday.", []),
    "was shelled": (DAY, "Binnish fell under bombardment.", []),
    "what is to be done, Arabic": (DAY, "على الفصائل أن تستعيد مورك خلال أيام.", []),
    "what was expected, Arabic": (DAY, "كان من المفترض أن يدخل الجيش أريحا.", []),
    "what they managed, Arabic": (
        DAY, "تمكن الجيش أخيرا من أن يدخل سراقب.", ["control government enter saraqib 10.02"],
    ),
    "on a road of two towns, Arabic": (
        DAY, "تقع بنش على طريق تفتناز إدلب على بعد 7 كم من إدلب.",
        ["distance binnish idlib 7 10.02"],
    ),
    "how far it lies, Arabic": (
        DAY, "دخل الجيش سراقب، وهي تبعد 27 كم عن معرة النعمان.",
        ["control government enter saraqib 10.02", "distance saraqib maarat-al-numan 27 10.02"],
    ),
    "what they aspire to, Arabic": (DAY, "يطمح النظام إلى السيطرة على جسر الشغور.", []),
    "a goal, Arabic": (DAY, "السيطرة على جسر الشغور هدف النظام.", []),
    "to blame": (DAY, "The army held Binnish accountable.", []),
    "what only the article makes a name, Arabic": (
        DAY, "دخل الجيش سراقب وقتل صحفيين فيها.", ["control government enter saraqib 10.02"],
    ),
    "by Arabic adverb": (
        DAY, "سيطر الجيش فعليا على سراقب.", ["control government take saraqib 10.02"],
    ),
}  # fmt: skip

#: A day, a text, and the reason that is listed for it.
UNREAD = {
    "missiles": (DAY, "Insurgent missiles have now reached Hama.", "is not a force"),
    "raids": (DAY, "The army's airstrikes reached Ariha.", "is not a force"),
    "a name for it": (DAY, "What rebels dubbed the liberation of Hama lasted a day.", "is about"),
    "feared": (DAY, "The army has surrounded Ariha, families fear.", "is about"),
    "taken back": (
        DAY, "The agency retracted its report that rebels had captured Hama.", "say: whether",
    ),
    "a name for it, Arabic": (DAY, "ما سماه الثوار تحرير حماة لم يدم يوما.", "is about"),
    "what was taken from it, Arabic": (DAY, "استعادت الفصائل أسلحة ثقيلة من حماة.", "where"),
    "both held it by turns, Arabic": (
        DAY, "هدأت سراقب التي تناوب الخصوم السيطرة عليها.", "it changed hands",
    ),
    "who was driven out, Arabic": (DAY, "طرد الجيش صحفيين من أريحا.", "who did it"),
    "a siege that ended": (DAY, "Insurgents lifted the siege of Nubl.", "a siege ended"),
    "a siege that ended, Arabic": (DAY, "رفع الجيش الحصار عن كنصفرة.", "a siege ended"),
    "a part of a number": (DAY, "The army took seven of 40 hamlets.", "only a part of"),
    "a part of a length": (DAY, "The army holds 300 of the 340 km of the M5.", "only a part of"),
    "driven out by residents, Arabic": (DAY, "طرد سكان البلدة الفصائل من بنش.", "no force"),
    "a part of a number, Arabic": (DAY, "سيطر الجيش على 7 من أصل 40 قرية.", "only a part of"),
    "beyond what is of it": (
        DAY, "Hish is south of Maarat al-Numan's last barricades.", "something of",
    ),
    "from both": (DAY, "Between Saraqib and Idlib, 7 km from each, lies a mill.", "which of them"),
    "what lies near it": (
        DAY, "She left a hamlet 4 km from Ariha that the army took on Sunday.",
        "whether 'Ariha'",
    ),
    "what rebels hit": (DAY, "The mill 4 km from Hama that insurgents hit closed.", "not named"),
}  # fmt: skip

#: Claims that the record does not bear out, each with what leaves it open.
OPEN = {
    "Supporters hailed the army's capture of Ariha prematurely.": "the text reports an allegation",
    "تغنت الفصائل بالسيطرة على بلدة مورك.": "what 'تغنت' says of it was not read",
    "حن الثوار إلى استعادة مورك.": "what 'حن' says of it was not read",
    "الجيش يتخيل في استعادة أريحا نصرا.": "what 'يتخيل' says of it was not read",
    "Insurgents are thought to be 4 km from Morek.": "the text reports an allegation",
    "Ariha is besieged on two sides by the army.": "the text says on some sides",
}


def test_each_kind_of_sentence_states_what_it_does(checker):
    wrong = read_otherwise(checker, READ, of_facts)
    assert wrong == [], wrong


def test_what_is_not_asserted_is_listed_with_the_reason(checker):
    wrong = not_listed(checker, UNREAD, of_facts)
    assert wrong == [], wrong


def test_what_is_left_open_is_not_called_contradicted(checker):
    for text, mark in OPEN.items():
        (finding,) = checker.check(text, date.fromisoformat(DAY)).findings
        assert mark in (*finding.claim.unsure, *finding.claim.notes), text
        assert finding.verdict.word == "cannot tell", text


def test_a_siege_on_three_sides_of_a_town_far_from_any_besieger_is_contradicted(checker):
    text = "Insurgents besieged Morek on three sides."
    (finding,) = checker.check(text, date(2020, 1, 15)).findings
    assert finding.verdict.word == "contradicted"


def test_the_nearest_that_a_front_ever_was_is_not_where_it_is(checker):
    (finding,) = checker.check(
        "At its nearest, the front was 2 km from Ariha.", date(2020, 2, 10)
    ).findings
    assert finding.claim.day_kind == "earlier"
    assert finding.verdict.word != "contradicted"


def test_a_decade_is_the_time_of_what_was_done_in_it(checker):
    (finding,) = checker.check("Rebels lost Hama in the 1980s.", date(2020, 2, 10)).findings
    assert (finding.claim.first, finding.claim.last) == (date(1980, 1, 1), date(1989, 12, 31))


def test_a_distance_where_the_record_has_no_place_is_not_called_contradicted(checker):
    found = {}
    for text in ("Insurgents are 60 km from Damascus.", "Insurgents are 3 km from Hama city."):
        (finding,) = checker.check(text, date(2020, 2, 10)).findings
        found[text] = finding.verdict.word
    assert list(found.values()) == ["cannot tell", "contradicted"], found
