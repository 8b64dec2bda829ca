"""Reads a whole article: its claims, and what could not be read, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.desk.claims import Claim, Misread, Page
from frontline.desk.control_claims import read_control
from frontline.desk.direction_claims import read_directions, read_leftovers, read_vague
from frontline.desk.distance_claims import read_distances
from frontline.desk.grammar import parse
from frontline.desk.ground_claims import read_areas, read_counts, read_held, read_road_lengths
from frontline.desk.mentions import find_mentions
from frontline.desk.places_in_text import Lexicon
from frontline.desk.plain_text import fold
from frontline.desk.referents import Referents
from frontline.desk.roads_in_text import RoadNames

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
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


#: In this order: what one has spoken of, the next leaves alone.
_READERS = (
    read_road_lengths, read_distances, read_areas, read_control, read_counts, read_held,
    read_directions, read_vague, read_leftovers,
)  # fmt: skip


class Reader:
    """Reads articles against one gazetteer; made once, used for many.

    Parameters
    ----------
    gazetteer : the places
    actors : the parties, by id
    highways, lines : the roads, by id
    record : ids of the places that reports speak of; see `Referents`
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        actors: Mapping[str, Actor],
        highways: Mapping[str, Highway],
        lines: Mapping[str, Line],
        record: Collection[str] = (),
    ) -> None:
        self._lexicon = Lexicon(gazetteer)
        self._actors = actors
        self._roads = RoadNames(highways, lines, self._lexicon)
        self._record = record
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
        mentions = find_mentions(folded.text, published, self._lexicon, self._actors, self._roads)
        sentences = list(parse(folded.text, mentions))
        page = Page(folded, published, Referents(self._lexicon, self._army, self._record))
        page.referents.prepare(sentences)
        for sentence in sentences:
            if sentence.named():
                page.referents.walk(sentence)
                for read in _READERS:
                    read(page, sentence)
        claims = sorted(page.claims, key=lambda claim: (claim.start, claim.end))
        misread = sorted(page.misread, key=lambda words: (words.start, words.end))
        return Reading(tuple(claims), tuple(dict.fromkeys(misread)))
