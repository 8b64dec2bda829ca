"""How often positions are drawn, and from which seed, where nobody says otherwise."""

from __future__ import annotations

__all__ = ["DRAWS", "SEED"]

DRAWS = 100
SEED = 20190815
