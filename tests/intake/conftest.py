"""A package to add to."""

from __future__ import annotations

import pytest

from frontline.intake.draft import Draft


@pytest.fixture
def draft(land_copy):
    """Open the invented land, to be added to."""
    return Draft(land_copy)
