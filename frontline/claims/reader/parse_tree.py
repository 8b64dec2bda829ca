"""The dependency parse of a sentence, asked for what depends on a verb or a length.

Only tokens that the desk recognised count. Labels of ClearNLP (``dobj``, ``prep`` with ``pobj``,
``agent``) and of Universal Dependencies (``obj``, ``obl`` with ``case``) are understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from frontline.claims.reader.chunker import POINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.claims.reader.chunker import Sentence
    from frontline.claims.reader.dependency_parser import ParsedWord

_SUBJECT = frozenset({"nsubj", "nsubj:outer"})
_PASSIVE_SUBJECT = frozenset({"nsubjpass", "nsubj:pass"})
_PASSIVE_AUXILIARY = frozenset({"auxpass", "aux:pass"})
_OBJECT = frozenset({"dobj", "obj"})
_RELATIVE = frozenset({"relcl", "acl:relcl"})
#: A verb without a subject of its own has that of the verb that it depends on.
_SHARED = frozenset({"conj", "xcomp"})
_PREPOSITIONS = frozenset({"prep", "agent"})
_NOUN_OF_PREPOSITION = frozenset({"pobj", "pcomp"})
_OBLIQUE = ("obl", "nmod")
#: What does not belong to the name of a noun: clauses, verbs, and what a preposition begins.
_NO_NAME = frozenset({
    "acl", "acl:relcl", "advcl", "advcl:relcl", "case", "ccomp", "csubj", "parataxis", "prep",
    "punct", "relcl", "xcomp", "agent", "obl", "nmod", "conj",
})  # fmt: skip
_NAMING_PREPOSITIONS = frozenset({"of", "including", "like", "namely", "as", "from"})
#: "according to the army" says nothing about the army.
_SOURCE = "according"
_WHICH = frozenset({"who", "which", "that", "whom"})
_THEY = frozenset({"they"})
#: Clauses in which "they" may be the subject of the clause above.
_INNER = frozenset({"advcl", "conj", "xcomp", "ccomp", "pcomp", "relcl", "acl:relcl", "acl"})
NAMED = f"{POINTS}|ROAD|FRONT"


@dataclass
class Ends:
    """Positions of the tokens that a parse has as subject and as target.

    With `either`, as of a distance, the two may be exchanged.
    """

    subjects: list[int]
    targets: list[int]
    either: bool = False


def find_ends(tree: ParseTree, at: int) -> Ends | None:
    """Return subject and target of the verb, length or direction at a position."""
    tag = tree.sentence.tag(at)
    if tag == "VERB":
        return _ends_of_verb(tree, at)
    return _ends_of_length(tree, at) if tag in {"LENGTH", "DIRECTION"} else None


@dataclass
class ParseTree:
    """The parse of a sentence with the tokens of the desk.

    Parameters
    ----------
    sentence : the tokens
    words : the parse, whose heads form trees
    """

    sentence: Sentence
    words: Sequence[ParsedWord]

    @cached_property
    def _children(self) -> list[list[int]]:
        children: list[list[int]] = [[] for _ in self.words]
        for index, word in enumerate(self.words):
            if word.head != index:
                children[word.head].append(index)
        return children

    def children(self, index: int, labels: Iterable[str]) -> list[int]:
        """Return the words that depend on a word by one of several relations."""
        return [one for one in self._children[index] if self.words[one].label in labels]

    def span(self, at: int) -> list[int]:
        """Return the words of a token."""
        token = self.sentence.tokens[at]
        return [
            index
            for index, word in enumerate(self.words)
            if word.start < token.end and word.end > token.start
        ]

    def head(self, at: int) -> int | None:
        """Return the word of a token on which its others depend."""
        span = self.span(at)
        roots = [one for one in span if self.words[one].head not in span]
        roots += [one for one in span if self.words[one].head == one]
        return roots[0] if roots else None

    def token(self, index: int, tags: str) -> int | None:
        """Return the position of the token with one of several tags that a word is part of."""
        word = self.words[index]
        for at in self.sentence.positions(tags):
            token = self.sentence.tokens[at]
            if word.start < token.end and word.end > token.start:
                return at
        return None

    def prepositional(self, index: int) -> Iterator[tuple[str, int]]:
        """Yield the nouns that depend on a word by a preposition, each with the preposition."""
        yield from self._obliques(index)
        pending = self.children(index, _PREPOSITIONS)
        while pending:
            one, *pending = pending
            word = self.words[one].text.casefold()
            if word == _SOURCE:
                continue
            yield from ((word, noun) for noun in self.children(one, _NOUN_OF_PREPOSITION))
            yield from self._obliques(one)
            pending = [*self.children(one, _PREPOSITIONS | {"conj"}), *pending]

    def _obliques(self, index: int) -> Iterator[tuple[str, int]]:
        """Yield the nouns with a preposition of their own, as Universal Dependencies have them."""
        for one in self._children[index]:
            if self.words[one].label.split(":")[0] in _OBLIQUE:
                case = [self.words[other].text.casefold() for other in self.children(one, {"case"})]
                if case and case[0] != _SOURCE:
                    yield case[0], one

    def named(self, index: int, tags: str) -> list[int]:
        """Return the tokens that a noun names, with those it is joined to by "and"."""
        found: list[int] = []
        pending = [index]
        while pending:
            one, *pending = pending
            found += self._named_alone(one, tags)
            pending = [*self.children(one, {"conj"}), *pending]
        return found

    def _named_alone(self, index: int, tags: str) -> list[int]:
        """Return the token that a noun is part of, else those that belong to its name."""
        found = self.token(index, tags)
        if found is not None:
            return [found]
        inner = [one for one in self._children[index] if self.words[one].label not in _NO_NAME]
        if self.token(index, "DIRECTION") is None:  # "the ground south of A" is not A
            inner += [
                noun for word, noun in self.prepositional(index) if word in _NAMING_PREPOSITIONS
            ]
        return [at for one in inner for at in self.named(one, tags)]

    def antecedent(self, verb: int) -> int | None:
        """Return the noun that a relative clause or a participle belongs to."""
        word = self.words[verb]
        return word.head if word.label in _RELATIVE | {"acl"} and word.head != verb else None

    def subject(self, verb: int) -> tuple[int | None, bool]:
        """Return the subject of a verb, if the parse has one, and whether the verb is passive."""
        passive = bool(self.children(verb, _PASSIVE_SUBJECT | _PASSIVE_AUXILIARY))
        own = self.children(verb, _SUBJECT | _PASSIVE_SUBJECT)
        word = self.words[verb]
        if len(own) > 1:
            return None, passive
        if own:
            found: int | None = own[0]
            if self.words[own[0]].text.casefold() in _WHICH:
                found = self.antecedent(verb)
            return found, passive
        if word.label == "acl":
            return self.antecedent(verb), passive or word.tag == "VBN"
        if word.label in _SHARED and word.head != verb:
            subject, head_passive = self.subject(word.head)
            same = passive == head_passive or word.tag == "VBN"
            return subject if same else None, passive or (head_passive and word.tag == "VBN")
        return None, passive

    def outer_subject(self, verb: int) -> int | None:
        """Return the subject of the main clause, for "they" in a clause of time or reason."""
        seen: set[int] = set()
        while verb not in seen and self.words[verb].label in _INNER:
            seen.add(verb)
            verb = self.words[verb].head
            own = self.children(verb, _SUBJECT)
            if len(own) == 1 and self.words[own[0]].text.casefold() not in _THEY:
                return own[0]
        return None


def _ends_of_verb(tree: ParseTree, at: int) -> Ends | None:
    """Return what the parse has as subject and as target of a verb of control."""
    verb, name, span = tree.head(at), tree.sentence.verb(at).name, tree.span(at)
    is_noun = tree.sentence.verb(at).form == "noun"
    if verb is None or is_noun or tree.words[verb].tag[:1] not in {"V", ""}:
        return None
    subject, passive = tree.subject(verb)
    prepositional = [
        (preposition, noun)
        for one in dict.fromkeys([verb, *span])
        for preposition, noun in tree.prepositional(one)
        if noun not in span
    ]
    if name == "fall" or passive:
        agents = [
            noun for word, noun in prepositional if word == ("to" if name == "fall" else "by")
        ]
        return Ends(_all(tree, agents, "FORCE"), _all(tree, [subject], NAMED))
    objects = [one for word in span for one in tree.children(word, _OBJECT) if one not in span]
    if name == "expel":
        targets = _all(tree, (noun for _, noun in prepositional), NAMED)
        return Ends(_all(tree, objects, "FORCE"), targets)
    return Ends(_subjects(tree, verb, subject), _targets(tree, verb, objects, prepositional))


def _subjects(tree: ParseTree, verb: int, subject: int | None) -> list[int]:
    """Return the forces that act; of "they" in a clause those of the clause above."""
    if subject is not None and tree.words[subject].text.casefold() in _THEY:
        subject = tree.outer_subject(verb)
    return _all(tree, [subject], "FORCE")


def _targets(
    tree: ParseTree, verb: int, objects: list[int], prepositional: list[tuple[str, int]]
) -> list[int]:
    """Return what the objects of a verb name, else what its prepositions lead to."""
    if any(tree.words[one].text.casefold() in _WHICH for one in objects):
        antecedent = tree.antecedent(verb)
        objects = objects if antecedent is None else [*objects, antecedent]
    targets = _all(tree, objects, NAMED)
    if not targets:
        return _all(tree, (noun for _, noun in prepositional), NAMED)
    also = (noun for _, noun in prepositional if tree.words[noun].text == "addition")
    more = (one for noun in also for _, one in tree.prepositional(noun))
    return [*targets, *_all(tree, more, NAMED)]


def _all(tree: ParseTree, nouns: Iterable[int | None], tags: str) -> list[int]:
    """Return the tokens that nouns name, each once."""
    found = (one for noun in nouns if noun is not None for one in tree.named(noun, tags))
    return [*dict.fromkeys(found)]


_BOTH = f"{NAMED}|FORCE"


def _ends_of_length(tree: ParseTree, at: int) -> Ends | None:
    """Return what the parse measures a length or a direction from and to."""
    index = tree.head(at)
    if index is None:
        return None
    targets: list[int] = []
    seen: set[int] = set()
    # "near A, 3 km from B" is a length of A, whatever the parse joins it to.
    before = tree.sentence.tag(at - 2)
    is_apposed = tree.sentence.tag(at - 1) == "COMMA" and before in POINTS.split("|")
    is_listed = False
    while index not in seen:
        seen.add(index)
        if not targets and not is_listed:
            targets = _measured_to(tree, index)
        subject = _measured(tree, index, own=index in tree.span(at))
        if subject is not None and is_apposed and index not in subject:
            return None
        if subject is not None:
            return Ends(_all(tree, subject, _BOTH), targets, either=True)
        is_listed |= tree.words[index].label == "conj"
        index = tree.words[index].head
        if is_listed and tree.token(index, _BOTH) is not None:
            return None
    return None


def _measured_to(tree: ParseTree, index: int) -> list[int]:
    """Return what a word of a length is followed by: "3 km from A", "3 km north of A"."""
    adverbs = tree.children(index, {"advmod", "npadvmod", "obl:npmod", "amod"})
    return [
        found
        for one in (index, *adverbs)
        for _, noun in tree.prepositional(one)
        for found in tree.named(noun, _BOTH)
    ]


def _measured(tree: ParseTree, index: int, *, own: bool) -> list[int] | None:
    """Return the nouns whose distance a word of the parse says; None to ask the one above it."""
    subject, _ = tree.subject(index)
    if subject is None and not own and tree.token(index, _BOTH) is not None:
        return [index]
    if tree.token(index, "VERB") is not None:
        return []  # "captured A, 3 km from B": A or who captured it
    if subject is None:
        return None
    return tree.children(index, _OBJECT) or [subject]
