"""The data package of the desk: opened once, and again when its files change.

The package on disk is the truth. Each request compares the states of its files with those that
were read, so that a reload shows what an editor or git has changed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

from frontline.atlas import built_in_folder
from frontline.atlas import open as open_atlas
from frontline.control.rules import rule_names
from frontline.dates import parse_day
from frontline.errors import InvalidRequestError
from frontline.package.replacement import package_states, recover

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.state import State

Result = TypeVar("Result")

#: Number of atlases (rules and as-of days), of days and of answers that are kept.
_MOST_ATLASES, _MOST_STATES, _MOST_ANSWERS = 6, 40, 400


class Workspace:
    """The package that the desk shows, and what was computed from it.

    Parameters
    ----------
    folder : Path, optional
        Folder of the package; the built-in one, which cannot be changed, by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = built_in_folder() if folder is None else folder
        self.is_built_in = folder is None
        self._lock = threading.Lock()
        self._states: dict[str, tuple[int, int, int]] = {}
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    @property
    def version(self) -> str:
        """Text that changes whenever a file of the package changes."""
        return repr(sorted(package_states(self.folder).items()))

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the editorial rules."""
        return rule_names(self.folder)

    def atlas(self, rule: str = "standard", as_of: str | None = None) -> Atlas:
        """Return the package under a rule and an as-of day.

        Raises
        ------
        DataError, InvalidRequestError
            As `frontline.open`.
        """
        if rule not in self.rules:  # the name of a file is not one of these
            raise InvalidRequestError(f"Unknown rule {rule!r}: use one of {', '.join(self.rules)}.")
        as_of = as_of or None
        return self._keep(
            ("atlas", rule, as_of),
            lambda: open_atlas(self.folder, rule, as_of),
            most=_MOST_ATLASES,
        )

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
        with self._lock:
            self._forget_if_changed()
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            same = [one for one in self._kept if one[0] == key[0]]  # type: ignore[index]
            for old in same[:-most]:
                del self._kept[old]
        with kept.lock:
            if not kept.values:
                kept.values.append(compute())
        result: Result = kept.values[0]
        return result

    def _forget_if_changed(self) -> None:
        recover(self.folder)
        states = package_states(self.folder)
        if states != self._states:
            self._states = states
            self._kept.clear()


class _Kept:
    """One result, which is computed once; `values` is empty until then."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.values: list[Any] = []
