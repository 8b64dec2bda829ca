"""The messages of pages: the same keys in both languages, each used, each translated."""

from __future__ import annotations

import json
import re
import string
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from locale_tables import AR, EN, OWN_NAMES
from parsed_page import data_of
from reader import html
from typer.testing import CliRunner

from frontline import attribution, i18n
from frontline.atlas import Atlas
from frontline.cli import app
from frontline.control.assessment import RULES
from frontline.control.reasons import Reason, ReasonCode, format_reason
from frontline.errors import InvalidRequestError
from frontline.geometry.geodesy import DIRECTIONS
from frontline.webmap import bundle, index, page
from frontline.webmap.places import arabic_district_names, district_names

ASSETS = Path(bundle.__file__).parent / "assets"
HOUSE = ASSETS.parent.parent
PICTURES = [HOUSE / "attribution.py", HOUSE / "i18n.py", *(HOUSE / "stills").rglob("*.py")]


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def all_placeholders(word):
    texts = word.values() if isinstance(word, dict) else [word]
    return set().union(*(placeholders(text) for text in texts))


def test_both_languages_have_the_same_messages_and_placeholders():
    assert list(EN) == list(AR)
    for key, word in EN.items():
        assert type(AR[key]) is type(word), key
        if isinstance(word, list):
            assert len(AR[key]) == len(word), key
        else:
            assert all_placeholders(AR[key]) == all_placeholders(word), key


def test_a_message_with_plural_forms_has_all_forms_of_its_language():
    for language, table in i18n.locale_tables().items():
        needed = {i18n.plural_category(language, count) for count in range(300)}
        for key, word in table.items():
            if isinstance(word, dict):
                assert set(word) == needed, (language, key)


def test_no_message_is_empty_or_in_the_other_language():
    latin = re.compile(r"[A-Za-z]{2,}")
    for key, word in AR.items():
        texts = (
            word.values() if isinstance(word, dict) else [word] if isinstance(word, str) else word
        )
        for text in texts:
            bare = re.sub(r"\{\w+\}", "", text)
            for name in OWN_NAMES:
                bare = bare.replace(name, "")
            known = key in {"direction", "embedAddress"}
            assert known or not latin.search(bare), (key, text)
    assert all(word for word in EN.values())
    assert not re.search("[\u0600-\u06ff]", json.dumps(EN, ensure_ascii=False))


EVIDENCE = ("confirmed", "claimed", "disputed", "inferred", "presumed")


def test_every_message_is_used():
    sources = [*ASSETS.rglob("*.js"), *(HOUSE / "webmap").rglob("*.py"), *PICTURES]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    # Messages whose keys are composed: by kind, by evidence.
    made = {f"{kind}Legend" for kind in EVIDENCE}
    rows = text + "".join(
        f"{kind} "
        for kind in (
            "repelled",
            "withdrawal",
            "capture",
            "road",
            "denies",
            "context",
            "contested",
            "stated",
        )
    )
    for key in EN:
        if key in made or key.startswith(("kind_", "reason_")):
            continue
        assert re.search(rf"(?<!\w){re.escape(key)}(?!\w)", rows), key


def test_python_and_the_browser_choose_the_same_plural_forms():
    script = (
        "const {select} = {select: (n) => new Intl.PluralRules(process.argv[1]).select(n)};"
        "console.log(JSON.stringify(Array.from({length: 1001}, (_, n) => select(n))))"
    )
    for language in i18n.LANGUAGES:
        done = subprocess.run(
            ["node", "-e", script, language], capture_output=True, text=True, check=True
        )
        known = [i18n.plural_category(language, count) for count in range(1001)]
        assert json.loads(done.stdout) == known


def test_directions_months_and_rules_are_those_of_the_library():
    assert tuple(EN["directions"]) == tuple(DIRECTIONS)
    assert len(set(AR["directions"])) == 16
    assert [len(EN[key]) for key in ("months", "monthsShort", "monthsTick", "weekdays")] == [
        *(12, 12, 12, 7)
    ]
    for rule in RULES.values():
        assert attribution.rule_text(rule) == {"en": rule.description, "ar": rule.description_ar}
        assert re.search("[\u0600-\u06ff]", rule.description_ar)


def test_a_rule_of_the_user_has_its_own_description():
    own = RULES["standard"].model_copy(
        update={"description": "Only what two saw.", "description_ar": ""}
    )
    assert attribution.rule_text(own) == {"en": "Only what two saw.", "ar": "Only what two saw."}


def test_every_reason_has_a_text_in_each_language():
    for code in get_args(ReasonCode):
        reason = Reason(code, supporting=3, denying=4)
        texts = i18n.reason_texts(reason)
        assert texts["en"] == format_reason(reason)
        assert not re.search("[A-Za-z]", texts["ar"]), code
        assert re.findall(r"\d+", texts["ar"]) == re.findall(r"\d+", texts["en"])


def test_reasons_of_the_built_in_data_have_arabic_texts(atlas):
    reasons = {
        assessment.reason
        for rule in RULES.values()
        for assessment in Atlas(atlas.package, rule).assessments
    }
    assert len(reasons) > 6
    assert not any(re.search("[A-Za-z]", i18n.reason_texts(reason)["ar"]) for reason in reasons)


def test_days_in_arabic_are_those_of_the_calendar_of_the_levant():
    day = date(2019, 1, 1)
    named = {day + timedelta(days=offset): None for offset in range(0, 700, 31)}
    months = {i18n.format_date("ar", one).split(" ", 2)[2].rsplit(" ", 1)[0] for one in named}
    assert {"كانون الثاني", "شباط", "آذار", "تشرين الأول"} <= months
    assert i18n.format_date("ar", date(2020, 2, 29)) == "السبت 29 شباط 2020"
    assert i18n.format_date("en", date(2020, 2, 29)) == "Saturday 29 February 2020"


def test_most_districts_have_their_correct_arabic_names(atlas):
    names = arabic_district_names(atlas)
    places = [names[district_names(place)] for place in atlas.sites]
    assert sum(bool(name) for name in places) > 0.9 * len(places)
    khan = names[district_names(atlas.package.gazetteer["khan-shaykhun"])]
    assert khan == "خان شيخون، إدلب"
    assert names[district_names(atlas.package.gazetteer["hama"])] == "مركز حماة"


def test_an_unsupported_language_is_refused(atlas):
    with pytest.raises(InvalidRequestError, match="pages have no language 'fr': use one of en, ar"):
        page.day_map(atlas.on("2019-08-15"), language="fr")
    with pytest.raises(InvalidRequestError, match="pages have no language"):
        index.index(atlas, [], language="AR")


def test_the_notices_of_a_redaction_are_in_both_languages(atlas):
    held, notices = atlas.redact(embargo_days=14, today=date(2020, 3, 6), blur_km=4)
    text = html(page.day_map(held.on("2020-02-01"), notices=notices))
    data = data_of(text)
    assert [notice["en"] for notice in data["notices"]] == [str(notice) for notice in notices]
    assert "14" in data["notices"][0]["ar"]
    assert "2020-03-06" in data["notices"][0]["ar"]
    assert "4 كم" in data["notices"][1]["ar"]


@pytest.mark.usefixtures("_opened_once")
def test_the_command_writes_pages_that_open_in_arabic(tmp_path):
    out = tmp_path / "day.html"
    words = ["map", "--on", "2019-08-15", "--lang", "ar", "--out", str(out)]
    assert CliRunner().invoke(app.app, words).exit_code == 0
    text = out.read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert "<title>خريطة السيطرة يوم الخميس 15 آب 2019" in text
    assert 'name="description" content="خريطة السيطرة الميدانية' in text
    assert f"<noscript>{AR['noscript']}\n<svg" in text
