"""What is installed runs without the repository; what is published can be built again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent


def make(hook, folder, source=HOME):
    """Let the build backend make a distribution, without a new environment and the network."""
    code = f"import hatchling.build as b; print(b.{hook}({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """Unpack the source distribution, and give its folder."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(make("build_sdist", folder)) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return make("build_wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel into an empty environment, beside the libraries of this one."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    wish = ["install", "--quiet", "--no-compile", "--no-deps", "--no-index", wheel]
    done = subprocess.run([*pip, *wish], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "others.pth").write_text("\n".join(others) + "\n")
    return folder / "bin"


@pytest.fixture
def run(installed, tmp_path):
    """Give a function that runs the installed command in an empty folder."""
    names = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "LOCALAPPDATA")
    kept = {name: os.environ[name] for name in names if name in os.environ}

    def run_it(*words, code=0):
        command = [installed / words[0], *map(str, words[1:])]
        done = subprocess.run(
            command, cwd=tmp_path, env=kept, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    return run_it


def names_in(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_installed_package_is_not_the_repository(run, installed):
    where = Path(run("python", "-c", "import frontline; print(frontline.__file__)").strip())
    assert where.is_relative_to(installed.parent)


def test_the_main_job_runs_away_from_the_repository(run, tmp_path):
    told = run("frontline", "distance", "Khan Sheikhoun", "government", "--on", "2019-08-15")
    assert "nearest at Tell Aas" in told
    run("frontline", "map", "--on", "2019-08-15", "--out", "day.html")
    page = (tmp_path / "day.html").read_text("utf-8")
    assert "Khan Shaykhun" in page
    assert "Content-Security-Policy" in page
    run("frontline", "export", "--on", "2019-08-15", "-o", "day.gpkg", "--layers", "places,front")
    assert (tmp_path / "day.gpkg").read_bytes().startswith(b"SQLite format 3\0")


def test_a_new_package_is_begun_added_to_and_drawn(run, tmp_path):
    run("frontline", "init", "mine", "--example")
    about = ["--into", "mine", "--place", "Cedar", "--kind", "capture", "--on", "2001-01-04"]
    held = ["--before", "north", "--after", "south"]
    source = ["--publisher", "watch", "--url", "https://watch.invalid/c", "--published", "unknown"]
    assert "added E" in run("frontline", "add", "event", *about, *held, *source)
    assert run("frontline", "validate", "mine").splitlines()[-1].startswith("0 errors")
    run("frontline", "map", "--data", "mine", "--on", "2001-01-05", "--out", "mine.html")
    assert "Cedar" in (tmp_path / "mine.html").read_text("utf-8")
    run("frontline", "export", "--data", "mine", "-o", "mine.geojson", "--layers", "territory")
    assert (tmp_path / "mine.geojson").exists()


def test_the_wheel_holds_every_file_of_the_package_and_of_the_data(wheel):
    held = names_in(wheel)
    kept = subprocess.run(
        ["git", "ls-files", "frontline", "data"],
        cwd=HOME, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for name in kept.stdout.split():
        inside = f"frontline/{name}" if name.startswith("data/") else name
        assert inside in held
    assert "frontline/data/datapackage.json" in held
    assert "frontline/py.typed" in held
    assert not [name for name in held if name.startswith("tests/") or "__pycache__" in name]


def test_the_source_distribution_builds_the_same_wheel_byte_by_byte(sdist, wheel, tmp_path):
    again = make("build_wheel", tmp_path, sdist)
    assert names_in(again) == names_in(wheel)
    with zipfile.ZipFile(again) as one, zipfile.ZipFile(wheel) as other:
        assert [name for name in names_in(wheel) if one.read(name) != other.read(name)] == []
    assert (again.read_bytes() == wheel.read_bytes()) is True


def test_the_source_distribution_holds_what_make_and_the_readme_name(sdist):
    named = re.findall(r"\b((?:bench|tools)/[\w./-]+\.\w+)", (HOME / "Makefile").read_text("utf-8"))
    text = (HOME / "README.md").read_text("utf-8")
    named += re.findall(r"\]\((docs/[\w./-]+)\)", text) + re.findall(r"`(docs/[\w./-]+)`", text)
    assert "tools/browser.sh" in named
    assert [name for name in named if not (sdist / name).exists()] == []
    for name in (
        "constraints.txt",
        "requirements.txt",
        "tests/land/events.csv",
        "data/events.csv",
        "CHANGELOG.md",
    ):
        assert (sdist / name).exists()


def test_no_distribution_says_where_it_was_built(sdist, wheel):
    here = str(HOME).encode()
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if here in archive.read(name)] == []
    files = [path for path in sdist.rglob("*") if path.is_file()]
    assert [path.name for path in files if here in path.read_bytes()] == []
