"""The dates of a column are read in one order, or the column is refused."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.errors import DataError, InvalidRequestError
from frontline.importers.dates import DayColumn, DayOptions, days_around, month_of
from frontline.importers.day_formats import UnreadDay

AUGUST = date(2019, 8, 15)


def column(values, order=None):
    return DayColumn("a.csv", "Date", lambda: enumerate(values, start=2), DayOptions(order=order))


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


@pytest.mark.parametrize(
    "written",
    [
        *("15.08.2019 г.", "15.8.2019 р.", "2019.08.15.", "Thu, 15/08/2019", "Do 15.08.2019"),
        *("2019-08-15 (Thursday)", "الخميس 2019/8/15", "20190815.0", "le 15/08/2019 10:30"),
        *("15\u201308\u20132019", "\u200e2019-08-15\u200f", "2019-08-15\u200b"),
    ],
)
def test_a_weekday_and_the_word_year_do_not_hide_a_date(written):
    assert column([written]).day(written) == AUGUST


@pytest.mark.parametrize(
    "written", ["ca. 15.08.2019", "before 15.08.2019", "بعد 2019/8/15", "15.08.2019 (?)"]
)
def test_a_date_with_another_word_is_not_read(written):
    assert column([written, "13/01/2019"]).day(written) is None


def test_a_span_without_spaces_is_read():
    assert column([]).span("2019/08/15-2019/08/17") == (AUGUST, date(2019, 8, 17))


def test_date_cells_of_a_spreadsheet_are_dates():
    assert column([]).day(datetime(2019, 8, 15, 23, 59)) == AUGUST  # noqa: DTZ001 - as read
    assert column([]).day(AUGUST) == AUGUST


@pytest.mark.parametrize("written", ["", "soon", "2019-13-01", "31/02/2019", "15/08/19", "43692"])
def test_other_values_are_not_dates(written):
    assert column([written, "13/01/2019"]).day(written) is None


IN_WORDS = """15 août 2019
le jeudi 15 août 2019|15 de agosto de 2019|15. August 2019|15 Ağustos 2019
15 серпня 2019 р.|15 августа 2019 года|15-го августа 2019|15 sierpnia 2019|15 augusti 2019
15 آب 2019|15 أغسطس 2019|15 آب/أغسطس 2019|١٥ آب ٢٠١٩|15 غشت 2019|15 اوت 2019
15 באוגוסט 2019|15 اوت 2019|15 Αυγούστου 2019|2019年8月15日|ngày 15 tháng 8 năm 2019
15 August 2019 21h24 UTC|Aug 15, 2019 9:24 PM (UTC+3)|2019 Aug 15|15.Aug.2019|15 d’agost de 2019
2019-08-15 21:24 EET|2019-W33-4|15 أغسطس 2019 م
१५ अगस्त २०१९|၁၅ ဩဂုတ် ၂၀၁၉|15 สิงหาคม 2019
Thu Aug 15 2019 03:00:00 GMT+0300 (Arabian Standard Time)
Thu Aug 15 2019 00:00:00 GMT+0200 (CEST)"""


def test_days_are_read_with_the_month_in_the_words_of_many_languages():
    days = column([])
    written = re.split(r"[|\n]", IN_WORDS)
    assert {one: days.day(one) for one in written} == dict.fromkeys(written, AUGUST)


SPANS = {
    "3-5 May 2019": ("2019-05-03", "2019-05-05"),
    "с 3 по 5 мая 2019": ("2019-05-03", "2019-05-05"),
    "30 Apr – 2 May 2019": ("2019-04-30", "2019-05-02"),
    "29 Dec - 2 Jan 2019": ("2018-12-29", "2019-01-02"),
    "2019-05-03/2019-05-05": ("2019-05-03", "2019-05-05"),
    "2019-05-03 to 2019-05-05": ("2019-05-03", "2019-05-05"),
    "May 2019": ("2019-05-01", "2019-05-31"),
    "2019-12": ("2019-12-01", "2019-12-31"),
    "2019-W01": ("2018-12-31", "2019-01-06"),
}


def test_spans_weeks_and_months_are_read_as_their_first_and_last_day():
    days = column([])
    read = {text: tuple(map(str, days.span(text))) for text in SPANS}
    assert read == SPANS


REFUSED = {
    "5-Mar-19": "the year has two digits",
    "5/3/19": "the year has two digits",
    "0019-03-05": "the year has two digits",
    "Mar 5, '19": "the year has two digits",
    "43529": "the day is the number of a day in a spreadsheet",
    "43529.25": "the day is the number of a day in a spreadsheet",
    "1551744000": "the day is a number of seconds",
    "1551744000000": "the day is a number of seconds",
    "5 Ramadan 1440": "the day is of the Islamic calendar",
    "5 رمضان 1440": "the day is of the Islamic calendar",
    "5 فروردین 1398": "the day is of the Iranian calendar",
    "1440-09-05": "the year is before 1500",
    "2562-03-05": "the year is after 2100",
    "2022-02-30": "the day does not exist",
    "30 février 2022": "the day does not exist",
    "5 listopada 2022": "the name of the month means two months",
    "5 March": "the day has no year",
    "2019": "only a year is given",
    "early May 2019": "the day cannot be read",
    "5 or 6 May": "the day cannot be read",
    "#REF!": "the day is missing",
    "–": "the day is missing",
}


def test_a_refusal_names_the_kind_of_the_fault():
    days = column([])
    reasons = {text: days.span(text) for text in REFUSED}
    wrong = {
        text: found
        for text, found in reasons.items()
        if not (isinstance(found, UnreadDay) and found.reason.startswith(REFUSED[text]))
    }
    assert wrong == {}
    assert days.span("43529").shown("43529").startswith("43529 (2019-03-05 if days count from 1900")


def test_another_column_or_the_user_completes_the_year():
    days = column(["9/3/19", "20/3/19"])
    for written in ("9-Mar-19", "9/3/19", "0019-03-09", "9 March", "Mar 9, '19", "19-Mar-09"):
        assert days.span(written, "2019")[0] == date(2019, 3, 9), written
        is_refused = isinstance(days.span(written, "2018"), UnreadDay)
        assert is_refused is (written != "9 March"), written
    stated = DayColumn("a.csv", "Date", lambda: [(2, "20/3/19")], DayOptions(century=19))
    assert [stated.day(one) for one in ("9-Mar-19", "9/3/19")] == [date(1919, 3, 9)] * 2


def test_numbers_of_spreadsheets_are_read_as_the_user_states():
    read = {
        serials: DayColumn("a.csv", "Date", list, DayOptions(serials=serials)).day(number)
        for serials, number in (("1900", "43529.0"), ("1904", "42067"), ("unix", "1551780000"))
    }
    assert set(read.values()) == {date(2019, 3, 5)}


@given(st.lists(st.sampled_from([*"0123456789-/. ", "May", "to", "'", "Ramadan", "T"]), max_size=9))
def test_any_text_is_a_span_of_days_or_refused(parts):
    days = column(["13/01/2019"], "day-first").span("".join(parts), "2019")
    assert isinstance(days, UnreadDay) or days[0] <= days[1]


def test_one_slip_in_a_hundred_rows_is_refused_alone():
    values = ["13/01/2019"] * 100 + ["01/14/2019", "03/04/2019"]
    days = column(values)
    assert days.day("03/04/2019") == date(2019, 4, 3)
    assert days.span("01/14/2019").reason.startswith("day and month are in another order")


def test_one_row_decides_the_order_of_the_column():
    assert column(["03/04/2019", "13/04/2019"]).day("03/04/2019") == date(2019, 4, 3)
    assert column(["03/04/2019", "04/13/2019"]).day("03/04/2019") == date(2019, 3, 4)


def test_an_ambiguous_column_is_refused_with_the_remedy():
    with pytest.raises(InvalidRequestError, match=r"column 'Date'.*'03/04/2019'.*dates"):
        column(["03/04/2019", "05/05/2019"]).day("03/04/2019")
    assert column(["03/04/2019"], "month-first").day("03/04/2019") == date(2019, 3, 4)
    with pytest.raises(InvalidRequestError, match="'٣/٤/٢٠١٩'"):  # as the cell is written
        column(["٣/٤/٢٠١٩"]).day("٣/٤/٢٠١٩")


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


@given(
    st.lists(st.dates(date(1500, 1, 1), date(2100, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(FORMATS),
)
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
