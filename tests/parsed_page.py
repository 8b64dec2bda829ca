"""The blocks, attributes, addresses and data of an HTML page, parsed without a browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import islice

import numpy as np

from frontline.geometry.spatial_order import strip_order

#: The signs of packed numbers, written out; the first 57 end a number.
SIGNS = "!#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"


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


def data_of(html):
    """Return the data of a page, as `page_data` made it."""
    block = re.search(r'"frontline-data">(.*?)</script>', html, re.DOTALL)[1]
    return json.loads(block, object_hook=_unpacked)


def _unpacked(value):
    """Read what `packing.pack` documents, without its code."""
    if value.keys() == {"columns"}:
        counts, *columns = value["columns"]
        entries = iter(list(zip(*columns, strict=True)))
        return [[n for entry in islice(entries, count) for n in entry] for count in counts]
    if value.keys() != {"packed"}:
        return value
    sign, *rest = value["packed"]
    lists, number = [[]], 0
    for one in rest:
        if one == "[":
            lists.append([])
        elif one == "]":
            inner = lists.pop()
            lists[-1].append(inner)
        elif one == " ":
            lists[-1].append("")
        elif (digit := SIGNS.index(one)) >= 57:
            number = 30 * number + digit - 57 + 1
        else:
            number = 57 * number + digit
            lists[-1].append(number if sign == "+" else (number >> 1) ^ -(number & 1))
            number = 0
    return lists[0]


def hectares_of_cells(data):
    """Return the area of each cell in hectares."""
    codes = np.asarray(data["ground"]["areas"])
    return np.where(codes < 10_000, codes / 100, (codes - 9_000) / 10)


def rings_of_cells(data):
    """Return the numbers of the corners of each cell's rings, in the order of the cells."""
    last, cells, encoded = 0, {}, data["ground"]["cells"]
    sites = [np.cumsum(data["places"][axis])[: len(encoded)] for axis in ("x", "y")]
    for cell, rings in zip(strip_order(np.stack(sites, axis=1)).tolist(), encoded, strict=True):
        cells[cell] = []
        for steps in rings:
            numbers = last + np.cumsum(steps)
            last = int(numbers[-1])
            cells[cell].append(numbers)
    return [cells[cell] for cell in range(len(cells))]
