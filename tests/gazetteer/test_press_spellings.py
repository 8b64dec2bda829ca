"""The built-in gazetteer against spellings of the press, in lists that anyone can extend."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from frontline.gazetteer.gazetteer import Gazetteer
from frontline.package.package import read_package

HERE = Path(__file__).parent


@cache
def _real() -> Gazetteer:
    return Gazetteer(read_package(HERE.parents[1] / "data").gazetteer.values())


def _lines(file: str, separator: str) -> list[tuple[str, str]]:
    lines = (HERE / file).read_text("utf-8").splitlines()
    pairs = (line.partition(separator) for line in lines if not line.startswith("#"))
    return [(written, meant) for written, sep, meant in pairs if sep]


def test_a_press_spelling_is_found() -> None:
    wrong = []
    for written, name in _lines("names_that_match.txt", " = "):
        match = _real().find(written)
        if match.place is None or match.place.name != name:
            wrong.append((written, name, match.explanation))
    assert wrong == []


def test_a_spelling_is_refused() -> None:
    wrong = []
    for written, kind in _lines("names_that_must_not_match.txt", " ? "):
        match = _real().find(written)
        if (match.kind, match.place) != (kind, None):
            wrong.append((written, kind, match))
    assert wrong == []


def test_two_names_are_never_found_as_one_place() -> None:
    wrong = []
    for one, other in _lines("names_that_must_not_match.txt", " <> "):
        first, second = _real().find(one).place, _real().find(other).place
        if first is not None and first == second:
            wrong.append((one, other, first))
    assert wrong == []


def test_every_place_is_found_by_its_id_and_never_lost_by_its_names() -> None:
    for place_id in _real():
        own = _real()[place_id]
        assert _real().place(place_id) == own
        for match in _real().find_many([own.name, *filter(None, [own.name_ar]), *own.names]):
            assert own in match.candidates or "town" in match.explanation


def test_no_line_of_the_lists_is_unread() -> None:
    for file, separators in (
        ("names_that_match.txt", [" = "]),
        ("names_that_must_not_match.txt", [" ? ", " <> "]),
    ):
        lines = (HERE / file).read_text("utf-8").splitlines()
        written = [line for line in lines if line and not line.startswith("#")]
        read = [pair for separator in separators for pair in _lines(file, separator)]
        assert len(read) == len(written)
