"""Gaps, codes and numbers are read in the spellings that programs and people give them."""

from __future__ import annotations

from frontline.importers.cells import cell_code, is_gap, parse_number, parse_population

GAPS = (
    "", "nan", "NaN", "NULL", "null", "None", "N/A", "n.a.", "<NA>", "#N/A", "#REF!", "#VALUE!",
    "#DIV/0!", "#ССЫЛКА!", "#NV", "####", "-", "–", "—", "--", "…", "?", "н/д", "немає даних",
    "غير متوفر", "k.A.", r"\N", "unknown", "не указано", "غير معروف", "نامعلوم",
)  # fmt: skip
VALUES = (
    "Nan",
    "Nil",
    "Na",
    "0",
    "-5",
    "#adm1",
    "#Kyiv",
    "Hill 20",
    "NANTES",
    "none of them",
    "Unknown Heights",
)

CODES = {
    "1": "1", "1.0": "1", "1,0": "1", "01": "1", "1e0": "1", " 1 ": "1", "1.": "1", "٣": "3",
    "\u22121.0": "-1", "10": "10", "100.00": "100", "1.5": "1.5", "SY0102": "SY0102", "7 b": "7 b",
    "State forces": "State forces", "true": "true", "N/A": "", "0": "0",
}  # fmt: skip

NUMBERS = {
    "36.5": 36.5, "36,5": 36.5, "\u221236.5": -36.5, "–36,5": -36.5, "- 36.5": -36.5, "+36.5": 36.5,
    "٣٦٫٥": 36.5, "۳۶.۵": 36.5, "3.65e1": 36.5, "36.5.1": None, "36,5,1": None, "1_0": None,
    "inf": None, "nan": None, "": None, "36.5 N": None, "0x10": None,
}  # fmt: skip


def test_gaps_are_told_from_names():
    assert [text for text in GAPS if not is_gap(text)] == []
    assert [text for text in VALUES if is_gap(text)] == []


def test_codes_lose_the_zeros_of_programs():
    assert {text: cell_code(text) for text in CODES} == CODES
    assert (cell_code(1.0), cell_code(None), cell_code("True")) == ("1", "", "True")


def test_numbers_have_many_minus_signs_marks_and_digits():
    assert {text: parse_number(text) for text in NUMBERS} == NUMBERS


def test_a_number_of_inhabitants_may_have_its_thousands_in_groups():
    written = ("12500", "12,500", "12.500", "12 500", "12'500", "12\u202f500", "12500.0", 12500)
    assert {parse_population(one) for one in written} == {12500}
    assert [parse_population(one) for one in ("-3", "0", "1e12", "some")] == [None] * 4
