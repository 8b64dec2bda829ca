"""The checker that tests of the reader share."""

from __future__ import annotations

import pytest
from shared_checker import new_checker


@pytest.fixture(scope="module")
def checker(atlas):
    """A checker of the built-in data without any answer."""
    return new_checker(atlas)


@pytest.fixture(scope="module")
def without_fragility():
    """Leave out what a verdict depends on, for modules in which no test is about it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontline.claims.checker.verdict_changes", lambda *_: ())
        yield
