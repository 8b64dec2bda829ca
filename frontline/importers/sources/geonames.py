"""GeoNames: import the dump of a country, with alternate names and the names of its areas.

Format: ``SY.txt``, ``alternateNamesV2.txt`` and ``admin1CodesASCII.txt``, tab-separated without
a header; the columns are those of the readme at https://download.geonames.org/export/dump/. The
number of columns identifies a file. Licence: CC BY 4.0.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from frontline.errors import DataError, Issue
from frontline.gazetteer.languages import choose_name
from frontline.gazetteer.normalize import clean_text
from frontline.importers.archives import is_archive, unpacked
from frontline.importers.candidates import NO_NAME, OCCURS_TWICE, PlaceCandidate
from frontline.importers.columns import published_kind, read_header, suggest_kind
from frontline.importers.coordinates import RegionFilter, resolution_m
from frontline.importers.merge_places import PlaceMerger
from frontline.importers.positions import read_position
from frontline.importers.readers import read_table
from frontline.input_files import check_regular, open_regular, read_lines
from frontline.text_encoding import find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Review
    from frontline.importers.rows import Row, Rows
    from frontline.importers.summary import ImportSummary
    from frontline.package.draft import Draft


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
#: Columns by their number; alternateNames without V2 lacks the last two.
_FILES = {19: _DUMP, 10: _NAMES, 8: _NAMES[:8], 4: _AREAS}

#: The longest first line that is read to recognise a file.
_LONGEST_LINE = 1 << 16
#: Code of an area, such as ``SY.03``.
_AREA_CODE = re.compile(r"[A-Z]{2}(\.\w+)+", re.ASCII)

#: Number of columns of the files of postal codes.
_POSTAL_COLUMNS = 12

#: Populated places, without historical ones.
_CLASSES = frozenset({"P"})
_HISTORICAL = frozenset({"PPLH", "PPLCH"})
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
#: Error of a point; dumps state none, and villages have been seen this far off.
_ERROR_M = 1_000.0
#: Codes of ``isolanguage`` that are not languages.
_NOT_LANGUAGES = frozenset(
    {
        *("post", "link", "iata", "icao", "faac", "tcid", "unlc", "abbr", "wkdt", "phon"),
        *("piny", "fr_1793", "wmo"),
    }
)


def import_geonames(
    options: ImportOptions, draft: Draft, review: Review, summary: ImportSummary
) -> None:
    """Import a dump, with the alternate names and the areas in the other files.

    Raises
    ------
    DataError
        If a file has other columns than GeoNames publishes, or none is a dump.
    """
    with ExitStack() as archives:
        files = [file for path in options.files for file in _unpacked(path, archives)]
        _import(files, options, draft, (review, summary))


def published_columns(path: Path) -> tuple[str, ...]:
    """Return the columns of a file of GeoNames, which has no header; empty for another file.

    Parameters
    ----------
    path : Path
        A text table; its first line decides.
    """
    with open_regular(path) as file:
        line = file.readline(_LONGEST_LINE).decode("utf-8-sig", errors="replace")
    cells = line.rstrip("\r\n").split("\t")
    columns = _FILES.get(len(cells), ())
    if columns == _DUMP:
        is_published = published_kind(cells) == "geonames"
    elif columns == _AREAS:
        is_published = bool(_AREA_CODE.fullmatch(cells[0])) and cells[3].isdecimal()
    else:
        is_published = cells[0].isdecimal() and cells[1].isdecimal()
    return columns if is_published else ()


def _unpacked(path: Path, archives: ExitStack) -> list[Path]:
    """Return a file, or the tables in an archive as GeoNames publishes it."""
    if not is_archive(path):
        return [path]
    members = archives.enter_context(unpacked(path, {".txt"}))
    tables = [file for file in members.values() if "readme" not in file.name.lower()]
    if not tables:
        hint = "Add the archive or the file of a country, such as UA.zip or UA.txt."
        raise DataError([Issue(path.name, None, "", "contains no table of GeoNames", hint)])
    return tables


def _import(
    files: Sequence[Path],
    options: ImportOptions,
    draft: Draft,
    into: tuple[Review, ImportSummary],
) -> None:
    review, summary = into
    opened = [_open(path, options) for path in files]
    dumps = [rows for rows in opened if rows.columns == _DUMP]
    if not dumps:
        message = "is not a dump of GeoNames (19 tab-separated columns)"
        hint = "Add the file of a country, such as SY.txt."
        raise DataError([Issue(opened[0].file, None, "", message, hint)])
    areas = _areas(zip(files, opened, strict=True), summary)
    named = [one for one in opened if one.columns[:4] == _NAMES[:4]]
    region_filter = RegionFilter(options, draft, summary)
    merger = PlaceMerger(draft, review, summary, SOURCE)
    ids: set[str] = set()
    found: dict[str, tuple[PlaceCandidate, str]] = {}
    for rows in dumps:
        for place, code in _places(rows, region_filter):
            if place.source_id in ids:
                summary.refuse(place.file, place.row, OCCURS_TWICE, place.source_id)
            elif named:
                found[place.source_id] = (place, code)
            else:
                merger.add(_complete(place, code, areas, [], draft.local_language))
            ids.add(place.source_id)
        summary.count_rows(rows)
    names: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for rows in named:
        _read_names(rows, found, names, summary)
    for id_ in list(found):
        place, code = found.pop(id_)
        merger.add(_complete(place, code, areas, names.get(id_, []), draft.local_language))
    region_filter.finish()
    draft.add_source(f"{SOURCE}, {LICENCE}", "https://www.geonames.org/")


def _open(path: Path, options: ImportOptions) -> Rows:
    """Open a file with the columns that its first line has."""
    check_regular(path)
    encoding = find_encoding(path, options.encoding)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        width = next(read_lines(file, path), "").rstrip("\r\n").count("\t") + 1
    if width not in _FILES:
        columns = "1 column" if width == 1 else f"{width} columns"
        message = f"has {columns} between tabs, but files of GeoNames have 19, 10, 8 or 4"
        default = (
            "Use the dump of the country (XX.zip or XX.txt), and if you like alternateNamesV2.txt "
            "and admin1CodesASCII.txt."
        )
        if width == _POSTAL_COLUMNS:
            message = "has the 12 columns of GeoNames' postal codes, which are not places"
            name = path.with_suffix(".zip").name
            default = f"Use {name} of https://download.geonames.org/export/dump/ instead."
        hint = suggest_kind(read_header(path, encoding)) or default
        raise DataError([Issue(path.name, 1, "", message, hint)])
    return read_table(path, header=_FILES[width], encoding=encoding)


def _areas(files: Iterable[tuple[Path, Rows]], summary: ImportSummary) -> dict[str, str]:
    """Read the names of areas by their code, such as ``SY.03``, from their files and dumps."""
    areas: dict[str, str] = {}
    dumps: list[tuple[Path, Rows]] = []
    for path, rows in files:
        if rows.columns == _DUMP:
            dumps.append((path, rows))
        elif rows.columns == _AREAS:
            for row in rows:
                areas[row.cells["code"].strip()] = clean_text(row.cells["name"])
                summary.left_out["the name of an area, used only for its places"] += 1
            summary.count_rows(rows)
    for path, rows in dumps:
        _find_areas(path, rows.encoding, areas)
    return areas


def _wanted(options: ImportOptions) -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes and the codes of the features to import."""
    words = frozenset(word.upper().rpartition(".")[2] for word in options.classes) or _CLASSES
    return frozenset(w for w in words if len(w) == 1), frozenset(w for w in words if len(w) > 1)


def _places(rows: Rows, region_filter: RegionFilter) -> Iterator[tuple[PlaceCandidate, str]]:
    """Yield the places to import, each with the code of its area."""
    classes, codes = _wanted(region_filter.options)
    left_out = region_filter.summary.left_out
    for row in rows:
        cells = row.cells
        code = cells["feature code"]
        if not region_filter.is_in_country(cells["country code"]):
            continue
        if code not in codes and (cells["feature class"] not in classes or code in _HISTORICAL):
            left_out["of another class of features (--class chooses)"] += 1
        else:
            place = _place(row, rows.file, region_filter)
            if place is not None:
                yield place, _area_code(cells)


def _find_areas(path: Path, encoding: str, areas: dict[str, str]) -> None:
    """Add the names of the areas in a dump, which may be anywhere in it."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for line in read_lines(file, path):
            cells = line.rstrip("\r\n").split("\t") if "\tADM" in line else []
            if len(cells) == len(_DUMP):
                _add_area(dict(zip(_DUMP, cells, strict=True)), areas)


def _add_area(cells: dict[str, Any], areas: dict[str, str]) -> None:
    """Add the name of a row that is an area."""
    level = {"ADM1": 1, "ADM2": 2, "ADM3": 3}.get(cells["feature code"])
    if level:
        areas.setdefault(
            ".".join(_area_code(cells).split(".")[: level + 1]), clean_text(cells["name"])
        )


def _area_code(cells: dict[str, Any]) -> str:
    codes = (cells[name].strip() for name in ("country code", *_DUMP[10:13]))
    return ".".join(codes)


def _place(row: Row, file: str, region_filter: RegionFilter) -> PlaceCandidate | None:
    """Return the place in a row, or count the row as left out or refused."""
    cells, summary = row.cells, region_filter.summary
    name = clean_text(cells["name"])
    position = read_position(cells["longitude"], cells["latitude"])
    if not isinstance(position, str) and not region_filter.keeps(
        *position, (file, row.number, name)
    ):
        return None
    id_ = cells["geonameid"].strip()
    if not (id_.isascii() and id_.isdigit()):
        summary.refuse(
            file, row.number, "has no geonameid: download the file again", cells["geonameid"]
        )
    elif not name:
        summary.refuse(file, row.number, NO_NAME, id_)
    elif isinstance(position, str):
        shown = f"{name}: longitude {cells['longitude']}, latitude {cells['latitude']}"
        summary.refuse(file, row.number, position, shown)
    else:
        population = int(cells["population"]) if cells["population"].isdecimal() else 0
        return PlaceCandidate(
            source=SOURCE,
            source_id=id_,
            name=name,
            names=(cells["alternatenames"], cells["asciiname"]),
            kind=_kind(cells["feature code"], cells["feature class"], population),
            lon=position[0],
            lat=position[1],
            position_error_m=_error_m(cells),
            geonames_id=int(id_),
            population=population or None,
            licence=LICENCE,
            file=file,
            row=row.number,
        )
    return None


def _error_m(cells: dict[str, Any]) -> float:
    error_m = resolution_m(cells["longitude"], cells["latitude"])
    return max(_ERROR_M, float(round(error_m, -1)))


def _kind(code: str, class_: str, population: int) -> str:
    """Return the kind of a feature; the size of a settlement follows from its population."""
    if code in _CODES:
        return _CODES[code]
    if class_ != "P":
        return {"T": "hill", "S": "site", "L": "locality"}.get(class_, "place")
    if population >= 100_000:
        return "city"
    return _SEATS.get(code, "town" if population >= 10_000 else "village")


def _read_names(
    rows: Rows,
    found: dict[str, tuple[PlaceCandidate, str]],
    names: defaultdict[str, list[tuple[str, str, bool]]],
    summary: ImportSummary,
) -> None:
    """Read the alternate names of the places to import."""
    for row in rows:
        cells = row.cells
        if cells["geonameid"] not in found:
            summary.left_out["the name of a feature that is not imported"] += 1
        elif cells["isolanguage"] in _NOT_LANGUAGES or cells["isolanguage"][:2] == "q_":
            summary.left_out["a link or a code, not a name"] += 1
        elif cells["isHistoric"] == "1":
            summary.left_out["a historical name"] += 1
        else:
            name, is_preferred = cells["alternate name"], cells["isPreferredName"] == "1"
            names[cells["geonameid"]].append((cells["isolanguage"], clean_text(name), is_preferred))
            summary.merged += 1
    summary.count_rows(rows)


def _name_in(
    language: str, names: list[tuple[str, str, bool]], in_dump: list[str], latin: str
) -> str:
    """Return the name in a language: as GeoNames states it, else as the letters show."""
    stated = sorted((not preferred, name) for code, name, preferred in names if code == language)
    return stated[0][1] if stated else choose_name(in_dump, language, latin)


def _complete(
    place: PlaceCandidate,
    code: str,
    areas: dict[str, str],
    names: list[tuple[str, str, bool]],
    local_language: str,
) -> PlaceCandidate:
    """Return a place with its names and areas, which are in other rows."""
    listed, ascii_name = place.names
    in_dump = [clean_text(one) for one in listed.split(",")]
    name_ar, name_local = (
        _name_in(one, names, in_dump, place.name) for one in ("ar", local_language)
    )
    every = chain([clean_text(ascii_name)], in_dump, (name for _, name, _ in names))
    main = {place.name, name_ar, name_local}
    others = dict.fromkeys(name for name in every if name and name not in main)
    parts = code.split(".")
    admin = [areas.get(".".join(parts[: level + 1]), "") for level in (1, 2, 3)]
    return replace(
        place,
        name_ar=name_ar,
        name_local=name_local,
        names=tuple(others),
        admin1=admin[0],
        admin2=admin[1] if parts[2] else "",
        admin3=admin[2] if parts[3] else "",
    )
