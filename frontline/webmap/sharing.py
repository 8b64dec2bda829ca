"""What other sites show of a link to a page: the Open Graph properties, and their picture.

A site that shows a link fetches the picture by its whole address, so that a page has these
properties only if it is known where it will be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from frontline.errors import InvalidRequestError
from frontline.webmap import csp

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Width and height that sites ask for, pixels.
SIZE = (1200, 630)
#: The locale that Open Graph names for each language.
_LOCALES: Mapping[str, str] = {"en": "en_GB", "ar": "ar_AR"}


@dataclass(frozen=True, slots=True)
class SharedLink:
    """The addresses of a page and of its picture.

    Attributes
    ----------
    page, picture : str
        Whole addresses.

    Examples
    --------
    >>> SharedLink.in_folder("https://news.example/maps", "2019-08-15.html")
    SharedLink(page='https://news.example/maps/2019-08-15.html', \
picture='https://news.example/maps/2019-08-15.png')
    """

    page: str
    picture: str

    @classmethod
    def in_folder(cls, address: str, file: str) -> SharedLink:
        """Return the addresses of a file and its picture in a folder of a site.

        Raises
        ------
        InvalidRequestError
            If the address of the folder is not that of a site.
        """
        folder = checked_address(address)
        return cls(folder + quote(file), folder + quote(picture_name(file)))

    def properties(self, title: str, description: str, language: str) -> str:
        """Write the properties as elements of a head, for a page with this title."""
        width, height = SIZE
        values = {
            "og:type": "article",
            "og:title": title,
            "og:description": description,
            "og:url": self.page,
            "og:image": self.picture,
            "og:image:type": "image/png",
            "og:image:width": str(width),
            "og:image:height": str(height),
            "og:image:alt": description,
            "og:locale": _LOCALES[language],
        }
        lines = [
            f'<meta property="{name}" content="{csp.escape_html(value)}">\n'
            for name, value in values.items()
        ]
        return "".join([*lines, '<meta name="twitter:card" content="summary_large_image">\n'])


def picture_name(file: str) -> str:
    """Return the name of the picture of a page."""
    return f"{file.removesuffix('.html')}.png"


def checked_address(address: str) -> str:
    """Return the address of a folder, with a slash at its end.

    Raises
    ------
    InvalidRequestError
        If it is not that of a site, or has a query or a fragment.

    Examples
    --------
    >>> checked_address("https://news.example/maps")
    'https://news.example/maps/'
    """
    try:
        parts = urlsplit(address)
        is_site = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_site = False
    if not is_site or "?" in address or "#" in address or not address.isprintable():
        raise InvalidRequestError(
            f"{address!r} is not the address of a folder on a site: "
            "write it as https://news.example/maps/"
        )
    if parts.username is not None or " " in address:
        raise InvalidRequestError(f"{address!r}: leave out the user name and any spaces")
    return address.rstrip("/") + "/"
