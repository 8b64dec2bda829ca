"""Packages that tests open: once in each process, or counting what is made of them."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

from invented_land import LAND

from frontline import atlas
from frontline.control.rules import find_rule
from frontline.dates import parse_day
from frontline.package import cached_package

_open = atlas.open


@lru_cache
def _open_shared(folder, rule, as_of):
    if folder == LAND or (rule, as_of) == ("standard", None):
        opened = _open(folder, rule, as_of)
    else:
        # The large record is read once; that this equals opening it is tested with the land.
        day = None if as_of is None else parse_day(as_of)
        opened = _open_shared(folder, "standard", None).with_options(find_rule(rule, folder), day)
    # A command that needs room forgets what was computed, which others would compute again.
    opened.forget = lambda: None
    return opened


def open_once(folder=None, rule="standard", as_of=None, cache=False):  # noqa: FBT002 - as `open`
    """Open a package that no test changes once for each rule and day, and others as always."""
    path = atlas.built_in_folder() if folder is None else Path(folder)
    if path in {atlas.built_in_folder(), LAND}:
        return _open_shared(path, rule, as_of)
    return _open(folder, rule, as_of, cache)


def count_made_rows(monkeypatch):
    """Count the rows of each model that packages of the cache make, until the test ends."""
    made, maker = Counter(), cached_package.row_maker

    def counting(model):
        make = maker(model)

        def count(*values):
            found = make(*values)
            made[model.__name__] += len(found)
            return found

        return count

    monkeypatch.setattr(cached_package, "row_maker", counting)
    return made
