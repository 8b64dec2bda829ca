"""What stands around the map: the entries of the key, the sources, and the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.attribution import attributions
from frontline.formatting import format_km2
from frontline.i18n import format_short_date, translate
from frontline.package.licences import closed_sources
from frontline.stills.furniture import KeyEntry
from frontline.stills.places import shows_weak_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.models import Actor
    from frontline.state import State
    from frontline.stills.day import News
    from frontline.stills.scene import Scene


def key_entries(scene: Scene, state: State, since: State | None, *, steady: bool) -> list[KeyEntry]:
    """Return the entries of the key: of what the picture shows, or may show on another day."""
    language = scene.language
    styles = {mark.style for layer in scene.layers.values() for mark in layer}
    marks = {mark.style for mark in scene.layers["places"]}
    styles |= {"band"} if scene.layers["band"] else set()
    # A weak mark is also that of a city of the basemap.
    return _entries(state, since, language, (styles - {"place-weak"}) | marks, steady=steady)


def least_entries(state: State, news: News, language: str, steady: bool) -> list[KeyEntry]:  # noqa: FBT001
    """Return the entries that the key of a map of all places has at least."""
    return _entries(state, news.earlier, language, _least_styles(state, news), steady=steady)


def likely_entries(state: State, news: News, language: str, steady: bool) -> list[KeyEntry]:  # noqa: FBT001
    """Return the entries that the key of a map of all places has."""
    known = {state.atlas.record.states[code].evidence for code in set(state.codes.tolist())}
    styles = _least_styles(state, news) | ({"place-confirmed"} if "confirmed" in known else set())
    return _entries(state, news.earlier, language, styles, steady=steady)


def entries_of(
    state: State, since: State | None, language: str, drawn: Iterable[str]
) -> list[KeyEntry]:
    """Return the entries of the key for the styles that are drawn.

    Parameters
    ----------
    state : State
    since : State or None
        The day that the map is compared with.
    language : str
    drawn : iterable of str
        The names of the styles.
    """
    return _entries(state, since, language, set(drawn), steady=False)


def _least_styles(state: State, news: News) -> set[str]:
    holders = set(state.holders.tolist())
    styles = {f"territory-{actor}" for n, actor in enumerate(state.atlas.actors) if n in holders}
    styles |= {f"gained-{actor}" for actor in news.gains} | {"front", "place-claimed"}
    styles |= {"contested"} if -1 in holders else set()
    styles |= {"presumed"} if state.presumed.any() else set()
    return styles | ({"earlier-front"} if news.earlier else set())


def _entries(
    state: State, since: State | None, language: str, drawn: set[str], *, steady: bool
) -> list[KeyEntry]:
    actors = list(state.atlas.package.actors.values())
    entries = [
        KeyEntry(f"territory-{actor.id}", actor_name(actor, language), "area")
        for actor in actors
        if steady or f"territory-{actor.id}" in drawn
    ]
    day = "" if since is None else format_short_date(language, since.day)
    for actor in actors:
        if f"gained-{actor.id}" in drawn:
            text = translate(language, "stillGained", actor=actor_in_text(actor, language), day=day)
            entries.append(KeyEntry(f"gained-{actor.id}", text, "area"))
    for style, word, form, always in (
        ("contested", "contested", "area", True),
        ("presumed", "presumedLegend", "area", bool(state.atlas.package.area_reports)),
        ("claimed", "stillOldClaim", "area", False),
        ("front", "frontLegend", "line", True),
        ("band", "band", "area", False),
        ("earlier-front", "stillEarlierFront", "line", False),
        ("place-confirmed", "confirmedLegend", "dot", True),
        ("place-claimed", "claimedLegend", "dot", True),
        ("place-weak", "stillWeak", "dot", shows_weak_places(state)),
    ):
        is_dashed = style == "front" and style not in drawn and "front-presumed" in drawn
        if style in drawn or is_dashed or (steady and always):
            sample = "front-presumed" if is_dashed else style
            entries.append(KeyEntry(sample, translate(language, word, day=day), form))
    return entries


def source_lines(state: State, language: str) -> Iterator[str]:
    """Yield the attributions that the licences require, and closed sources."""
    named = "; ".join(attributions(state.atlas.package))
    if named:
        yield translate(language, "placesFrom", names=named)
    for one in closed_sources(state.atlas.package.descriptor):
        yield translate(language, "licenceClosed", source=one.title, terms=one.terms_with_path)
    yield translate(language, "stillBasemap")


def summary(state: State, language: str) -> str:
    """Return how much ground each actor has, for readers who cannot see the picture."""
    names = state.atlas.package.actors
    return "; ".join(
        f"{actor_name(names[actor], language)}: {format_km2(area)} km²"
        for actor, area in state.areas_km2.items()
    )


def actor_in_text(actor: Actor, language: str) -> str:
    """Return the name of an actor within a sentence, in the language of a picture."""
    own = actor.name_ar_genitive if language == "ar" else actor.name_in_text
    return own or actor_name(actor, language)


def actor_name(actor: Actor, language: str) -> str:
    """Return the name of an actor in the language of a picture."""
    return (language == "ar" and actor.name_ar) or actor.name
