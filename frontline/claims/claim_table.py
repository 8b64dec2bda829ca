"""The claims of a checked article as a table, and as ClaimReview for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.claims.ratings import RATINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

#: Columns of the table. A batch has the first for each article.
COLUMNS = (
    "id", "published", "finding", "sentence", "text", "start", "end", "kind", "subject", "verb",
    "target", "direction", "from_day", "day", "comparator", "value", "unit", "mood", "verdict",
    "rating", "holds_under", "why", "wording", "sources",
)  # fmt: skip
_OF_READING = (
    "subject", "verb", "target", "direction", "from_day", "day", "comparator", "value", "unit",
    "mood",
)  # fmt: skip
_BEST, _WORST = 5, 1


def claim_rows(answer: Json) -> Iterator[Json]:
    """Yield a row for each claim of a checked article, then for each passage not understood.

    Parameters
    ----------
    answer : dict
        The JSON of `frontline.claims.serialize.check_json`; of a batch with ``id``, and with
        ``error`` if the article was not checked.
    """
    head = {"id": answer.get("id"), "published": answer.get("published")}
    if "error" in answer:
        yield {**head, "verdict": "error", "why": answer["error"]}
        return
    for claim in answer["claims"]:
        row = {name: claim.get(name) for name in COLUMNS if name in claim}
        row |= {name: claim["reading"][name] for name in _OF_READING}
        yield {**head, **row, "sources": "; ".join(dict.fromkeys(map(_source, claim["sources"])))}
    for one in answer["not_understood"]:
        position = {name: one[name] for name in ("text", "start", "end", "why")}
        yield {**head, **position, "kind": one["kind"], "verdict": "not understood"}


def _source(one: Json) -> str:
    day = one["published_on"] or one["published_note"] or "undated"
    return " ".join(filter(None, (one["publisher"], f"({day})", one["url"])))


def cells(row: Json) -> list[Any]:
    """Return the cells of a row in the order of `COLUMNS`."""
    return [row.get(name) for name in COLUMNS]


def claim_review(answer: Json) -> Json:
    """Return the findings of a checked article as JSON-LD with a ClaimReview for each.

    The newsroom adds ``author`` and ``url``, and the day of its own review. What is not rated has
    no ``ratingValue``.
    """
    first: dict[int, Json] = {}
    for claim in answer["claims"]:
        first.setdefault(claim["finding"], claim)
    reviews = [_review(claim, answer["published"]) for _, claim in sorted(first.items())]
    return {"@context": "https://schema.org", "@graph": reviews}


def _review(claim: Json, published: str) -> Json:
    rating = RATINGS[claim["rating"]]
    stars: Json = {"@type": "Rating", "bestRating": _BEST, "worstRating": _WORST}
    if rating.value is not None:
        stars["ratingValue"] = rating.value
    sources = {one["url"] or one["publisher"]: _citation(one) for one in claim["sources"]}
    stars |= {"alternateName": rating.alternate_name, "ratingExplanation": claim["why"]}
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim["sentence"],
        "itemReviewed": {"@type": "Claim", "text": claim["text"], "datePublished": published},
        "reviewRating": stars,
        "reviewBody": claim["wording"],
        "citation": [*sources.values()],
    }  # fmt: skip


def _citation(one: Json) -> Json:
    return {
        "@type": "CreativeWork", "name": one["publisher"], "url": one["url"] or None,
        "datePublished": one["published_on"],
    }  # fmt: skip
