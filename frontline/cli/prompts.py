"""Questions in a terminal. Without a terminal, a command never waits for an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import typer

from frontline.cli.output import printable
from frontline.errors import InvalidRequestError
from frontline.signals import cleanup, interruptible

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Question:
    """A value that a command needs: from an option, or from an answer in the terminal.

    Attributes
    ----------
    option : str
        Option and value, as ``--on DAY``.
    text : str
        The question.
    read : callable
        Converts an answer; raises `InvalidRequestError` if it is invalid.
    value : str or None
        The value of the option, if it was passed.
    default : str or None
        The answer of an empty line; None if an answer is required.
    """

    option: str
    text: str
    read: Callable[[str], Any]
    value: str | None
    default: str | None = None


def is_interactive() -> bool:
    """Return whether the command runs in a terminal and can ask questions."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(*questions: Question) -> list[Any]:
    """Return the answers to questions; ask in the terminal for values without an option.

    Raises
    ------
    InvalidRequestError
        Without a terminal, with every missing option.
    """
    require({one.option: one.default if one.value is None else one.value for one in questions})
    return [_answer(one) for one in questions]


def require(options: Mapping[str, object]) -> None:
    """Raise an error that lists all missing options, if there is no terminal to ask in."""
    missing = [option for option, value in options.items() if value is None]
    if missing and not is_interactive():
        raise InvalidRequestError(
            f"Add {', '.join(missing)}. In a terminal, missing values are asked for."
        )


def _answer(question: Question) -> Any:
    if question.value is not None:
        return question.read(question.value)
    if not is_interactive():
        return question.read(question.default or "")
    while True:
        words = _wait(lambda: typer.prompt(question.text, default=question.default, err=True))
        try:
            return question.read(words.strip())
        except InvalidRequestError as error:
            typer.echo("\n".join(map(printable, str(error).splitlines())), err=True)


def confirm(lines: Iterable[str], question: str, *, default: bool) -> bool:
    """Print what will be done in the terminal, and ask for confirmation.

    Parameters
    ----------
    lines : iterable of str
        What will be done.
    question : str
        A question with the answer yes or no.
    default : bool
        The answer without a terminal, and of an empty line.
    """
    if not is_interactive():
        return default
    for line in lines:
        typer.echo(printable(line), err=True)
    return _wait(lambda: typer.confirm(question, default=default, err=True))


def _wait(prompt: Callable[[], Answer]) -> Answer:
    """Return the answer to a prompt; Ctrl-C and the end of the input are an interruption."""
    with cleanup(), interruptible():  # the prompt restores the terminal
        try:
            return prompt()
        except typer.Abort:
            raise KeyboardInterrupt from None
