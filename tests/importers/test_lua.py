"""Tables of Lua are parsed as data and never run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.importers.lua import Name, Table, Unsupported, parse_lua


def fields(text):
    (table,) = parse_lua(text).tables
    return table.fields


def test_strings_of_all_three_kinds_and_numbers_are_constants():
    text = """{ a = "x", b = 'y', c = [[z "]] , d = [=[ ]] ]=], e = -1.5, f = 0x10, }"""
    assert fields(text) == {
        "a": "x", "b": "y", "c": 'z "', "d": " ]] ", "e": -1.5, "f": 16.0,
    }  # fmt: skip


def test_escapes_are_decoded():
    assert fields(r"""{ a = "\"\n\065\x42\u{1F4A3}\z
        c" }""") == {"a": '"\nAB\U0001f4a3c'}


def test_keys_in_brackets_and_both_separators_are_read():
    assert fields("""{ ["a b"] = 1; ['c'] = true, [3] = nil }""") == {
        "a b": 1,
        "c": True,
        "3": None,
    }


def test_comments_are_ignored():
    assert fields("{ -- a = 1 }\n b = 2, --[[ c = 3, ]] --[==[ ]] d = 4 ]==] e = 5 }") == {
        "b": 2, "e": 5,
    }  # fmt: skip


def test_names_and_their_constants_are_read():
    read = parse_lua('mk = { rus = "red.svg" } local x = "y" return { a = mk.rus }')
    assert read.names == {"mk.rus": "red.svg", "x": "y"}
    assert read.tables[-1].fields == {"a": Name("mk.rus")}


def test_a_call_is_not_run_and_the_next_field_is_read():
    read = fields('{ a = os.execute("rm -rf {x}, y"), b = "c" .. "d", e = 1 }')
    assert isinstance(read["a"], Unsupported)
    assert isinstance(read["b"], Unsupported)
    assert read["e"] == 1


def test_tables_have_their_lines():
    outer = parse_lua("return {\n  {\n a = 1 },\n\n { b = 2 } }").tables[0]
    assert [one.line for one in outer.items if isinstance(one, Table)] == [2, 5]


@pytest.mark.parametrize(
    ("text", "line"),
    [("{\n a = 1", 1), ('{\n a = "x }\n}', 2), ("\n--[[ {a=1}", 2), ("{ a = \n[[x }", 2)],
)
def test_what_is_not_closed_is_reported_by_its_line(text, line):
    assert parse_lua(text).unclosed == line


@given(st.text(st.sampled_from("{}[]=,;\"'-\\\n ab1.()"), max_size=200))
def test_any_text_is_read_without_an_error(text):
    read = parse_lua(text)
    for table in read.tables:
        assert all(one.line >= 1 for one in table.tables())


@pytest.mark.parametrize("piece", ["{", "[[", '"\\', "--[[", "{a={", "{(", "a.", "["])
def test_hostile_repetition_is_read_to_its_end(piece):
    assert parse_lua(piece * 20_000).tables is not None
