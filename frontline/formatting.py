"""Format lengths, days, actors and lists for printed sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from frontline.dates import format_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.geometry.distance import Distance
    from frontline.models import Actor, Control, Report
    from frontline.package.package import Package


#: Numbers that are written in words.
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: Names of actors that are common nouns: lower case, with an article.
_COMMON = frozenset({"Government", "Opposition"})
_EVIDENCE = {
    "confirmed": "confirmed",
    "claimed": "claimed, not confirmed",
    "disputed": "disputed",
    "inferred": "inferred from other reports",
}


def format_km(metres: float) -> str:
    """Format a length in kilometres with one decimal, or in metres below one kilometre.

    Examples
    --------
    >>> format_km(5237.0), format_km(840.2)
    ('5.2 km', '840 m')
    """
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m"


def format_gap(distance: Distance, day: date | None, *, rounded: bool = False) -> str:
    """Format what the record does not know about a distance: sentences, or an empty text.

    Parameters
    ----------
    distance : Distance
    day : date, optional
        The day of the distance.
    rounded : bool
        Whether lengths are rounded as a newspaper prints them.
    """
    gap = distance.gap
    if gap is None:
        return ""
    name, when = gap.point.label, "" if day is None else f" on {format_date(day)}"
    nearest = "The distance is the nearest known to this record."
    if gap.kind == "place":
        return f"This record does not say who held {name}{when}. {nearest}"
    if gap.point.path is not None:
        name = f"the {name}"
        if not gap.begins_m:
            return f"This record does not say who held all of {name}{when}. {nearest}"
    if gap.kind == "ground":
        away = format_about(gap.begins_m, 0.0) if rounded else format_km(gap.begins_m)
        begins = f"what is unknown begins {away} from {name}"
        if round(gap.begins_m) == 0:
            begins = f"what is unknown begins at the edge of {name}"
        return f"This record does not say who held all the nearer ground{when}: {begins}. {nearest}"
    other = "" if gap.other is None else gap.other.label
    most = format_at_most(distance.centre_m) if rounded else format_km(distance.centre_m)
    bound = f"within {most}, between {name} and {other}"
    if gap.kind == "contested":
        return f"{name} was contested{when}: the front lay {bound}."
    return f"The front lay {bound}; no line is known there."


def format_at_most(metres: float) -> str:
    """Format a length rounded up, as a bound.

    Examples
    --------
    >>> format_at_most(21_310.0), format_at_most(640.0)
    ('22 km', '700 m')
    """
    if metres <= 900.0:
        return f"{max(100, math.ceil(metres / 100) * 100)} m"
    return f"{math.ceil(metres / 1000)} km"


def format_about(metres: float, error_m: float) -> str:
    """Format a length as a newspaper prints it: rounded to what its error is worth.

    Examples
    --------
    >>> format_about(5237.0, 1200.0), format_about(35_210.0, 1300.0), format_about(840.0, 90.0)
    ('about 5 km', 'about 35 km', 'about 800 m')
    >>> format_about(2412.0, 300.0), format_about(400.0, 1500.0)
    ('about 2.5 km', 'less than 2 km')
    """
    if metres <= error_m:
        return f"less than {math.ceil((metres + error_m) / 1000)} km"
    if metres < 950.0:
        return f"about {max(100, round(metres / 100) * 100)} m"
    step = 500.0 if metres < 5000.0 and error_m < 750.0 else 1000.0
    return f"about {round(metres / step) * step / 1000:g} km"


def format_km2(area_km2: float) -> str:
    """Format an area with two significant digits, or three from a hundred on.

    Examples
    --------
    >>> [format_km2(area) for area in (3704.1, 99.6, 99.4, 12.4, 4.27, 0.298, 0.0049, 0.0)]
    ['3,700', '100', '99', '12', '4.3', '0.30', '0.0049', '0']
    """
    if area_km2 < 1e-6:
        return "0"
    if area_km2 >= 9.95:
        return f"{float(f'{area_km2:.{2 if area_km2 >= 99.5 else 1}e}'):,.0f}"
    return f"{area_km2:.{1 - math.floor(math.log10(float(f'{area_km2:.1e}')))}f}"


def round_km2(area_km2: float, decimals: int = 2) -> float:
    """Round an area for JSON; one below a km² keeps four decimals.

    Examples
    --------
    >>> round_km2(12.3456), round_km2(0.29812)
    (12.35, 0.2981)
    """
    return round(area_km2, decimals if area_km2 >= 1 else 4)


def format_interval(claimed: tuple[float, float]) -> str:
    """Format the interval of a claimed length.

    Parameters
    ----------
    claimed : tuple of float
        Lower and upper bound in metres; the upper bound can be infinite.

    Examples
    --------
    >>> [format_interval(one) for one in [(2500, 3500), (0, 3000), (4000, float("inf"))]]
    ['2.5 to 3.5 km', 'under 3.0 km', '4.0 km or more']
    """
    low, high = claimed
    if high == float("inf"):
        return f"{format_km(low)} or more"
    if low <= 0:
        return f"under {format_km(high)}"
    one, other = format_km(low), format_km(high)
    return (
        f"{one.removesuffix(' km')} to {other}" if one[-2:] == other[-2:] else f"{one} to {other}"
    )


def format_date(day: date) -> str:
    """Format a day without its weekday.

    Examples
    --------
    >>> from datetime import date
    >>> format_date(date(2019, 8, 15))
    '15 August 2019'
    """
    return format_day(day).split(" ", 1)[1]


def format_days(first: date, last: date) -> str:
    """Format a day, or a span of days with both ends, for a sentence.

    Examples
    --------
    >>> from datetime import date
    >>> format_days(date(2019, 8, 14), date(2019, 8, 15))
    'from 14 to 15 August 2019'
    >>> format_days(date(2019, 8, 15), date(2019, 8, 15))
    'on 15 August 2019'
    """
    if first == last:
        return f"on {format_date(last)}"
    start, end = format_date(first), format_date(last)
    if first.year == last.year:
        start = start.rsplit(" ", 1)[0]
        if first.month == last.month:
            start = start.rsplit(" ", 1)[0]
    return f"from {start} to {end}"


def format_actor(actor: Actor) -> str:
    """Format the name of an actor for the middle of a sentence.

    Examples
    --------
    >>> from frontline.models import Actor
    >>> format_actor(Actor(id="g", name="Government and allies", colour="#000000"))
    'the government and its allies'
    >>> format_actor(Actor(id="n", name="North", colour="#000000"))
    'North'
    """
    first, _, rest = actor.name.partition(" ")
    if first not in _COMMON:
        return actor.name
    return f"the {first.lower()} {rest.replace('and allies', 'and its allies')}".strip()


def format_evidence(evidence: str | None) -> str:
    """Format a kind of evidence.

    Examples
    --------
    >>> format_evidence("claimed"), format_evidence("inferred")
    ('claimed, not confirmed', 'inferred from other reports')
    """
    return "" if evidence is None else _EVIDENCE[evidence]


def format_control(package: Package, control: Control) -> str:
    """Format control as a phrase: "held by the opposition and its allies"."""
    names = " and ".join(format_actor(package.actors[actor]) for actor in control.actors)
    return {"held": f"held by {names}", "contested": f"contested between {names}"}.get(
        control.status, "under unknown control"
    )


def format_count(number: int) -> str:
    """Format a number, in words up to ten.

    Examples
    --------
    >>> format_count(0), format_count(5), format_count(15)
    ('no', 'five', '15')
    """
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def format_number_of(number: int, noun: str) -> str:
    """Format a number in digits with a noun in the singular or plural.

    Examples
    --------
    >>> format_number_of(1, "place"), format_number_of(4200, "place")
    ('1 place', '4,200 places')
    """
    return f"{number:,} {noun if number == 1 else _many(noun)}"


def format_places(number: int, noun: str) -> str:
    """Format a number with a noun: "no village", "one village", "two villages"."""
    return f"{format_count(number)} {noun if number <= 1 else _many(noun)}"


def _many(noun: str) -> str:
    return " or ".join(
        f"{one[:-1]}ies" if one.endswith("y") else f"{one}s" for one in noun.split(" or ")
    )


def format_list(names: Sequence[str], most: int = 12) -> str:
    """Join names: "A, B and C", or "A, B and two more".

    Parameters
    ----------
    names : sequence of str
        At least one name.
    most : int
        Number of names that are listed.

    Examples
    --------
    >>> format_list(["A", "B", "C"]), format_list(["A", "B", "C"], most=1)
    ('A, B and C', 'A and two more')
    """
    if len(names) > most:
        names = [*names[:most], f"{format_count(len(names) - most)} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def format_sources(package: Package, reports: Sequence[Report], most: int = 3) -> str:
    """Return ", according to A, B and C" with the supporting publishers, or an empty text.

    Parameters
    ----------
    package : Package
    reports : sequence of Report
    most : int
        Number of publishers that are listed.
    """
    names = dict.fromkeys(
        package.publishers[report.publisher].name for report in reports if report.says == "supports"
    )
    return f", according to {format_list([*names][:most])}" if names else ""
