"""What tests of imports share: what lies in a package, and an import that is run twice."""

from __future__ import annotations

from frontline.checks import errors_of
from frontline.errors import FrontlineError
from frontline.intake.kinds import bring_in


def contents(folder):
    """Give the bytes of each file of a package."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def imported(kind, asked, folder):
    """Import, count, and import again: nothing may change the second time."""
    return _again(bring_in(kind, asked, folder), kind, asked, folder)


def _again(report, kind, asked, folder):
    assert report.adds_up
    before = contents(folder)
    again = bring_in(kind, asked, folder)
    assert (again.wrote, again.used, again.changed) == ((), 0, 0)
    assert contents(folder) == before
    return report


def survived(kind, asked, folder):
    """Import what may be anything: a sound package with a report, or one as it was and None."""
    before = contents(folder)
    try:
        report = bring_in(kind, asked, folder)
    except FrontlineError:
        assert contents(folder) == before
        return None
    assert errors_of(folder) == []
    assert all("\n" not in line for line in report.lines())
    return _again(report, kind, asked, folder)
