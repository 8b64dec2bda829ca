"""A story: a page of maps that change as the reader scrolls, from a list of steps.

The page is one file that loads nothing. Without script it is a sequence of pictures with text.

Examples
--------
>>> step = Step.model_validate({"day": "2019-08-23", "view": "Morek", "text": "Encircled."})
>>> step.view, step.text_ar
('Morek', '')
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from frontline.annotation_model import Annotation
from frontline.errors import DataError, Issue
from frontline.i18n import check_language, format_date, in_each_language, locale_tables, translate
from frontline.models import (  # noqa: TC001 - pydantic reads the annotations
    OptionalId,
    OptionalLat,
    OptionalLon,
)
from frontline.package.csv_reader import read_toml
from frontline.stills.key import entries_of, source_lines
from frontline.stills.places import shows_weak_places
from frontline.stills.small_map import day_picture
from frontline.stills.style import styles
from frontline.stills.svg import write_sample
from frontline.webmap import bundle, csp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from frontline.atlas import Atlas
    from frontline.i18n import TextLike
    from frontline.stills.small_map import DayPicture

#: The most steps of a story.
_MOST_STEPS = 60


def _as_day(value: object) -> object:
    """Refuse what pydantic would read as a number of seconds, or a time of day."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    msg = "is not a day"
    raise ValueError(msg)


_Day = Annotated[date, BeforeValidator(_as_day)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Note(_Table):
    """A text or an arrow on the map of a step; its keys are those of ``annotations.csv``."""

    place_id: OptionalId = None
    lon: OptionalLon = None
    lat: OptionalLat = None
    to_lon: OptionalLon = None
    to_lat: OptionalLat = None
    text: str = ""
    text_ar: str = ""
    actor: OptionalId = None


class Step(_Table):
    """One step of a story.

    Attributes
    ----------
    day : date
        The day that the map shows.
    view : str
        ``all``, a place, or west, south, east and north in degrees.
    since : date or None
        An earlier day: what was gained since then has a stronger colour.
    arrows : bool
        Whether arrows point into what was gained.
    text, text_ar : str
        What the reader reads; an empty line separates paragraphs.
    annotation : tuple of Note
        Texts and arrows on the map.
    """

    day: _Day
    view: str = "all"
    since: _Day | None = None
    arrows: bool = False
    text: Annotated[str, Field(min_length=1)]
    text_ar: str = ""
    annotation: tuple[Note, ...] = ()

    def annotations(self) -> tuple[Annotation, ...]:
        """Return the texts and arrows as rows of ``annotations.csv``."""
        return tuple(
            Annotation(
                annotation_id=f"step-{number}", first_day=self.day, last_day=self.day,
                **note.model_dump(),
            )
            for number, note in enumerate(self.annotation, start=1)
        )  # fmt: skip


class Story(_Table):
    """A story: a title, an opening and its steps."""

    title: Annotated[str, Field(min_length=1)]
    title_ar: str = ""
    deck: str = ""
    deck_ar: str = ""
    credit: str = ""
    credit_ar: str = ""
    step: Annotated[tuple[Step, ...], Field(min_length=1, max_length=_MOST_STEPS)]


def read_story(path: Path, atlas: Atlas) -> Story:
    """Read a story from a TOML file.

    Raises
    ------
    DataError
        With every error of the file: invalid TOML, an unknown key, a missing text, an annotation
        without position, or of a place or an actor that does not exist.
    """
    try:
        story = Story.model_validate(read_toml(path))
        issues = list(_note_issues(path, story, atlas))
    except ValidationError as error:
        issues = [_fault(path.name, one) for one in error.errors(include_url=False)]
    except DataError:
        raise
    except ValueError as error:
        issues = [Issue(path.name, None, "", f"is not valid TOML: {str(error)[:120]}",
                        "Look for a missing quotation mark or bracket.")]  # fmt: skip
    if issues:
        raise DataError(issues)
    return story


#: What is wrong and what to do, by the kind of an error of pydantic.
_FAULTS = {
    "missing": ("is missing", "Write it."),
    "extra_forbidden": ("is not a key of a story", "Correct it, or remove it."),
    "string_type": ("is not text", "Write it in quotes."),
    "string_too_short": ("is empty", "Write a text."),
    "string_too_long": ("is longer than 200 characters", "Shorten it."),
    "too_short": ("has no step", "Write a [[step]] with day and text."),
    "too_long": (f"has more than {_MOST_STEPS} steps", "Split the story."),
}


def _fault(file: str, detail: Any) -> Issue:
    """Return the issue for an error of pydantic."""
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
    rule, remedy = _FAULTS.get(detail["type"], ("is not valid", "Correct it."))
    if where.endswith(("day", "since")) and detail["type"] != "missing":
        rule, remedy = "is not a day", "Write it as 2019-08-15."
    elif detail["type"] == "value_error":
        rule = str(detail["ctx"]["error"])
    value = "" if isinstance(detail["input"], dict) else str(detail["input"])[:80]
    return Issue(file, None, value, f"{where}: {rule}", remedy)


def _note_issues(path: Path, story: Story, atlas: Atlas) -> Iterator[Issue]:
    package = atlas.package
    for number, step in enumerate(story.step):
        row = f"step {number + 1}"
        try:
            rows = step.annotations()
        except ValidationError as error:
            for one in error.errors(include_url=False):
                yield replace(_fault(path.name, one), row=row)
            continue
        for note in rows:
            if note.place_id is not None and note.place_id not in package.gazetteer:
                hint = "Use an id of gazetteer.geojson; `frontline place NAME` finds it."
                yield Issue(path.name, row, note.place_id, "place_id: no such place", hint)
            if note.actor is not None and note.actor not in package.actors:
                hint = f"Use one of: {', '.join(sorted(package.actors))}."
                yield Issue(path.name, row, note.actor, "actor: no such actor", hint)


def render(
    story: Story, atlas: Atlas, *, language: str = "en", notices: Sequence[TextLike] = ()
) -> str:
    """Return the page of a story as HTML.

    Parameters
    ----------
    story : Story
    atlas : Atlas
    language : str
        ``en`` or ``ar``.
    notices : sequence of str, Text or mapping
        Sentences that the reader must see, such as an embargo.

    Raises
    ------
    InvalidRequestError
        For an unknown language or view.
    UnknownDayError
        For a day outside the record.
    """
    check_language(language)
    look, script = bundle.story_style(), bundle.story_script()
    policy = csp.content_policy((script,), (look,))
    title = in_each_language({"en": story.title, "ar": story.title_ar})[language]
    deck = in_each_language({"en": story.deck, "ar": story.deck_ar})[language]
    pictures = [
        _pictures(atlas, step, number, language) for number, step in enumerate(story.step, start=1)
    ]
    steps = "".join(
        _step_html(atlas, step, shapes, (number, len(story.step)), language)
        for number, (step, shapes) in enumerate(zip(story.step, pictures, strict=True), start=1)
    )
    drawn = set().union(*map(_drawn, pictures))
    direction = locale_tables()[language]["direction"]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{csp.escape_html(title)}</title>\n"
        f'<meta name="description" content="{csp.escape_html(deck or title)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<style>{look}</style>\n</head>\n<body>\n<header>\n<h1>{csp.escape_html(title)}</h1>\n"
        f"{_paragraphs(deck)}{_key(atlas, story.step[0], drawn, language)}</header>\n"
        f'<main>\n{steps}</main>\n{_footer(story, atlas, language, notices)}'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )  # fmt: skip


def _pictures(atlas: Atlas, step: Step, number: int, language: str) -> list[DayPicture]:
    """Return the picture of a step for pages, and that for phones."""
    day = format_date(language, step.day)
    shapes: tuple[Literal["page", "phone"], ...] = ("page", "phone")
    return [
        day_picture(
            atlas.on(step.day), step.view, f"step-{number}-{shape}", arrows=step.arrows,
            earlier=None if step.since is None else atlas.on(step.since),
            annotations=step.annotations(), language=language,
            title=translate(language, "on", day=day), shape=shape,
        )
        for shape in shapes
    ]  # fmt: skip


def _drawn(pictures: Iterable[DayPicture]) -> set[str]:
    """Return the styles of the marks of pictures."""
    return set().union(*(picture.styles for picture in pictures))


def _is_news(style: str) -> bool:
    """Return whether a style belongs to the earlier day of one step."""
    return style.startswith("gained-") or style == "earlier-front"


def _step_html(
    atlas: Atlas, step: Step, pictures: list[DayPicture], place: tuple[int, int], language: str
) -> str:
    number, count = place
    day = format_date(language, step.day)
    text = in_each_language({"en": step.text, "ar": step.text_ar})[language]
    news = filter(_is_news, _drawn(pictures))
    shapes = "".join(
        f'<div class="{name}">{one.svg}</div>'
        for name, one in zip(("wide", "narrow"), pictures, strict=True)
    )
    links = _key(atlas, step, news, language, number) + _links(number, count, language)
    return (
        f'<section class="step" id="step-{number}" tabindex="-1" '
        f'aria-labelledby="step-{number}-day">\n<figure>{shapes}</figure>\n'
        f'<div class="words"><h2 id="step-{number}-day">{csp.escape_html(day)}</h2>\n'
        f"{_paragraphs(text)}{links}</div>\n</section>\n"
    )


def _links(number: int, count: int, language: str) -> str:
    """Return the links to the steps before and after one."""
    links = [
        f'<a href="#step-{other}">{translate(language, word)}</a>'
        for other, word in ((number - 1, "storyBack"), (number + 1, "storyNext"))
        if 1 <= other <= count
    ]
    return f"<p>{' '.join(links)}</p>\n" if links else ""


def _paragraphs(text: str) -> str:
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return "".join(f"<p><bdi>{csp.escape_html(part)}</bdi></p>\n" for part in parts if part)


def _key(atlas: Atlas, step: Step, drawn: Iterable[str], language: str, number: int = 0) -> str:
    """Return the key of a step, or of the whole story: without what belongs to one step."""
    state = atlas.on(step.day)
    earlier = None if step.since is None else atlas.on(step.since)
    known = {style for style in drawn if bool(number) == _is_news(style)}
    if not shows_weak_places(state):
        known.discard("place-weak")
    look = styles(tuple(atlas.package.actors.values()), 14.0)
    lines = "".join(
        f"<li>{write_sample(look, one.style, f'key-{number}-{place}', one.form)} "
        f"<bdi>{csp.escape_html(one.text)}</bdi></li>"
        for place, one in enumerate(entries_of(state, earlier, language, known))
    )
    return f'<ul class="key">{lines}</ul>\n' if lines else ""


def _footer(story: Story, atlas: Atlas, language: str, notices: Sequence[TextLike]) -> str:
    lines: list[Any] = [in_each_language(one)[language] for one in notices]
    lines += [in_each_language({"en": story.credit, "ar": story.credit_ar})[language]]
    lines += [" ".join(source_lines(atlas.on(atlas.record.first), language))]
    return "<footer>\n" + "".join(_paragraphs(line) for line in lines) + "</footer>\n"
