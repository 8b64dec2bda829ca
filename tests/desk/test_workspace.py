"""What the desk keeps of a package: compared with the files once a request, and never outdated."""

from __future__ import annotations

import re
import threading
from collections import Counter
from html import unescape

from desk_client import Client

import frontline
from frontline.desk import server, views, workspace
from frontline.geometry import tessellation
from frontline.geometry.geodesic_polygons import GeodesicPolygon
from frontline.package.template import Template, create_package

RULE = 'name = "own"\nsays = "{}"\nsays_ar = "ق"\n\n[stands]\nvoices = 2\n'


def sentence(answer):
    return unescape(re.search(r'id="sentence"[^>]*>([^<]*)<', answer.text)[1])


def ask(client, place, **more):
    answer = client.get("/ask", params={"place": place, "to": "", "day": "2001-01-10", **more})
    assert answer.status_code == 200
    return answer


def test_a_question_looks_once_at_the_files(own_client, monkeypatch):
    ask(own_client, "fir")
    seen, look = Counter(), workspace.file_states
    monkeypatch.setattr(
        workspace, "file_states", lambda folder: seen.update([folder.name]) or look(folder)
    )
    for number, (place, to) in enumerate((("alder", "south"), ("30.05,0.12", ""), ("fir", "")), 1):
        ask(own_client, place, to=to)
        assert set(seen.values()) == {number}
    assert set(seen) == {own_client.desk.workspace.folder.name, "rules"}


def test_a_rule_that_an_editor_changed_counts_at_the_next_request(own_client):
    rules = own_client.desk.workspace.folder / "rules"
    rules.mkdir()
    for says in ("Two must agree.", "Two publishers must agree."):
        (rules / "own.toml").write_text(RULE.format(says), encoding="utf-8")
        assert says in ask(own_client, "fir", rule="own").text
    (rules / "own.toml").unlink()
    assert "Unknown rule" in unescape(ask(own_client, "fir", rule="own").text)


def test_what_rests_on_older_files_is_never_kept_for_newer(own_client):
    desk, nested = own_client.desk.workspace, ("nested",)
    path = desk.folder / "events.csv"

    def begun_before():
        path.write_bytes(path.read_bytes() + b"\n")
        other = threading.Thread(target=desk.answer, args=(("other",), lambda: "newer"))
        other.start()
        other.join()
        return desk.answer(nested, lambda: "older")

    assert desk.answer(("whole",), begun_before) == "older"
    assert desk.answer(nested, lambda: "newer") == "newer"
    assert desk.answer(("other",), lambda: "once more") == "newer"


def test_only_the_latest_results_of_a_kind_are_kept(own_client, monkeypatch):
    monkeypatch.setattr(workspace, "_MOST_ANSWERS", 3)
    desk, computed = own_client.desk.workspace, []

    def answer(name):
        return desk.answer((name,), lambda: computed.append(name) or name)

    for name in "abcabdab":
        assert answer(name) == name
    assert "".join(computed) == "abcd"
    desk.atlas()
    assert answer("c") == "c"
    assert "".join(computed) == "abcdc"


def test_the_first_question_finds_outlines_and_cells_prepared(land_copy, monkeypatch):
    monkeypatch.setattr(workspace, "open_atlas", frontline.open)  # one that nobody has asked
    client = Client(land_copy)
    server._warm_up(client.desk.workspace)  # noqa: SLF001 - runs in a thread of the server
    made, prepare = [], GeodesicPolygon.__init__
    monkeypatch.setattr(GeodesicPolygon, "__init__", lambda *new: made.append(1) or prepare(*new))
    monkeypatch.setattr(tessellation, "tessellate", lambda *_, **__: made.append("cells"))
    assert client.desk.workspace.atlas().package.footprints
    for place in ("elm", "fir"):
        assert sentence(ask(client, place, to="south", day="2001-01-02"))
    assert made == []


def test_a_desk_on_an_empty_package_starts_and_says_that_it_is_empty(tmp_path):
    create_package(tmp_path / "new", Template(title="A new record"))
    client = Client(tmp_path / "new")
    server._warm_up(client.desk.workspace)  # noqa: SLF001 - runs in a thread of the server
    assert "the package is still empty" in unescape(client.get("/ask").text)


def test_phrases_are_put_into_templates_once_as_they_are_shown(monkeypatch):
    known = {"two": 'A "second" <one> & {{more}}', "own_name": "x"}
    monkeypatch.setattr(views, "phrases", lambda: {"en": known, "ar": {"two": "اثنان"}})
    views._environment.cache_clear()  # noqa: SLF001 - it keeps what other tests have shown
    try:
        for language, shown in (
            ("en", "A &#34;second&#34; &lt;one&gt; &amp; {more}"), ("ar", "اثنان"),
        ):  # fmt: skip
            template = views._environment(language).from_string(  # noqa: SLF001 - as above
                """<p title="{{ t('two') }}">{{ t("two") }}</p>"""
            )
            assert template.render() == f'<p title="{shown}">{shown}</p>'
    finally:
        views._environment.cache_clear()  # noqa: SLF001 - as above
