"""A few rows whose days lie years from all others are refused, and set no first or last day."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.importers.outlier_days import OutlierDays, find_outliers
from frontline.importers.summary import ImportSummary

ALL = (date.min, date.max)


def row(number, day, first=None):
    return SimpleNamespace(
        date_earliest=first or day, date_latest=day, file="a.csv", row=number, place=f"P{number}"
    )


def merged(days, span=None, known=(), wanted=ALL):
    """Return the numbers of the rows that are merged, in order, and the refused rows."""
    summary, numbers = ImportSummary("table"), []
    outliers = OutlierDays(summary, span, known, wanted)
    for number, day in enumerate(days):
        outliers.merge(row(number, day), lambda one: numbers.append(one.row))
    outliers.finish()
    return numbers, summary.unused


def days(*years):
    return [date(year, 3, 1) for year in years]


CASES = {
    "one year a typing error": ([1923, 2022, 2023], [0]),
    "the last one": ([2022, 2023, 2023, 2033], [3]),
    "two different ones of five": ([1970, 2022, 2023, 2023, 2033], [0, 4]),
    "of two nobody can tell": ([1970, 2023], []),
    "three far apart": ([1975, 1990, 2010], []),
    "half of the rows": ([1970, 1970, 2023, 2023], []),
    "a long war": ([*range(2011, 2025)], []),
    "a sparse record": ([1991, 1994, 1999, 2008, 2008, 2014, 2015, 2020, 2022, 2022, 2023], []),
    "two phases": ([1992] * 4 + [2020] * 30, []),
    "a typing error in a long war": ([2014, 2015, 2016, 2017, 2018, 2019, 2020, 2042], [7]),
}


def test_days_are_judged_by_the_bulk_of_the_rows():
    refused = {}
    for name, (years, _) in CASES.items():
        numbers, unused = merged(days(*years))
        assert sorted([*numbers, *(one.row for one in unused)]) == [*range(len(years))]
        refused[name] = [one.row for one in unused]
    assert refused == {name: expected for name, (_, expected) in CASES.items()}


def test_a_refused_row_is_named_with_its_day_and_the_remedy():
    _, (one,) = merged(days(2022, 2023, 1970))
    assert (one.row, one.text) == (2, "1970-03-01 P2")
    assert "2022-03-01 to 2023-03-01" in one.reason
    assert "--set from=DAY" in one.reason


def test_days_that_the_user_states_or_the_package_has_are_right():
    assert merged(days(1970, 2022, 2023), wanted=(date(1970, 1, 1), date.max))[1] == []
    assert len(merged(days(1970, 2022, 2023), wanted=(date.min, date(2024, 1, 1)))[1]) == 1
    assert merged(days(1970, 2022, 2023), span=(date(1969, 1, 1), date(2023, 1, 1)))[1] == []
    known = days(*[2019] * 9)
    assert len(merged(days(2010), span=(date(2019, 1, 1), date(2019, 12, 31)), known=known)[1]) == 1


def test_many_rows_are_streamed_and_only_few_wait():
    long = [date(1990, 1, 1) + timedelta(days=number) for number in range(12_000)]
    summary, numbers = ImportSummary("table"), []
    outliers = OutlierDays(summary, None, (), ALL)
    most_waiting = 0
    for number, day in enumerate([long[0], date(1900, 1, 1), *long]):
        outliers.merge(row(number, day), lambda one: numbers.append(one.row))
        most_waiting = max(most_waiting, number + 1 - len(numbers))
    outliers.finish()
    assert (len(numbers), [one.row for one in summary.unused]) == (12_001, [1])
    assert most_waiting <= 1_000
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("first", [date(1923, 1, 1), date(2023, 1, 1)])
def test_the_first_possible_day_counts_too(first):
    summary, numbers = ImportSummary("table"), []
    outliers = OutlierDays(summary, None, (), ALL)
    for one in (
        row(0, date(2023, 1, 5)),
        row(1, date(2023, 1, 9)),
        row(2, date(2023, 2, 1), first),
    ):
        outliers.merge(one, lambda one: numbers.append(one.row))
    outliers.finish()
    assert numbers == [0, 1, *([2] if first.year == 2023 else [])]


@given(st.dictionaries(st.integers(1, 800_000), st.integers(1, 50), max_size=30))
def test_outliers_are_fewer_than_the_rest(counts):
    outside = sum(
        counts[day]
        for first, last in find_outliers(counts)
        for day in counts
        if first <= day <= last
    )
    assert outside * 2 <= sum(counts.values())
