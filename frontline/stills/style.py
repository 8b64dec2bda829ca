"""The look of stills: one style for each kind of mark, and the fills of the actors.

A style is a set of SVG properties, so that a graphics program shows and changes them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from frontline.colours import gained_fill, mix, separate_fills
from frontline.errors import InvalidRequestError
from frontline.stills.ground import FADE_STEPS
from frontline.stills.typeface import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.models import Actor
    from frontline.theme import MarkLook, Theme

PAPER, LAND, SEA, INK, QUIET = "#ffffff", "#f3f1ec", "#cfdde6", "#22262a", "#5b6268"
CONTESTED = "#6f7479"

Style = dict[str, str]


def styles(
    actors: Sequence[Actor], unit: float, detail: float = 250.0, theme: Theme | None = None
) -> dict[str, Style]:
    """Return the styles of a picture by name.

    Parameters
    ----------
    actors : sequence of Actor
        The actors of the package.
    unit : float
        The size of ordinary text, pixels; lines grow with it.
    detail : float
        Metres of ground for a pixel (`Frame.detail`): a front is wider on a map of a small area.
    theme : Theme, optional
        Colours and classes of marks of a newsroom.

    Raises
    ------
    InvalidRequestError
        If the theme names a class that no picture has.
    """
    if theme is not None:
        actors = [
            one.model_copy(update={"colour": theme.look(one.id).light or one.colour})
            for one in actors
        ]
    own = {} if theme is None else theme.light.model_dump(exclude_none=True)
    built_in = {"paper": PAPER, "land": LAND, "sea": SEA, "ink": INK, "quiet": QUIET}
    found = _styles(actors, unit, detail, {**built_in, **own})
    for name, look in () if theme is None else theme.pictures.items():
        if name not in found:
            raise InvalidRequestError(
                f"style: a picture has no marks of the class {name[:40]!r}: use one of "
                f"{', '.join(sorted(found))}"
            )
        found[name] = found[name] | _properties(look, unit / 18)
    return found


def _properties(look: MarkLook, thin: float) -> Style:
    """Return the SVG properties of a class of marks; widths are those of a text of 18 pixels."""
    given = look.model_dump(exclude_none=True)
    numbers = {"width": "stroke-width", "opacity": "opacity", "weight": "font-weight"}
    style: Style = {name: given[name] for name in ("fill", "stroke") if name in given}
    for name, css in numbers.items():
        if name in given:
            style[css] = f"{given[name] * (thin if name == 'width' else 1):g}"
    if "dash" in given:
        parts = " ".join(f"{part * thin:.1f}" for part in given["dash"])
        style["stroke-dasharray"] = parts or "none"
    if "italic" in given:
        style["font-style"] = "italic" if given["italic"] else "normal"
    return style


def _styles(
    actors: Sequence[Actor], unit: float, detail: float, colours: Mapping[str, str]
) -> dict[str, Style]:
    """Return the styles with the colours of a page."""
    paper, land, sea, ink, quiet = (
        colours[name] for name in ("paper", "land", "sea", "ink", "quiet")
    )
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
        "paper": {"fill": paper},
        "panel": {"fill": paper, "fill-opacity": "0.92"},
        "sea": {"fill": sea},
        "land": {"fill": land, "stroke": "#9fb2be", "stroke-width": f"{0.7 * thin:.2f}"},
        "lake": {"fill": sea, "stroke": "#9fb2be", "stroke-width": f"{0.5 * thin:.2f}"},
        "built-up": {"fill": ink, "fill-opacity": "0.15"},
        "river": line("#86a9bd", 1.1),
        "border": line("#6d7479", 1.6, "9 3 2 3"),
        "disputed": line("#7d8489", 1.2, "2 4"),
        "terrain": {},
        "minor-road": line("#a8997c", 1.4),
        "road-casing": line(paper, 5),
        "road": line("#8c6d3f", 2.4),
        "band-1": {**line(ink, 34 * wide), "stroke-opacity": "0.05"},
        "band-2": {**line(ink, 24 * wide), "stroke-opacity": "0.07"},
        "band-3": {**line(ink, 14 * wide), "stroke-opacity": "0.09"},
        "band": {"fill": ink, "fill-opacity": "0.2"},
        "earlier-front": line(ink, 1.2, "5 4"),
        "front-halo": line(paper, 7 * wide),
        "front": line(ink, 3.4 * wide),
        "front-presumed": line(ink, 2.4 * wide, "7 5"),
        "front-claimed": line(ink, 1.1 * wide, "2 3"),
        "contested": {"fill": "url(#hatch)"},
        "presumed": {"fill": "url(#lines)"},
        "claimed": {"fill": "url(#dots)"},
        "sample": {"fill": "#c9c4ba"},
        "frame": line("#9aa0a5", 1),
        "place-confirmed": {"fill": ink},
        "place-claimed": {"fill": paper, "stroke": ink, "stroke-width": f"{1.6 * thin:.2f}"},
        "place-weak": {"fill": "none", "stroke": quiet, "stroke-width": f"{1.1 * thin:.2f}"},
        "place-plain": {"fill": "none", "stroke": quiet, "stroke-width": f"{1.1 * thin:.2f}"},
        "shield": {"fill": paper, "stroke": "#8c6d3f", "stroke-width": f"{1.2 * thin:.2f}"},
        "shield-text-bold": text("#6b4f24", weight=700),
        "note": text(ink, italic=True, halo=paper),
        "annotation": text(ink, halo=paper),
        "leader": line(ink, 1.2),
        "label-leader": line(ink, 0.9),
        "leader-halo": line(paper, 3.6),
        "anchor": {"fill": ink},
        "arrow": {"fill": ink, "stroke": paper, "stroke-width": f"{1.4 * thin:.2f}"},
        "distance": line("#1d4f91", 3),
        "distance-second": line("#1d4f91", 1.4, "5 4"),
        "ring": line(ink, 1, "4 4"),
        "arc": line("#1d4f91", 5),
        "error": line(ink, 0.8, "2 3"),
        "highlight": {"fill": ink, "stroke": paper, "stroke-width": f"{1.5 * thin:.2f}"},
        "length-bold": text("#1d4f91", weight=700, halo=paper),
        "place-label": text(ink, halo=paper),
        "place-label-bold": text(ink, weight=700, halo=paper),
        "city-label": text(quiet, halo=land),
        "country": text("#767c81", weight=700),
        "sea-name": text("#51748a", italic=True),
        "title-bold": text(ink, weight=700),
        "deck": text(ink),
        "panel-bold": text(ink, weight=700),
        "key": text(ink),
        "credit": text(quiet),
        "scale": text(ink, halo=paper),
        "scale-bar": line(ink, 1.6),
        "scale-halo": line(paper, 5),
        "locator-border": line("#9aa0a5", 0.8),
        "locator-box": line("#b3261e", 2),
    }
    full = {actor.id: actor.colour for actor in actors}
    for actor_id, colour in actor_fills(actors, land).items():
        found[f"territory-{actor_id}"] = {"fill": colour}
        found[f"gained-{actor_id}"] = {"fill": gained_fill(colour, full[actor_id])}
        strong = mix(colour, "#000000", 0.45)
        found[f"arrow-{actor_id}"] = {**found["arrow"], "fill": strong}
    for step in range(1, FADE_STEPS + 1):
        opacity = f"{(step - 0.5) / FADE_STEPS:.2f}"
        found[f"front-fade-{step}"] = {**line(ink, 2.8 * wide), "stroke-opacity": opacity}
        found[f"front-fade-{step}"]["stroke-linecap"] = "butt"
    return found


def actor_fills(actors: Sequence[Actor], land: str = LAND) -> Mapping[str, str]:
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
    return separate_fills({actor.id: actor.colour for actor in actors}, land)
