"""Fixtures of the desk."""

import pytest
from desk_client import browse, client, own_client, served, wide_client  # noqa: F401 - fixtures
from opened_packages import open_once
from poisoned_land import poisoned  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _desks_share_the_record(monkeypatch):
    """Let desks share a package that no test changes."""
    monkeypatch.setattr("frontline.desk.workspace.open_atlas", open_once)
