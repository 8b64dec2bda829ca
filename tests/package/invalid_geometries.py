"""Invalid highways, positions, properties and footprints, one at a time."""

from __future__ import annotations

from package_edits import (
    E1,
    E5,
    RING,
    change_feature,
    change_outline,
    move_elm,
    polygon,
    replace_text,
)

#: In the form of `INVALID_ROWS`.
INVALID_GEOMETRIES = {
    # roads
    "a road nobody drew": (
        replace_text("events.csv", E5, E5.replace("h1", "h2")),
        ("events.csv", 6, "h2", "highway: no such highway", "Use one of: h1"),
    ),
    "a kilometre beyond the end": (
        replace_text("events.csv", E5, E5.replace("h1,,", "h1,0,34")),
        ("events.csv", 6, "34.0", "to_km: the highway is only 33.2 km long", "southern"),
    ),
    "kilometres the wrong way round": (
        replace_text("events.csv", E5, E5.replace("h1,,", "h1,20,10")),
        ("events.csv", 6, "20", "from_km 20 is not less than to_km 10", "Swap them"),
    ),
    "a stretch of no length": (
        replace_text("events.csv", E5, E5.replace("h1,,", "h1,10,10")),
        ("events.csv", 6, "10", "is not less than", "Swap them"),
    ),
    "a kilometre before the beginning": (
        replace_text("events.csv", E5, E5.replace("h1,,", "h1,-1,")),
        ("events.csv", 6, "-1", "from_km: input should be greater than or equal to 0", "Correct"),
    ),
    "a kilometre with a decimal comma": (
        replace_text("events.csv", E5, E5.replace("h1,,", 'h1,"1,5",')),
        ("events.csv", 6, "1,5", "from_km: is not a number", "decimal point"),
    ),
    "a kilometre of no road": (
        replace_text("events.csv", E1 + ",,,", E1 + ",,3,"),
        ("events.csv", 2, "3.0", "the highway is missing", "Fill in the highway"),
    ),
    "a road of one point": (
        change_feature("highways.geojson", 1, coordinates=[[30.1, 0.1], [30.1, 0.1]]),
        ("highways.geojson", "h1", "30.1, 0.1", "two different positions", "Draw it"),
    ),
    "a road in two parts": (
        change_feature(
            "highways.geojson",
            1,
            geometry={"type": "MultiLineString", "coordinates": [[[30.1, 0], [30.1, 0.1]]]},
        ),
        ("highways.geojson", "h1", "MultiLineString", "not a LineString", "Draw it as a Line"),
    ),
    "a road with latitude first": (
        change_feature("highways.geojson", 1, coordinates=[[-0.05, 30.1], [0.25, 30.1]]),
        ("highways.geojson", "h1", "-0.05, 30.1", "look swapped", "[30.1, -0.05]"),
    ),
    "a road in another country": (
        change_feature("highways.geojson", 1, coordinates=[[-100.5, 40], [-101, 40]]),
        ("highways.geojson", "h1", "-100.5, 40", "outside the declared region", "widen"),
    ),
    # positions
    "swapped coordinates": (
        move_elm([0.1, 30.1]),
        ("gazetteer.geojson", "elm", "0.1, 30.1", "look swapped", "[30.1, 0.1]: longitude first"),
    ),
    "a place outside the region": (
        move_elm([31.1, 0.1]),
        ("gazetteer.geojson", "elm", "31.1, 0.1", "outside the declared region 29.9", "widen"),
    ),
    "NaN": (
        move_elm([float("nan"), 0.1]),
        ("gazetteer.geojson", "elm", "NaN, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "Infinity": (
        move_elm([30.1, float("inf")]),
        ("gazetteer.geojson", "elm", "30.1, Infinity", "two finite numbers", "[lon, lat]"),
    ),
    "null": (
        move_elm([None, 0.1]),
        ("gazetteer.geojson", "elm", "null, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "a number in quotes": (
        move_elm(["30.1", 0.1]),
        ("gazetteer.geojson", "elm", "30.1, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "true": (
        move_elm([30.1, True]),
        ("gazetteer.geojson", "elm", "30.1, true", "two finite numbers", "[lon, lat]"),
    ),
    "a position inside a position": (
        move_elm([[30.1, 0.1]]),
        ("gazetteer.geojson", "elm", "[...]", "two finite numbers", "[lon, lat]"),
    ),
    "four numbers": (
        move_elm([30.1, 0.1, 3, 4]),
        ("gazetteer.geojson", "elm", "30.1, 0.1, 3, 4", "two finite numbers", "[lon, lat]"),
    ),
    "a text for a position": (
        move_elm("30.1, 0.1"),
        ("gazetteer.geojson", "elm", "30.1, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "a position off the globe": (
        move_elm([30.1, 95]),
        ("gazetteer.geojson", "elm", "30.1, 95", "latitude -90 to 90", "[lon, lat]"),
    ),
    "a place that is a line": (
        change_feature(
            "gazetteer.geojson",
            5,
            geometry={"type": "LineString", "coordinates": [[30.1, 0.1], [30.2, 0.1]]},
        ),
        ("gazetteer.geojson", "elm", "LineString", "not a Point", "Draw it as a Point"),
    ),
    "a type that is a list": (
        change_feature(
            "gazetteer.geojson", 5, geometry={"type": ["Point"], "coordinates": [30.1, 0.1]}
        ),
        ("gazetteer.geojson", "elm", "", "not a Point", "Draw it as a Point"),
    ),
    "no geometry": (
        change_feature("gazetteer.geojson", 5, geometry=None),
        (
            "gazetteer.geojson",
            "elm",
            "",
            "the geometry or a part of it is empty",
            "Draw it, or remove",
        ),
    ),
    "an empty geometry": (
        move_elm([]),
        (
            "gazetteer.geojson",
            "elm",
            "",
            "the geometry or a part of it is empty",
            "Draw it, or remove",
        ),
    ),
    "a longitude beside the geometry": (
        change_feature("gazetteer.geojson", 5, lon=30.1),
        (
            "gazetteer.geojson",
            "elm",
            "30.1",
            "lon: is already in the geometry",
            "Remove it",
        ),
    ),
    # properties
    "a property nobody reads": (
        change_feature("gazetteer.geojson", 5, colour="red"),
        ("gazetteer.geojson", "elm", "red", "colour: is not a property", "Remove it"),
    ),
    "no name": (
        change_feature("gazetteer.geojson", 5, name=""),
        ("gazetteer.geojson", "elm", "", "name: is empty", "Fill it in"),
    ),
    "a name that is null": (
        change_feature("gazetteer.geojson", 5, name=None),
        ("gazetteer.geojson", "elm", "null", "name: is not text", "Write text"),
    ),
    "an error of nothing": (
        change_feature("gazetteer.geojson", 5, position_error_m=0),
        ("gazetteer.geojson", "elm", "0", "position_error_m: input should be greater", "Correct"),
    ),
    "an error that is true": (
        change_feature("gazetteer.geojson", 5, position_error_m=True),
        ("gazetteer.geojson", "elm", "true", "position_error_m: true and false", "number"),
    ),
    "an error that is NaN": (
        change_feature("gazetteer.geojson", 5, position_error_m=float("nan")),
        ("gazetteer.geojson", "elm", "NaN", "position_error_m: is not a finite number", "finite"),
    ),
    "no sources": (
        change_feature("gazetteer.geojson", 5, sources=[]),
        ("gazetteer.geojson", "elm", "", "sources: tuple should have at least 1", "Correct"),
    ),
    # outlines
    "an outline of nowhere": (
        change_feature("footprints.geojson", 1, place_id="elms"),
        ("footprints.geojson", "elms", "elms", "place_id: no such place", "frontline place NAME"),
    ),
    "an outline of nobody": (
        change_feature("footprints.geojson", 1, properties={"licence": "CC0"}),
        ("footprints.geojson", 1, "", "place_id: is missing", "the outline belongs to"),
    ),
    "an outline that is a point": (
        change_outline({"type": "Point", "coordinates": [30.1, 0.1]}),
        ("footprints.geojson", "elm", "Point", "not a Polygon or MultiPolygon", "Polygon"),
    ),
    "an outline that does not close": (
        change_outline(polygon(*RING[:3])),
        ("footprints.geojson", "elm", "30.09, 0.09", "end where it begins", "Draw the area again"),
    ),
    "an outline without a corner": (
        change_outline(polygon(*[RING[0]] * 4)),
        ("footprints.geojson", "elm", "30.09, 0.09", "three corners", "Draw the area again"),
    ),
    "an outline with an empty ring": (
        change_outline({"type": "Polygon", "coordinates": [RING, []]}),
        ("footprints.geojson", "elm", "", "or a part of it is empty", "Draw it"),
    ),
    "an outline of a flat list": (
        change_outline({"type": "Polygon", "coordinates": RING}),
        ("footprints.geojson", "elm", "30.09", "two finite numbers", "[lon, lat]"),
    ),
    "an outline far away": (
        change_outline(polygon([40, 0], [41, 0], [41, 1], [40, 0])),
        ("footprints.geojson", "elm", "40, 0", "outside the declared region", "widen the region"),
    ),
    "NaN among the corners of an outline": (
        change_outline(polygon(RING[0], [30.11, float("nan")], *RING[1:])),
        ("footprints.geojson", "elm", "30.11, NaN", "two finite numbers", "[lon, lat]"),
    ),
    "an outline with heights here and there": (
        change_outline(polygon(RING[0], [*RING[1], 450], *RING[2:])),
        ("footprints.geojson", "elm", "", "only some positions have a height", "Remove"),
    ),
    "a collection of shapes": (
        change_outline({"type": "GeometryCollection", "geometries": []}),
        ("footprints.geojson", "elm", "GeometryCollection", "not a Polygon", "Polygon"),
    ),
    # features and collections
    "a feature without properties": (
        change_feature("highways.geojson", 1, properties=None),
        ("highways.geojson", 1, "", "the feature has no properties", "at least the property id"),
    ),
    "no collection": (
        lambda folder: (folder / "highways.geojson").write_text('{"type": "Feature"}'),
        ("highways.geojson", None, "", "not a GeoJSON FeatureCollection", "Export it"),
    ),
}
