"""The checker that tests of the reader share."""

from __future__ import annotations

import pytest
from shared_checker import new_checker


@pytest.fixture(scope="module")
def checker(atlas):
    """A checker of the built-in data without any answer."""
    return new_checker(atlas)
