"""Read a whole article: its claims, and what could not be read, in the order of the text.

The text is folded, its names, numbers and days are found, its sentences become tagged tokens,
and each step reads one kind of claim from the tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.claims.reader.abstention import abstain
from frontline.claims.reader.accounting import account, list_directions, read_vague
from frontline.claims.reader.actor_names import ActorNames
from frontline.claims.reader.as_written import claim_as_written, reason_as_written
from frontline.claims.reader.collector import ClaimCollector
from frontline.claims.reader.coreference import Referents
from frontline.claims.reader.entities import find_mentions
from frontline.claims.reader.extract_area import read_areas
from frontline.claims.reader.extract_attributes import read_held, read_on_road
from frontline.claims.reader.extract_control import read_control
from frontline.claims.reader.extract_direction import read_directions
from frontline.claims.reader.extract_distance import read_distances
from frontline.claims.reader.extract_extent import (
    read_counts,
    read_road_lengths,
)
from frontline.claims.reader.extract_totals import read_totals
from frontline.claims.reader.following_lists import read_following_list
from frontline.claims.reader.listed_lines import fold_lists
from frontline.claims.reader.past_reference import mark_past_references
from frontline.claims.reader.road_names import RoadNames
from frontline.claims.reader.second_reading import add_second_readings
from frontline.claims.reader.tagger import parse
from frontline.claims.reader.the_latter import read_latter
from frontline.claims.reader.toponyms import Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from frontline.claims.claim import Claim, Unparsed
    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.dependency_parser import DependencyParser
    from frontline.gazetteer.gazetteer import Gazetteer
    from frontline.geometry.geodesic_lines import GeodesicLine
    from frontline.models import Actor, Highway


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims of an article and the words that were not read, in the order of the text.

    `parser` is the name of the parser that its English claims were compared with, if any.
    """

    claims: tuple[Claim, ...]
    misread: tuple[Unparsed, ...]
    parser: str | None = None


#: In this order: what one has read, the next skips.
_STEPS = (
    read_road_lengths, read_distances, read_areas, read_control, read_latter, read_totals,
    read_counts, read_following_list, read_held, read_on_road, read_directions, abstain,
    mark_past_references, read_vague, list_directions,
)  # fmt: skip


class Reader:
    """Read articles with the names of one data package; made once, used for many.

    Parameters
    ----------
    gazetteer : the places
    actors : the parties, by id
    highways, lines : the roads, by id
    record : ids of the places that have reports; see `Referents`
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        actors: Mapping[str, Actor],
        highways: Mapping[str, Highway],
        lines: Mapping[str, GeodesicLine],
        record: Collection[str] = (),
    ) -> None:
        self._lexicon = Lexicon(gazetteer)
        self._actors = ActorNames(actors)
        self._roads = RoadNames(highways, lines, self._lexicon)
        self._record = record
        self._army = "government" if "government" in actors else None

    def read(
        self,
        text: str,
        published: date,
        find_parser: Callable[[], DependencyParser | None] | None = None,
    ) -> Reading:
        """Read an article.

        Parameters
        ----------
        text : plain text of at most `frontline.claims.reader.text.LONGEST` characters
        published : the day it appeared; "on Thursday" is counted back from it
        find_parser : returns the parser that English claims are compared with; only called if
            there are any

        Raises
        ------
        InvalidRequestError
            If the text is too long, or not text.
        """
        folded = fold_lists(text)
        mentions = find_mentions(folded.text, published, self._lexicon, self._actors, self._roads)
        sentences = list(parse(folded.text, mentions))
        referents = Referents(self._lexicon, self._army, self._roads, self._record)
        referents.prepare(sentences)
        collector = ClaimCollector(folded, published, referents)
        parser = None
        for sentence in sentences:
            collector.begin()
            if sentence.mentions():
                referents.walk(sentence)
                for step in _STEPS:
                    step(collector, sentence)
            if find_parser is not None and _has_english_claim(collector, sentence):
                parser = find_parser()
                if parser is not None:
                    add_second_readings(collector, sentence, parser)
            account(collector, sentence)
            collector.doubt_numbers(sentence)
        claims = sorted(collector.claims, key=lambda claim: (claim.start, claim.end))
        misread = sorted(collector.unparsed, key=lambda words: (words.start, words.end))
        name = None if parser is None else parser.name
        if not folded.text.isascii():
            claims = [claim_as_written(folded, claim) for claim in claims]
            misread = [reason_as_written(folded, words) for words in misread]
        return Reading(tuple(claims), tuple(dict.fromkeys(misread)), name)


def _has_english_claim(collector: ClaimCollector, sentence: Sentence) -> bool:
    """Return whether a sentence states a claim, and has no Arabic letter."""
    text = collector.folded.text[sentence.start : sentence.end]
    return bool(collector.of_sentence()) and _ARABIC.search(text) is None


_ARABIC = re.compile("[\u0600-\u06ff]")
