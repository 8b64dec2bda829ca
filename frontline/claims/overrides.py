"""Overrides: readings that a person corrected, kept in a small file beside the text.

A file ``article.overrides.toml`` has an entry for each claim that was read wrongly::

    [[claim]]
    text = "3 km from the town"    # the words of the claim, as the report prints them
    target = "saraqib"             # id or name of a place, as "x airfield", or id of a highway
    subject = "government"         # id of an actor, or id or name of a place
    day = 2020-02-05               # or "2020-02-05"

    [[claim]]
    text = "captured the market"
    not_a_claim = true

The report is then built again from the corrected readings.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from frontline.claims.reader.coreference import Referent
from frontline.claims.reader.feature_names import printed_id
from frontline.dates import parse_day
from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.io import write_atomic
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.claims.claim import Claim

#: End of the name of the file beside a text.
SUFFIX = ".overrides.toml"
_KEYS = frozenset({"text", "subject", "target", "day", "not_a_claim"})
#: Behind the id or name of the place that an airfield is named after.
_AIRFIELD = " airfield"
_NOTE = "read as a person corrected it"


@dataclass(frozen=True, slots=True)
class Override:
    """One corrected reading.

    Attributes
    ----------
    number : int
        Number of the entry in the file, from 1.
    text : str
        The words of the claim.
    subject, target : str or None
    day : date or None
    not_a_claim : bool
        Whether the words state nothing.
    file : str
        Name of the file.
    """

    number: int
    text: str
    subject: str | None = None
    target: str | None = None
    day: dt.date | None = None
    not_a_claim: bool = False
    file: str = ""


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read a file of overrides.

    Raises
    ------
    DataError
        If the file is not TOML, or an entry has an unknown key or a value of the wrong type.
    """
    try:
        entries = tomllib.loads(read_text(path)).get("claim", [])
    except tomllib.TOMLDecodeError as error:
        raise DataError([Issue(path.name, None, "", f"is not TOML ({error})", _REMEDY)]) from None
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise DataError([Issue(path.name, None, "", "has no entries [[claim]]", _REMEDY)])
    issues: list[Issue] = []
    found = [_entry(path.name, number, entry, issues) for number, entry in enumerate(entries, 1)]
    if issues:
        raise DataError(issues)
    return tuple(found)


def write_overrides(path: Path, overrides: Sequence[Override]) -> None:
    """Write a file of overrides, in place of the one before.

    Raises
    ------
    OutputError
        If it cannot be written; the old file stays.
    """
    entries = []
    for one in overrides:
        lines = ["[[claim]]", f"text = {toml_text(one.text)}"]
        values = {"subject": one.subject, "target": one.target}
        lines += [f"{key} = {toml_text(value)}" for key, value in values.items() if value]
        lines += [f"day = {one.day}"] if one.day else []
        lines += ["not_a_claim = true"] if one.not_a_claim else []
        entries.append("\n".join(lines))
    write_atomic(path, "\n\n".join(entries) + "\n")


def with_override(overrides: Sequence[Override], new: Override) -> tuple[Override, ...]:
    """Return overrides with a new one, in place of that of the same words.

    An override that corrects nothing only removes the one before.
    """
    kept = [one for one in overrides if _normal(one.text) != _normal(new.text)]
    corrects = new.subject or new.target or new.day or new.not_a_claim
    return (*kept, new) if corrects else tuple(kept)


def toml_text(text: str) -> str:
    """Return a text as a basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_REMEDY = "Write [[claim]], text = the words of the claim, and subject, target, day or not_a_claim."


def _entry(file: str, number: int, entry: dict[str, Any], issues: list[Issue]) -> Override:
    """Return an entry; add what is wrong with it to `issues`."""
    where = f"{file}, entry {number}"
    for key in sorted(set(entry) - _KEYS):
        rule = "is not a key of an entry"
        issues.append(Issue(where, None, key, rule, f"Use {', '.join(sorted(_KEYS))}."))
    texts = {key: entry.get(key) for key in ("text", "subject", "target")}
    for key, value in texts.items():
        if not isinstance(value, str | None) or (key == "text" and not (value or "").strip()):
            rule = f"the {key} is not a text"
            issues.append(Issue(where, None, str(value), rule, _REMEDY))
            texts[key] = None
    day = None
    try:
        day = None if "day" not in entry else parse_day(_day_text(entry["day"]))
    except InvalidRequestError as error:
        issues.append(Issue(where, None, str(entry["day"]), str(error), "Use YYYY-MM-DD."))
    if not isinstance(entry.get("not_a_claim", False), bool):
        rule = "not_a_claim is neither true nor false"
        issues.append(Issue(where, None, str(entry["not_a_claim"]), rule, _REMEDY))
    return Override(
        number, " ".join((texts["text"] or "").split()), texts["subject"], texts["target"], day,
        not_a_claim=entry.get("not_a_claim") is True, file=file,
    )  # fmt: skip


def _day_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def apply_overrides(
    claims: Sequence[Claim], overrides: Sequence[Override], atlas: Atlas
) -> tuple[Claim, ...]:
    """Return the claims as corrected, without those that state nothing.

    Raises
    ------
    DataError
        If no claim has the words of an entry, or a subject or target is not known.
    """
    made, issues, used = list(claims), list[Issue](), set[int]()
    for override in overrides:
        fits = [n for n, one in enumerate(made) if _normal(one.text) == _normal(override.text)]
        if not fits:
            rule = "no claim of the text has these words"
            remedy = "Copy them from the report."
            issues.append(Issue(_where(override), None, override.text, rule, remedy))
        try:
            for number in fits:
                made[number] = _corrected(made[number], override, atlas)
        except InvalidRequestError as error:
            remedy = "Use the id of an actor, a place or a highway."
            issues.append(Issue(_where(override), None, "", str(error), remedy))
        used.update(fits if override.not_a_claim else ())
    if issues:
        raise DataError(issues)
    return tuple(claim for number, claim in enumerate(made) if number not in used)


def _where(override: Override) -> str:
    return f"{override.file}, entry {override.number}"


def _normal(words: str) -> str:
    return " ".join(words.split()).casefold()


def _corrected(claim: Claim, override: Override, atlas: Atlas) -> Claim:
    fields: dict[str, Any] = {"notes": (_NOTE,), "unsure": ()}
    if override.subject is not None or override.target is not None:
        fields["second"] = None
    for end, name in (("subject", override.subject), ("target", override.target)):
        read = getattr(claim, end)
        if name is not None and (read is None or printed_id(read) != name):
            fields[end] = _referent(name, atlas)
            fields |= {"between": None} if end == "target" else {}
        elif name is not None:
            fields[end] = replace(read, note="", unsure="")  # a post or a region stays one
    if override.day is not None:
        fields |= {"first": override.day, "last": override.day, "day_kind": "day"}
    return replace(claim, **fields)


def _referent(name: str, atlas: Atlas) -> Referent:
    """Return the actor, highway, airfield or place with an id or a name."""
    if name in atlas.package.actors:
        return Referent("actor", name, name)
    if name.casefold() in atlas.package.highways:
        return Referent("road", name.casefold(), name)
    if name.endswith(_AIRFIELD):
        place = atlas.gazetteer.place(name.removesuffix(_AIRFIELD))
        return Referent("feature", None, f"{place.name}{_AIRFIELD}", place)
    place = atlas.gazetteer.place(name)
    return Referent("place", place.id, place.name, place)
