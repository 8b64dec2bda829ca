"""The root of a folium map: a branca figure that renders the finished page.

`map.save()` and `map.get_root().render()` of folium therefore write the finished page too, and
folium layers can be added as to any folium map.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from frontline.errors import InvalidRequestError
from frontline.i18n import locale_tables, translate
from frontline.webmap import bundle, csp
from frontline.webmap.packing import pack
from frontline.webmap.tiles import TileArchive, Tiles

if TYPE_CHECKING:
    from frontline.webmap.sharing import SharedLink

#: Keeps the address of the page from the sites it links to. Hosts of tiles require it.
_REFERRER = '<meta name="referrer" content="no-referrer">\n'


class _Map(folium.Map):
    """A folium map that writes only its own element and the call that makes it."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own declaration
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - as above
    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <main class="stage">
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
            </main>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                crs: L.CRS.{{ this.crs }},
                ...{{ this.options|tojavascript }}
            });
        {% endmacro %}
        """
    )


class StartCall(MacroElement):
    """The call that starts the page's script on the map; `Page` writes the script and its data."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            frontline.start({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca annotates in part
        self._name = "StartCall"


class Page(Figure):
    """The root of a folium map, which renders the finished page.

    Parameters
    ----------
    title, description : str
        Plain text, in the language of `data`.
    data : dict
        What the page shows, as `payload.page_data` returns it.
    sheet : str
        Colours and fonts, as `stylesheet.make_stylesheet` returns them.
    tiles : Tiles or TileArchive, optional
        Tiles under the map.
    picture : str
        A picture of the last day as SVG, for readers without script.

    Attributes
    ----------
    shared : SharedLink or None
        Where the page and its picture will be, if that is known.

    Examples
    --------
    >>> page = Page("A day", "What it shows", {"days": 1, "language": "en"}, "")
    >>> page.heading
    'A day'
    """

    def __init__(  # noqa: PLR0913 - the last two are options
        self,
        title: str,
        description: str,
        data: dict[str, Any],
        sheet: str,
        tiles: Tiles | TileArchive | None = None,
        *,
        picture: str = "",
    ) -> None:
        super().__init__(width="100%", height="640px")
        self._name = "Page"
        self.heading = title
        self.description = description
        self.data = data
        self.sheet = sheet
        self.tiles = tiles
        self.picture = picture
        self.shared: SharedLink | None = None
        self.header._children.clear()  # noqa: SLF001 - `_head` writes the whole head

    def render(self, **kwargs: Any) -> str:
        """Render the page.

        Raises
        ------
        InvalidRequestError
            When a layer needs files from another site.
        """
        for child in self._children.values():
            child.render(**kwargs)
        parts = [part.render(**kwargs) for part in (self.header, self.html, self.script)]
        joined = csp.renumber_ids(
            "\0".join(_normalize_line_ends(part) for part in parts), csp.collect_ids(self)
        )
        header, html, script = joined.split("\0")
        _refuse_icons(script)
        inline = csp.inline_blocks(header + html)
        scripts = [bundle.leaflet_script(), bundle.page_script(), *inline["script"]]
        bridge = bundle.folium_bridge() if "L.marker(" in script or "$(" in script else ""
        scripts += [bridge] * bool(bridge) + [script]
        shown = "L.marker(" in script or "L.control." in script
        own = bundle.page_style(self.sheet, with_pictures=shown)
        styles = [own, *inline["style"]]
        hosts = self.tiles.hosts if isinstance(self.tiles, Tiles) else ()
        archive = ""
        if isinstance(self.tiles, TileArchive) and self.tiles.script is not None:
            archive = bundle.archive_script(Path(self.tiles.script))
            scripts.append(archive)
        no_script = translate(self.data["language"], "noscript")
        policy = csp.content_policy(scripts, styles, hosts, reads_archive=bool(archive))
        return "".join(
            (
                self._head(policy, header, own),
                html.strip(),
                f"\n<noscript>{csp.escape_html(no_script)}\n{self.picture}</noscript>\n",
                '<script type="application/json" id="frontline-data">',
                csp.json_block(pack(self.data)),
                "</script>\n",
                f"<script>{bundle.leaflet_script()}</script>\n",
                f"<script>{archive}</script>\n" if archive else "",
                f"<script>{bundle.page_script()}</script>\n",
                f"<script>{bridge}</script>\n" if bridge else "",
                f"<script>{script}</script>\n</body>\n</html>\n",
            )
        )

    def _head(self, policy: str, header: str, style: str) -> str:
        description = csp.escape_html(self.description)
        language = self.data["language"]
        direction = locale_tables()[language]["direction"]
        shared = ""
        if self.shared is not None:
            shared = self.shared.properties(self.heading, self.description, language)
        return (
            f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n'
            '<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f"<title>{csp.escape_html(self.heading)}</title>\n"
            f'<meta name="description" content="{description}">\n{shared}'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"{_REFERRER if self.tiles is None else ''}"
            f"<style>{style}</style>\n{header.strip()}\n</head>\n<body>\n"
        )


def _normalize_line_ends(text: str) -> str:
    """Write line ends as an HTML parser reads them, because the policy hashes what it reads."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _refuse_icons(script: str) -> None:
    if "L.AwesomeMarkers" in script:
        raise InvalidRequestError(
            "folium.Icon needs a font from another site, but a page loads nothing: "
            "use a Marker without icon, a DivIcon or a CircleMarker"
        )


def make_map(page: Page, location: tuple[float, float], *, with_tiles: bool) -> folium.Map:
    """Make a map on a page, with the page's script on it.

    Parameters
    ----------
    page : Page
    location : tuple of float
        Latitude and longitude, as folium expects them; the script then fits the view.
    with_tiles : bool
        Whether to zoom by whole levels, because tiles are sharp only there.
    """
    page_map = _Map(
        location=location,
        zoom_start=9,
        tiles=None,
        zoom_control=False,
        zoom_snap=1 if with_tiles else 0.25,
        min_zoom=7,
        max_zoom=16,
    )
    page.add_child(page_map)
    StartCall().add_to(page_map)
    return page_map
