"""Messages of imports in the words of the form: its fields instead of options of the command."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from frontline.desk.import_form import CHOICES, SETTINGS
from frontline.importers.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.desk.views import Words

#: The text of the field that an option of the command is on the form.
_LABELS = {
    "encoding": "encoding", "layer": "layer", "header-row": "header_row", "class": "classes",
    "country": "country", "new-within": "new_within", "ask-names": "ask_names",
    "actor": "map_actors", "source": "set_source", "licence": "set_licence",
}  # fmt: skip
_ON_THE_FORM = frozenset(name for names in SETTINGS.values() for name in names)
_VALUE = r"""'[^']*'|"[^"]*"|[^\s,;:)]+(?::[^\s,;:)]+)?(?<!\.)(?:\.\.\.)?"""
_SETTING = re.compile(rf"--set (?:'([a-z-]+)=([^']*)'|([a-z][a-z-]*)(?:=({_VALUE})?)?)")
_COLUMN = re.compile(rf"""--column (?:"(\w+)=[^"]*"|(\w+)=(?:{_VALUE})?)""")
_OPTION = re.compile(rf"--({'|'.join(_LABELS)})(?![\w-])(?: (?:NAME\b|'[A-Z]+=[A-Z]+'|'\.\.\.'))?")
_KIND = re.compile(r"`?frontline import ([a-z]+)`?")
_ADD = re.compile(r"\b([Aa])dd (?=--(?:set|source|licence|actor)\b)")


def in_form(message: str, words: Words) -> str:
    """Return a message that names fields of the form where it names options of the command.

    Parameters
    ----------
    message : str
        As an import writes it.
    words : Words
        The texts of the desk in the language of the page, from which the labels are taken.

    Examples
    --------
    >>> from frontline.desk.views import Words
    >>> in_form("add --set dates=day-first, or --column day=NAME", Words("en"))
    'fill in “Order of days such as 03/04/2019”: day first, or “day” above its column'
    """
    used: set[str] = set()

    def setting(match: re.Match[str]) -> str:
        name, value = (match[1], match[2]) if match[1] else (match[3], match[4] or "")
        if name not in _ON_THE_FORM:
            return match[0]
        shown = _value(name, value, words)
        label = f"“{words(f'set_{name}'.replace('-', '_'))}”"
        if value and name in used:
            return shown
        used.add(name)
        return f"{label}: {shown}" if value else label

    message = message.replace("--set for ", "the settings for ")
    message = _ADD.sub(lambda match: "fill in " if match[1] == "a" else "Fill in ", message)
    message = message.replace("--source '...' --licence", "--source '...' and --licence")
    message = _SETTING.sub(setting, message)
    for name in used:
        again = rf"(?<![\w-])(?<!--column ){name}=({_VALUE})"
        message = re.sub(again, partial(_again, name=name, words=words), message)
        for choice in filter(lambda one: "-" in one, CHOICES.get(name, ())):
            pattern = rf"(?<![\w-]){choice}(?![\w-])"
            message = re.sub(pattern, _value(name, choice, words), message)
    message = re.sub(rf"({_COLUMN.pattern}) (?=--column)", r"\1, ", message)
    message = _COLUMN.sub(lambda match: f"“{match[1] or match[2]}” above its column", message)
    message = message.replace("--column", "the fields above the columns")
    message = _OPTION.sub(lambda match: f"“{words(_LABELS[match[1]])}”", message)
    return _KIND.sub(lambda match: _kind(match, words), message)


def all_in_form(messages: Iterable[str], words: Words) -> list[str]:
    """Return messages in the words of the form."""
    return [in_form(one, words) for one in messages]


def _value(name: str, value: str, words: Words) -> str:
    """Return a value as the form names it."""
    return words(f"choice_{value}".replace("-", "_")) if value in CHOICES.get(name, ()) else value


def _again(match: re.Match[str], *, name: str, words: Words) -> str:
    return _value(name, match[1], words)


def _kind(match: re.Match[str], words: Words) -> str:
    if match[1] not in KINDS:
        return match[0]
    return f"“{words('import_kind')}”: {words(f'reads_{match[1]}')}"
