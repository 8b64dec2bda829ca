"""Fixtures that several tests share: the built-in atlas, its pages, and the invented land."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import hypothesis
import pytest
import typer.testing
from browser import chromium, tabs, visit  # noqa: F401 - fixtures
from filelock import FileLock
from forked_command import close_shared_commands
from invented_land import LAND, year_atlas
from opened_packages import open_once
from parsed_page import data_of

import frontline
from frontline.atlas import Atlas
from frontline.webmap import page

# A first example may compile and cache; how long that takes says nothing about the code. The
# examples are the same on every run: a test leaves nothing to chance.
hypothesis.settings.register_profile("frontline", deadline=None, derandomize=True, max_examples=50)
# For `make test-long`: laws that state no number of examples of their own try this many.
hypothesis.settings.register_profile(
    "long", hypothesis.settings.get_profile("frontline"), max_examples=1000
)
hypothesis.settings.load_profile("frontline")

# A record is many small objects: by default, looking for garbage among them takes an eighth of the
# suite. What is left over is still found, and a file that was not closed is still an error.
gc.set_threshold(1_000_000, 20, 100)

# A process that runs a share of the tests has reported all of them when it ends: to take apart the
# modules and all they hold would take it a second more.
if "PYTEST_XDIST_WORKER" in os.environ:
    atexit.register(os._exit, 0)

# The command is made from the signatures of its functions, anew for each question that a test asks.
typer.testing._get_command = lru_cache(typer.testing._get_command)  # noqa: SLF001 - as above

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


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Look for garbage among what was imported and collected now, and not again with each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _commands_end():
    """End the process that commands are forked from, if any was."""
    yield
    close_shared_commands()


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
def drawn_once(tmp_path_factory):
    """Give a function that returns a page by its name; one worker draws it for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def drawn(name, draw):
        path = folder / f"{name}.html"
        with FileLock(f"{path}.lock"):
            if not path.exists():
                path.write_bytes(draw().get_root().render().encode())
        return path.read_bytes().decode()

    return drawn


@pytest.fixture(scope="session")
def animation_html(atlas, drawn_once):
    """The page of the whole record, a day at a time."""
    return drawn_once("animation", lambda: page.animation(atlas))


@pytest.fixture(scope="session")
def animation_data(animation_html):
    """The data of the page of the whole record, as `page_data` made it."""
    return data_of(animation_html)


@pytest.fixture(scope="session")
def day_html(atlas, drawn_once):
    """The page of 15 August 2019."""
    return drawn_once("day", lambda: page.day_map(atlas.on("2019-08-15")))


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


@pytest.fixture(scope="session")
def film(land):
    """The page of the whole record of the invented land."""
    return page.animation(land).get_root().render()


@pytest.fixture(scope="session")
def year():
    """A hundred invented villages, 1 May 2019 to 7 March 2020, of which sixty change hands."""
    return year_atlas()


@pytest.fixture(scope="session")
def year_html(year, drawn_once):
    """The page of the invented year: as many days as the built-in record has, and few places."""
    return drawn_once("year", lambda: page.animation(year))


@pytest.fixture
def land_copy(tmp_path):
    """Give the folder of a copy of the invented land that a test may write to."""
    return Path(shutil.copytree(LAND, tmp_path / "land"))
