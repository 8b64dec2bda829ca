"""Choose between places of one name: how near they lie, and which are worth asking about."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from frontline.claims.reader.chunker import TagPattern
from frontline.gazetteer import normalize
from frontline.geometry import geodesy

if TYPE_CHECKING:
    from collections.abc import Collection

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.toponyms import Lexicon
    from frontline.gazetteer.match import Match
    from frontline.models import Place

#: A namesake is chosen only within this distance of another place of the text.
NEAR_KM = 30.0
#: A single word whose key has at most this many letters is a short name.
SHORT_KEY = 7
#: Of several namesakes, one beside the other places of its sentence is meant if it lies this near
#: to one of them, and the others lie many times as far.
BESIDE_KM = 8.0
MANY_TIMES = 2.5
BESIDE = "beside the other places of the sentence"


def distance_km(place: Place, other: Place) -> float:
    """Return the distance between two places, in kilometres."""
    return _between_km(place.lon, place.lat, other.lon, other.lat)


@lru_cache(maxsize=1 << 12)
def _between_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance between two positions; a text asks often for the same ones."""
    return geodesy.distance_m(lon, lat, other_lon, other_lat) / 1000


def are_near(place: Place, others: tuple[Place, ...]) -> bool:
    """Return whether a place is near one of several others."""
    return any(distance_km(place, other) <= NEAR_KM for other in others)


def too_far(
    name: str, place: Place, near: tuple[Place, ...], record: Collection[str]
) -> str | None:
    """Return why a lone short name is not a place far from the other places of the text."""
    others = tuple(other for other in near if other.id != place.id)
    if " " in name or len(normalize.match_key(name)) > SHORT_KEY or not others:
        return None
    small = place.kind not in {"town", "city"} and place.id not in record
    if not small or name.isascii() or are_near(place, others):
        return None
    return (
        f"{name!r} would be {place.name} ({place.admin3}), too far from the other places of"
        " the text for so short a name"
    )


def reported(match: Match, record: Collection[str], near: tuple[Place, ...]) -> Match:
    """Choose the one of several namesakes that has reports, if it is near the text's places."""
    known = [place for place in match.candidates if place.id in record]
    if match.kind != "ambiguous" or len(known) != 1 or not are_near(known[0], near):
        return match
    only = f"only {known[0].name} ({known[0].admin3}) is in the record"
    return _chosen(match, known[0], only)


def beside(match: Match, here: tuple[Place, ...]) -> Match:
    """Choose the one of several namesakes that lies beside the sentence's other places."""
    key = normalize.match_key(match.text)
    namesakes = all(
        any(normalize.match_key(one) == key for one in place.all_names)
        for place in match.candidates
    )
    if match.kind != "ambiguous" or not namesakes or not here:
        return match
    away_km = sorted(
        (min(distance_km(place, other) for other in here), place.id, place)
        for place in match.candidates
    )
    (nearest, _, place), next_km = away_km[0], away_km[1][0]
    if nearest > BESIDE_KM or next_km < max(MANY_TIMES * nearest, NEAR_KM / 2):
        return match
    return _chosen(match, place, f"only {place.name} ({place.admin3}) is {BESIDE}")


def another(match: Match, here: tuple[Place, ...]) -> Match:
    """Choose the one of two namesakes that the sentence does not name otherwise.

    In "Hawash, Tal Hawash and" the first is not the second.
    """
    named = {place.id for place in here}
    others = [place for place in match.candidates if place.id not in named]
    if match.kind != "ambiguous" or len(match.candidates) != len(others) + 1 or len(others) != 1:
        return match
    return _chosen(match, others[0], "the sentence names the other too")


def far_from_all(name: str, place: Place, near: tuple[Place, ...]) -> str:
    """Return that a place of one word is far from all other villages of a text, if it is.

    A town needs two of them: it is rarely meant by mistake.
    """
    others = tuple(other for other in near if other.id != place.id and other.kind != "city")
    fewest = 2 if place.kind == "town" else 1
    is_word = place.kind != "city" and " " not in name.strip() and name.isascii()
    if not is_word or len(others) < fewest or are_near(place, others):
        return ""
    return f"{place.name} is far from the other places of the text"


#: "A and B", "the villages of A, B and C".
_JOINED = TagPattern("(?P<first><PLACE>)(?:<COMMA><AND>?|<AND>)<NOUN>?(?P<second><PLACE>)")


def joined_places(sentence: Sentence, lexicon: Lexicon) -> dict[int, tuple[Place, ...]]:
    """Return the places that each place of a list is joined to, by the start of its mention."""
    found: dict[int, tuple[Place, ...]] = {}
    for first in sentence.positions("PLACE"):
        match = _JOINED.match(sentence, first)
        if match is None:
            continue
        second = match.start("second")
        for one, other in ((first, second), (second, first)):
            place = lexicon.match(sentence.value(other).text).place
            if place is not None:
                start = sentence.tokens[one].start
                found[start] = (*found.get(start, ()), place)
    return found


def _chosen(match: Match, place: Place, why: str) -> Match:
    explanation = f"{match.explanation}; {why}"
    return replace(match, kind="exact", place=place, explanation=explanation, from_context=True)


def list_candidates(name: str, places: tuple[Place, ...]) -> str:
    """Ask which of several places is meant; without those that are only a little alike."""
    listed = [
        ", ".join(filter(None, (place.name, place.admin3, place.id)))
        for place in places[:5]
        if any(_are_alike(name, one) for one in place.all_names)
    ]
    return f". Which is meant: {'; '.join(listed)}?" if listed else ""


def _are_alike(name: str, other: str) -> bool:
    """Whether one name may be meant by the other: part of it, or the same but for a slip.

    A slip is another vowel, or one wrong consonant of five or more. Short names have to be spelt
    more alike: most of three consonants are those of some place.
    """
    keys = normalize.match_key(name), normalize.match_key(other)
    words = {normalize.match_key(word) for word in other.split()}
    if len(keys[0]) >= _SHORTEST_PART and keys[0] in words:
        return True
    consonants = [normalize.consonant_skeleton(key) for key in keys]
    shortest = min(map(len, consonants))
    slips = OSA.distance(*consonants) if keys[0][:1] == keys[1][:1] else _TOO_MANY
    spelt = fuzz.ratio(name.casefold(), other.casefold())
    if shortest < _FEW_CONSONANTS:
        return slips == 0 and spelt >= _SPELT_ALIKE_IF_SHORT
    return slips <= int(shortest > _FEW_CONSONANTS) and spelt >= _SPELT_ALIKE


#: Letters of the shortest word that stands for a name of several.
_SHORTEST_PART = 5
#: With fewer consonants a name is short; with more it may have a wrong one.
_FEW_CONSONANTS = 4
_TOO_MANY = 2
#: How alike names are as spelt, of 100, from which a place is offered.
_SPELT_ALIKE, _SPELT_ALIKE_IF_SHORT = 55, 70
