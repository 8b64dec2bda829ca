"""Number line of a distance claim: the claimed interval above, the measured one below."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.claims.rounding import claimed_interval
from frontline.claims.verdict import first_match
from frontline.webmap.csp import escape_html

if TYPE_CHECKING:
    from frontline.claims.checker import Finding
    from frontline.webmap.report.phrases import Phrases


_WIDTH, _LEFT, _RIGHT = 300.0, 8.0, 12.0
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class _Scale:
    """Linear scale from kilometres to SVG units."""

    low: float
    high: float

    def x(self, km: float) -> float:
        share = (min(max(km, self.low), self.high) - self.low) / (self.high - self.low)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def number_line(finding: Finding, number: int, words: Phrases) -> str:
    """Return the number line of a distance claim as SVG; empty for other claims."""
    claim, distance = finding.claim, finding.distance
    if distance is None or claim.kind != "distance" or claim.low is None:
        return ""
    low, high = (metres / 1000 for metres in claimed_interval(claim))
    measured = (distance.low_m / 1000, distance.high_m / 1000)
    scale = _scale(low, high, measured)
    claimed = words("line/more", low=f"{low:.1f}")
    if math.isfinite(high):
        claimed = words("line/interval", low=f"{low:.1f}", high=f"{high:.1f}")
    centre, edge = distance.centre_m / 1000, distance.edge_m / 1000
    is_bound = distance.gap is not None and distance.gap.is_bound
    key = "within" if is_bound else "edge_and_centre" if edge < centre else "centre"
    points = words(f"line/{key}", edge=f"{edge:.1f}", centre=f"{centre:.1f}")
    interval = words("line/interval", low=f"{measured[0]:.1f}", high=f"{measured[1]:.1f}")
    parts = [
        _bar(scale, low, min(high, scale.high), 20, "claimed"),
        _bar(scale, *measured, 38, "measured"),
        *([] if is_bound else _points(scale, edge, centre)),
        _matching_reading(scale, finding),
        *_axis(scale, words("line/km")),
        _caption(13, words("line/claimed")),
        _caption(61, words("line/measured", points=points)),
    ]
    title = f"line-{number}"
    label = escape_html(words("line/title", claimed=claimed, points=points, interval=interval))
    return (
        f'<svg class="line" viewBox="0 0 {_WIDTH:g} 92" role="img" aria-labelledby="{title}">'
        f'<title id="{title}">{label}</title>{"".join(parts)}</svg>'
    )


def _scale(low: float, high: float, measured: tuple[float, float]) -> _Scale:
    """Return a scale that starts at zero, unless all values are far from it."""
    most = max(measured[1], high if math.isfinite(high) else low * 1.5, 0.5)
    least = min(low, measured[0])
    span = most - least
    start = 0.0 if least < 2 * span else math.floor(least - span / 2)
    return _Scale(start, most + 0.08 * (most - start))


def _bar(scale: _Scale, low: float, high: float, y: float, kind: str) -> str:
    left, right = scale.x(low), scale.x(high)
    wide = max(2.0, right - left)
    return f'<rect x="{left:.1f}" y="{y:g}" width="{wide:.1f}" height="10" class="{kind}"/>'


def _points(scale: _Scale, edge: float, centre: float) -> list[str]:
    """Return a diamond for the centre and a bar for the edge."""
    x = scale.x(centre)
    diamond = f"M{x:.1f} 35L{x + 5:.1f} 43L{x:.1f} 51L{x - 5:.1f} 43Z"
    points = [f'<path d="{diamond}" class="point"/>']
    if edge < centre:
        points.append(f'<path d="M{scale.x(edge):.1f} 35V51" class="tick"/>')
    return points


def _matching_reading(scale: _Scale, finding: Finding) -> str:
    """Return a circle for the reading that matches, if it is another distance."""
    match = first_match(claimed_interval(finding.claim), finding.readings)
    if match is None or match.low != match.high or match.distance is finding.distance:
        return ""
    x = scale.x(match.low / 1000)
    return f'<circle cx="{x:.1f}" cy="43" r="4.5" class="other"/>'


def _caption(y: int, words: str) -> str:
    return (
        f'<text x="{_LEFT:g}" y="{y}" class="caption" direction="ltr">{escape_html(words)}</text>'
    )


def _axis(scale: _Scale, km: str) -> list[str]:
    span = scale.high - scale.low
    step = next((step for step in _STEPS if span / step <= 6), 200)
    first = math.ceil(scale.low / step)
    axis = [f'<path d="M{_LEFT:g} 70H{_WIDTH - _RIGHT:g}" class="axis"/>']
    for number in range(first, math.floor(scale.high / step) + 1):
        x = scale.x(number * step)
        unit = f" {km}" if number == first else ""
        axis.append(f'<path d="M{x:.1f} 70v5" class="axis"/>')
        anchor = "start" if number == first else "middle"
        words = f"{number * step:g}{unit}"
        axis.append(f'<text x="{x:.1f}" y="87" class="axis" text-anchor="{anchor}">{words}</text>')
    return axis
