"""Batches of articles: order, processes, and errors in single articles."""

from __future__ import annotations

import csv
import itertools
import json
from functools import partial

import pytest
from invented_land import LAND
from typer.testing import CliRunner

from frontline.atlas import open as open_atlas
from frontline.claims.articles import Article, articles_in
from frontline.claims.batch import check_many
from frontline.claims.checker import Checker
from frontline.cli import app
from frontline.errors import DataError, InvalidRequestError

TRUE = "Gorse is about 22 km from Ivy."
open_land = partial(open_atlas, LAND)


def many(*articles, jobs=1):
    return list(check_many(articles, open_land, jobs=jobs))


def good(name, text=TRUE):
    return Article(name, "2001-01-04", text)


def test_rows_have_the_order_of_the_articles_for_any_number_of_processes():
    articles = [good(f"a{n}", TRUE * (1 + n % 3)) for n in range(40)]
    alone, together = many(*articles), many(*articles, jobs=2)
    assert [row["id"] for row in alone] == [article.id for article in articles]
    assert together == alone
    assert alone[0]["claims"][0]["verdict"] == "supported"


def test_an_error_is_reported_in_its_row_and_the_other_articles_are_checked():
    bad = [
        Article("day", "04/01/2001", TRUE),
        Article("binary", "2001-01-04", "\x00\x01\x02" * 1000),
        Article("long", "2001-01-04", "a" * 1_000_000),
        Article("broken", "", "", "row 3 has no text"),
    ]
    rows = many(good("first"), *bad, good("last"), jobs=2)
    assert [("claims" in row, "error" in row) for row in rows] == [
        (True, False), *[(False, True)] * 4, (True, False),
    ]  # fmt: skip
    assert "year first" in rows[1]["error"]
    assert rows[4] == {"id": "broken", "published": None, "error": "row 3 has no text"}


def test_an_internal_error_does_not_stop_the_other_articles(monkeypatch):
    def broken(self, text, published, *options, **more):
        if "break" in text:
            raise ZeroDivisionError("by nothing")
        return check(self, text, published, *options, **more)

    check = Checker.check
    monkeypatch.setattr(Checker, "check", broken)
    rows = many(good("a"), good("b", "break"), good("c"))
    assert rows[1]["error"] == "internal error: ZeroDivisionError: by nothing"
    assert "claims" in rows[0]
    assert "claims" in rows[2]


def test_articles_are_read_only_shortly_before_they_are_checked():
    taken = []

    def endless():
        for number in itertools.count():
            taken.append(number)
            yield good(f"a{number}")

    rows = check_many(endless(), open_land, jobs=2)
    assert [row["id"] for row in itertools.islice(rows, 100)][-1] == "a99"
    rows.close()
    assert len(taken) < 200


def test_a_table_may_have_line_breaks_and_missing_values_are_reported(tmp_path):
    path = tmp_path / "articles.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(
            [
                ["published", "id", "text", "desk"],
                ["2001-01-04", "a", "two\nlines, =1+1", "x"],
                ["", "b", "text", "x"],
                ["2001-01-04", "", " ", "x"],
            ]
        )
    first, second, third = articles_in(path)
    assert (first.id, first.text, first.error) == ("a", "two\nlines, =1+1", "")
    assert (second.id, second.error) == ("b", "row 3 has no published")
    assert (third.id, third.error) == ("row 4", "row 4 has no text")


def test_a_table_without_a_required_column_is_rejected(tmp_path):
    path = tmp_path / "articles.csv"
    path.write_text("id,text\na,b\n", "utf-8")
    with pytest.raises(DataError, match="lacks the column published"):
        list(articles_in(path))


def test_invalid_json_lines_are_reported_by_number(tmp_path):
    path = tmp_path / "articles.jsonl"
    whole = json.dumps({"id": 7, "published": "2001-01-04", "text": "يوم"})
    broken = '{broken\n\n[1]\n{"id": "x", "text": "y"}\n'
    path.write_bytes(f"{whole}\n{broken}".encode() + b"\xff\xfe")
    articles = list(articles_in(path))
    assert [article.id for article in articles] == ["7", "line 2", "line 4", "x", "line 6"]
    assert articles[0].text == "يوم"
    words = ["", "not JSON", "not an object", "no published", "not UTF-8"]
    assert all(word in one.error for word, one in zip(words, articles, strict=True))


def test_a_folder_of_texts_takes_the_day_from_the_file_name_or_a_table(tmp_path):
    (tmp_path / "2001-01-04-wire.txt").write_text(TRUE, "utf-8")
    (tmp_path / "column.txt").write_text(TRUE, "utf-8")
    (tmp_path / "lost.txt").write_text(TRUE, "utf-8")
    (tmp_path / "broken-2001-01-04.txt").write_bytes(b"\xff\xfe\xfd")
    (tmp_path / "published.csv").write_text("id,published\ncolumn.txt,2001-01-05\n", "utf-8")
    found = {article.id: article for article in articles_in(tmp_path)}
    assert found["2001-01-04-wire.txt"].published == "2001-01-04"
    assert found["column.txt"].published == "2001-01-05"
    assert "day of publication is missing" in found["lost.txt"].error
    assert "UTF-" in found["broken-2001-01-04.txt"].error


@pytest.mark.parametrize("name", ["nothing.csv", "articles.docx", ""])
def test_a_path_without_articles_is_rejected(tmp_path, name):
    with pytest.raises(InvalidRequestError, match=r"\.txt"):
        list(articles_in(tmp_path / name if name else tmp_path))


def test_the_command_writes_one_line_per_article(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": f"a{n}", "published": "2001-01-04", "text": TRUE} for n in range(3)]
    rows[1]["published"] = "soon"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    words = ["check", "--batch", str(source), "--data", str(LAND), "--jobs", "1"]
    result = CliRunner().invoke(app.app, [*words, "--out", str(out)])
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["id"] for row in found] == ["a0", "a1", "a2"]
    assert "error" in found[1]
    printed = CliRunner().invoke(app.app, words).stdout
    assert printed == out.read_text("utf-8")


def test_a_text_and_a_batch_together_are_rejected(tmp_path):
    for words in (["a text", "--batch", str(tmp_path)], ["a text"], ["--published", "2001-01-04"]):
        result = CliRunner().invoke(app.app, ["check", *words])
        assert result.exit_code == 2
        assert "--batch" in result.output


def test_an_internal_error_is_in_its_row_and_the_command_exits_with_70(monkeypatch, tmp_path):
    def broken(*_, **__):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(Checker, "check", broken)
    path = tmp_path / "many.csv"
    path.write_text("id,published,text\na,2001-01-04,Gorse is held by the south.\n", "utf-8")
    words = ["check", "--batch", str(path), "--data", str(LAND), "--jobs", "1"]
    done = CliRunner().invoke(app.app, words)
    assert done.exit_code == 70
    assert json.loads(done.stdout)["error"].endswith("ZeroDivisionError: by nothing")
    assert "internal error in 1 of the articles" in done.stderr
