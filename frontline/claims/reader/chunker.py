"""Sentences as lists of tagged tokens, and patterns over the tags.

A pattern is written as in NLTK's ``RegexpParser``: ``<PLACE|TOWN>`` is a token with one of two
tags, ``<!VERB>`` a token with any other tag, ``<>`` any token; between tokens the operators of
regular expressions are used, with groups and look-ahead. Blanks are ignored. Positions in a
match are positions of tokens.

Tags of what a text names:

=========  ==============================  =========  ================================
LENGTH     a length                        AREA       an area
COUNT      a number of places              DIRECTION  a point of the compass
DAY        one or several days             FORCE      an actor, or troops
PLACE      a place of the gazetteer        ROAD       a highway
FRONT      the front line                  FEATURE    a post, a border, a convoy
PART       edge or centre of a place       HELD       "rebel-held"
REGION     a province, a countryside       TOWN       "the town"
UNKNOWN    a name without a place   PRONOUN    "it", also written on a word
VERB       a verb or noun of control
=========  ==============================  =========  ================================

Tags of function words (their lists are in ``words/``): AND, BY, COMMA (with dashes and
brackets), DET (articles), BE, HAVE, FROM, TO, TOWARDS, IN (prepositions of place), OF, BETWEEN,
AWAY, NOUN (town, village, hill), LIE (lies, located, and adverbs: now, only), MOVE (advanced),
REMAIN, NOT, AIM, MODAL, ALMOST ("close to" before a verb), WHICH (relative pronouns), WHEN
(conjunctions), SAY (verbs of saying, but), INCLUDING, FIGHTING. Any other word is a WORD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.claims.reader.lexicon import VerbForm

TAGS = (
    "LENGTH", "AREA", "COUNT", "DIRECTION", "DAY", "FORCE", "PLACE", "ROAD", "FRONT", "FEATURE",
    "PART", "HELD", "REGION", "TOWN", "UNKNOWN", "PRONOUN", "VERB",
    "AND", "BY", "COMMA", "DET", "BE", "HAVE", "FROM", "TO", "TOWARDS", "IN", "OF", "BETWEEN",
    "AWAY", "NOUN", "LIE", "MOVE", "REMAIN", "NOT", "AIM", "MODAL", "ALMOST", "WHICH", "WHEN",
    "SAY", "INCLUDING", "FIGHTING", "WORD",
)  # fmt: skip
#: One private-use character for each tag, so that Python's `re` can match sequences of tags.
_CODE = {tag: chr(0xE000 + number) for number, tag in enumerate(TAGS)}
_ELEMENT = re.compile(r"<(!?)([A-Z|]*)>")

#: What has a position, what a length can be measured to, and what can be taken or held.
POINTS = "PLACE|TOWN|FEATURE|UNKNOWN|PRONOUN"
TARGETS = f"{POINTS}|ROAD|FRONT"


class Mention(NamedTuple):
    """Something that a text names.

    Parameters
    ----------
    kind : ``quantity``, ``count``, ``direction``, ``day``, ``actor``, ``place``, ``road``,
        ``front``, ``feature``, ``part``, ``held``, ``region``, ``town`` ("the town"),
        ``theroad`` ("the highway"), ``unknown`` (a name without a place)
    start, end : position in the folded text
    text : the words
    value : what it means: a `Quantity`, `DayWords`, `Name`, actor id, road id, directions ...
    """

    kind: str
    start: int
    end: int
    text: str
    value: Any = None


class Token(NamedTuple):
    """A word, or several that name one thing.

    Parameters
    ----------
    tag : one of `TAGS`
    start, end : position in the folded text
    text : the words, in lower case unless they name something
    mention : what is named
    verb : for the tag ``VERB``
    """

    tag: str
    start: int
    end: int
    text: str
    mention: Mention | None = None
    verb: VerbForm | None = None


@dataclass
class Sentence:
    """A sentence as a list of tokens.

    Parameters
    ----------
    start, end : position in the folded text
    tokens : the tokens, in order
    used : positions of tokens that a claim or a reason for its absence already covers
    rejected : positions of tokens that a reason covers
    governed : pairs of an object's position and a verb's name that were already read
    measured : of each distance read, the end of its words, the positions of its subjects, and
        its target
    """

    start: int
    end: int
    tokens: list[Token]
    used: set[int] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)
    governed: set[tuple[int, str]] = field(default_factory=set)
    measured: list[tuple[int, list[int], Any]] = field(default_factory=list)

    @cached_property
    def tags(self) -> list[str]:
        """The tag of each token."""
        return [token.tag for token in self.tokens]

    @cached_property
    def code(self) -> str:
        """The tags as `TagPattern` matches them."""
        return "".join(_CODE[tag] for tag in self.tags)

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def tag(self, position: int) -> str:
        """Return the tag of a token, or an empty string outside the sentence."""
        return self.tags[position] if 0 <= position < len(self.tags) else ""

    def text(self, position: int) -> str:
        """Return the words of a token, or an empty string outside the sentence."""
        return self.tokens[position].text if 0 <= position < len(self.tokens) else ""

    def verb(self, position: int) -> VerbForm:
        """Return the verb form of a token tagged ``VERB``."""
        verb = self.tokens[position].verb
        assert verb is not None  # noqa: S101 - the tag says so
        return verb

    def value(self, position: int) -> Any:
        """Return what the mention at a position means."""
        mention = self.tokens[position].mention
        return None if mention is None else mention.value

    def positions(self, tags: str, start: int = 0, end: int | None = None) -> list[int]:
        """Return the positions of tokens with one of several tags, written ``A|B``."""
        found = _one_of(tags).finditer(self.code, start, len(self.code) if end is None else end)
        return [match.start() for match in found]

    def has(self, tags: str, start: int = 0, end: int | None = None) -> bool:
        """Return whether a token between two positions has one of several tags."""
        stop = len(self.code) if end is None else end
        return _one_of(tags).search(self.code, max(0, start), stop) is not None

    def mentions(self) -> list[Mention]:
        """Return what the sentence names, in order."""
        return [token.mention for token in self.tokens if token.mention is not None]


@lru_cache(maxsize=512)
def _one_of(tags: str) -> re.Pattern[str]:
    """Return the pattern of one token with one of several tags, written ``A|B``."""
    return re.compile(f"[{''.join(_CODE[tag] for tag in tags.split('|'))}]")


class TagPattern:
    """A compiled pattern over the tags of a sentence; see the module."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._regex = re.compile(_ELEMENT.sub(_element, re.sub(r"\s+", "", pattern)))

    def match(self, sentence: Sentence, start: int, end: int | None = None) -> re.Match[str] | None:
        """Match at a position."""
        return self._regex.match(sentence.code, start, len(sentence) if end is None else end)

    def fullmatch(self, sentence: Sentence, start: int, end: int) -> bool:
        """Return whether the tokens from `start` to before `end` match as a whole."""
        return self._regex.fullmatch(sentence.code, start, max(start, end)) is not None

    def before(self, sentence: Sentence, end: int, start: int = 0) -> re.Match[str] | None:
        """Search a pattern that ends in ``$`` in the tokens before a position."""
        return self._regex.search(sentence.code, start, max(end, 0))

    def search(
        self, sentence: Sentence, start: int = 0, end: int | None = None
    ) -> re.Match[str] | None:
        """Search the first match."""
        return self._regex.search(sentence.code, start, len(sentence) if end is None else end)

    def finditer(
        self, sentence: Sentence, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Find all matches, left to right."""
        return self._regex.finditer(sentence.code, start, len(sentence) if end is None else end)


def _element(match: re.Match[str]) -> str:
    """Translate one ``<A|B>`` into a character class."""
    if not match[2]:
        return "."
    letters = "".join(_CODE[tag] for tag in match[2].split("|"))
    if not match[1] and len(letters) == 1:
        return letters
    return f"[{'^' if match[1] else ''}{letters}]"


#: Tags that begin a clause.
CLAUSE_STARTS = "SAY|WHICH|WHEN"


def clause(sentence: Sentence, position: int) -> tuple[int, int]:
    """Return the bounds of the clause around a position."""
    before = sentence.positions(CLAUSE_STARTS, 0, position)
    after = sentence.positions(CLAUSE_STARTS, position + 1)
    return (before[-1] + 1 if before else 0), (after[0] if after else len(sentence))


def without_brackets(tokens: list[Token]) -> list[Token]:
    """Leave out the brackets around a name, which Arabic papers print: "the village of (A)".

    The colon of "the most important ones: A and B" is left out too.
    """
    around = {
        other
        for one in range(2, len(tokens) - 1)
        if tokens[one].tag == "PLACE" and tokens[one - 2].tag == "NOUN"
        and (tokens[one - 1].text, tokens[one + 1].text) == ("(", ")")
        for other in (one - 1, one + 1)
    }  # fmt: skip
    around |= {
        one
        for one in range(1, len(tokens))
        if tokens[one].text == ":" and tokens[one - 1].tag == "INCLUDING"
    }
    return [token for one, token in enumerate(tokens) if one not in around]
