"""List the kinds of import, and run an import into a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.errors import UnknownNameError
from frontline.importers.options import ImportKind
from frontline.importers.review import REVIEW, Review
from frontline.importers.sources.acled import import_acled
from frontline.importers.sources.areas import import_admin, import_rivers
from frontline.importers.sources.control_areas import import_control_areas
from frontline.importers.sources.footprints import import_footprints
from frontline.importers.sources.geonames import import_geonames
from frontline.importers.sources.highways import import_highways
from frontline.importers.sources.ocha import import_ocha
from frontline.importers.sources.osm import import_openstreetmap
from frontline.importers.sources.places import import_places
from frontline.importers.sources.spreadsheet import import_table
from frontline.importers.sources.ucdp import import_ucdp
from frontline.importers.sources.viina import import_viina
from frontline.importers.sources.whosonfirst import import_whosonfirst
from frontline.importers.sources.wikipedia import import_wikipedia
from frontline.importers.summary import ImportSummary
from frontline.package.draft import Draft
from frontline.package.replacement import retry_if_changed
from frontline.package.undo import write_with_undo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from frontline.importers.options import ImportOptions
    from frontline.importers.review import Asked
    from frontline.package.undo import Undo


#: The kinds of import by their names in the command; a new importer is added here.
KINDS: dict[str, ImportKind] = {
    "places": ImportKind("a plain list of places, such as your own", import_places),
    "geonames": ImportKind("the dump of a country, with alternateNamesV2.txt", import_geonames),
    "ocha": ImportKind("populated places with P-codes", import_ocha),
    "osm": ImportKind(
        "places of OpenStreetMap: GeoJSON, Overpass JSON, .osm.pbf", import_openstreetmap
    ),
    "whosonfirst": ImportKind("records as GeoJSON, or a SQLite distribution", import_whosonfirst),
    "acled": ImportKind("events of ACLED in which territory changed hands", import_acled),
    "ucdp": ImportKind("UCDP GED, as context of events", import_ucdp),
    "viina": ImportKind("VIINA's territorial control, by place and day", import_viina),
    "table": ImportKind("a spreadsheet or CSV of reports", import_table),
    "wikipedia": ImportKind("the marks of a Wikipedia detailed map (Lua)", import_wikipedia),
    "areas": ImportKind("polygons of who holds what, by day", import_control_areas),
    "highways": ImportKind("lines of roads, in a vector format", import_highways),
    "admin": ImportKind("administrative areas, in a vector format", import_admin),
    "rivers": ImportKind("rivers and lakes, in a vector format", import_rivers),
    "footprints": ImportKind("outlines of built-up areas", import_footprints),
}


def import_files(kind: str, options: ImportOptions, folder: Path) -> ImportSummary:
    """Import files into a package, and write it if anything changed.

    If no row could be used, nothing is written, so that no source is cited without need. If
    somebody else changes the package meanwhile, the files are imported again.

    Parameters
    ----------
    kind : one of `KINDS`
    options : files and filters
    folder : of the package

    Returns
    -------
    ImportSummary
        The number of rows read, used, merged and not used, with reasons.

    Raises
    ------
    UnknownNameError
        If there is no such kind.
    DataError
        If a file or the package cannot be used; nothing is written.
    """
    return retry_if_changed(lambda: plan_import(kind, options, folder).write())


@dataclass(frozen=True)
class ImportPlan:
    """An import that is not written yet.

    Attributes
    ----------
    draft : the package with the import
    summary : what was done with every row
    questions : the open questions of the import
    """

    draft: Draft
    summary: ImportSummary
    questions: tuple[Asked, ...]

    @property
    def is_worth_writing(self) -> bool:
        """Whether a row was used, or a question was put; else no source is cited without need."""
        return bool(self.summary.used or self.summary.merged or self.summary.waiting)

    def write(self) -> ImportSummary:
        """Write the package if anything changed, and return the summary.

        Raises
        ------
        DataError, ChangedError, OutputError
            As `Draft.write`; nothing is written.
        """
        if self.is_worth_writing:
            self.summary.wrote = self.draft.write()
        return self.summary

    def write_with_undo(self) -> Undo | None:
        """Write the package as `write`, and return what takes the import back; None if nothing."""
        undo = write_with_undo(self.draft) if self.is_worth_writing else None
        self.summary.wrote = () if undo is None else undo.names
        return undo


def plan_import(
    kind: str,
    options: ImportOptions,
    folder: Path,
    answers: Iterable[tuple[Asked, str]] = (),
) -> ImportPlan:
    """Read files into a draft of a package, and write nothing.

    Parameters
    ----------
    kind, options, folder : as of `import_files`
    answers : decisions on questions of an earlier plan

    Raises
    ------
    UnknownNameError, DataError
        As `import_files`.
    """
    if kind not in KINDS:
        known = "; ".join(f"{name}: {one.description}" for name, one in KINDS.items())
        raise UnknownNameError(f"{kind!r} is not a kind of import. The kinds are {known}")
    draft, summary = Draft(folder), ImportSummary(kind)
    within_m = None if options.new_within_km is None else options.new_within_km * 1000
    review = Review(folder, draft.ids("gazetteer"), within_m)
    for asked, choice in answers:
        review.decide(asked, choice)
    KINDS[kind].run(options, draft, review, summary)
    questions = review.text()
    if questions is not None:
        draft.add_file(REVIEW, questions)
    summary.waiting = review.open_questions
    if review.created:
        noun = "place is" if review.created == 1 else "places are"
        summary.note(
            f"{review.created:,} {noun} new: no place that may be meant is within "
            f"{options.new_within_km:g} km (--new-within)"
        )
    if review.open_questions:
        noun = "name needs" if review.open_questions == 1 else "names need"
        summary.note(
            f"{review.open_questions:,} {noun} a decision: fill the column choice of {REVIEW} "
            f"with {review.allowed_choices()}, and import again"
        )
    return ImportPlan(draft, summary, tuple(review.asked))
