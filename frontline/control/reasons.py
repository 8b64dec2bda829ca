"""Reasons for an assessment, as codes with parameters.

A reason is formatted in a language only where it is shown: `format_reason` returns English for
the terminal and for JSON, and `frontline.i18n` has every language of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ReasonCode: TypeAlias = Literal[
    "no_support",
    "denied",
    "independent",
    "not_enough",
    "losing_side",
    "single",
    "secondary",
    "unvetted",
    "not_independent",
    "highway",
    "unsourced",
    "before_change",
    "stated",
    "borne_out",
    "admitted",
    "ended",
]

_ENGLISH: dict[ReasonCode, str] = {
    "no_support": "No report supports it.",
    "denied": "Reported by {supporting}, denied by {denying}.",
    "independent": "Reported by {supporting}.",
    "not_enough": "Reported by {supporting}. The rule requires more or other sources.",
    "losing_side": "Reported by the side that lost the place.",
    "single": "Reported by a single independent source.",
    "secondary": "Reported only by publishers that restate or compile other reports.",
    "unvetted": "Reported only by publishers that have not been vetted.",
    "not_independent": "Reported only by publishers that do not count as independent sources.",
    "highway": "Inferred from a report about the highway nearby.",
    "unsourced": "Stated in the data package without a report.",
    "stated": "Stated by {supporting}.",
    "borne_out": "Reported by {supporting}, denied by {denying}. A later report presupposes it.",
    "admitted": "Reported by {supporting}, among them the losing side; denied by {denying}.",
    "ended": "Reported by {supporting}, denied by {denying} for some time.",
    "before_change": "Inferred from the first known change.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an event was accepted or rejected, or why a baseline row needs a caveat.

    Parameters
    ----------
    code : ReasonCode
        Which reason it is.
    supporting, denying : int
        Number of independent sources that support or deny the event, for the codes ``denied``,
        ``independent`` and ``not_enough``; else 0.
    """

    code: ReasonCode
    supporting: int = 0
    denying: int = 0


#: Why a row of the baseline without a report that supports it needs a caveat.
UNSOURCED = Reason("unsourced")


def format_reason(reason: Reason) -> str:
    """Return a reason as an English sentence.

    Examples
    --------
    >>> format_reason(Reason("denied", supporting=1, denying=3))
    'Reported by one independent source, denied by 3 independent sources.'
    """
    return _ENGLISH[reason.code].format(
        supporting=_count_sources(reason.supporting), denying=_count_sources(reason.denying)
    )


def _count_sources(number: int) -> str:
    return "one independent source" if number == 1 else f"{number} independent sources"
