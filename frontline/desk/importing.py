"""Import: look at a file, map its columns, see what an import would do, decide, and write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from frontline.desk import import_form, maps, open_questions, questions
from frontline.desk.changes import check_editable, last_change, message_of, remember
from frontline.desk.form_words import all_in_form, in_form
from frontline.desk.uploads import MOST_FILES, Plan
from frontline.desk.views import (
    Words,
    change,
    desk_of,
    first_lines,
    language_of,
    redirect,
    render,
    texts,
    uploads,
)
from frontline.encoding_candidates import CANDIDATES
from frontline.errors import DataError, FrontlineError
from frontline.importers.recognition import look_at
from frontline.importers.registry import KINDS, plan_import
from frontline.importers.rows import watched
from frontline.package.replacement import retry_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from frontline.desk.uploads import Upload
    from frontline.importers.options import ImportOptions
    from frontline.importers.recognition import FileLook
    from frontline.importers.registry import ImportPlan
    from frontline.importers.summary import ImportSummary

    Progress = Callable[[int, int], None]

#: A short import is waited for so long, so that the next page shows what it would do.
_SHORT_S = 2.0
#: Most reasons, and examples of each, that a page lists.
_MOST_REASONS, _MOST_EXAMPLES, _MOST_NOTES = 30, 3, 30
_ENCODINGS = ("utf-8", "utf-16", *CANDIDATES)


def start(request: Request) -> Response:
    """Show the form for files, and those that were uploaded."""
    return _start_page(request)


def add(request: Request, form: FormData) -> Response:
    """Store files, and show what they look like."""
    check_editable(request)
    try:
        upload = desk_of(request).uploads.add(uploads(form, "files"))
    except FrontlineError as error:
        return _start_page(request, first_lines(error), 422)
    return redirect(_address(upload))


def file(request: Request) -> Response:
    """Show the files: their first rows, the choices, and what the import would do or has done."""
    check_editable(request)
    upload = desk_of(request).uploads.find(request.query_params.get("id", ""))
    return _file_page(request, upload)


def choose(request: Request, form: FormData) -> Response:
    """Keep the choices; read the file again so, or plan the import."""
    check_editable(request)
    upload, values = _posted(request, form)
    upload.form = import_form.clean(values)
    if "kind" in upload.form and upload.form["kind"] not in KINDS:
        del upload.form["kind"]
    try:
        questions.read_answers(upload, values)
    except FrontlineError as error:
        return _file_page(request, upload, first_lines(error), 422)
    _cancel(request, upload)
    if values.get("action") == "plan":
        try:
            options = _options(request, upload)
        except FrontlineError as error:
            return _file_page(request, upload, first_lines(error), 422)
        _start(request, upload, options, writes=False)
    return redirect(_address(upload))


def run(request: Request, form: FormData) -> Response:
    """Write the import that was planned, as a job."""
    check_editable(request)
    upload, _ = _posted(request, form)
    try:
        options = _options(request, upload)
    except FrontlineError as error:
        return _file_page(request, upload, first_lines(error), 422)
    _cancel(request, upload)
    _start(request, upload, options, writes=True)
    return redirect(_address(upload))


def _posted(request: Request, form: FormData) -> tuple[Upload, dict[str, str]]:
    values = texts(form)
    values.pop("change_token", None)
    return desk_of(request).uploads.find(values.pop("id", "")), values


def _address(upload: Upload) -> str:
    return f"/import/file?id={upload.id}"


def _cancel(request: Request, upload: Upload) -> None:
    """End the job of an upload that is not wanted any more, and forget what it found."""
    jobs = desk_of(request).jobs
    if jobs.has(upload.job):
        jobs.find(upload.job).cancel()
    upload.plan, upload.job, upload.turn = None, "", upload.turn + 1


def _options(request: Request, upload: Upload) -> ImportOptions:
    areas = [one.id for one in desk_of(request).workspace.atlas().package.admin]
    look = _look(upload)
    return import_form.read_options(
        {"kind": look.kind, **upload.form}, upload.files, look.columns, areas
    )


def _start(request: Request, upload: Upload, options: ImportOptions, *, writes: bool) -> None:
    """Start the job that plans or writes an import, and wait for a short one."""
    desk, kind = desk_of(request), upload.form.get("kind") or _look(upload).kind
    folder, answers = desk.workspace.folder, [*upload.answers.values()]
    turn = upload.turn

    def attempt(progress: Progress) -> Plan:
        with watched(lambda rows: progress(rows, 0)):
            plan = plan_import(kind, options, folder, answers)
            if writes:
                progress(plan.summary.read, 0)
                with desk.writing:
                    remember(request, upload.title, plan.write_with_undo())
                return Plan(plan.summary, plan.questions, is_written=True)
            return Plan(plan.summary, plan.questions, _problems(plan))

    def work(path: Path, progress: Progress) -> None:
        try:
            found = retry_if_changed(lambda: attempt(progress))
        except FrontlineError as error:
            found = Plan(problems=first_lines(error, 40))
        if found.summary is not None:
            path.write_text("\n".join(found.summary.lines()) + "\n", encoding="utf-8")
        if upload.turn == turn:
            upload.plan = found
        if found.is_written:
            desk.workspace.atlas()  # else the first page after the import would wait for it

    name = "import-report.txt"
    upload.job = desk.jobs.start(upload.title, name, work, page=_address(upload))
    desk.jobs.find(upload.job).wait(_SHORT_S)


def _problems(plan: ImportPlan) -> list[str]:
    """Return why the package could not be written with an import; empty if it could."""
    if not plan.is_worth_writing:
        return []
    try:
        _, issues = plan.draft.preview()
    except DataError as error:
        return first_lines(error, 40)
    return [str(one) for one in issues if one.severity == "error"][:40]


def _look(upload: Upload) -> FileLook:
    """Return what the first file looks like, with the choices so far."""
    form = upload.form
    asked = tuple(form.get(name, "") for name in ("encoding", "layer", "header_row"))
    if asked not in upload.looks:
        encoding, layer, row = asked
        number = int(row) if row.isdecimal() and len(row) < 8 and int(row) else None
        upload.looks[asked] = look_at(
            upload.files[0], encoding=encoding or None, layer=layer or None, header_row=number
        )
    return upload.looks[asked]


def _start_page(request: Request, problems: list[str] | None = None, status: int = 200) -> Response:
    return render(
        request,
        "import.html",
        status,
        problems=problems or [],
        files=desk_of(request).uploads.all(),
        open_count=open_questions.count_open(request),
        most_files=MOST_FILES,
        undo=last_change(request),
        message=message_of(request),
    )


def _file_page(
    request: Request, upload: Upload, problems: list[str] | None = None, status: int = 200
) -> Response:
    desk, look, form = desk_of(request), _look(upload), upload.form
    atlas, language = desk.workspace.atlas(), language_of(request)
    kind = form.get("kind") or look.kind
    is_new = form.get("kind_shown", kind) != kind or not any(
        name.startswith("column_") for name in form
    )
    chosen = import_form.column_choices(
        look.columns, (look.fields or {}) if is_new else _mapped(form, look)
    )
    plan, job, words = upload.plan, None, Words(language)
    if plan is None and desk.jobs.has(upload.job):
        job = desk.jobs.find(upload.job)
    actors = atlas.package.actors.values()
    return render(
        request,
        "import_file.html",
        status,
        upload=upload,
        sample=look,
        form=form,
        kind=kind,
        kinds=[*KINDS],
        problems=all_in_form(problems or [], words),
        sample_problems=all_in_form(look.problem.splitlines(), words),
        plan_problems=[] if plan is None else all_in_form(plan.problems, words),
        encodings=_ENCODINGS,
        columns=[*chosen.items()][: import_form.MOST_COLUMNS],
        fields=import_form.COLUMN_FIELDS.get(kind, ()),
        settings=import_form.SETTINGS.get(kind, ()),
        choices=import_form.CHOICES,
        has_classes=kind in import_form.WITH_CLASSES,
        has_countries=kind in import_form.WITH_COUNTRIES,
        has_questions=kind in import_form.WITH_QUESTIONS,
        areas=[(one.id, one.name) for one in atlas.package.admin],
        actors=[(one.id, (language == "ar" and one.name_ar) or one.name) for one in actors],
        names=_names(form, plan) if kind in import_form.WITH_ACTORS else [],
        job=job,
        job_id=upload.job,
        plan=plan,
        report=None if plan is None or plan.summary is None else _report(plan.summary, words),
        asked=[] if plan is None else questions.shown(request, upload),
        more=0 if plan is None else max(0, len(plan.questions) - questions.MOST_SHOWN),
        answered=questions.answered(upload, atlas),
        fills=maps.fills(atlas),
        undo=last_change(request),
        message=message_of(request),
    )


def _mapped(form: dict[str, str], look: FileLook) -> dict[str, str]:
    """Return the column of each field as the form has it; of two with one field the last."""
    found = {}
    for number, column in enumerate(look.columns[: import_form.MOST_COLUMNS]):
        if field := form.get(f"column_{number}"):
            found[field] = column
    return found


def _names(form: dict[str, str], plan: Plan | None) -> list[tuple[str, str, int]]:
    """Return the names to map to actors, with the chosen actor and the number of rows."""
    found = {
        form[f"name_{number}"]: form.get(f"actor_{number}", "")
        for number in range(import_form.MOST_NAMES)
        if form.get(f"name_{number}") and form.get(f"actor_{number}")
    }
    counts = {} if plan is None or plan.summary is None else dict(plan.summary.unmapped_names)
    names = [(name, actor, counts.get(name, 0)) for name, actor in found.items()]
    new = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    names += [(name, "", count) for name, count in new if name and name not in found]
    return names[: import_form.MOST_NAMES]


def _report(summary: ImportSummary, words: Words) -> dict[str, Any]:
    """Return what an import did with the rows, for a page."""
    reasons: dict[str, list[str]] = {}
    for one in summary.unused:
        reasons.setdefault(one.reason, []).append(
            f"{one.file}, {one.row}" + (f": {one.text}" if one.text else "")
        )
    refused = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return {
        "counts": [
            ("rows_read", summary.read), ("rows_used", summary.used),
            ("rows_merged", summary.merged), ("rows_changed", summary.changed),
            ("rows_asked", summary.waiting), ("rows_refused", summary.unused_count),
        ],
        "refused": [
            (in_form(reason, words), len(rows), rows[:_MOST_EXAMPLES])
            for reason, rows in refused[:_MOST_REASONS]
        ],
        "left_out": [
            (in_form(reason, words), count)
            for reason, count in summary.left_out.most_common(_MOST_REASONS)
        ],
        "notes": all_in_form(
            [*summary.files, *summary.disagreements[:10], *summary.notes][:_MOST_NOTES], words
        ),
        "wrote": summary.wrote,
    }  # fmt: skip


ROUTES = [
    Route("/import", start),
    Route("/import", change(add, files=MOST_FILES), methods=["POST"]),
    Route("/import/file", file),
    Route("/import/file", change(choose, files=0), methods=["POST"]),
    Route("/import/run", change(run, files=0), methods=["POST"]),
]
