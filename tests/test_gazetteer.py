"""Finding places: what is found, what is refused, and why nothing is guessed in silence."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import AmbiguousNameError, RequestError, UnknownNameError
from frontline.gazetteer import Gazetteer, Match
from frontline.model import Place
from frontline.package import read_package

HERE = Path(__file__).parent


def place(  # noqa: PLR0913 - each field has a default
    place_id: str,
    name: str,
    name_ar: str = "",
    *names: str,
    kind: str = "village",
    at: tuple[float, float] = (36.6, 35.4),
    area: tuple[str, str] = ("Hama", "Suran"),
    codes: tuple[str, str] = ("", ""),
) -> Place:
    return Place(
        id=place_id,
        name=name,
        name_ar=name_ar,
        names=names,
        kind=kind,
        lon=at[0],
        lat=at[1],
        position_error_m=100,
        admin1=area[0],
        admin3=area[1],
        admin1_pcode=codes[0],
        admin3_pcode=codes[1],
        sources=("test",),
        licence="CC0",
    )


PLACES = [
    place("khan", "Khan Shaykhun", "خان شيخون", "Chan Scheichun", kind="town", area=("Idlib", "K")),
    place("habit", "al-Habit", "الهبيط", "Hobeit", "Hbit"),
    place("latmin", "Latmin", "لطمين"),
    place("lataminah", "al-Lataminah", "اللطامنة", kind="town"),
    place("mantar-w", "al-Mantar", "المنطار", at=(36.586, 35.444), area=("Idlib", "Khan")),
    place("mantar-s", "al-Mantar", "منطار", at=(37.4, 34.9), codes=("SY05", "SY050501")),
    place("sharqi", "Dayr al-Sharqi", "الدير الشرقي"),
    place("gharbi-far", "Kafr Buhum al-Gharbiyah", "كفر بهم الغربية"),
    place("jableh", "Jableh", "جبلة", kind="town", at=(35.93, 35.36), area=("Latakia", "Jableh")),
    place("jabala", "Jabala", "جبالا", at=(36.6, 35.6), area=("Idlib", "Kafr Nobol")),
    place("jurin", "Jurin", "جورين", at=(36.2, 35.6)),
    place("jorin", "Jorin", "", at=(36.3, 35.7)),
    place("rashidin-4", "al-Rashidin 4"),
    place("hill", "Tal al-Hamamiyat", "تل الحماميات", kind="hill"),
    place("salihiyah", "al-Salihiyah", "الصالحية", "Burj (Aleppo)"),
]


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer(PLACES)


# --- by id ---


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
    with pytest.raises(RequestError, match="'khan'"):
        Gazetteer([PLACES[0], PLACES[0]])


def test_an_id_is_exact_even_where_the_name_is_shared(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("mantar-s")
    assert match.match == "exact"
    assert match.place == gazetteer["mantar-s"]
    assert "id" in match.how


def test_an_id_that_reads_like_a_shared_name_says_so() -> None:
    gazetteer = Gazetteer([place("twin", "Twin"), place("twin-2", "Twin")])
    assert gazetteer.find("twin").place == gazetteer["twin"]
    assert gazetteer.find("twin").how == "'twin' is the id of 'Twin'; as a name it also fits twin-2"
    assert gazetteer.find("Twin").match == "ambiguous"


# --- by name ---


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
    assert (match.match, match.place and match.place.id) == (kind, expected)
    assert match.candidates == (match.place,)
    assert gazetteer.place(text).id == expected


def test_how_says_which_spelling_led_there(gazetteer: Gazetteer) -> None:
    how = gazetteer.find("Khan Cheikhoun").how
    assert how == "spelling 'Khan Cheikhoun' folds to the same key as 'Khan Shaykhun'"
    assert "listed spelling of 'al-Habit'" in gazetteer.find("Hobeit").how
    assert "its name 'al-Habit'" in gazetteer.find("Habit").how
    assert "'Khan Shaykhun' is near in spelling (92 of 100)" in gazetteer.find("Khan Shekhun").how


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
    assert (match.match, match.place) == (kind, None)
    with pytest.raises(AmbiguousNameError if kind == "ambiguous" else UnknownNameError):
        gazetteer.place(text)


def test_a_town_of_that_very_name_goes_before_a_village_that_only_folds_alike(
    gazetteer: Gazetteer,
) -> None:
    match = gazetteer.find("Jableh")
    assert (match.match, match.place) == ("exact", gazetteer["jableh"])
    assert "town" in match.how
    assert "jabala" in match.how
    assert gazetteer.find("Jabala").match == "ambiguous"
    assert gazetteer.find("Jabla").match == "ambiguous"


def test_a_town_does_not_go_before_a_village_that_lists_the_very_name() -> None:
    lister = place("lister", "Somewhere", "", "Jableh")
    assert Gazetteer([*PLACES, lister]).find("Jableh").match == "ambiguous"


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
    assert (match.match, match.place) == ("none", None)


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
    assert (match.match, match.place) == ("none", None)
    assert "names another" in match.how


def test_the_first_letter_is_not_misspelt_along_with_its_sound() -> None:
    gazetteer = Gazetteer([place("a", "Khirbat Murshidiyah")])
    assert gazetteer.find("Khirbat Murshidiya").match == "variant"
    assert gazetteer.find("Khirbat Murshiziyya").match == "fuzzy"
    assert gazetteer.find("Dhirbat Murshidiyah").match == "none"


def test_an_accent_left_out_is_still_literally_the_listed_spelling() -> None:
    match = Gazetteer([place("a", "Safinah", "", "Tell Safiné")]).find("Tell Safine")
    assert match.match == "variant"
    assert "listed spelling" in match.how


def test_a_name_near_two_places_is_refused_with_both() -> None:
    twins = Gazetteer([place("a", "Kafr Nuran"), place("b", "Kafr Nirin"), *PLACES])
    match = twins.find("Kafr Narun")
    assert match.match == "ambiguous"
    assert {"a", "b"} == {one.id for one in match.candidates}


def test_a_word_in_brackets_makes_no_name_near_another(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("al-Burj (Aleppo)").match == "variant"
    assert gazetteer.find("al-Birj (Aleppo)").match == "none"
    assert gazetteer.find("Khan Shekhun (Idlib)").match == "none"
    assert Gazetteer([place("a", "Burj Haydar Far")]).find("Birj Haydar (Far)").match == "none"


def test_a_place_without_an_arabic_name_is_no_candidate_for_one() -> None:
    bare = Gazetteer([place("a", "Alpha"), place("b", "Beta", "", "?!")])
    assert bare.find("ألفا") == Match("ألفا", "none", None, (), "no place is called 'ألفا'")
    assert bare.find("Beta").match == "exact"


def test_latin_never_comes_near_arabic() -> None:
    mixed = Gazetteer([place("a", "خان شيخون"), place("b", "Elsewhere", "خانطومان")])
    assert mixed.find("Khan Shaykhun").match == "none"
    assert mixed.find("Khan Shaykhun").candidates == ()


# --- narrowing ---


@pytest.mark.parametrize("within", ["Idlib", "idleb", "Khan"])
def test_a_district_chooses_among_namesakes(gazetteer: Gazetteer, within: str) -> None:
    match = gazetteer.find("al-Mantar", within=within)
    assert (match.match, match.place) == ("exact", gazetteer["mantar-w"])
    assert "of 2 places" in match.how


@pytest.mark.parametrize("within", ["SY05", "sy050501"])
def test_a_p_code_chooses_among_namesakes(gazetteer: Gazetteer, within: str) -> None:
    assert gazetteer.place("al-Mantar", within=within) == gazetteer["mantar-s"]


def test_a_name_that_lies_elsewhere_is_not_replaced_by_one_nearby(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("Khan Shaykhun", within="Hama")
    assert (match.match, match.candidates) == ("none", (gazetteer["khan"],))
    with pytest.raises(UnknownNameError, match=r"none in the area.*\n.*khan"):
        gazetteer.place("Khan Shaykhun", within="Hama")


def test_an_id_needs_no_district(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("khan", within="Hama").id == "khan"


def test_an_unknown_district_is_refused_with_those_there_are(gazetteer: Gazetteer) -> None:
    with pytest.raises(RequestError, match=r"'Atlantis'.*Hama, Idlib, Latakia"):
        gazetteer.find("al-Mantar", within="Atlantis")


def test_a_district_narrows_misspelt_names_too(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Khan Shekhun", within="Idlib").match == "fuzzy"
    assert gazetteer.find("Khan Shekhun", within="Latakia").match == "none"


def test_the_other_places_of_a_text_break_a_tie_and_say_so(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("al-Mantar", near=[gazetteer["latmin"], gazetteer["khan"]])
    assert (match.match, match.place) == ("exact", gazetteer["mantar-w"])
    assert "near the others named" in match.how


def test_no_tie_is_broken_between_namesakes_that_are_both_near_or_both_far(
    gazetteer: Gazetteer,
) -> None:
    for at in [(36.25, 35.65), (39.0, 33.0)]:
        assert gazetteer.find("Jurin", near=[place("c", "Centre", at=at)]).match == "ambiguous"


def test_no_tie_is_broken_when_a_namesake_is_neither_near_nor_far() -> None:
    here, there = place("a", "Twin", at=(36.6, 35.4)), place("b", "Twin", at=(36.6, 35.76))
    assert Gazetteer([here, there]).find("Twin", near=[here]).match == "ambiguous"
    there = there.model_copy(update={"lat": 35.86})
    assert Gazetteer([here, there]).find("Twin", near=[here]).place == here


@pytest.mark.parametrize(("degrees_east", "kind"), [(0.26, "exact"), (0.29, "ambiguous")])
def test_near_is_25_km_on_the_ground_not_in_degrees(degrees_east: float, kind: str) -> None:
    here, there = place("a", "Twin", at=(36.6, 35.4)), place("b", "Twin", at=(36.6, 37.0))
    middle = place("c", "Middle", at=(36.6 + degrees_east, 35.4))
    assert Gazetteer([here, there]).find("Twin", near=[middle]).match == kind


def test_nearness_never_finds_what_the_name_does_not(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Nowhere at All", near=PLACES).match == "none"


# --- messages ---


def test_a_refusal_lists_each_candidate_and_how_to_choose(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousNameError) as refusal:
        gazetteer.place("al-Mantar")
    message = str(refusal.value)
    assert "al-Mantar (المنطار), Khan, Idlib: mantar-w" in message
    assert "al-Mantar (منطار), Suran, Hama: mantar-s" in message
    assert "--in DISTRICT" in message
    assert "id" in message


def test_an_unknown_name_suggests_up_to_five_near_ones(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownNameError) as refusal:
        gazetteer.place("Khan Shaykh")
    lines = str(refusal.value).splitlines()
    assert lines[0].startswith("no place is called 'Khan Shaykh'")
    assert lines[1].strip() == "Khan Shaykhun (خان شيخون), K, Idlib: khan"
    assert len(lines) <= 6


@pytest.mark.parametrize(
    "text", ["", "   ", "!?،", "\u200f", "Khan\x00Shaykhun", "Khan\nShaykhun", "K" * 201]
)
def test_what_cannot_be_a_name_is_a_bad_request(gazetteer: Gazetteer, text: str) -> None:
    with pytest.raises(RequestError, match="no place name"):
        gazetteer.find(text)


def test_a_match_is_frozen(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("Latmin")
    with pytest.raises(FrozenInstanceError):
        match.how = "otherwise"  # type: ignore[misc]


# --- laws ---

TEXTS = st.sampled_from(
    [
        *("Khan Cheikhoun", "Khan Shekhun", "al-Mantar", "Jabala", "Jableh", "Jabla", "Jurin"),
        *("Latmin", "Latamina", "Hbit", "Dayr al-Gharbi", "المنطار", "خان شيخن", "Salihiyeh"),
        *(one.id for one in PLACES),
    ]
) | st.text("abehiklmnrstuy -", min_size=3, max_size=16).filter(str.strip).filter(
    lambda text: text.strip(" -")
)


@given(TEXTS, st.permutations(PLACES))
def test_the_order_of_the_places_makes_no_difference(text: str, shuffled: list[Place]) -> None:
    assert Gazetteer(shuffled).find(text) == Gazetteer(PLACES).find(text)


def test_the_order_of_equally_near_names_is_their_own() -> None:
    pair = [place("p", "Tabkin"), place("q", "Tabkir")]
    match = Gazetteer(pair).find("Tabkis")
    assert [one.id for one in match.candidates] == ["p", "q"]
    assert Gazetteer(pair[::-1]).find("Tabkis") == match


@given(st.sampled_from(["al-Mantar", "Jurin", "Jabala", "منطار"]), st.permutations(PLACES))
def test_a_refused_name_stays_refused_in_any_order(text: str, shuffled: list[Place]) -> None:
    assert Gazetteer(shuffled).find(text).match == "ambiguous"


@given(st.sampled_from(PLACES), st.text("abkhmnrstuiy ", min_size=1, max_size=20))
def test_another_place_never_changes_what_an_id_means(known: Place, name: str) -> None:
    grown = Gazetteer([*PLACES, place("newcomer", name, "", known.name, known.id)])
    match = grown.find(known.id)
    assert (match.match, match.place) == ("exact", known)


@given(st.lists(TEXTS, max_size=8))
def test_many_names_are_found_as_each_by_itself(texts: list[str]) -> None:
    gazetteer = Gazetteer(PLACES)
    assert gazetteer.resolve(texts) == [gazetteer.find(text) for text in texts]


@given(TEXTS)
def test_an_accepted_place_is_the_only_candidate_and_a_refusal_names_none(text: str) -> None:
    match: Match = Gazetteer(PLACES).find(text)
    if match.match in {"exact", "variant", "fuzzy"}:
        assert match.candidates == (match.place,)
    else:
        assert match.place is None
        assert match.match == "none" or len(match.candidates) > 1


# --- the real gazetteer ---


@cache
def _real() -> Gazetteer:
    return Gazetteer(read_package(HERE.parent / "data").gazetteer.values())


def _lines(file: str, separator: str) -> list[tuple[str, str]]:
    lines = (HERE / file).read_text("utf-8").splitlines()
    pairs = (line.partition(separator) for line in lines if not line.startswith("#"))
    return [(written, meant) for written, sep, meant in pairs if sep]


@pytest.mark.parametrize(("written", "name"), _lines("names_that_match.txt", " = "))
def test_a_press_spelling_is_found(written: str, name: str) -> None:
    match = _real().find(written)
    assert match.place is not None, match.how
    assert match.place.name == name


@pytest.mark.parametrize(("written", "kind"), _lines("names_that_must_not_match.txt", " ? "))
def test_a_spelling_is_refused(written: str, kind: str) -> None:
    match = _real().find(written)
    assert (match.match, match.place) == (kind, None)


@pytest.mark.parametrize(("one", "other"), _lines("names_that_must_not_match.txt", " <> "))
def test_two_names_are_never_found_as_one_place(one: str, other: str) -> None:
    first, second = _real().find(one), _real().find(other)
    assert first.place is None or first.place != second.place


def test_every_place_is_found_by_its_id_and_never_lost_by_its_names() -> None:
    for place_id in _real():
        own = _real()[place_id]
        assert _real().place(place_id) == own
        for match in _real().resolve([own.name, *filter(None, [own.name_ar]), *own.names]):
            assert own in match.candidates or "town" in match.how


def test_no_line_of_the_lists_is_unread() -> None:
    for file, separators in (
        ("names_that_match.txt", [" = "]),
        ("names_that_must_not_match.txt", [" ? ", " <> "]),
    ):
        lines = (HERE / file).read_text("utf-8").splitlines()
        written = [line for line in lines if line and not line.startswith("#")]
        read = [pair for separator in separators for pair in _lines(file, separator)]
        assert len(read) == len(written)
