"""Map front lines from dated reports: who held which place when, and how far it was.

Examples
--------
>>> import frontline
>>> atlas = frontline.open()
>>> atlas.place("خان شيخون").name
'Khan Shaykhun'
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it; the command cannot handle Ctrl-C before it is imported

__version__ = "0.1.0"

if TYPE_CHECKING:
    from typing import Any

    from frontline.atlas import Atlas, open  # noqa: A004 - the name of the API
    from frontline.errors import (
        AmbiguousNameError,
        DataError,
        FrontlineError,
        InvalidRequestError,
        Issue,
        OutputError,
        UnknownDayError,
        UnknownNameError,
    )
    from frontline.state import State

__all__ = [
    "AmbiguousNameError",
    "Atlas",
    "DataError",
    "FrontlineError",
    "InvalidRequestError",
    "Issue",
    "OutputError",
    "State",
    "UnknownDayError",
    "UnknownNameError",
    "open",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command starts quickly."""
    if name not in __all__:
        raise AttributeError(f"module 'frontline' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see TYPE_CHECKING

    homes = {"Atlas": "atlas", "State": "state", "open": "atlas"}
    return getattr(import_module(f"frontline.{homes.get(name, 'errors')}"), name)
