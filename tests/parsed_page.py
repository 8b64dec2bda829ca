"""The blocks, attributes and addresses of an HTML page, parsed without a browser."""

from __future__ import annotations

from html.parser import HTMLParser


class ParsedPage(HTMLParser):
    """The scripts, styles, text and attributes of a page."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.blocks = []
        self.addresses = []
        self.attributes = []
        self.text = []
        self._open = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.addresses += [value for name, value in attrs if name in {"src", "href", "action"}]
        if tag in {"script", "style"}:
            self.blocks.append((tag, dict(attrs), []))
            self._open = self.blocks[-1][2]

    def handle_endtag(self, tag):
        if tag in {"script", "style"}:
            self._open = None

    def handle_data(self, data):
        (self.text if self._open is None else self._open).append(data)

    def contents(self, kind, *, data=False):
        return [
            "".join(text)
            for tag, attributes, text in self.blocks
            if tag == kind and (attributes.get("type") == "application/json") is data
        ]

    def policy(self):
        found = [value for _, name, value in self.attributes if name == "content"]
        return next(value for value in found if value.startswith("default-src"))
