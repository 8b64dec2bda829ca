"""The data package of the desk: opened once, and again when its files change.

The package on disk is the truth. Each request compares the states of its files with those that
were read, so that a reload shows what an editor or git has changed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from frontline.atlas import built_in_folder
from frontline.atlas import open as open_atlas
from frontline.control.rules import rule_names
from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.io import file_states
from frontline.package.replacement import DATA_SUFFIXES, recover

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.models import Text
    from frontline.state import State

Result = TypeVar("Result")
States = dict[str, tuple[int, int, int]]

#: Number of atlases (rules and as-of days), of days and of answers that are kept.
_MOST_ATLASES, _MOST_STATES, _MOST_ANSWERS = 6, 40, 400


@dataclass(frozen=True)
class Redaction:
    """What is left out of all that the desk shows; see `frontline.Atlas.redact`."""

    embargo_days: int = 0
    today: date | None = None
    blur_km: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out."""
        return not (self.embargo_days or self.blur_km)


class Workspace:
    """The package that the desk shows, and what was computed from it.

    Parameters
    ----------
    folder : Path, optional
        Folder of the package; the built-in one, which cannot be changed, by default.
    redaction : Redaction
        An embargo or a blur. The desk then shows nothing else of the package, and changes nothing.
    """

    def __init__(self, folder: Path | None = None, redaction: Redaction | None = None) -> None:
        self.folder = built_in_folder() if folder is None else folder
        self.is_built_in = folder is None
        self.redaction = redaction or Redaction()
        self._lock = threading.Lock()
        self._memory = _Memory({})
        self._in_use = threading.local()

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the editorial rules."""
        return self._keep(("rules",), lambda: rule_names(self.folder), most=1)

    @property
    def is_editable(self) -> bool:
        """Whether the desk may change the package: not the built-in one, and no redacted one."""
        return not self.is_built_in and self.redaction.is_empty

    @property
    def notices(self) -> tuple[Text, ...]:
        """Sentences about what is left out, for the readers of all that is published."""
        return self._redacted("standard", None)[1]

    def atlas(self, rule: str = "standard", as_of: str | None = None) -> Atlas:
        """Return the package under a rule and an as-of day, without what is left out.

        Raises
        ------
        DataError, InvalidRequestError
            As `frontline.open`.
        """
        if rule not in self.rules:  # the name of a file is not one of these
            raise InvalidRequestError(f"Unknown rule {rule!r}: use one of {', '.join(self.rules)}.")
        return self._redacted(rule, as_of or None)[0]

    def _redacted(self, rule: str, as_of: str | None) -> tuple[Atlas, tuple[Text, ...]]:
        left_out = self.redaction

        def read() -> tuple[Atlas, tuple[Text, ...]]:
            return open_atlas(self.folder, rule, as_of).redact(
                embargo_days=left_out.embargo_days, today=left_out.today, blur_km=left_out.blur_km
            )

        return self._keep(("atlas", rule, as_of), read, most=_MOST_ATLASES)

    def state(self, day: str, rule: str = "standard", as_of: str | None = None) -> State:
        """Return a day of the package under a rule and an as-of day.

        Raises
        ------
        DataError, InvalidRequestError
            As `atlas`, and for a day outside the record.
        """
        atlas = self.atlas(rule, as_of)
        found = parse_day(day)
        return self._keep(
            ("state", rule, as_of or None, found), lambda: atlas.on(found), most=_MOST_STATES
        )

    def answer(self, key: tuple[Hashable, ...], compute: Callable[[], Result]) -> Result:
        """Return what `compute` returns for the package as it is now, from memory if known.

        Requests with the same key wait for one computation.
        """
        return self._keep(("answer", *key), compute, most=_MOST_ANSWERS)

    def _keep(
        self, key: tuple[Hashable, ...], compute: Callable[[], Result], *, most: int
    ) -> Result:
        """Return a result from memory; what `compute` asks for is of the same files."""
        outer: _Memory | None = getattr(self._in_use, "memory", None)
        with self._lock:
            memory = self._current_memory() if outer is None else outer
            kept = memory.find(key, most)
        with kept.lock:
            if not kept.values:
                self._in_use.memory = memory
                try:
                    kept.values.append(compute())
                finally:
                    self._in_use.memory = outer
        result: Result = kept.values[0]
        return result

    def _current_memory(self) -> _Memory:
        """Return what is known of the files as they are now: nothing if they have changed."""
        recover(self.folder)
        states = _file_states(self.folder)
        if states != self._memory.states:
            self._memory = _Memory(states)
        return self._memory


def _file_states(folder: Path) -> States:
    """Return the states of all files of a package that the desk reads: data, styles and rules."""
    own = {
        name: state
        for name, state in file_states(folder).items()
        if name.endswith((*DATA_SUFFIXES, ".toml"))
    }
    rules = file_states(folder / "rules")
    return own | {f"rules/{name}": state for name, state in rules.items()}


class _Kept:
    """One result, which is computed once; `values` is empty until then."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.values: list[Any] = []


class _Memory:
    """What was computed from the files in one state; of each kind the most recently used.

    A request that began with an older state keeps on using that one, so that nothing from files
    in one state is ever kept for those in another.
    """

    def __init__(self, states: States) -> None:
        self.states = states
        self._kinds: defaultdict[Hashable, OrderedDict[Hashable, _Kept]] = defaultdict(OrderedDict)

    def find(self, key: tuple[Hashable, ...], most: int) -> _Kept:
        """Return the place of a result, as the most recently used of its kind."""
        kind = self._kinds[key[0]]
        kept = kind.setdefault(key, _Kept())
        kind.move_to_end(key)
        if len(kind) > most:
            kind.popitem(last=False)
        return kept
