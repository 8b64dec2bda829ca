"""Patterns over the tags of a sentence."""

from __future__ import annotations

import pytest

from frontline.claims.reader.chunker import Sentence, TagPattern, Token, clause


def sentence(tags):
    tokens = [Token(tag, at, at + 1, tag.lower()) for at, tag in enumerate(tags.split())]
    return Sentence(0, len(tokens), tokens)


@pytest.mark.parametrize(
    ("pattern", "tags", "end"),
    [
        ("<FORCE><VERB>", "FORCE VERB PLACE", 2),
        ("<DET|WORD>*<PLACE>", "DET WORD WORD PLACE", 4),
        ("<!VERB>*<VERB>", "DET FORCE VERB", 3),
        ("<><PLACE>", "IN PLACE", 2),
        ("<PLACE>(?!<VERB>)", "PLACE AND", 1),
        ("<PLACE> <AND>? <PLACE>", "PLACE PLACE", 2),
        ("<PLACE>(?!<VERB>)", "PLACE VERB", None),
        ("<FORCE><VERB>", "FORCE WORD VERB", None),
    ],
)
def test_a_pattern_matches_tags_in_order(pattern, tags, end):
    match = TagPattern(pattern).match(sentence(tags), 0)
    assert (None if match is None else match.end()) == end


def test_positions_in_a_match_are_those_of_tokens():
    words = sentence("DET FORCE VERB DET PLACE AND PLACE")
    match = TagPattern("<VERB><DET>?(?P<object><PLACE>)").search(words)
    assert match is not None
    assert (match.start(), match.start("object"), match.end()) == (2, 4, 5)


def test_a_pattern_is_searched_backwards_from_a_position():
    words = sentence("IN DET PLACE VERB PLACE")
    pattern = TagPattern("<IN><DET>*$")
    assert pattern.before(words, 2) is not None
    assert pattern.before(words, 4) is None


def test_a_clause_ends_at_conjunctions_and_verbs_of_saying():
    words = sentence("FORCE VERB PLACE WHEN FORCE VERB PLACE SAY FORCE")
    assert clause(words, 1) == (0, 3)
    assert clause(words, 5) == (4, 7)
    assert clause(words, 8) == (8, 9)


def test_an_unknown_tag_is_an_error():
    with pytest.raises(KeyError):
        TagPattern("<PLAICE>")
