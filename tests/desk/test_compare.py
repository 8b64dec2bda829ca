"""Compare: the list and the numbers are those of the library."""

from __future__ import annotations

import re
from datetime import date

import pytest

import frontline


def compare(client, kind, a, b, day="2001-01-08"):
    return client.get("/compare", params={"kind": kind, "a": a, "b": b, "day": day})


def differing(answer):
    table = answer.text.partition('id="differences"')[2].partition("</table>")[0]
    return re.findall(r"/ask\?place=([\w-]+)&amp;", table)


def test_two_rules(client, land):
    answer = compare(client, "rules", "standard", "two-source")
    found = land.compare(["standard", "two-source"], "2001-01-08")
    assert found.places
    assert differing(answer) == [one.place.id for one in found.places]
    assert answer.text.count("data-corners") == 2


def test_two_sources(client, land):
    answer = compare(client, "sources", "watch", "herald")
    found = land.compare_sources(["watch", "herald"], "2001-01-08")
    assert differing(answer) == [one.place.id for one in found.places]
    assert f"Places that differ: {len(found.places)}" in answer.text


def test_two_days_of_knowledge(client, land):
    answer = compare(client, "knowledge", "2001-01-03", "2001-01-10")
    early = frontline.open(land.folder, as_of="2001-01-03")
    day = date(2001, 1, 8)
    changed = [
        one.id
        for one in land.sites
        if early.record.control_on(one.id, day) != land.record.control_on(one.id, day)
    ]
    assert changed
    assert differing(answer) == sorted(changed)


@pytest.mark.parametrize(
    ("kind", "a", "b", "day"),
    [
        ("rules", "standard", "standard", "2001-01-08"),
        ("rules", "standard", "/etc/passwd", "2001-01-08"),
        ("sources", "watch", "nobody", "2001-01-08"),
        ("sources", "watch", "watch", "2001-01-08"),
        ("knowledge", "2001-01-03", "2001-01-03", "2001-01-08"),
        ("knowledge", "soon", "2001-01-03", "2001-01-08"),
        ("rules", "standard", "all", "1999-01-01"),
        ("x", "standard", "nothing", "2001-01-08"),
    ],
)
def test_what_cannot_be_compared_says_why(client, kind, a, b, day):
    answer = compare(client, kind, a, b, day)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert differing(answer) == []
