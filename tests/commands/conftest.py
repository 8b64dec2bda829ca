"""What tests of the command share: a package is read once for all of them."""

from __future__ import annotations

from functools import lru_cache

import pytest

from frontline import atlas

open_once = lru_cache(atlas.open)


@pytest.fixture(autouse=True)
def _open_once(monkeypatch):
    """Read each package once; what the commands do with it is as always."""
    monkeypatch.setattr(atlas, "open", open_once)
