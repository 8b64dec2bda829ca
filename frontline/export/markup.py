"""Text as XML: what it cannot hold at all becomes a mark of replacement."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

__all__ = ["attribute", "text"]

_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: Any) -> str:
    r"""Write a value as the content of an element.

    Examples
    --------
    >>> text("a < b\x1b")
    'a &lt; b\ufffd'
    """
    return escape(_NEVER.sub("\ufffd", str(value)))


def attribute(value: str) -> str:
    """Write a value as that of an attribute, with its quotes.

    Examples
    --------
    >>> print(attribute("a < b"))
    "a &lt; b"
    """
    return quoteattr(_NEVER.sub("\ufffd", value))
