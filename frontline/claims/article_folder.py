"""A folder of articles: each a .txt file with its day in the name, and its corrections beside it.

`frontline check --batch` reads the same folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.claims.overrides import SUFFIX, read_overrides, write_overrides
from frontline.errors import OutputError, UnknownNameError
from frontline.gazetteer.normalize import slugify
from frontline.io import write_atomic
from frontline.package.csv_reader import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from frontline.claims.overrides import Override

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-[\w-]+\.txt", re.ASCII)
#: Longest part of a name that comes from the text, and the most articles of one name.
_LONGEST_NAME, _MOST_NAMESAKES = 60, 1000


@dataclass(frozen=True, slots=True)
class SavedArticle:
    """An article of a folder.

    Attributes
    ----------
    name : str
        Name of its file.
    published : str
        Day of publication, as 2019-08-15.
    first_line : str
    """

    name: str
    published: str
    first_line: str


class ArticleFolder:
    """A folder of articles; a name that it does not list is never opened.

    Parameters
    ----------
    folder : Path
        An existing folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise OutputError(f"{folder} is not a folder: create it, or name another.")
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """Return the names of the articles, the latest day first."""
        found = (one.name for one in self._folder.iterdir() if one.is_file())
        return tuple(sorted(filter(_NAME.fullmatch, found), reverse=True))

    def articles(self) -> tuple[SavedArticle, ...]:
        """Return the articles, the latest day first."""
        return tuple(
            SavedArticle(name, name[:10], self.text(name).strip().partition("\n")[0][:200])
            for name in self.names()
        )

    def add(self, text: str, published: date) -> str:
        """Save an article and return its name; one with the same day and text is not saved twice.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        words = slugify(" ".join(text.split()[:9]))[:_LONGEST_NAME].strip("-") or "article"
        for number in range(1, _MOST_NAMESAKES):
            ending = "" if number == 1 else f"-{number}"
            name = f"{published}-{words}{ending}.txt"
            if name not in self.names():
                write_atomic(self._folder / name, f"{text}\n")
                return name
            if self.text(name).strip() == text.strip():
                return name
        raise OutputError(f"There are too many articles called {words}. Remove some of them.")

    def text(self, name: str) -> str:
        """Return the text of an article."""
        return read_text(self._path(name))

    def overrides(self, name: str) -> tuple[Override, ...]:
        """Return the corrected readings of an article."""
        path = self._path(name).with_suffix(SUFFIX)
        return read_overrides(path) if path.exists() else ()

    def save_overrides(self, name: str, overrides: Sequence[Override]) -> None:
        """Save the corrected readings of an article, in place of those before."""
        write_overrides(self._path(name).with_suffix(SUFFIX), overrides)

    def _path(self, name: str) -> Path:
        """Return the path of an article that the folder lists; any other is unknown."""
        if name not in self.names():
            raise UnknownNameError(f"There is no article {name[:80]!r}.")
        return self._folder / name
