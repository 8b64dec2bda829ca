"""The words of press English and press Arabic, read from the tables in ``words/``.

The tables are data: a newsroom can add a force, a verb or a spelling without changing code.
Arabic entries are folded like the text (`frontline.claims.reader.text.fold`), so that spelling
variants need no entry.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return fold(value).text
    if isinstance(value, dict):
        return {fold(key).text: _folded(inner) for key, inner in value.items()}
    return [_folded(inner) for inner in value] if isinstance(value, list) else value


def _table(name: str) -> dict[str, Any]:
    file = resources.files("frontline.claims.reader").joinpath("words", f"{name}.toml")
    table: dict[str, Any] = _folded(tomllib.loads(file.read_text(encoding="utf-8")))
    return table


EN, AR = _table("en"), _table("ar")


def both(*path: str) -> list[Any]:
    """Return the entries of a list in both languages, English first."""
    found: list[Any] = []
    for table in (EN, AR):
        entry: Any = table
        for key in path:
            entry = entry.get(key, [])
        found += entry
    return found


def any_of(patterns: Iterable[str]) -> str:
    """Join patterns into one, the longest first; a space matches any white space.

    Examples
    --------
    >>> re.fullmatch(any_of(["khan", "khan shaykhun"]), "khan  shaykhun") is None
    False
    """
    longest = sorted(dict.fromkeys(patterns), key=len, reverse=True)
    spaced = (re.sub(r" (?=\?)", r"\\s", one).replace(" ", r"\s+") for one in longest)
    return f"(?:{'|'.join(spaced)})" if longest else r"(?:(?!))"


def named_any_of(table: dict[str, list[str]]) -> str:
    """Join a table into one pattern, a group for each row; blanks in names become underscores."""
    return "|".join(f"(?P<{name.replace(' ', '_')}>{any_of(row)})" for name, row in table.items())


def _tags() -> dict[tuple[str, ...], str]:
    """Return the tag of each word or phrase; the first entry in the tables wins."""
    found: dict[tuple[str, ...], str] = {}
    for table in (EN, AR):
        for tag, entries in table["tags"].items():
            for entry in entries:
                found.setdefault(tuple(entry.casefold().split()), tag)
        for word in table["pronouns"]["place"]:
            found[word,] = "PRONOUN"
    return found


#: Word or phrase, as a tuple of words: its tag; see `frontline.claims.reader.chunker`.
TAG_OF = _tags()


#: "into the control of", as Arabic puts it: the words of each such state.
INTO_HANDS = frozenset(tuple(words.split()) for words in AR["states"]["hold"])


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of a verb of control.

    Parameters
    ----------
    name : the verb's meaning: ``take``, ``hold``, ``lose`` ...
    form : ``base``, ``s``, ``past`` (also the participle), ``ing``, ``noun``, ``state``,
        ``active`` (in control of); for Arabic ``past``, ``present``, ``future``, ``noun``,
        ``participle``
    rest : the words that follow the first
    arabic : whether the verb is Arabic
    has_pronoun : whether its object is a pronoun written on it
    is_aim : whether it is written with "to"
    """

    name: str
    form: str
    rest: tuple[str, ...] = ()
    arabic: bool = False
    has_pronoun: bool = False
    is_aim: bool = False


_DOUBLED = re.compile(r"(?:^(?:[^aeiou]|qu)*[aeiou]|ru)[^aeiouwxy]$")


def _inflected(word: str) -> list[tuple[str, str]]:
    """Return the forms of an English verb, each with its name."""
    past, part = EN["irregular"].get(word, (None, None))
    stem = word.removesuffix("e") if not word.endswith("ee") else word
    ing = f"{stem}ing"
    if past and past.endswith("ed") and past[-3] == past[-4]:
        ing = f"{past[:-2]}ing"
    elif past and _DOUBLED.search(word):
        ing = f"{word}{word[-1]}ing"
    if past is None:
        past = (
            f"{word[:-1]}ied" if re.search(r"[^aeiou]y$", word) else f"{word.removesuffix('e')}ed"
        )
    s = f"{word}es" if re.search(r"(?:s|x|z|ch|sh)$", word) else f"{word}s"
    s = f"{word[:-1]}ies" if re.search(r"[^aeiou]y$", word) else s
    return [(word, "base"), (s, "s"), (ing, "ing"), (past, "past"), (part or past, "past")]


def _english() -> Iterable[tuple[str, VerbForm]]:
    for name, phrases in EN["verbs"].items():
        for phrase in phrases:
            first, *rest = phrase.split()
            for word, form in _inflected(first):
                yield word, VerbForm(name, form, tuple(rest))
    for form in ("nouns", "states"):
        for name, phrases in EN[form].items():
            for phrase in phrases:
                first, *rest = phrase.split()
                if form == "nouns":
                    yield first, VerbForm(name, "noun", tuple(rest))
                else:
                    state = "active" if name == "active" else "state"
                    meaning = "surround" if name == "surround" else "hold"
                    yield first, VerbForm(meaning, state, tuple(rest))


_PRONOUNS = ("", "ها", "ه", "هم", "هما")
_PAST = ("", "ت", "وا", "تا", "ا")
_PRESENT = ("", "ون", "وا", "ان")


def _arabic() -> Iterable[tuple[str, VerbForm]]:
    for name, forms in AR["verbs"].items():
        # The noun goes first: "سيطرتها" is "its control", not "it controlled it".
        for noun in forms.get("noun", ()):
            yield from _arabic_noun(name, noun)
        for word, form in _arabic_finite(forms):
            for pronoun in _PRONOUNS:
                yield word + pronoun, VerbForm(name, form, arabic=True, has_pronoun=bool(pronoun))
        yield from _arabic_phrases(name, "past", forms.get("phrases", ()))
        yield from _arabic_phrases(name, "present", forms.get("present_phrases", ()))
        for word in forms.get("participle", ()):
            for ending in (word, f"{word}ا", f"ال{word}"):
                yield ending, VerbForm(name, "participle", arabic=True)
    for phrase in AR["states"]["hold"]:
        first, *rest = phrase.split()
        yield first, VerbForm("hold", "state", tuple(rest), arabic=True)


def _arabic_phrases(
    name: str, tense: str, phrases: Iterable[str]
) -> Iterable[tuple[str, VerbForm]]:
    """Return the forms of Arabic verbs of several words."""
    for phrase in phrases:
        first, *rest = phrase.split()
        for word, form in _arabic_finite({tense: [first]}):
            yield word, VerbForm(name, form, tuple(rest), arabic=True)


def _arabic_finite(forms: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Return the past and present forms of an Arabic verb, each with its name."""
    for stem in forms.get("past", ()):
        yield stem, "past"
        for ending in _PAST[1:]:
            yield stem.removesuffix("ي") + ending, "past"
    for stem in forms.get("present", ()):
        for ending in _PRESENT:
            for person in "يت":
                yield person + stem + ending, "present"
                yield f"س{person}{stem}{ending}", "future"


#: Last letter of a noun before a pronoun: "استيلائهم".
_BEFORE_PRONOUN = {"ه": "ت", "ء": "ئ"}


@lru_cache(maxsize=256)
def with_pronouns(noun: str) -> frozenset[str]:
    """Return an Arabic noun with each pronoun: "its influence"."""
    joined = f"{noun[:-1]}{_BEFORE_PRONOUN.get(noun[-1], noun[-1])}"
    return frozenset(joined + pronoun for pronoun in _PRONOUNS[1:])


def _arabic_noun(name: str, noun: str) -> Iterable[tuple[str, VerbForm]]:
    for form in (noun, f"ال{noun}", *sorted(with_pronouns(noun))):
        yield form, VerbForm(name, "noun", arabic=True)
        bare = form.removeprefix("ال")
        aim = VerbForm(name, "noun", arabic=True, is_aim=True)
        yield (f"لل{bare}" if form != bare else f"ل{form}"), aim


def _verbs() -> dict[str, tuple[VerbForm, ...]]:
    found: defaultdict[str, list[VerbForm]] = defaultdict(list)
    for word, form in (*_english(), *_arabic()):
        if form not in found[word]:
            found[word].append(form)
    # The longest phrase is tried first; of two Arabic readings, the first in the table.
    return {
        word: tuple(sorted(forms, key=lambda form: -len(form.rest)))
        for word, forms in found.items()
    }


#: First word of a verb: its forms, the longest first.
VERBS = _verbs()
