"""What depends on a publisher of maps, and how the control of a place became known from them."""

from __future__ import annotations

from area_rows import area, area_report, land_with

from frontline.atlas import Atlas
from frontline.control.rules import RULES

MIDDLE = area("m", 29.9, -0.1, 30.15, 0.3)
WEST = area("w", 29.9, -0.1, 30.05, 0.3)


def atlas(*rows):
    empty = {"baseline": (), "events": (), "all_reports": ()}
    return Atlas(land_with(*rows, areas=(MIDDLE, WEST), **empty), RULES["standard"])


def drawn(publisher, day, ground="m", actor="south"):
    return area_report(f"{publisher}-{day}", (ground,), (actor,), day, publisher=publisher)


def test_without_the_only_publisher_of_maps_a_place_is_unknown():
    changes, _ = atlas(drawn("watch", 2), drawn("wire", 2, "w")).sensitivity("2001-01-05", draws=2)
    found = {
        one.excluded.id: {place.place_id: place.after.status for place in one.places}
        for one in changes
        if one.excluded.kind == "publisher"
    }
    assert found["watch"] == dict.fromkeys(("birch", "elm", "hazel"), "unknown")
    assert found["wire"] == {}
    weakened = {one.excluded.id: one.weakened for one in changes}
    assert weakened["wire"] == ("alder", "dogwood", "gorse")


def test_the_history_of_a_place_shows_when_a_map_was_published():
    land = atlas(*(drawn("watch", day) for day in (2, 3, 5)), drawn("wire", 4))
    steps = land.publication_history(place="Elm", day="2001-01-05")
    assert [(step.day.day, step.span.control.evidence) for step in steps] == [
        (2, "claimed"),
        (4, "confirmed"),
    ]
