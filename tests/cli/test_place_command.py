"""The command place finds a place by any spelling, or lists candidates."""

from __future__ import annotations

import pytest
from run_command import run, run_json, run_json_on_land

pytestmark = pytest.mark.usefixtures("_opened_once")

SPELLINGS = {
    "Khan Sheikhoun": "variant",
    "Khan Sheikhun": "variant",
    "Khan Cheikhoun": "variant",
    "khan shaykhun": "exact",
    "خان شيخون": "exact",
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_every_spelling_of_khan_shaykhun_finds_it_with_the_kind_of_match(name):
    answer = run_json("place", name)
    assert answer["place"]["id"] == "khan-shaykhun"
    assert answer["match"] == SPELLINGS[name]
    assert [place["id"] for place in answer["candidates"]] == ["khan-shaykhun"]
    in_words = run("place", name)
    assert "id khan-shaykhun" in in_words
    assert f"{answer['match']}: {answer['how']}" in in_words


@pytest.mark.parametrize("name", ["al-Buwaydah", "al-Mantar"])
def test_an_ambiguous_name_is_refused_with_all_candidates_and_a_remedy(name):
    answer = run_json("place", name, code=2)
    assert (answer["match"], answer["place"]) == ("ambiguous", None)
    assert len(answer["candidates"]) >= 2
    in_words = run("place", name, code=2)
    for place in answer["candidates"]:
        assert f"{place['admin3']}, {place['admin1']}: {place['id']}" in in_words
    assert "--district NAME" in in_words


@pytest.mark.parametrize("command", ["control", "distance"])
def test_an_ambiguous_name_is_refused_by_every_command(command):
    rest = ["Morek"] if command == "distance" else []
    assert "matches 3 places" in run(command, "al-Buwaydah", *rest, code=2)


def test_a_district_or_an_id_resolves_an_ambiguous_name():
    chosen = run_json("place", "al-Buwaydah", "--district", "Suran")
    assert chosen["place"]["id"] == "al-buwaydah-suran"
    assert "in the requested area" in chosen["how"]
    by_id = run_json("place", "al-buwaydah-suran")
    assert by_id["place"] == chosen["place"]
    assert "al-Buwaydah" in run("control", "al-Buwaydah", "--district", "Suran")
    assert run_json("distance", "al-Buwaydah", "Suran", "--district", "Suran")["centre_m"] > 0


def test_a_misspelt_name_is_refused_with_similar_names():
    for written, meant in (("Kahn Shaykoun", "Khan Shaykhun"), ("Saraiqb", "Saraqib")):
        answer = run_json("place", written, code=2)
        assert (answer["match"], answer["place"]) == ("none", None)
        assert f"Nearest:\nfrontline:   {meant} (" in run("place", written, code=2)


def test_a_name_like_no_other_is_refused_without_similar_names():
    for written in ("Nowhereabad", "zzz", "xyzzy"):
        assert "Nearest" not in run("place", written, code=2)


def test_a_place_has_its_position_error_and_sources():
    place = run_json_on_land("place", "إيلم")["place"]
    assert place["id"] == "elm"
    assert (place["lon"], place["lat"], place["position_error_m"]) == (30.1, 0.1, 100.0)
    assert (place["sources"], place["licence"]) == (["invented"], "CC0")
