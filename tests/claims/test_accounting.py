"""Nothing is skipped in silence: whatever a text says, in whatever order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline.claims.reader.extract import Reader

DAY = date(2020, 1, 30)
PLACES = (
    "Khan Shaykhun", "Maarat al-Numan", "Jarjanaz", "Saraqib", "Kafr Nabudah", "Qalaat al-Madiq",
    "خان شيخون", "معرة النعمان", "جرجناز", "سراقب", "كفرنبودة", "قلعة المضيق",
)  # fmt: skip
LENGTHS = (
    "3 km", "12.5 kilometres", "some 40 miles", "hundreds of metres", "90 km2", "7-kilometre",
    "500 hectares", "a dozen yards", "3 كم", "خمسة كيلومترات", "بضعة كيلومترات", "كيلومترين",
    "200 متر", "٤ كيلو مترات", "12 هكتارا", "1200 كيلومتر مربع",
)  # fmt: skip
VERBS = (
    "captured", "recaptured", "besieged", "were overrun", "regained", "encircled", "retook",
    "سيطرت على", "استعادت", "حاصرت", "انسحبت من", "حررت", "طوقت",
)  # fmt: skip
OTHERS = (
    "the army", "rebels", "Wagner", "of", "from", "and", ", which", "after", "(", ")", "near",
    "not", "to", "because", "on Monday", "in eastern Idlib", "five villages", "it", "olives",
    "who said", "north of", "the road", "الجيش", "الفصائل", "فاغنر", "من", "بعد", "التي", "و", "في",
    "أمس", "قرب", "لم", "شمال", "عليها", "خمس قرى", "زيتون", "قال إن",
)  # fmt: skip
MARKED = (*PLACES, *LENGTHS, *VERBS)


@pytest.fixture(scope="module")
def reader(atlas):
    package = atlas.package
    return Reader(
        atlas.gazetteer, package.actors, package.highways, atlas.lines, atlas.record.index
    )


def skipped(reader, words):
    """Give the marked words that neither a claim nor a reason covers."""
    text, where = "", []
    for word in words:
        start = len(text)
        text += f"{word} "
        where.append((word, start, len(text) - 1))
    reading = reader.read(f"{text.strip()}.", DAY)
    spans = [(one.start, one.end) for one in (*reading.claims, *reading.misread)]
    return [
        word
        for word, start, end in where
        if word in MARKED and not any(first < end and start < last for first, last in spans)
    ]


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from((*MARKED, *OTHERS)), min_size=1, max_size=14))
def test_each_place_length_and_verb_is_in_a_claim_or_has_a_reason(reader, words):
    left = skipped(reader, words)
    # A verb may be a part of another one, which was read or listed: "regained it, besieged A".
    assert [word for word in left if word not in VERBS] == []
    assert len(left) < max(1, sum(word in MARKED for word in words))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(VERBS), st.lists(st.sampled_from(OTHERS), max_size=4), st.data())
def test_a_verb_of_control_without_a_known_place_is_listed(reader, verb, others, data):
    at = data.draw(st.integers(0, len(others)))
    assert skipped(reader, [*others[:at], verb, *others[at:]]) == []


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("استولت مجموعات فاغنر على الحي الشرقي من سوليدار.", "statement", "استولت"),
        ("Overnight it was recaptured.", "statement", "recaptured"),
        ("Farmers lost 400 acres of olives.", "statement", "acres"),
        ("Shells hit the village of Quxbeland.", "name", "Quxbeland"),
        ("قصفت الطائرات أطراف قرية قوقزلاند.", "name", "قوقزلاند"),
        ("Seven or so kms of trenches were dug.", "statement", "kms"),
    ],
)
def test_what_the_record_does_not_know_is_listed_too(reader, text, kind, word):
    misread = reader.read(text, DAY).misread
    assert [one.kind for one in misread if word in one.text] == [kind]
