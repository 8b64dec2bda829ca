"""An archive of articles: files of many kinds, parts that are not repeated, several machines."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from invented_land import LAND
from stopping_check import Stopping
from typer.testing import CliRunner

from frontline import parallel
from frontline.atlas import open as open_atlas
from frontline.claims import batch, checker, parts
from frontline.claims.articles import Article, articles_in, sources_in
from frontline.claims.batch import check_many
from frontline.cli import app
from frontline.cli.check import _write_answers
from frontline.errors import DataError, InvalidRequestError

TRUE = "Gorse is about 22 km from Ivy."
DAY = "2001-01-04"
open_land = partial(open_atlas, LAND)


def articles(count, text=TRUE, name="a"):
    return [Article(f"{name}{n}", DAY, text) for n in range(count)]


def write_lines(path, rows):
    text = (json.dumps({"id": a.id, "published": a.published, "text": a.text}) for a in rows)
    path.write_text("\n".join(text) + "\n", "utf-8")


def run(*words, code=0):
    result = CliRunner().invoke(app.app, ["check", *map(str, words), "--data", str(LAND)])
    assert result.exit_code == code, result.output
    return result


def answers(folder):
    """Return the rows of all files of a folder, by id; none may be there twice."""
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows)
    return by_id


@pytest.fixture
def _few(monkeypatch):
    """Make parts of three articles, and windows of two parts for each process."""
    monkeypatch.setattr(parts, "PART_SIZE", 3)
    monkeypatch.setattr(parallel, "_WINDOW", 2)


def test_a_parquet_file_has_the_articles_of_the_same_table(tmp_path):
    path = tmp_path / "archive.parquet"
    days = pa.array(["2001-01-04", "2001-01-05", None])
    columns = {"id": [7, 8, 9], "published": days.cast(pa.date32()), "text": ["يوم", " ", "x"]}
    pq.write_table(pa.table(columns | {"desk": ["a", "b", "c"]}), path)
    first, second, third = articles_in(path)
    assert (first.id, first.published, first.text) == ("7", "2001-01-04", "يوم")
    assert (second.error, third.error) == ("row 2 has no text", "row 3 has no published")


def test_a_parquet_file_that_is_damaged_or_lacks_a_column_is_rejected(tmp_path):
    path = tmp_path / "archive.parquet"
    pq.write_table(pa.table({"id": [1], "text": ["x"]}), path)
    with pytest.raises(DataError, match="lacks the column published"):
        list(articles_in(path))
    path.write_bytes(path.read_bytes()[:-9] + b"PAR1")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        list(articles_in(path))


def test_a_folder_of_files_is_read_in_the_order_of_their_names(tmp_path):
    write_lines(tmp_path / "2001-02.jsonl", articles(2, name="feb"))
    write_lines(tmp_path / "2001-01.jsonl", articles(1, name="jan"))
    (tmp_path / "notes.md").write_text("no articles", "utf-8")
    assert [one.id for one in articles_in(tmp_path)] == ["jan0", "feb0", "feb1"]
    assert [name for name, _ in sources_in(tmp_path)] == ["2001-01", "2001-02"]
    (tmp_path / "2001-01.csv").write_text(f"id,published,text\nx,{DAY},y\n", "utf-8")
    assert [name for name, _ in sources_in(tmp_path)][:2] == ["2001-01.csv", "2001-01.jsonl"]


def test_the_claims_of_a_batch_are_the_same_in_parquet_and_csv(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    write_lines(source, [*articles(2), Article("bad", "soon", TRUE)])
    run("--batch", source, "--jobs", 1, "--out", out)
    run("--batch", source, "--jobs", 1, "--out", tmp_path / "out.csv")
    table = pq.read_table(out)
    assert table["verdict"].to_pylist() == ["supported", "supported", "error"]
    assert table["value"].to_pylist() == [22.0, 22.0, None]
    header = (tmp_path / "out.csv").read_text("utf-8").partition("\n")[0]
    assert table.column_names == header.split(",")


@pytest.mark.usefixtures("_few")
def test_parts_that_are_done_are_not_checked_again(tmp_path, monkeypatch):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    write_lines(source / "jan.jsonl", articles(7, name="jan"))
    write_lines(source / "feb.jsonl", articles(2, name="feb"))
    words = ("--batch", source, "--parts", out, "--jobs", 2)
    assert "4 done" in run(*words).output
    whole = answers(out)
    assert set(whole) == {*(f"jan{n}" for n in range(7)), "feb0", "feb1"}
    names = sorted(path.name for path in out.iterdir())
    lost = out / names[1]
    lost.unlink()
    checked = []
    run_tasks = parallel.Workers.run

    def counting(self, function, tasks):
        tasks = list(tasks)
        checked.extend(len(part.articles) for part in tasks)
        return run_tasks(self, function, tasks)

    monkeypatch.setattr(parallel.Workers, "run", counting)
    assert "1 done, 3 done before" in run(*words).output
    assert sum(checked) == 3
    assert answers(out) == whole
    assert sorted(path.name for path in out.iterdir()) == names
    # More articles in one file leave the parts of the others alone.
    write_lines(source / "feb.jsonl", articles(4, name="feb"))
    assert "2 done, 3 done before" in run(*words).output


@pytest.mark.usefixtures("_few")
def test_other_answers_are_other_parts(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    write_lines(source, articles(3))
    words = ("--batch", source, "--parts", out, "--jobs", 2)
    run(*words)
    assert "1 done\n" in run(*words, "--rule", "all").output
    assert "1 done\n" in run(*words, "--rounding", "strict").output
    assert "1 done before" in run(*words).output
    assert len(list(out.iterdir())) == 3


@pytest.fixture
def _check_restored():
    yield
    if hasattr(checker.Checker, "whole"):
        checker.Checker.check = checker.Checker.whole
        del checker.Checker.whole


@pytest.mark.usefixtures("_few", "_check_restored")
def test_a_part_that_failed_does_not_end_the_run_and_is_repeated(tmp_path, monkeypatch):
    many = articles(9)
    many[4] = Article("a4", DAY, "STOP")

    def run_parts():
        found = parts.check_in_parts(
            [("x", many)], Stopping(open_atlas, LAND), tmp_path, _write_answers,
            ending=".jsonl", jobs=2,
        )  # fmt: skip
        return sorted(outcome for _, outcome in found)

    assert run_parts() == ["done", "done", "failed"]
    found = answers(tmp_path)
    assert set(found) == {one.id for one in many}
    assert [name for name, row in found.items() if "error" in row] == ["a4"]
    assert found["a4"]["error"].startswith("internal error: the process that checked it ended")
    # The program is corrected: the part is checked again, and the others are not.
    checker.Checker.check = checker.Checker.whole
    checked = []

    def run_here(_, function, tasks):
        for part in tasks:
            checked.append(part)
            yield part, function(part)

    monkeypatch.setattr(parallel.Workers, "run", run_here)
    assert run_parts() == ["done", "done before", "done before"]
    assert len(checked) == 1
    assert not any("failed" in path.name for path in tmp_path.iterdir())


@pytest.mark.filterwarnings("default")  # those of a cluster that loses a worker
@pytest.mark.usefixtures("_few")
def test_a_cluster_loses_nothing_when_a_worker_is_stopped_half_way(tmp_path):
    from distributed import LocalCluster

    many = articles(40)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", local_directory=str(tmp_path)
    ) as cluster:
        rows = []
        for row in check_many(many, open_land, scheduler=cluster.scheduler_address):
            rows.append(row)
            if len(rows) == 10:
                pid = next(iter(cluster.workers.values())).pid
                os.kill(pid, signal.SIGKILL)
    assert [row["id"] for row in rows] == [f"a{n}" for n in range(40)]
    assert all(row["claims"][0]["verdict"] == "supported" for row in rows)


def test_a_scheduler_that_does_not_answer_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "_CONNECT_S", 1)
    source = tmp_path / "in.jsonl"
    write_lines(source, articles(1))
    for address in ("nowhere", "tcp://127.0.0.1:1"):
        output = run("--batch", source, "--scheduler", address, code=2).output
        assert "does not answer" in output
        assert "dask scheduler" in output


def test_a_worker_with_another_package_is_refused(monkeypatch):
    checking = batch.Checking.of(open_land, "usual", "none")
    monkeypatch.setattr(batch._Worker, "key", "")  # noqa: SLF001 - as in a new process
    other = replace(checking, digest="0" * 64)
    with pytest.raises(InvalidRequestError, match="other files of the data package"):
        other(articles(1))


def test_what_needs_a_batch_or_a_file_is_refused_without(tmp_path):
    source = tmp_path / "in.jsonl"
    write_lines(source, articles(1))
    text = (TRUE, "--published", DAY)
    for words, named in [
        ((*text, "--parts", tmp_path / "x"), "--batch"),
        ((*text, "--scheduler", "tcp://x:1"), "--batch"),
        ((*text, "--format", "parquet"), "--batch"),
        (("--batch", source, "--format", "parquet"), "--out"),
        (("--batch", source, "--out", tmp_path / "o", "--parts", tmp_path / "p"), "--parts"),
        (("--batch", source, "--format", "html"), "--format"),
    ]:
        assert named in run(*words, code=2).output
