"""Numbers for the evaluator, put together from one writer's digits as people write them.

They are in pixels, on canvases that hold them. A number's label is all of its digits.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.errors import DataError

Curves = list[NDArray[np.float64]]
Writers = list[list[Labelled]]

HEIGHT = 100  # pixels: of the highest digits
PEN = 12  # pixels: gaps are between what this pen draws; a thicker one makes them narrower
MAX_DIGITS = 6
GAPS = {"touching": (-0.06, 0.02), "tight": (0.02, 0.12), "usual": (0.12, 0.35), "wide": (0.35, 0.8)}  # of the height
LOWEST = 0.9, 0.75, 0.5  # of the height: how low a digit may be, in numbers of even, uneven and very uneven ones
RATIOS = 0.5, 0.6, 0.7, 0.8, 0.9  # where the groups of lowest to highest digit begin
MANY_ONES = 0.35  # of the numbers have more 1s and 7s than others
MAX_SLOPE = 0.14  # of lines that are not level: 8 degrees


class Glyph(NamedTuple):
    """One digit or sign where it stands in a drawing."""

    label: str
    strokes: Curves


class Manner(NamedTuple):
    """How somebody spaces and sizes digits, this time."""

    gap: str  # one of GAPS
    mean_gap: float
    lowest: float
    slope: float
    drift: float
    ones: bool


class Composed(NamedTuple):
    """A drawing that was put together, and the groups that its figures are told by."""

    labelled: Labelled
    groups: tuple[str, ...]


def numbers(drawings: Sequence[Labelled], count: int, pen: int, rng: np.random.Generator) -> list[Composed]:
    """Return numbers of two to six digits, each from one writer's digits, on canvases for a pen this wide."""
    everybody = writers(drawings)
    return [_number(own, manner(rng), pen, rng) for own in chosen(everybody, count, rng)]


def writers(drawings: Iterable[Labelled]) -> Writers:
    """Return each writer's digits, without the doubtful ones."""
    found: dict[str, list[Labelled]] = {}
    for each in drawings:
        if each.is_digit and each.drawing.strokes and not each.flagged:
            found.setdefault(each.writer, []).append(each)
    if not found:
        raise DataError("expected strokes of digits to put numbers together from")
    return list(found.values())


def chosen(everybody: Writers, count: int, rng: np.random.Generator) -> Iterator[list[Labelled]]:
    """Yield so many writers' digits, each writer as likely as any."""
    for _ in range(count):
        yield everybody[rng.integers(len(everybody))]


def manner(rng: np.random.Generator) -> Manner:
    """Return how somebody writes a number or a page."""
    gap = list(GAPS)[rng.integers(len(GAPS))]
    level = rng.random() < 0.5
    return Manner(
        gap,
        mean_gap=rng.uniform(*GAPS[gap]),
        lowest=LOWEST[rng.integers(len(LOWEST))],
        slope=0.0 if level else rng.uniform(-MAX_SLOPE, MAX_SLOPE),
        drift=rng.uniform(0, 0.06),
        ones=rng.random() < MANY_ONES,
    )


def digits_of(own: Sequence[Labelled], count: int, ones: bool, rng: np.random.Generator) -> list[Labelled]:
    """Return so many of a writer's digits at random; with `ones`, more 1s and 7s where there are any."""
    weights = np.array([6.0 if ones and each.label in ("1", "7") else 1.0 for each in own])
    return [own[i] for i in rng.choice(len(own), count, p=weights / weights.sum())]


def in_a_row(
    glyphs: Sequence[Labelled], how: Manner, rng: np.random.Generator, gaps: Sequence[float] = ()
) -> list[Glyph]:
    """Return glyphs one after the other from 0 to the right, their feet near the line y = 0; gaps are added to all."""
    right, base = 0.0, 0.0
    row: list[Glyph] = []
    for i, each in enumerate(glyphs):
        curves = _sized(each, HEIGHT * (how.lowest + (1 - how.lowest) * rng.beta(0.6, 0.6)))
        every = np.vstack(curves)
        base += rng.normal(0, how.drift) * HEIGHT
        raised = rng.uniform(0, 0.5) * (HEIGHT - np.ptp(every[:, 1])) if rng.random() < 0.2 else 0.0
        corner = every[:, 0].min(), every[:, 1].max()
        place = right, base + how.slope * right - raised + rng.normal(0, 0.02) * HEIGHT
        row.append(Glyph(each.label or "", [curve - corner + place for curve in curves]))
        right += np.ptp(every[:, 0]) + PEN + (how.mean_gap + rng.normal(0, 0.03)) * HEIGHT
        right += gaps[i] * HEIGHT if i < len(gaps) else 0
    return row


def on_a_canvas(glyphs: Sequence[Glyph], label: str, pen: int) -> Labelled:
    """Return glyphs on a canvas that just holds them."""
    curves = [curve for glyph in glyphs for curve in glyph.strokes]
    every = np.vstack(curves)
    width, height = (np.ptp(every, axis=0) + 2 * pen).astype(int).tolist()
    moved = [(curve - every.min(axis=0) + pen).tolist() for curve in curves]
    return Labelled(by_one_pen(moved, pen, (width, height)), label)


def groups(glyphs: Sequence[Glyph], gap: str) -> tuple[str, ...]:
    """Return the groups of a number: its gaps, its lowest digit beside the highest, and which digits it holds."""
    heights = [float(np.ptp(np.vstack(glyph.strokes)[:, 1])) for glyph in glyphs]
    lowest = min((min(a, b) / max(a, b, 1e-9) for a, b in pairwise(heights)), default=1.0)
    ratio = max((f"from {each}" for each in RATIOS if each <= lowest), default=f"below {RATIOS[0]}")
    held = sorted({f"holds {glyph.label}" for glyph in glyphs})
    return f"gap {gap}", f"heights {ratio}", *held


def _number(own: Sequence[Labelled], how: Manner, pen: int, rng: np.random.Generator) -> Composed:
    row = in_a_row(digits_of(own, int(rng.integers(2, MAX_DIGITS + 1)), how.ones, rng), how, rng)
    label = "".join(glyph.label for glyph in row)
    return Composed(on_a_canvas(row, label, pen), groups(row, how.gap))


def _sized(each: Labelled, height: float) -> Curves:
    curves = [np.array(stroke, float) for stroke in each.drawing.strokes]
    extent = np.ptp(np.vstack(curves), axis=0)
    return [curve * height / max(extent[1], extent[0] / 1.5, 1e-9) for curve in curves]
