"""What QGIS needs to draw the layers in the colours of the actors and to play their days.

A style (QML) for each layer, and a project that holds them all. A row is shown from the day in
its ``start`` to the day in its ``end``, both included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from frontline.exporters.metadata import (
    abstract_of,
    attribute,
    layer_metadata,
    project_metadata,
    rights_of,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


_GREY = "#8a8f94"
_INK = "#1f2328"
#: Layers from the top of the map to its ground.
_ORDER = ("changes", "places", "front", "highways", "band", "territory")
#: Opacity of areas, of 255.
_FILLS = {"territory": 110, "band": 70}
#: Width of lines and size of points, millimetres.
_SIZES = {"places": 1.6, "changes": 3.0, "front": 0.8, "highways": 1.0}

#: Start and end come from expressions (mode 4): QGIS 3.22 compares the text of a date column with
#: that of a moment, which puts every row a day early. The end is the midnight after the last day.
_TEMPORAL = """<temporal enabled="1" mode="4" limitMode="0" startField="start" endField="end"
 startExpression="to_datetime(&quot;start&quot;)"
 endExpression="to_datetime(&quot;end&quot;) + make_interval(days:=1)" durationField=""
 durationUnit="min" fixedDuration="0" accumulate="0"><fixedRange><start></start><end></end>
</fixedRange></temporal>"""


def style_text(layer: Layer, told: About) -> str:
    """Write the style of a layer as QML."""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="Symbology|Temporal">\n'
        f"{_TEMPORAL}\n{_renderer(layer, told)}\n</qgis>\n"
    )


def _renderer(layer: Layer, told: About) -> str:
    """Draw by a named field: who holds it, else its status; lines of the front by their kind."""
    if layer.name == "front":
        field = "kind"
        looks = {"line": ("Front line", _INK), "contested": ("Contested", _GREY)}
    elif layer.name == "band":
        field, looks = "'band'", {"band": (layer.title, _INK)}
    else:
        field = "coalesce(holder, status)"
        looks = {actor["id"]: (actor["name"], actor["colour"]) for actor in told["actors"]}
        looks = {**looks, "contested": ("Contested", _GREY), "unknown": ("No report", "#d4d0c6")}
    categories = "".join(
        f'<category symbol="{number}" value={attribute(value)} type="string" '
        f'label={attribute(label)} render="true"/>'
        for number, (value, (label, _)) in enumerate(looks.items())
    )
    symbols = "".join(
        _symbol(layer, number, colour) for number, (_, colour) in enumerate(looks.values())
    )
    return (
        f'<renderer-v2 type="categorizedSymbol" attr={attribute(field)} symbollevels="0" '
        f'enableorderby="0" forceraster="0"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )


def _symbol(layer: Layer, number: int, colour: str) -> str:
    size = _SIZES.get(layer.name, 0.4)
    if layer.shape == "Point":
        kind, drawn = "marker", "SimpleMarker"
        options = {"name": "circle", "color": _rgba(colour), "outline_color": "255,255,255,255"}
        options |= {"outline_width": "0.2", "size": f"{size:g}", "size_unit": "MM"}
    elif layer.shape == "MultiLineString":
        kind, drawn = "line", "SimpleLine"
        options = {"line_color": _rgba(colour), "line_width": f"{size:g}", "capstyle": "round"}
        options |= {"joinstyle": "round", "line_style": "dash" if colour == _GREY else "solid"}
    else:
        kind, drawn = "fill", "SimpleFill"
        options = {"color": _rgba(colour, _FILLS.get(layer.name, 110)), "style": "solid"}
        options |= {"outline_style": "no"}
    listed = "".join(
        f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items()
    )
    return (
        f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{drawn}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{listed}</Option></layer></symbol>'
    )


def _rgba(colour: str, opacity: int = 255) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def project_text(sources: Mapping[str, str], layers: Sequence[Layer], told: About) -> str:
    """Write a project that holds layers of files beside it.

    Parameters
    ----------
    sources : where each layer is, by its name, as OGR finds it from the project's folder
    """
    ordered = sorted(layers, key=lambda layer: _ORDER.index(layer.name))
    return "\n".join(_project(ordered, sources, told)) + "\n"


def _project(layers: Sequence[Layer], sources: Mapping[str, str], told: About) -> Iterator[str]:
    title = attribute(told["title"])
    first, last = f"{told['first_day']}T00:00:00.000Z", f"{told['last_day']}T23:59:59.000Z"
    yield "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
    yield f'<qgis projectname={title} version="3.22.0">'
    yield f"<title>{text(told['title'])}</title>"
    yield f"<projectMetadata>{project_metadata(told)}</projectMetadata>"
    yield f"<projectCrs>{_CRS}</projectCrs><layer-tree-group>"
    for layer in layers:
        named = f'id="{_id_of(layer)}" name={attribute(layer.title)}'
        yield f'<layer-tree-layer {named} providerKey="ogr" checked="Qt::Checked" expanded="0"/>'
    yield "</layer-tree-group>"
    yield f'<mapcanvas name="theMapCanvas"><units>degrees</units>{_extent(layers)}'
    yield f"<destinationsrs>{_CRS}</destinationsrs></mapcanvas>"
    yield "<projectlayers>"
    for layer in layers:
        yield _map_layer(layer, sources[layer.name], told)
    yield "</projectlayers>"
    # Navigation mode 1 plays; without it all rows of all days would lie on top of each other.
    yield '<properties><TemporalControllerWidget><NavigationMode type="int">1</NavigationMode>'
    yield f'<StartDateTime type="QString">{first}</StartDateTime>'
    yield f'<EndDateTime type="QString">{last}</EndDateTime>'
    yield "</TemporalControllerWidget><SpatialRefSys>"
    yield '<ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys></properties>'
    yield '<ProjectTimeSettings frameRate="4" timeStep="1" timeStepUnit="d" '
    yield 'cumulativeTemporalRange="0"><TemporalRange>'
    yield f"<start>{first}</start><end>{last}</end></TemporalRange></ProjectTimeSettings>"
    yield "</qgis>"


_CRS = (
    "<spatialrefsys><srsid>3452</srsid><srid>4326</srid><authid>EPSG:4326</authid></spatialrefsys>"
)


def _extent(layers: Sequence[Layer]) -> str:
    boxes = [shapely.total_bounds(layer.geometry) for layer in layers if len(layer)]
    if not boxes:
        return ""
    west, south, east, north = shapely.total_bounds([shapely.box(*box) for box in boxes])
    return (
        f"<extent><xmin>{west}</xmin><ymin>{south}</ymin><xmax>{east}</xmax>"
        f"<ymax>{north}</ymax></extent>"
    )


def _id_of(layer: Layer) -> str:
    """Name a layer within a project; QGIS reads no id of ten letters or fewer."""
    return f"frontline_{layer.name}"


def _map_layer(layer: Layer, source: str, told: About) -> str:
    drawn = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}[layer.shape]
    return (
        f'<maplayer type="vector" geometry="{drawn}" styleCategories="AllStyleCategories">'
        f"<id>{_id_of(layer)}</id><datasource>{text(source)}</datasource>"
        f"<layername>{text(layer.title)}</layername><srs>{_CRS}</srs>"
        f"<title>{text(layer.title)}</title><abstract>{text(abstract_of(told))}</abstract>"
        f'<attribution href="">{text(rights_of(told))}</attribution>'
        f"<resourceMetadata>{layer_metadata(layer, told)}<crs>{_CRS}</crs></resourceMetadata>"
        f'<provider encoding="UTF-8">ogr</provider>{_TEMPORAL}{_renderer(layer, told)}</maplayer>'
    )
