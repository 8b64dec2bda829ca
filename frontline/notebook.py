"""What a person at a notebook opens: an atlas whose states can draw themselves.

Drawing stands above the record in the house, so a `State` cannot import it: it has a place for
a drawer, and this module, which stands above both, puts the drawer in. `frontline.open` comes
from here.
"""

from __future__ import annotations

from typing import Any

from frontline.atlas import Atlas, open  # noqa: A004 - the name of the API
from frontline.state import State

__all__ = ["Atlas", "State", "open"]


def _drawn(state: State, **options: Any) -> Any:
    from frontline.drawing.page import day_map  # noqa: PLC0415 - most who open an atlas draw nothing

    return day_map(state, **options)


State.drawer = _drawn
