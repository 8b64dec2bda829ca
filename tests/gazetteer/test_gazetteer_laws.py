"""Laws of finding: no order and no other place changes what a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from namesakes import PLACES, place

from frontline.gazetteer.gazetteer import Gazetteer

if TYPE_CHECKING:
    from frontline.gazetteer.match import Match
    from frontline.models import Place

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
    assert Gazetteer(shuffled).find(text).kind == "ambiguous"


@given(st.sampled_from(PLACES), st.text("abkhmnrstuiy ", min_size=1, max_size=20))
def test_another_place_never_changes_what_an_id_means(known: Place, name: str) -> None:
    grown = Gazetteer([*PLACES, place("newcomer", name, "", known.name, known.id)])
    match = grown.find(known.id)
    assert (match.kind, match.place) == ("exact", known)


@given(st.lists(TEXTS, max_size=8))
def test_many_names_are_found_as_each_by_itself(texts: list[str]) -> None:
    gazetteer = Gazetteer(PLACES)
    assert gazetteer.find_many(texts) == [gazetteer.find(text) for text in texts]


@given(TEXTS)
def test_an_accepted_place_is_the_only_candidate_and_a_refusal_names_none(text: str) -> None:
    match: Match = Gazetteer(PLACES).find(text)
    if match.kind in {"exact", "variant", "fuzzy"}:
        assert match.candidates == (match.place,)
    else:
        assert match.place is None
        assert match.kind == "none" or len(match.candidates) > 1
