"""What is installed runs without the repository; what is published can be built again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent


def make(folder, *hooks, source=HOME):
    """Let the build backend make distributions, without a new environment and the network."""
    calls = "".join(f"; print(b.{hook}({str(folder)!r}))" for hook in hooks)
    done = subprocess.run([sys.executable, "-c", f"import hatchling.build as b{calls}"], cwd=source,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [folder / name for name in done.stdout.split()[-len(hooks) :]]


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """Return the wheel and the source distribution, made by one process."""
    return make(tmp_path_factory.mktemp("dist"), "build_wheel", "build_sdist")


@pytest.fixture(scope="module")
def sdist(distributions, tmp_path_factory):
    """Unpack the source distribution, and give its folder."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(distributions[1]) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def wheel(distributions):
    return distributions[0]


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


#: Calls the program with each list of arguments in a JSON text, up to one that fails.
CALLS = """
import json, sys
from frontline.__main__ import main
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
"""


@pytest.fixture
def run_commands(run):
    """Give a function that calls the installed program several times in one process."""

    def run_them(*commands):
        words = [[str(word) for word in command] for command in commands]
        return run("python", "-c", CALLS, json.dumps(words))

    return run_them


def names_in(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_installed_package_is_not_the_repository(run, installed):
    where = Path(run("python", "-c", "import frontline; print(frontline.__file__)").strip())
    assert where.is_relative_to(installed.parent)


def test_the_main_job_runs_away_from_the_repository(run, run_commands, tmp_path):
    told = run("frontline", "distance", "Khan Sheikhoun", "government", "--on", "2019-08-15")
    assert "nearest at Tell Aas" in told
    run_commands(
        ("map", "--on", "2019-08-15", "--out", "day.html"),
        ("export", "--on", "2019-08-15", "-o", "day.gpkg", "--layers", "places,front"),
    )
    page = (tmp_path / "day.html").read_text("utf-8")
    assert "Khan Shaykhun" in page
    assert "Content-Security-Policy" in page
    assert (tmp_path / "day.gpkg").read_bytes().startswith(b"SQLite format 3\0")


def test_a_new_package_is_begun_added_to_and_drawn(run_commands, tmp_path):
    about = ["--into", "mine", "--place", "Cedar", "--kind", "capture", "--on", "2001-01-04"]
    held = ["--before", "north", "--after", "south"]
    source = ["--publisher", "watch", "--url", "https://watch.invalid/c", "--published", "unknown"]
    told = run_commands(
        ("init", "mine", "--example"),
        ("add", "event", *about, *held, *source),
        ("validate", "mine"),
        ("map", "--data", "mine", "--on", "2001-01-05", "--out", "mine.html"),
        ("export", "--data", "mine", "-o", "mine.geojson", "--layers", "territory"),
    )
    assert "added E" in told
    assert re.search("^0 errors", told, re.MULTILINE)
    assert "Cedar" in (tmp_path / "mine.html").read_text("utf-8")
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
    (again,) = make(tmp_path, "build_wheel", source=sdist)
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
