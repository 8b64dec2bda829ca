"""Each reason for refusing a row says what to do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import frontline.importers
from frontline.importers import day_formats
from frontline.importers.day_formats import UnreadDay, read_days
from frontline.importers.positions import read_position, read_text

SOURCES = sorted(Path(frontline.importers.__file__).parent.rglob("*.py"))
#: What a reason tells to do: verbs that follow a colon.
REMEDY = re.compile(
    r"[:;] (?:if [^,:]+, )?(?:add|ask|check|choose|clear|close|copy|correct|delete|download|draw"
    r"|enter|export|fill|format|import|map|name|set|split|subtract|use|write)\b"
)
#: Choices of the user, which need no advice.
CHOICES = {"skipped by the choice in review.csv"}


def text_of(node, names):
    """Return the text of a literal, an f-string, or a name of one; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part, names) or "X" for part in node.values)
    if isinstance(node, ast.Name):
        return names.get(node.id)
    return None


def reasons_in(tree):
    """Yield the reasons that a module gives to `refuse`, `UnusedRow.of` and the like."""
    names = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            place = {"refuse": 2, "of": 2, "_refuse": 1, "refuse_for_columns": 2}.get(
                called.rpartition(".")[2]
            )
            is_reason = "." not in called or "summary" in called or called.startswith("self")
            is_reason = is_reason or called == "UnusedRow.of"
            if place is not None and is_reason and len(node.args) > place:
                yield text_of(node.args[place], names)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "reason":
            yield text_of(node.value, names)


def test_each_refused_row_is_reported_with_a_remedy():
    found = {
        (path.name, reason)
        for path in SOURCES
        for reason in reasons_in(ast.parse(path.read_text("utf-8")))
        if reason and reason not in CHOICES
    }
    assert len(found) > 40
    silent = [one for one in sorted(found) if not REMEDY.search(one[1]) and one[0] not in PARTS]
    assert silent == []


#: Modules whose reasons are parts of others: of a decision that is asked for, of rows left out.
PARTS = {"resolve_places.py", "acled.py"}


def test_each_unread_day_is_reported_with_a_remedy():
    unread = [one for one in vars(day_formats).values() if isinstance(one, UnreadDay)]
    unread += [read_days(text) for text in ("44938", "979000000", "9 محرم 1442", "9 Mehr 1380")]
    reasons = [one.reason for one in unread]
    assert [one for one in reasons if not REMEDY.search(one)] == []


def test_each_unread_position_is_reported_with_a_remedy():
    pairs = [("200", "100"), ("181", "5"), ("30", "95"), ("0", "0"), ("305000", "4010000"),
             ("O 3", "48"), ("hill", "3"), ("", "3")]  # fmt: skip
    texts = ["{", '{"type": "Point"}', "POINT EMPTY", "POINT (x)", "LINESTRING (0 0, 1 1)",
             "SRID=999999;POINT (1 1)", "8G8PVHX8+2X", "///a.b.c", "37SDA123", "37SDA1",
             "61T 305000 4010000", "https://x.invalid/", "30.5, 10.5", "nothing"]  # fmt: skip
    found = [read_position(*pair) for pair in pairs] + [read_text(text) for text in texts]
    assert [one for one in found if not isinstance(one, str) or not REMEDY.search(one)] == []


def test_a_longitude_beyond_180_is_not_off_the_globe():
    assert "subtract 360" in read_position("180.5", "-16.8")
    assert read_position("-179.5", "-16.8") == (-179.5, -16.8)
