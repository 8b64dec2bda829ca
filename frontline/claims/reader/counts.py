"""Find counts of villages, hills and the like: "five villages", "a dozen more towns"."""

from __future__ import annotations

import re

from frontline.claims.reader.chunker import Mention
from frontline.claims.reader.lexicon import AR, EN, TAG_OF, VERBS, any_of
from frontline.claims.reader.numbers import NUMBER_AR, NUMBER_EN, Number, read_number
from frontline.claims.reader.text import around

_NOUNS = {
    noun: rf"{any_of(EN['count']['nouns'].get(noun, []))}"
    for noun in EN["count"]["nouns"]
}  # fmt: skip
_NOUNS_AR, _DUALS = AR["count"]["nouns"], AR["count"]["duals"]
_UNITS = {
    word: noun for table in (_NOUNS_AR, _DUALS) for noun, row in table.items() for word in row
}
_COMPARATORS = {
    word: name
    for table in (EN, AR)
    for name, row in table["count"]["comparators"].items()
    for word in row
}
_PRE = any_of(_COMPARATORS)
_ENGLISH_NOUN = "|".join(f"(?P<{noun}>{pattern})" for noun, pattern in _NOUNS.items())
#: The lower number of a range, "between 10 and" or "two or"; "rose from 10 to 15" is none.
_LEAST_EN = (
    rf"(?:\bbetween\s+(?P<least>{NUMBER_EN})\s+and\s+"
    rf"|(?<!from\s)\b(?P<least2>{NUMBER_EN})(?:\s+(?:to|or)\s+|(?<=\d)\s?[-\u2013]\s?))"
)
_LEAST_AR = (
    rf"(?:(?:ما\s+)?بين\s+(?P<least>{NUMBER_AR})\s+و\s?"
    rf"|(?<!من\s)(?P<least2>{NUMBER_AR})(?:\s+(?:الي|او)\s+|\s?[-\u2013]\s?))"
)
_COUNT_EN = re.compile(
    rf"(?:\b(?P<pre>{_PRE})\s+)?{_LEAST_EN}?\b(?P<n>{NUMBER_EN})(?:\s+{any_of(EN['count']['between'])})*"
    rf"(?P<other>(?:\s+[a-z-]+){{0,2}}?)\s+(?:{_ENGLISH_NOUN})\b"
    rf"(?:(?:,\s*|\s+and\s+|\s*/\s*){any_of(p for row in _NOUNS.values() for p in [row])}\b)*",
    re.IGNORECASE,
)
_COUNT_AR = re.compile(
    rf"(?<!\w)(?:ب|ل|و)?(?:(?P<pre>{_PRE})\s+)?(?:{_LEAST_AR}?(?P<n>{NUMBER_AR})\s+(?:من\s+)?(?:ال)?"
    rf"(?P<noun>{any_of(w for row in _NOUNS_AR.values() for w in row)})"
    rf"|(?P<two>{any_of(w for row in _DUALS.values() for w in row)})"
    rf"|(?:ال)?(?P<noun2>{any_of(AR['count']['plural'])})(?:\s+و{any_of(AR['count']['plural'])})*"
    r"\s+(?P<n2>عده|عديده|متعدده|كثيره))(?!\w)"
    rf"(?:\s+و(?:ال)?{any_of(w for row in _NOUNS_AR.values() for w in row)}(?!\w))*"
)
_ANY_NOUN = (
    re.compile(
        rf"\b(?=[vthslcapf]){any_of(p for row in EN['count']['nouns'].values() for p in row)}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<=[\sل]){any_of(_UNITS)}(?!\w)"),
)
_FAR_BACK, _AHEAD = 90, 25


def find_counts(text: str) -> list[Mention]:
    """Find counts of villages, hills and the like; slow patterns run only before their nouns."""
    found: list[Mention] = []
    for nouns, pattern in zip(_ANY_NOUN, (_COUNT_EN, _COUNT_AR), strict=True):
        if pattern is _COUNT_AR and text.isascii():
            break
        for match in around(nouns, pattern, text, _FAR_BACK, _AHEAD):
            mention = _counted(match)
            found += [mention] if mention is not None else []
    return found


def _match_words(match: re.Match[str], group: str) -> list[str]:
    """Return the words that a group matched, in lower case."""
    return (match.groupdict().get(group) or "").casefold().split()


def _is_adjective(word: str) -> bool:
    """Return whether a word between a number and its noun may be an adjective: "residential"."""
    return not word.endswith("s") and (word,) not in TAG_OF and word not in VERBS


#: "the number of villages" is a total that is given elsewhere, not "a number of villages".
_THE_NUMBER_OF = re.compile(r"(?:the\s+)?number of(?!\s+the)|[وب]?عدد\s+(?!من\s)", re.IGNORECASE)


#: Behind these "over" belongs to the verb.
_CONTROL = re.compile(r"\b(?:control|sovereignty|hold|grip|authority)\s+$", re.IGNORECASE)
_TOOK = re.compile(r"\b(?:t[ao]kes?|taken|taking|took)\s+$", re.IGNORECASE)


def _counted(match: re.Match[str]) -> Mention | None:
    groups = match.groupdict()
    word = groups.get("two") or groups.get("noun") or groups.get("noun2")
    written = groups.get("n2") or match["n"]
    if _THE_NUMBER_OF.match(match[0]) or not all(map(_is_adjective, _match_words(match, "other"))):
        return None
    number = read_number("two" if groups.get("two") else written)
    least = read_number(groups.get("least") or groups.get("least2") or "")
    if number is None or number.value < 1 or (number.value == 1 and not written[:1].isdigit()):
        return None
    # "and" that is written on the number stays a word of its own.
    start = match.start() + match[0].startswith("و")
    unit = _UNITS[word] if word else str(match.lastgroup)
    comparator = _COMPARATORS.get(" ".join((match["pre"] or "").casefold().split()), "exact")
    if (match["pre"] or "").casefold() == "over" and _CONTROL.search(match.string, 0, start):
        start, comparator = match.start("n"), "exact"  # "control over ten villages"
    elif (match["pre"] or "").casefold() == "over" and _TOOK.search(match.string, 0, start):
        start, comparator = match.start("n"), "at least"  # "took over" or "over ten": ten or more
    if least is not None:
        if not least.value < number.value:
            return None
        middle = (least.value + number.value) / 2
        number, comparator = Number(middle, 0.0, least.value, number.value), "between"
    return Mention("count", start, match.end(), match[0], (number, comparator, unit))
