"""By id and by name: what is found, what is refused, and why nothing is guessed in silence."""

from __future__ import annotations

import pytest
from namesakes import PLACES, place

from frontline.errors import AmbiguousNameError, InvalidRequestError, UnknownNameError
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.gazetteer.match import Match


def test_a_gazetteer_reads_like_a_dict_by_id(gazetteer: Gazetteer) -> None:
    assert gazetteer["latmin"].name == "Latmin"
    assert "latmin" in gazetteer
    assert "Latmin" not in gazetteer
    assert list(gazetteer) == [one.id for one in PLACES]
    assert len(gazetteer) == len(PLACES)


def test_an_unknown_id_says_how_to_find_one(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownNameError, match=r"'nowhere'.*frontline place"):
        gazetteer["nowhere"]


def test_two_places_of_one_id_are_refused() -> None:
    with pytest.raises(InvalidRequestError, match="'khan'"):
        Gazetteer([PLACES[0], PLACES[0]])


def test_an_id_is_exact_even_where_the_name_is_shared(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("mantar-s")
    assert match.kind == "exact"
    assert match.place == gazetteer["mantar-s"]
    assert "id" in match.explanation


def test_an_id_that_reads_like_a_shared_name_says_so() -> None:
    gazetteer = Gazetteer([place("twin", "Twin"), place("twin-2", "Twin")])
    assert gazetteer.find("twin").place == gazetteer["twin"]
    assert (
        gazetteer.find("twin").explanation
        == "'twin' is the id of 'Twin'; it is also a name of twin-2"
    )
    assert gazetteer.find("Twin").kind == "ambiguous"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Khan Shaykhun", "exact", "khan"),
        ("khan shaykhūn", "exact", "khan"),
        ("  Khan-Shaykhun ", "exact", "khan"),
        ("خان شيخون", "exact", "khan"),
        ("Habit", "exact", "habit"),
        ("Chan Scheichun", "variant", "khan"),
        ("Khan Cheikhoun", "variant", "khan"),
        ("خان شیخون", "variant", "khan"),
        ("اللطامنه", "variant", "lataminah"),
        ("Hobeit", "variant", "habit"),
        ("Khan Shekhun", "fuzzy", "khan"),
        ("Khan Shaikhoon", "variant", "khan"),
        ("al-Lataminiya", "fuzzy", "lataminah"),
        ("خان شيخن", "fuzzy", "khan"),
    ],
)
def test_a_name_is_found(gazetteer: Gazetteer, text: str, kind: str, expected: str) -> None:
    match = gazetteer.find(text)
    assert (match.kind, match.place and match.place.id) == (kind, expected)
    assert match.candidates == (match.place,)
    assert gazetteer.place(text).id == expected


def test_how_says_which_spelling_led_there(gazetteer: Gazetteer) -> None:
    how = gazetteer.find("Khan Cheikhoun").explanation
    assert how == "'Khan Cheikhoun' is a spelling variant of 'Khan Shaykhun'"
    assert "listed spelling of 'al-Habit'" in gazetteer.find("Hobeit").explanation
    assert "its name 'al-Habit'" in gazetteer.find("Habit").explanation
    assert (
        "'Khan Shaykhun' is the only similar name (92 of 100)"
        in gazetteer.find("Khan Shekhun").explanation
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("al-Mantar", "ambiguous"),
        ("المنطار", "ambiguous"),
        ("Jurin", "ambiguous"),  # literally one village, but another folds alike
        ("Latm", "none"),
        ("Khan", "none"),
        ("Khan Shaykhum", "none"),  # very near, but with another consonant
        ("Khan Toum", "none"),
        ("Nowhere at All", "none"),
        ("Сарaкиб", "none"),
    ],
)
def test_a_name_is_refused(gazetteer: Gazetteer, text: str, kind: str) -> None:
    match = gazetteer.find(text)
    assert (match.kind, match.place) == (kind, None)
    with pytest.raises(AmbiguousNameError if kind == "ambiguous" else UnknownNameError):
        gazetteer.place(text)


def test_a_town_of_that_very_name_goes_before_a_village_that_only_folds_alike(
    gazetteer: Gazetteer,
) -> None:
    match = gazetteer.find("Jableh")
    assert (match.kind, match.place) == ("exact", gazetteer["jableh"])
    assert "town" in match.explanation
    assert "jabala" in match.explanation
    assert gazetteer.find("Jabala").kind == "ambiguous"
    assert gazetteer.find("Jabla").kind == "ambiguous"


def test_a_town_does_not_go_before_a_village_that_lists_the_very_name() -> None:
    lister = place("lister", "Somewhere", "", "Jableh")
    assert Gazetteer([*PLACES, lister]).find("Jableh").kind == "ambiguous"


def test_a_listed_spelling_that_is_another_places_name_is_ambiguous() -> None:
    match = Gazetteer([*PLACES, place("x", "Hobeit")]).find("Hobeit")
    assert [one.id for one in match.candidates] == ["habit", "x"]


@pytest.mark.parametrize(
    "text",
    [
        "Dayr al-Gharbi",
        "Kafr Buhum al-Sharqiyah",
        "al-Rashidin 5",
        "al-Rashidin",
        "al-Hamamiyat",
        "الدير الغربي",
    ],
)
def test_a_side_a_number_or_a_hill_is_never_a_misspelling(gazetteer: Gazetteer, text: str) -> None:
    match = gazetteer.find(text)
    assert (match.kind, match.place) == ("none", None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Umm Tuwaynat al-Kabir", "Umm Tuwaynat al-Akbar"),
        ("Rasm al-Suwaranah al-Muhaylibah 4", "Rasm al-Suwaranah al-Muhaylibah 5"),
        ("Tal Taybat al-Turkiyah", "Taybat al-Turkiyah"),
    ],
)
def test_nor_is_it_when_all_the_rest_is_the_same(name: str, text: str) -> None:
    match = Gazetteer([place("a", name)]).find(text)
    assert (match.kind, match.place) == ("none", None)
    assert "is another place" in match.explanation


def test_the_first_letter_is_not_misspelt_along_with_its_sound() -> None:
    gazetteer = Gazetteer([place("a", "Khirbat Murshidiyah")])
    assert gazetteer.find("Khirbat Murshidiya").kind == "variant"
    assert gazetteer.find("Khirbat Murshiziyya").kind == "fuzzy"
    assert gazetteer.find("Dhirbat Murshidiyah").kind == "none"


def test_an_accent_left_out_is_still_literally_the_listed_spelling() -> None:
    match = Gazetteer([place("a", "Safinah", "", "Tell Safiné")]).find("Tell Safine")
    assert match.kind == "variant"
    assert "listed spelling" in match.explanation


def test_a_name_near_two_places_is_refused_with_both() -> None:
    twins = Gazetteer([place("a", "Kafr Nuran"), place("b", "Kafr Nirin"), *PLACES])
    match = twins.find("Kafr Narun")
    assert match.kind == "ambiguous"
    assert {"a", "b"} == {one.id for one in match.candidates}


def test_a_word_in_brackets_makes_no_name_near_another(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("al-Burj (Aleppo)").kind == "variant"
    assert gazetteer.find("al-Birj (Aleppo)").kind == "none"
    assert gazetteer.find("Khan Shekhun (Idlib)").kind == "none"
    assert Gazetteer([place("a", "Burj Haydar Far")]).find("Birj Haydar (Far)").kind == "none"


def test_a_slip_in_a_part_of_a_name_finds_the_place_as_a_suggestion() -> None:
    towns = Gazetteer([place("a", "Vovchansk (Chuhuivsk)"), place("b", "Verkh/Nyz"), *PLACES])
    for slip in ("Vochansk", "Vovchasnk", "Chuhiuvsk"):
        assert towns.find(slip).kind == "none"
        assert [one.id for one in towns.suggest(slip)] == ["a"]
    assert towns.suggest("zz") == ()


def test_a_place_without_an_arabic_name_is_no_candidate_for_one() -> None:
    bare = Gazetteer([place("a", "Alpha"), place("b", "Beta", "", "?!")])
    assert bare.find("ألفا") == Match("ألفا", "none", None, (), "no place is called 'ألفا'")
    assert bare.find("Beta").kind == "exact"


def test_latin_never_comes_near_arabic() -> None:
    mixed = Gazetteer([place("a", "خان شيخون"), place("b", "Elsewhere", "خانطومان")])
    assert mixed.find("Khan Shaykhun").kind == "none"
    assert mixed.find("Khan Shaykhun").candidates == ()
