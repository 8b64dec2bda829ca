"""Turns pydantic's findings into faults that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.days import parse_day
from frontline.errors import Fault, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

__all__ = ["explain"]

#: What to do, by the kind of pydantic error.
_REMEDIES = {
    "missing": "Fill it in.",
    "extra_forbidden": "Remove this property; nothing reads it.",
    "literal_error": "Use one of the words listed.",
    "string_pattern_mismatch": "Use lower-case letters, digits and hyphens (a colour: #rrggbb).",
    "string_too_short": "Fill it in.",
    "finite_number": "Write a finite number, or leave the row out.",
    "float_parsing": "Write a number with a decimal point.",
    "int_parsing": "Write a whole number.",
    "value_error": "Correct the row.",
}


def explain(error: ValidationError, file: str, row: int | str) -> Iterator[Fault]:
    """Give one fault for each thing pydantic found in a row."""
    for detail in error.errors():
        yield _explain_one(detail, file, row)


def _explain_one(detail: ErrorDetails, file: str, row: int | str) -> Fault:
    column = ".".join(str(part) for part in detail["loc"])
    value = detail["input"] if isinstance(detail["input"], str | int | float) else ""
    kind = detail["type"]
    if kind.startswith("date_"):
        try:
            parse_day(str(value))
            remedy = "Write the day as 2019-08-15."
        except RequestError as cause:
            remedy = f"{cause}."
        return Fault(file, row, str(value), f"{column}: is not a day", remedy)
    rule = detail["msg"].removeprefix("Value error, ")
    rule = rule[:1].lower() + rule[1:]
    remedy = _REMEDIES.get(kind, "Correct the value.")
    return Fault(file, row, str(value), f"{column}: {rule}" if column else rule, remedy)
