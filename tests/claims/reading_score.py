"""How well the reader reads sentences whose meaning was written down by hand.

``python tests/reading_score.py [FILE]`` prints the figures and each sentence read otherwise than
by hand.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from frontline.claims.serialize import reading_json

CLAIMS = Path(__file__).parent
#: What makes two readings one claim, and what is then compared.
SAME = ("kind", "subject", "target")
DETAILS = ("direction", "day", "comparator", "value", "unit", "low_m", "high_m", "verb", "mood")
NUMBERS = ("value", "low_m", "high_m")
NO_CLAIM = ("none", "not understood")


@dataclass
class Score:
    """Counts over a set of sentences.

    `wanted`, `found` and `right` count per field; the field ``claim`` is kind, subject and target
    together, and ``all`` is every field. `kinds` counts the claims, and those with every field
    right, by language and kind. `invented` are the claims read as facts that no sentence states,
    and `misread` those that have a detail wrong.
    """

    wanted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    kinds: dict = field(default_factory=lambda: defaultdict(Counter))
    invented: list = field(default_factory=list)
    misread: list = field(default_factory=list)
    sentences: int = 0
    whole: int = 0
    mismatches: list = field(default_factory=list)

    def recall(self, name):
        return self.right[name] / max(1, self.wanted[name])

    def precision(self, name):
        return self.right[name] / max(1, self.found[name])


def expected(path):
    """Give the sentences of a file: text, day, and the rows of each."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    sentences = {}
    for row in rows:
        sentences.setdefault((row["text"], row["published"]), []).append(row)
    return [(text, date.fromisoformat(day), mine) for (text, day), mine in sentences.items()]


def read_rows(reading):
    """Give what was read as rows of the same shape."""
    return [
        {**reading_json(claim), "kind": claim.kind, "verb": claim.verb} for claim in reading.claims
    ]


def agrees(name, wanted, found):
    if wanted == "*":
        return True
    if name in NUMBERS:
        given = "" if found is None else float(found)
        return given == (float(wanted) if wanted else "")
    if name == "verb" and not wanted:
        return True
    if wanted.startswith("~"):
        return wanted[1:].casefold() in (found or "").casefold()
    return wanted == (found or "")


def paired(wanted, found):
    """Pair each claim by hand with the claim read that is most like it."""
    fits = sorted(
        (
            (-sum(agrees(name, row[name], one[name]) for name in (*SAME, *DETAILS)), i, j)
            for i, row in enumerate(wanted)
            for j, one in enumerate(found)
            if agrees("kind", row["kind"], one["kind"])
            and (row["target"] or row["subject"])
            and (
                agrees("target", row["target"], one["target"])
                or agrees("subject", row["subject"], one["subject"])
            )
        ),
    )
    rows, ones, pairs = set(), set(), []
    for _, i, j in fits:
        if i not in rows and j not in ones:
            rows.add(i)
            ones.add(j)
            pairs.append((wanted[i], found[j]))
    return pairs


def score(path, reader):
    """Read every sentence of a file and count."""
    total = Score()
    for text, day, rows in expected(path):
        reading = reader.read(text, day)
        wanted = [row for row in rows if row["kind"] not in NO_CLAIM]
        found = _without_optional(wanted, read_rows(reading))
        wanted = [row for row in wanted if not row["kind"].endswith("?")]
        listed = all(row["kind"] != "not understood" for row in rows) or bool(reading.misread)
        right = _count(total, wanted, found)
        total.sentences += 1
        if listed and right == len(wanted) == len(found):
            total.whole += 1
        else:
            total.mismatches.append((text, rows, reading))
    return total


def _without_optional(wanted, found):
    """Give the claims read without those that may be read or not, marked with ? by hand."""
    may = [{**row, "kind": row["kind"].rstrip("?")} for row in wanted]
    also = [
        one
        for row, one in paired(may, found)
        if wanted[may.index(row)]["kind"].endswith("?")
        and all(agrees(name, row[name], one[name]) for name in SAME)
    ]
    return [one for one in found if one not in also]


def _count(total, wanted, found):
    for rows, counter in ((wanted, total.wanted), (found, total.found)):
        for row in rows:
            counter.update(["claim", "all"])
            counter.update(name for name in (*SAME, *DETAILS) if row[name] not in {"", None})
    right = 0
    pairs = paired(wanted, found)
    paired_ones = [one for _, one in pairs]
    total.invented += [
        one
        for one in found
        if one["mood"] == "fact" and not any(one is other for other in paired_ones)
    ]
    for row, one in pairs:
        same = {name for name in (*SAME, *DETAILS) if agrees(name, row[name], one[name])}
        total.right.update(name for name in same if row[name] and one[name] not in {"", None})
        total.right["claim"] += same >= set(SAME)
        total.right["all"] += len(same) == len(SAME) + len(DETAILS)
        whole = len(same) == len(SAME) + len(DETAILS)
        total.kinds[row["language"], row["kind"]]["right"] += whole
        right += whole
        if not same >= set(SAME):
            total.invented.append(one)
        elif not whole:
            total.misread.append(one)
    for row in wanted:
        total.kinds[row["language"], row["kind"]]["wanted"] += 1
    return right


def written(finding):
    """Write a claim in a line: kind, subject, verb, target, value, directions, day."""
    claim = finding.claim
    subject = claim.subject and (claim.subject.id or claim.subject.words)
    target = claim.target and (claim.target.id or claim.target.words)
    value = None if claim.value is None else f"{claim.value:g}"
    parts = (claim.kind, subject, claim.verb, target, value, *claim.directions)
    day = f"{claim.last:%d.%m}" if claim.first == claim.last else ""
    return " ".join(filter(None, (*parts, day)))


def of_all(findings):
    """Write each claim in a line, as `written` does."""
    return sorted(written(one) for one in findings)


def of_facts(findings):
    """Write the claims of fact."""
    return of_all(one for one in findings if one.claim.mood == "fact")


def with_moods(findings):
    """Write each claim, with its mood if it is no fact."""
    return sorted(
        written(one) if one.claim.mood == "fact" else f"{written(one)} {one.claim.mood}"
        for one in findings
    )


def read_otherwise(checker, table, write=of_all):
    """Give the kinds of a table of day, text and claims that are read otherwise, with what was."""
    wrong = []
    for kind, (day, text, expected) in table.items():
        found = write(checker.check(text, date.fromisoformat(day)).findings)
        if found != sorted(expected):
            wrong.append((kind, found))
    return wrong


def not_listed(checker, table, write=of_all):
    """Give the kinds of a table of day, text and reason that are not just listed with it.

    An empty reason stands for any, and None for a text of which nothing needs to be listed.
    """
    wrong = []
    for kind, (day, text, why) in table.items():
        checked = checker.check(text, date.fromisoformat(day))
        found = write(checked.findings)
        reasons = [words.reason for words in checked.not_understood]
        if found or (why is not None and not any(why in reason for reason in reasons)):
            wrong.append((kind, found, reasons))
    return wrong


def format_score(total):
    """Yield the figures and each mismatch, line by line."""
    yield f"{total.sentences} sentences, {total.whole} read wholly as by hand"
    yield f"{'':12}{'by hand':>8}{'read':>6}{'right':>7}{'precision':>11}{'recall':>8}"
    for name in ("claim", "all", *SAME, *DETAILS):
        yield (
            f"{name:12}{total.wanted[name]:8}{total.found[name]:6}{total.right[name]:7}"
            f"{total.precision(name):11.2f}{total.recall(name):8.2f}"
        )
    for (language, kind), count in sorted(total.kinds.items()):
        yield f"{language} {kind:13}{count['wanted']:8}{count['right']:13}"
    for language in ("en", "ar"):
        mine = [count for (own, _), count in total.kinds.items() if own == language]
        right, wanted = (sum(one[name] for one in mine) for name in ("right", "wanted"))
        yield f"{language} {'all':13}{wanted:8}{right:13}{right / max(1, wanted):8.1%}"
    wrong = f"invented {len(total.invented)}, misread {len(total.misread)}"
    yield f"read {total.found['claim']}, {wrong}"
    for text, rows, reading in total.mismatches:
        yield f"\n{rows[0]['published']} {text}"
        yield from (f"  hand {_line(row)}" for row in rows)
        yield from (f"  read {_line(one)}" for one in read_rows(reading))
        yield from (f"  miss {words.text!r}: {words.reason}" for words in reading.misread)


def _line(row):
    fields = (name for name in ("kind", *SAME[1:], *DETAILS) if row[name] not in {"", None})
    return " ".join(f"{name}={row[name]}" for name in fields)


def main():
    import frontline
    from frontline.claims.reader.extract import Reader

    atlas = frontline.open()
    package = atlas.package
    reader = Reader(
        atlas.gazetteer, package.actors, package.highways, atlas.lines, atlas.record.index
    )
    for name in sys.argv[1:] or ["unseen.csv"]:
        sys.stdout.writelines(f"{line}\n" for line in format_score(score(CLAIMS / name, reader)))


if __name__ == "__main__":
    main()
