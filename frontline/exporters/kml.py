"""KML 2.2: a folder for each layer, a placemark for each row, with its days and its fields.

Google Earth and QGIS play the days. Colours are those of the actors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.exporters.frames import chunks, field_names, geometry_array, plain_rows
from frontline.exporters.layers import LAYERS
from frontline.exporters.metadata import flat_text, flatten, xml_attribute, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd

    from frontline.exporters.metadata import Metadata

_CONTESTED = "#8a8f94"


def write_kml(path: Path, layers: Mapping[str, gpd.GeoDataFrame], metadata: Metadata) -> None:
    """Write layers as folders of one document."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _lines(layers, metadata))


def _lines(layers: Mapping[str, gpd.GeoDataFrame], metadata: Metadata) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    yield f"<name>{xml_text(metadata['title'])}</name>"
    yield f"<description>{xml_text(flat_text(metadata))}</description>"
    yield _style("", _CONTESTED)
    yield from (_style(actor["id"], actor["colour"]) for actor in metadata["actors"])
    yield _extended_data(flatten(metadata))
    for name, frame in layers.items():
        yield f"<Folder><name>{xml_text(name)}</name>"
        for part in chunks(frame):
            yield from _placemarks(part, LAYERS[name].title)
        yield "</Folder>"
    yield "</Document></kml>"


def _style(actor: str, colour: str) -> str:
    """Write the style of an actor; the order of a KML colour is opacity, blue, green, red."""
    bgr = (colour[5:7] + colour[3:5] + colour[1:3]).lower()
    return (
        f"<Style id={xml_attribute(f'of-{actor}')}><LineStyle><color>ff{bgr}</color>"
        f"<width>2</width></LineStyle><PolyStyle><color>80{bgr}</color></PolyStyle>"
        f"<IconStyle><color>ff{bgr}</color><scale>0.6</scale></IconStyle></Style>"
    )


def _placemarks(frame: gpd.GeoDataFrame, title: str) -> Iterator[str]:
    fields = field_names(frame)
    for row, geometry in zip(plain_rows(frame), geometry_array(frame), strict=True):
        values = dict(zip(fields, row, strict=True))
        name = values.get("name") or values.get("holder") or values.get("kind") or title
        yield (
            f"<Placemark><name>{xml_text(name)}</name>"
            f"<TimeSpan><begin>{values['start']}</begin><end>{values['end']}</end></TimeSpan>"
            f"<styleUrl>#of-{xml_text(values.get('holder') or '')}</styleUrl>"
            f"{_extended_data(values.items())}{_geometry(geometry)}</Placemark>"
        )


def _extended_data(pairs: Iterable[tuple[str, Any]]) -> str:
    data = "".join(
        f"<Data name={xml_attribute(key)}><value>{xml_text(value)}</value></Data>"
        for key, value in pairs
        if value is not None
    )
    return f"<ExtendedData>{data}</ExtendedData>"


def _geometry(geometry: Any) -> str:
    if geometry.geom_type == "Point":
        return f"<Point>{_coordinates(geometry)}</Point>"
    parts = [
        f"<LineString>{_coordinates(part)}</LineString>"
        if part.geom_type == "LineString"
        else _polygon(part)
        for part in geometry.geoms
    ]
    return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _polygon(polygon: Any) -> str:
    exterior, *holes = (
        f"<LinearRing>{_coordinates(ring)}</LinearRing>"
        for ring in (polygon.exterior, *polygon.interiors)
    )
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs>{exterior}</outerBoundaryIs>{inner}</Polygon>"


def _coordinates(geometry: Any) -> str:
    pairs = shapely.get_coordinates(geometry).tolist()
    return f"<coordinates>{' '.join(f'{lon!r},{lat!r}' for lon, lat in pairs)}</coordinates>"
