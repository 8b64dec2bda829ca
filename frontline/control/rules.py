"""Editorial rules: what counts as an independent source and what a change requires.

A rule is a TOML file. Four are built in (``frontline/rules``); the comments in
``standard.toml`` explain every line. A data package keeps its own rules as
``rules/NAME.toml``; any other file can be named by its path.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.package.csv_reader import read_toml
from frontline.package.validation import check_row

if TYPE_CHECKING:
    from collections.abc import Mapping


Count = Annotated[int, Field(ge=0, le=20, strict=True)]
Loss = Literal["enough", "one-voice"]
Outcome = Literal["last-holder", "stands", "later-report", "majority", "own-loss"]


class _Section(BaseModel):
    """A table of a rule file: frozen, unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Independence(_Section):
    """Which publishers count as independent sources: the table ``[voice]``.

    Parameters
    ----------
    side : {"one", "each"}
        Whether all publishers of one side count as one source, or each as its own.
    repeats : {"one", "each"}
        Whether a publisher that repeats another counts as the same source, or as its own.
    excluded_stances : tuple of str
        Stances that can support a change but are not counted. Key ``silent``.
    """

    side: Literal["one", "each"] = "one"
    repeats: Literal["one", "each"] = "one"
    excluded_stances: Annotated[
        tuple[Literal["aligned", "agency", "monitor", "other"], ...], Field(alias="silent")
    ] = ("other",)


class AgainstInterest(_Section):
    """When a side reports its own loss: the table ``[own_loss]``.

    Parameters
    ----------
    events : tuple of str
        Kinds of event by which the actor in ``from`` loses the place.
    attribution : {"relayed", "first-hand"}
        Whether a publisher that repeats the side's report counts too, or only publishers that
        are aligned with the side. Key ``heard``.
    """

    events: tuple[Literal["capture", "withdrawal", "contested"], ...] = ("capture", "withdrawal")
    attribution: Annotated[Literal["relayed", "first-hand"], Field(alias="heard")] = "relayed"


class Criteria(_Section):
    """What is required of the reports; meeting one of the criteria is enough.

    Parameters
    ----------
    independent_sources : int, optional
        Required number of independent sources; 0 for any supporting report. Key ``voices``.
    neutral_sources : int, optional
        Required number of independent sources aligned with no actor. Key ``neutral_voices``.
    against_interest : {"enough", "one-voice"}
        Whether a report by the losing side is enough, or counts like any other source. Key
        ``own_loss``.
    """

    independent_sources: Annotated[Count | None, Field(alias="voices")] = None
    neutral_sources: Annotated[
        Annotated[int, Field(ge=1, le=20, strict=True)] | None, Field(alias="neutral_voices")
    ] = None
    against_interest: Annotated[Loss, Field(alias="own_loss")] = "one-voice"

    @model_validator(mode="after")
    def _requires_something(self) -> Criteria:
        numbers = (self.independent_sources, self.neutral_sources)
        if numbers == (None, None) and self.against_interest == "one-voice":
            msg = "requires nothing: set voices, neutral_voices, or own_loss = 'enough'"
            raise ValueError(msg)
        return self


class Contradiction(_Section):
    """When a change counts as denied, and what follows: the table ``[contradicted]``.

    Parameters
    ----------
    independent_sources : int
        Number of independent sources that must deny it; 0 for any denial. Key ``voices``.
    outcome : {"last-holder", "stands", "later-report", "majority", "own-loss"}
        Whether a denied change takes effect; see ``standard.toml``. Key ``ends``.
    days : int
        How many days a denial counts after its publisher last repeated it.
    """

    independent_sources: Annotated[Count, Field(alias="voices")] = 0
    outcome: Annotated[Outcome, Field(alias="ends")] = "last-holder"
    days: Annotated[int, Field(ge=0, le=3650, strict=True)] = 30


class Rule(_Section):
    """An editorial rule: how reports become control.

    Parameters
    ----------
    name : str
        The name that a user writes.
    description, description_ar : str
        One sentence for readers, in English and in Arabic. Keys ``says`` and ``says_ar``.
    independence : Independence
        Which publishers count as independent sources. Key ``voice``.
    against_interest : AgainstInterest
        When a side reports its own loss. Key ``own_loss``.
    accepted : Criteria
        What a change requires to take effect. Key ``stands``.
    confirmed : Criteria
        What makes its evidence ``confirmed`` rather than ``claimed``.
    contradicted : Contradiction
        What follows when a report denies it.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
    description: Annotated[str, Field(min_length=1, max_length=600, alias="says")]
    description_ar: Annotated[str, Field(max_length=600, alias="says_ar")] = ""
    independence: Annotated[Independence, Field(alias="voice")] = Independence()
    against_interest: Annotated[AgainstInterest, Field(alias="own_loss")] = AgainstInterest()
    accepted: Annotated[Criteria, Field(alias="stands")]
    confirmed: Criteria = Criteria.model_validate({"voices": 2, "own_loss": "enough"})
    contradicted: Contradiction = Contradiction()


_BUILT_IN = Path(__file__).parent.parent / "rules"


def read_rule(path: Path) -> Rule:
    """Read a rule file.

    Raises
    ------
    DataError
        With every issue of the file: invalid TOML, unknown keys, invalid values.
    """
    try:
        cells = read_toml(path)
    except DataError:
        raise
    except ValueError as error:
        remedy = "Start from standard.toml, which explains each line."
        issue = Issue(path.name, None, "", f"is not TOML ({str(error)[:200]})", remedy)
        raise DataError([issue]) from None
    rule, issues = check_row(Rule, cells, path.name, "rule")
    if rule is None:
        raise DataError([replace(issue, row=None) for issue in issues])
    return rule


#: The built-in rules, by name.
RULES: Mapping[str, Rule] = {
    name: read_rule(_BUILT_IN / f"{name}.toml")
    for name in ("standard", "two-source", "against-interest", "all")
}


def find_rule(name: str, folder: Path | None = None) -> Rule:
    """Return a rule by its name, or by the path of its file.

    Parameters
    ----------
    name : str
        A built-in rule, the name of a file in ``rules`` of `folder`, or a path that ends in
        ``.toml``.
    folder : Path, optional
        The folder of a data package.

    Raises
    ------
    InvalidRequestError
        If there is no such rule; the message lists the rules.
    DataError
        If the file is invalid, or has the name of a built-in rule but differs from it.
    """
    if name in RULES:
        return RULES[name]
    own = _package_rules(folder)
    path = Path(name) if name.endswith(".toml") else own.get(name)
    if path is None:
        known = ", ".join([*RULES, *own])
        raise InvalidRequestError(
            f"Unknown rule {name!r}. Use one of {known}, or the path of a file that ends in .toml."
        )
    return _read_own_rule(path)


def rule_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the built-in rules, then those of the rules of a data package."""
    return tuple(dict.fromkeys([*RULES, *_package_rules(folder)]))


def rule_issues(folder: Path) -> list[Issue]:
    """Return the issues of all rule files of a data package."""
    issues: list[Issue] = []
    for path in _package_rules(folder).values():
        try:
            _read_own_rule(path)
        except DataError as error:
            issues += error.issues
    return issues


def _read_own_rule(path: Path) -> Rule:
    """Read a rule that is not built in, and refuse the name of a built-in rule."""
    rule = read_rule(path)
    if rule != RULES.get(rule.name, rule):
        message = "name: is the name of a built-in rule, but this file differs from it"
        hint = "Choose another name for your rule."
        raise DataError([Issue(path.name, None, rule.name, message, hint)])
    return rule


def _package_rules(folder: Path | None) -> dict[str, Path]:
    """Return the rule files of a data package by name, in alphabetical order."""
    if folder is None:
        return {}
    try:
        files = sorted((folder / "rules").iterdir())
    except OSError:  # no such folder; another check reports problems of the package folder
        return {}
    named = re.compile(r"[a-z0-9][a-z0-9_-]*\.toml")
    return {file.stem: file for file in files if named.fullmatch(file.name)}
