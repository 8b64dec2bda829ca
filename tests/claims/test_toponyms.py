"""Names of places in a text: numbers are read exactly, parts of a name are names."""

from __future__ import annotations

import pytest

from frontline.claims.reader.text import fold
from frontline.claims.reader.toponyms import Lexicon
from frontline.gazetteer.gazetteer import Gazetteer
from frontline.models import Place

PLACES = {
    "post-12": "Post 12",
    "post-7": "Post 7",
    "sector-b3": "Sector B3",
    "torna": "Torna (Velikino)",
}


@pytest.fixture(scope="module")
def lexicon():
    place = {"kind": "village", "lat": 1.0, "position_error_m": 100, "licence": "CC0"}
    places = [
        Place(id=id_, name=name, lon=number / 10, sources=("test",), **place)
        for number, (id_, name) in enumerate(PLACES.items())
    ]
    return Lexicon(Gazetteer(places))


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("The army took Post 12 and Post 7.", ["post-12", "post-7"]),
        ("The army took Post 1 and Post 122.", []),
        ("Rebels left Sector B3 on Monday.", ["sector-b3"]),
        ("Rebels left Sector 3 and Sector B 33 on Monday.", []),
        ("Velikino fell after Torna.", ["torna", "torna"]),
    ],
)
def test_a_name_is_read_with_its_number(lexicon, sentence, ids):
    found = lexicon.find(fold(sentence).text)
    assert [id_ for name in found for id_ in name.ids] == ids
    assert [lexicon.match(name.text).place.id for name in found] == ids
