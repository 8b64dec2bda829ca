"""Find the publishers that a source names, and make the rows of new publishers and reports.

A publisher without a stance gets the stance ``other`` and a note that nobody has vetted it: its
reports are kept and shown, and confirm nothing until the user sets the stance in
``publishers.csv``.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from frontline.control.assessment import UNVETTED_PREFIX
from frontline.gazetteer.actors import fold_name
from frontline.gazetteer.normalize import clean_text, slugify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.importers.candidates import ReportCandidate
    from frontline.package.draft import Draft


#: A row of a package, by column.
Row: TypeAlias = dict[str, Any]

#: Most names of publishers that a note lists.
_MOST_NAMES = 10
#: Longest part of a record's id that is used for the ids of its reports.
_RECORD_ID_LENGTH = 70


@lru_cache(1 << 12, typed=True)
def short_hash(*parts: object) -> str:
    """Return eight hexadecimal digits that are the same for the same values on every machine."""
    joined = "\x1f".join(map(clean_text, parts))
    return hashlib.sha256(joined.encode()).hexdigest()[:8]


@lru_cache(1 << 12)
def split_names(text: str, separator: str = ";") -> tuple[str, ...]:
    """Split a cell that lists several names, without repeated names.

    Examples
    --------
    >>> split_names("SOHR; SANA;SOHR; ")
    ('SOHR', 'SANA')
    """
    names = (name.strip() for name in clean_text(text).split(separator))
    return tuple(dict.fromkeys(name for name in names if name))


class NewRows(NamedTuple):
    """Rows to add to ``publishers.csv`` and ``reports.csv``."""

    publishers: list[Row]
    reports: list[Row]


class ReportIndex:
    """Publishers and reports of a package, with those that an import adds.

    Parameters
    ----------
    draft : the package; it is only read
    republishes : names of publishers that republish another, with the name of the other
    """

    def __init__(self, draft: Draft, republishes: Mapping[str, str] | None = None) -> None:
        self._draft = draft
        self._republishes = dict(republishes or {})
        #: Ids of publishers by their names, without case; and by names as they are written.
        self._ids: dict[str, str] = {}
        self._ids_as_written: dict[str, str] = {}
        self._not_vetted: set[str] = set()
        #: Names of the publishers without a stance that this import uses, by id.
        self._used_not_vetted: dict[str, str] = {}
        for row in draft.rows("publishers"):
            self._ids.setdefault(_folded(row["name"]), row["id"])
            if row["stance"] == "other" and row.get("note", "").startswith(UNVETTED_PREFIX):
                self._not_vetted.add(row["id"])
        for row in draft.rows("publishers"):
            self._ids.setdefault(_folded(row["id"]), row["id"])
        #: Digests of all reports, since there may be millions; their number by record; and the
        #: records that a report denies.
        self._digests: set[bytes] = set()
        self._count: dict[str, int] = {}
        self._denied: set[str] = set()
        for row in draft.rows("reports"):
            says = row["says"] or "supports"
            digest = _digest(row["record_id"], row["publisher"], row["url"], says)
            self._remember(row["record_id"], digest, says)

    def new_rows(
        self, record_id: str, candidate: ReportCandidate, says: str = "supports"
    ) -> NewRows:
        """Return the rows that a record lacks: reports of a candidate, and their publishers.

        Parameters
        ----------
        record_id : the event, baseline row or unplaced row that the reports are about
        candidate : its publishers report `says`, those in `denying` deny
        """
        new = NewRows([], [])
        for word, names in ((says, candidate.publishers), ("denies", candidate.denying)):
            for name in names:
                publisher = self.publisher(name, new)
                digest = _digest(record_id, publisher, candidate.url, word)
                if digest not in self._digests:
                    new.reports.append(self._report(record_id, publisher, word, candidate))
                    self._remember(record_id, digest, word)
        return new

    def latest_rows(self, record_id: str, candidate: ReportCandidate) -> list[Row]:
        """Return reports of a candidate that replace those of an earlier one, as the latest."""
        rows, new = [], NewRows([], [])
        for word, names in (("supports", candidate.publishers), ("denies", candidate.denying)):
            for number, name in enumerate(names, 1):
                row = self._report(record_id, self.publisher(name, new), word, candidate)
                row["report_id"] = f"{record_id[:_RECORD_ID_LENGTH]}-{word}-latest{number}"
                rows.append(row)
        return rows

    def has_report(self, record_id: str, candidate: ReportCandidate) -> bool:
        """Return whether a record has any report of a candidate, whatever it says."""
        names = (*candidate.publishers, *candidate.denying)
        ids = [self._ids[_folded(name)] for name in names if _folded(name) in self._ids]
        return any(
            _digest(record_id, publisher, candidate.url, says) in self._digests
            for publisher in ids
            for says in ("supports", "denies", "context")
        )

    def is_denied(self, record_id: str) -> bool:
        """Return whether any report denies a record."""
        return record_id in self._denied

    def not_vetted_note(self) -> str:
        """Return a note that lists the publishers without a stance; empty if there are none."""
        if not self._used_not_vetted:
            return ""
        listed = sorted(self._used_not_vetted.values(), key=str.casefold)
        shown = "; ".join(listed[:_MOST_NAMES])
        more = f" and {len(listed) - _MOST_NAMES} more" if len(listed) > _MOST_NAMES else ""
        found = (
            "1 publisher is not vetted: its stance is 'other', and it confirms nothing."
            if len(listed) == 1
            else f"{len(listed)} publishers are not vetted: their stance is 'other', and they "
            "confirm nothing."
        )
        return (
            f"{found} Set the stance in publishers.csv and clear the note; if 'other' is right, "
            f"only clear the note ({shown}{more})"
        )

    def publisher(self, name: str, new: NewRows) -> str:
        """Return the id of a publisher; a publisher with an unknown name is added to `new`."""
        if name in self._ids_as_written:
            return self._ids_as_written[name]
        folded = _folded(name)
        if folded not in self._ids:
            new.publishers.append(self._new_publisher(name, folded, new))
        id_ = self._ids_as_written[name] = self._ids[folded]
        if id_ in self._not_vetted:
            self._used_not_vetted[id_] = name
        return id_

    def _new_publisher(self, name: str, folded: str, new: NewRows) -> Row:
        id_ = slugify(name) or f"publisher-{short_hash(folded)}"
        if self._draft.has("publishers", id_) or id_ in self._ids.values():
            id_ = f"{id_}-{short_hash(folded)}"
        origin = self._republishes.get(name)
        row = {
            "id": id_,
            "name": name,
            "stance": "other",
            "origin": self.publisher(origin, new) if origin else "",
            "note": f"{UNVETTED_PREFIX} added by an import. Set its stance; until then it confirms "
            "nothing.",
        }
        self._ids[folded] = id_
        self._not_vetted.add(id_)
        return row

    def _report(self, record_id: str, publisher: str, says: str, candidate: ReportCandidate) -> Row:
        number = self._count.get(record_id, 0) + 1
        prefix = f"{record_id[:_RECORD_ID_LENGTH]}-r"
        while self._draft.has("reports", f"{prefix}{number}"):
            number += 1
        is_table = candidate.source == "table"
        return {
            "report_id": f"{prefix}{number}",
            "record_id": record_id,
            "publisher": publisher,
            "url": candidate.url,
            "published_on": candidate.published_on,
            "says": says,
            "note": "" if is_table else f"Via {candidate.source} {candidate.source_id}",
        }

    def _remember(self, record_id: str, digest: bytes, says: str) -> None:
        """Remember a report by its digest."""
        self._digests.add(digest)
        self._count[record_id] = self._count.get(record_id, 0) + 1
        if says == "denies":
            self._denied.add(record_id)


def _digest(*report: str) -> bytes:
    """Return a digest of record, publisher, address and statement.

    It has 128 bits: the probability that two of a million reports share one is below 10**-26.
    """
    text = "\0".join(report).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def _folded(name: str) -> str:
    """Return a name without case; a quote that protects a cell from spreadsheets is removed."""
    return fold_name(clean_text(name).removeprefix("'"))
