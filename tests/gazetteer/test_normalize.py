"""Keys of place names: what they fold, what they keep, and laws that always hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from frontline.gazetteer.matching import rank_matches
from frontline.gazetteer.normalize import (
    consonant_skeleton,
    distinguishing_words,
    is_arabic,
    literal_key,
    match_key,
)

LATIN_WORD = st.text("abcdefghijklmnopqrstuvwxyzāīūḥṣḍṭẓʿšḫéêïôçşţḩ’'`", min_size=1, max_size=12)
LATIN = st.lists(LATIN_WORD, min_size=1, max_size=4).map(" ".join)
ARABIC_WORD = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةـَُّیکگپ", min_size=1, max_size=9)
ARABIC = st.lists(ARABIC_WORD, min_size=1, max_size=4).map(" ".join)
#: Words, numbers and single letters, as "Block A 11".
NUMBERED = st.lists(
    st.sampled_from(
        ["Block", "Kafra", "al-", "Hill", "No", "0", "1", "11", "٤", "A", "b", "II", "ك"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
NAME = LATIN | ARABIC | NUMBERED | st.text(max_size=30)


def _listed(relation: str) -> list[tuple[str, str]]:
    """Return pairs of names from the list, without names that contain several."""
    with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["is"] == relation]
    return [(row["written"], row["name"]) for row in rows if not {*"(/"} & {*row["name"]}]


def test_the_spellings_of_one_name_share_a_key() -> None:
    pairs = _listed("same")
    assert [one for one, other in pairs if match_key(one) != match_key(other)] == []
    assert all(match_key(one) for one, _ in pairs)


@pytest.mark.parametrize("relation", ["different", "similar", "unlike"])
def test_different_names_keep_different_keys(relation: str) -> None:
    assert [one for one, other in _listed(relation) if match_key(one) == match_key(other)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("al-Habit", "Al Ḩabīţ"), ("Ma'arrat", "maarrat"), ("الصيّاد", "صياد"), ("أريحا", "اريحا")],
)
def test_light_folds_only_how_a_name_is_set(one: str, other: str) -> None:
    assert literal_key(one) == literal_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Habit", "Hobeit"), ("Kafr", "Kfar"), ("حماة", "حماه"), ("Zita", "Zitah")]
)
def test_light_leaves_other_spellings_apart(one: str, other: str) -> None:
    assert literal_key(one) != literal_key(other)


def test_an_article_that_does_not_agree_with_the_next_letter_is_a_word() -> None:
    assert literal_key("Tell As Sukayk") == "tellsukayk"
    assert literal_key("Tell As Habit") == "tellashabit"
    assert literal_key("Tell As") == "tellas"


@given(NAME)
@example("Sahab")  # sh comes together only when the a is gone
@example("Dajaj")
@example("Alamutiyah")  # al- likewise
@example("Tanabir")
@example("الالماس")
@example("ا لب")
def test_a_key_of_a_key_is_the_key(name: str) -> None:
    assert match_key(match_key(name)) == match_key(name)


@given(NAME)
def test_light_of_light_is_light(name: str) -> None:
    assert literal_key(literal_key(name)) == literal_key(name)


@given(LATIN)
def test_case_makes_no_difference(name: str) -> None:
    assert match_key(name.upper()) == match_key(name) == match_key(name.title())
    assert literal_key(name.upper()) == literal_key(name)


@given(LATIN, st.sampled_from(["al-", "Al ", "el-", "El "]))
def test_the_latin_article_makes_no_difference(name: str, article: str) -> None:
    assert literal_key(article + name) == literal_key(name) or not literal_key(name)
    assert match_key(article + name) == match_key(name) or not match_key(name)


@given(ARABIC_WORD.filter(lambda word: len(literal_key(word)) > 1))
def test_the_arabic_article_makes_no_difference(word: str) -> None:
    assert match_key("ال" + word) == match_key(word)


@given(NAME, NAME)
def test_names_that_are_literally_the_same_share_a_key_unless_an_accent_tells(
    one: str, other: str
) -> None:
    accents = set("éÉ\u0301") & {*one, *other}
    assert literal_key(one) != literal_key(other) or match_key(one) == match_key(other) or accents


@given(LATIN, ARABIC)
def test_keys_of_the_two_scripts_never_meet(latin: str, arabic: str) -> None:
    assert match_key(latin) != match_key(arabic) or not match_key(latin)


@given(NAME)
def test_a_key_is_empty_only_without_letters_and_digits(name: str) -> None:
    assert bool(match_key(name)) == bool(literal_key(name))


@given(LATIN | ARABIC)
def test_marks_of_direction_make_no_difference(name: str) -> None:
    assert match_key("\u202b\u200f" + name + "\u202c") == match_key(name)


def test_a_script_is_told_by_its_letters() -> None:
    assert is_arabic("خان")
    assert is_arabic("ﺧﺎﻥ")
    assert not is_arabic("Khan")
    assert not is_arabic("، ٤")
    assert not is_arabic("")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dayr al-Sharqi", "Dayr al-Gharbi"),
        ("Kafr Uma al-Fawqa", "Kafr Uma at-Tahta"),
        ("Khuwayn al-Kabir", "Khuwayn as-Saghir"),
        ("Rashidin 4", "Rashidin 5"),
        ("Rashidin ٤", "Rashidin"),
        ("Tell Sukayk", "Sukayk"),
        ("الدير الشرقي", "الدير الغربى"),
        ("أبو خنادق الشمالي", "أبو خنادق"),
    ],
)
def test_what_parts_neighbours_is_seen(one: str, other: str) -> None:
    assert distinguishing_words(one) != distinguishing_words(other)


def test_what_parts_neighbours_is_the_same_in_every_spelling() -> None:
    assert (
        distinguishing_words("Deir Alsharqi")
        == distinguishing_words("dayr ash-sharqiyah")
        == {"east"}
    )
    assert distinguishing_words("Khan Shaykhun") == set()


def test_consonants_forgive_what_the_ear_confuses() -> None:
    assert consonant_skeleton(match_key("Khan Sheikoun")) == consonant_skeleton(
        match_key("Khan Shaykhun")
    )
    assert consonant_skeleton(match_key("Latmin")) == consonant_skeleton(match_key("Lataminah"))
    assert consonant_skeleton(match_key("Hish")) != consonant_skeleton(match_key("Hass"))
    assert consonant_skeleton(match_key("الظهور")) == consonant_skeleton(match_key("الضهور"))
    assert consonant_skeleton(match_key("الكروم")) != consonant_skeleton(match_key("الكرم"))


CHOICES = st.lists(st.tuples(st.text("abkx", min_size=1, max_size=6), st.sampled_from("PQRS")))


@given(st.text("abkx", min_size=1, max_size=6), CHOICES, st.integers(1, 100))
def test_the_nearest_of_each_owner_is_found_as_by_comparing_one_by_one(
    wanted: str, choices: list[tuple[str, str]], cutoff: int
) -> None:
    keys, owners = [choice for choice, _ in choices], [owner for _, owner in choices]
    (found,) = rank_matches([wanted], keys, owners, cutoff=cutoff)
    best: dict[str, int] = {}
    for choice, owner in choices:
        score = fuzz.ratio(wanted, choice)
        if score >= cutoff:
            best[owner] = max(best.get(owner, 0), round(score))
    assert dict(zip((owners[i] for i in found.choices), found.scores, strict=True)) == best
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_the_margin_is_that_to_another_owner() -> None:
    keys = ["xnʃixun", "xnʃixu", "xntumn"]
    (own, _) = rank_matches(["xnʃixun", "zzz"], keys, ["a", "a", "b"], cutoff=50)
    assert own.scores[0] == 100
    assert own.margin == 100 - round(fuzz.ratio("xnʃixun", "xntumn"))
    (alone,) = rank_matches(["xnʃixun"], keys, ["a", "a", "b"], cutoff=90)
    assert alone.margin == 100


def test_only_the_nearest_owners_are_given() -> None:
    (found,) = rank_matches(["aaaa"], ["aaab", "aaaa", "aaac"], list("PQR"), cutoff=50, limit=2)
    assert found.choices == (1, 0)


def test_nothing_is_nearest_to_nothing() -> None:
    assert rank_matches([], ["a"], ["p"], cutoff=1) == []
    assert rank_matches(["a"], [], [], cutoff=1)[0].choices == ()
    assert rank_matches(["zzz"], ["aaa"], ["p"], cutoff=50)[0].margin == 0


def _pairs() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("names_that_must_not_match.txt").read_text("utf-8")
    return [(a, b) for a, sep, b in (x.partition(" <> ") for x in lines.splitlines()) if sep]


@pytest.mark.parametrize(("one", "other"), _pairs())
def test_names_listed_as_different_have_different_keys(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)
