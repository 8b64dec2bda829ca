"""What tests of imports share: what lies in a package, and an import that is run twice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from invented_land import LAND

from frontline.errors import FrontlineError
from frontline.importers.options import ImportOptions
from frontline.importers.registry import import_files
from frontline.package.package import find_errors

#: An import writes a whole package: a few examples of it take as long as many of a function.
few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def contents(folder):
    """Give the bytes of each file of a package."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def imported(kind, options, folder):
    """Import, count, and import again: nothing may change the second time."""
    return _again(import_files(kind, options, folder), kind, options, folder)


def _again(summary, kind, options, folder):
    assert summary.adds_up
    before = contents(folder)
    again = import_files(kind, options, folder)
    assert (again.wrote, again.used, again.changed) == ((), 0, 0)
    assert contents(folder) == before
    return summary


def survived(kind, options, folder):
    """Import what may be anything: a sound package with a report, or one as it was and None."""
    before = contents(folder)
    try:
        summary = import_files(kind, options, folder)
    except FrontlineError:
        assert contents(folder) == before
        return None
    assert find_errors(folder) == []
    assert all("\n" not in line for line in summary.lines())
    return _again(summary, kind, options, folder)


def survived_bytes(kind, name, content, **options):
    """Import a file of that name and content into a copy of the invented land, as `survived`."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(shutil.copytree(LAND, Path(home) / "land"))
        path = Path(home) / name
        path.write_bytes(content)
        return survived(kind, ImportOptions(files=(path,), **options), folder)
