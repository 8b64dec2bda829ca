"""What make installs is locked: every dependency, to one version and its hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).parent.parent
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
LOCKS = ("constraints.txt", "requirements.txt", "tools/supply.txt")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def read_lock(text):
    """Return the locked requirements by name, each with its hashes."""
    locked = {}
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        pin = Requirement(requirement)
        locked.setdefault(canonicalize_name(pin.name), []).append((pin, hashes))
    return locked


def lock(name):
    return read_lock((HOME / name).read_text("utf-8"))


def problems_of(locked):
    """Return what pip could not check: a version that is open, or a hash that is not there."""
    found = []
    for pin, hashes in (line for lines in locked.values() for line in lines):
        if not re.fullmatch(r"==[\w.]+", str(pin.specifier)) or pin.url:
            found.append(f"{pin} is not one version")
        if not hashes or not all(HASH.fullmatch(value) for value in hashes):
            found.append(f"{pin} has no SHA-256 hash")
    return found


def not_locked(wanted, locked):
    """Return the requirements that a lock does not name, or locks to a version they exclude."""
    missing = []
    for text in wanted:
        requirement = Requirement(text)
        pins = [pin for pin, _ in locked.get(canonicalize_name(requirement.name), [])]
        versions = [str(pin.specifier).removeprefix("==") for pin in pins]
        if not pins or not all(requirement.specifier.contains(each) for each in versions):
            missing.append(text)
    return missing


def test_the_lock_names_every_dependency_of_the_project():
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    wanted = [*project["dependencies"], *groups["build"], *PROJECT["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    assert "folium>=0.20,<0.21" in wanted
    assert not_locked(wanted, lock("constraints.txt")) == []
    assert not_locked(project["dependencies"], lock("requirements.txt")) == []
    assert not_locked(groups["supply"], lock("tools/supply.txt")) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_line_is_one_version_with_its_hashes(name):
    locked = lock(name)
    assert len(locked) > 10
    assert problems_of(locked) == []


def test_the_locks_agree():
    """What is audited, listed in the SBOM and tested is the same version of each library."""
    whole, shared = lock("constraints.txt"), 0
    for name in LOCKS[1:]:
        for library, lines in lock(name).items():
            for pin, hashes in lines if library in whole else ():
                others = [(each.specifier, values) for each, values in whole[library]]
                assert (pin.specifier, hashes) in others, f"{name}: {pin} is not in constraints.txt"
                shared += 1
    assert shared > 20
    assert set(lock("requirements.txt")) <= set(whole)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_folder(name):
    text = (HOME / name).read_text("utf-8")
    elsewhere = re.compile(r"https?:|file:|--index|--extra-index|--find-links| @ |\s/")
    assert elsewhere.findall(text) == []


def test_make_installs_only_what_the_lock_checks():
    """Every `pip install` of the Makefile checks hashes, or installs nothing but the project."""
    makefile = (HOME / "Makefile").read_text("utf-8").replace("\\\n", " ")
    commands = [line for line in makefile.splitlines() if re.match(r"\t.*\$\((PIP|LOCKED)\)", line)]
    assert len(commands) >= 3
    for command in commands:
        assert "$(LOCKED)" in command or "--no-deps --no-build-isolation --editable ." in command
    assert re.search(r"^LOCKED := \$\(PIP\).* --require-hashes ", makefile, re.MULTILINE)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("six>=1.17 --hash=sha256:" + "0" * 64, "six>=1.17 is not one version"),
        ("six==1.* --hash=sha256:" + "0" * 64, "six==1.* is not one version"),
        ("six==1.17.0", "six==1.17.0 has no SHA-256 hash"),
        ("six==1.17.0 --hash=md5:" + "0" * 32, "six==1.17.0 has no SHA-256 hash"),
    ],
)
def test_a_line_that_pip_could_not_check_is_found(line, problem):
    assert problems_of(read_lock(line)) == [problem]


def test_a_dependency_that_is_not_locked_is_found():
    locked = read_lock("Six==1.17.0 --hash=sha256:" + "0" * 64)
    wanted = ["six>=1.16", "six>=2", "other"]
    assert not_locked(wanted, locked) == ["six>=2", "other"]
