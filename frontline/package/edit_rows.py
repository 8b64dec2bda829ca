"""Edit a place, a publisher or a report of a package: single rows, as a form has them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontline.dates import parse_day
from frontline.errors import InvalidRequestError, UnknownNameError
from frontline.gazetteer.normalize import clean_text, slugify
from frontline.package.add import NewReport, add_report, publisher_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.package.draft import Draft


@dataclass(frozen=True)
class RowKind:
    """A kind of row that can be edited by itself.

    Attributes
    ----------
    file : str
        Name of the file, without its ending.
    key : str
        Column of the id.
    fields : tuple of str
        The columns that can be edited, in the order of a form.
    """

    file: str
    key: str
    fields: tuple[str, ...]


KINDS = {
    "places": RowKind(
        "gazetteer",
        "id",
        (
            *("name", "name_ar", "name_local", "names", "kind", "lon", "lat", "position_error_m"),
            *("admin1", "admin2", "admin3", "population", "sources", "licence", "note"),
        ),
    ),
    "publishers": RowKind(
        "publishers", "id", ("name", "stance", "aligned_with", "language", "origin", "note")
    ),
    "reports": RowKind(
        "reports",
        "report_id",
        ("record_id", "publisher", "url", "published_on", "published_note", "says", "note"),
    ),
}
_LISTS = frozenset({"names", "sources", "origin"})
_NUMBERS = frozenset({"lon", "lat", "position_error_m", "population"})


def row_texts(draft: Draft, kind: str, id_: str) -> dict[str, str]:
    """Return the fields of a row as texts; a list is separated by semicolons.

    Raises
    ------
    UnknownNameError
        If there is no such row.
    """
    own = KINDS[kind]
    row = draft.get(own.file, id_)
    if row is None:
        raise UnknownNameError(f"no row {id_[:80]!r} in {kind}: it may have been removed")
    values = dict(row)
    if kind == "places":
        geometry = draft.geometry(own.file, id_) or {"coordinates": ("", "")}
        values["lon"], values["lat"] = geometry["coordinates"][:2]
    return {name: _text(values.get(name)) for name in own.fields}


def put_row(draft: Draft, kind: str, values: Mapping[str, str], id_: str | None = None) -> str:
    """Add a row to a draft, or change the fields that differ; the draft checks it when written.

    Parameters
    ----------
    draft : Draft
    kind : str
        One of `KINDS`.
    values : mapping of str to str
        The fields as texts.
    id_ : str, optional
        Id of the row to change; None for a new one, whose id is made from its name.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    InvalidRequestError
        With every field that cannot be read, a line each; or if a new row has a taken id.
    """
    own = KINDS[kind]
    old = dict.fromkeys(own.fields, "") if id_ is None else row_texts(draft, kind, id_)
    wanted = {name: clean_text(values.get(name, "")) for name in own.fields}
    changed = {name: text for name, text in wanted.items() if text != old[name]}
    if kind == "reports" and id_ is None:
        return _add_report(draft, wanted)
    row = _read(changed)
    if kind == "places" and {"lon", "lat"} & changed.keys():
        row |= _position(wanted)
    if "publisher" in row:
        row["publisher"] = publisher_id(draft, wanted["publisher"])
    if id_ is None:
        id_ = _new_id(draft, own, wanted)
    if row:
        draft.put(own.file, {own.key: id_, **row})
    return id_


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _read(values: Mapping[str, str]) -> dict[str, Any]:
    """Return texts as values of the package."""
    row: dict[str, Any] = {}
    problems = []
    for name, text in values.items():
        if name in _LISTS:
            row[name] = [part for part in map(str.strip, text.split(";")) if part]
        elif name not in _NUMBERS:
            row[name] = text
        elif name not in {"lon", "lat"}:
            row[name] = None if not text else _number(text)
            if text and row[name] is None:
                problems.append(f"{name}: {text[:40]!r} is not a number")
    if problems:
        raise InvalidRequestError("\n".join(problems))
    return row


def _position(values: Mapping[str, str]) -> dict[str, float]:
    """Return longitude and latitude."""
    found, problems = {}, []
    for name, limit in (("lon", 180), ("lat", 90)):
        number = _number(values[name])
        if number is None or abs(number) > limit:
            problems.append(f"{name}: {values[name][:40]!r} is not a number of degrees")
        else:
            found[name] = number
    if problems:
        raise InvalidRequestError("\n".join(problems))
    return found


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and "." not in text else number


def _new_id(draft: Draft, kind: RowKind, values: Mapping[str, str]) -> str:
    id_ = slugify(values["name"])
    if not id_:
        raise InvalidRequestError("name: write it in Latin letters, of which the id is made")
    if draft.has(kind.file, id_):
        raise InvalidRequestError(f"name: the id {id_} is taken: change the row, or add a word")
    if kind.file == "gazetteer" and not (values["lon"] and values["lat"]):
        raise InvalidRequestError("lon, lat: fill them in, or click on the map")
    return id_


def _add_report(draft: Draft, values: Mapping[str, str]) -> str:
    day = parse_day(values["published_on"]) if values["published_on"] else None
    return add_report(
        draft,
        NewReport(
            record=values["record_id"], publisher=values["publisher"], url=values["url"],
            published_on=day, published_note=values["published_note"],
            says=values["says"] or "supports", note=values["note"],
        ),
    )  # fmt: skip
