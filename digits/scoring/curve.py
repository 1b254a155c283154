"""The curve of errors over corrections, as a small picture: SVG, which is text and sharp everywhere."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 150, 20, 46  # pixels around the curves
COLOURS = "#4a6df0", "#c2571a", "#2f855a"
NAME_HEIGHT = 38
GREY = "#8a8f9c"  # readable on light and on dark paper


class Curve(NamedTuple):
    """Errors, as a share of those without any correction, by how many are remembered; the first is 1 at 0."""

    name: str
    shares: Mapping[int, float]


def picture(curves: Sequence[Curve]) -> str:
    """Return an SVG of how the errors fall with the corrections."""
    most = max(max(curve.shares) for curve in curves)
    parts = _frame(most)
    beside: float = TOP - NAME_HEIGHT
    for number, curve in sorted(enumerate(curves), key=lambda each: -_last(each[1])):
        beside = max(beside + NAME_HEIGHT, _place(most, _last(curve), most)[1])
        parts += _curve(curve, COLOURS[number % len(COLOURS)], beside, most)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="13">\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _place(corrections: float, share: float, most: int) -> tuple[float, float]:
    across = LEFT + (WIDTH - LEFT - RIGHT) * corrections / most
    return round(across, 1), round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def _frame(most: int) -> list[str]:
    """Return the axes: errors from none to all, corrections from none to the most."""
    lines = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        (left, y), (right, _) = _place(0, share, most), _place(most, share, most)
        lines.append(f'<path d="M{left} {y}H{right}" stroke="{GREY}" stroke-opacity=".35"/>')
        lines.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end" fill="{GREY}">{share:.0%}</text>')
    for corrections in range(most + 1):
        x, y = _place(corrections, 0, most)
        if most <= 12 or corrections % 5 == 0:
            lines.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle" fill="{GREY}">{corrections}</text>')
    x, y = _place(most / 2, 0, most)
    return [*lines, f'<text x="{x}" y="{y + 38}" text-anchor="middle" fill="{GREY}">corrections remembered</text>']


def _last(curve: Curve) -> float:
    return curve.shares[max(curve.shares)]


def _curve(curve: Curve, colour: str, beside: float, most: int) -> list[str]:
    """Return one curve with its name and where it ends, as far down beside it as told."""
    places = [_place(corrections, share, most) for corrections, share in sorted(curve.shares.items())]
    path = "L".join(f"{x} {y}" for x, y in places)
    x = places[-1][0] + 12
    dots = [f'<circle cx="{across}" cy="{down}" r="3.5" fill="{colour}"/>' for across, down in places]
    last = f"{_last(curve):.0%} of the errors left"
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>',
        *dots,
        f'<text x="{x}" y="{beside}" fill="{colour}" font-weight="bold">{escape(curve.name)}</text>',
        f'<text x="{x}" y="{beside + 16}" fill="{colour}" font-size="12">{last}</text>',
    ]
