"""Faults of days, names, ids and the descriptor, one at a time."""

from __future__ import annotations

from spoiling import E1, GOOD_REPORT, HERALD, append, feature_edit, frame_edit, places, text_edit

#: What is done; file, row, value; a part of the rule; a part of the remedy.
WRONG_ROWS = {
    # days
    "31 April": (
        text_edit("events.csv", "Elm,2001-01-03,2001-01-03", "Elm,2001-01-03,2001-04-31"),
        ("events.csv", 2, "2001-04-31", "date_latest: is not a day", "not in the calendar"),
    ),
    "a day before its month": (
        text_edit("events.csv", "Elm,2001-01-03", "Elm,03/01/2001"),
        ("events.csv", 2, "03/01/2001", "date_earliest", "2001-01-03 or 2001-03-01"),
    ),
    "a day as seconds since 1970": (
        text_edit("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,978480000")),
        ("events.csv", 2, "978480000", "date_earliest: is not a day", "2019-08-15"),
    ),
    "a time of day": (
        text_edit("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,2001-01-03T00:00:00")),
        ("events.csv", 2, "2001-01-03T00:00:00", "date_earliest: is not a day", "year first"),
    ),
    "no day": (
        text_edit("events.csv", E1, E1.replace("Elm,2001-01-03", "Elm,")),
        ("events.csv", 2, "", "date_earliest: is empty", "Fill it in"),
    ),
    "an optional day that is none": (
        text_edit("reports.csv", "watch.invalid/1,2001-01-01", "watch.invalid/1,January"),
        ("reports.csv", 2, "January", "published_on: is not a day", "year first"),
    ),
    "days in the wrong order": (
        text_edit("events.csv", "2001-01-05,2001-01-07", "2001-01-07,2001-01-05"),
        ("events.csv", 3, "", "date_latest lies before date_earliest", "Correct the row"),
    ),
    "a day outside the record": (
        text_edit("events.csv", "Birch,2001-01-06,2001-01-06", "Birch,2002-01-06,2002-01-06"),
        ("events.csv", 4, "2002-01-06", "outside the record 2001-01-01 to", "first_day"),
    ),
    # who, what, where
    "from = to": (
        text_edit("events.csv", E1, E1.replace("north,south", "south,south")),
        ("events.csv", 2, "", "'capture' needs two different actors", "Correct the row"),
    ),
    "an unknown actor in an event": (
        text_edit("events.csv", E1, E1.replace("north,south", "north,east")),
        ("events.csv", 2, "east", "to: no such actor", "north, south; or add it to actors.csv"),
    ),
    "an unknown holder": (
        text_edit("baseline.csv", "Cedar,north", "Cedar,nowhere"),
        ("baseline.csv", 4, "nowhere", "holder: no such actor", "actors.csv"),
    ),
    "an unknown place": (
        text_edit("baseline.csv", "B3,cedar", "B3,ceder"),
        ("baseline.csv", 4, "ceder", "place_id: no such place", "frontline place NAME"),
    ),
    "an unknown publisher": (
        text_edit("reports.csv", "E1,herald", "E1,times"),
        ("reports.csv", 11, "times", "no such publisher", "Add it to publishers.csv"),
    ),
    "an unknown record": (
        text_edit("reports.csv", "E4-r1,E4", "E4-r1,E9"),
        ("reports.csv", 17, "E9", "no such event or baseline row", "events.csv, baseline.csv"),
    ),
    "an unknown origin": (
        text_edit("publishers.csv", ",en,watch,", ",en,wach,"),
        ("publishers.csv", 6, "wach", "origin: no such publisher", "another publisher's id"),
    ),
    "an unknown side": (
        text_edit("publishers.csv", HERALD, HERALD.replace("north", "east")),
        ("publishers.csv", 2, "east", "aligned_with: no such actor", "actors.csv"),
    ),
    "an unknown word": (
        text_edit("events.csv", E1, E1.replace("capture", "conquest")),
        ("events.csv", 2, "conquest", "kind: input should be 'capture'", "one of the words"),
    ),
    "an id with a space": (
        append("actors.csv", "far north,North,,#000000,plain,"),
        ("actors.csv", 4, "far north", "id: is no id", "hyphens"),
    ),
    "no address": (
        text_edit("reports.csv", GOOD_REPORT, ""),
        ("reports.csv", 17, "", "url: a source without an address", "https://"),
    ),
    "an address that is a script": (
        text_edit("reports.csv", GOOD_REPORT, "javascript:alert(1)"),
        ("reports.csv", 17, "javascript:alert(1)", "without an address", "https://"),
    ),
    "an address without a host": (
        text_edit("reports.csv", GOOD_REPORT, "https://"),
        ("reports.csv", 17, "https://", "without an address", "https://"),
    ),
    "a colour by name": (
        text_edit("actors.csv", "#2f7f86", "teal"),
        ("actors.csv", 2, "teal", "colour: is no colour", "#2f7f86"),
    ),
    # ids
    "an id twice": (
        append("events.csv", E1 + ",,,,"),
        ("events.csv", 7, "E1", "stands 2 times, in rows 2, 7", "an id of its own"),
    ),
    "a place id twice": (
        lambda folder: [
            text_edit("baseline.csv", "B6,fir", "B6,elm")(folder),
            text_edit("events.csv", "E2,fir", "E2,elm")(folder),
            feature_edit("gazetteer.geojson", 6, id="elm")(folder),
        ],
        ("gazetteer.geojson", "elm", "elm", "stands 2 times", "an id of its own"),
    ),
    "one id for an event and a baseline row": (
        append("events.csv", E1.replace("E1", "B9") + ",,,,"),
        ("events.csv", 7, "B9", "stands in baseline.csv too", "Change one"),
    ),
    "two places at one point": (
        places([30.1, 0.2]),
        ("gazetteer.geojson", "elm", "elm", "at the very point of 'birch'", "Merge them"),
    ),
    "two holders at the start": (
        append("baseline.csv", "B10,elm,Elm,south,claimed,"),
        ("baseline.csv", 11, "south", "starts with 'north' in row 6", "Let the rows agree"),
    ),
    "an actor that is a word of the command": (
        append("actors.csv", "front,Front,,#000000,plain,"),
        ("actors.csv", 4, "front", "means something else", "another id"),
    ),
    # the descriptor
    "an unknown key place": (
        frame_edit(key_places=["oak"]),
        ("datapackage.json", "frontline", "oak", "key_places: no such place", "place NAME"),
    ),
    "a key day outside the record": (
        frame_edit(key_days=["2001-02-01"]),
        ("datapackage.json", "frontline", "2001-02-01", "key_days: lies outside", "leave it out"),
    ),
    "a key day that is none": (
        frame_edit(key_days=["2001-01-01", "1 May"]),
        ("datapackage.json", "frontline", "1 May", "key_days: is not a day", "year first"),
    ),
    "a first day that is a number": (
        frame_edit(first_day=0),
        ("datapackage.json", "frontline", "0", "first_day: is not a day", "2019-08-15"),
    ),
    "a record of a thousand years": (
        frame_edit(first_day="1001-01-01"),
        ("datapackage.json", "frontline", "2001-01-10", "longer than 36525 days", "first_day"),
    ),
    "a region turned round": (
        frame_edit(region=[30.3, -0.1, 29.9, 0.3]),
        ("datapackage.json", "frontline", "", "region is west, south, east, north", "Correct"),
    ),
    "a region of half the globe": (
        frame_edit(region=[-60, -10, 60, 10]),
        ("datapackage.json", "frontline", "-60.0, -10.0, 60.0, 10.0", "40 degrees", "split"),
    ),
    "a region of NaN": (
        frame_edit(region=[29.9, -0.1, 30.3, float("nan")]),
        ("datapackage.json", "frontline", "NaN", "region: is not a finite number", "finite"),
    ),
    "a reach that is true": (
        frame_edit(reach_km=True),
        ("datapackage.json", "frontline", "true", "reach_km: true and false", "number"),
    ),
    "no words of its own": (
        text_edit("datapackage.json", '"frontline": {', '"backline": {'),
        ("datapackage.json", None, "", "has no 'frontline' object", "region, first_day"),
    ),
    "a title that is a number": (
        text_edit("datapackage.json", '"title": "Nine invented towns"', '"title": 9'),
        ("datapackage.json", None, "", "title: is not text", "in quotes"),
    ),
    "a descriptor that is a list": (
        lambda folder: (folder / "datapackage.json").write_text("[]"),
        ("datapackage.json", None, "", "is not a JSON object", "Restore"),
    ),
}
