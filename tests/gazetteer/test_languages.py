"""The language of a name by its letters: what is certain is chosen, the rest is left empty."""

from __future__ import annotations

import pytest

from frontline.gazetteer.languages import choose_name, is_written_in


@pytest.mark.parametrize(
    ("name", "language", "fits"),
    [
        ("خاركوف", "ar", True),
        ("كريفي ريه ٢", "ar", True),
        ("خَان شَيْخُون", "ar", True),
        ("خارکف", "ar", False),  # Persian
        ("ماریوپول", "ar", False),  # Urdu
        ("خاركوۋ", "ar", False),  # Uyghur
        ("لىمان", "ar", False),  # Uyghur, which has ى within a word
        ("ئودېسسا", "ar", False),
        ("هەولێر", "ar", False),  # Kurdish
        ("Kharkiv", "ar", False),
        ("20", "ar", False),
        ("Київ", "uk", True),
        ("Слов'янськ", "uk", True),
        ("Крыму", "uk", False),
        ("Київ", "ru", False),
        ("Київ (Kyiv)", "uk", False),
        ("מסעדה", "he", True),
        ("መቐለ", "ti", True),
    ],
)
def test_a_name_fits_a_language_if_all_its_letters_do(name, language, fits):
    assert is_written_in(name, language) == fits


@pytest.mark.parametrize(
    ("names", "language", "chosen"),
    [
        (["كىيېۋ", "کی‌یف", "كييف"], "ar", "كييف"),
        (["دونتسک", "донецьк"], "ar", ""),
        (["اودسا", "أوديسا"], "ar", "أوديسا"),
        (["صنوبر", "سنوبر"], "ar", "صنوبر"),
        (["مدينة حمص", "حمص"], "ar", "حمص"),
        (["كسل", "كسلا", "كسسسلا"], "ar", "كسلا"),
        (["أورسالم", "القدس"], "ar", ""),  # two names: which is usual is not known
        (["Харьков", "Харків", "Кіїв"], "uk", "Кіїв"),
        (["Бахмут"], "uk", "Бахмут"),
        (["Лиман", "Ліман"], "uk", ""),
        ([], "uk", ""),
    ],
)
def test_the_name_that_is_certainly_in_the_language_is_chosen(names, language, chosen):
    assert choose_name(names, language) == chosen
