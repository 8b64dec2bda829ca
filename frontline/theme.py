"""The theme of pages and pictures: fonts, colours, patterns, a logo and a credit, in one TOML file.

The values are written into a style sheet, so each is validated: a colour has six digits, a font is
a name of letters and digits that is written in quotes, and any other text reaches the page as text.
A page loads nothing, so fonts are names of fonts on the reader's device.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
)

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from frontline.colours import contrast
from frontline.errors import DataError, Issue
from frontline.models import Actor
from frontline.package.csv_reader import TableReader, read_toml
from frontline.package.file_reader import column_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from frontline.atlas import Atlas

LIGHT: Mapping[str, str] = {
    "ink": "#1f2328",
    "quiet": "#4d545c",
    "line": "#d4d0c6",
    "paper": "#fdfcf9",
    "land": "#f6f3ec",
    "beyond": "#e4e2dc",
    "water": "#7fa6c4",
    "sea": "#cfdde6",
    "admin": "#8b857a",
    "unknown": "#868b90",
    "focus": "#0b57d0",
    "link": "#0a4a8f",
    "field": "#ffffff",
    "road": "#cfd1d3",
}

DARK: Mapping[str, str] = {
    "ink": "#ecebe6",
    "quiet": "#b3b8be",
    "line": "#3d434a",
    "paper": "#171a1e",
    "land": "#262b31",
    "beyond": "#1d2125",
    "water": "#557f9f",
    "sea": "#16242f",
    "admin": "#858b92",
    "unknown": "#8e949b",
    "focus": "#8ab4f8",
    "link": "#9cc2ff",
    "field": "#0f1114",
    "road": "#6a7077",
}

#: Shadows of panels over the map, in light and in dark.
SHADOWS = ("rgb(31 35 40 / 16%)", "rgb(0 0 0 / 60%)")

#: Colours of text and the backgrounds they are used on. A label on the map has its own outline.
TEXTS = (
    *(("ink", background) for background in ("paper", "land", "beyond", "sea", "field")),
    *(("quiet", background) for background in ("paper", "beyond", "field")),
    *(("link", background) for background in ("paper", "beyond")),
)

#: Contrast that WCAG 2.2 AA requires for text, and for graphics such as a mark or a line.
MIN_TEXT_CONTRAST, MIN_SIGN_CONTRAST = 4.5, 3.0


#: The file of a package that holds its style.
FILE = "style.toml"

_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,63}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError("is not a colour. Write it as #2f7f86.")
    return text.lower()


def _paint(text: str) -> str:
    return text if text == "none" else _colour(text)


def _font(text: str) -> str:
    if not _FONT.fullmatch(text):
        raise ValueError(
            "is not the name of a font. Use letters, digits, spaces and hyphens; files and "
            "addresses of fonts are not loaded."
        )
    return text


def _line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("contains a line break or control character. Write one line of text.")
    return text


def _in_both_languages(value: Any) -> Any:
    return {"en": value, "ar": value} if isinstance(value, str) else value


Colour = Annotated[str, AfterValidator(_colour)]
Paint = Annotated[str, AfterValidator(_paint)]
Font = Annotated[str, AfterValidator(_font)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_line)]


class _Table(BaseModel):
    """A table of the file: frozen, without undeclared keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Bilingual(_Table):
    """One line of text in each language."""

    en: Line
    ar: Line


class Fonts(_Table):
    """Names of fonts in order of preference; `arabic` comes after `text`."""

    text: Annotated[list[Font], Field(max_length=12)] = Field(default_factory=list)
    arabic: Annotated[list[Font], Field(max_length=12)] = Field(default_factory=list)


class Colours(_Table):
    """Colours that replace those of the built-in palette."""

    ink: Colour | None = None
    quiet: Colour | None = None
    line: Colour | None = None
    paper: Colour | None = None
    land: Colour | None = None
    beyond: Colour | None = None
    water: Colour | None = None
    sea: Colour | None = None
    admin: Colour | None = None
    unknown: Colour | None = None
    focus: Colour | None = None
    link: Colour | None = None
    field: Colour | None = None
    road: Colour | None = None


class ActorLook(_Table):
    """How an actor is drawn, if that differs from the data."""

    light: Colour | None = None
    dark: Colour | None = None
    pattern: Literal["plain", "lines", "dots", "cross"] | None = None


class MarkLook(_Table):
    """How the marks of one class in a picture are drawn: properties of SVG."""

    fill: Paint | None = None
    stroke: Paint | None = None
    width: Annotated[float, Field(ge=0, le=40)] | None = None
    opacity: Annotated[float, Field(ge=0, le=1)] | None = None
    dash: Annotated[list[Annotated[float, Field(gt=0, le=100)]], Field(max_length=8)] | None = None
    weight: Literal[400, 700] | None = None
    italic: bool | None = None


BilingualLine = Annotated[Bilingual, BeforeValidator(_in_both_languages)]


class Theme(_Table):
    """The theme of pages; anything that it leaves out keeps the built-in value.

    With `labels` "both", important places have their name in both scripts. `pictures` is for the
    classes of marks in pictures (`frontline.stills.style`).
    """

    language: Literal["en", "ar"] | None = None
    logo: BilingualLine | None = None
    credit: BilingualLine | None = None
    labels: Literal["page", "both"] = "page"
    fonts: Fonts = Fonts()
    light: Colours = Colours()
    dark: Colours = Colours()
    actors: dict[str, ActorLook] = Field(default_factory=dict)
    pictures: dict[str, MarkLook] = Field(default_factory=dict)

    def palette(self, *, dark: bool) -> dict[str, str]:
        """Return the colours of pages: the built-in ones, replaced by those of the theme."""
        own = (self.dark if dark else self.light).model_dump(exclude_none=True)
        return {**(DARK if dark else LIGHT), **own}

    def look(self, actor: str) -> ActorLook:
        """Return how an actor is drawn; empty if the theme does not mention it."""
        return self.actors.get(actor, ActorLook())


def _file_in(folder: Path | None) -> Path | None:
    """Return the theme file of a folder, if there is one."""
    path = None if folder is None else folder / FILE
    return path if path is not None and os.path.lexists(path) else None


def find_theme(style: Theme | Path | str | None, atlas: Atlas) -> Theme:
    """Return the given theme, else that of the folder of the data, else the built-in one.

    Raises
    ------
    DataError
        With every error of the file, also for actors that are not in the data.

    Examples
    --------
    >>> import frontline
    >>> find_theme(None, frontline.open()) == Theme()
    True
    """
    actors = atlas.package.actors
    if isinstance(style, Theme):
        theme, faults = style, _unknown_actors(style.actors, actors, "the style")
    else:
        path = _file_in(atlas.folder) if style is None else Path(style)
        theme, faults = (Theme(), []) if path is None else _read(path, actors)
    if faults:
        raise DataError(faults)
    return theme


def theme_files(folder: Path) -> dict[str, Path]:
    """Return the files of styles in the folder of a package by their names, the default first.

    They are ``style.toml``, and others that begin with ``style-``.
    """
    found = [path for path in sorted(folder.glob("style*.toml")) if path.is_file()]
    own = [path for path in found if path.name == FILE or path.name.startswith("style-")]
    own.sort(key=lambda path: path.name != FILE)
    return {path.name: path for path in own}


def read_theme(path: Path) -> Theme:
    """Read a theme from a TOML file.

    Raises
    ------
    DataError
        With every error of the file: invalid TOML, an unknown key, an invalid colour or font,
        and colours with too little contrast.
    """
    theme, faults = _read(path)
    if faults:
        raise DataError(faults)
    return theme


def theme_issues(folder: Path) -> list[Issue]:
    """Return the errors of the theme in the folder of a package, if there is one.

    If ``actors.csv`` cannot be read, the ids of actors are not checked.
    """
    path = _file_in(folder)
    if path is None:
        return []
    return _read(path, _actor_ids(folder))[1]


def _actor_ids(folder: Path) -> list[str] | None:
    """Return the ids of actors, also from invalid data; None if they cannot be read."""
    try:
        columns = frozenset(column_names(Actor))
        table = TableReader(folder / "actors.csv", columns, frozenset({"id"}))
        ids = [cells["id"] for _, cells in table.rows]
    except DataError:
        return None
    return None if table.issues else ids


def _read(path: Path, actors: Collection[str] | None = None) -> tuple[Theme, list[Issue]]:
    """Read a theme and its errors; with `actors` None, ids of actors are not checked."""
    try:
        cells = read_toml(path)
    except DataError as error:
        return Theme(), list(error.issues)
    except ValueError as error:
        rule = f"is not valid TOML: {str(error)[:120]}"
        remedy = "Look for a missing quotation mark or bracket."
        return Theme(), [Issue(path.name, None, "", rule, remedy)]
    faults = [] if actors is None else _unknown_actors(cells.get("actors"), actors, path.name)
    try:
        theme = Theme.model_validate(cells)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return Theme(), [*(_fault(path.name, detail) for detail in details), *faults]
    return theme, [*(Issue(path.name, None, *wrong) for wrong in _contrast_issues(theme)), *faults]


def _unknown_actors(named: object, actors: Collection[str], file: str) -> list[Issue]:
    """Return an issue for each actor of a theme that is not in the data."""
    known = f"Use the id of an actor of the data: {', '.join(actors) or 'there is none yet'}."
    rule = "actors: is not an actor of the data"
    unknown = [actor for actor in named if actor not in actors] if isinstance(named, dict) else []
    return [Issue(file, None, _short(actor), rule, known) for actor in unknown]


#: Message and hint for the errors of pydantic.
_MESSAGES = {
    "missing": ("is missing", "Write it in both languages, en and ar."),
    "string_type": ("is not text", "Write it in quotes."),
    "string_too_short": ("is empty", "Fill it in, or leave the key out."),
    "string_too_long": ("is longer than 200 characters", "Shorten it."),
    "too_long": ("names more than 12 fonts", "Name fewer."),
    "list_type": ("is not a list", 'Write it as ["One", "Another"].'),
    "model_type": ("is not a table", "Write its keys under a heading in brackets."),
    "dict_type": ("is not a table", "Write its keys under a heading in brackets."),
}


def _fault(file: str, detail: Any) -> Issue:
    """Return the issue for an error of pydantic."""
    where = ".".join(_short(part) for part in detail["loc"])
    kind, value = detail["type"], detail["input"]
    rule, remedy = _MESSAGES.get(kind, ("cannot be read", "Correct it."))
    if kind == "value_error":
        rule, _, remedy = detail["msg"].removeprefix("Value error, ").partition(". ")
    elif kind == "literal_error":
        rule, remedy = "is not one of the allowed words", f"Use {detail['ctx']['expected']}."
    elif kind == "extra_forbidden":
        rule = "is not a key of a style"
        remedy = f"Remove it, or use one of: {', '.join(_keys(detail['loc']))}."
    shown = _short(value) if isinstance(value, str | int | float) else ""
    return Issue(file, None, shown, f"{where}: {rule}", remedy)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _keys(loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that a table may have."""
    tables: dict[str, type[BaseModel]] = {
        "fonts": Fonts,
        "light": Colours,
        "dark": Colours,
        "actors": ActorLook,
        "pictures": MarkLook,
    }
    table: type[BaseModel] = Theme if len(loc) == 1 else tables.get(str(loc[0]), Bilingual)
    return list(table.model_fields)


def _contrast_issues(theme: Theme) -> list[tuple[str, str, str]]:
    """Return colours of the theme that have too little contrast with their background."""
    issues = []
    for dark, mode in ((False, "light"), (True, "dark")):
        colours = theme.palette(dark=dark)
        own = (theme.dark if dark else theme.light).model_dump(exclude_none=True)
        for text, background in TEXTS:
            ratio = contrast(colours[text], colours[background])
            if ratio < MIN_TEXT_CONTRAST and {text, background} & set(own):
                key = text if text in own else background
                issues.append(
                    _low_contrast(
                        f"{mode}.{key}", own[key], text, background, ratio, MIN_TEXT_CONTRAST
                    )
                )
        for actor, look in theme.actors.items():
            colour = look.dark if dark else look.light
            if colour and (ratio := contrast(colour, colours["land"])) < MIN_SIGN_CONTRAST:
                where = f"actors.{_short(actor)}.{mode}"
                issues.append(
                    _low_contrast(where, colour, "the actor", "land", ratio, MIN_SIGN_CONTRAST)
                )
    return issues


def _low_contrast(  # noqa: PLR0913, PLR0917 - the parts of one sentence
    where: str, value: str, text: str, background: str, ratio: float, minimum: float
) -> tuple[str, str, str]:
    rule = f"{where}: {text} on {background} has a contrast of {ratio:.1f}, less than {minimum:g}"
    return value, rule, "Choose a darker or a lighter colour."
