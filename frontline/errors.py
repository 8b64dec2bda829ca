"""The errors of the package.

Every error is a `FrontlineError` and also the built-in error that a Python user expects: an
invalid value is a `ValueError`, an unknown id a `LookupError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class FrontlineError(Exception):
    """Base of all errors raised on purpose.

    Examples
    --------
    >>> issubclass(DataError, FrontlineError)
    True
    """


class InvalidRequestError(FrontlineError, ValueError):
    """The request is invalid: for example a day, an option or a name.

    Examples
    --------
    >>> import frontline
    >>> frontline.open().on("15 Aug")
    Traceback (most recent call last):
        ...
    frontline.errors.InvalidRequestError: '15 Aug' is not a day: write it year first, as 2019-08-15
    """


class UnknownDayError(InvalidRequestError):
    """A day outside the record.

    Examples
    --------
    >>> import frontline
    >>> frontline.open().on("2018-01-01")
    Traceback (most recent call last):
        ...
    frontline.errors.UnknownDayError: nothing is known of 2018-01-01: the record runs from \
2019-04-30 to 2020-03-06
    """


class UnknownNameError(InvalidRequestError, LookupError):
    """A name or id that the data does not have.

    Examples
    --------
    >>> import frontline
    >>> frontline.open().road("M7")
    Traceback (most recent call last):
        ...
    frontline.errors.UnknownNameError: Unknown highway 'M7'. Highways of the data package: m5, m4.
    """


class AmbiguousNameError(InvalidRequestError, LookupError):
    """A name matches several places, or one place not clearly enough.

    Examples
    --------
    >>> import frontline
    >>> try:
    ...     frontline.open().place("al-Buwaydah")
    ... except AmbiguousNameError as error:
    ...     print("--district NAME" in str(error))
    True
    """


class OutputError(FrontlineError, OSError):
    """A file could not be written; no incomplete file was left.

    Examples
    --------
    >>> import frontline
    >>> try:
    ...     frontline.open().export("/dev/null/day.gpkg", on="2019-08-15", layers="places")
    ... except OutputError as error:
    ...     print("Nothing was changed" in str(error))
    True
    """


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem in one place of a data package.

    Parameters
    ----------
    file : str
        File name inside the package.
    row : int, str or None
        Row number as in a spreadsheet (the header is row 1), id of a feature, or None for the
        whole file.
    value : str
        The invalid value as written.
    message : str
        What is wrong.
    hint : str
        What to do about it.
    severity : str
        With an ``error`` the package cannot be used; with a ``warning`` it can.

    Examples
    --------
    >>> print(Issue("events.csv", 4, "2019-13-01", "no such month", "Write it year first."))
    events.csv, row 4: '2019-13-01': no such month. Write it year first.
    """

    file: str
    row: int | str | None
    value: str
    message: str
    hint: str
    severity: str = "error"

    def __str__(self) -> str:
        """One line: file, row, value, message, hint."""
        where = self.file if self.row is None else f"{self.file}, row {self.row}"
        value = f" {self.value!r}:" if self.value else ""
        return f"{where}:{value} {self.message}. {self.hint}"


class DataError(FrontlineError, ValueError):
    """A data package cannot be used. The error has every issue found.

    Examples
    --------
    >>> import frontline
    >>> try:
    ...     frontline.open("no-such-folder")
    ... except DataError as error:
    ...     print(error.issues[0].message)
    there is no such folder
    """

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Issue, ...]]]:
        """Keep the issues when the error is sent to another process."""
        return type(self), (self.issues,)
