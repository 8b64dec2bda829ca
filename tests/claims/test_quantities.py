"""Numbers, units, comparators and days, in English and Arabic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontline.claims.reader.counts import find_counts
from frontline.claims.reader.dates import find_days
from frontline.claims.reader.numbers import Number, read_number
from frontline.claims.reader.quantities import INTERVALS, agreement, find_quantities, interval
from frontline.claims.reader.text import LONGEST, fold, sentences
from frontline.errors import InvalidRequestError

THURSDAY = date(2019, 8, 15)


def only(text):
    (quantity,) = find_quantities(fold(text).text)
    return quantity


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3 km", 2500, 3500),
        ("three kilometres", 2500, 3500),
        ("a three-kilometre march", 2500, 3500),
        ("3-km", 2500, 3500),
        ("3.5 km", 3450, 3550),
        ("three and a half kilometres", 3250, 3750),
        ("a kilometre and a half", 1250, 1750),
        ("about 3 km", 2000, 4000),
        ("some 12 km", 10_800, 13_200),
        ("less than 5 km", 0, 5000),
        ("within two kilometres of", 0, 2000),
        ("no more than 2 km", 0, 2000),
        ("between 3 and 4 km", 3000, 4000),
        ("three to four kilometres", 3000, 4000),
        ("nearly 5 km", 4000, 5000),
        ("a few kilometres", 2000, 5000),
        ("half a mile", 402.336, 1207.008),
        ("على بعد ٣ كم", 2500, 3500),
        ("ثلاثة كيلومترات", 2500, 3500),
        ("كيلومترين", 1500, 2500),
        ("كيلومتر واحد", 500, 1500),
        ("أقل من خمسة كيلومترات", 0, 5000),
        ("ما بين 3 و4 كم", 3000, 4000),
        ("ثلاثة كيلومترات ونصف", 3250, 3750),
        ("خمسة وثلاثين كيلومترًا", 34_500, 35_500),
        ("12 كم تقريباً", 10_800, 13_200),
    ],
)
def test_a_length_claims_the_interval_its_words_leave_open(text, low, high):
    quantity = only(text)
    assert (quantity.low, quantity.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text", ["the M5 highway", "3m people", "$3m", "20 regime combatants", "122mm"]
)
def test_what_is_no_length_is_not_read_as_one(text):
    assert find_quantities(text) == []


def test_areas_are_told_from_lengths():
    assert (only("350 square kilometres").kind, only("105 km²").unit) == ("area", "km2")
    assert only("350 كيلومتراً مربعاً").kind == "area"


def test_two_units_beside_each_other_are_one_length():
    quantity = only("three kilometres (1.8 miles)")
    assert quantity.other is not None
    assert quantity.other.unit == "mi"
    assert "3 km is 1.86 miles" in agreement(quantity)
    assert "agree within their rounding" in agreement(quantity)


def test_two_units_that_disagree_are_said_to():
    assert "do not agree" in agreement(only("about 12 km (nine miles)"))


@given(st.floats(0.5, 500), st.floats(0.01, 5))
def test_about_is_never_narrower_than_the_bare_number(value, half):
    number = Number(value, half)
    low, high = interval(number, "about")
    bare_low, bare_high = interval(number, "exact")
    assert low <= bare_low
    assert high >= bare_high


@given(st.sampled_from(sorted(INTERVALS)), st.floats(0.5, 500), st.floats(0.01, 5))
def test_every_comparator_gives_an_interval_that_is_not_empty(comparator, value, half):
    low, high = interval(Number(value, half), comparator)
    assert 0 <= low < high


@given(st.integers(1, 9999))
def test_digits_read_as_they_are_written(value):
    assert read_number(str(value)).value == value


@given(st.text(max_size=200), st.sampled_from([0, 1, 2000]))
@example("3 km from Elm, on 3 May; three and a half", 20_000)
@example("ثلاثة كيلومترات ونصف، في 3 أيار", 20_000)
def test_no_text_makes_the_finders_fail(text, before):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontline.claims.reader.text._FEW", 200)  # else short ones may be refused
        folded = fold("x" * before + text).text
    find_quantities(folded)
    find_days(folded, THURSDAY)
    assert all(start < end for start, end in sentences(folded))


@given(st.text(alphabet="abـَ\u200fﻻ 3٣é", max_size=60))
def test_every_folded_character_knows_where_it_came_from(text):
    folded = fold(text)
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Thursday", THURSDAY, THURSDAY),
        ("on Wednesday. A day earlier", date(2019, 8, 13), date(2019, 8, 13)),
        ("overnight", date(2019, 8, 14), THURSDAY),
        ("in December 2016", date(2016, 12, 1), date(2016, 12, 31)),
        ("August 14, 2019", date(2019, 8, 14), date(2019, 8, 14)),
        ("two days ago", date(2019, 8, 13), date(2019, 8, 13)),
        ("in seven days", date(2019, 8, 8), THURSDAY),
        ("since late April", date(2019, 4, 21), THURSDAY),
        ("since 2019-06-05", date(2019, 6, 5), THURSDAY),
        ("until 2019-06-05", date(2019, 6, 5), date(2019, 6, 5)),
        ("منذ 2019-07-30", date(2019, 7, 30), THURSDAY),
        ("since 3 October", date(2018, 10, 3), THURSDAY),
        ("يوم الأربعاء", date(2019, 8, 14), date(2019, 8, 14)),
        ("في 14 آب/أغسطس", date(2019, 8, 14), date(2019, 8, 14)),
        ("خلال الليل", date(2019, 8, 14), THURSDAY),
        ("between 6 and 9 August", date(2019, 8, 6), date(2019, 8, 9)),
        ("from 28 July to 3 August", date(2019, 7, 28), date(2019, 8, 3)),
        ("August 6-9", date(2019, 8, 6), date(2019, 8, 9)),
        ("July 30 through August 2, 2019", date(2019, 7, 30), date(2019, 8, 2)),
        ("from Sunday to Tuesday", date(2019, 8, 11), date(2019, 8, 13)),
        ("in the second week of July", date(2019, 7, 8), date(2019, 7, 14)),
        ("at the end of June", date(2019, 6, 21), date(2019, 6, 30)),
        ("since the beginning of May", date(2019, 5, 1), THURSDAY),
        ("since the start of the year", date(2019, 1, 1), THURSDAY),
        ("over the weekend", date(2019, 8, 10), date(2019, 8, 11)),
        ("in recent weeks", date(2019, 7, 15), THURSDAY),
        ("a fortnight ago", date(2019, 7, 29), date(2019, 8, 4)),
        ("last month", date(2019, 7, 1), THURSDAY),
        ("أول أمس", date(2019, 8, 13), date(2019, 8, 13)),
        ("خلال الأيام الستة الماضية", date(2019, 8, 9), THURSDAY),
        ("خلال الأسبوعين الأخيرين", date(2019, 8, 1), THURSDAY),
        ("منذ أربعة أيام", date(2019, 8, 11), THURSDAY),
        ("منذ أسبوعين", date(2019, 8, 1), THURSDAY),
        ("خلال الساعات الثماني والأربعين الماضية", date(2019, 8, 13), THURSDAY),
        ("أواخر حزيران", date(2019, 6, 21), date(2019, 6, 30)),
        ("منذ مطلع العام", date(2019, 1, 1), THURSDAY),
    ],
)
def test_a_day_is_counted_back_from_the_day_of_the_article(text, first, last):
    found = find_days(fold(text).text, THURSDAY)[-1]
    assert (found.first, found.last) == (first, last)


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.sampled_from(["Monday", "Friday", "Sunday"])
)
def test_a_weekday_is_the_last_one_up_to_the_article(published, name):
    (found,) = find_days(f"on {name}", published)
    assert timedelta(0) <= published - found.last < timedelta(7)
    assert found.last.strftime("%A") == name


@given(st.integers(1, 20), st.integers(1, 8), st.sampled_from(["July", "June"]))
def test_a_range_of_days_is_the_same_in_each_way_of_writing(first, length, month):
    last, number = first + length, {"June": 6, "July": 7}[month]
    ways = (
        f"between {first} and {last} {month}", f"from {first} to {last} {month}",
        f"from {month} {first} to {last}", f"{month} {first}-{last}",
        f"{first}\u2013{last} {month}", f"from {first} {month} until {last} {month}",
    )  # fmt: skip
    found = {(day.first, day.last) for way in ways for day in find_days(way, THURSDAY)}
    assert found == {(date(2019, number, first), date(2019, number, last))}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between four and six kilometres", 4, 6),
        ("between one and seven miles", 1.609344, 11.265408),
        ("بين أربعة وسبعة كيلومترات", 4, 7),
        ("ما بين عشرين وأربعين كيلومتراً", 20, 40),
        ("one hundred and twelve kilometres", 111.5, 112.5),
        ("مئتين وخمسة وثلاثين كيلومتراً", 234.5, 235.5),
    ],
)
def test_two_numbers_are_not_added_up(text, low, high):
    (found,) = find_quantities(fold(text).text)
    assert (found.low, found.high) == (pytest.approx(low * 1000), pytest.approx(high * 1000))


@pytest.mark.parametrize(
    "text",
    ["between three and eight villages", "3-8 towns", "three to eight villages", "3 or 8 hills",
     "ما بين ثلاث وثماني قرى", "3 إلى 8 قرى", "ثلاث أو ثماني بلدات"],
)  # fmt: skip
def test_a_range_of_villages_has_both_ends(text):
    (found,) = find_counts(fold(text).text)
    number, comparator, _ = found.value
    assert (number.low, number.high, comparator) == (3, 8, "between")


def test_may_and_second_are_no_days():
    assert find_days("troops may take a second town", THURSDAY) == []


def test_a_text_too_long_or_binary_is_refused_in_one_line():
    with pytest.raises(InvalidRequestError, match="the limit is"):
        fold("a" * (LONGEST + 1))
    with pytest.raises(InvalidRequestError, match="not text"):
        fold("\x00\x01\x02PK\x03" * 50)
