"""Claims extracted from a text, and passages that could not be read.

A claim states a geographic fact: subject, target, number with its interval, direction and day.
A passage that is geographic but cannot be read is kept as `Unparsed`, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from frontline.claims.reader.coreference import Referent
    from frontline.claims.reader.quantities import Quantity
    from frontline.models import Place


#: Notes of a siege that is not said to be whole.
NEARLY = "the text says nearly"
ON_SOME_SIDES = "the text says on some sides"


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Who a parser finds as subject or target of a claim, where it is not who the desk finds.

    Attributes
    ----------
    parser : str
        Name and version of the parser.
    subjects, targets : tuple of Referent
        Those of the parse; empty where both readings agree, or the parse is not clear.
    """

    parser: str
    subjects: tuple[Referent, ...] = ()
    targets: tuple[Referent, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One geographic statement of a text.

    Attributes
    ----------
    kind : str
        ``distance``, ``direction``, ``control``, ``length``, ``area``, ``count`` or
        ``encirclement``.
    start, end : int
        Character offsets in the original text.
    text : str
        The words of the claim.
    subject, target : Referent or None
        What the claim is about, and what it is measured to or what is controlled.
    first, last : date
        First and last day that the claim is about.
    day_kind : str
        See `frontline.claims.reader.dates.DayWords`; if the text names no day, ``unstated``, or the
        ``earlier`` or ``past`` of `frontline.claims.reader.past_reference`.
    verb : str
        For control: ``take``, ``hold``, ``lose``, ``enter``, ``cut`` ...
    part : str or None
        ``edge`` or ``centre`` if the text measures to one of them.
    directions : tuple of str
        Compass directions of the subject as seen from the target, such as ``north-west``.
    comparator, value, unit : str, float, str or None
        The number as written.
    low, high : float or None
        The claimed interval, in metres, square metres or as a count; None where it is open.
    other : Quantity or None
        The same length in a second unit.
    mood : str
        ``fact``, ``aim``, ``prediction`` or ``denial``.
    notes : tuple of str
        Assumptions that were needed to read the claim.
    near : Place or None
        The town in context, which shows which part of a road is meant.
    never : bool
        Whether the text says that it was so on no day: "never held".
    whole : bool
        Whether the text says "entire", "whole" or "full control".
    between : tuple of Place or None
        The ends of the part of a road that is meant; None for the whole road.
    unsure : tuple of str
        Parts that were inherited or not read; such a claim is never contradicted.
    named : tuple of Place
        For a distance of forces, the places that its sentence and the one before name.
    second : SecondReading or None
        How a parser reads it, if otherwise; such a claim is not judged.
    """

    kind: str
    start: int
    end: int
    text: str
    subject: Referent | None
    target: Referent | None
    first: date
    last: date
    day_kind: str = "unstated"
    verb: str = ""
    part: str | None = None
    directions: tuple[str, ...] = ()
    comparator: str | None = None
    value: float | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    other: Quantity | None = None
    mood: str = "fact"
    notes: tuple[str, ...] = ()
    near: Place | None = None
    never: bool = False
    whole: bool = False
    between: tuple[Place, Place] | None = None
    unsure: tuple[str, ...] = ()
    named: tuple[Place, ...] = ()
    second: SecondReading | None = None


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A geographic passage that could not be read, and the reason.

    Attributes
    ----------
    start, end : int
        Character offsets in the original text.
    text, reason : str
    kind : str
        ``statement``, or ``name`` for places that no statement is read about.
    """

    start: int
    end: int
    text: str
    reason: str
    kind: str = "statement"
