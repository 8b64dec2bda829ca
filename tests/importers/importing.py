"""Run imports in tests: the bytes of a package, and an import that is repeated."""

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

#: Few examples: each writes a whole package.
few_examples = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def contents(folder):
    """Return the bytes of each file of a package."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def import_twice(kind, options, folder):
    """Import twice, and check that the second import changes nothing."""
    return _again(import_files(kind, options, folder), kind, options, folder)


def _again(summary, kind, options, folder):
    assert summary.adds_up
    before = contents(folder)
    again = import_files(kind, options, folder)
    assert (again.wrote, again.used, again.changed) == ((), 0, 0)
    assert contents(folder) == before
    return summary


def import_or_refuse(kind, options, folder):
    """Import any content: return the summary, or None if it was refused and nothing changed."""
    before = contents(folder)
    try:
        summary = import_files(kind, options, folder)
    except FrontlineError:
        assert contents(folder) == before
        return None
    assert find_errors(folder) == []
    assert all("\n" not in line for line in summary.lines())
    return _again(summary, kind, options, folder)


def import_bytes_or_refuse(kind, name, content, **options):
    """Import a file of a name and content into a copy of the invented land."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(shutil.copytree(LAND, Path(home) / "land"))
        path = Path(home) / name
        path.write_bytes(content)
        return import_or_refuse(kind, ImportOptions(files=(path,), **options), folder)
