"""Words with a capital letter that may be names of places that the gazetteer does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from frontline.claims.reader.actor_names import VERB_ENDINGS
from frontline.claims.reader.chunker import Mention
from frontline.claims.reader.lexicon import EN, TAG_OF, VERBS
from frontline.claims.reader.toponyms import OUTLET_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = r"(?:(?:al|el|ash|an|ar|as|at|az|a)-)?[A-Z][\w'`]+"
_UNKNOWN = re.compile(rf"\b{_FIRST}(?:[-\s]{_FIRST})*")
#: Words with a capital letter that are no names: function words, verbs, adjectives of countries.
_NO_NAMES = (
    frozenset(EN["names"]["none"].split())
    | {word for words in TAG_OF for word in words if len(words) == 1}
    | set(VERBS)
)


#: A capital word behind these is the rest of a name: "Kafer amim".
_HEAD_OF_NAME = re.compile(rf"(?<!\w)(?:{'|'.join(EN['names']['heads'].split())})$", re.IGNORECASE)
_BEGINS_NAME = re.compile(
    rf"(?:{'|'.join(EN['names']['heads'].split())}|[ae]l)(?=[\s-])", re.IGNORECASE
)
_SMALL_WORD = re.compile(r"\s(?P<word>[a-z][a-z'`-]+)\b")


def find_unknown_names(text: str, taken: bytearray) -> Iterator[Mention]:
    """Find names without a place, in what no other mention takes.

    In "Rebels Seize Kafr So-and-so" only the last words are a name; in "Kafer so-and-so" a small
    word belongs to it.
    """
    for match in _UNKNOWN.finditer(text):
        for start, end in _free_words(match, taken):
            if start != match.start() and not _BEGINS_NAME.match(text, start):
                continue  # "Full Control" in a headline
            last = _with_small_word(text, start, end, taken)
            mention = Mention("unknown", start, last, text[start:last])
            if not _is_no_name(text, mention):
                yield mention


def _free_words(match: re.Match[str], taken: bytearray) -> Iterator[tuple[int, int]]:
    """Return the stretches of a capitalised phrase that no mention and no verb takes."""
    if not any(taken[match.start() : match.end()]):
        yield match.span()
        return
    start = end = match.start()
    for word in re.finditer(r"[^\s]+", match[0]):
        first, last = match.start() + word.start(), match.start() + word.end()
        if any(taken[first:last]) or word[0].casefold() in _NO_NAMES:
            # "Bab" of "Bab al-So-and-so" is no name of its own.
            if end > start and not any(taken[first:last]):
                yield start, end
            start = end = last + 1
        else:
            start, end = (first if end <= start else start), last
    if end > start:
        yield start, end


def _with_small_word(text: str, start: int, end: int, taken: bytearray) -> int:
    """Return the end of a name, with the small word behind the first part of a name."""
    small = _SMALL_WORD.match(text, end)
    if small is None or not _HEAD_OF_NAME.search(text, start, end) or taken[small.start("word")]:
        return end
    return end if small["word"] in _NO_NAMES else small.end()


#: "Armenian villages", "the British-based group": of a country, not a name.
_NATIONALITY = re.compile(r"(?:the )?[a-z]{2,}(?:ian|nian|ish|ese|eri|raqi)")
_LOWER_NOUN = re.compile(r"(?:-[a-z]+)?\s+[a-z]{3,}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\"'(]\s*)$")


def _is_no_name(text: str, mention: Mention) -> bool:
    """Return whether a word with a capital letter names nothing."""
    word = mention.text.casefold()
    if word in _NO_NAMES or (word + "'s").removesuffix("'s") in _NO_NAMES:
        return True
    if _NATIONALITY.fullmatch(word) and _LOWER_NOUN.match(text, mention.end):
        return True
    if OUTLET_AFTER.match(text, mention.end):
        return True
    begins = _SENTENCE_START.search(text, max(0, mention.start - 4), mention.start)
    return begins is not None and " " not in word and word.endswith(VERB_ENDINGS)
