"""Work in another process: the same in the same order, and nothing is left running."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from frontline.errors import DataError, Issue
from frontline.importers.columns import UnconfirmedError
from frontline.workers import ahead, is_worth_it


def count(last):
    yield from range(last)


def fail_after(last, error):
    yield from range(last)
    raise error


def clean_up(path):
    try:
        yield from range(10_000_000)
    finally:
        path.unlink()


def die(last):
    yield from range(last)
    os._exit(3)


@pytest.mark.parametrize("last", [0, 1, 1_000, 2_500])
def test_what_is_found_comes_in_order_wherever_it_is_found(last):
    with ahead(count, last, apart=True) as there, ahead(count, last, apart=False) as here:
        assert list(there) == list(here) == list(range(last))


@pytest.mark.parametrize("apart", [False, True])
def test_an_error_comes_after_what_was_found_before_it_and_whole(apart):
    fault = Issue("events.csv", 3, "x", "is no day", "Write one.")
    found = []
    with ahead(fail_after, 1_001, DataError([fault]), apart=apart) as items:
        with pytest.raises(DataError) as caught:
            found.extend(items)
        assert caught.value.issues == (fault,)
    assert found == list(range(1_001))


def test_columns_that_were_guessed_come_with_the_question():
    guess = {"place": "Village", "day": "Date"}
    error = UnconfirmedError("a.csv", guess, ["day"])
    asked = pytest.raises(UnconfirmedError)
    with ahead(fail_after, 0, error, apart=True) as items, asked as caught:
        next(items)
    assert (caught.value.columns, str(caught.value)) == (guess, str(error))


@pytest.mark.parametrize("last", [0, 1, 2_500])
def test_a_process_that_dies_is_no_end_of_the_work(last):
    dead = pytest.raises(RuntimeError, match="before its work")
    with ahead(die, last, apart=True) as items, dead:
        list(items)


@pytest.mark.parametrize("apart", [False, True])
def test_an_error_that_nobody_foresaw_is_the_same_wherever_it_is_raised(apart):
    error = UnicodeError("no such mark")
    seen = pytest.raises(UnicodeError, match="no such mark")
    with ahead(fail_after, 3, error, apart=apart) as items, seen:
        list(items)


@pytest.mark.parametrize("apart", [False, True])
def test_who_leaves_early_leaves_no_file_behind(tmp_path, apart):
    path = tmp_path / "open"
    path.touch()
    with ahead(clean_up, path, apart=apart) as items:
        assert next(items) == 0
    assert not path.exists()


def test_a_path_that_cannot_be_asked_after_is_not_long(tmp_path):
    assert not is_worth_it(tmp_path / ("x" * 300))


def test_who_leaves_early_leaves_nothing_running():
    with ahead(count, 10_000_000, apart=True) as items:
        assert next(items) == 0
    assert multiprocessing.active_children() == []
