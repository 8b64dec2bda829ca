"""GeoNames: ids, names, areas and precision are imported, and importing twice changes nothing."""

from __future__ import annotations

import pytest
from importing import contents

from frontline.errors import DataError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import read_package


def dumped(id_, name, lon, lat, **more):
    """Write a row of a dump, in the order of the published columns."""
    cells = {
        "id": id_, "name": name, "ascii": name, "others": "", "lat": lat, "lon": lon,
        "class": "P", "code": "PPL", "country": "XX", "cc2": "", "a1": "01", "a2": "7", "a3": "",
        "a4": "", "people": "0", "high": "", "dem": "12", "zone": "Etc/UTC", "day": "2020-01-01",
    }  # fmt: skip
    return "\t".join(str(cell) for cell in (cells | more).values()) + "\n"


DUMP = "".join(
    [
        dumped(1, "Northern Province", 30.1, 0.2, **{"class": "A", "code": "ADM1", "a2": ""}),
        dumped(2, "Oak", 30.05123, 0.05321, others="Al-Oak,بلوط", people="12000"),
        dumped(3, "Pine", "30.0500000", "0.1500000"),
        dumped(4, "Long Hill", 30.1511, 0.1512, **{"class": "T", "code": "HLL"}),
        dumped(5, "Far Off", 31.5, 0.1),
        dumped(6, "Elsewhere", 30.0512, 0.0533, country="YY"),
    ]
)
NAMES = "".join(
    "\t".join(row) + "\n"
    for row in [
        ["1", "3", "ar", "صنوبر", "1", "", "", "", "", ""],
        ["2", "3", "fr", "Le Pin", "", "", "", "", "", ""],
        ["3", "3", "link", "https://pine.invalid/", "", "", "", "", "", ""],
        ["4", "3", "en", "Old Pine", "", "", "", "1", "1900", "1950"],
        ["5", "99", "en", "Nobody", "", "", "", "", "", ""],
    ]
)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "XX.txt").write_text(DUMP, "utf-8")
    (tmp_path / "alternateNamesV2.txt").write_text(NAMES, "utf-8")
    return tmp_path / "XX.txt", tmp_path / "alternateNamesV2.txt"


@pytest.fixture
def done(files, land_copy):
    summary = import_files(
        "geonames", ImportOptions(files=files, country=frozenset({"XX"})), land_copy
    )
    return summary, read_package(land_copy).gazetteer


def test_places_of_the_region_the_country_and_the_class_are_used(done):
    summary, places = done
    assert {"oak", "pine"} <= places.keys()
    assert not {"long-hill", "far-off", "elsewhere"} & places.keys()
    assert summary.used == 2
    assert summary.adds_up


def test_rows_left_out_are_counted_by_filter(done):
    summary, _ = done
    assert summary.left_out["of another country"] == 1
    assert summary.left_out["outside the region 29.9,-0.1,30.3,0.3"] == 1


def test_a_place_keeps_its_id_licence_names_people_and_area(done):
    oak = done[1]["oak"]
    assert oak.sources == ("GeoNames 2",)
    assert (oak.geonames_id, oak.licence, oak.population) == (2, "CC BY 4.0", 12000)
    assert (oak.name_ar, oak.names, oak.kind) == ("بلوط", ("Al-Oak",), "town")
    assert oak.admin1 == "Northern Province"


def test_alternate_names_are_added_but_not_links_and_historical_names(done):
    summary, places = done
    assert places["pine"].name_ar == "صنوبر"
    assert places["pine"].names == ("Le Pin",)
    assert summary.merged == 2
    assert summary.left_out["a link or a code, not a name"] == 1
    assert summary.left_out["a historical name"] == 1


def test_a_position_of_whole_minutes_is_no_better_than_a_minute(done):
    _, places = done
    assert places["oak"].position_error_m == 1000
    assert places["pine"].position_error_m == 1310


def test_importing_twice_changes_nothing(done, files, land_copy):
    before = contents(land_copy)
    again = import_files(
        "geonames", ImportOptions(files=files, country=frozenset({"XX"})), land_copy
    )
    assert again.used == again.changed == 0
    assert again.merged == done[0].used + done[0].merged
    assert again.wrote == ()
    assert contents(land_copy) == before


def test_a_hill_is_imported_by_its_class(files, land_copy):
    import_files("geonames", ImportOptions(files=files, classes=frozenset({"T.HLL"})), land_copy)
    assert read_package(land_copy).gazetteer["long-hill"].kind == "hill"


def test_broken_rows_and_bad_cells_are_listed(tmp_path, land_copy):
    path = tmp_path / "XX.txt"
    rows = [
        dumped(2, "Oak", 30.05, 0.05),
        "3\tPine\n",
        dumped("x", "Ash", 30.06, 0.05),
        dumped(5, "", 30.07, 0.05),
        dumped(6, "Yew", "east", 0.05),
        dumped(7, "Fig", 0.05, 130.5),
        dumped(2, "Oak", 30.05, 0.05),
    ]
    path.write_text("".join(rows), "utf-8")
    summary = import_files("geonames", ImportOptions(files=(path,)), land_copy)
    assert summary.used == 1
    assert [one.row for one in summary.unused] == [3, 4, 5, 6, 7, 2]
    assert summary.adds_up


def test_a_file_of_other_columns_is_refused(tmp_path, land_copy):
    path = tmp_path / "XX.txt"
    path.write_text("name,lat,lon\nOak,1,2\n")
    with pytest.raises(DataError, match="has 1 column between tabs, but files of GeoNames have 19"):
        import_files("geonames", ImportOptions(files=(path,)), land_copy)


def test_a_file_of_names_alone_is_refused(tmp_path, land_copy):
    path = tmp_path / "alternateNamesV2.txt"
    path.write_text(NAMES, "utf-8")
    with pytest.raises(DataError, match="is not a dump of GeoNames"):
        import_files("geonames", ImportOptions(files=(path,)), land_copy)


def test_hostile_names_are_text(tmp_path, land_copy):
    names = ["=1+1", "{{7*7}}", "${alert(1)}", "</script>", "\u202eevil", "a\x00b\x1b[31m"]
    path = tmp_path / "XX.txt"
    rows = [dumped(n + 10, name, 30.01 + n / 100, 0.05) for n, name in enumerate(names)]
    path.write_text("".join(rows), "utf-8")
    import_files("geonames", ImportOptions(files=(path,)), land_copy)
    held = {place.name for place in read_package(land_copy).gazetteer.values()}
    assert {"=1+1", "{{7*7}}", "${alert(1)}", "</script>", "evil", "ab[31m"} <= held


def test_an_area_below_its_places_in_the_dump_is_used(tmp_path, land_copy):
    path = tmp_path / "XX.txt"
    path.write_text("".join(reversed(DUMP.splitlines(keepends=True))), "utf-8")
    import_files("geonames", ImportOptions(files=(path,), country=frozenset({"XX"})), land_copy)
    oak = next(one for one in read_package(land_copy).gazetteer.values() if one.name == "Oak")
    assert oak.admin1 == "Northern Province"


def imported(folder, *rows, names=""):
    path = folder.parent / "YY.txt"
    path.write_text("".join(rows), "utf-8")
    files = [path]
    if names:
        files.append(path.with_name("alternateNamesV2.txt"))
        files[1].write_text(names, "utf-8")
    import_files("geonames", ImportOptions(files=tuple(files)), folder)
    return read_package(folder)


def test_every_name_is_kept_however_many_there_are(land_copy):
    others = ",".join([*(f"Spelling {number}" for number in range(150)), "Місто"])
    package = imported(land_copy, dumped(70, "Sedge", 30.05, 0.05, others=others))
    assert len(package.gazetteer["sedge"].names) == 151
    assert "Місто" in package.gazetteer["sedge"].names


@pytest.mark.parametrize(
    ("others", "name_ar"),
    [("قصب,Osoka", "قصب"), ("قصبۇ,قصبک", ""), ("قصبک,قصب", "قصب"), ("Осока", "")],
)
def test_only_an_arabic_name_becomes_the_arabic_name(land_copy, others, name_ar):
    package = imported(land_copy, dumped(70, "Sedge", 30.05, 0.05, others=others))
    sedge = package.gazetteer["sedge"]
    assert sedge.name_ar == name_ar
    assert set(others.split(",")) - {name_ar} <= set(sedge.names)


def test_the_language_that_a_source_states_goes_before_the_letters(land_copy):
    row = "9\t70\tar\tسعد\t\t\t\t\t\t\n"
    package = imported(land_copy, dumped(70, "Sedge", 30.05, 0.05, others="قصب"), names=row)
    assert package.gazetteer["sedge"].name_ar == "سعد"


def test_postal_codes_are_refused_with_the_right_file(land_copy):
    path = land_copy.parent / "QQ.txt"
    path.write_text("QQ\t01001\tSedge\tNorth\t01\t\t\t\t\t0.1\t30.1\t4\n", "utf-8")
    with pytest.raises(DataError, match=r"postal codes, which are not places.*QQ\.zip of http"):
        import_files("geonames", ImportOptions(files=(path,)), land_copy)
