"""The kinds of import, by the name the command has for them; and the one way they all run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import UnknownNameError
from frontline.importers.options import Kind
from frontline.importers.review import REVIEW, Review
from frontline.importers.sources.acled import import_acled
from frontline.importers.sources.areas import import_admin, import_rivers
from frontline.importers.sources.footprints import import_footprints
from frontline.importers.sources.geonames import import_geonames
from frontline.importers.sources.highways import import_highways
from frontline.importers.sources.ocha import import_ocha
from frontline.importers.sources.osm import import_openstreetmap
from frontline.importers.sources.spreadsheet import import_table
from frontline.importers.sources.ucdp import import_ucdp
from frontline.importers.sources.viina import import_viina
from frontline.importers.sources.whosonfirst import import_whosonfirst
from frontline.importers.sources.wikipedia import import_wikipedia
from frontline.importers.summary import Report
from frontline.package.editor import Draft

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.importers.options import Asked


#: A new importer is one more line here.
KINDS: dict[str, Kind] = {
    "geonames": Kind("the dump of a country, with alternateNamesV2.txt", import_geonames),
    "ocha": Kind("populated places with P-codes", import_ocha),
    "osm": Kind("places of OpenStreetMap: GeoJSON, Overpass JSON, .osm.pbf", import_openstreetmap),
    "whosonfirst": Kind("records as GeoJSON, or a SQLite distribution", import_whosonfirst),
    "acled": Kind("events of ACLED in which territory changed hands", import_acled),
    "ucdp": Kind("UCDP GED, as context beside events", import_ucdp),
    "viina": Kind("VIINA's territorial control, by place and day", import_viina),
    "table": Kind("a spreadsheet or CSV of reports", import_table),
    "wikipedia": Kind("the marks of a Wikipedia detailed map (Lua)", import_wikipedia),
    "highways": Kind("lines of roads, in any format that GDAL reads", import_highways),
    "admin": Kind("administrative areas, in any format that GDAL reads", import_admin),
    "rivers": Kind("rivers and lakes, in any format that GDAL reads", import_rivers),
    "footprints": Kind("outlines of built-up ground", import_footprints),
}


def import_files(kind: str, asked: Asked, folder: Path) -> Report:
    """Import files into a package, and write it if anything changed.

    Where nothing could be used nothing is written, so no source is cited in vain.

    Raises
    ------
    UnknownNameError
        For a kind that there is not.
    DataError
        When a file, or the package, cannot be used; nothing was written.
    """
    if kind not in KINDS:
        known = "; ".join(f"{name}: {one.about}" for name, one in KINDS.items())
        raise UnknownNameError(f"no import of {kind!r}. There is {known}")
    draft, report = Draft(folder), Report(kind)
    review = Review(folder, draft.ids("gazetteer"))
    KINDS[kind].run(asked, draft, review, report)
    questions = review.text()
    if questions is not None:
        draft.add_file(REVIEW, questions)
    report.waiting = review.asked
    if review.asked:
        report.note(
            f"{review.asked:,} names need a decision: fill the column choice of {REVIEW} with "
            f"{review.answers()}, and import again"
        )
    if report.used or report.merged or report.waiting:
        report.wrote = draft.write()
    return report
