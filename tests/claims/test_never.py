"""Claims that something was so on no day: one day on which it was so contradicts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from invented_towns import atlas_of

from frontline.atlas import Atlas
from frontline.claims.checker import check
from frontline.control.assessment import RULES
from frontline.models import Event, Report

FIRST, LAST = date(2011, 6, 1), date(2011, 6, 30)


@pytest.fixture(scope="module")
def atlas():
    """Ardun is red until the 10th, blue until the 20th, and red again; Belm is blue throughout."""
    package = atlas_of().package
    changes = (("E1", 10, "red", "blue"), ("E2", 20, "blue", "red"), ("E3", 15, "blue", "blue"))
    events = tuple(
        Event.model_validate(
            {
                "event_id": id_, "place_id": "ardun", "place_as_reported": "Ardun",
                "date_earliest": date(2011, 6, day), "date_latest": date(2011, 6, day),
                "kind": "held" if before == after else "capture", "from": before, "to": after,
            }
        )
        for id_, day, before, after in changes
    )  # fmt: skip
    reports = tuple(
        Report(
            report_id=f"{id_}-{publisher}", record_id=id_, publisher="wire",
            url=f"https://w.invalid/{id_}", published_on=date(2011, 6, day),
        )
        for id_, day, _, _ in changes
        for publisher in ("wire",)
    )  # fmt: skip
    coverage = package.coverage.model_copy(update={"first_day": FIRST, "last_day": LAST})
    return Atlas(
        replace(
            package, events=events, coverage=coverage,
            all_reports=(*package.all_reports, *reports),
        ),
        RULES["standard"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Blue Army never held Ardun.", LAST, "contradicted"),
        ("Ardun was never held by Blue Army.", LAST, "contradicted"),
        ("Blue Army has never captured Ardun.", LAST, "contradicted"),
        ("Red Army never lost Ardun.", LAST, "contradicted"),
        ("Blue Army never held Ardun.", date(2011, 6, 5), "supported"),
        ("Red Army never lost Ardun.", date(2011, 6, 5), "supported"),
        ("Red Army never held Belm.", LAST, "supported"),
        ("Blue Army never held Emsk.", LAST, "cannot tell"),
        ("Blue Army did not hold Ardun.", LAST, "supported"),
        # What was so on a day of the record was so before a later day; what was not may have been.
        ("Blue Army never held Ardun.", date(2011, 7, 4), "contradicted"),
        ("Red Army never lost Ardun.", date(2013, 1, 1), "contradicted"),
        ("Red Army never held Belm.", date(2011, 7, 4), "cannot tell"),
        ("Blue Army did not hold Ardun.", date(2011, 7, 4), "cannot tell"),
        ("Blue Army never held Ardun.", date(2011, 5, 4), "cannot tell"),
    ],
)
def test_never_is_about_all_days_up_to_the_day_of_the_text(atlas, text, day, expected):
    (finding,) = check(atlas, text, day).findings
    assert finding.verdict.word == expected, finding.verdict.reason


def test_the_answer_names_the_days_on_which_it_was_so(atlas):
    (finding,) = check(atlas, "Blue Army never held Ardun.", LAST).findings
    assert "held by Blue Army from 10 to 19 June 2011" in finding.verdict.reason


def test_the_days_of_an_answer_end_with_the_record(atlas):
    (finding,) = check(atlas, "Red Army never held Ardun.", date(2011, 7, 4)).findings
    assert "held by Red Army from 20 to 30 June 2011" in finding.verdict.reason
    assert "On Thursday 30 June 2011 Ardun was held" in finding.wording
