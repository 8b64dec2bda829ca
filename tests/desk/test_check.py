"""Check: the verdicts of the library, corrections that are kept, and files of others."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from functools import partial
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest
from desk_client import ORIGIN, Client
from invented_land import LAND

from frontline.claims.article_files import read_article
from frontline.claims.article_folder import ArticleFolder
from frontline.claims.overrides import Override, read_overrides, with_override, write_overrides
from frontline.errors import DataError, FrontlineError

TEXT = "South forces captured Elm on 3 January 2001. They stood 12 km from Cedar on 5 January 2001."
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs, head=""):
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'{head}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return made.getvalue()


def add(client, text="", file=None, day="2001-01-06"):
    fields = {"text": text, "published": day}
    files = None if file is None else {"file": file}
    answer = client.post("/check", fields, files=files)
    if answer.status_code != 303:
        return None, answer
    return parse_qs(urlparse(answer.headers["location"]).query)["name"][0], answer


def show(client, name):
    return client.get("/check/article", params={"name": name})


def verdicts(answer):
    return re.findall(r'<article class="card (\w+)"', answer.text)


@pytest.fixture
def checker():
    return Client(LAND)


def test_the_page_has_each_claim_marked_and_its_verdict(checker, land):
    name, _ = add(checker, TEXT)
    answer = show(checker, name)
    result = land.check(TEXT, published="2001-01-06")
    assert len(result.findings) >= 2
    assert len(verdicts(answer)) == len(result.findings)
    for finding in result.findings:
        assert finding.verdict.reason in unescape(answer.text)
        assert finding.wording in unescape(answer.text)
    assert answer.text.count("<mark") >= len(result.findings)
    assert answer.text.count('<svg class="map"') >= 1


def test_a_missing_pipeline_is_said_once_below_an_english_article(checker, monkeypatch):
    arabic = "سيطرت قوات الجنوب على إلم في 3 كانون الثاني 2001."
    for notice, text, expected in (
        ("none has a parser", TEXT, 1),
        ("", TEXT, 0),
        ("none", arabic, 0),
    ):
        monkeypatch.setattr("frontline.desk.check.parser_notice", lambda notice=notice: notice)
        name, _ = add(checker, text)
        answer = show(checker, name)
        assert answer.status_code == 200
        assert answer.text.count("python -m spacy download en_core_web_sm") == expected


def test_an_article_is_listed_and_saved_once(checker):
    name, _ = add(checker, TEXT)
    again, _ = add(checker, TEXT)
    other, _ = add(checker, TEXT + " It rained.")
    assert name == again
    assert other != name
    listed = checker.get("/check").text
    assert listed.count("South forces captured Elm") == 2
    assert checker.desk.articles.text(name).strip() == TEXT


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.txt", TEXT.encode()),
        ("a.TXT", TEXT.encode("utf-16")),
        ("../../a.docx", docx(*TEXT.split(". "))),
        ("a.html", f"<h1>News</h1><script>1 km</script><p>{TEXT}</p>".encode()),
        ("a.htm", f"<meta charset=windows-1252><p>\u2018{TEXT}\u2019</p>".encode("cp1252")),
    ],
)
def test_a_file_of_each_kind_is_read(checker, file, content):
    name, answer = add(checker, file=(file, content))
    assert name is not None, answer.text
    text = checker.desk.articles.text(name)
    assert "captured Elm on 3 January 2001" in text
    assert "script" not in text
    assert len(verdicts(show(checker, name))) >= 1


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.pdf", b"%PDF-1.4"),
        ("a.txt", b"\x00\x01\x02" * 900),
        ("a.txt", b""),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", TEXT.encode()),
        ("a.docx", docx("x", head='<!DOCTYPE a [<!ENTITY b "c">]>')),
        ("a.docx", partial(docx, "a" * 60_000_000)),
        ("a.html", b"<script>only this</script>"),
    ],
)
def test_what_is_no_article_is_refused_and_not_kept(checker, file, content):
    content = content() if callable(content) else content  # a large one only if the test runs
    name, answer = add(checker, file=(file, content))
    assert name is None
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert checker.desk.articles.names() == ()


@pytest.mark.parametrize(
    ("text", "day"), [("", "2001-01-05"), (TEXT, ""), (TEXT, "soon"), ("\x00" * 500, "2001-01-05")]
)
def test_a_form_that_is_not_complete_is_refused_with_what_was_typed(checker, text, day):
    name, answer = add(checker, text, day=day)
    assert name is None
    assert answer.status_code == 422
    if text == TEXT:
        assert TEXT in unescape(answer.text)


def correct(client, name, text, **fields):
    return client.post("/check/correct", {"name": name, "text": text, **fields})


def test_a_corrected_reading_is_kept_with_the_article_and_used(checker, land):
    name, _ = add(checker, TEXT)
    claim = land.check(TEXT, published="2001-01-06").findings[-1].claim
    answer = correct(checker, name, claim.text, target="ivy", was_target="cedar")
    assert answer.status_code == 303
    (saved,) = checker.desk.articles.overrides(name)
    assert (saved.text, saved.target, saved.subject) == (" ".join(claim.text.split()), "ivy", None)
    result = land.check(TEXT, published="2001-01-06", overrides=[saved])
    assert "Ivy" in result.findings[-1].wording
    assert result.findings[-1].wording in unescape(show(checker, name).text)
    correct(checker, name, claim.text, day="2001-01-04", was_day="2001-01-05")
    (both,) = checker.desk.articles.overrides(name)
    assert (both.target, str(both.day)) == ("ivy", "2001-01-04")
    correct(checker, name, claim.text, remove="yes")
    assert checker.desk.articles.overrides(name) == ()


def test_what_is_not_a_claim_disappears_and_can_be_taken_back(checker, land):
    name, _ = add(checker, TEXT)
    before = len(verdicts(show(checker, name)))
    claim = land.check(TEXT, published="2001-01-06").findings[0].claim
    correct(checker, name, claim.text, not_a_claim="yes")
    assert len(verdicts(show(checker, name))) < before
    correct(checker, name, claim.text, remove="yes")
    assert len(verdicts(show(checker, name))) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"target": "nowhere at all"},
        {"subject": "nobody"},
        {"day": "soon"},
        {"text": "words of no claim", "not_a_claim": "yes"},
    ],
)
def test_a_correction_that_cannot_be_applied_is_not_kept(checker, land, fields):
    name, _ = add(checker, TEXT)
    claim = land.check(TEXT, published="2001-01-06").findings[0].claim
    answer = correct(checker, name, **{"text": claim.text, **fields})
    assert answer.status_code == 422
    assert checker.desk.articles.overrides(name) == ()


def test_the_exports_are_those_of_the_command(checker, land):
    name, _ = add(checker, TEXT)
    answers = {
        kind: checker.get("/check/export", params={"name": name, "format": kind})
        for kind in ("html", "csv", "claimreview")
    }
    count = len(land.check(TEXT, published="2001-01-06").findings)
    assert answers["html"].text.startswith("<!DOCTYPE html>")
    assert len(list(csv.DictReader(io.StringIO(answers["csv"].text)))) == count
    assert "ClaimReview" in json.dumps(answers["claimreview"].json())
    for answer in answers.values():
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]
    assert checker.get("/check/export", params={"name": name, "format": "x"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["../land/events.csv", "/etc/passwd", "x.txt", "", "2001-01-06-x.txt", "published.csv"]
)
def test_a_name_that_the_folder_does_not_list_is_never_opened(checker, name, tmp_path):
    (tmp_path / "published.csv").write_text("id,published\n")
    for path in ("/check/article", "/check/export"):
        assert checker.get(path, params={"name": name}).status_code == 400
    assert correct(checker, name, "x", not_a_claim="yes").status_code in {400, 422}


def test_a_folder_of_articles_is_one_that_the_batch_command_reads(tmp_path, land):
    from frontline.claims.articles import articles_in

    folder = ArticleFolder(tmp_path)
    name = folder.add(TEXT, land.record.last)
    (found,) = articles_in(tmp_path)
    assert (found.id, found.published) == (name, "2001-01-10")
    (tmp_path / "notes.txt").write_text("not an article")
    assert folder.names() == (name,)


def test_overrides_are_written_as_they_are_read(tmp_path):
    path = tmp_path / "a.overrides.toml"
    texts = ['3 km "from" it', "back\\slash", "مورك ٣ كم", "del\x7f tab\t", "[[claim]]"]
    made: tuple[Override, ...] = ()
    for number, text in enumerate(texts):
        new = Override(0, " ".join(text.split()), target=f"t{number}", not_a_claim=number == 2)
        made = with_override(made, new)
    write_overrides(path, made)
    read = read_overrides(path)
    fields = [(one.text, one.target, one.not_a_claim) for one in read]
    assert fields == [(one.text, one.target, one.not_a_claim) for one in made]
    assert with_override(made, Override(0, texts[0])) == made[1:]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(docx("a" * 70_000_000))
    with pytest.raises(DataError):
        read_article(path)


def test_an_article_needs_an_existing_folder(tmp_path):
    with pytest.raises(FrontlineError):
        ArticleFolder(tmp_path / "none")


@pytest.mark.browser
def test_a_fact_checker_checks_the_article_and_corrects_one_reading(browse, land):
    seen = browse(LAND)
    seen.page.get_by_role("link", name="Check", exact=True).click()
    seen.page.fill("#text", TEXT)
    seen.page.fill("#published", "2001-01-06")
    seen.page.get_by_role("button", name="Check", exact=True).click()
    seen.page.wait_for_selector("article.card")
    before = seen.page.locator("article.card").count()
    assert before == len(land.check(TEXT, published="2001-01-06").findings) >= 2
    assert seen.page.locator("mark").count() >= before
    seen.page.locator(".correction summary").first.click()
    seen.page.locator(".correction").first.get_by_label("This is not a claim").check()
    seen.page.locator(".correction").first.get_by_role("button", name="Save").click()
    seen.page.wait_for_selector("text=Corrected readings")
    assert seen.page.locator("article.card").count() == before - 1
    with seen.page.expect_download() as started:
        seen.page.get_by_role("link", name="Report (HTML)").click()
    assert started.value.suggested_filename.endswith(".html")
    assert seen.complaints == []


@pytest.mark.browser
def test_hostile_text_in_an_article_does_nothing(browse, poisoned):
    from desk_client import assert_nothing_ran
    from poisoned_land import HOSTILE

    folder, _ = poisoned
    seen = browse(folder)
    seen.page.goto(f"{seen.base}/check")
    seen.page.fill("#text", f"{HOSTILE}. South forces captured Elm {HOSTILE}. {TEXT}")
    seen.page.fill("#published", "2001-01-06")
    seen.page.get_by_role("button", name="Check", exact=True).click()
    seen.page.wait_for_selector("mark")
    seen.page.wait_for_timeout(100)
    assert_nothing_ran(seen)
    seen.page.goto(f"{seen.base}/check")
    assert_nothing_ran(seen)


def test_the_origin_of_a_file_counts_too(checker):
    answer = checker.http.post("/check", files={"file": ("a.txt", b"x")}, headers=ORIGIN)
    assert answer.status_code == 403


def test_the_language_of_the_report_is_chosen_and_kept_in_the_address(checker):
    values = {"text": "South forces captured Elm on 3 January 2001.", "published": "2001-01-06"}
    address = checker.post("/check", values | {"language": "ar"}).headers["location"]
    assert address.endswith("&lang=ar")
    text = checker.get(address).text
    assert '<div class="findings reading" lang="ar" dir="rtl">' in text
    export = re.search(r'href="(/check/export[^"]*format=html[^"]*)"', text)[1]
    assert '<html lang="ar"' in checker.get(unescape(export)).text
    plain = checker.post("/check", values | {"language": "<b>"}).headers["location"]
    assert "lang" not in plain
    assert '<div class="findings reading" lang="en" dir="ltr">' in checker.get(plain).text


def test_all_articles_are_checked_as_a_job(checker, land):
    assert checker.post("/check/all").status_code == 400
    days = ("2001-01-06", "2001-01-07")
    for day in days:
        add(checker, TEXT, day=day)
    assert checker.post("/check/all").headers["location"] == "/jobs"
    checker.desk.jobs.wait()
    link = re.search(r'href="(/jobs/file\?id=\w+)"', checker.get("/jobs").text)[1]
    rows = list(csv.DictReader(io.StringIO(checker.get(link).text)))
    checker.desk.jobs.close()
    expected = [
        [one.verdict.word for one in land.check(TEXT, published=day).findings] for day in days
    ]
    for day, verdicts in zip(days, expected, strict=True):
        assert [row["verdict"] for row in rows if row["published"] == day] == verdicts
