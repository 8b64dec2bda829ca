"""Checkers of one record that share what they have measured, which takes long to begin."""

from __future__ import annotations

from functools import cache

from frontline.claims.checker import Checker

_first = cache(Checker)


def new_checker(atlas):
    """Return a checker without any answer, with the reader and the measurements of the first."""
    made = Checker(atlas)
    made.reader, made.measurements = _first(atlas).reader, _first(atlas).measurements
    return made
