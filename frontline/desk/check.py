"""Check: an article with its claims marked, the verdict on each, and corrections that are kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.routing import Route

from frontline.claims.article_files import ENDINGS, read_article
from frontline.claims.claim_table import COLUMNS, cells, claim_review, claim_rows
from frontline.claims.findings import group_findings
from frontline.claims.overrides import Override, with_override
from frontline.claims.reader.dependency_parser import parser_notice
from frontline.claims.serialize import check_json, reading_json
from frontline.dates import parse_day
from frontline.desk import maps
from frontline.desk.views import (
    Words,
    change,
    desk_of,
    download,
    language_of,
    pick,
    redirect,
    render,
    texts,
    upload,
)
from frontline.errors import FrontlineError, InvalidRequestError
from frontline.i18n import LANGUAGES
from frontline.io import csv_text, json_text
from frontline.webmap.report import report as reports
from frontline.webmap.report.cards import Sources, annotated_text, claim_card
from frontline.webmap.report.phrases import Phrases, report_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import FormData, UploadFile
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.atlas import Atlas
    from frontline.claims.article_folder import ArticleFolder
    from frontline.claims.checker import CheckResult

_KINDS = {"html": "text/html", "csv": "text/csv", "claimreview": "application/json"}
_ENDING = {"html": ".html", "csv": ".csv", "claimreview": ".json"}


def start(request: Request) -> Response:
    """Show the form for an article, and the articles that were checked."""
    return _start_page(request)


def add(request: Request, form: FormData) -> Response:
    """Save an article and show its report."""
    values, file = texts(form), upload(form, "file")
    try:
        published = parse_day(values.get("published", "").strip())
        text = values.get("text", "").strip() if file is None else _read_upload(file)
        if not text:
            words = Words(language_of(request))
            raise InvalidRequestError(words("no_text"))
        _atlas(request).check(text, published=published)  # refuses what is no article
        name = _folder(request).add(text, published)
    except FrontlineError as error:
        return _start_page(request, values, str(error).splitlines(), 422)
    return redirect(_address(name, values.get("language", "")))


def _address(name: str, language: str) -> str:
    """Return the address of an article; the language of its report is part of it if chosen."""
    chosen = {"lang": language} if language in LANGUAGES else {}
    return f"/check/article?{urlencode({'name': name, **chosen})}"


def _language(request: Request) -> str:
    """Return the language that was chosen for a report; empty for that of the article."""
    chosen = request.query_params.get("lang", "")
    return chosen if chosen in LANGUAGES else ""


def article(request: Request) -> Response:
    """Show an article with its claims marked, and the answer to each."""
    return _article_page(request, request.query_params.get("name", ""))


def correct(request: Request, form: FormData) -> Response:
    """Save the corrected reading of a claim, unless it cannot be applied."""
    values = texts(form)
    name, folder = values.get("name", ""), _folder(request)
    try:
        with desk_of(request).writing:
            known = folder.overrides(name)
            corrected = with_override(known, _correction(request, values, known))
            _check(request, name, corrected)  # refuses an unknown place, or words of no claim
            folder.save_overrides(name, corrected)
    except FrontlineError as error:
        return _article_page(request, name, str(error).splitlines(), 422)
    return redirect(f"{_address(name, values.get('lang', ''))}#claims")


def _correction(request: Request, values: dict[str, str], known: tuple[Override, ...]) -> Override:
    """Return the correction of a form: what differs from the reading, and what was corrected."""
    text = " ".join(values.get("text", "").split())
    blank = Override(0, text, file=Words(language_of(request))("correction"))
    if values.get("remove") == "yes":
        return blank
    before = next((one for one in known if one.text == text), blank)
    new = replace(before, file=blank.file, not_a_claim=values.get("not_a_claim") == "yes")
    if subject := _changed(values, "subject"):
        new = replace(new, subject=subject)
    if target := _changed(values, "target"):
        new = replace(new, target=target)
    if day := _changed(values, "day"):
        new = replace(new, day=parse_day(day))
    return new


def _changed(values: dict[str, str], name: str) -> str:
    """Return a field of a correction; empty if it is as the claim was read."""
    value = values.get(name, "").strip()
    return "" if value == values.get(f"was_{name}", "") else value


def export(request: Request) -> Response:
    """Return the report of an article as a file."""
    form = request.query_params.get("format", "html")
    name = request.query_params.get("name", "")
    if form not in _KINDS:
        raise HTTPException(404)
    atlas = _atlas(request)
    result = _check(request, name, _folder(request).overrides(name))
    answer = check_json(result, atlas)
    if form == "html":
        notices = desk_of(request).workspace.notices
        content = reports.render(result, atlas, notices, _language(request) or None)
    elif form == "csv":
        content = csv_text(list(COLUMNS), [cells(row) for row in claim_rows(answer)])
    else:
        content = json_text(claim_review(answer))
    return download(content, f"{Path(name).stem}{_ENDING[form]}", _KINDS[form])


def check_all(request: Request, _: FormData) -> Response:
    """Start a job that checks every article of the folder, with its corrections, into a table."""
    folder, atlas = _folder(request), _atlas(request)
    names = folder.names()
    if not names:
        raise InvalidRequestError(Words(language_of(request))("no_articles"))

    def work(path: Path, progress: Callable[[int, int], None]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(csv_text(list(COLUMNS), []))
            for done, name in enumerate(names):
                progress(done, len(names))
                rows = [cells(row) for row in claim_rows(_answer(atlas, folder, name))]
                file.write(csv_text(list(COLUMNS), rows).partition("\n")[2])

    words = Words(language_of(request))
    desk_of(request).jobs.start(words("check_all"), "claims.csv", work)
    return redirect("/jobs")


def _answer(atlas: Atlas, folder: ArticleFolder, name: str) -> dict[str, Any]:
    """Return a checked article as JSON values; an error is reported in its row."""
    try:
        text, overrides = folder.text(name), folder.overrides(name)
        result = atlas.check(text, published=name[:10], overrides=overrides)
    except FrontlineError as error:
        return {"id": name, "published": name[:10], "error": str(error)}
    return {"id": name, **check_json(result, atlas)}


def _atlas(request: Request) -> Atlas:
    return desk_of(request).workspace.atlas()


def _folder(request: Request) -> ArticleFolder:
    return desk_of(request).articles


def _read_upload(file: UploadFile) -> str:
    """Return the text of an uploaded file, which is read under a name of our own."""
    ending = Path(str(file.filename)).suffix.lower()
    if ending not in ENDINGS:
        raise InvalidRequestError(
            f"A file {ending[:12]!r} cannot be read: use {', '.join(ENDINGS)}"
        )
    with TemporaryDirectory(prefix="frontline-") as folder:
        path = Path(folder) / f"article{ending}"
        path.write_bytes(file.file.read())
        return read_article(path)


def _check(request: Request, name: str, overrides: tuple[Override, ...]) -> CheckResult:
    """Return the checked article, from memory if neither it nor the package has changed."""
    workspace, text = desk_of(request).workspace, _folder(request).text(name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return workspace.answer(
        ("check", name[:10], digest, overrides),
        lambda: workspace.atlas().check(text, published=name[:10], overrides=overrides),
    )


def _start_page(
    request: Request,
    values: dict[str, str] | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> Response:
    desk, atlas = desk_of(request), _atlas(request)
    filled = pick(values or {"published": str(atlas.record.last)}, "published", "text")
    return render(
        request,
        "check.html",
        status,
        filled=filled,
        problems=problems or [],
        articles=desk.articles.articles(),
        is_kept=desk.articles_are_kept,
        endings=",".join(ENDINGS),
    )


def _article_page(
    request: Request, name: str, problems: list[str] | None = None, status: int = 200
) -> Response:
    folder, atlas = _folder(request), _atlas(request)
    overrides, stale = folder.overrides(name), []
    try:
        result = _check(request, name, overrides)
    except FrontlineError as error:  # the package has changed since the corrections
        stale, result = str(error).splitlines(), _check(request, name, ())
    chosen = _language(request)
    words = Phrases(chosen or report_language(result.text))
    groups, sources = group_findings(result), Sources(words, atlas.package.actors)
    cards: list[dict[str, Any]] = [
        {
            "html": Markup(claim_card(atlas, group, words, sources)),  # noqa: S704 - escaped
            "number": group.numbers[0],
            "text": group.finding.claim.text,
            "reading": reading_json(group.finding.claim),
        }
        for group in groups
    ]
    return render(
        request,
        "article.html",
        status,
        name=name,
        chosen=chosen,
        published=name[:10],
        direction_of_text=words.direction,
        text_language=words.language,
        text=Markup(annotated_text(result, groups, words)),  # noqa: S704 - escaped there
        summary=Markup(reports.tally(result, words)),  # noqa: S704 - escaped there
        unparsed=Markup(reports.unparsed(atlas, result, words)),  # noqa: S704 - escaped there
        sources=Markup(sources.section()),  # noqa: S704 - escaped there
        cards=cards,
        overrides=overrides,
        is_read_by_rules_only=_lacks_a_pipeline(result),
        problems=[*(problems or []), *stale],
        fills=maps.fills(atlas),
        actors=[(one.id, one.name) for one in atlas.package.actors.values()],
        formats=[*_KINDS],
    )


def _lacks_a_pipeline(result: CheckResult) -> bool:
    """Whether English claims were compared with no parser, although spaCy is installed."""
    is_english = report_language(result.text) == "en"
    return result.parser is None and is_english and bool(parser_notice())


ROUTES = [
    Route("/check", start),
    Route("/check", change(add), methods=["POST"]),
    Route("/check/all", change(check_all), methods=["POST"]),
    Route("/check/article", article),
    Route("/check/correct", change(correct), methods=["POST"]),
    Route("/check/export", export),
]
