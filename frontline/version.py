"""The version of the program; that of the data stands in its ``datapackage.json``."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
