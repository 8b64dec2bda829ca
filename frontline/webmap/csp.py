"""A page that runs only its own scripts: escaped data, stable ids, Content-Security-Policy.

folium writes random ids, renders text through Jinja twice and puts names into scripts. Its output
is taken as text, and its ids are renumbered. The data of the page does not pass through folium: it
is a block of JSON that cannot end the script element that contains it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from branca.element import Element

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_BLOCK = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_EXTERNAL = re.compile(
    r"""<(?:script|link|iframe|object|embed)\b[^>]*?\b(?:src|href|data)\s*=\s*["']?([^"'\s>]+)""",
    re.IGNORECASE,
)
_HEX_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")

#: Characters that JSON must escape: those that can end a script block, line ends of older scripts,
#: marks that change the reading direction, and surrogates.
_UNSAFE = re.compile("[<>&\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\x7f]")


def json_block(value: Any) -> str:
    """Write a value as JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def escape_html(text: str) -> str:
    """Escape any text for HTML."""
    return escape(text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd"))


def collect_ids(root: Element) -> set[str]:
    """Return the random ids of an element and of everything that it contains.

    The data of a page, which is large, contains none.
    """
    ids: set[str] = set()
    seen: set[int] = {id(vars(root).get("data"))}
    queue: list[Any] = [root]
    while queue:
        one = queue.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Element):
            ids.add(one._id)  # noqa: SLF001 - branca has no public attribute for it
        queue.extend(_children(one))
    return ids


def _children(one: Any) -> Iterator[Any]:
    if isinstance(one, Element):
        values: Iterable[Any] = vars(one).values()
    elif isinstance(one, dict):
        values = one.values()
    else:
        values = one
    yield from (value for value in values if isinstance(value, Element | dict | list | tuple))


def renumber_ids(text: str, ids: set[str]) -> str:
    """Replace random ids by numbers, in the order in which they appear."""
    known: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return known.setdefault(match[0], f"{len(known):032x}") if match[0] in ids else match[0]

    return _HEX_ID.sub(number, text)


def inline_blocks(html: str) -> dict[str, list[str]]:
    """Return the inline scripts and styles of a piece of HTML.

    Raises
    ------
    InvalidRequestError
        For a script or style from another site, which the page could not load.
    """
    external = _EXTERNAL.search(html)
    if external:
        raise InvalidRequestError(
            f"a layer of this map loads {external[1]}, but a page is one file that loads nothing: "
            "use layers that need only Leaflet"
        )
    blocks: dict[str, list[str]] = {"script": [], "style": []}
    for kind, attributes, content in _BLOCK.findall(html):
        if "application/json" not in attributes:
            blocks[kind.lower()].append(content)
    return blocks


def content_policy(
    scripts: Iterable[str],
    styles: Iterable[str],
    image_hosts: Iterable[str] = (),
    *,
    reads_archive: bool = False,
) -> str:
    """Write the policy under which exactly these blocks run, and nothing is fetched.

    Parameters
    ----------
    scripts, styles : iterable of str
        The contents of all inline scripts and styles of the page.
    image_hosts : iterable of str
        Origins of map tiles.
    reads_archive : bool
        Whether the page reads an archive of tiles from its own site; its script then allows the
        address of this file alone.
    """
    images = " ".join(("data:", *image_hosts))
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
        + ("; connect-src 'self'" if reads_archive else "")
    )


def _hashes(blocks: Iterable[str]) -> str:
    digests = (hashlib.sha256(block.encode("utf-8")).digest() for block in blocks)
    named = (f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
    return " ".join(dict.fromkeys(named)) or "'none'"
