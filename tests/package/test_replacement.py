"""Files of a package are replaced together, whoever else writes, whenever a process is killed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from run_command import invoke

from frontline.cli import package as commands
from frontline.errors import DataError
from frontline.package import replacement
from frontline.package.draft import Draft
from frontline.package.package import read_package
from frontline.package.replacement import ChangedError, package_states, retry_if_changed
from frontline.package.undo import Undo, write_with_undo

OBSERVER = {"id": "observer", "name": "Observer", "stance": "monitor"}
HERALD_TOO = {"id": "herald-too", "name": "Herald too", "stance": "monitor"}
OAK = {
    "id": "oak", "name": "Oak", "kind": "village", "lon": 30.05, "lat": 0.05,
    "position_error_m": 500, "sources": ["Book 7"], "licence": "CC0",
}  # fmt: skip


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Two people at once.


def test_a_draft_does_not_overwrite_what_another_wrote(land_copy):
    first, second = Draft(land_copy), Draft(land_copy)
    first.put("publishers", OBSERVER)
    first.write()
    written = contents(land_copy)
    second.put("publishers", HERALD_TOO)
    with pytest.raises(ChangedError, match=r"publishers\.csv changed after the package was read"):
        second.write()
    assert contents(land_copy) == written


def test_an_edit_by_hand_is_not_overwritten(land_copy):
    draft = Draft(land_copy)
    draft.put("publishers", OBSERVER)
    path = land_copy / "events.csv"
    path.write_text(path.read_text().replace("an attack failed", "an attack was repelled"))
    with pytest.raises(ChangedError, match=r"events\.csv"):
        draft.write()
    assert "an attack was repelled" in path.read_text()


def test_a_change_is_made_again_on_top_of_another(land_copy):
    others = iter([OBSERVER])

    def change():
        draft = Draft(land_copy)
        for other in others:  # somebody else is quicker, once
            another = Draft(land_copy)
            another.put("publishers", other)
            another.write()
        draft.put("publishers", HERALD_TOO)
        return draft.write()

    assert retry_if_changed(change) == ("publishers.csv",)
    assert {"observer", "herald-too"} <= read_package(land_copy).publishers.keys()


def add_event(folder, place, url):
    arguments = ["--place", place, "--kind", "capture", "--on", "2001-01-10"]
    arguments += ["--before", "north", "--after", "south", "--publisher", "wire", "--url", url]
    arguments += ["--published", "2001-01-10", "--says", "supports"]
    return invoke("add", "event", "--into", folder, *arguments)


def test_two_people_who_add_at_once_both_keep_their_event(land_copy, monkeypatch):
    waiting = [True]

    def confirm(*_, **__):
        if waiting.pop() if waiting else False:  # while the first waits, the second adds
            add_event(land_copy, "birch", "https://x.invalid/second")
        return True

    monkeypatch.setattr(commands, "confirm", confirm)
    first = add_event(land_copy, "cedar", "https://x.invalid/first")
    assert "added E7, E7-r1" in first.stdout
    package = read_package(land_copy)
    places = {event.event_id: event.place_id for event in package.events}
    assert (places["E6"], places["E7"]) == ("birch", "cedar")
    urls = {id_: package.reports[id_][0].url for id_ in ("E6", "E7")}
    assert urls == {"E6": "https://x.invalid/second", "E7": "https://x.invalid/first"}


# A process that is killed.


def kill_at(monkeypatch, number, steps=("replace", "rename")):
    """End this process, as if killed, at its nth move of a file or folder."""
    moves = []

    def killed(move):
        def counted(path, *target, **options):
            moves.append(target)
            if len(moves) == number:
                os._exit(9)
            return move(path, *target, **options)

        return counted

    for name in steps:
        monkeypatch.setattr(Path, name, killed(getattr(Path, name)))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_kill_leaves_the_old_or_the_new_package(land_copy, monkeypatch):
    ends, codes = set(), set()
    old = contents(land_copy)
    for number in range(1, 12):
        for name, content in old.items():
            (land_copy / name).write_bytes(content)
        child = os.fork()
        if child == 0:
            kill_at(monkeypatch, number)
            draft = Draft(land_copy)
            draft.put("publishers", OBSERVER)
            draft.put("gazetteer", OAK)
            draft.add_source("Book", "https://book.invalid/")
            draft.write()
            os._exit(0)
        codes.add(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        package = read_package(land_copy)
        titles = [one["title"] for one in package.descriptor["sources"]]
        ends.add(("observer" in package.publishers, "oak" in package.gazetteer, "Book" in titles))
        assert contents(land_copy).keys() == old.keys()
    assert ends == {(False, False, False), (True, True, True)}
    assert codes == {9, 0}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_new_file_is_taken_back_whole_or_not_at_all_when_killed(land_copy, monkeypatch):
    """The process is killed before each step in turn."""
    old = contents(land_copy)
    ends, codes = set(), set()
    for number in range(1, 16):
        draft = Draft(land_copy)
        draft.put("publishers", OBSERVER)
        draft.add_file("review.csv", "question,choice\n")
        undo = write_with_undo(draft)
        new = contents(land_copy)
        assert undo.names == ("publishers.csv", "review.csv")
        child = os.fork()
        if child == 0:
            kill_at(monkeypatch, number, ("replace", "rename", "unlink"))
            undo.apply()
            os._exit(0)
        codes.add(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        read_package(land_copy)
        now = contents(land_copy)
        ends.add((now == old, now == new))
        if now != old:
            Undo(land_copy, undo.files, {}, package_states(land_copy)).apply()
        assert (contents(land_copy) == old) is True
    assert ends == {(True, False), (False, True)}
    assert codes == {9, 0}


def test_a_change_that_cannot_be_completed_is_reported(land_copy, monkeypatch):
    change = land_copy / ".frontline_change"
    change.mkdir()
    (change / "events.csv").write_bytes((land_copy / "events.csv").read_bytes())

    def fail(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(replacement, "replace_files", fail)
    with pytest.raises(DataError, match=r"interrupted change cannot be completed \(Permission"):
        read_package(land_copy)
    assert change.is_dir()
    monkeypatch.undo()
    read_package(land_copy)
    assert not change.exists()


def test_a_package_that_is_replaced_while_it_is_read_is_read_again(land_copy):
    reads = []

    def read():
        reads.append(len(reads))
        if len(reads) == 1:
            draft = Draft(land_copy)
            draft.put("publishers", OBSERVER)
            draft.write()
        return len(reads)

    assert replacement.read_unchanged(land_copy, read) == 2


# Permissions and links.


def test_files_of_a_package_keep_their_mode_and_their_links(land_copy, tmp_path):
    (land_copy / "publishers.csv").chmod(0o600)
    elsewhere = tmp_path / "shared.geojson"
    (land_copy / "gazetteer.geojson").rename(elsewhere)
    (land_copy / "gazetteer.geojson").symlink_to(elsewhere)
    elsewhere.chmod(0o664)
    draft = Draft(land_copy)
    draft.put("publishers", OBSERVER)
    draft.put("gazetteer", OAK)
    draft.write()
    assert stat.S_IMODE((land_copy / "publishers.csv").stat().st_mode) == 0o600
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o664
    assert (land_copy / "gazetteer.geojson").is_symlink()
    assert "Oak" in elsewhere.read_text()
