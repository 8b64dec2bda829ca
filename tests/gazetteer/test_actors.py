"""An actor is meant by each of its further names, wherever a person or a source says one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import frontline
from frontline.claims.reader.actor_names import ActorNames
from frontline.claims.reader.text import fold, lowered
from frontline.cli import app
from frontline.errors import InvalidRequestError
from frontline.gazetteer.actors import actor_ids_by_name
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.importers.resolve_actors import ActorMapping, ActorResolver
from frontline.lint import check_folder
from frontline.models import Actor
from frontline.package.add import find_actor
from frontline.package.package import read_package

LAND = Path(__file__).parent.parent / "land"
ACTORS = """id,name,name_ar,names,colour,pattern,note
north,North,شمال,Hirun Front; HF: Hirun Front ;red;RU;جبهة أهل الشمال,#2f7f86,dots,
south,South,جنوب,Military Forces of Land (2000-); S.A.F.,#b5532d,plain,
"""


@pytest.fixture
def named(land_copy):
    """Give the folder of the invented land whose actors have further names."""
    (land_copy / "actors.csv").write_text(ACTORS, "utf-8")
    return land_copy


def run(*words):
    return CliRunner().invoke(app.app, [str(word) for word in words])


def actors(**names):
    """Make actors of ids and their further names."""
    return {
        id_: Actor(id=id_, name=id_.upper(), names=further, colour="#2f7f86")
        for id_, further in names.items()
    }


def names_of(folder):
    return [fault for fault in check_folder(folder) if "names: " in fault.message]


def sides(text, parties):
    """Give the forces that a text names, as an article is read."""
    return [force.side for force in ActorNames(parties).find(lowered(fold(text).text))]


# ------------------------------------------------------------------ what a name means


def test_the_column_is_optional_and_holds_names_between_semicolons(named):
    given = read_package(named).actors
    assert given["north"].names == (
        "Hirun Front", "HF: Hirun Front", "red", "RU", "جبهة أهل الشمال",
    )  # fmt: skip
    assert read_package(LAND).actors["north"].names == ()


def test_ids_and_names_go_before_further_names():
    known = actor_ids_by_name(actors(north=("south", "Hirun  FRONT"), south=("NORTH",)))
    assert known == {"north": "north", "south": "south", "hirun front": "north"}


def test_a_further_name_of_two_actors_is_nobodys_and_validate_says_so(named):
    text = ACTORS.replace("S.A.F.", "hirun front; South").replace("red", "North;contested")
    (named / "actors.csv").write_text(text, "utf-8")
    assert frontline.open(named).find_actor("Hirun Front") is None
    assert frontline.open(named).find_actor("contested") is None
    assert [str(fault) for fault in names_of(named)] == [
        f"actors.csv, row {row}: {value!r}: {actor}: names: {rule}. Keep the alias for one "
        "actor only. Until then it is ignored."
        for row, value, actor, rule in (
            (2, "Hirun Front", "north", "'south' also has this name"),
            (2, "contested", "north", "this word has another meaning in queries"),
            (3, "hirun front", "south", "'north' also has this name"),
        )
    ]
    told = run("validate", named)
    assert "row 3: 'hirun front': south: names: 'north' also has this name" in told.stdout
    assert told.exit_code == 0


def test_names_that_are_borne_by_one_have_no_fault(named):
    assert names_of(named) == []


# ------------------------------------------------------------------ what is brought in


def test_the_cast_knows_further_names_without_being_told_again(named):
    cast = ActorResolver(read_package(named).actors)
    assert cast.actor("HF: HIRUN front") == "north"
    assert cast.actor("Military Forces of Land (2000-)") == "south"
    assert cast.actor("RU") == "north"
    assert cast.actor("Hirun Fronts") is None


def test_what_the_user_says_of_a_name_goes_before_the_column(named):
    given = read_package(named).actors
    assert (
        ActorResolver(given, [ActorMapping("Hirun Front", "south")]).actor("hirun front") == "south"
    )


REPORTS = """place,day,before,after,publisher,url,lon,lat
Elm,2001-01-05,HF: Hirun Front,Military Forces of Land (2000-),watch,https://watch.invalid/9,30.1,0.1
"""


@pytest.mark.parametrize("column", [True, False])
def test_an_import_needs_no_pairs_where_the_actors_have_the_names(land_copy, tmp_path, column):
    pairs = {"HF: Hirun Front": "north", "Military Forces of Land (2000-)": "south"}
    table = tmp_path / "mine.csv"
    table.write_text(REPORTS, "utf-8")
    if column:
        (land_copy / "actors.csv").write_text(ACTORS, "utf-8")
    before = (land_copy / "actors.csv").read_bytes()
    summary = import_files(
        "table", ImportOptions(files=(table,), actors={} if column else pairs), land_copy
    )
    assert (summary.used, summary.unused) == (1, [])
    (added,) = set(read_package(land_copy).events) - set(read_package(LAND).events)
    assert (added.place_id, added.before, added.after) == ("elm", "north", "south")
    assert (land_copy / "actors.csv").read_bytes() == before


def test_an_event_is_added_by_the_name_that_others_use(named):
    package = read_package(named)
    assert find_actor(package, "hirun  front").id == "north"
    assert find_actor(package, "S.A.F.").id == "south"
    with pytest.raises(InvalidRequestError, match="no actor 'Hirun'"):
        find_actor(package, "Hirun")


# ------------------------------------------------------------------ questions and articles


def test_a_distance_is_asked_for_by_a_further_name(named):
    one, other = (
        run("distance", "Elm", who, "--on", "2001-01-05", "--data", named, "--format", "json")
        for who in ("south", "Military Forces of Land (2000-)")
    )
    assert one.exit_code == 0
    assert other.stdout == one.stdout


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Hirun Front took Elm.", "north"),
        ("HF: Hirun Front's fighters took Elm.", "north"),
        ("Military Forces of Land (2000-) took Elm.", "south"),
        ("S.A.F. troops took Elm.", "south"),
        ("سيطرت جبهة أهل الشمال على", "north"),
        ("سيطرت جَبْهة اهل الشمال على", "north"),
    ],
)
def test_an_article_names_an_actor_by_a_further_name(named, text, side):
    assert sides(text, read_package(named).actors) == [side]


@pytest.mark.parametrize(
    "text", ["The red tractor stood in Elm.", "A ru in Elm.", "Hirun took Elm."]
)
def test_a_code_of_a_source_is_no_name_in_an_article(named, text):
    assert sides(text, read_package(named).actors) == []


def test_a_name_of_two_words_is_read_in_an_article():
    front = Actor(id="hf", name="Hirun Front", name_ar="جبهة أهل الشمال", colour="#2f7f86")
    assert sides("The Hirun Front took Elm.", {"hf": front}) == ["hf"]
    assert sides("سيطرت جبهة أهل الشمال على", {"hf": front}) == ["hf"]


def test_a_claim_by_a_further_name_is_judged_as_one_by_the_id(named):
    atlas = frontline.open(named)
    (one,) = atlas.check("The Hirun Front held Elm.", published="2001-01-05").findings
    (other,) = atlas.check("North held Elm.", published="2001-01-05").findings
    assert one.claim.subject.id == other.claim.subject.id == "north"
    assert one.verdict.word == other.verdict.word


@pytest.mark.parametrize(
    "name",
    [
        ".*",
        "(?:",
        "[a-z",
        "\\",
        "\u200f\u202e",
        "\x01" * 300,
        "{{7*7}} ${x}",
        "A" * 100_000,
        "a|b|",
    ],
)
def test_a_hostile_name_is_read_as_its_letters_and_nothing_else(name):
    assert sides("Troops of Elm took Fir.", actors(north=(name, "Hirun Front"))) == []
