"""A small number line: what a text claims above, what the record measures below."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.claims.tolerance import claimed_interval
from frontline.claims.verdict import first_match
from frontline.webmap.csp import plain

if TYPE_CHECKING:
    from frontline.claims.checker import Finding


_WIDTH, _LEFT, _RIGHT = 420.0, 12.0, 12.0
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class _Scale:
    """Kilometres to units of the drawing."""

    low: float
    high: float

    def x(self, km: float) -> float:
        share = (min(max(km, self.low), self.high) - self.low) / (self.high - self.low)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def number_line(finding: Finding, number: int) -> str:
    """Draw the claimed and the measured interval of a distance; empty for anything else."""
    claim, distance = finding.claim, finding.distance
    if distance is None or claim.kind != "distance" or claim.low is None:
        return ""
    low, high = claim.low / 1000, math.inf if claim.high is None else claim.high / 1000
    measured = (distance.low_m / 1000, distance.high_m / 1000)
    scale = _scale(low, high, measured)
    end = high if math.isfinite(high) else scale.high
    said = f"{low:.1f} to {high:.1f} km" if math.isfinite(high) else f"{low:.1f} km or more"
    centre, edge = distance.centre_m / 1000, distance.edge_m / 1000
    points = f"edge {edge:.1f} km, centre {centre:.1f} km" if edge < centre else f"{centre:.1f} km"
    errors = f"{measured[0]:.1f} to {measured[1]:.1f} km with all errors"
    words = f"claimed {said}; measured {points}, {errors}"
    parts = [
        _bar(scale, low, end, 20, "claimed"),
        _bar(scale, *measured, 38, "measured"),
        *_marks(scale, edge, centre),
        _met(scale, finding),
        *_axis(scale),
        f'<text x="{_LEFT:g}" y="13" class="said">claimed</text>',
        f'<text x="{_LEFT:g}" y="61" class="said">measured: {plain(points)}</text>',
    ]
    title = f"line-{number}"
    return (
        f'<svg class="line" viewBox="0 0 {_WIDTH:g} 92" role="img" aria-labelledby="{title}">'
        f'<title id="{title}">{plain(words)}</title>{"".join(parts)}</svg>'
    )


def _scale(low: float, high: float, measured: tuple[float, float]) -> _Scale:
    """Begin at nought unless all lies far from it."""
    most = max(measured[1], high if math.isfinite(high) else low * 1.5, 0.5)
    least = min(low, measured[0])
    span = most - least
    start = 0.0 if least < 2 * span else math.floor(least - span / 2)
    return _Scale(start, most + 0.08 * (most - start))


def _bar(scale: _Scale, low: float, high: float, y: float, kind: str) -> str:
    left, right = scale.x(low), scale.x(high)
    wide = max(2.0, right - left)
    return f'<rect x="{left:.1f}" y="{y:g}" width="{wide:.1f}" height="10" class="{kind}"/>'


def _marks(scale: _Scale, edge: float, centre: float) -> list[str]:
    """Mark the edge with a bar and the centre with a diamond: told apart by shape."""
    x, found = scale.x(centre), []
    found.append(f'<path d="M{x:.1f} 35L{x + 5:.1f} 43L{x:.1f} 51L{x - 5:.1f} 43Z" class="point"/>')
    if edge < centre:
        found.append(f'<path d="M{scale.x(edge):.1f} 35V51" class="tick"/>')
    return found


def _met(scale: _Scale, finding: Finding) -> str:
    """Mark the reading that held, where it is another length than the plain ones."""
    met = first_match(claimed_interval(finding.claim), finding.readings)
    if met is None or met.low != met.high or met.distance is finding.distance:
        return ""
    x = scale.x(met.low / 1000)
    return f'<circle cx="{x:.1f}" cy="43" r="4.5" class="other"/>'


def _axis(scale: _Scale) -> list[str]:
    span = scale.high - scale.low
    step = next((step for step in _STEPS if span / step <= 8), 200)
    first = math.ceil(scale.low / step)
    drawn = [f'<path d="M{_LEFT:g} 70H{_WIDTH - _RIGHT:g}" class="axis"/>']
    for number in range(first, math.floor(scale.high / step) + 1):
        x = scale.x(number * step)
        unit = " km" if number == first else ""
        drawn.append(f'<path d="M{x:.1f} 70v5" class="axis"/>')
        anchor = "start" if number == first else "middle"
        words = f"{number * step:g}{unit}"
        drawn.append(f'<text x="{x:.1f}" y="87" class="axis" text-anchor="{anchor}">{words}</text>')
    return drawn
