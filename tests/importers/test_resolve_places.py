"""A place is found by its name and position; a name alone has to be exact and unique."""

from __future__ import annotations

import math
from datetime import date

import pytest

from frontline.errors import InvalidRequestError
from frontline.importers.candidates import ReportCandidate
from frontline.importers.resolve_places import PlaceResolver
from frontline.models import Place

REGION = (29.9, -0.1, 30.9, 0.9)


def place(id_, lon, lat, name="", **more):
    columns = {"kind": "village", "position_error_m": 100, "sources": ("x",), "licence": "CC0"}
    return Place(id=id_, name=name or id_.title(), lon=lon, lat=lat, **(columns | more))


PLACES = [
    place("oak", 30.0, 0.0, admin1="West", admin2="Lower"),
    place("oak-2", 30.5, 0.0, name="Oak", admin1="East"),
    place("oak-town", 30.5, 0.5, name="Oak", kind="town", admin1="East", admin2="Upper"),
    place("yew-north", 30.2, 0.22, name="Yew"),
    place("yew-south", 30.2, 0.2, name="Yew"),
    place("elder", 30.4, 0.3),
    place("elder-2", 30.4, 0.354, name="Elder"),
    place("khan-shaykhun", 30.7, 0.7, name_ar="خان شيخون", admin1="East"),
]


def candidate(name, lon=None, lat=None, admin=(), place_ar=""):
    day = date(2001, 1, 1)
    return ReportCandidate(
        source="x", source_id="1", place=name, place_ar=place_ar, admin=admin, lon=lon, lat=lat,
        position_error_m=1000.0 if lon is not None else None, date_earliest=day, date_latest=day,
        kind="capture", before="a", after="b", publishers=("p",), url="https://p.invalid/",
    )  # fmt: skip


def resolve(*args, district="", **more):
    placed = PlaceResolver({one.id: one for one in PLACES}, REGION, district).resolve(
        candidate(*args, **more)
    )
    return placed.place_id or placed.status, placed


def test_of_namesakes_the_one_at_the_point_is_found():
    assert resolve("Oak", 30.01, 0.01)[0] == "oak"
    assert resolve("Oak", 30.49, 0.01)[0] == "oak-2"
    assert resolve("Oak", 30.5, 0.49)[0] == "oak-town"


def test_a_press_spelling_and_an_arabic_name_are_found_at_the_point():
    assert resolve("Khan Cheikhoun", 30.7, 0.7)[0] == "khan-shaykhun"
    assert resolve("", 30.7, 0.7, place_ar="خان شيخون")[0] == "khan-shaykhun"


def test_a_namesake_too_far_away_is_suggested_with_its_distance():
    status, placed = resolve("Oak", 30.2, 0.1)
    assert (status, placed.reason) == ("uncertain", "no place of this name is near the point")
    first = placed.suggestions[0]
    assert (first.id, first.score) == ("oak", 100)
    assert first.distance_m == pytest.approx(24_900, abs=200)


def test_places_at_the_point_are_suggested_before_similar_names_far_away():
    listed = [place("sedjal-east", 30.8, 0.8), place("sedjaal-laanen", 30.1, 0.1)]
    listed += [place("brook", 30.104, 0.1), place("stone", 30.1, 0.102)]
    place_resolver = PlaceResolver({one.id: one for one in listed}, REGION)
    placed = place_resolver.resolve(candidate("Sedjaal - East", 30.1, 0.1036))
    assert placed.status == "uncertain"
    ids = [one.id for one in placed.suggestions]
    assert ids[0] == "sedjaal-laanen"
    assert ids[-1] == "sedjal-east"
    scores = {one.id: one.score for one in placed.suggestions}
    assert scores["sedjal-east"] > scores["sedjaal-laanen"] > scores["brook"]


def test_a_namesake_far_away_is_suggested_last():
    around = [place(f"hut-{n}", 30.1 + 0.001 * n, 0.1) for n in range(9)]
    place_resolver = PlaceResolver(
        {one.id: one for one in [*around, place("oak", 30.8, 0.8)]}, REGION
    )
    placed = place_resolver.resolve(candidate("Oak", 30.1, 0.1))
    assert [one.id for one in placed.suggestions][-1] == "oak"
    assert len(placed.suggestions) == 5


def test_two_namesakes_near_the_point_are_uncertain():
    status, placed = resolve("Yew", 30.2, 0.21)
    assert (status, placed.reason) == (
        "uncertain",
        "several places of this name are near the point",
    )
    assert {one.id for one in placed.suggestions[:2]} == {"yew-north", "yew-south"}


def test_of_two_namesakes_only_a_much_nearer_one_is_found():
    assert resolve("Elder", 30.4, 0.3045)[0] == "elder"  # 0.5 and 5.5 km
    assert resolve("Elder", 30.4, 0.318)[0] == "uncertain"  # 2 and 4 km


def test_an_unknown_name_suggests_the_places_around():
    status, placed = resolve("Rowan", 30.01, 0.0)
    assert (status, placed.reason) == ("uncertain", "no place has this name")
    assert [one.id for one in placed.suggestions] == ["oak"]


def resolver(*places, **options):
    return PlaceResolver({one.id: one for one in [*PLACES, *places]}, REGION, **options)


@pytest.mark.parametrize("name", ["Khan Shaykhun", "khan-shaykhūn", "خان شيخون"])
def test_a_name_alone_is_found_if_it_is_exact_and_unique(name):
    status, placed = resolve(name)
    assert (status, placed.by_name) == ("khan-shaykhun", True)
    assert not resolve("Khan Shaykhun", 30.7, 0.7)[1].by_name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Oak", "several places have this name"),
        ("Khan Cheikhoun", "only if it is written as in the package"),
        ("Khan Shekhun", "no place of the package has this name"),
        ("Nowhere", "no place of the package has this name"),
    ],
)
def test_a_name_alone_that_is_shared_or_spelt_otherwise_is_uncertain(name, reason):
    status, placed = resolve(name)
    assert status == "uncertain"
    assert reason in placed.reason


def test_a_name_that_another_place_spells_alike_is_not_unique():
    other = place("khan-2", 30.1, 0.1, name="Other", names=("Chan Scheichun",))
    assert resolver(other).resolve(candidate("Khan Shaykhun")).status == "uncertain"


def test_an_area_that_the_package_lacks_leaves_a_name_uncertain_unless_the_place_has_none():
    status, placed = resolve("Khan Shaykhun", admin=("Atlantis",))
    assert (status, "Atlantis" in placed.reason) == ("uncertain", True)
    assert resolve("Khan Shaykhun", admin=("West",))[0] == "uncertain"
    assert resolve("Elder-2", admin=("Atlantis",))[0] == "uncertain"
    bare = resolver(place("rowan", 30.1, 0.1)).resolve(candidate("Rowan", admin=("Atlantis",)))
    assert (bare.place_id, bare.by_name) == ("rowan", True)


def test_names_can_be_asked_about_one_by_one():
    placed = resolver(ask_names=True).resolve(candidate("Khan Shaykhun"))
    assert (placed.status, "--ask-names" in placed.reason) == ("uncertain", True)
    assert placed.suggestions[0][:2] == ("khan-shaykhun", 100)


@pytest.mark.parametrize("name", ["Elder (Bezza)", "Elder / Bezza", "Elder [formerly Bezza]"])
def test_a_name_is_tried_without_what_it_has_in_brackets(name):
    assert resolve(name, 30.4, 0.3045)[0] == "elder"


def test_a_remark_in_brackets_is_suggested_and_never_decides():
    status, placed = resolve("Quarter Two (Oak)", 30.01, 0.0)
    assert (status, placed.suggestions[0].id) == ("uncertain", "oak")
    assert resolve("Elder (North)", 30.4, 0.3)[0] == "uncertain"


def test_a_suggestion_shows_name_area_similarity_and_distance():
    (first, *_) = resolve("Oak", 30.2, 0.1)[1].suggestions
    assert str(first) == "oak (Oak, Lower, West, 100% similar, 24.9 km)"


def test_namesakes_without_areas_are_told_by_their_positions():
    shown = [str(one) for one in resolve("Yew")[1].suggestions]
    assert shown == [
        "yew-north (Yew, at 30.20, 0.22, 100% similar)",
        "yew-south (Yew, at 30.20, 0.20, 100% similar)",
    ]


def test_the_distance_to_the_nearest_place_is_known_within_reach():
    near = resolver()
    assert near.nearest_m(30.01, 0.0, 5_000) == pytest.approx(1_113, abs=5)
    assert near.nearest_m(30.01, 0.0, 1_000) == math.inf


def test_the_smallest_known_area_decides_without_a_point():
    assert resolve("Oak", admin=("West",))[0] == "oak"
    assert resolve("Oak", admin=("East",))[0] == "uncertain"
    assert resolve("Oak", admin=("East", "Upper"))[0] == "oak-town"
    assert resolve("Oak", admin=("West", "nowhere"))[0] == "oak"
    assert resolve("Oak", admin=("nowhere",))[0] == "uncertain"
    assert resolve("Yew", admin=("West",))[1].reason == "no place in the area has this name"


def test_the_setting_in_applies_to_all_rows():
    assert resolve("Oak", district="West")[0] == "oak"
    with pytest.raises(InvalidRequestError, match="'Mars'"):
        resolve("Oak", district="Mars")


def test_points_outside_and_points_with_swapped_axes_are_distinguished():
    assert resolve("Oak", 45.0, 12.0)[0] == "outside"
    assert resolve("Oak", 0.01, 30.01)[0] == "swapped"


@pytest.mark.parametrize("name", ["", "...", "\x07", "x" * 300, "{{7*7}}", "=cmd"])
def test_an_impossible_name_is_uncertain(name):
    assert resolve(name, 30.01, 0.01)[0] == "uncertain"
    assert resolve(name)[0] == "uncertain"


def test_names_of_the_press_find_their_places_and_never_another(atlas):
    """Each name of the built-in record, with a point a kilometre and a half east of its place."""
    package = atlas.package
    place_resolver = PlaceResolver(package.gazetteer, package.coverage.region)
    named = {(one.place_id, one.place_as_reported) for one in package.events if one.place_id}
    answers = []
    for place_id, name in sorted(named):
        own = package.gazetteer[place_id]
        answers.append(
            (place_id, place_resolver.resolve(candidate(name, own.lon + 0.0165, own.lat)).place_id)
        )
    wrong = [pair for pair in answers if pair[1] not in {pair[0], ""}]
    assert wrong == []
    assert sum(options == given for options, given in answers) > 0.9 * len(answers)
