"""Invalid days, names, ids and descriptors, one at a time."""

from __future__ import annotations

from package_edits import (
    E1,
    GOOD_REPORT,
    HERALD,
    append_row,
    change_coverage,
    change_feature,
    move_elm,
    replace_text,
)

#: Edit; file, row, value; a part of the message; a part of the hint.
INVALID_ROWS = {
    # days
    "31 April": (
        replace_text("events.csv", "Elm,2001-01-03,2001-01-03", "Elm,2001-01-03,2001-04-31"),
        ("events.csv", 2, "2001-04-31", "date_latest: is not a day", "not in the calendar"),
    ),
    "a day before its month": (
        replace_text("events.csv", "Elm,2001-01-03", "Elm,03/01/2001"),
        ("events.csv", 2, "03/01/2001", "date_earliest", "2001-01-03 or 2001-03-01"),
    ),
    "a day as seconds since 1970": (
        replace_text("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,978480000")),
        ("events.csv", 2, "978480000", "date_earliest: is not a day", "2019-08-15"),
    ),
    "a time of day": (
        replace_text("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,2001-01-03T00:00:00")),
        ("events.csv", 2, "2001-01-03T00:00:00", "date_earliest: is not a day", "year first"),
    ),
    "no day": (
        replace_text("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,")),
        ("events.csv", 2, "", "date_earliest: is empty", "Fill it in"),
    ),
    "an optional day that is none": (
        replace_text("reports.csv", "watch.invalid/1,2001-01-01", "watch.invalid/1,January"),
        ("reports.csv", 2, "January", "published_on: is not a day", "year first"),
    ),
    "days in the wrong order": (
        replace_text("events.csv", "2001-01-05,2001-01-07", "2001-01-07,2001-01-05"),
        ("events.csv", 3, "", "date_latest is before date_earliest", "Correct the row"),
    ),
    "a day outside the record": (
        replace_text("events.csv", "Birch,2001-01-06,2001-01-06", "Birch,2002-01-06,2002-01-06"),
        ("events.csv", 4, "2002-01-06", "outside the record 2001-01-01 to", "first_day"),
    ),
    # who, what, where
    "from = to": (
        replace_text("events.csv", E1, E1.replace("north,south", "south,south")),
        ("events.csv", 2, "", "'capture' needs two different actors", "Correct the row"),
    ),
    "an unknown actor in an event": (
        replace_text("events.csv", E1, E1.replace("north,south", "north,east")),
        ("events.csv", 2, "east", "to: no such actor", "north, south; or add it to actors.csv"),
    ),
    "an unknown holder": (
        replace_text("baseline.csv", "Cedar,north", "Cedar,nowhere"),
        ("baseline.csv", 4, "nowhere", "holder: no such actor", "actors.csv"),
    ),
    "an unknown place": (
        replace_text("baseline.csv", "B3,cedar", "B3,ceder"),
        ("baseline.csv", 4, "ceder", "place_id: no such place", "frontline place NAME"),
    ),
    "an unknown publisher": (
        replace_text("reports.csv", "E1,herald", "E1,times"),
        ("reports.csv", 11, "times", "no such publisher", "Add it to publishers.csv"),
    ),
    "an unknown record": (
        replace_text("reports.csv", "E4-r1,E4", "E4-r1,E9"),
        ("reports.csv", 17, "E9", "no such event or baseline row", "events.csv, baseline.csv"),
    ),
    "an unknown origin": (
        replace_text("publishers.csv", ",en,watch,", ",en,wach,"),
        ("publishers.csv", 6, "wach", "origin: no such publisher", "the id of another publisher"),
    ),
    "an unknown side": (
        replace_text("publishers.csv", HERALD, HERALD.replace("north", "east")),
        ("publishers.csv", 2, "east", "aligned_with: no such actor", "actors.csv"),
    ),
    "an unknown word": (
        replace_text("events.csv", E1, E1.replace("capture", "conquest")),
        ("events.csv", 2, "conquest", "kind: input should be 'capture'", "one of the words"),
    ),
    "an id with a space": (
        append_row("actors.csv", "far north,North,,#000000,plain,"),
        ("actors.csv", 4, "far north", "id: is not a valid id", "hyphens"),
    ),
    "no address": (
        replace_text("reports.csv", GOOD_REPORT, ""),
        ("reports.csv", 17, "", "url: is not a web address", "https://"),
    ),
    "an address that is a script": (
        replace_text("reports.csv", GOOD_REPORT, "javascript:alert(1)"),
        ("reports.csv", 17, "javascript:alert(1)", "is not a web address", "https://"),
    ),
    "an address without a host": (
        replace_text("reports.csv", GOOD_REPORT, "https://"),
        ("reports.csv", 17, "https://", "is not a web address", "https://"),
    ),
    "a colour by name": (
        replace_text("actors.csv", "#2f7f86", "teal"),
        ("actors.csv", 2, "teal", "colour: is not a valid colour", "#2f7f86"),
    ),
    # ids
    "an id twice": (
        append_row("events.csv", E1 + ",,,,"),
        ("events.csv", 7, "E1", "appears 2 times, in rows 2, 7", "a different id"),
    ),
    "a place id twice": (
        lambda folder: [
            replace_text("baseline.csv", "B6,fir", "B6,elm")(folder),
            replace_text("events.csv", "E2,fir", "E2,elm")(folder),
            change_feature("gazetteer.geojson", 6, id="elm")(folder),
        ],
        ("gazetteer.geojson", "elm", "elm", "appears 2 times", "a different id"),
    ),
    "one id for an event and a baseline row": (
        append_row("events.csv", E1.replace("E1", "B9") + ",,,,"),
        ("events.csv", 7, "B9", "is also in baseline.csv", "Change one"),
    ),
    "two places at one point": (
        move_elm([30.1, 0.2]),
        ("gazetteer.geojson", "elm", "elm", "the same position as 'birch'", "Merge the two"),
    ),
    "two holders at the start": (
        append_row("baseline.csv", "B10,elm,Elm,south,claimed,"),
        ("baseline.csv", 11, "south", "has the holder 'north' in row 6", "Make the rows agree"),
    ),
    "an actor that is a word of the command": (
        append_row("actors.csv", "front,Front,,#000000,plain,"),
        ("actors.csv", 4, "front", "has another meaning in queries", "another id"),
    ),
    # the descriptor
    "an unknown key place": (
        change_coverage(key_places=["oak"]),
        ("datapackage.json", "frontline", "oak", "key_places: no such place", "place NAME"),
    ),
    "a key day outside the record": (
        change_coverage(key_days=["2001-02-01"]),
        ("datapackage.json", "frontline", "2001-02-01", "key_days: lies outside", "remove it"),
    ),
    "a key day that is none": (
        change_coverage(key_days=["2001-01-01", "1 May"]),
        ("datapackage.json", "frontline", "1 May", "key_days: is not a day", "year first"),
    ),
    "a first day that is a number": (
        change_coverage(first_day=0),
        ("datapackage.json", "frontline", "0", "first_day: is not a day", "2019-08-15"),
    ),
    "a record of a thousand years": (
        change_coverage(first_day="1001-01-01"),
        ("datapackage.json", "frontline", "2001-01-10", "longer than 36525 days", "first_day"),
    ),
    "a region turned round": (
        change_coverage(region=[30.3, -0.1, 29.9, 0.3]),
        ("datapackage.json", "frontline", "", "region must be west, south, east, north", "Correct"),
    ),
    "a region of half the globe": (
        change_coverage(region=[-80, -10, 80, 10]),
        ("datapackage.json", "frontline", "-80.0, -10.0, 80.0, 10.0", "150 degrees", "split"),
    ),
    "a region as high as a continent": (
        change_coverage(region=[20, -21, 40, 20]),
        ("datapackage.json", "frontline", "20.0, -21.0, 40.0, 20.0", "higher than 40", "split"),
    ),
    "a region wide and high": (
        change_coverage(region=[0, -11, 41, 20]),
        ("datapackage.json", "frontline", "0.0, -11.0, 41.0, 20.0", "wider than 40", "split"),
    ),
    "a region across the 180th meridian": (
        change_coverage(region=[179.5, -17.2, -179.5, -16.5]),
        ("datapackage.json", "frontline", "", "crosses the 180th meridian", "Correct"),
    ),
    "a region of NaN": (
        change_coverage(region=[29.9, -0.1, 30.3, float("nan")]),
        ("datapackage.json", "frontline", "NaN", "region: is not a finite number", "finite"),
    ),
    "a reach that is true": (
        change_coverage(reach_km=True),
        ("datapackage.json", "frontline", "true", "reach_km: true and false", "number"),
    ),
    "no words of its own": (
        replace_text("datapackage.json", '"frontline": {', '"backline": {'),
        ("datapackage.json", None, "", "has no 'frontline' object", "region, first_day"),
    ),
    "a title that is a number": (
        replace_text("datapackage.json", '"title": "Nine invented towns"', '"title": 9'),
        ("datapackage.json", None, "", "title: is not text", "in quotes"),
    ),
    "a descriptor that is a list": (
        lambda folder: (folder / "datapackage.json").write_text("[]"),
        ("datapackage.json", None, "", "is not a JSON object", "Restore"),
    ),
}
