"""KML 2.2: a folder a layer, a placemark a row, with its days and its named fields.

Google Earth and QGIS play the days; colours are those of the actors, the fields say the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from frontline.exporters.metadata import attribute, flat, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from frontline.exporters.layers import Layer
    from frontline.exporters.metadata import About


_CONTESTED = "8a8f94"


def write_kml(path: Path, layers: Sequence[Layer], told: About) -> None:
    """Write layers as folders of one document."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _lines(layers, told))


def _lines(layers: Sequence[Layer], told: About) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    yield f"<name>{text(told['title'])}</name>"
    words = "\n".join(f"{key}: {value}" for key, value in flat(told))
    yield f"<description>{text(words)}</description>"
    colours = {actor["id"]: actor["colour"][1:] for actor in told["actors"]}
    for name, colour in {"": _CONTESTED, **colours}.items():
        yield _style(name, colour)
    yield f"<ExtendedData>{_data(flat(told))}</ExtendedData>"
    for layer in layers:
        yield f"<Folder><name>{text(layer.name)}</name>"
        yield from _placemarks(layer)
        yield "</Folder>"
    yield "</Document></kml>"


def _style(actor: str, colour: str) -> str:
    """Write the style of an actor; KML counts opacity, blue, green, red."""
    turned = (colour[4:6] + colour[2:4] + colour[0:2]).lower()
    return (
        f"<Style id={attribute(f'of-{actor}')}><LineStyle><color>ff{turned}</color>"
        f"<width>2</width></LineStyle><PolyStyle><color>80{turned}</color></PolyStyle>"
        f"<IconStyle><color>ff{turned}</color><scale>0.6</scale></IconStyle></Style>"
    )


def _placemarks(layer: Layer) -> Iterator[str]:
    names = [column.name for column in layer.columns]
    cells = zip(*(column.plain() for column in layer.columns), strict=True)
    for row, shape in zip(cells, layer.geometry, strict=True):
        named = dict(zip(names, row, strict=True))
        title = named.get("name") or named.get("holder") or named.get("kind") or layer.title
        yield (
            f"<Placemark><name>{text(title)}</name>"
            f"<TimeSpan><begin>{named['start']}</begin><end>{named['end']}</end></TimeSpan>"
            f"<styleUrl>#of-{text(named.get('holder') or '')}</styleUrl>"
            f"<ExtendedData>{_data(named.items())}</ExtendedData>{_shape(shape)}</Placemark>"
        )


def _data(pairs: Iterable[tuple[str, Any]]) -> str:
    return "".join(
        f"<Data name={attribute(key)}><value>{text(value)}</value></Data>"
        for key, value in pairs
        if value is not None
    )


def _shape(shape: Any) -> str:
    if shape.geom_type == "Point":
        return f"<Point>{_coordinates(shape)}</Point>"
    parts = [
        f"<LineString>{_coordinates(part)}</LineString>"
        if part.geom_type == "LineString"
        else _polygon(part)
        for part in shape.geoms
    ]
    return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _polygon(part: Any) -> str:
    holes = "".join(
        f"<innerBoundaryIs><LinearRing>{_coordinates(ring)}</LinearRing></innerBoundaryIs>"
        for ring in part.interiors
    )
    outer = f"<LinearRing>{_coordinates(part.exterior)}</LinearRing>"
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"


def _coordinates(shape: Any) -> str:
    pairs = shapely.get_coordinates(shape).tolist()
    return f"<coordinates>{' '.join(f'{lon!r},{lat!r}' for lon, lat in pairs)}</coordinates>"
