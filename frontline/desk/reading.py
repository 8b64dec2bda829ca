"""Reads a whole article: its claims, and what could not be read, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.desk.claims import Claim, Misread, Page
from frontline.desk.control_claims import read_control
from frontline.desk.direction_claims import read_directions, read_vague
from frontline.desk.distance_claims import read_distances
from frontline.desk.held_claims import read_areas, read_held
from frontline.desk.mentions import read_mentions
from frontline.desk.places_in_text import Lexicon
from frontline.desk.plain_text import fold
from frontline.desk.referents import Referents
from frontline.desk.roads_in_text import RoadNames

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.gazetteer import Gazetteer
    from frontline.geodesic_lines import Line
    from frontline.model import Actor, Highway

__all__ = ["Reader", "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article claims, in the order of the text."""

    claims: tuple[Claim, ...]
    misread: tuple[Misread, ...]


class Reader:
    """Reads articles against one gazetteer; made once, used for many.

    Parameters
    ----------
    gazetteer : the places
    actors : the parties, by id
    highways, lines : the roads, by id
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        actors: Mapping[str, Actor],
        highways: Mapping[str, Highway],
        lines: Mapping[str, Line],
    ) -> None:
        self._lexicon = Lexicon(gazetteer)
        self._actors = actors
        self._roads = RoadNames(highways, lines, self._lexicon)
        self._army = "government" if "government" in actors else None

    def read(self, text: str, published: date) -> Reading:
        """Read an article.

        Parameters
        ----------
        text : plain text, of at most `plain_text.LONGEST` characters
        published : the day it appeared; "on Thursday" is counted back from it

        Raises
        ------
        RequestError
            For what is no article: too long, or not text.
        """
        folded = fold(text)
        sentences = read_mentions(folded, published, self._lexicon, self._actors, self._roads)
        page = Page(folded, published, Referents(self._lexicon, self._army))
        page.referents.prepare(sentences)
        for sentence in sentences:
            if sentence.mentions:
                page.referents.walk(sentence)
                read_distances(page, sentence)
                read_areas(page, sentence)
                read_control(page, sentence)
                read_held(page, sentence)
                read_directions(page, sentence)
                read_vague(page, sentence)
        claims = sorted(page.claims, key=lambda claim: (claim.start, claim.end))
        misread = sorted(page.misread, key=lambda words: (words.start, words.end))
        return Reading(tuple(claims), tuple(dict.fromkeys(misread)))
