"""Asking the person at the keyboard; where nobody sits there, nothing waits for an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import typer

from frontline.cli.text import printable
from frontline.errors import InvalidRequestError
from frontline.signals import cleanup, interruptible

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Question:
    """What a command must know: from its flag, or from the person at the keyboard.

    Parameters
    ----------
    flag : as ``--on DAY``
    words : the question
    read : reads an answer, or raises InvalidRequestError with what is wrong with it
    given : what the flag said
    default : the answer where none is given; None for none
    """

    flag: str
    words: str
    read: Callable[[str], Any]
    given: str | None
    default: str | None = None


def at_keyboard() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def answers(*questions: Question) -> list[Any]:
    """Give the answers to questions, asking for what no flag said where a person is there.

    Raises
    ------
    InvalidRequestError
        Where nobody is, with every flag that is missing.
    """
    need({one.flag: one.default if one.given is None else one.given for one in questions})
    return [_answer(one) for one in questions]


def need(flags: Mapping[str, object]) -> None:
    """Refuse to go on without flags where nobody can be asked, naming all that are missing."""
    missing = [flag for flag, given in flags.items() if given is None]
    if missing and not at_keyboard():
        raise InvalidRequestError(f"give {', '.join(missing)}; in a terminal they are asked for")


def _answer(question: Question) -> Any:
    if question.given is not None:
        return question.read(question.given)
    if not at_keyboard():
        return question.read(question.default or "")
    while True:
        words = _ask(lambda: typer.prompt(question.words, default=question.default, err=True))
        try:
            return question.read(words.strip())
        except InvalidRequestError as error:
            typer.echo("\n".join(map(printable, str(error).splitlines())), err=True)


def agreed(lines: Iterable[str], question: str, *, otherwise: bool) -> bool:
    """Show a person at the keyboard what is to be done, and ask.

    Parameters
    ----------
    otherwise : the answer where nobody sits there, and where a person only presses Enter
    """
    if not at_keyboard():
        return otherwise
    for line in lines:
        typer.echo(printable(line), err=True)
    return _ask(lambda: typer.confirm(question, default=otherwise, err=True))


def _ask(prompt: Callable[[], Answer]) -> Answer:
    """Return the answer to a prompt; Ctrl-C and the end of the input are an interruption."""
    with cleanup(), interruptible():  # the prompt restores the terminal
        try:
            return prompt()
        except typer.Abort:
            raise KeyboardInterrupt from None
