"""The sentence of each answer can be printed, in English and in Arabic: a law over many claims."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

import pytest
from shared_checker import new_checker

from frontline.webmap.report.arabic import arabic_sentence

#: Of a town: every kind of claim that can be made about it.
OF_A_TOWN = (
    "{army} forces hold {town}.",
    "{army} forces captured {town} on Tuesday.",
    "{army} forces lost {town}.",
    "{army} forces were 4 kilometres from {town}.",
    "{army} forces were 13 kilometres south of {town}.",
    "The front line was 7 kilometres from {town}.",
    "{army} forces surrounded {town}.",
    "{army} forces took three villages west of {town} on Wednesday.",
    "{army} forces aim to take {town}.",
    "{other} is 11 kilometres north of {town}.",
    "{town} lies west of {other}.",
    "{town} is 2 kilometres from the {road}.",
)
#: Of a day.
OF_A_DAY = (
    "{army} forces took six villages on Tuesday.",
    "{army} forces have captured villages since {first}.",
    "{army} forces captured 200 square kilometres since {first}.",
    "{army} forces control 30 kilometres of the {road}.",
    "{army} forces took the whole {road}.",
    "{army} forces were 3 kilometres from the {road}.",
    "{army} forces control {province} province.",
)
#: What no newspaper prints: figures finer than they are known, codes, and words of the program.
UNPRINTABLE = re.compile(
    r"give or take|\b0 k?m\b|\b0\.0|\d{4}-\d\d|\brange\b|\bNone\b|\bnan\b|_|  |\.\.|\(\)|as since"
    r"|\d\.(?!5 )\d|\d[1-9]0? m\b|(?<![\d,])\d{4,} (?:sq|k?m\b)"
)
ARABIC_UNPRINTABLE = re.compile(
    r"\d{4}-\d\d|None|nan|_|  |\.\.|\(\)|(?<!\d)0 ك?م|هو 0|\d\.(?!5 )\d|\d[1-9]0? م\b|: لا\b"
)


def faults(atlas, finding):
    """Yield what makes the sentences of an answer unprintable."""
    wording, distance = finding.wording, finding.distance
    if not re.fullmatch(r"[A-Z0-9].*\.", wording) or re.search(r"\. [a-z]", wording):
        yield "no sentences"
    if found := UNPRINTABLE.search(wording):
        yield f"unprintable: {found[0]!r}"
    if distance is not None and distance.start.place is not None:
        name = re.escape(distance.start.place.name)
        if re.search(rf"(?<![\w-]){name}\b[^.]*\b(?:of|from) {name}(?![\w-])", wording):
            yield "measured from itself"
    said = wording.partition(", according to ")[0].partition(": ")[2]
    names = re.split(r", | and ", said.removesuffix("."))
    if finding.claim.kind == "count" and len(names) != len(set(names)):
        yield "a name twice"
    sources = re.split(r", (?=[^a-z(])| and (?=[^a-z(])", wording.partition(", according to ")[2])
    if len(sources) != len(set(sources)):
        yield "a publisher twice"
    publishers = {atlas.package.publishers[one.publisher].name for one in finding.reports}
    supporting = [one for one in finding.reports if one.says == "supports"]
    is_named = any(name in wording for name in publishers)
    if supporting and not is_named and "does not say who held" not in wording:
        yield "no publisher"
    arabic = arabic_sentence(atlas, finding)
    if not arabic.endswith(".") or (found := ARABIC_UNPRINTABLE.search(arabic)):
        yield f"Arabic: {arabic}"
    plain = re.sub("\u2068.*?\u2069", "", arabic)
    if atlas.sites[0].name_ar and re.search("[a-z]{3}", plain):
        yield f"Latin words in Arabic: {arabic}"


def texts_of(towns, days, **words):
    """Yield sentences, each with the day of its publication."""
    for (town, other), day in itertools.product(towns, days):
        for text in OF_A_TOWN:
            yield text.format(town=town, other=other, **words), day
    for day in days:
        for text in OF_A_DAY:
            yield text.format(**words), day


def unprintable(atlas, texts):
    """Return the sentences that cannot be printed, and how many were asked for."""
    checker, found, number = new_checker(atlas), {}, 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontline.claims.checker.verdict_changes", lambda *_: ())
        for text, day in texts:
            for finding in checker.check(text, day).findings:
                number += 1
                if why := [*faults(atlas, finding)]:
                    found[text, day] = (why, finding.wording)
    return found, number


def test_every_sentence_on_the_invented_land_can_be_printed(land):
    names = [place.name for place in land.sites]
    days = [land.record.first + timedelta(days=number) for number in (1, 4, 6, 9)]
    first = "2 January 2001"
    for army in ("South Front", "North Front"):
        words = {"army": army, "road": "H1", "first": first, "province": "Middle"}
        towns = [*itertools.pairwise(names), (names[0], names[-1])]
        found, number = unprintable(land, texts_of(towns, days, **words))
        assert number > 200
        assert not found


def test_every_sentence_on_the_record_can_be_printed(atlas):
    names = [place.name for place in atlas.sites if "(" not in place.name][::80]
    days = [date(2019, 5, 14), date(2019, 12, 24), date(2020, 2, 13)]
    words = {"army": "Government", "road": "M5", "first": "10 May 2019", "province": "Idlib"}
    found, number = unprintable(atlas, texts_of([*itertools.pairwise(names)], days, **words))
    assert number > 200
    assert not found
