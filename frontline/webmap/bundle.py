"""The scripts and styles of a page: the ES modules in ``assets`` joined to one, and Leaflet.

The scripts are ES modules, so that node can test them one by one. A page that is one file cannot
load modules, so they are concatenated inside one function, each after those that it imports.
Top-level names must therefore be unique over all files; a test checks that.
"""

from __future__ import annotations

import base64
import posixpath
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from frontline.input_files import file_error, read_whole
from frontline.theme import LIGHT

if TYPE_CHECKING:
    from pathlib import Path

#: Style sheets; a later one may override an earlier one.
STYLES = (
    *("page", "territory", "timeline", "drawer", "nearby", "search-tools", "road-chart"),
    *("embed", "print"),
)

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[A-Za-z0-9/.]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) )", re.MULTILINE)
#: Comments on lines of their own, and indentation, which a page does without.
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n|^[ \t]+", re.MULTILINE)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\n\s*\n")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
#: The largest script that a page may be given.
_MAX_SCRIPT_BYTES = 2 << 20
_CSS_URL = re.compile(r"""url\(["']?([^)"']+)["']?\)""")


@cache
def _asset(name: str) -> str:
    return (resources.files("frontline.webmap") / "assets" / name).read_text(encoding="utf-8")


@cache
def _leaflet(name: str) -> bytes:
    return (resources.files("xstatic.pkg.leaflet") / "data" / name).read_bytes()


@cache
def script_order(entry: str = "main") -> tuple[str, ...]:
    """Return the modules in an order in which each follows those that it imports."""
    order: list[str] = []

    def visit(name: str) -> None:
        folder = posixpath.dirname(name)
        for path in _IMPORT.findall(_asset(f"{name}.js")):
            needed = posixpath.normpath(posixpath.join(folder, path))
            if needed not in order:
                visit(needed)
        order.append(name)

    visit(entry)
    return tuple(order)


@cache
def page_script() -> str:
    """Join the modules to one script, without the comments and empty lines of the sources."""
    return _joined("main")


def _joined(entry: str) -> str:
    """Return a module with those that it imports as one script."""
    parts = []
    for name in script_order(entry):
        text = _COMMENT.sub("", _IMPORT.sub("", _asset(f"{name}.js")))
        parts.append(f"{_EXPORT.sub('', text).strip()}\n")
    return '(() => {\n"use strict";\n' + _BLANK.sub("\n", "".join(parts)) + "})();\n"


@cache
def leaflet_script() -> str:
    """Return Leaflet, without the address of its source map, which the page does not contain."""
    return _SOURCE_MAP.sub("", _leaflet("leaflet.js").decode("utf-8")).strip() + "\n"


def archive_script(path: Path) -> str:
    """Return protomaps-leaflet, which draws an archive of vector tiles, from a file.

    It is BSD-licensed, and its licence is put in front.

    Raises
    ------
    DataError
        If the file cannot be read, or is another script.
    """
    script = read_whole(path, _MAX_SCRIPT_BYTES).decode("utf-8", "replace")
    if "protomapsL" not in script or "</script" in script.lower():
        hint = "Use dist/protomaps-leaflet.js of the npm package protomaps-leaflet 5."
        raise file_error(path, "is not protomaps-leaflet", hint)
    licence = _asset("map/protomaps-leaflet.LICENSE").strip()
    return f"/* protomaps-leaflet\n{licence}\n*/\n{_SOURCE_MAP.sub('', script).strip()}\n"


@cache
def folium_bridge() -> str:
    """Return what folium layers need besides Leaflet: marker pictures and one jQuery function."""
    pictures = ", ".join(
        f'{option}: "{_picture(f"images/{name}.png")}"'
        for option, name in (
            ("iconUrl", "marker-icon"),
            ("iconRetinaUrl", "marker-icon-2x"),
            ("shadowUrl", "marker-shadow"),
        )
    )
    return f"L.Icon.Default.mergeOptions({{{pictures}}});\n{_asset('map/foliumBridge.js')}"


@cache
def page_style(sheet: str, *, with_pictures: bool = False) -> str:
    """Join the style of Leaflet, colours and fonts, and our styles.

    Only layers that were added to a page show the pictures of Leaflet: a pin, and its list of
    layers; then they are inline.
    """
    leaflet = _leaflet("leaflet.css").decode("utf-8")
    leaflet = re.sub(r"^\s*behavior:.*$", "", leaflet, flags=re.MULTILINE)
    leaflet = _CSS_URL.sub(
        lambda match: f"url({_picture(match[1])})" if with_pictures else "none", leaflet
    )
    own = (_asset(f"css/{name}.css") for name in STYLES)
    style = _STYLE_COMMENT.sub("", "\n".join((leaflet, sheet, *own)).replace("\r\n", "\n"))
    return _BLANK.sub("\n", _COMMENT.sub("", style))


@cache
def index_style(sheet: str) -> str:
    """Return the style of the index, with its colours and fonts."""
    return sheet + _asset("css/index.css")


@cache
def index_script() -> str:
    """Return the script of the index, which switches its language."""
    return f'(() => {{\n"use strict";\n{_asset("index.js").strip()}\n}})();\n'


@cache
def report_script() -> str:
    """Return the script of the report about a checked article, which copies findings."""
    return _joined("report")


def copy_module() -> str:
    """Return the module of the buttons that copy a text, for other pages that load modules."""
    return _asset("core/copyButton.js")


@cache
def report_style() -> str:
    """Return the style of the report about a checked article, which is always light."""
    colours = "".join(f"  --{name}: {value};\n" for name, value in LIGHT.items())
    return f":root {{\n{colours}}}\n" + _asset("css/report.css")


@cache
def report_style_inside(selector: str) -> str:
    """Return the style of the report for a part of another page, whose colours stay light."""
    colours = "".join(f"  --{name}: {value};\n" for name, value in LIGHT.items())
    return f"{selector} {{\n{colours}  color: var(--ink);\n" + _asset("css/report.css") + "}\n"


@cache
def story_script() -> str:
    """Return the script of a story, which shows the picture of the step that is read."""
    return f'(() => {{\n"use strict";\n{_asset("story.js").strip()}\n}})();\n'


@cache
def story_style() -> str:
    """Return the style of a story, which is always light, as its pictures are."""
    return _asset("css/story.css")


def _picture(name: str) -> str:
    return "data:image/png;base64," + base64.b64encode(_leaflet(name)).decode("ascii")
