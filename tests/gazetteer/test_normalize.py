"""Keys of place names: what they fold, what they keep, and laws that always hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from frontline.gazetteer.matching import nearest
from frontline.gazetteer.normalize import (
    consonants,
    distinctions,
    is_arabic,
    key,
    light,
)

LATIN_WORD = st.text("abcdefghijklmnopqrstuvwxyzāīūḥṣḍṭẓʿšḫéêïôçşţḩ’'`", min_size=1, max_size=12)
LATIN = st.lists(LATIN_WORD, min_size=1, max_size=4).map(" ".join)
ARABIC_WORD = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةـَُّیکگپ", min_size=1, max_size=9)
ARABIC = st.lists(ARABIC_WORD, min_size=1, max_size=4).map(" ".join)
NAME = LATIN | ARABIC | st.text(max_size=30)

#: Every line is one name in the spellings of different desks.
SAME = [
    ("Khan Sheikhoun", "Khan Sheikhun", "Khan Cheikhoun", "khan shaykhun", "KHAN-SHAIKHOUN"),
    ("Khan Shaykhun", "Chan Scheichun", "Ḫān Šayḫūn", "Khān Shaykhūn", "Khan Cheikhoune"),
    ("Maarat al-Numan", "Ma'arrat al-Nu'man", "Maaret an-Numan", "Ma‘arrat an Nu‘mān"),
    ("Kafr Zita", "Kafr Zayta", "Kfar Zeita", "Kafer Zaïta", "Kafr Zitah", "Kufr Zita"),
    ("Jisr ash-Shughur", "Jisr al-Shoghour", "Dschisr asch-Schughur", "Jisr as-Shughour"),
    ("Saraqib", "Sarāqib", "Saraqeb", "Sarakib", "as-Saraqib"),
    ("Tell Mannis", "Tal Mannis", "Talmannis", "Tall Mannīs", "Tel Manis"),
    ("Deir al-Sharqi", "Dayr ash-Sharqi", "Deïr ech Charqi", "Der Alsharki"),
    ("Umm Zaytuna", "Um Zaytunah", "Oumm Zeitouné", "Om Zaytouneh"),
    ("Abu al-Duhur", "Abou ed Douhour", "Abu adh-Dhuhur", "Abul Duhur"),
    ("al-Lataminah", "Lataminah", "el-Latamina", "Al Latamineh"),
    ("Jabal Shahshabu", "Jebel Chahchabou", "Djebel Shahshabo"),
    ("Sheikh Idris", "Shaykh Idrīs", "ash-Shaykh Idris", "Cheikh Idriss"),
    ("al-Nayrab", "an-Nayrab", "Alnayrab", "Nairab", "en Neïrab"),
    ("Salqin", "Salqine", "Salkin"),
    ("Hama", "Hamah", "Hama city", "Ḩamāh"),
    ("Deir Sunbul", "Dayr Sumbul"),
    ("كفر نبودة", "كفرنبوده", "كفر نبودا", "كَفر نبّودة", "كفـــر نبودة"),
    ("خان شيخون", "خان شیخون", "مدينة خان شيخون", "\u200fخان شيخون\u200e", "ﺧﺎﻥ ﺷﻴﺨﻮﻥ"),
    ("أبو الظهور", "ابو الظهور", "ابي الظهور"),
    ("إدلب", "ادلب", "أدلب"),
    ("الدير الغربي", "الدير الغربى", "دير الغربي"),
    ("كبانة", "کبانه", "كبانا"),
]

APART = [
    ("Latmin", "al-Lataminah"),
    ("Hish", "Hass"),
    ("Sarmin", "al-Surman"),
    ("Hama", "Hamamah"),
    ("Mudaya", "Amudiyah"),
    ("Kafr Zita", "Maar Zita"),
    ("Sukayk", "Tal Sukayk"),
    ("Tell Aas", "Tell"),
    ("Deir al-Sharqi", "Deir al-Gharbi"),
    ("al-Rashidin 4", "al-Rashidin 5"),
    ("Kafr Nabl", "Kafr Nabudah"),
    ("لطمين", "اللطامنة"),
    ("حيش", "حاس"),
    ("سكيك", "تل سكيك"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda names: names[0])
def test_the_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert {key(spelling) for spelling in spellings} == {key(spellings[0])}
    assert key(spellings[0])


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("al-Habit", "Al Ḩabīţ"), ("Ma'arrat", "maarrat"), ("الصيّاد", "صياد"), ("أريحا", "اريحا")],
)
def test_light_folds_only_how_a_name_is_set(one: str, other: str) -> None:
    assert light(one) == light(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Habit", "Hobeit"), ("Kafr", "Kfar"), ("حماة", "حماه"), ("Zita", "Zitah")]
)
def test_light_leaves_other_spellings_apart(one: str, other: str) -> None:
    assert light(one) != light(other)


def test_an_article_that_does_not_agree_with_the_next_letter_is_a_word() -> None:
    assert light("Tell As Sukayk") == "tellsukayk"
    assert light("Tell As Habit") == "tellashabit"
    assert light("Tell As") == "tellas"


@given(NAME)
@example("Sahab")  # sh comes together only when the a is gone
@example("Dajaj")
@example("Alamutiyah")  # al- likewise
@example("Tanabir")
@example("الالماس")
@example("ا لب")
def test_a_key_of_a_key_is_the_key(name: str) -> None:
    assert key(key(name)) == key(name)


@given(NAME)
def test_light_of_light_is_light(name: str) -> None:
    assert light(light(name)) == light(name)


@given(LATIN)
def test_case_makes_no_difference(name: str) -> None:
    assert key(name.upper()) == key(name) == key(name.title())
    assert light(name.upper()) == light(name)


@given(LATIN, st.sampled_from(["al-", "Al ", "el-", "El "]))
def test_the_latin_article_makes_no_difference(name: str, article: str) -> None:
    assert light(article + name) == light(name) or not light(name)
    assert key(article + name) == key(name) or not key(name)


@given(ARABIC_WORD.filter(lambda word: len(light(word)) > 1))
def test_the_arabic_article_makes_no_difference(word: str) -> None:
    assert key("ال" + word) == key(word)


@given(NAME, NAME)
def test_names_that_are_literally_the_same_share_a_key_unless_an_accent_tells(
    one: str, other: str
) -> None:
    accents = set("éÉ\u0301") & {*one, *other}
    assert light(one) != light(other) or key(one) == key(other) or accents


@given(LATIN, ARABIC)
def test_keys_of_the_two_scripts_never_meet(latin: str, arabic: str) -> None:
    assert key(latin) != key(arabic) or not key(latin)


@given(NAME)
def test_a_key_is_empty_only_without_letters_and_digits(name: str) -> None:
    assert bool(key(name)) == bool(light(name))


@given(LATIN | ARABIC)
def test_marks_of_direction_make_no_difference(name: str) -> None:
    assert key("\u202b\u200f" + name + "\u202c") == key(name)


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
    assert distinctions(one) != distinctions(other)


def test_what_parts_neighbours_is_the_same_in_every_spelling() -> None:
    assert distinctions("Deir Alsharqi") == distinctions("dayr ash-sharqiyah") == {"east"}
    assert distinctions("Khan Shaykhun") == set()


def test_consonants_forgive_what_the_ear_confuses() -> None:
    assert consonants(key("Khan Sheikoun")) == consonants(key("Khan Shaykhun"))
    assert consonants(key("Latmin")) == consonants(key("Lataminah"))
    assert consonants(key("Hish")) != consonants(key("Hass"))
    assert consonants(key("الظهور")) == consonants(key("الضهور"))
    assert consonants(key("الكروم")) != consonants(key("الكرم"))


CHOICES = st.lists(st.tuples(st.text("abkx", min_size=1, max_size=6), st.sampled_from("PQRS")))


@given(st.text("abkx", min_size=1, max_size=6), CHOICES, st.integers(1, 100))
def test_the_nearest_of_each_owner_is_found_as_by_comparing_one_by_one(
    wanted: str, choices: list[tuple[str, str]], cutoff: int
) -> None:
    keys, owners = [choice for choice, _ in choices], [owner for _, owner in choices]
    (found,) = nearest([wanted], keys, owners, cutoff=cutoff)
    best: dict[str, int] = {}
    for choice, owner in choices:
        score = fuzz.ratio(wanted, choice)
        if score >= cutoff:
            best[owner] = max(best.get(owner, 0), round(score))
    assert dict(zip((owners[i] for i in found.choices), found.scores, strict=True)) == best
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_the_margin_is_that_to_another_owner() -> None:
    keys = ["xnʃixun", "xnʃixu", "xntumn"]
    (own, _) = nearest(["xnʃixun", "zzz"], keys, ["a", "a", "b"], cutoff=50)
    assert own.scores[0] == 100
    assert own.margin == 100 - round(fuzz.ratio("xnʃixun", "xntumn"))
    (alone,) = nearest(["xnʃixun"], keys, ["a", "a", "b"], cutoff=90)
    assert alone.margin == 100


def test_only_the_nearest_owners_are_given() -> None:
    (found,) = nearest(["aaaa"], ["aaab", "aaaa", "aaac"], list("PQR"), cutoff=50, limit=2)
    assert found.choices == (1, 0)


def test_nothing_is_nearest_to_nothing() -> None:
    assert nearest([], ["a"], ["p"], cutoff=1) == []
    assert nearest(["a"], [], [], cutoff=1)[0].choices == ()
    assert nearest(["zzz"], ["aaa"], ["p"], cutoff=50)[0].margin == 0


def _pairs() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("names_that_must_not_match.txt").read_text("utf-8")
    return [(a, b) for a, sep, b in (x.partition(" <> ") for x in lines.splitlines()) if sep]


@pytest.mark.parametrize(("one", "other"), _pairs())
def test_names_listed_as_different_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)
