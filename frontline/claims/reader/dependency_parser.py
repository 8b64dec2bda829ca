"""The parser of English sentences, where one is installed: a pipeline of spaCy.

``pip install 'frontline-mapper[parse]'`` installs spaCy, and ``python -m spacy download
en_core_web_sm`` a pipeline. Nothing is imported before an English claim is to be compared, and
nothing is downloaded.
"""

from __future__ import annotations

import importlib
import importlib.util
import threading
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NamedTuple

from frontline.errors import InvalidRequestError

#: Choices: the first pipeline that is installed, and none.
AUTO, NONE = "auto", "none"
#: Pipelines in the order in which they are preferred; others of English follow by name.
_PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_trf")
#: Parts of a pipeline that a parse does not need.
_UNNEEDED = (
    "attribute_ruler", "entity_linker", "entity_ruler", "lemmatizer", "morphologizer", "ner",
    "senter", "span_ruler", "spancat", "textcat", "textcat_multilabel",
)  # fmt: skip
_DOWNLOAD = "python -m spacy download en_core_web_sm"
_RULES_ONLY = "Claims are read by rules only"


class ParsedWord(NamedTuple):
    """A word of a dependency parse.

    Parameters
    ----------
    start, end : position in the folded text
    text : the word
    head : index of the word that it depends on; its own index for a root
    label : the relation to it, of ClearNLP or of Universal Dependencies
    tag : part of speech of the Penn treebank, such as ``VBN``; empty if there is none
    """

    start: int
    end: int
    text: str
    head: int
    label: str
    tag: str = ""


@dataclass(frozen=True)
class DependencyParser:
    """A pipeline of spaCy.

    Attributes
    ----------
    name : str
        Name and version of the pipeline.
    pipeline : spacy.Language
    """

    name: str
    pipeline: Any

    def parse(self, text: str, start: int = 0) -> list[ParsedWord]:
        """Return the parse of a sentence that begins at a position of a text."""
        with _LOCK:
            words = self.pipeline(text)
        return [
            ParsedWord(
                start + word.idx, start + word.idx + len(word.text), word.text, word.head.i,
                word.dep_, word.tag_,
            )
            for word in words
        ]  # fmt: skip


_LOCK = threading.Lock()


def find_parser(choice: str = AUTO) -> DependencyParser | None:
    """Return a parser; it is loaded once in each process.

    Parameters
    ----------
    choice : str
        ``auto`` for the first English pipeline that is installed, if any; ``none``; or the name
        or folder of a pipeline.

    Raises
    ------
    InvalidRequestError
        If a pipeline is named that cannot be used.
    """
    if choice == NONE:
        return None
    return _first_installed()[0] if choice == AUTO else _named(choice)


def parser_notice() -> str:
    """Return why no installed pipeline is used, if one was looked for and spaCy is there."""
    return _first_installed()[1] if _first_installed.cache_info().currsize else ""


@cache
def _first_installed() -> tuple[DependencyParser | None, str]:
    """Return the parser of the first pipeline that has one, and what is wrong if there is none."""
    if importlib.util.find_spec("spacy") is None:
        return None, ""
    names = {one.name for one in entry_points(group="spacy_models")}
    english = sorted(name for name in names if name.startswith("en_"))
    for name in [*(one for one in _PREFERRED if one in english), *english]:
        try:
            parser = _load(name)
        except InvalidRequestError as error:
            return None, f"{error} {_RULES_ONLY}."
        if parser is not None:
            return parser, ""
    return None, (
        "spaCy is installed, but no English pipeline with a parser. Install one with "
        f"`{_DOWNLOAD}`. {_RULES_ONLY}."
    )


@cache
def _named(name: str) -> DependencyParser:
    if importlib.util.find_spec("spacy") is None:
        raise InvalidRequestError(
            "--parser needs spaCy, which is not installed: "
            "pip install 'frontline-mapper[parse]', or leave out --parser."
        )
    parser = _load(name)
    if parser is None:
        raise InvalidRequestError(
            f"The pipeline {name!r} has no parser of English. Name one that has, such as "
            "en_core_web_sm, or use --parser none."
        )
    return parser


def _load(name: str) -> DependencyParser | None:
    """Load a pipeline by its name or folder; None if it has no parser of English."""
    path = Path(name)
    try:
        spacy = importlib.import_module("spacy")
        pipeline = spacy.load(path if path.is_dir() else name, exclude=list(_UNNEEDED))
    except Exception as error:
        # A pipeline is the code of others: a missing or outdated one may raise anything.
        raise InvalidRequestError(
            f"The English pipeline {name[:80]!r} cannot be loaded ({_first_line(error)}). Install "
            f"it again, as with `{_DOWNLOAD}`, or use --parser none."
        ) from error
    if pipeline.lang != "en" or "parser" not in pipeline.pipe_names:
        return None
    meta = pipeline.meta
    return DependencyParser(f"{meta['lang']}_{meta['name']} {meta['version']}", pipeline)


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
