"""Who held which village on which day, where the front ran, and how far it was.

Examples
--------
>>> import frontline
>>> atlas = frontline.open()
>>> atlas.place("خان شيخون").name
'Khan Shaykhun'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from frontline.version import __version__ as __version__

if TYPE_CHECKING:
    from frontline.errors import (
        AmbiguousNameError,
        DataError,
        Fault,
        FrontlineError,
        OutputError,
        RequestError,
        UnknownDayError,
        UnknownNameError,
    )
    from frontline.notebook import Atlas, State, open  # noqa: A004 - the name of the API

__all__ = [
    "AmbiguousNameError",
    "Atlas",
    "DataError",
    "Fault",
    "FrontlineError",
    "OutputError",
    "RequestError",
    "State",
    "UnknownDayError",
    "UnknownNameError",
    "open",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command starts quickly."""
    if name not in __all__:
        raise AttributeError(f"module 'frontline' has no attribute {name!r}")
    homes = dict.fromkeys(("Atlas", "State", "open"), "notebook")
    return getattr(import_module(f"frontline.{homes.get(name, 'errors')}"), name)
