"""List the kinds of import, and run an import into a package."""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, NamedTuple

from frontline.errors import UnknownNameError
from frontline.importers.review import REVIEW, Review
from frontline.importers.summary import ImportSummary
from frontline.package.draft import Draft
from frontline.package.replacement import retry_if_changed
from frontline.package.undo import write_with_undo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from frontline.importers.options import Importer, ImportOptions
    from frontline.importers.review import Asked
    from frontline.package.undo import Undo


class ImportKind(NamedTuple):
    """A kind of import.

    Attributes
    ----------
    description : the files that it reads, in one line
    function : the importer, as ``module:function`` of `frontline.importers.sources`; it is
        imported when it is needed
    """

    description: str
    function: str

    def importer(self) -> Importer:
        """Return the importer."""
        run: Importer = resolve_name(f"frontline.importers.sources.{self.function}")
        return run


#: The kinds of import by their names in the command; a new importer is added here.
KINDS: dict[str, ImportKind] = {
    "places": ImportKind("a plain list of places, such as your own", "places:import_places"),
    "geonames": ImportKind(
        "the dump of a country, with alternateNamesV2.txt", "geonames:import_geonames"
    ),
    "ocha": ImportKind("populated places with P-codes", "ocha:import_ocha"),
    "osm": ImportKind(
        "places of OpenStreetMap: GeoJSON, Overpass JSON, .osm.pbf", "osm:import_openstreetmap"
    ),
    "whosonfirst": ImportKind(
        "records as GeoJSON, or a SQLite distribution", "whosonfirst:import_whosonfirst"
    ),
    "acled": ImportKind("events of ACLED in which territory changed hands", "acled:import_acled"),
    "ucdp": ImportKind("UCDP GED, as context of events", "ucdp:import_ucdp"),
    "viina": ImportKind("VIINA's territorial control, by place and day", "viina:import_viina"),
    "table": ImportKind("a spreadsheet or CSV of reports", "spreadsheet:import_table"),
    "wikipedia": ImportKind(
        "the marks of a Wikipedia detailed map (Lua)", "wikipedia:import_wikipedia"
    ),
    "areas": ImportKind("polygons of who holds what, by day", "control_areas:import_control_areas"),
    "highways": ImportKind("lines of roads, in a vector format", "highways:import_highways"),
    "admin": ImportKind("administrative areas, in a vector format", "areas:import_admin"),
    "rivers": ImportKind("rivers and lakes, in a vector format", "areas:import_rivers"),
    "roads": ImportKind("lines of secondary roads, as background", "roads:import_roads"),
    "terrain": ImportKind("elevations (GeoTIFF), as a hillshade", "terrain:import_terrain"),
    "footprints": ImportKind("outlines of built-up areas", "footprints:import_footprints"),
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
    run = KINDS[kind].importer()
    draft, summary = Draft(folder), ImportSummary(kind)
    within_m = None if options.new_within_km is None else options.new_within_km * 1000
    review = Review(folder, draft.ids("gazetteer"), within_m)
    for asked, choice in answers:
        review.decide(asked, choice)
    run(options, draft, review, summary)
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
