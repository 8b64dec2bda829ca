"""Fixtures of the tests and of the examples in docstrings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from opened_packages import open_once

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one worker more than there are processors: a test often waits for a browser."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], object]:
    """Search only files with a prompt for examples: to look at all members takes seconds."""
    found = yield
    if b">>>" in file_path.read_bytes():
        return found
    return [one for one in found if type(one) is pytest.Module]


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep checked packages in a folder of the tests, not in that of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield


@pytest.fixture
def _opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each package once in many commands; what they do with it is as always."""
    monkeypatch.setattr("frontline.atlas.open", open_once)


@pytest.fixture(autouse=True)
def _examples_share_the_record(request: pytest.FixtureRequest) -> None:
    """Let the examples of docstrings share what they open."""
    if isinstance(request.node, pytest.DoctestItem):
        request.getfixturevalue("_opened_once")
