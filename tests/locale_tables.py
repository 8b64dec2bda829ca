"""The words of pages in both languages, and what is written alike in both."""

from __future__ import annotations

from frontline.webmap import i18n

EN, AR = (i18n.tables()[language] for language in ("en", "ar"))

#: Names that are written in Latin letters in Arabic too: of files, keys, roads and programs.
OWN_NAMES = (
    *("GeoJSON", "CSV", "M4", "M5", "Leaflet", "English", "ODbL", "JavaScript"),
    *("Tab", "Enter", "Esc", "Home", "End", "Page Up", "Page Down"),
)
