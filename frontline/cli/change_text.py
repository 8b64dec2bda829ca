"""Describe changes of control as lines of text, with the reports of each.

The lines are made from columns: the rows of tens of thousands of places and reports, of which a
line shows a few fields, would take longer than all else that the command does.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from frontline.cli.text import control_ids, report_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from frontline.control.record import Change
    from frontline.package.package import Package

#: The fields of a place that are read, those of its second name last.
_OF_PLACE = ("id", "name", "name_local", "name_ar")
#: The fields of a report that are read, those of its line last.
_OF_REPORT = ("record_id", "publisher", "published_note", "published_on", "says", "url")


def change_lines(changes: Sequence[Change], package: Package) -> Iterator[str]:
    """Describe changes of control, each with the reports of its events, one line each.

    Parameters
    ----------
    changes : sequence of Change
    package : Package

    Yields
    ------
    str
    """
    columns = (package.values("gazetteer", name) for name in _OF_PLACE)
    names = {
        id_: (name, local or arabic) for id_, name, local, arabic in zip(*columns, strict=True)
    }
    lines = _lines_by_record(package, {id_ for change in changes for id_ in change.event_ids})
    days: dict[date, str] = {}  # of which there are fewer than changes
    for change in changes:
        name, second_name = names[change.place_id]
        before, after = control_ids(change.before), control_ids(change.after)
        day = days.get(change.day) or days.setdefault(change.day, change.day.isoformat())
        yield f"{day}  {name}  {second_name}  {before} -> {after}"
        about = [lines[id_] for id_ in change.event_ids if id_ in lines]
        yield from dict.fromkeys(chain.from_iterable(about))


def _lines_by_record(package: Package, wanted: set[str]) -> dict[str, list[str]]:
    """Return the lines of the reports about each of some records."""
    names = {id_: publisher.name for id_, publisher in package.publishers.items()}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record_id, publisher, note, day, says, url in _reports(package):
        if record_id in wanted:
            found[record_id].append(report_line(names[publisher], day or note, says, url))
    return found


def _reports(package: Package) -> Iterator[tuple[Any, ...]]:
    """Yield the fields of all reports, then of the reports on areas."""
    columns = (package.values("all_reports", name) for name in _OF_REPORT)
    yield from zip(*columns, strict=True)
    for area_report in package.area_reports:
        report = area_report.as_report()
        yield tuple(getattr(report, name) for name in _OF_REPORT)
