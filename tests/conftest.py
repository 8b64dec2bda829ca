"""Fixtures that several tests share: the built-in atlas, its pages, and the invented land."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from browser import chromium, contexts, visit  # noqa: F401 - fixtures
from invented_land import LAND
from opened_packages import open_once
from reader import tour  # noqa: F401 - a fixture

import frontline
from frontline.atlas import Atlas
from frontline.webmap import page

# A first example may compile and cache; how long that takes says nothing about the code. The
# examples are the same on every run: a test leaves nothing to chance.
hypothesis.settings.register_profile("frontline", deadline=None, derandomize=True)
hypothesis.settings.load_profile("frontline")

# Searched for doctests, one `conftest` would be taken for the other.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]


def pytest_addoption(parser):
    parser.addoption(
        "--renew-pictures", action="store_true", help="write the stored pictures of pages anew"
    )
    parser.addoption(
        "--interruptions",
        type=int,
        default=1,
        help="how many moments of each command and signal are tried (1)",
    )


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory):
    """Keep checked packages in a folder of the tests, not in that of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield


@pytest.fixture(scope="session")
def atlas():
    """The built-in data: north-west Syria, 30 April 2019 to 6 March 2020."""
    return open_once()


@pytest.fixture(scope="session")
def atlas_of_places():
    """The built-in data without reports of areas: cells end at the reach."""
    whole = frontline.open()
    return Atlas(replace(whole.full_package, area_reports=(), control_areas={}), whole.rule)


@pytest.fixture(scope="session")
def animation_html(atlas):
    """The page of the whole record, a day at a time."""
    return page.animation(atlas).get_root().render()


@pytest.fixture(scope="session")
def day_html(atlas):
    """The page of 15 August 2019."""
    return page.day_map(atlas.on("2019-08-15")).get_root().render()


@pytest.fixture(scope="session")
def land():
    """Nine invented towns, 0.1 degree apart on a grid at the equator, and the road H1.

        alder   birch   cedar       30.0 to 30.2 E, at 0.2 N
        dogwood  elm     fir                        at 0.1 N
        gorse   hazel   ivy                         at 0.0

    H1 runs north along 30.1 E, from 0.05 S to 0.25 N. On 1 January 2001 ``south`` holds the
    lowest row and ``north`` the rest; the record ends on 10 January.
    """
    return frontline.open(LAND)


@pytest.fixture
def _opened_once(monkeypatch):
    """Read each package once in many commands; what they do with it is as always."""
    monkeypatch.setattr("frontline.atlas.open", open_once)


@pytest.fixture(autouse=True)
def _examples_share_the_record(request):
    """Let the examples of docstrings share what they open."""
    if isinstance(request.node, pytest.DoctestItem):
        request.getfixturevalue("_opened_once")


@pytest.fixture
def land_copy(tmp_path):
    """Give the folder of a copy of the invented land that a test may write to."""
    return Path(shutil.copytree(LAND, tmp_path / "land"))
