"""What the user asked of an import: files, filters, and how columns and names are to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from frontline.errors import InvalidRequestError
from frontline.importers.review import Review
from frontline.importers.summary import Report
from frontline.package.editor import Draft

if TYPE_CHECKING:
    from pathlib import Path


#: West, south, east, north in degrees.
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked of an import.

    Attributes
    ----------
    files : to be read, in this order
    country : two-letter codes of ISO 3166; of any country if empty
    region : only what lies in it; None for the region that the package declares
    classes : words of the source for the features that are wanted; empty for its usual ones
    encoding : of text files, if it is known
    layer : of a file that has several layers or sheets
    columns : of a file without fixed columns: the column that holds a field, by field
    actors : the actor that is meant, by the words of the source
    settings : what only one kind of import knows, by name
    """

    files: tuple[Path, ...]
    country: frozenset[str] = frozenset()
    region: Box | None = None
    classes: frozenset[str] = frozenset()
    encoding: str | None = None
    layer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


#: Reads the files, puts rows into the draft, asks in the review, and counts in the report.
Importer: TypeAlias = Callable[[Asked, Draft, Review, Report], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of import.

    Attributes
    ----------
    about : what it reads, in one line
    run : reads it
    """

    about: str
    run: Importer


def box_of(words: str) -> Box:
    """Read a region as ``west,south,east,north``.

    Raises
    ------
    InvalidRequestError
        For anything else.

    Examples
    --------
    >>> box_of("35.7,34.8,37.5,36.5")
    (35.7, 34.8, 37.5, 36.5)
    """
    try:
        west, south, east, north = map(float, words.split(","))
    except ValueError:
        raise InvalidRequestError(
            f"--region {words!r}: write west,south,east,north in degrees"
        ) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InvalidRequestError(f"--region {words!r}: the order is west,south,east,north")
    return west, south, east, north
