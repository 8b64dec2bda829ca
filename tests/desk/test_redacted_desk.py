"""A desk under an embargo or a blur shows nothing of what is left out, and changes nothing."""

from __future__ import annotations

import shutil
from datetime import date

from desk_client import Client
from invented_land import LAND

from frontline.desk.workspace import Redaction

EMBARGO = Redaction(embargo_days=3, today=date(2001, 1, 10))
PAGES = (
    "/ask?place=ivy&day=2001-01-05",
    "/map",
    "/record?table=events",
    "/record?table=reports",
    "/compare",
    "/map/file?format=html&day=2001-01-06",
    "/map/file?format=html&preview=yes&day=2001-01-06",
    "/map/file?format=svg&day=2001-01-06",
)


def test_no_page_depends_on_an_event_of_the_embargo(tmp_path):
    shown = []
    for name in ("one", "other"):
        folder = tmp_path / name
        shutil.copytree(LAND, folder)
        if name == "other":
            events = folder / "events.csv"
            text = events.read_text()
            assert "E5," in text
            events.write_text(text.replace("2001-01-09", "2001-01-08"))
        client = Client(folder, redaction=EMBARGO)
        token = client.token()
        pages = [client.get(page) for page in PAGES]
        assert [page.status_code for page in pages] == [200] * len(PAGES)
        shown.append([page.text.replace(token, "") for page in pages])
    assert shown[0] == shown[1]
    assert all("E5" not in page for page in shown[0])
    assert all("3 days before" in page for page in shown[0])


def test_a_redacted_package_cannot_be_changed(tmp_path):
    folder = tmp_path / "land"
    shutil.copytree(LAND, folder)
    client = Client(folder, redaction=Redaction(blur_km=2))
    assert client.get("/record/event?id=E5").status_code == 403
    assert client.get("/import/questions").status_code == 403
    assert "Open it without" in client.get("/record").text
    before = (folder / "events.csv").read_bytes()
    assert client.post("/record/event", {"place": "elm"}).status_code == 403
    assert (folder / "events.csv").read_bytes() == before
