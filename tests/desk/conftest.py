"""Fixtures of the desk."""

from desk_client import browse, client, own_client, served, wide_client  # noqa: F401 - fixtures
from poisoned_land import poisoned  # noqa: F401 - a fixture
