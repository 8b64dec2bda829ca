"""Faults of roads, positions, properties and outlines, one at a time."""

from __future__ import annotations

from spoiling import E1, E5, RING, feature_edit, outline, places, polygon, text_edit

#: As `wrong_rows.WRONG_ROWS`.
WRONG_SHAPES = {
    # roads
    "a road nobody drew": (
        text_edit("events.csv", E5, E5.replace("h1", "h2")),
        ("events.csv", 6, "h2", "highway: no such highway", "Use one of: h1"),
    ),
    "a kilometre beyond the end": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,0,34")),
        ("events.csv", 6, "34.0", "to_km: the highway is only 33.2 km long", "southern"),
    ),
    "kilometres the wrong way round": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,20,10")),
        ("events.csv", 6, "20", "from_km 20 does not lie before to_km 10", "Turn them round"),
    ),
    "a stretch of no length": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,10,10")),
        ("events.csv", 6, "10", "does not lie before", "Turn them round"),
    ),
    "a kilometre before the beginning": (
        text_edit("events.csv", E5, E5.replace("h1,,", "h1,-1,")),
        ("events.csv", 6, "-1", "from_km: input should be greater than or equal to 0", "Correct"),
    ),
    "a kilometre with a decimal comma": (
        text_edit("events.csv", E5, E5.replace("h1,,", 'h1,"1,5",')),
        ("events.csv", 6, "1,5", "from_km: is not a number", "decimal point"),
    ),
    "a kilometre of no road": (
        text_edit("events.csv", E1 + ",,,", E1 + ",,3,"),
        ("events.csv", 2, "3.0", "of which highway?", "Name the highway"),
    ),
    "a road of one point": (
        feature_edit("highways.geojson", 1, coordinates=[[30.1, 0.1], [30.1, 0.1]]),
        ("highways.geojson", "h1", "30.1, 0.1", "a line has two ends", "Draw it"),
    ),
    "a road in two parts": (
        feature_edit(
            "highways.geojson",
            1,
            geometry={"type": "MultiLineString", "coordinates": [[[30.1, 0], [30.1, 0.1]]]},
        ),
        ("highways.geojson", "h1", "MultiLineString", "not a LineString", "Draw it as a Line"),
    ),
    "a road with latitude first": (
        feature_edit("highways.geojson", 1, coordinates=[[-0.05, 30.1], [0.25, 30.1]]),
        ("highways.geojson", "h1", "-0.05, 30.1", "look swapped", "[30.1, -0.05]"),
    ),
    "a road in another country": (
        feature_edit("highways.geojson", 1, coordinates=[[-100.5, 40], [-101, 40]]),
        ("highways.geojson", "h1", "-100.5, 40", "outside the declared region", "widen"),
    ),
    # positions
    "swapped coordinates": (
        places([0.1, 30.1]),
        ("gazetteer.geojson", "elm", "0.1, 30.1", "look swapped", "[30.1, 0.1]: longitude first"),
    ),
    "a place outside the region": (
        places([31.1, 0.1]),
        ("gazetteer.geojson", "elm", "31.1, 0.1", "outside the declared region 29.9", "widen"),
    ),
    "NaN": (
        places([float("nan"), 0.1]),
        ("gazetteer.geojson", "elm", "NaN, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "Infinity": (
        places([30.1, float("inf")]),
        ("gazetteer.geojson", "elm", "30.1, Infinity", "two finite numbers", "[lon, lat]"),
    ),
    "null": (
        places([None, 0.1]),
        ("gazetteer.geojson", "elm", "null, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "a number in quotes": (
        places(["30.1", 0.1]),
        ("gazetteer.geojson", "elm", "30.1, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "true": (
        places([30.1, True]),
        ("gazetteer.geojson", "elm", "30.1, true", "two finite numbers", "[lon, lat]"),
    ),
    "a position inside a position": (
        places([[30.1, 0.1]]),
        ("gazetteer.geojson", "elm", "[...]", "two finite numbers", "[lon, lat]"),
    ),
    "four numbers": (
        places([30.1, 0.1, 3, 4]),
        ("gazetteer.geojson", "elm", "30.1, 0.1, 3, 4", "two finite numbers", "[lon, lat]"),
    ),
    "a text for a position": (
        places("30.1, 0.1"),
        ("gazetteer.geojson", "elm", "30.1, 0.1", "two finite numbers", "[lon, lat]"),
    ),
    "a position off the globe": (
        places([30.1, 95]),
        ("gazetteer.geojson", "elm", "30.1, 95", "latitude -90 to 90", "[lon, lat]"),
    ),
    "a place that is a line": (
        feature_edit(
            "gazetteer.geojson",
            5,
            geometry={"type": "LineString", "coordinates": [[30.1, 0.1], [30.2, 0.1]]},
        ),
        ("gazetteer.geojson", "elm", "LineString", "not a Point", "Draw it as a Point"),
    ),
    "a type that is a list": (
        feature_edit(
            "gazetteer.geojson", 5, geometry={"type": ["Point"], "coordinates": [30.1, 0.1]}
        ),
        ("gazetteer.geojson", "elm", "", "not a Point", "Draw it as a Point"),
    ),
    "no geometry": (
        feature_edit("gazetteer.geojson", 5, geometry=None),
        ("gazetteer.geojson", "elm", "", "the geometry is empty", "Draw it, or remove"),
    ),
    "an empty geometry": (
        places([]),
        ("gazetteer.geojson", "elm", "", "the geometry is empty", "Draw it, or remove"),
    ),
    "a longitude beside the geometry": (
        feature_edit("gazetteer.geojson", 5, lon=30.1),
        ("gazetteer.geojson", "elm", "30.1", "lon: stands in the geometry already", "Remove it"),
    ),
    # properties
    "a property nobody reads": (
        feature_edit("gazetteer.geojson", 5, colour="red"),
        ("gazetteer.geojson", "elm", "red", "colour: is no property", "Remove it"),
    ),
    "no name": (
        feature_edit("gazetteer.geojson", 5, name=""),
        ("gazetteer.geojson", "elm", "", "name: is empty", "Fill it in"),
    ),
    "a name that is null": (
        feature_edit("gazetteer.geojson", 5, name=None),
        ("gazetteer.geojson", "elm", "null", "name: is not text", "Write text"),
    ),
    "an error of nothing": (
        feature_edit("gazetteer.geojson", 5, position_error_m=0),
        ("gazetteer.geojson", "elm", "0", "position_error_m: input should be greater", "Correct"),
    ),
    "an error that is true": (
        feature_edit("gazetteer.geojson", 5, position_error_m=True),
        ("gazetteer.geojson", "elm", "true", "position_error_m: true and false", "number"),
    ),
    "an error that is NaN": (
        feature_edit("gazetteer.geojson", 5, position_error_m=float("nan")),
        ("gazetteer.geojson", "elm", "NaN", "position_error_m: is not a finite number", "finite"),
    ),
    "no sources": (
        feature_edit("gazetteer.geojson", 5, sources=[]),
        ("gazetteer.geojson", "elm", "", "sources: tuple should have at least 1", "Correct"),
    ),
    # outlines
    "an outline of nowhere": (
        feature_edit("footprints.geojson", 1, place_id="elms"),
        ("footprints.geojson", "elms", "elms", "place_id: no such place", "frontline place NAME"),
    ),
    "an outline of nobody": (
        feature_edit("footprints.geojson", 1, properties={"licence": "CC0"}),
        ("footprints.geojson", 1, "", "place_id: is missing", "whose outline"),
    ),
    "an outline that is a point": (
        outline({"type": "Point", "coordinates": [30.1, 0.1]}),
        ("footprints.geojson", "elm", "Point", "not a Polygon or MultiPolygon", "Polygon"),
    ),
    "an outline that does not close": (
        outline(polygon(*RING[:3])),
        ("footprints.geojson", "elm", "30.09, 0.09", "ends where it begins", "Draw the area again"),
    ),
    "an outline without a corner": (
        outline(polygon(*[RING[0]] * 4)),
        ("footprints.geojson", "elm", "30.09, 0.09", "three corners", "Draw the area again"),
    ),
    "an outline with an empty ring": (
        outline({"type": "Polygon", "coordinates": [RING, []]}),
        ("footprints.geojson", "elm", "", "empty, or a part of it", "Draw it"),
    ),
    "an outline of a flat list": (
        outline({"type": "Polygon", "coordinates": RING}),
        ("footprints.geojson", "elm", "30.09", "two finite numbers", "[lon, lat]"),
    ),
    "an outline far away": (
        outline(polygon([40, 0], [41, 0], [41, 1], [40, 0])),
        ("footprints.geojson", "elm", "40, 0", "outside the declared region", "widen the region"),
    ),
    "NaN among the corners of an outline": (
        outline(polygon(RING[0], [30.11, float("nan")], *RING[1:])),
        ("footprints.geojson", "elm", "30.11, NaN", "two finite numbers", "[lon, lat]"),
    ),
    "an outline with heights here and there": (
        outline(polygon(RING[0], [*RING[1], 450], *RING[2:])),
        ("footprints.geojson", "elm", "", "only some positions have a height", "Leave"),
    ),
    "a collection of shapes": (
        outline({"type": "GeometryCollection", "geometries": []}),
        ("footprints.geojson", "elm", "GeometryCollection", "not a Polygon", "Polygon"),
    ),
    # features and collections
    "a feature without properties": (
        feature_edit("highways.geojson", 1, properties=None),
        ("highways.geojson", 1, "", "the feature has no properties", "at least its id"),
    ),
    "no collection": (
        lambda folder: (folder / "highways.geojson").write_text('{"type": "Feature"}'),
        ("highways.geojson", None, "", "not a GeoJSON FeatureCollection", "Export it"),
    ),
}
