"""Publishable sentences in Arabic, for the report of an Arabic article.

Actors stand in the genitive, which the data has, so that no sentence depends on their gender.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline import i18n
from frontline.formatting import format_about, format_at_most
from frontline.models import Control
from frontline.unknown_ground import FRONT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.atlas import Atlas
    from frontline.claims.checker import Finding
    from frontline.geometry.distance import Distance, Endpoint, Gap

#: Directions from a place: "to the north of".
_SIDES = dict(
    zip(
        ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"),
        ("شمال", "شمال شرق", "شرق", "جنوب شرق", "جنوب", "جنوب غرب", "غرب", "شمال غرب"),
        strict=True,
    )
)
#: Places of a number that are named.
_MOST_NAMED = 12
_AROUND = (
    (0.99, "من كل الجهات"), (0.6, "من معظم الجهات"), (0.3, "من بعض الجهات"),
    (0.001, "من جهة واحدة"),
)  # fmt: skip


def arabic_sentence(atlas: Atlas, finding: Finding) -> str:
    """Return a sentence about a finding that can be published in Arabic."""
    if finding.distance is not None and finding.distance.gap is not None:
        return _with_gap(atlas, finding, finding.distance, finding.distance.gap)
    if finding.distance is not None:
        words = _distance(atlas, finding, finding.distance)
    elif finding.facts:
        words = _OF_FACTS[finding.claim.kind](atlas, finding)
    else:
        return "لم يمكن التحقق من هذا الادعاء."
    return f"{words}{_sources(atlas, finding)}."


def _with_gap(atlas: Atlas, finding: Finding, distance: Distance, gap: Gap) -> str:
    """Return what the record does not know about a distance, then the nearest that it knows."""
    name = _name(gap.point)
    if gap.is_bound:
        other = "" if gap.other is None else _name(gap.other)
        within = _units(format_at_most(distance.centre_m))
        bound = f"كان خط الجبهة ضمن {within}، بين {name} و{other}"
        if gap.kind == "contested":
            return f"كانت {name} موضع قتال: {bound}."
        return f"{bound}؛ ولا خط معروفًا هناك."
    unknown = f"لا يذكر هذا السجل من كان يسيطر على {name}"
    if gap.kind == "ground" and gap.point.path is not None and not gap.begins_m:
        unknown = f"لا يذكر هذا السجل من كان يسيطر على كل {name}"
    elif gap.kind == "ground":
        begins = f"على بعد {_length(gap.begins_m, 0.0)} من {name}"
        if round(gap.begins_m) == 0:
            begins = f"عند أطراف {name}"
        unknown = f"لا يذكر هذا السجل من كان يسيطر على كل الأرض الأقرب: يبدأ المجهول {begins}"
    words = _distance(atlas, finding, distance)
    return f"{unknown}. المسافة هي أقرب ما يعرفه هذا السجل. {words}{_sources(atlas, finding)}."


def _sources(atlas: Atlas, finding: Finding) -> str:
    names = dict.fromkeys(
        atlas.package.publishers[report.publisher].name
        for report in finding.reports
        if report.says == "supports"
    )
    shown = [f"\u2068{name}\u2069" for name in [*names][:3]]
    return f"، بحسب {_join(shown)}" if shown else ""


def _join(names: Iterable[str]) -> str:
    listed = [*names]
    return "، و".join(listed)


def _day(finding: Finding) -> str:
    return i18n.format_date("ar", finding.claim.last)


def _genitive(atlas: Atlas, actor: str | None) -> str:
    one = atlas.package.actors[str(actor)]
    return one.name_ar_genitive or one.name_ar or one.name


def _length(metres: float, error_m: float) -> str:
    words = format_about(metres, error_m).replace("about", "نحو").replace("less than", "أقل من")
    return _units(words)


def _units(words: str) -> str:
    return words.replace(" km", " كم").replace(" m", " م")


def _name(end: Endpoint) -> str:
    place = end.place
    if place is not None and end.label == place.name:
        return place.name_ar or place.name
    if end.path is not None:
        return "خط الجبهة" if end.label == FRONT else f"الطريق {end.label}"
    if place is None:
        return f"الموقع {end.label}"
    return f"النقطة في {place.name_ar or place.name}" if end.label.isascii() else end.label


def _side(distance: Distance) -> str:
    sector = round(((distance.bearing_deg + 180) % 360) / 45) % 8
    return [*_SIDES.values()][sector]


def _control(atlas: Atlas, control: Control) -> str:
    names = [_genitive(atlas, actor) for actor in control.actors]
    if control.status == "held":
        return f"تحت سيطرة {names[0]}"
    return f"موضع قتال بين {' و'.join(names)}" if control.status == "contested" else "بلا تقارير"


def _distance(atlas: Atlas, finding: Finding, distance: Distance) -> str:
    """Return which place forces held and how far away it was, or how far two features are."""
    error = max(0.0, distance.high_m - distance.centre_m)
    start, end = _name(distance.start), _name(distance.end)
    subject, place = finding.claim.subject, distance.start.place
    day = finding.state.day if finding.state is not None else finding.claim.last
    if subject is None or subject.kind != "actor" or place is None:
        length = _length(distance.centre_m, error)
        return f"تقع {start} على بعد {length} {_side(distance)} {end}"
    held = _control(atlas, atlas.record.control_on(place.id, day))
    when = i18n.format_date("ar", day)
    if place == distance.end.place:
        return f"يوم {when} كانت {start} {held}"
    edge = "عند أطراف" if not distance.edge_m else f"على بعد {_length(distance.edge_m, error)} من"
    return f"يوم {when} كانت {start}، وهي {edge} {end}، {held}"


def _held(atlas: Atlas, finding: Finding) -> str:
    facts = finding.facts
    if "position" in facts:
        control = Control(facts["status"], tuple(facts["actors"]))
        where = f"الأرض عند الموقع {facts['position']}"
        return f"يوم {_day(finding)} كانت {where} {_control(atlas, control)}"
    if "place" in facts:
        place = atlas.gazetteer[facts["place"]]
        control = atlas.record.control_on(place.id, finding.claim.last)
        return f"يوم {_day(finding)} كانت {place.name_ar or place.name} {_control(atlas, control)}"
    if "province" in facts:
        held = [
            f"{_genitive(atlas, a)}: {n}" for a, n in facts["held"].items() if a in atlas.actors
        ]
        return f"يوم {_day(finding)}، من أماكن السجل في المحافظة ({facts['places']}): {_join(held)}"
    return _road(atlas, finding)


def _road(atlas: Atlas, finding: Finding) -> str:
    km, subject = finding.facts["km"], finding.claim.subject
    actor = subject.id if subject is not None else finding.facts.get("actor")
    own, unknown = km.get(actor, 0.0), km.get("unknown", 0.0)
    others = sum(km.values()) - own - unknown
    road = finding.facts["highway"].upper()
    nothing = f"، ولا تقارير عن نحو {unknown:.0f} كم" if unknown >= 1 else ""
    rest = f"نحو {others:.0f} كم" if others >= 0.5 else "لا شيء منه"
    held = f"{rest} تحت سيطرة غيرها{nothing}"
    if own < 0.5:
        none = f"لم يكن أي جزء من الطريق {road} تحت سيطرة {_genitive(atlas, actor)}"
        return f"يوم {_day(finding)} {none}، وكان {held}"
    return (
        f"يوم {_day(finding)} كان نحو {own:.0f} كم من الطريق {road} تحت سيطرة "
        f"{_genitive(atlas, actor)}، و{held}"
    )


def _count(atlas: Atlas, finding: Finding) -> str:
    places = finding.facts["places"]
    subject = finding.claim.subject
    actor = None if subject is None else subject.id
    if not places:
        none = f"لا تذكر التقارير أي مكان انتقل إلى سيطرة {_genitive(atlas, actor)}"
        return f"{none} حتى {_day(finding)}"
    names = _join([place["name_ar"] or place["name"] for place in places[:_MOST_NAMED]])
    listed = f": {names}" if len(places) <= _MOST_NAMED else f"، منها {names}"
    return (
        f"عدد الأماكن التي تذكر التقارير انتقالها إلى سيطرة {_genitive(atlas, actor)} حتى "
        f"{_day(finding)} هو {len(places)}{listed}"
    )


def _area(atlas: Atlas, finding: Finding) -> str:
    subject = finding.claim.subject
    actor = None if subject is None else subject.id
    first = date.fromisoformat(finding.facts["from"]) + timedelta(days=1)
    gained = max(10, round(finding.facts["gained_km2"] / 10) * 10)
    days = f"يوم {_day(finding)}"
    if first < finding.claim.last:
        days = f"من {i18n.format_short_date('ar', first)} إلى {_day(finding)}"
    return (
        f"انتقل نحو {gained} كيلومتر مربع إلى سيطرة {_genitive(atlas, actor)} {days}، "
        "تقديراً من القرى"
    )


def _siege(atlas: Atlas, finding: Finding) -> str:
    target = finding.claim.target
    place = target.place if target is not None else None
    name = "" if place is None else place.name_ar or place.name
    share = finding.facts["share_of_circle"]
    around = next((words for limit, words in _AROUND if share >= limit), None)
    who = _genitive(atlas, finding.facts["actor"])
    if around is None:
        return f"يوم {_day(finding)} لم تكن أي أرض ضمن 10 كم من {name} تحت سيطرة {who}"
    return f"يوم {_day(finding)} كانت الأرض حول {name} تحت سيطرة {who} {around}"


_OF_FACTS = {
    "control": _held, "length": _road, "count": _count, "area": _area, "encirclement": _siege,
}  # fmt: skip
