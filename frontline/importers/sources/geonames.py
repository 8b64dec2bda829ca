"""GeoNames: the dump of a country, alternate names, and the names of its areas.

The files have no header; their columns are those of the readme at
https://download.geonames.org/export/dump/. They are told apart by how many columns they have.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, Issue
from frontline.gazetteer.normalize import clean_text, is_arabic
from frontline.importers.candidates import FoundPlace
from frontline.importers.columns import advice, columns_of
from frontline.importers.coordinates import Gate, read_position, resolution_m
from frontline.importers.merge_places import Merging
from frontline.importers.readers import Row, Rows, encoding_of, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from frontline.importers.options import Asked
    from frontline.importers.review import Review
    from frontline.importers.summary import Report
    from frontline.package.editor import Draft


SOURCE = "GeoNames"
LICENCE = "CC BY 4.0"

_DUMP = (
    *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude"),
    *("feature class", "feature code", "country code", "cc2"),
    *("admin1 code", "admin2 code", "admin3 code", "admin4 code"),
    *("population", "elevation", "dem", "timezone", "modification date"),
)
_NAMES = (
    *("alternateNameId", "geonameid", "isolanguage", "alternate name"),
    *("isPreferredName", "isShortName", "isColloquial", "isHistoric", "from", "to"),
)
_AREAS = ("code", "name", "name ascii", "geonameid")
#: By the number of columns; alternateNames without V2 lacks the last two.
_KINDS = {19: _DUMP, 10: _NAMES, 8: _NAMES[:8], 4: _AREAS}

#: Populated places, but not those that are historical.
_CLASSES = frozenset({"P"})
_GONE = frozenset({"PPLH", "PPLCH"})
_SEATS = {"PPLC": "city", "PPLA": "city", "PPLA2": "town", "PPLG": "city"}
_CODES = {
    "PPLX": "suburb",
    "PPLF": "farm",
    "PPLL": "hamlet",
    "PPLS": "village",
    "HLL": "hill",
    "HLLS": "hill",
    "MT": "hill",
    "PK": "hill",
    "RDGE": "ridge",
    "MILB": "base",
    "INSM": "base",
    "AIRB": "airbase",
    "AIRP": "airport",
    "AIRF": "airfield",
    "FRM": "farm",
    "PASS": "pass",
    "VAL": "valley",
    "LCTY": "locality",
    "AREA": "locality",
}
#: A dump says nothing of its precision; villages have been seen to stand this far off.
_ERROR_M = 1_000.0
#: Alternate names in these "languages" are no names.
_NO_NAMES = frozenset(
    [
        "post",
        "link",
        "iata",
        "icao",
        "faac",
        "tcid",
        "unlc",
        "abbr",
        "wkdt",
        "phon",
        "piny",
        "fr_1793",
        "wmo",
    ]
)
#: Names beyond these add nothing that a search would want.
_MOST_NAMES = 60


def import_geonames(asked: Asked, draft: Draft, review: Review, report: Report) -> None:
    """Bring in a dump, with the names and areas given beside it.

    Raises
    ------
    DataError
        When a file has other columns than GeoNames publishes, or no dump is among them.
    """
    opened = [_open(path, asked.encoding) for path in asked.files]
    dumps = [rows for rows in opened if rows.columns == _DUMP]
    if not dumps:
        rule = "holds no dump of GeoNames (19 columns with tabs between them)"
        remedy = "Give the file of a country, such as SY.txt, first."
        raise DataError([Issue(opened[0].file, None, "", rule, remedy)])
    areas = _areas(zip(asked.files, opened, strict=True), report)
    named = [one for one in opened if one.columns[:4] == _NAMES[:4]]
    gate, merging = Gate(asked, draft, report), Merging(draft, review, report, SOURCE)
    ids: set[str] = set()
    found: dict[str, tuple[FoundPlace, str]] = {}
    for rows in dumps:
        for place, code in _places(rows, asked, gate, report):
            if place.source_id in ids:
                report.refuse(place.file, place.row, "this id stood before", place.source_id)
            elif named:
                found[place.source_id] = (place, code)
            else:
                merging.add(_finished(place, code, areas, []))
            ids.add(place.source_id)
        _finish(rows, report)
    names: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for rows in named:
        _read_names(rows, found, names, report)
    for id_ in list(found):
        place, code = found.pop(id_)
        merging.add(_finished(place, code, areas, names.get(id_, [])))
    gate.close()
    draft.add_source(f"{SOURCE}, {LICENCE}", "https://www.geonames.org/")


def _open(path: Path, encoding: str | None) -> Rows:
    """Tell by its first line which of the files this is."""
    encoding = encoding or encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        width = file.readline().rstrip("\r\n").count("\t") + 1
    if width not in _KINDS:
        rule = f"has {width} columns, where GeoNames has 19, 10, 8 or 4"
        otherwise = "Unpack the zip, and give SY.txt, alternateNamesV2.txt, admin1CodesASCII.txt."
        remedy = advice(columns_of(path, encoding)) or otherwise
        raise DataError([Issue(path.name, 1, "", rule, remedy)])
    return read_table(path, header=_KINDS[width], quoted=False, encoding=encoding)


def _finish(rows: Rows, report: Report) -> None:
    """Count a file that has been gone through."""
    report.read += rows.read
    report.unused.extend(rows.torn)
    if rows.encoding not in {"", "utf-8"}:
        report.note(f"{rows.file} was read as {rows.encoding}, not UTF-8 as GeoNames writes it")


def _areas(files: Iterable[tuple[Path, Rows]], report: Report) -> dict[str, str]:
    """Read the names of areas by their code, such as ``SY.03``: of their files, then of dumps."""
    areas: dict[str, str] = {}
    dumps: list[tuple[Path, Rows]] = []
    for path, rows in files:
        if rows.columns == _DUMP:
            dumps.append((path, rows))
        elif rows.columns == _AREAS:
            for row in rows:
                areas[row.cells["code"].strip()] = clean_text(row.cells["name"])
                report.left_out["a name of an area, kept only for its places"] += 1
            _finish(rows, report)
    for path, rows in dumps:
        _find_areas(path, rows.encoding, areas)
    return areas


def _wanted(asked: Asked) -> tuple[frozenset[str], frozenset[str]]:
    """Give the classes and the codes of the features that are wanted."""
    words = frozenset(word.upper().rpartition(".")[2] for word in asked.classes) or _CLASSES
    return frozenset(w for w in words if len(w) == 1), frozenset(w for w in words if len(w) > 1)


def _places(
    rows: Rows, asked: Asked, gate: Gate, report: Report
) -> Iterator[tuple[FoundPlace, str]]:
    """Give the places that are wanted, each with the code of its area."""
    classes, codes = _wanted(asked)
    left_out = report.left_out
    for row in rows:
        cells = row.cells
        code = cells["feature code"]
        if not gate.is_home(cells["country code"]):
            continue
        if code not in codes and (cells["feature class"] not in classes or code in _GONE):
            left_out["of another class of features (--class chooses)"] += 1
        else:
            place = _place(row, rows.file, gate, report)
            if place is not None:
                yield place, _area_code(cells)


def _find_areas(path: Path, encoding: str, areas: dict[str, str]) -> None:
    """Remember the names of areas that a dump holds itself, wherever in it they stand."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for line in file:
            cells = line.rstrip("\r\n").split("\t") if "\tADM" in line else []
            if len(cells) == len(_DUMP):
                _keep_area(dict(zip(_DUMP, cells, strict=True)), areas)


def _keep_area(cells: dict[str, Any], areas: dict[str, str]) -> None:
    """Remember the name of an area."""
    level = {"ADM1": 1, "ADM2": 2, "ADM3": 3}.get(cells["feature code"])
    if level:
        areas.setdefault(
            ".".join(_area_code(cells).split(".")[: level + 1]), clean_text(cells["name"])
        )


def _area_code(cells: dict[str, Any]) -> str:
    codes = (cells[name].strip() for name in ("country code", *_DUMP[10:13]))
    return ".".join(codes)


def _place(row: Row, file: str, gate: Gate, report: Report) -> FoundPlace | None:
    cells = row.cells
    name = clean_text(cells["name"])
    position = read_position(cells["longitude"], cells["latitude"])
    if not isinstance(position, str) and not gate.admits(*position, (file, row.number, name)):
        return None
    id_ = cells["geonameid"].strip()
    if not (id_.isascii() and id_.isdigit()):
        report.refuse(file, row.number, "has no geonameid", cells["geonameid"])
    elif not name:
        report.refuse(file, row.number, "has no name", id_)
    elif isinstance(position, str):
        shown = f"{name}: longitude {cells['longitude']}, latitude {cells['latitude']}"
        report.refuse(file, row.number, position, shown)
    else:
        people = int(cells["population"]) if cells["population"].isdecimal() else 0
        return FoundPlace(
            source=SOURCE,
            source_id=id_,
            name=name,
            names=(cells["alternatenames"], cells["asciiname"]),
            kind=_kind(cells["feature code"], cells["feature class"], people),
            lon=position[0],
            lat=position[1],
            position_error_m=_error_m(cells),
            geonames_id=int(id_),
            population=people or None,
            licence=LICENCE,
            file=file,
            row=row.number,
        )
    return None


def _error_m(cells: dict[str, Any]) -> float:
    coarse = resolution_m(cells["longitude"], cells["latitude"])
    return max(_ERROR_M, float(round(coarse, -1)))


def _kind(code: str, class_: str, people: int) -> str:
    """Say what a feature is: of populated places the dump tells the size only by its people."""
    if code in _CODES:
        return _CODES[code]
    if class_ != "P":
        return {"T": "hill", "S": "site", "L": "locality"}.get(class_, "place")
    if people >= 100_000:
        return "city"
    return _SEATS.get(code, "town" if people >= 10_000 else "village")


def _read_names(
    rows: Rows,
    found: dict[str, tuple[FoundPlace, str]],
    names: defaultdict[str, list[tuple[str, str, bool]]],
    report: Report,
) -> None:
    """Read alternate names of the places that were found."""
    for row in rows:
        cells = row.cells
        if cells["geonameid"] not in found:
            report.left_out["a name of a feature that is not wanted"] += 1
        elif cells["isolanguage"] in _NO_NAMES or cells["isolanguage"][:2] == "q_":
            report.left_out["a link or a code, and no name"] += 1
        elif cells["isHistoric"] == "1":
            report.left_out["a name of the past"] += 1
        else:
            own = (
                cells["isolanguage"],
                clean_text(cells["alternate name"]),
                cells["isPreferredName"],
            )
            names[cells["geonameid"]].append((own[0], own[1], own[2] == "1"))
            report.merged += 1
    _finish(rows, report)


def _finished(
    place: FoundPlace, code: str, areas: dict[str, str], names: list[tuple[str, str, bool]]
) -> FoundPlace:
    """Give a place its names and areas, which stand in other rows."""
    listed, plain = place.names
    spelt = [clean_text(one) for one in listed.split(",")]
    arabic = sorted((not preferred, name) for tongue, name, preferred in names if tongue == "ar")
    own = [name for _, name in arabic] + [name for name in spelt if is_arabic(name)]
    every = chain([clean_text(plain)], spelt, (name for _, name, _ in names))
    others = dict.fromkeys(name for name in every if name and name != place.name)
    parts = code.split(".")
    found = [areas.get(".".join(parts[: level + 1]), "") for level in (1, 2, 3)]
    return replace(
        place,
        name_ar=own[0] if own else "",
        names=tuple(islice((name for name in others if name not in own[:1]), _MOST_NAMES)),
        admin1=found[0],
        admin2=found[1] if parts[2] else "",
        admin3=found[2] if parts[3] else "",
    )
