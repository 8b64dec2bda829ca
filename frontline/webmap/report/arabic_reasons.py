"""The reasons of verdicts in Arabic, from the phrases in ``locales/reasons.toml``.

A reason is a row of English sentences made from names, days and numbers. Each sentence is matched
with a phrase, and its parts are translated by their kind. A reason with a sentence that no phrase
matches stays in English as a whole.
"""

from __future__ import annotations

import re
import tomllib
import weakref
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from frontline import i18n
from frontline.formatting import format_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.atlas import Atlas

#: How each kind of part is written in English; any other kind is any text.
_PATTERNS = {
    "day": r"\d{1,2} [A-Z][a-z]+ \d{4}", "length": r"[\d.,]+ k?m", "number": r"[\d.,]+|[a-z]+",
    "side": r"[a-z]+(?:-[a-z]+)*(?: or [a-z-]+)*(?:, [a-z-]+)*(?: and [a-z-]+)?",
    "evidence": r"[a-z ,]+", "control": r"(?:held by|contested between|under unknown) [^;,]+?",
    "span": r"(?:on|from) [\w ]+ \d{4}", "unit": r"[a-z]+(?: [a-z]+ [a-z]+)?",
    "cut": r" and not cut off| and not known to be cut off|, in a pocket of [\d.,]+ km²[a-z ]*",
    "days": r"\d[\w ]* to \d[\w ]+", "weekday": r"[A-Z][a-z]+ \d{1,2} [A-Z][a-z]+ \d{4}",
    "verdict": r"(?:supported|contradicted|cannot tell).*",
    "interval": r"(?:under )?[\d.,]+(?: k?m)?(?: to [\d.,]+ k?m| or more| k?m or more)?",
}  # fmt: skip
_PART = re.compile(r"\{([a-z]+)(\d*)\}")
_DAY = re.compile(_PATTERNS["day"])
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
_WINDS = {"north": "شمال", "south": "جنوب", "east": "شرق", "west": "غرب"}
_EVIDENCE = {
    "confirmed": "مؤكد", "claimed, not confirmed": "مذكور غير مؤكد", "disputed": "مختلف فيه",
    "inferred from other reports": "مستنتج من تقارير أخرى", "contested": "موضع قتال",
}  # fmt: skip
_UNITS = {
    "village or town": "قرية أو بلدة", "villages or towns": "قرى أو بلدات", "hill": "تلة",
    "hills": "تلال", "hills and posts": "التلال والنقاط", "villages and posts": "القرى والنقاط",
}  # fmt: skip
#: A place that was located by reports: the note of the gazetteer ends the reason.
_PLACED = re.compile(r"(.+?) was placed from reports: ")
_VERDICTS = {
    "supported": "يوافق السجل", "supported under a reading": "يوافق السجل وفق قراءة",
    "contradicted": "يخالف السجل", "cannot tell": "لا يمكن الحكم",
}  # fmt: skip
_COUNTED = {
    "villages": "قرى", "towns": "بلدات", "areas": "مناطق", "positions": "نقاط", "hills": "تلال",
    "farms": "مزارع", "checkpoints": "حواجز", "hamlets": "قرى صغيرة", "places": "أماكن",
    "settlements": "تجمعات", "localities": "بلدات", "sites": "مواقع", "km2": "كم²", "km": "كم",
}  # fmt: skip
_CUTS = {
    " and not known to be cut off": "، ولا يُعرف أنها مقطوعة", " and not cut off": "، غير مقطوعة",
}  # fmt: skip


@cache
def _phrases(table: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of a table of phrases with their Arabic forms, in order."""
    file = resources.files("frontline") / "locales" / "reasons.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))[table]
    return tuple((_pattern(english), arabic) for english, arabic in rows)


def _pattern(phrase: str) -> re.Pattern[str]:
    parts, end = [], 0
    for match in _PART.finditer(phrase):
        kind = _PATTERNS.get(match[1], ".+?")
        parts += [re.escape(phrase[end : match.start()]), f"(?P<{match[1]}{match[2]}>{kind})"]
        end = match.end()
    pattern = "".join([*parts, re.escape(phrase[end:])])
    return re.compile(pattern.replace("'", "['\"]"))  # a name with an apostrophe has other quotes


_KEPT: WeakKeyDictionary[Atlas, ArabicReasons] = WeakKeyDictionary()


def arabic_reasons(atlas: Atlas) -> ArabicReasons:
    """Return the translator of an atlas, made once."""
    if atlas not in _KEPT:
        _KEPT[atlas] = ArabicReasons(weakref.proxy(atlas))
    return _KEPT[atlas]


@dataclass(frozen=True)
class ArabicReasons:
    """Translates reasons with the names of one atlas.

    Parameters
    ----------
    atlas : Atlas
    """

    atlas: Atlas
    _names: dict[str, str] = field(default_factory=dict)

    def reason(self, text: str) -> str | None:
        """Return the reason of a verdict in Arabic; None if a sentence has no phrase."""
        sentences: list[str] = []
        while text:
            if (placed := _PLACED.match(text)) is not None:
                sentences.append(f"وُضع موقع {self.place(placed[1])} اعتماداً على تقارير.")
                break
            found = self._first(text)
            if found is None:
                return None
            arabic, text = found
            sentences.append(arabic)
        return " ".join(sentences)

    def reading(self, text: str) -> str | None:
        """Return the name of a reading, or of several that apply together."""
        return self._joined(text, "readings", ", ", "، ")

    def misread(self, text: str) -> str | None:
        """Return why a passage was not understood."""
        return self._whole(text, "misread") or self._whole(text, "doubts")

    def side(self, text: str) -> str | None:
        """Return a direction, or several."""
        return _side(text)

    def number(self, text: str) -> str | None:
        """Return a number with its unit and its interval."""
        return self._whole(text, "numbers")

    def caption(self, text: str) -> str | None:
        """Return the caption of a map."""
        return self._whole(text, "captions")

    def dependence(self, text: str) -> str | None:
        """Return what the verdict would be without a source or a place."""
        return self._whole(text, "dependence")

    def note(self, text: str) -> str | None:
        """Return an assumption or a doubt, or several joined by semicolons."""
        return self._joined(text, "doubts", "; ", "؛ ")

    def _first(self, text: str) -> tuple[str, str] | None:
        """Translate the first sentence, and return it with the rest of the text."""
        for pattern, arabic in _phrases("reasons"):
            for end in (match.end() for match in re.finditer(r"[.)](?= |$)", text)):
                match = pattern.fullmatch(text, 0, end)
                filled = None if match is None else self._fill(match, arabic)
                if filled is not None:
                    return filled, text[end:].lstrip()
        return None

    def _whole(self, text: str, table: str) -> str | None:
        for pattern, arabic in _phrases(table):
            match = pattern.fullmatch(text)
            filled = None if match is None else self._fill(match, arabic)
            if filled is not None:
                return filled
        return None

    def _joined(self, text: str, table: str, joint: str, arabic_joint: str) -> str | None:
        """Translate a text whose parts are joined; a part may contain the joint itself."""
        whole = self._whole(text, table)
        if whole is not None:
            return whole
        at = text.find(joint)
        while at >= 0:
            first = self._whole(text[:at], table)
            rest = self._joined(text[at + len(joint) :], table, joint, arabic_joint)
            if first is not None and rest is not None:
                return f"{first}{arabic_joint}{rest}"
            at = text.find(joint, at + 1)
        return None

    def _fill(self, match: re.Match[str], arabic: str) -> str | None:
        """Return an Arabic phrase with its parts translated; None if one has no translation."""
        values: dict[str, str] = {}
        for name, text in match.groupdict().items():
            translate = self._translators.get(name.rstrip("0123456789"), _same)
            value = translate(text or "")
            if value is None:
                return None
            values[name] = value
        return arabic.format(**values)

    @property
    def _translators(self) -> dict[str, Callable[[str], str | None]]:
        return {
            "day": _day, "length": length, "number": _number, "side": _side, "span": _span,
            "evidence": _evidence, "unit": _UNITS.get, "cut": _cut, "interval": _interval,
            "place": self.place, "places": self.names, "names": self.names, "actor": self._actor,
            "control": self._control, "doubt": self.note, "notes": self.note, "list": self._list,
            "arcs": _arcs, "days": lambda text: _span(f"from {text}"), "weekday": _weekday,
            "sources": self._sources, "counted": _COUNTED.get, "verdict": self._verdict,
            "ends": self._ends,
        }  # fmt: skip

    def place(self, name: str) -> str:
        """Return the Arabic name of a place or road; a name without one is isolated."""
        if not self._names:
            places = (self.atlas.gazetteer[id_] for id_ in self.atlas.gazetteer)
            self._names.update({place.name: place.name_ar or place.name for place in places})
        if re.fullmatch(r"(?:the )?M\d+", name):
            return f"الطريق {name.removeprefix('the ')}"
        return self._names.get(name, f"\u2068{name}\u2069")

    def names(self, text: str) -> str:
        """Return a list of places in Arabic, with their days."""
        return "؛ ".join(self._names_of_day(part) for part in text.split("; "))

    def _names_of_day(self, text: str) -> str:
        names, _, day = text.partition(" on ")
        listed = re.split(r", | and ", names)
        more = re.fullmatch(r"(\w+) more", listed[-1])
        shown = [self.place(name) for name in (listed[:-1] if more else listed)]
        shown += [f"و{_number(more[1])} غيرها"] if more else []
        when = f" يوم {_day(day)}" if _DAY.fullmatch(day) else ""
        return f"{'، '.join(shown)}{when}"

    def _sources(self, text: str) -> str:
        return "، ".join(self.place(name) for name in text.split(", "))

    def _verdict(self, text: str) -> str | None:
        word, _, reading = text.partition(" (")
        arabic = _VERDICTS.get(word)
        if arabic is None or not reading:
            return arabic
        shown = self.reading(reading.removesuffix(")"))
        return None if shown is None else f"{arabic} ({shown})"

    def _actor(self, text: str) -> str | None:
        for actor in self.atlas.package.actors.values():
            if text == format_actor(actor):
                return actor.name_ar_genitive or actor.name_ar or actor.name
        return None

    def _ends(self, text: str) -> str:
        """Return actors, places or roads that are joined by "with"."""
        return " مع ".join(self._actor(one) or self.place(one) for one in text.split(" with "))

    def _control(self, text: str) -> str | None:
        if text.startswith("held by "):
            actor = self._actor(text.removeprefix("held by "))
            return None if actor is None else f"تحت سيطرة {actor}"
        if text.startswith("contested between "):
            text = text.removeprefix("contested between ")
            for cut in (match.start() for match in re.finditer(" and ", text)):
                both = self._actor(text[:cut]), self._actor(text[cut + 5 :])
                if None not in both:
                    return f"موضع قتال بين {both[0]} و{both[1]}"
            return None
        return "تحت سيطرة مجهولة"

    def _list(self, text: str) -> str | None:
        parts = []
        for part in text.split("; "):
            name, _, number = part.rpartition(": ")
            who = {"unknown": "مجهول", "contested": "موضع قتال"}.get(name) or self._actor(name)
            if who is None:
                return None
            parts.append(f"{who}: {number}")
        return "؛ ".join(parts)


def _same(text: str) -> str:
    return f"\u2068{text}\u2069"


def _day(text: str) -> str | None:
    try:
        day = datetime.strptime(text, "%d %B %Y")  # noqa: DTZ007 - a day without a time
    except ValueError:
        return None
    return i18n.format_date("ar", day.date())


def _span(text: str) -> str | None:
    if text.startswith("on "):
        day = _day(text.removeprefix("on "))
        return None if day is None else f"يوم {day}"
    first, _, last = text.removeprefix("from ").partition(" to ")
    end = last.split(" ")
    parts = first.split(" ")
    start, stop = _day(" ".join([*parts, *end[len(parts) :]])), _day(last)
    return None if start is None or stop is None else f"من {start} إلى {stop}"


def length(text: str) -> str:
    """Return a length with its unit in Arabic."""
    return re.sub(r" km\b", " كم", re.sub(r" m\b", " م", text))


def _interval(text: str) -> str:
    words = text.replace("under", "أقل من").replace("or more", "أو أكثر").replace(" to ", " إلى ")
    return length(words)


def _number(text: str) -> str | None:
    if text in _NUMBERS:
        return str(_NUMBERS.index(text))
    return text if text[:1].isdigit() else None


def _side(text: str) -> str | None:
    for joint, arabic in ((" or ", " أو "), (", ", "، "), (" and ", " و")):
        if joint in text:
            parts = [_side(part) for part in text.split(joint)]
            return None if None in parts else arabic.join(map(str, parts))
    winds = [_WINDS.get(wind) for wind in text.split("-")]
    return None if None in winds else " ".join(map(str, winds))


def _evidence(text: str) -> str | None:
    if text in _EVIDENCE:
        return _EVIDENCE[text]
    first, _, rest = text.rpartition(", ")
    both = _EVIDENCE.get(first), _EVIDENCE.get(rest)
    return None if None in both else "، ".join(map(str, both))


def _weekday(text: str) -> str | None:
    return _day(text.partition(" ")[2])


def _cut(text: str) -> str | None:
    if text in _CUTS:
        return _CUTS[text]
    pocket = re.fullmatch(
        r", in a pocket of ([\d.,]+) km²( that borders unreported territory)?", text
    )
    if pocket is None:
        return None
    edge = " يحاذي أرضاً بلا تقارير" if pocket[2] else ""
    return f"، في جيب مساحته {pocket[1]} كم²{edge}"


_ARC = re.compile(r"from ([a-z-]+) clockwise to ([a-z-]+)|in the ([a-z-]+)")


def _arcs(text: str) -> str | None:
    parts = []
    for start, end, only in _ARC.findall(text):
        words = (
            f"في {_side(only)}" if only else f"من {_side(start)} مع عقارب الساعة إلى {_side(end)}"
        )
        parts.append(words)
    rest = _ARC.sub("", text).replace(" and ", "").replace(", ", "").strip()
    more = re.fullmatch(r"(\w+) more", rest)
    if rest and more is None:
        return None
    return "، ".join(parts) + (f" و{_number(more[1])} غيرها" if more else "")
