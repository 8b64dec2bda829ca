"""Jobs: a film is made while the desk answers, shows how far it is, and can be cancelled."""

from __future__ import annotations

import re
import threading

import pytest
from desk_client import Client
from invented_land import LAND

from frontline.annotation_model import Annotation
from frontline.stills.film import film
from frontline.theme import Theme

FILM = {
    "day": "2001-01-05", "first": "2001-01-03", "size": "360x360", "view": "all", "title": "",
    "credit": "", "lang": "en", "format": "gif",
}  # fmt: skip


@pytest.fixture
def maker():
    made = Client(LAND)
    yield made
    made.desk.jobs.close()


def wait(client):
    client.desk.jobs.wait()
    return client.get("/jobs").text


def test_a_film_is_made_as_the_library_makes_it(maker, land, tmp_path):
    chosen = {"hide_names": "yes", "n1_text": "A ford", "n1_at": "30.1,0.1", "style": "built-in"}
    assert maker.post("/map/film", FILM | chosen).headers["location"] == "/jobs"
    text = wait(maker)
    link = re.search(r'href="(/jobs/file\?id=\w+)"', text)[1]
    days = land.on("2001-01-03").day, land.on("2001-01-05").day
    note = Annotation(
        annotation_id="desk-1", text="A ford", text_ar="A ford", lon=30.1, lat=0.1,
        first_day=days[0], last_day=days[1],
    )  # fmt: skip
    drawn = film(
        land, *days, size="360x360", annotations=[note], hidden=["names"], style=Theme(),
    )  # fmt: skip
    for picture in drawn.pictures.values():
        assert 'id="names"' not in picture.svg
        assert "A ford" in picture.svg
    drawn.save(tmp_path / "a.gif")
    answer = maker.get(link)
    assert answer.content == (tmp_path / "a.gif").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_job_shows_its_progress_and_is_cancelled(maker):
    started, go_on = threading.Event(), threading.Event()

    def work(path, progress):
        path.write_bytes(b"begun")
        for step in range(10):
            progress(step, 10)
            if step == 4:
                started.set()
                go_on.wait(60)

    maker.desk.jobs.start("A long job", "a.bin", work)
    assert started.wait(60)
    text = maker.get("/jobs").text
    assert 'max="10" value="4"' in text
    assert "every 1s" in text
    assert maker.get("/ask?place=elm&day=2001-01-05").status_code == 200
    (id_,) = re.findall(r'name="id" value="(\w+)"', text)
    assert maker.get(f"/jobs/file?id={id_}").status_code == 404
    assert maker.post("/jobs/cancel", {"id": id_}).status_code == 303
    go_on.set()
    text = wait(maker)
    assert "cancelled" in text
    assert "every 1s" not in text


def test_what_goes_wrong_is_shown(maker):
    maker.post("/map/film", FILM | {"size": "361x361"})
    assert "even number of pixels" in wait(maker)


def test_a_third_job_has_to_wait(maker):
    go_on = threading.Event()
    for number in range(2):
        maker.desk.jobs.start(f"Job {number}", "a", lambda *_: go_on.wait(60))
    refused = maker.post("/map/film", FILM)
    assert refused.status_code == 400
    assert "2 jobs are running" in refused.text
    go_on.set()
    wait(maker)


@pytest.mark.parametrize(
    "fields",
    [{"format": "exe"}, {"first": "2001-01-09"}, {"first": ""}, {"day": "soon"}],
)
def test_a_film_that_is_not_possible_is_refused(maker, fields):
    assert maker.post("/map/film", FILM | fields).status_code in {400, 404}
    assert maker.desk.jobs.all() == []


@pytest.mark.parametrize("id_", ["", "x", "../x"])
def test_an_unknown_job_is_not_found(maker, id_):
    assert maker.get("/jobs/file", params={"id": id_}).status_code == 404
    assert maker.post("/jobs/cancel", {"id": id_}).status_code == 404


def test_the_files_are_removed_when_the_desk_is_stopped(maker):
    maker.desk.jobs.start("A job", "a.txt", lambda path, _: path.write_text("x"))
    wait(maker)
    ((_, job),) = maker.desk.jobs.all()
    assert job.path.exists()
    maker.desk.jobs.close()
    assert not job.path.parent.parent.exists()
