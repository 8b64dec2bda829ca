"""Finishing a page: ids that do not change, data that can do nothing, a policy that is kept.

folium writes random ids, compiles text through Jinja twice and puts names into scripts. What
it rendered is taken here as text, its ids are renumbered, and the data, which never passed
through folium, is set beside it as JSON that no HTML parser can leave.
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
_OUTSIDE = re.compile(
    r"""<(?:script|link|iframe|object|embed)\b[^>]*?\b(?:src|href|data)\s*=\s*["']?([^"'\s>]+)""",
    re.IGNORECASE,
)
_HEX_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")

#: What JSON must not show as it is: the ends of a script block, line ends that older scripts
#: know, marks that turn the reading direction, and halves of characters.
_UNSAFE = re.compile("[<>&\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\x7f]")


def data_block(value: Any) -> str:
    """Write a value as JSON that can stand in a script block and do nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain(text: str) -> str:
    """Escape a text for HTML, whatever it holds."""
    return escape(text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd"))


def ids_of(root: Element) -> set[str]:
    """Collect the random ids of an element and of all that hangs on it."""
    found: set[str] = set()
    seen: set[int] = set()
    ahead: list[Any] = [root]
    while ahead:
        one = ahead.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Element):
            found.add(one._id)  # noqa: SLF001 - branca has no other way to ask
        ahead.extend(_held_by(one))
    return found


def _held_by(one: Any) -> Iterator[Any]:
    if isinstance(one, Element):
        values: Iterable[Any] = vars(one).values()
    elif isinstance(one, dict):
        values = one.values()
    else:
        values = one
    yield from (value for value in values if isinstance(value, Element | dict | list | tuple))


def renumber(text: str, ids: set[str]) -> str:
    """Replace random ids by numbers in the order in which they appear."""
    known: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return known.setdefault(found[0], f"{len(known):032x}") if found[0] in ids else found[0]

    return _HEX_ID.sub(number, text)


def inline_blocks(html: str) -> dict[str, list[str]]:
    """Find the scripts and styles written into a piece of HTML.

    Raises
    ------
    InvalidRequestError
        For a script or style that would be fetched: the page could not show it.
    """
    outside = _OUTSIDE.search(html)
    if outside:
        raise InvalidRequestError(
            f"a layer of this map loads {outside[1]}, but a page is one file that loads nothing: "
            "use layers that need Leaflet alone"
        )
    found: dict[str, list[str]] = {"script": [], "style": []}
    for kind, attributes, content in _BLOCK.findall(html):
        if "application/json" not in attributes:
            found[kind.lower()].append(content)
    return found


def content_policy(
    scripts: Iterable[str], styles: Iterable[str], image_hosts: Iterable[str] = ()
) -> str:
    """Write the policy under which exactly these blocks run, and nothing is fetched.

    Parameters
    ----------
    image_hosts : origins that pictures may come from, for map tiles
    """
    images = " ".join(("data:", *image_hosts))
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )


def _hashes(blocks: Iterable[str]) -> str:
    digests = (hashlib.sha256(block.encode("utf-8")).digest() for block in blocks)
    named = (f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
    return " ".join(dict.fromkeys(named)) or "'none'"
