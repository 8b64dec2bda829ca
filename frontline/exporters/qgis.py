"""QGIS: a style (QML) for each layer, a project that contains all layers, and their metadata.

The styles draw the layers in the colours of the actors. The Temporal Controller shows a row from
the day in its ``start`` to the day in its ``end``, both included. The elements of the metadata are
those of the class QgsLayerMetadata of QGIS 3.22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from frontline.exporters.frames import geometry_array
from frontline.exporters.layers import LAYERS
from frontline.exporters.metadata import xml_attribute, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from frontline.exporters.metadata import Metadata

_GREY = "#8a8f94"
_INK = "#1f2328"
#: Parts of the front that are only presumed.
_DIM = "#4a453c"
#: Layers from the top of the map to the bottom.
_ORDER = ("changes", "places", "front", "highways", "band", "territory")
#: Opacity of areas, of 255.
_FILLS = {"territory": 110, "band": 70}
#: Width of lines and size of points, millimetres.
_SIZES = {"places": 1.6, "changes": 3.0, "front": 0.8, "highways": 1.0}

#: Start and end come from expressions (mode 4): QGIS 3.22 compares the text of a date column with
#: that of a time, which shows every row a day early. The end is the midnight after the last day.
_TEMPORAL = """<temporal enabled="1" mode="4" limitMode="0" startField="start" endField="end"
 startExpression="to_datetime(&quot;start&quot;)"
 endExpression="to_datetime(&quot;end&quot;) + make_interval(days:=1)" durationField=""
 durationUnit="min" fixedDuration="0" accumulate="0"><fixedRange><start></start><end></end>
</fixedRange></temporal>"""

_CRS = (
    "<spatialrefsys><srsid>3452</srsid><srid>4326</srid><authid>EPSG:4326</authid></spatialrefsys>"
)
#: How an address begins that QGIS may open at a click.
_WEB = ("https://", "http://")


def style_text(name: str, metadata: Metadata) -> str:
    """Write the style of a layer as QML."""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="Symbology|Temporal">\n'
        f"{_TEMPORAL}\n{_renderer(name, metadata)}\n</qgis>\n"
    )


def _renderer(name: str, metadata: Metadata) -> str:
    """Draw by the holder, else the status; lines of the front by their kind."""
    if name == "front":
        field = "kind"
        looks = {
            "line": ("Front line", _INK),
            "presumed": ("Presumed front line", _DIM),
            "contested": ("Contested", _GREY),
        }
    elif name == "band":
        field, looks = "'band'", {"band": (LAYERS[name].title, _INK)}
    else:
        field = "coalesce(holder, status)"
        looks = {actor["id"]: (actor["name"], actor["colour"]) for actor in metadata["actors"]}
        looks = {**looks, "contested": ("Contested", _GREY), "unknown": ("No report", "#d4d0c6")}
    categories = "".join(
        f'<category symbol="{number}" value={xml_attribute(value)} type="string" '
        f'label={xml_attribute(label)} render="true"/>'
        for number, (value, (label, _)) in enumerate(looks.items())
    )
    symbols = "".join(
        _symbol(name, number, colour) for number, (_, colour) in enumerate(looks.values())
    )
    return (
        f'<renderer-v2 type="categorizedSymbol" attr={xml_attribute(field)} symbollevels="0" '
        f'enableorderby="0" forceraster="0"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )


def _symbol(name: str, number: int, colour: str) -> str:
    geometry_type = LAYERS[name].geometry_type
    size = _SIZES.get(name, 0.4)
    if geometry_type == "Point":
        kind, symbol_class = "marker", "SimpleMarker"
        options = {"name": "circle", "color": _rgba(colour), "outline_color": "255,255,255,255"}
        options |= {"outline_width": "0.2", "size": f"{size:g}", "size_unit": "MM"}
    elif geometry_type == "MultiLineString":
        kind, symbol_class = "line", "SimpleLine"
        options = {"line_color": _rgba(colour), "line_width": f"{size:g}", "capstyle": "round"}
        options |= {
            "joinstyle": "round",
            "line_style": "dash" if colour in {_GREY, _DIM} else "solid",
        }
    else:
        kind, symbol_class = "fill", "SimpleFill"
        options = {"color": _rgba(colour, _FILLS.get(name, 110)), "style": "solid"}
        options |= {"outline_style": "no"}
    listed = "".join(
        f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items()
    )
    return (
        f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{symbol_class}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{listed}</Option></layer></symbol>'
    )


def _rgba(colour: str, opacity: int = 255) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def project_text(
    sources: Mapping[str, str], layers: Mapping[str, gpd.GeoDataFrame], metadata: Metadata
) -> str:
    """Write a project that shows the layers of files in its folder.

    Parameters
    ----------
    sources : mapping of str to str
        Where OGR finds each layer from the project's folder, by the layer's name.
    layers : mapping of str to GeoDataFrame
    metadata : dict
    """
    names = sorted(layers, key=_ORDER.index)
    parts = (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>",
        f'<qgis projectname={xml_attribute(metadata["title"])} version="3.22.0">',
        f"<title>{xml_text(metadata['title'])}</title>",
        f"<projectMetadata>{project_metadata(metadata)}</projectMetadata>",
        f"<projectCrs>{_CRS}</projectCrs><layer-tree-group>",
        *(_tree_layer(name) for name in names),
        "</layer-tree-group>",
        f'<mapcanvas name="theMapCanvas"><units>degrees</units>{_extent(layers)}',
        f"<destinationsrs>{_CRS}</destinationsrs></mapcanvas>",
        "<projectlayers>",
        *(_map_layer(name, sources[name], metadata) for name in names),
        "</projectlayers>",
        *_time_settings(metadata),
        "</qgis>",
    )
    return "\n".join(parts) + "\n"


def _time_settings(metadata: Metadata) -> Iterator[str]:
    first, last = f"{metadata['first_day']}T00:00:00.000Z", f"{metadata['last_day']}T23:59:59.000Z"
    # Navigation mode 1 plays the days; without it all rows of all days would overlap.
    yield '<properties><TemporalControllerWidget><NavigationMode type="int">1</NavigationMode>'
    yield f'<StartDateTime type="QString">{first}</StartDateTime>'
    yield f'<EndDateTime type="QString">{last}</EndDateTime>'
    yield "</TemporalControllerWidget><SpatialRefSys>"
    yield '<ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys></properties>'
    yield '<ProjectTimeSettings frameRate="4" timeStep="1" timeStepUnit="d" '
    yield 'cumulativeTemporalRange="0"><TemporalRange>'
    yield f"<start>{first}</start><end>{last}</end></TemporalRange></ProjectTimeSettings>"


def _extent(layers: Mapping[str, gpd.GeoDataFrame]) -> str:
    boxes = [shapely.total_bounds(geometry_array(frame)) for frame in layers.values() if len(frame)]
    if not boxes:
        return ""
    west, south, east, north = shapely.total_bounds([shapely.box(*box) for box in boxes])
    return (
        f"<extent><xmin>{west}</xmin><ymin>{south}</ymin><xmax>{east}</xmax>"
        f"<ymax>{north}</ymax></extent>"
    )


def _layer_id(name: str) -> str:
    """Return the id of a layer within a project; QGIS ignores ids of ten letters or fewer."""
    return f"frontline_{name}"


def _tree_layer(name: str) -> str:
    return (
        f'<layer-tree-layer id="{_layer_id(name)}" name={xml_attribute(LAYERS[name].title)} '
        'providerKey="ogr" checked="Qt::Checked" expanded="0"/>'
    )


def _map_layer(name: str, source: str, metadata: Metadata) -> str:
    layer = LAYERS[name]
    geometry = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}
    return (
        f'<maplayer type="vector" geometry="{geometry[layer.geometry_type]}" '
        'styleCategories="AllStyleCategories">'
        f"<id>{_layer_id(name)}</id><datasource>{xml_text(source)}</datasource>"
        f"<layername>{xml_text(layer.title)}</layername><srs>{_CRS}</srs>"
        f"<title>{xml_text(layer.title)}</title><abstract>{xml_text(_abstract(metadata))}</abstract>"
        f'<attribution href="">{xml_text(_rights(metadata))}</attribution>'
        f"<resourceMetadata>{layer_metadata(name, metadata)}<crs>{_CRS}</crs></resourceMetadata>"
        f'<provider encoding="UTF-8">ogr</provider>{_TEMPORAL}{_renderer(name, metadata)}'
        "</maplayer>"
    )


def layer_metadata(name: str, metadata: Metadata) -> str:
    """Write the elements that describe a layer, its licence and its sources."""
    parts = (
        f"<identifier>{_shown(metadata['digest'])}/{_shown(name)}</identifier>",
        "<parentidentifier></parentidentifier><language></language><type>dataset</type>",
        f"<title>{_shown(metadata['title'])}: {_shown(LAYERS[name].title)}</title>",
        f"<abstract>{_shown(_abstract(metadata))}</abstract>{_links(metadata)}<fees></fees>",
        *(f"<rights>{_shown(one)}</rights>" for one in metadata["attribution"]),
        *(f"<license>{_shown(one)}</license>" for one in metadata["licences"]),
        "<encoding>UTF-8</encoding>",
    )
    return "".join(parts)


def project_metadata(metadata: Metadata) -> str:
    """Write the elements of a project, which has no elements of its own for licence and rights."""
    abstract = f"{_abstract(metadata)}\n{_rights(metadata)}"
    return (
        f"<identifier>{_shown(metadata['digest'])}</identifier>"
        "<parentidentifier></parentidentifier><language></language><type>project</type>"
        f"<title>{_shown(metadata['title'])}</title><abstract>{_shown(abstract)}</abstract>"
        f"{_links(metadata)}<author>{_shown('; '.join(metadata['attribution']))}</author>"
    )


def _abstract(metadata: Metadata) -> str:
    """Describe the rows in a few lines: notices, days, method, rule, version."""
    lines = (
        *metadata["notices"],
        f"{metadata['first_day']} to {metadata['last_day']}.",
        metadata["method"],
        f"Rule {metadata['rule']}: {metadata['rule_says']}",
        f"Version {metadata['version']}, {metadata['digest']}.",
    )
    return "\n".join(lines)


def _rights(metadata: Metadata) -> str:
    return (
        f"Licence: {'; '.join(metadata['licences'])}\nSources: {'; '.join(metadata['attribution'])}"
    )


def _links(metadata: Metadata) -> str:
    """Link the sources and licences that have a web address."""
    links = "".join(
        f'<link name={xml_attribute(_without_markup(one["title"]))} type="WWW:LINK" '
        f'url={xml_attribute(_url(one["path"]))} description="" format="" mimeType="" size=""/>'
        for one in metadata["links"]
        if one["path"].startswith(_WEB)
    )
    return f"<links>{links}</links>"


def _without_markup(text: str) -> str:
    """Replace angle brackets, because QGIS shows metadata as HTML."""
    return text.replace("<", "\u2039").replace(">", "\u203a")


def _shown(text: str) -> str:
    return xml_text(_without_markup(text))


def _url(path: str) -> str:
    """Percent-encode the characters that would end an address in HTML."""
    return path.replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
