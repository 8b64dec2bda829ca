"""The kinds of import, by the name the command has for them; and the one way they all run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import UnknownNameError
from frontline.intake.acled import import_acled
from frontline.intake.areas import import_admin, import_rivers
from frontline.intake.asked import Kind
from frontline.intake.draft import Draft
from frontline.intake.geonames import import_geonames
from frontline.intake.ocha import import_ocha
from frontline.intake.openstreetmap import import_openstreetmap
from frontline.intake.outlines import import_footprints
from frontline.intake.report import Report
from frontline.intake.reports_table import import_table
from frontline.intake.review import REVIEW, Review
from frontline.intake.roads import import_highways
from frontline.intake.ucdp import import_ucdp
from frontline.intake.viina import import_viina
from frontline.intake.whosonfirst import import_whosonfirst
from frontline.intake.wikipedia import import_wikipedia

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.intake.asked import Asked

__all__ = ["KINDS", "bring_in"]

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


def bring_in(kind: str, asked: Asked, folder: Path) -> Report:
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
        draft.beside(REVIEW, questions)
    report.waiting = review.asked
    if review.asked:
        report.note(
            f"{review.asked:,} names need a decision: fill the column choice of {REVIEW} with "
            f"{review.answers()}, and import again"
        )
    if report.used or report.merged or report.waiting:
        report.wrote = draft.write()
    return report
