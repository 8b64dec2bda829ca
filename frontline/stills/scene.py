"""A scene: the ordered, named layers of a picture, in pixels.

Every output is made from a scene. A layer holds marks: paths, circles and texts, each with the
name of its style (`frontline.stills.style`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Anchor: TypeAlias = Literal["start", "middle", "end"]

#: The layers of a map, from the lowest to the highest.
LAYERS = (
    "water", "land", "lakes", "territory", "gained", "presumed", "claimed", "contested", "terrain",
    "built-up", "rivers", "borders", "roads", "band", "earlier-front", "front", "arrows", "places",
    "names", "labels", "annotations", "furniture",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Path:
    """A shape of lines or polygons.

    Attributes
    ----------
    geometry : shapely.Geometry
        The shape, pixels.
    style : str
        The name of its style.
    title : str
        What it is, for readers who cannot see it.
    """

    geometry: Any
    style: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around a point, pixels."""

    x: float
    y: float
    radius: float
    style: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; `x` and `y` are where its baseline starts, ends or has its middle."""

    text: str
    x: float
    y: float
    size: float
    style: str
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG over a rectangle, pixels."""

    x: float
    y: float
    width: float
    height: float
    png: bytes = field(repr=False)
    style: str


Mark: TypeAlias = Path | Circle | Label | Picture


@dataclass
class Scene:
    """The layers of a picture.

    Attributes
    ----------
    width, height : int
        Size in pixels.
    title, description : str
        What the picture shows, for readers who cannot see it.
    language : str
        The language of its texts.
    clip : shapely.Polygon
        The map area; layers of the map are cut to it.
    layers : dict
        The marks of each layer by its name, in the order of `LAYERS`.
    omitted : list of str
        The texts of annotations that have no room.
    """

    width: int
    height: int
    title: str
    description: str
    language: str
    clip: Any
    layers: dict[str, list[Mark]] = field(default_factory=lambda: {name: [] for name in LAYERS})
    omitted: list[str] = field(default_factory=list)

    def add(self, layer: str, marks: Iterable[Mark]) -> None:
        """Add marks on top of those of a layer; empty shapes are left out."""
        self.layers[layer].extend(
            mark for mark in marks if not (isinstance(mark, Path) and mark.geometry.is_empty)
        )
