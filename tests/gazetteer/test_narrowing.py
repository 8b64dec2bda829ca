"""A district, a P-code or the other places of a text choose among namesakes; refusals say how."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from namesakes import PLACES, place

from frontline.errors import AmbiguousNameError, InvalidRequestError, UnknownNameError
from frontline.gazetteer.gazetteer import Gazetteer


@pytest.mark.parametrize("district", ["Idlib", "idleb", "Khan"])
def test_a_district_chooses_among_namesakes(gazetteer: Gazetteer, district: str) -> None:
    match = gazetteer.find("al-Mantar", district=district)
    assert (match.kind, match.place) == ("exact", gazetteer["mantar-w"])
    assert "of 2 places" in match.explanation


@pytest.mark.parametrize("district", ["SY05", "sy050501"])
def test_a_p_code_chooses_among_namesakes(gazetteer: Gazetteer, district: str) -> None:
    assert gazetteer.place("al-Mantar", district=district) == gazetteer["mantar-s"]


def test_a_name_that_lies_elsewhere_is_not_replaced_by_one_nearby(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("Khan Shaykhun", district="Hama")
    assert (match.kind, match.candidates) == ("none", (gazetteer["khan"],))
    with pytest.raises(UnknownNameError, match=r"none in the requested area.*\n.*khan"):
        gazetteer.place("Khan Shaykhun", district="Hama")


def test_an_id_needs_no_district(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("khan", district="Hama").id == "khan"


def test_an_unknown_district_is_refused_with_those_there_are(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidRequestError, match=r"'Atlantis'.*Hama, Idlib, Latakia"):
        gazetteer.find("al-Mantar", district="Atlantis")


def test_a_district_narrows_misspelt_names_too(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Khan Shekhun", district="Idlib").kind == "fuzzy"
    assert gazetteer.find("Khan Shekhun", district="Latakia").kind == "none"


def test_the_other_places_of_a_text_break_a_tie_and_say_so(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("al-Mantar", near=[gazetteer["latmin"], gazetteer["khan"]])
    assert (match.kind, match.place) == ("exact", gazetteer["mantar-w"])
    assert "near the other places" in match.explanation


def test_no_tie_is_broken_between_namesakes_that_are_both_near_or_both_far(
    gazetteer: Gazetteer,
) -> None:
    for at in [(36.25, 35.65), (39.0, 33.0)]:
        assert gazetteer.find("Jurin", near=[place("c", "Centre", at=at)]).kind == "ambiguous"


def test_no_tie_is_broken_when_a_namesake_is_neither_near_nor_far() -> None:
    here, there = place("a", "Twin", at=(36.6, 35.4)), place("b", "Twin", at=(36.6, 35.76))
    assert Gazetteer([here, there]).find("Twin", near=[here]).kind == "ambiguous"
    there = there.model_copy(update={"lat": 35.86})
    assert Gazetteer([here, there]).find("Twin", near=[here]).place == here


@pytest.mark.parametrize(("degrees_east", "kind"), [(0.26, "exact"), (0.29, "ambiguous")])
def test_near_is_25_km_on_the_ground_not_in_degrees(degrees_east: float, kind: str) -> None:
    here, there = place("a", "Twin", at=(36.6, 35.4)), place("b", "Twin", at=(36.6, 37.0))
    middle = place("c", "Middle", at=(36.6 + degrees_east, 35.4))
    assert Gazetteer([here, there]).find("Twin", near=[middle]).kind == kind


def test_nearness_never_finds_what_the_name_does_not(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Nowhere at All", near=PLACES).kind == "none"


def test_a_refusal_lists_each_candidate_and_how_to_choose(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousNameError) as refusal:
        gazetteer.place("al-Mantar")
    message = str(refusal.value)
    assert "al-Mantar (المنطار), Khan, Idlib: mantar-w" in message
    assert "al-Mantar (منطار), Suran, Hama: mantar-s" in message
    assert "--district NAME" in message
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
    with pytest.raises(InvalidRequestError, match="not a place name"):
        gazetteer.find(text)


def test_a_match_is_frozen(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("Latmin")
    with pytest.raises(FrozenInstanceError):
        match.explanation = "otherwise"  # type: ignore[misc]
