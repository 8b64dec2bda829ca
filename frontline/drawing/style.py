"""How pages look and what they say: colours, text sizes and wording, in one place.

Colours, names and patterns of the actors are data and are not here. The wording is neutral
and short; each word a reader meets on a page stands in `WORDS`, so that it can be checked
(and translated) at one go. `{name}` in a phrase is filled in by the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.geodesy import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.package import Package

__all__ = ["LABEL_SIZES", "PALETTE", "WORDS", "credits_of", "css_variables", "method_of"]

#: Colours that belong to nobody, as CSS custom properties.
PALETTE: Mapping[str, str] = {
    "ink": "#1f2328",
    "quiet": "#4d545c",
    "line": "#d4d0c6",
    "paper": "#fdfcf9",
    "land": "#f6f3ec",
    "beyond": "#e4e2dc",
    "water": "#7fa6c4",
    "admin": "#8b857a",
    "unknown": "#8a8f94",
    "focus": "#0b57d0",
}

#: Height of map labels in CSS pixels, by importance (see `layers.importance`).
LABEL_SIZES: tuple[float, ...] = (14, 12.5, 11.5, 10.5, 10.5)

WORDS: Mapping[str, str] = {
    "on": "Who held what on {day}",
    "between": "Who held what, day by day, {first} to {last}",
    "description": "Map of reported control on {day}. {title}.",
    "descriptionBetween": "Map of reported control for each day from {first} to {last}. {title}.",
    "map": "Map of control",
    "time": "Time",
    "dayOf": "Day",
    "play": "Play",
    "pause": "Pause",
    "back": "Day before",
    "forward": "Day after",
    "keys": "Keys: space plays, arrows step a day, Page a week, Home and End jump, "
    "[ and ] go to the change before and after.",
    "changeBefore": "Change before",
    "changeAfter": "Next change",
    "speed": "Speed",
    "tools": "Read and take away",
    "changed": "What changed",
    "changedOn": "Changed on {day}",
    "changedBetween": "Changed from {first} to {last}",
    "noChanges": "Nothing is reported to have changed hands.",
    "delta": "{places}, {area} km²",
    "placesHead": "Places",
    "areaHead": "km²",
    "moreSources": " and {count} more",
    "andMore": "{names} and {count} more",
    "andMorePlaces": "And {count} more: see the table of places.",
    "pin": "Pin this day and compare with it",
    "unpin": "Pinned: {day}. Compare with the last change again",
    "moments": "Moments",
    "momentsNote": "Days named by the authors of the map. Choose one to go there.",
    "inWords": "In words",
    "twinLead": "{day}.",
    "twinHeld": "{actor}: {places}, {area} km² of ground around them.",
    "twinContested": "Contested: {names}.",
    "twinUnknown": "No report: {places}.",
    "twinChange": "{answer}: {names}.",
    "twinKeys": "Key places",
    "twinFronts": "The front line, as drawn, nearest first",
    "twinFront": "{length} {wind} of {place}, give or take {slack}.",
    "twinHead": "{title}:",
    "table": "Table of places",
    "placeHead": "Place",
    "districtHead": "District",
    "holderHead": "Holder",
    "sinceHead": "Since",
    "sinceStartShort": "before {day}",
    "filter": "Filter by place, district or holder",
    "tableCount": "{shown} of {count} places shown",
    "share": "Take away",
    "linkLabel": "Link to this picture",
    "copyLink": "Copy the link",
    "embedLabel": "Code to embed it",
    "copyEmbed": "Copy the code",
    "embedNote": "The compact page posts its height to the page around it, as the message "
    "frontline:height.",
    "embedAddress": "ADDRESS-OF-THIS-FILE",
    "copied": "Copied.",
    "copyByHand": "Selected: copy it with the keys of your system.",
    "dataLabel": "Data of the day",
    "saveGeojson": "GeoJSON",
    "saveCsv": "CSV table",
    "dataNote": "Each place with its status, holder and evidence; licence and sources are inside.",
    "saved": "Saved: {file}",
    "printLabel": "On paper",
    "print": "Print this picture",
    "help": "Help",
    "keysHead": "Keys",
    "keyPlay": "play or pause",
    "keyStep": "a day back or forth",
    "keyWeek": "a week back or forth",
    "keyEnds": "first or last day",
    "keyChange": "the change before or after",
    "keyMap": "On the map, arrows move it and + and - zoom. Tab goes from place to place, "
    "Enter opens one, Escape closes it.",
    "limits": "What this map cannot know",
    "limitsText": "It knows what was reported, not what happened. The line runs half-way between "
    "places, because nobody surveyed it. A day can be that of the report and not of the event. "
    "Ground without a report is blank, which does not mean quiet. Reports can be wrong, and each "
    "side reports its own gains sooner than its losses.",
    "legend": "Legend",
    "held": "Held by {actor}",
    "contested": "Contested",
    "contestedBetween": "Contested between {actors}",
    "contestedShort": "contested: {actors}",
    "contestedNote": "both sides inside, fighting for it, or the day of the change uncertain",
    "unknown": "No report",
    "blank": "Blank: no report",
    "front": "Front line",
    "frontNote": "drawn half-way between places",
    "places": "{count} places",
    "onePlace": "1 place",
    "area": "{area} km²",
    "evidence": "Evidence",
    "band": "Band along the front",
    "bandNote": "the true line may run anywhere in it",
    "showBand": "Show the band",
    "fade": "Fade marks by age of report",
    "fadeNote": "full to 30 days after the last report, paler to 90, palest after",
    "locator": "Where this map lies",
    "confirmed": "confirmed",
    "claimed": "claimed",
    "disputed": "disputed",
    "inferred": "inferred",
    "confirmedNote": "independent sources agree, or the side that lost says so",
    "claimedNote": "one voice only",
    "disputedNote": "another source denies a change",
    "inferredNote": "from earlier or later reports",
    "roads": "{road}, coloured by holder",
    "since": "since {day}",
    "sinceStart": "since before {day}, when the record begins",
    "history": "History and sources",
    "later": "Later than this day: {count}",
    "noHistory": "No report speaks of this place.",
    "onFirst": "On {day}",
    "between_days": "{first} to {last}",
    "baselineHeld": "Held by {after}",
    "baselineUnknown": "Holder unknown",
    "capture": "Taken by {after} from {before}",
    "withdrawal": "Left by {before}, then held by {after}",
    "contestedKind": "Contested between {before} and {after}",
    "road": "The road beside it: reported to be in the hands of {after}",
    "repelled": "Attack repelled; {after} stayed",
    "notCounted": "not counted",
    "published": "published {day}",
    "denies": "denies it",
    "context": "background",
    "aligned": "aligned with {actor}",
    "near": "How far",
    "nearestOf": "Nearest place held by {actor}",
    "holdsNothing": "holds none on this day",
    "edges": "between edges",
    "withErrors": "with all errors",
    "noFront": "none is drawn on this day",
    "frontSlack": "it may run beside its line by up to",
    "kilometre": "at kilometre",
    "metres": "{count} m",
    "kilometres": "{count} km",
    "winds": "|".join(DIRECTIONS),
    "lastReported": "last reported {day}",
    "measureFrom": "Measure from here",
    "search": "Find a place",
    "searchKey": "Find a place: press / to come here",
    "searchNone": "No place of this map has this name",
    "searchAlike": "{count} places may be meant: choose by district",
    "searchCount": "{count} found",
    "ruler": "Ruler",
    "rulerKey": "Measure between two points or places",
    "rulerEnd": "Put the ruler away",
    "rulerFirst": "Ruler: choose a point or a place, on the map or by name. Escape ends.",
    "rulerSecond": "From {from}: choose the other end.",
    "rulerSame": "{from} and {to} are one point.",
    "rulerError": "positions good to {count} m together",
    "rulerWay": "{from} to {to}: {length} {wind}, bearing {turn}",
    "strip": "Who held the road",
    "stripHint": "each day from left to right, each kilometre upwards",
    "stripRoad": "Road",
    "stripWhere": "Point on the road",
    "stripTable": "The same as a table",
    "stripCaption": "Share of {road} on each day that something changed",
    "stripAt": "{road}, km {km}, {day}: {answer}",
    "stripNear": "{road}, km {km}, {town}, {day}: {answer}",
    "stripShare": "{answer} {share}",
    "positionError": "position good to {metres} m",
    "district": "{district}",
    "close": "Close",
    "noSources": "no source given",
    "about": "Method, sources and licence",
    "rule": "Rule",
    "data": "Data",
    "version": "{title}, version {version}, digest {digest}",
    "method": "Method",
    "sources": "Sources",
    "licence": "Licence",
    "notice": "Please note",
    "noscript": "This map is drawn by the script inside this file; the script is switched off.",
    "index": "Maps",
    "animationPage": "Day by day",
    "dayPages": "Single days",
}

#: Attribution each licence asks for, by the words it is recognised by.
_ATTRIBUTION = (
    ("ODbL", "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"),
    ("CC BY 4.0", "GeoNames, CC BY 4.0 (geonames.org)"),
    ("CC BY-IGO", "OCHA Common Operational Datasets, CC BY-IGO (data.humdata.org)"),
    ("CC BY-SA 4.0", "Wikipedia, CC BY-SA 4.0 (creativecommons.org)"),
)


def css_variables(palette: Mapping[str, str] = PALETTE) -> str:
    """Write the palette as custom properties of the page."""
    body = "".join(f"  --{name}: {value};\n" for name, value in palette.items())
    return f":root {{\n{body}}}\n"


def method_of(reach_km: float) -> str:
    """Say in one line how the ground is drawn, and what that is worth."""
    return (
        f"Cells around places, {reach_km:g} km reach; lines are a reading aid, not a survey; "
        "blank ground: no report."
    )


def credits_of(package: Package) -> dict[str, str]:
    """Give the sources and licence lines of a page, from what the rows say of themselves."""
    licences = {place.licence for place in package.gazetteer.values()}
    licences |= {road.licence for road in package.highways.values()}
    licences |= {area.licence for area in (*package.admin, *package.rivers)}
    credit = [line for word, line in _ATTRIBUTION if any(word in text for text in licences)]
    reports = sum(len(found) for found in package.reports.values())
    sources = (
        f"{reports:,} reports by {len(package.publishers)} publishers, each with its address: "
        "choose a place to see them."
    )
    places = f"Places, roads and borders: {'; '.join(credit)}." if credit else ""
    rest = _others(licences)
    also = f"Also: {'; '.join(rest)}." if rest else ""
    shared = any("ODbL" in text for text in licences)
    return {"sources": " ".join(filter(None, (sources, places, also))), "licence": _whole(shared)}


def _whole(shared: bool) -> str:  # noqa: FBT001 - the one thing that decides
    """Say under which licence the data may be passed on."""
    if shared:
        return "The data as a whole: Open Database Licence (ODbL) 1.0, with attribution."
    return "The data may be passed on under the licences named above, with attribution."


def _others(licences: Iterable[str]) -> list[str]:
    """Name the licences that have no attribution line of their own."""
    known = tuple(word for word, _ in _ATTRIBUTION)
    return sorted(text for text in licences if not any(word in text for word in known))
