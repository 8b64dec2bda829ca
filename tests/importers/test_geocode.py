"""Geocoders are asked only by the command, by its settings; a local server answers."""

from __future__ import annotations

import ast
import gzip
import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

import frontline
from frontline.cli import app
from frontline.errors import InvalidRequestError
from frontline.importers.geocode import Geocoder, read_settings
from frontline.importers.geocode_answers import parse_answers
from frontline.package.package import read_package

#: What each service answers, in the shape it publishes, for two invented places.
NOMINATIM = [
    {
        "place_id": 1, "licence": "Data (c) OpenStreetMap contributors, ODbL 1.0.",
        "osm_type": "node", "osm_id": 4711, "lat": "0.0500", "lon": "30.0500",
        "class": "place", "type": "village", "name": "صفصاف", "display_name": "Willow, Land",
        "address": {"village": "Willow", "county": "Middle", "state": "Land"},
        "namedetails": {"name": "صفصاف", "name:en": "Willow", "old_name": "Salix"},
        "boundingbox": ["0.03", "0.07", "30.03", "30.07"],
    },
    {
        "place_id": 2, "osm_type": "way", "osm_id": 12, "lat": "0.15", "lon": "30.15",
        "class": "landuse", "type": "residential", "name": "Willow Park",
        "display_name": "Willow Park", "address": {}, "namedetails": {},
        "boundingbox": ["0.1", "0.2", "30.1", "30.2"],
    },
]  # fmt: skip
PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [30.05, 0.05]},
            "properties": {
                "osm_type": "N", "osm_id": 4711, "osm_key": "place", "osm_value": "village",
                "name": "Willow", "state": "Land", "county": "Middle", "country": "Invented",
            },
        }
    ],
}  # fmt: skip
PELIAS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [30.05, 0.05]},
            "bbox": [30.0, 0.0, 30.1, 0.1],
            "properties": {
                "source": "whosonfirst", "source_id": "421", "layer": "locality",
                "name": "Willow", "label": "Willow, Land", "accuracy": "centroid",
                "region": "Land", "county": "Middle",
            },
        }
    ],
}  # fmt: skip
GEONAMES = {
    "totalResultsCount": 1,
    "geonames": [
        {
            "geonameId": 99, "name": "Willow", "toponymName": "Al Willow", "lat": "0.05",
            "lng": "30.05", "fcl": "P", "fcode": "PPL", "adminName1": "Land", "population": 1200,
            "countryCode": "XX", "countryName": "Invented",
        }
    ],
}  # fmt: skip
ANSWERS = {"nominatim": NOMINATIM, "photon": PHOTON, "pelias": PELIAS, "geonames": GEONAMES}


class StandIn:
    """A local server that answers as a geocoder does, and records the requests."""

    def __init__(self):
        self.requests = []
        self.status, self.body = 200, b"[]"
        self.headers = {}
        self.stop = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((self.path, self.headers["User-Agent"]))
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                for name, text in outer.headers.items():
                    self.send_header(name, text)
                self.end_headers()
                if callable(outer.body):
                    with suppress(OSError):
                        outer.body(self.wfile)
                else:
                    self.wfile.write(outer.body)

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.domain = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def says(self, value):
        self.body = json.dumps(value).encode()

    def question(self):
        parts = urlsplit(self.requests[-1][0])
        return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}

    def close(self):
        self.stop.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def stand_in(monkeypatch, tmp_path):
    """Start a local server, and let the environment point to it alone."""
    server = StandIn()
    for name in ("SETTINGS", "DOMAIN", "SCHEME", "USER_AGENT", "MIN_DELAY_S", "USERNAME"):
        monkeypatch.delenv(f"FRONTLINE_GEOCODER_{name}", raising=False)
    monkeypatch.delenv("FRONTLINE_GEOCODER", raising=False)
    monkeypatch.setenv("FRONTLINE_GEOCODER_DOMAIN", server.domain)
    monkeypatch.setenv("FRONTLINE_GEOCODER_SCHEME", "http")
    monkeypatch.setenv(
        "FRONTLINE_GEOCODER_USER_AGENT", "tests of frontline, nobody@example.invalid"
    )
    monkeypatch.setenv("FRONTLINE_GEOCODER_MIN_DELAY_S", "0")
    monkeypatch.setenv("FRONTLINE_GEOCODER_USERNAME", "nobody")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield server
    server.close()


def locate(*words, code=0):
    result = CliRunner().invoke(app.app, ["locate", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


# Requests.


def test_a_request_has_the_user_agent_and_the_name(stand_in):
    stand_in.says(NOMINATIM)
    locate("Willow", "--country", "xx")
    path, question = stand_in.question()
    assert (path, question["q"], question["countrycodes"]) == ("/search", "Willow", "xx")
    assert stand_in.requests[-1][1] == "tests of frontline, nobody@example.invalid"
    assert len(stand_in.requests) == 1


def test_places_in_the_region_of_the_package_come_first(stand_in, land_copy):
    stand_in.says(NOMINATIM)
    locate("Willow", "--into", land_copy, "--pick", "1")
    assert stand_in.question()[1]["viewbox"] == "29.9,-0.1,30.3,0.3"


def test_several_names_are_requested_no_faster_than_allowed(stand_in, monkeypatch):
    now, waited = [0.0], []

    def wait(seconds):
        waited.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("geopy.extra.rate_limiter.default_timer", lambda: now[0])
    monkeypatch.setattr("geopy.extra.rate_limiter.sleep", wait)
    monkeypatch.setenv("FRONTLINE_GEOCODER_MIN_DELAY_S", "7")
    stand_in.says(NOMINATIM)
    locate("Willow", "Alder", "Birch")
    assert [parse_qs(urlsplit(path).query)["q"] for path, _ in stand_in.requests] == [
        ["Willow"],
        ["Alder"],
        ["Birch"],
    ]
    assert waited == [7.0, 7.0]


@pytest.mark.parametrize("service", ANSWERS)
def test_every_service_is_requested_at_the_domain_of_the_settings(stand_in, service):
    stand_in.says(ANSWERS[service])
    output = locate("Willow", "--service", service)
    assert f"{service} at {stand_in.domain}" in output
    assert "Willow" in output
    assert stand_in.requests


# Answers.


@pytest.mark.parametrize(
    ("service", "cited", "licence", "error_m"),
    [
        ("nominatim", "OpenStreetMap node/4711", "ODbL 1.0", 500),
        ("photon", "OpenStreetMap node/4711", "ODbL 1.0", 500),
        # Half the diagonal of a box of 0.1 degree at the equator: 7.85 km.
        ("pelias", "Who's On First 421", "CC BY 4.0", 7850),
        ("geonames", "GeoNames 99", "CC BY 4.0", 1000),
    ],
)
def test_an_answer_has_position_error_source_and_licence(
    stand_in, service, cited, licence, error_m
):
    stand_in.says(ANSWERS[service])
    row = json.loads(locate("Willow", "--service", service, "--pick", "1"))
    properties = row["properties"]
    assert row["geometry"]["coordinates"] == [30.05, 0.05]
    assert (properties["name"], properties["sources"], properties["licence"]) == (
        "Willow",
        [cited],
        licence,
    )
    assert properties["position_error_m"] == pytest.approx(error_m, abs=10)
    assert properties["admin1"] == "Land"


def test_names_in_both_scripts_and_old_ones_are_kept(stand_in):
    stand_in.says(NOMINATIM)
    properties = json.loads(locate("Willow", "--pick", "1"))["properties"]
    assert (properties["name"], properties["name_ar"], properties["names"]) == (
        "Willow",
        "صفصاف",
        ["Salix"],
    )


def test_all_answers_are_printed_as_text_and_as_geojson(stand_in):
    stand_in.says(NOMINATIM)
    words = locate("Willow")
    assert "1  Willow  صفصاف  (village, Middle, Land)" in words
    assert "30.05, 0.05 (lon, lat), located to within 500 m" in words
    assert "OpenStreetMap way/12; licence: ODbL 1.0" in words
    whole = json.loads(locate("Willow", "--format", "json"))
    assert [one["properties"]["name"] for one in whole["features"]] == ["Willow", "Willow Park"]


def test_an_area_is_as_uncertain_as_it_is_large():
    (_, park) = parse_answers("nominatim", NOMINATIM)
    assert park.position_error_m == pytest.approx(7850, abs=10)


# Into a package.


def test_the_chosen_answer_becomes_one_line_of_the_gazetteer(stand_in, land_copy):
    stand_in.says(NOMINATIM)
    before = (land_copy / "gazetteer.geojson").read_text("utf-8").splitlines()
    output = locate("Willow", "--pick", "1", "--into", land_copy)
    assert "1 used" in output
    after = (land_copy / "gazetteer.geojson").read_text("utf-8").splitlines()
    assert len([line for line in after if line.rstrip(",") not in str(before)]) == 1
    place = read_package(land_copy).gazetteer["willow"]
    assert (place.sources, place.licence) == (("OpenStreetMap node/4711",), "ODbL 1.0")
    assert frontline.open(land_copy).place("صفصاف").id == "willow"


def test_the_same_place_again_changes_nothing(stand_in, land_copy):
    stand_in.says(NOMINATIM)
    locate("Willow", "--pick", "1", "--into", land_copy)
    files = {path.name: path.read_bytes() for path in land_copy.iterdir()}
    assert "nothing to write" in locate("Willow", "--pick", "1", "--into", land_copy)
    assert {path.name: path.read_bytes() for path in land_copy.iterdir()} == files


def test_a_place_outside_the_region_is_left_out(stand_in, land_copy):
    stand_in.says([NOMINATIM[0] | {"lat": "40.0"}])
    output = locate("Willow", "--pick", "1", "--into", land_copy)
    assert "outside the region" in output
    assert "nothing to write" in output


# Refusals.


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Willow", "--into", "DIR"], "--into needs --pick N: list the proposals first"),
        (["Willow", "Alder", "--pick", "1"], "one name at a time"),
        (["Willow", "--pick", "3"], "the service has 2 proposals"),
        (["Willow", "--service", "guess"], "settings of the geocoder: service"),
        (["Willow", "--service", "photon", "--country", "SY"], "leave out --country"),
    ],
)
def test_invalid_options_of_locate_are_refused(stand_in, words, expected):
    stand_in.says(NOMINATIM)
    assert expected in locate(*words, code=2)


@pytest.mark.usefixtures("stand_in")
def test_no_answer_ends_with_code_2():
    assert "Willow: no answer" in locate("Willow", code=2)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, b"Forbidden", "did not answer"),
        (429, b"Too many", "did not answer"),
        (500, b"", "did not answer"),
        (200, b"<html>", "did not answer"),
        (200, b'{"a": 1}', "answered in another format"),
        (200, b'[{"lat": "x"}]', "answered in another format"),
    ],
)
def test_a_failing_service_is_reported_in_one_line(stand_in, status, body, expected):
    stand_in.status, stand_in.body = status, body
    words = locate("Willow", code=2)
    assert expected in words
    assert len(words.splitlines()) == 1


@pytest.mark.parametrize(
    "location",
    ["http://{other}/stolen", "https://{domain}/search", "file:///etc/passwd", "//x.invalid"],
)
def test_a_redirect_to_another_host_or_scheme_is_not_followed(stand_in, location):
    other = StandIn()
    stand_in.status = 302
    stand_in.headers["Location"] = location.format(other=other.domain, domain=stand_in.domain)
    try:
        words = locate("Willow", code=2)
    finally:
        other.close()
    assert other.requests == []
    assert len(stand_in.requests) == 1
    assert "did not answer" in words
    assert len(words.splitlines()) == 1


def test_redirects_on_the_same_host_end_after_a_few(stand_in):
    stand_in.status, stand_in.headers["Location"] = 302, "/search?q=again"
    assert "redirects more than 3 times" in locate("Willow", code=2)
    assert len(stand_in.requests) == 4


def test_an_answer_without_end_is_cut_by_its_size(stand_in):
    sent = []

    def endless(file):
        while not stand_in.stop.is_set():
            file.write(b" " * 100_000)
            sent.append(100_000)

    stand_in.body = endless
    assert "larger than 1,048,576 bytes" in locate("Willow", code=2)
    assert sum(sent) < 50_000_000


def test_an_answer_that_comes_byte_by_byte_is_cut_by_the_time(stand_in, monkeypatch):
    def drip(file):
        while not stand_in.stop.wait(0.05):
            file.write(b" ")
            file.flush()

    stand_in.body = drip
    monkeypatch.setenv("FRONTLINE_GEOCODER_TIMEOUT_S", "0.4")
    assert "no complete answer within 0.4 seconds" in locate("Willow", code=2)


def test_a_compressed_answer_is_refused(stand_in):
    stand_in.headers["Content-Encoding"] = "gzip"
    stand_in.body = gzip.compress(b" " * 100_000_000)
    assert "is compressed" in locate("Willow", code=2)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[" * 101 + b"]" * 101,
        b'[{"lat":' + b"9" * 6000 + b"}]",
    ],
)
def test_nested_and_huge_values_are_reported_in_one_line(stand_in, body):
    stand_in.body = body
    words = locate("Willow", code=2)
    assert "did not answer" in words
    assert len(words.splitlines()) == 1


def test_an_error_does_not_show_the_key(stand_in, monkeypatch):
    monkeypatch.setenv("FRONTLINE_GEOCODER_KEY", "SECRETKEY")
    for status, body, domain in ((500, b"", None), (200, b"<html>", None), (0, b"", "127.0.0.1:1")):
        stand_in.status, stand_in.body = status, body
        if domain is not None:
            monkeypatch.setenv("FRONTLINE_GEOCODER_DOMAIN", domain)
        result = CliRunner().invoke(app.app, ["-v", "locate", "Elm", "--service", "pelias"])
        assert result.exit_code == 2
        assert "SECRETKEY" not in result.output


def test_a_domain_that_is_not_one_is_reported(stand_in, monkeypatch):
    for domain in ("a b", "127.0.0.1:99999", "[::1", f"{stand_in.domain}/a?b=#\r\nX: y", "é" * 300):
        monkeypatch.setenv("FRONTLINE_GEOCODER_DOMAIN", domain)
        locate("Elm", code=2)


def test_a_user_agent_is_required(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("FRONTLINE_GEOCODER_USER_AGENT", raising=False)
    output = locate("Willow", code=2)
    assert "nominatim needs user_agent" in output
    assert "FRONTLINE_GEOCODER_" in output


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[geocoder\n", "is not TOML"),
        ("geocoder = 3\n", "has no table"),
        ('[geocoder]\nagent = "x"\n', "agent: extra inputs are not permitted"),
        ('[geocoder]\nuser_agent = "x"\nmin_delay_s = -1\n', "min_delay_s"),
        ('[geocoder]\nuser_agent = "x"\nservice = "pelias"\n', "pelias needs domain"),
        ('[geocoder]\nuser_agent = "x"\nservice = "geonames"\n', "geonames needs username"),
    ],
)
def test_invalid_settings_are_refused_with_the_field(tmp_path, text, expected):
    path = tmp_path / "geocoder.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidRequestError, match=expected):
        read_settings(path, {})


def test_the_command_goes_before_the_environment_and_that_before_the_file(tmp_path):
    path = tmp_path / "geocoder.toml"
    path.write_text('[geocoder]\nuser_agent = "file"\ntimeout_s = 3\nservice = "photon"\n', "utf-8")
    around = {"FRONTLINE_GEOCODER_USER_AGENT": "environment", "HOME": "/"}
    settings = read_settings(path, around, service="nominatim")
    assert (settings.user_agent, settings.timeout_s) == ("environment", 3.0)
    assert (settings.service, settings.domain) == ("nominatim", "nominatim.openstreetmap.org")


def test_hostile_answers_are_text(stand_in, land_copy):
    bad = NOMINATIM[0] | {"name": "=cmd\x1b[31m{{7*7}}</script>", "namedetails": {}, "type": "\x07"}
    stand_in.says([bad])
    words = locate("Willow")
    assert "\x1b" not in words
    assert "\x07" not in words
    locate("Willow", "--pick", "1", "--into", land_copy)
    assert "\x1b" not in (land_copy / "gazetteer.geojson").read_text("utf-8")


@pytest.mark.parametrize("service", ANSWERS)
@pytest.mark.parametrize("answer", [{}, {"properties": 3}, {"lat": [], "lon": {}}, {"name": None}])
def test_answers_in_another_format_are_skipped(service, answer):
    assert parse_answers(service, [answer]) == ()


# Nothing else sends a request.


def test_only_the_command_imports_a_geocoder():
    house = Path(frontline.__file__).parent
    asking = set()
    for path in house.rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "geocode" in text else ():
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(n.startswith(("geopy.geocoders", "frontline.importers.geocode")) for n in named):
                asking.add(path.relative_to(house).as_posix())
    assert asking <= {"cli/import_.py", "importers/geocode.py"}


def test_creating_a_geocoder_sends_no_request(stand_in):
    Geocoder(read_settings(None))
    assert stand_in.requests == []
