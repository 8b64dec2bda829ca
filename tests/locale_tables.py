"""The messages of pages in both languages, and names that are the same in both."""

from __future__ import annotations

from frontline import i18n

EN, AR = (i18n.locale_tables()[language] for language in ("en", "ar"))

#: Names in Latin letters on Arabic pages too: of formats, keys, roads and programs.
OWN_NAMES = (
    *("GeoJSON", "CSV", "M4", "M5", "Leaflet", "English", "ODbL", "JavaScript", "Natural Earth"),
    *("Tab", "Enter", "Esc", "Home", "End", "Page Up", "Page Down", "Ctrl", "Backspace"),
)
