"""Numbers as people lay them out on a canvas: far apart, one below the other, with stops and lines beneath.

Stops and lines are signs: they are not in a drawing's label.
"""

from collections.abc import Callable, Sequence

import numpy as np

from digits.drawing.labelled import Labelled
from digits.scoring.numbers import (
    HEIGHT,
    MAX_DIGITS,
    Composed,
    Glyph,
    chosen,
    digits_of,
    in_a_row,
    manner,
    on_a_canvas,
    writers,
)
from digits.scoring.pages import PITCH

Lines = list[list[Glyph]]

STOP, COMMA, BAR = ".,_"
SIGNS = STOP + COMMA + BAR
FAR = 0.6, 3.0  # of the height: gaps of digits that stand far apart
MAX_FAR = 4  # digits
PAIRS = 0.2  # of a column's lines have two digits
STOP_SIZE, AFTER = (0.02, 0.25), 0.15  # of the height: of a stop or comma, and how far after its digit it stands
LONGEST_STOP = 0.1  # of the height: what is longer is a comma
BEYOND, BENEATH = (-0.2, 0.5), (0.1, 0.4)  # of the height: how much longer a line is at each end, and how far down
RESULT = 0.7  # of the numbers with a line beneath have one more beneath that


def layouts(drawings: Sequence[Labelled], count: int, pen: int, rng: np.random.Generator) -> list[Composed]:
    """Return numbers laid out in each way in turn, each from one writer's digits, on canvases for a pen this wide."""
    made = []
    for number, own in enumerate(chosen(writers(drawings), count, rng)):
        name, lay_out = list(WAYS.items())[number % len(WAYS)]
        lines = lay_out(own, rng)
        label = "\n".join("".join(glyph.label for glyph in line if glyph.label not in SIGNS) for line in lines)
        made.append(Composed(on_a_canvas([glyph for line in lines for glyph in line], label, pen), (name,)))
    return made


def far_apart(own: Sequence[Labelled], rng: np.random.Generator) -> Lines:
    """Return a few digits far apart."""
    how = manner(rng)._replace(mean_gap=rng.uniform(*FAR))
    return [in_a_row(digits_of(own, int(rng.integers(2, MAX_FAR + 1)), how.ones, rng), how, rng)]


def in_a_column(own: Sequence[Labelled], rng: np.random.Generator) -> Lines:
    """Return lines of a digit each, now and then of two."""
    how, pitch = manner(rng), rng.uniform(*PITCH) * HEIGHT
    counts = [1 + int(rng.random() < PAIRS) for _ in range(rng.integers(2, MAX_DIGITS + 1))]
    rows = [digits_of(own, count, how.ones, rng) for count in counts]
    return [_moved(in_a_row(row, how, rng), (0.0, i * pitch)) for i, row in enumerate(rows)]


def with_a_stop(own: Sequence[Labelled], rng: np.random.Generator) -> Lines:
    """Return a number with a stop or a comma after one of its digits."""
    row = _row(own, rng)
    after = int(rng.integers(len(row)))
    foot = np.vstack(row[after].strokes).max(axis=0)
    size = rng.uniform(*STOP_SIZE)
    tail = np.array([[AFTER, -size / 2], [AFTER - size / 3, size / 2]]) * HEIGHT
    stop = Glyph(STOP if size < LONGEST_STOP else COMMA, [foot + tail])
    return [[*row[: after + 1], stop, *_moved(row[after + 1 :], (AFTER * HEIGHT, 0.0))]]


def with_a_line(own: Sequence[Labelled], rng: np.random.Generator) -> Lines:
    """Return a number, or one below the other, with a line beneath, and mostly one more number beneath that."""
    rows = [_row(own, rng) for _ in range(rng.integers(1, 3))]
    pitch = rng.uniform(*PITCH) * HEIGHT
    lines = [_moved(row, (0.0, i * pitch)) for i, row in enumerate(rows)]
    every = np.vstack([stroke for line in lines for glyph in line for stroke in glyph.strokes])
    (left, _), (right, foot) = every.min(axis=0), every.max(axis=0)
    (before, after), down = rng.uniform(*BEYOND, 2) * HEIGHT, foot + rng.uniform(*BENEATH) * HEIGHT
    sag, fall = rng.normal(0, (0.03, 0.06)) * HEIGHT
    bar = np.array([[left - before, down], [(left + right) / 2, down + sag], [right + after, down + fall]])
    lines[-1] = [*lines[-1], Glyph(BAR, [bar])]
    return [*lines, _moved(_row(own, rng), (0.0, down + pitch))] if rng.random() < RESULT else lines


WAYS: dict[str, Callable[[Sequence[Labelled], np.random.Generator], Lines]] = {
    "far apart": far_apart,
    "in a column": in_a_column,
    "with a stop": with_a_stop,
    "with a line": with_a_line,
}


def _row(own: Sequence[Labelled], rng: np.random.Generator) -> list[Glyph]:
    how = manner(rng)
    return in_a_row(digits_of(own, int(rng.integers(2, MAX_DIGITS + 1)), how.ones, rng), how, rng)


def _moved(row: Sequence[Glyph], by: tuple[float, float]) -> list[Glyph]:
    return [Glyph(label, [stroke + by for stroke in strokes]) for label, strokes in row]
