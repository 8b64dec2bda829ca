"""Publishers and reports of an import.

A publisher that nobody has vetted stands as ``other``: what it says is kept and shown, and
confirms nothing. Whose side it is on is for the user to say, in ``publishers.csv``.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from frontline.control.assessment import UNVETTED_PREFIX
from frontline.gazetteer.actors import fold_name
from frontline.gazetteer.normalize import clean_text, slugify

if TYPE_CHECKING:
    from frontline.importers.candidates import FoundReport
    from frontline.package.editor import Draft


@lru_cache(1 << 12, typed=True)
def short_hash(*parts: object) -> str:
    """Give eight letters that stand for some values: the same each time, on every machine."""
    joined = "\x1f".join(map(clean_text, parts))
    return hashlib.sha256(joined.encode()).hexdigest()[:8]


@lru_cache(1 << 12)
def split_names(text: str, mark: str = ";") -> tuple[str, ...]:
    """Split a cell that lists several names; each is given once.

    Examples
    --------
    >>> split_names("SOHR; SANA;SOHR; ")
    ('SOHR', 'SANA')
    """
    names = (name.strip() for name in clean_text(text).split(mark))
    return tuple(dict.fromkeys(name for name in names if name))


class Voices:
    """The publishers and reports of a draft.

    Attributes
    ----------
    unvetted : names of publishers that this import relies on and nobody has vetted, by id
    origins : names of new publishers whose words are those of another, and of that other
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.unvetted: dict[str, str] = {}
        self.origins: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._met: dict[str, str] = {}
        self._open: set[str] = set()
        for row in draft.rows("publishers"):
            self._ids.setdefault(_folded(row["name"]), row["id"])
            if row["stance"] == "other" and row.get("note", "").startswith(UNVETTED_PREFIX):
                self._open.add(row["id"])
        for row in draft.rows("publishers"):
            self._ids.setdefault(_folded(row["id"]), row["id"])
        #: How many reports each record has; marks of all of them; and which records are denied.
        self._count: dict[str, int] = {}
        self._told: set[bytes] = set()
        self._denied: set[str] = set()
        for row in draft.rows("reports"):
            says = row["says"] or "supports"
            self._know(
                row["record_id"], _mark(row["record_id"], row["publisher"], row["url"], says)
            )
            if says == "denies":
                self._denied.add(row["record_id"])

    def publisher(self, name: str) -> str:
        """Give the id of a publisher, which is new if nobody has this name."""
        if name in self._met:
            return self._met[name]
        folded = _folded(name)
        if folded not in self._ids:
            made = slugify(name) or f"publisher-{short_hash(folded)}"
            if self._draft.has("publishers", made):
                made = f"{made}-{short_hash(folded)}"
            origin = self.publisher(self.origins[name]) if name in self.origins else ""
            note = (
                f"{UNVETTED_PREFIX} brought in by an import. "
                "Judge it; until then it confirms nothing."
            )
            row = {"id": made, "name": name, "stance": "other", "origin": origin, "note": note}
            self._draft.put("publishers", row)
            self._ids[folded] = made
            self._open.add(made)
        found = self._ids[folded]
        if found in self._open:
            self.unvetted[found] = name
        self._met[name] = found
        return found

    def reported(self, record_id: str, found: FoundReport, says: str = "supports") -> int:
        """Add the reports of a row to a record; how many were not there.

        Parameters
        ----------
        says : what those in `publishers` do; those in `denying` deny
        """
        new = 0
        for word, names in ((says, found.publishers), ("denies", found.denying)):
            for name in names:
                publisher = self.publisher(name)
                mark = _mark(record_id, publisher, found.url, word)
                if mark not in self._told:
                    self._report(record_id, publisher, word, found)
                    self._know(record_id, mark)
                    new += 1
        return new

    def _know(self, record_id: str, mark: bytes) -> None:
        """Note what is reported: no more than a mark of it, since there may be millions."""
        self._count[record_id] = self._count.get(record_id, 0) + 1
        self._told.add(mark)

    def told(self, record_id: str, found: FoundReport) -> bool:
        """Whether a record has any report that a row would bring."""
        return any(
            _mark(record_id, self.publisher(name), found.url, says) in self._told
            for name in (*found.publishers, *found.denying)
            for says in ("supports", "denies", "context")
        )

    def denied(self, record_id: str) -> bool:
        """Whether any report denies a record."""
        return record_id in self._denied

    def _report(self, record_id: str, publisher: str, says: str, found: FoundReport) -> None:
        number = self._count.get(record_id, 0) + 1
        while self._draft.has("reports", report_id := f"{record_id[:70]}-r{number}"):
            number += 1
        through = "" if found.source == "table" else f"By way of {found.source} {found.source_id}"
        row = {
            "report_id": report_id,
            "record_id": record_id,
            "publisher": publisher,
            "url": found.url,
            "published_on": found.published_on,
            "says": says,
            "note": through,
        }
        self._draft.put("reports", row)
        if says == "denies":
            self._denied.add(record_id)

    def words(self) -> str:
        """Say which publishers wait for a stance; empty if none."""
        if not self.unvetted:
            return ""
        listed = sorted(self.unvetted.values(), key=str.casefold)
        shown = "; ".join(listed[:10])
        more = f" and {len(listed) - 10} more" if len(listed) > 10 else ""
        return (
            f"{len(listed)} publishers are not vetted and stand as 'other', which confirms nothing:"
            " set their stance in publishers.csv and clear the note; one that is 'other', and so"
            f" confirms nothing, only loses the note ({shown}{more})"
        )


def _mark(*report: str) -> bytes:
    """Mark a report: the record, the publisher, the address, and what it says.

    Of 128 bits: among a million reports two have one mark once in 10**27 times.
    """
    words = "\0".join(report).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(words, digest_size=16).digest()


def _folded(name: str) -> str:
    return fold_name(clean_text(name).removeprefix("'"))
