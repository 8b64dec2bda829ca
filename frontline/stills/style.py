"""The look of stills: one style for each kind of mark, and the fills of the actors.

A style is a set of SVG properties, so that a graphics program shows and changes them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from frontline.colours import mix, separate_fills
from frontline.stills.ground import FADE_STEPS
from frontline.stills.typeface import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.models import Actor

PAPER, LAND, SEA, INK, QUIET = "#ffffff", "#f3f1ec", "#cfdde6", "#22262a", "#5b6268"
CONTESTED = "#6f7479"

Style = dict[str, str]


def styles(actors: Sequence[Actor], unit: float, detail: float = 250.0) -> dict[str, Style]:
    """Return the styles of a picture by name.

    Parameters
    ----------
    actors : sequence of Actor
        The actors of the package.
    unit : float
        The size of ordinary text, pixels; lines grow with it.
    detail : float
        Metres of ground for a pixel (`Frame.detail`): a front is wider on a map of a small area.
    """
    thin = unit / 18
    wide = min(1.35, max(0.7, 1.15 - 0.16 * math.log2(max(detail, 1.0) / 125)))

    def line(colour: str, width: float, dash: str = "") -> Style:
        style = {
            "fill": "none", "stroke": colour, "stroke-width": f"{width * thin:.2f}",
            "stroke-linejoin": "round", "stroke-linecap": "round",
        }  # fmt: skip
        if dash:
            parts = (f"{float(part) * thin:.1f}" for part in dash.split())
            style |= {"stroke-dasharray": " ".join(parts), "stroke-linecap": "butt"}
        return style

    def text(colour: str, *, weight: int = 400, italic: bool = False, halo: str = "") -> Style:
        style = {"fill": colour, "font-family": FAMILIES, "font-weight": str(weight)}
        if italic:
            style["font-style"] = "italic"
        if halo:
            style |= {
                "stroke": halo, "stroke-width": f"{3.2 * thin:.2f}", "stroke-linejoin": "round",
                "paint-order": "stroke",
            }  # fmt: skip
        return style

    found: dict[str, Style] = {
        "paper": {"fill": PAPER},
        "panel": {"fill": PAPER, "fill-opacity": "0.92"},
        "sea": {"fill": SEA},
        "land": {"fill": LAND, "stroke": "#9fb2be", "stroke-width": f"{0.7 * thin:.2f}"},
        "lake": {"fill": SEA, "stroke": "#9fb2be", "stroke-width": f"{0.5 * thin:.2f}"},
        "built-up": {"fill": INK, "fill-opacity": "0.15"},
        "river": line("#86a9bd", 1.1),
        "border": line("#6d7479", 1.6, "9 3 2 3"),
        "disputed": line("#7d8489", 1.2, "2 4"),
        "terrain": {},
        "minor-road": line("#a8997c", 1.4),
        "road-casing": line(PAPER, 5),
        "road": line("#8c6d3f", 2.4),
        "earlier-front": line(INK, 1.2, "5 4"),
        "front-halo": line(PAPER, 7 * wide),
        "front": line(INK, 3.4 * wide),
        "front-presumed": line(INK, 2.4 * wide, "7 5"),
        "front-claimed": line(INK, 1.1 * wide, "2 3"),
        "contested": {"fill": "url(#hatch)"},
        "presumed": {"fill": "url(#lines)"},
        "claimed": {"fill": "url(#dots)"},
        "sample": {"fill": "#c9c4ba"},
        "frame": line("#9aa0a5", 1),
        "place-confirmed": {"fill": INK},
        "place-claimed": {"fill": PAPER, "stroke": INK, "stroke-width": f"{1.6 * thin:.2f}"},
        "place-weak": {"fill": "none", "stroke": QUIET, "stroke-width": f"{1.1 * thin:.2f}"},
        "shield": {"fill": PAPER, "stroke": "#8c6d3f", "stroke-width": f"{1.2 * thin:.2f}"},
        "shield-text-bold": text("#6b4f24", weight=700),
        "note": text(INK, italic=True, halo=PAPER),
        "annotation": text(INK, halo=PAPER),
        "leader": line(INK, 1.2),
        "leader-halo": line(PAPER, 3.6),
        "anchor": {"fill": INK},
        "arrow": {"fill": INK, "stroke": PAPER, "stroke-width": f"{1.4 * thin:.2f}"},
        "distance": line("#1d4f91", 3),
        "distance-second": line("#1d4f91", 1.4, "5 4"),
        "ring": line(INK, 1, "4 4"),
        "arc": line("#1d4f91", 5),
        "error": line(INK, 0.8, "2 3"),
        "highlight": {"fill": INK, "stroke": PAPER, "stroke-width": f"{1.5 * thin:.2f}"},
        "length-bold": text("#1d4f91", weight=700, halo=PAPER),
        "place-label": text(INK, halo=PAPER),
        "place-label-bold": text(INK, weight=700, halo=PAPER),
        "city-label": text(QUIET, halo=LAND),
        "country": text("#767c81", weight=700),
        "sea-name": text("#51748a", italic=True),
        "title-bold": text(INK, weight=700),
        "deck": text(INK),
        "panel-bold": text(INK, weight=700),
        "key": text(INK),
        "credit": text(QUIET),
        "scale": text(INK, halo=PAPER),
        "scale-bar": line(INK, 1.6),
        "scale-halo": line(PAPER, 5),
        "locator-border": line("#9aa0a5", 0.8),
        "locator-box": line("#b3261e", 2),
    }
    colours = {actor.id: actor.colour for actor in actors}
    for actor_id, colour in actor_fills(actors).items():
        found[f"territory-{actor_id}"] = {"fill": colour}
        found[f"gained-{actor_id}"] = {"fill": mix(colour, colours[actor_id], 0.62)}
        strong = mix(colour, "#000000", 0.45)
        found[f"arrow-{actor_id}"] = {**found["arrow"], "fill": strong}
    for step in range(1, FADE_STEPS + 1):
        opacity = f"{(step - 0.5) / FADE_STEPS:.2f}"
        found[f"front-fade-{step}"] = {**line(INK, 2.8 * wide), "stroke-opacity": opacity}
        found[f"front-fade-{step}"]["stroke-linecap"] = "butt"
    return found


def actor_fills(actors: Sequence[Actor]) -> Mapping[str, str]:
    """Return a fill for each actor, from its colour, which differs in lightness from the others.

    Someone who cannot tell the hues apart, or prints in grey, can still tell the fills apart: the
    lightest has a contrast of 1.28 to land, and each a contrast of 1.36 to the next.

    Examples
    --------
    >>> from frontline.models import Actor
    >>> actor = Actor(id="a", name="A", colour="#b5532d")
    >>> actor_fills([actor, actor.model_copy(update={"id": "b", "colour": "#2f7f86"})])
    {'b': '#c5dbdd', 'a': '#ddaf9d'}
    """
    return separate_fills({actor.id: actor.colour for actor in actors}, LAND)
