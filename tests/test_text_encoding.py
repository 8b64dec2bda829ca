"""The encoding of a text is found, or the file is refused with its words in the likely ones."""

from __future__ import annotations

import pytest

from frontline.encoding_candidates import likely_readings, looks_misread
from frontline.errors import DataError, InvalidRequestError
from frontline.text_encoding import encoding_title, find_encoding

WORDS = "place,day\nΚάρπαθος,2001-01-02\nКам’янка,2001-01-03\nبلوط,2001-01-04\n"


@pytest.fixture
def text(tmp_path):
    """Write bytes to a file, and return its path."""

    def write(raw):
        path = tmp_path / "t.csv"
        path.write_bytes(raw)
        return path

    return write


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_unicode_is_found_with_and_without_a_mark(text, codec, found):
    path = text(WORDS.encode(codec))
    name = find_encoding(path)
    assert encoding_title(name) == found
    assert path.read_bytes().decode(name).removeprefix("\ufeff") == WORDS


#: Names of places in the encodings in which spreadsheets and old programs save them.
OTHERS = {
    "cp1251": ["Вовчанськ", "Нижняя Ольховка", "ЗОЛОТЕ"],
    "koi8_u": ["Вовчанськ", "Бережне"],
    "cp866": ["Вовчанск", "Бережное"],
    "cp1256": ["الباب", "تل رفعت", "منبج"],
    "iso8859_6": ["تل رفعت", "جريدة الوطن"],
    "iso8859_2": ["Šibenik Gospić", "Częstochowa Łowicz"],
    "cp852": ["Łowicz"],
    "cp874": ["นราธิวาส"],
    "mac_cyrillic": ["Бережное Луганск"],
    "cp1252": ["Tombouctou – Gourma’s", "N’Guigmi", "Aïr", "Mañana", "Hombori Désert"],
    "cp1250": ["Świętochłowice", "Kačanik", "Gjakovë"],
    "cp1253": ["Λεμεσός", "Μόρφου"],
    "cp1254": ["Şanlıurfa", "Yüksekova Şemdinli"],
    "cp1255": ["באר שבע", "אשקלון"],
    "shift_jis": ["大阪府", "ハルキウ"],
    "gb18030": ["上海市", "喀土穆"],
    "big5": ["高雄市"],
    "euc_kr": ["부산시"],
}


def test_the_right_reading_of_other_encodings_is_among_three(text):
    failures = []
    for codec, names in OTHERS.items():
        for name in [*names, " ".join(names)]:
            if name.isascii():
                continue
            with pytest.raises(DataError) as caught:
                find_encoding(text(f"place,day\nElm,1\n{name},2\n".encode(codec)))
            message = str(caught.value)
            words = [one for one in name.split() if not one.isascii() and len(one) > 1]
            if not any(one in message for one in words) or "From line 3 on" not in message:
                failures.append((codec, name, message))
    assert failures == []


def test_the_most_likely_encoding_is_advised_first(text):
    with pytest.raises(DataError) as caught:
        find_encoding(text("місце\nБережне\nКам’янка\n".encode("cp1251")))
    message = str(caught.value)
    assert "'місце, Бережне' in cp1251; " in message
    assert "--encoding cp1251" in message
    with pytest.raises(DataError, match="--encoding iso8859_6"):  # no heap of Hebrew points
        find_encoding(text("place\nصحيفة اليوم\n".encode("iso8859_6")))


def test_readings_that_are_the_same_are_shown_once():
    readings = likely_readings(["Mañana".encode("cp1252")])
    assert [one.encoding for one in readings].count("cp1252") == 1
    assert len({one.words for one in readings}) == len(readings)


def test_damaged_bytes_do_not_make_utf_8_another_encoding(text):
    raw = (WORDS * 2).encode()
    assert find_encoding(text(raw.replace("ά".encode(), b"\xce"))) == "utf-8"
    assert find_encoding(text(raw + b"\xff")) == "utf-8"
    with pytest.raises(DataError, match=r"is not UTF-8\. From line 3 on"):
        find_encoding(text("é\n".encode() + b"a\n\xe9t\xe9\n"))


def test_a_stray_nul_does_not_make_a_text_utf_16(text):
    assert find_encoding(text(b"a,b\n" + b"word,\x00word\n" * 9)) == "utf-8"


def test_a_stated_encoding_is_used_but_a_mark_is_certain(text):
    assert find_encoding(text("Орел\n".encode("cp1251")), "cp1251") == "cp1251"
    assert find_encoding(text("Орел\n".encode("utf-16")), "cp1251") == "utf-16"
    assert find_encoding(text("\ufeffОрел\n".encode()), "cp1251") == "utf-8-sig"


def test_utf_16_that_is_stated_needs_no_mark(text):
    path = text("Орел,1\n".encode("utf-16-be") * 9)
    assert find_encoding(path, "utf-16") == "utf-16-be"
    assert find_encoding(text(b"a"), "UTF-16") == "utf-16-le"


@pytest.mark.parametrize("name", ["none", "hex", "undefined", "rot13", "idna", "punycode"])
def test_what_is_no_encoding_of_text_is_refused(text, name):
    with pytest.raises(InvalidRequestError, match=f"--encoding {name}: there is no such"):
        find_encoding(text(b"a\n"), name)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF-1.7"])
def test_what_is_not_text_is_named(text, start):
    with pytest.raises(DataError, match="is not text but"):
        find_encoding(text(start + bytes(range(256))))


def test_misread_words_are_recognised_by_their_letters():
    cyrillic = ["Бережне", "Вовчанськ", "Кам’янка"]
    misread = [word.encode("cp1251").decode("cp1252") for word in cyrillic]
    assert looks_misread(misread)
    assert not looks_misread(cyrillic)
    assert not looks_misread([])
    assert not looks_misread(["Świętochłowice", "Kačanik", "Aïr", "Mañana"])


@pytest.mark.parametrize("raw", [bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n" + bytes(range(256))])
def test_what_looks_like_words_in_no_encoding_is_not_text(text, raw):
    with pytest.raises(DataError, match="is not text"):
        find_encoding(text(raw))


def test_a_long_word_takes_no_longer_than_its_length(text):
    path = text(b"x" * 2_000_000 + b"\n" + "Орел".encode("cp1251"))
    with pytest.raises(DataError, match="'Орел' in cp1251"):
        find_encoding(path)
