"""Run the command in this process, with the invented land or the built-in data."""

from __future__ import annotations

import csv
import io
import json
import signal

from invented_land import LAND
from typer.testing import CliRunner

from frontline.cli import app

#: One question for each command that answers; with the keys that docs/json.md lists.
QUESTIONS = {
    "place": (["place", "elm"], {"match", "how", "place", "candidates"}),
    "control": (["control", "elm"], {"place", "rule", "on", "spans", "records"}),
    "changes": (
        ["changes"],
        {"id", "name", "name_ar", "name_local", "day", "before", "after", "events", "sources"},
    ),
    "pockets": (
        ["pockets", "--on", "2001-01-04", "--all"],
        {"actor", "area_km2", "enclosed", "places"},
    ),
    "distance": (
        ["distance", "birch", "south", "--on", "2001-01-04"],
        {
            *("from", "to", "on", "centre_m", "edge_m", "low_m", "high_m", "bearing_deg"),
            *("direction", "along_km", "place", "others"),
        },
    ),
    "check": (
        ["check", "Gorse is about 22 km from Ivy.", "--published", "2001-01-04"],
        {"claims", "not_understood"},
    ),
    "known": (["known", "--event", "E1"], {"event", "place", "on", "rule", "steps"}),
    "compare": (
        ["compare", "--rules", "standard,all", "--on", "2001-01-07"],
        {"on", "known_on", "rules", "area_km2", "places", "highways"},
    ),
    "fragility": (
        ["fragility", "elm", "north", "--on", "2001-01-07", "--draws", "2"],
        {"on", "rule", "known_on", "areas", "distance", "left_out", "shaken"},
    ),
    "coverage": (
        ["coverage"],
        {"rule", "known_on", "months", "districts", "ground", "disputes"},
    ),
    "highway": (
        ["highway", "h1", "--on", "2001-01-04"],
        {"highway", "on", "between", "length_km", "intervals", "share"},
    ),
}
PLACE_KEYS = {"id", "name", "name_ar", "name_local"}
FOUND_KEYS = PLACE_KEYS | {"status", "holder", "actors", "evidence", "since", "sources"}


def as_from_a_terminal():
    """Handle signals as usual, also where the suite runs in the background and ignores some."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def invoke(*arguments, code=0):
    """Run the command and check its exit code; return the result with its output."""
    result = CliRunner().invoke(app.app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def run(*arguments, code=0):
    result = invoke(*arguments, code=code)
    return result.stdout if code == 0 else result.output


def run_on_land(*arguments, code=0):
    return run(*arguments, "--data", LAND, code=code)


def run_json(*arguments, code=0):
    return json.loads(run(*arguments, "--format", "json", code=code))


def run_json_on_land(*arguments, code=0):
    return run_json(*arguments, "--data", LAND, code=code)


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
