"""A package with hostile text in every field, and the check that a page ran none of it."""

from __future__ import annotations

from dataclasses import replace

PAYLOADS = [
    "{{7*7}}",
    "{% for x in y %}",
    "{# gone #}",
    "${7*7}",
    "`+alert(1)+`",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "\u202egnp.exe\u2066",
    "&lt;b&gt;",
    "__proto__",
    "\u2028\u2029",
]
HOSTILE = " ".join(PAYLOADS)


def with_hostile_text(package):
    """Return the package with hostile text in every field that reaches a page."""
    places = {
        id_: row.model_copy(
            update={
                "name": f"{row.name} {HOSTILE}", "name_ar": f"{row.name_ar} {HOSTILE}",
                "kind": HOSTILE, "admin1": HOSTILE, "admin3": HOSTILE, "licence": HOSTILE,
                "note": HOSTILE, "sources": (HOSTILE,),
            }
        )
        for id_, row in package.gazetteer.items()
    }  # fmt: skip
    named = {"name": HOSTILE, "name_ar": HOSTILE, "note": HOSTILE}
    return replace(
        package,
        title=HOSTILE,
        version=HOSTILE,
        digest=HOSTILE,
        gazetteer=places,
        actors={id_: row.model_copy(update=named) for id_, row in package.actors.items()},
        publishers={
            id_: row.model_copy(update={"name": HOSTILE, "note": HOSTILE})
            for id_, row in package.publishers.items()
        },
        baseline=tuple(row.model_copy(update={"note": HOSTILE}) for row in package.baseline),
        events=tuple(row.model_copy(update={"note": HOSTILE}) for row in package.events),
        all_reports=tuple(
            row.model_copy(update={"url": f"javascript:alert(1)//{HOSTILE}", "note": HOSTILE})
            for row in package.all_reports
        ),
        highways={id_: row.model_copy(update=named) for id_, row in package.highways.items()},
    )


def assert_nothing_ran(seen):
    seen.page.wait_for_timeout(150)
    assert seen.complaints == []
    assert seen.requests == []
    assert seen.run("document.querySelectorAll('img, svg[onload], iframe, object').length") == 0
    scripts = seen.run("[...document.scripts].map((one) => one.textContent.slice(0, 40))")
    assert not [text for text in scripts if "alert" in text]
