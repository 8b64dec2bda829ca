"""A small gazetteer with every difficulty that names have."""

from __future__ import annotations

import pytest
from namesakes import PLACES

from frontline.gazetteer.gazetteer import Gazetteer


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer(PLACES)
