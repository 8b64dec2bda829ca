"""Messages of imports name the fields of the form, wherever the form has the field."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import frontline
from frontline.desk.form_words import in_form
from frontline.desk.views import Words

IMPORTERS = Path(frontline.__file__).parent / "importers"
#: Options that the desk never sends, so that a message about them cannot arise in it: the command
#: that asks a geocoder, and guessed columns, which the form shows.
ABSENT = ("geocode.py", "geocode_answers.py", "geocode_http.py")
NOT_SENT = re.compile(r"--(?:yes|region|within|ground|format|set x)\b|frontline import x\b")


def texts(tree):
    """Yield the texts of a module that are not documentation, with x for each value in them."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    left_out = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in node.values}
            yield "".join(
                getattr(part, "value", "x") if isinstance(part, ast.Constant) else "x"
                for part in node.values
            )
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in left_out
        ):
            yield node.value


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_message_of_an_import_names_an_option_that_is_a_field(language):
    words, seen = Words(language), 0
    for path in IMPORTERS.rglob("*.py"):
        if path.name in ABSENT:
            continue
        for text in texts(ast.parse(path.read_text("utf-8"))):
            if re.search(r"--[a-z]|frontline import [a-z]", text):
                seen += 1
                left = re.search(
                    r"--[a-z]+(?: [a-z-]+)?|frontline import [a-z]+",
                    NOT_SENT.sub("", in_form(text, words)),
                )
                assert left is None, (path.name, text, in_form(text, words))
    assert seen > 20


def test_values_are_named_as_on_the_form_and_fields_of_columns_are_kept():
    words = Words("en")
    said = in_form("add --column on=NAME, or --set on=DAY or --set dates=month-first", words)
    assert said == (
        "add “on” above its column, or “Day of the map”: DAY or “Order of days such as "
        "03/04/2019”: month first"
    )
    assert in_form("Fill in the name, a--set b", words) == "Fill in the name, a--set b"
    hostile = "row <b>--set dates=day-first</b> {0} \\1"
    assert in_form(hostile, words).endswith("day first</b> {0} \\1"), in_form(hostile, words)
