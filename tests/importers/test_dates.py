"""The dates of a column are read in one order, or the column is refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.dates import DayColumn, days_around, month_of

AUGUST = date(2019, 8, 15)


def column(values, order=None):
    return DayColumn("a.csv", "Date", lambda: enumerate(values, start=2), order)


@pytest.mark.parametrize(
    "written",
    [
        *("2019-08-15", "2019/8/15", "2019.08.15", "20190815", "2019-08-15T10:30:00Z"),
        *("15 August 2019", "15-August-2019", "15-Aug-2019", "15 aug. 2019", "15th August 2019"),
        *("August 15, 2019", "Aug 15 2019", "Thursday, 15 August 2019", "15AUG2019"),
        *("2019-08-15 00:00:00.000", "٢٠١٩-٠٨-١٥", "8/15/2019", "15.08.2019", "8/15/2019 0:00:00"),
    ],
)
def test_unambiguous_dates_are_read(written):
    assert column([written]).day(written) == AUGUST


def test_date_cells_of_a_spreadsheet_are_dates():
    assert column([]).day(datetime(2019, 8, 15, 23, 59)) == AUGUST  # noqa: DTZ001 - as read
    assert column([]).day(AUGUST) == AUGUST


@pytest.mark.parametrize("written", ["", "soon", "2019-13-01", "31/02/2019", "15/08/19", "43692"])
def test_other_values_are_not_dates(written):
    assert column([written, "13/01/2019"]).day(written) is None


def test_one_row_decides_the_order_of_the_column():
    assert column(["03/04/2019", "13/04/2019"]).day("03/04/2019") == date(2019, 4, 3)
    assert column(["03/04/2019", "04/13/2019"]).day("03/04/2019") == date(2019, 3, 4)


def test_an_ambiguous_column_is_refused_with_the_remedy():
    with pytest.raises(InvalidRequestError, match=r"column 'Date'.*'03/04/2019'.*dates"):
        column(["03/04/2019", "05/05/2019"]).day("03/04/2019")
    assert column(["03/04/2019"], "month-first").day("03/04/2019") == date(2019, 3, 4)


def test_a_column_that_contradicts_itself_is_refused():
    with pytest.raises(DataError, match=r"row 3: '14/04/2019': .*row 2: '04/13/2019'"):
        column(["04/13/2019", "14/04/2019"]).day("03/04/2019")


@pytest.mark.parametrize(
    ("values", "order", "expected"),
    [
        (["03/04/2019", "12/18/2021"], "day-first", "row 3: '12/18/2021': .*month first"),
        (["03/04/2019", "18/12/2021"], "month-first", "row 3: '18/12/2021': .*day first"),
        (["13/04/2019", "04/13/2019"], "day-first", "row 2: '13/04/2019': .*month first in row 3"),
    ],
)
def test_a_stated_order_must_be_right_for_the_whole_column(values, order, expected):
    with pytest.raises(DataError, match=expected):
        column(values, order).day(values[0])


def test_a_value_that_is_a_date_in_neither_order_contradicts_nothing():
    days = column(["03/04/2019", "31/31/2019"], "day-first")
    assert (days.day("03/04/2019"), days.day("31/31/2019")) == (date(2019, 4, 3), None)


def test_an_unambiguous_column_is_not_scanned():
    def scan():
        raise AssertionError

    dates = DayColumn("a.csv", "Date", scan)
    assert dates.day("2019-08-15") == dates.day("15 August 2019") == AUGUST
    assert dates.day("04/04/2019") == date(2019, 4, 4)


FORMATS = ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"]


@given(st.lists(st.dates(date(1000, 1, 1)), min_size=1, max_size=20), st.sampled_from(FORMATS))
def test_a_column_in_any_order_is_read_as_it_was_written_or_refused(days, form):
    written = [f"{day:{form}}".replace(f"{day:%Y}", f"{day.year:04d}") for day in days]
    dates = column(written)
    try:
        assert [dates.day(one) for one in written] == days
    except InvalidRequestError:
        assert not any(day.day > 12 for day in days)


@given(st.dates(), st.integers(0, 40))
def test_spans_stay_in_the_calendar_and_contain_their_day(day, days):
    first, last = days_around(day, days)
    assert first <= day <= last
    assert (day - first) == (last - day)
    first, last = month_of(day)
    assert (first.month, first.day, last.month) == (day.month, 1, day.month)
    assert last == date.max or date.fromordinal(last.toordinal() + 1).day == 1
