"""The root of a map: a figure of branca that renders the finished page.

So `map.save()` and `map.get_root().render()` of folium give the sealed page too, and layers
of folium can be added as to any of its maps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from frontline.errors import InvalidRequestError
from frontline.webmap import bundle, csp
from frontline.webmap.i18n import fill, tables

if TYPE_CHECKING:
    from frontline.webmap.tiles import Tiles


#: Sources that a reader follows need not know of the page; hosts of tiles insist on it.
_REFERRER = '<meta name="referrer" content="no-referrer">\n'


class _Map(folium.Map):
    """A folium map that writes only its own element and the call that makes it."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own declaration
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - the same
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


class Player(MacroElement):
    """Starts our script on the map; the script and its data are put in by `Page`."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            frontline.start({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca annotates in part
        self._name = "Player"


class Page(Figure):
    """The root of a map: renders the finished page, sealed.

    Parameters
    ----------
    title, description : plain text
    data : what the page shows, as `player.page_data` gives it; its `language` is that of the
        title, the description and the page as it opens
    sheet : colours and fonts, as `style.style_sheet` writes them
    tiles : online tiles to draw on

    Examples
    --------
    >>> page = Page("A day", "What it shows", {"days": 1, "language": "en"}, "")
    >>> page.heading
    'A day'
    """

    def __init__(
        self,
        title: str,
        description: str,
        data: dict[str, Any],
        sheet: str,
        tiles: Tiles | None = None,
    ) -> None:
        super().__init__(width="100%", height="640px")
        self._name = "Page"
        self.heading = title
        self.description = description
        self.data = data
        self.sheet = sheet
        self.tiles = tiles
        self.header._children.clear()  # noqa: SLF001 - the head is written whole below

    def render(self, **kwargs: Any) -> str:
        """Render the page.

        Raises
        ------
        InvalidRequestError
            When a layer needs files from elsewhere.
        """
        for child in self._children.values():
            child.render(**kwargs)
        parts = [part.render(**kwargs) for part in (self.header, self.html, self.script)]
        joined = csp.renumber("\0".join(_one_line_end(part) for part in parts), csp.ids_of(self))
        header, html, script = joined.split("\0")
        _refuse_icons(script)
        found = csp.inline_blocks(header + html)
        scripts = [bundle.leaflet_script(), bundle.page_script(), *found["script"]]
        bridge = bundle.folium_bridge() if "L.marker(" in script or "$(" in script else ""
        scripts += [bridge] * bool(bridge) + [script]
        styles = [bundle.page_style(self.sheet), *found["style"]]
        hosts = () if self.tiles is None else self.tiles.hosts
        policy = csp.content_policy(scripts, styles, hosts)
        return "".join(
            (
                self._head(policy, header),
                html.strip(),
                f"\n<noscript>{csp.plain(fill(self.data['language'], 'noscript'))}</noscript>\n",
                '<script type="application/json" id="frontline-data">',
                csp.data_block(self.data),
                "</script>\n",
                f"<script>{bundle.leaflet_script()}</script>\n",
                f"<script>{bundle.page_script()}</script>\n",
                f"<script>{bridge}</script>\n" if bridge else "",
                f"<script>{script}</script>\n</body>\n</html>\n",
            )
        )

    def _head(self, policy: str, header: str) -> str:
        description = csp.plain(self.description)
        language = self.data["language"]
        return (
            f'<!DOCTYPE html>\n<html lang="{language}" dir="{tables()[language]["direction"]}">\n'
            '<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f"<title>{csp.plain(self.heading)}</title>\n"
            f'<meta name="description" content="{description}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"{_REFERRER if self.tiles is None else ''}"
            f"<style>{bundle.page_style(self.sheet)}</style>\n{header.strip()}\n</head>\n<body>\n"
        )


def _one_line_end(text: str) -> str:
    """Write line ends as an HTML parser reads them, since the policy hashes what it reads."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _refuse_icons(script: str) -> None:
    if "L.AwesomeMarkers" in script:
        raise InvalidRequestError(
            "folium.Icon draws with a font from elsewhere, but a page loads nothing: "
            "use a Marker without icon, a DivIcon or a CircleMarker"
        )


def new_map(page: Page, location: tuple[float, float], *, with_tiles: bool) -> folium.Map:
    """Make a map on a page, with our script on it.

    Parameters
    ----------
    location : latitude and longitude, as folium wants them; the script then fits the view
    with_tiles : tiles are sharp at whole zooms only
    """
    made = _Map(
        location=location,
        zoom_start=9,
        tiles=None,
        zoom_control=False,
        zoom_snap=1 if with_tiles else 0.25,
        min_zoom=7,
        max_zoom=16,
    )
    page.add_child(made)
    Player().add_to(made)
    return made
