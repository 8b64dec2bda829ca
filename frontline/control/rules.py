"""Editorial rules as data: what counts as independent, and what a change needs to stand.

A rule is a TOML file. Four ship with the package, in ``frontline/rules``; the comments in
``standard.toml`` say what each line may be. A newsroom keeps its own beside its data, as
``rules/NAME.toml``, or anywhere, by path.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from frontline.errors import DataError, InvalidRequestError, Issue
from frontline.package.csv_reader import read_text
from frontline.package.validation import check_row

if TYPE_CHECKING:
    from collections.abc import Mapping


Count = Annotated[int, Field(ge=0, le=20, strict=True)]
Loss = Literal["enough", "one-voice"]
Ending = Literal["last-holder", "stands", "later-report", "majority", "own-loss"]


class _Part(BaseModel):
    """A table of a rule file: frozen, and no line that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Independence(_Part):
    """What counts as independent.

    Parameters
    ----------
    side : ``one``: all publishers of one side are one voice; ``each``: each is its own
    repeats : ``one``: who repeats an origin speaks with its voice; ``each``: each is its own
    silent : stances that can support a change but are no voice
    """

    side: Literal["one", "each"] = "one"
    repeats: Literal["one", "each"] = "one"
    silent: tuple[Literal["aligned", "agency", "monitor", "other"], ...] = ("other",)


class AgainstInterest(_Part):
    """Whose word counts against its own interest: that of the side that lost by a change.

    Parameters
    ----------
    events : kinds of event that somebody loses by, namely the actor in ``from``
    heard : ``relayed``: also where another publisher carries that side's word;
        ``first-hand``: only from publishers aligned with it
    """

    events: tuple[Literal["capture", "withdrawal", "contested"], ...] = ("capture", "withdrawal")
    heard: Literal["relayed", "first-hand"] = "relayed"


class Criteria(_Part):
    """What is enough: any one of the ways that are named.

    Parameters
    ----------
    voices : so many independent voices; 0 for any report in support
    neutral_voices : so many voices that are of no side
    own_loss : ``enough``: the side that lost by it says so; ``one-voice``: it is one like others
    """

    voices: Count | None = None
    neutral_voices: Annotated[int, Field(ge=1, le=20, strict=True)] | None = None
    own_loss: Loss = "one-voice"

    @model_validator(mode="after")
    def _some_way(self) -> Criteria:
        if self.voices is None and self.neutral_voices is None and self.own_loss == "one-voice":
            msg = "names no way to be met: give voices, neutral_voices, or own_loss = 'enough'"
            raise ValueError(msg)
        return self


class Contradiction(_Part):
    """When a change counts as contradicted, and how that ends.

    Parameters
    ----------
    voices : so many voices of denial; 0 for any report that denies
    ends : ``last-holder``, ``stands``, ``later-report``, ``majority`` or ``own-loss``
    """

    voices: Count = 0
    ends: Ending = "last-holder"


class Rule(_Part):
    """How reports become control.

    Parameters
    ----------
    name : as the user writes it
    says : one sentence for the reader of a page; `says_ar` is the same in Arabic
    voice, own_loss : who is heard, and as whom
    stands : what a change needs to take effect
    confirmed : what makes its evidence ``confirmed`` rather than ``claimed``
    contradicted : what happens when a report denies it
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
    says: Annotated[str, Field(min_length=1, max_length=600)]
    says_ar: Annotated[str, Field(max_length=600)] = ""
    voice: Independence = Independence()
    own_loss: AgainstInterest = AgainstInterest()
    stands: Criteria
    confirmed: Criteria = Criteria(voices=2, own_loss="enough")
    contradicted: Contradiction = Contradiction()


#: Where the rules that ship lie.
_SHIPPED = Path(__file__).parent.parent / "rules"


def read_rule(path: Path) -> Rule:
    """Read a rule file.

    Raises
    ------
    DataError
        With every fault found: what is no TOML, unknown lines, words and numbers out of place.
    """
    text = read_text(path)
    try:
        cells = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        cause = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        remedy = "Start from standard.toml, which explains each line."
        fault = Issue(path.name, None, "", f"is not TOML ({cause})", remedy)
        raise DataError([fault]) from None
    rule, faults = check_row(Rule, cells, path.name, "rule")
    if rule is None:
        raise DataError([replace(fault, row=None) for fault in faults])
    return rule


#: The rules that ship, by name.
RULES: Mapping[str, Rule] = {
    name: read_rule(_SHIPPED / f"{name}.toml")
    for name in ("standard", "two-source", "against-interest", "all")
}


def find_rule(name: str, folder: Path | None = None) -> Rule:
    """Give a rule by its name, or by the path of its file.

    Parameters
    ----------
    name : one that ships; else the stem of a file in ``rules`` of `folder`; else a path, known
        by its ending ``.toml``
    folder : a data package

    Raises
    ------
    InvalidRequestError
        For a name that nothing bears; lists those there are.
    DataError
        For a file that is no rule, or bears the name of one that ships and is another.
    """
    if name in RULES:
        return RULES[name]
    own = _own_rules(folder)
    path = Path(name) if name.endswith(".toml") else own.get(name)
    if path is None:
        there = ", ".join([*RULES, *own])
        raise InvalidRequestError(
            f"no rule {name!r}: use one of {there}, or the path of a file that ends in .toml"
        )
    return _own_rule(path)


def rule_issues(folder: Path) -> list[Issue]:
    """Give what is wrong with the rule files that lie beside the data of a package."""
    faults: list[Issue] = []
    for path in _own_rules(folder).values():
        try:
            _own_rule(path)
        except DataError as error:
            faults += error.issues
    return faults


def _own_rule(path: Path) -> Rule:
    """Read a rule that does not ship, and must not pass for one that does."""
    rule = read_rule(path)
    if rule != RULES.get(rule.name, rule):
        words = "name: is that of a rule that ships, and this file says something else"
        remedy = "Give your rule a name of its own."
        raise DataError([Issue(path.name, None, rule.name, words, remedy)])
    return rule


def _own_rules(folder: Path | None) -> dict[str, Path]:
    """Find the rule files of a package by their names, in order of the alphabet."""
    if folder is None:
        return {}
    try:
        files = sorted((folder / "rules").iterdir())
    except OSError:  # there are none; what is wrong with the folder itself is said elsewhere
        return {}
    named = re.compile(r"[a-z0-9][a-z0-9_-]*\.toml")
    return {file.stem: file for file in files if named.fullmatch(file.name)}
