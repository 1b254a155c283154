"""Pages for the evaluator: one to six lines of one writer's digits.

A page's label is its lines, one below the other.
"""

from collections.abc import Sequence

import numpy as np

from digits.drawing.labelled import Labelled
from digits.scoring.numbers import (
    HEIGHT,
    Composed,
    Glyph,
    Manner,
    chosen,
    digits_of,
    groups,
    in_a_row,
    manner,
    on_a_canvas,
    writers,
)

MAX_LINES, MAX_DIGITS = 6, 8
PITCH = 1.3, 2.2  # of the digits' height, from one line to the next
SPACES, SPACE = 0.12, (0.6, 1.5)  # how often a line has one after a digit, and how wide, of the height
MAX_INDENT = 0.8  # of the height


def pages(drawings: Sequence[Labelled], count: int, pen: int, rng: np.random.Generator) -> list[Composed]:
    """Return pages of one to six lines, each from one writer's digits, on canvases for a pen this wide."""
    return [_page(own, manner(rng), pen, rng) for own in chosen(writers(drawings), count, rng)]


def layout(own: Sequence[Labelled], how: Manner, rng: np.random.Generator) -> list[list[Glyph]]:
    """Return the lines of a page with each glyph in its place."""
    pitch = rng.uniform(*PITCH) * HEIGHT
    lines = []
    for i in range(int(rng.integers(1, MAX_LINES + 1))):
        count = int(rng.integers(1, MAX_DIGITS + 1))
        spaces = [rng.uniform(*SPACE) if rng.random() < SPACES else 0.0 for _ in range(count)]
        row = in_a_row(digits_of(own, count, how.ones, rng), how, rng, spaces)
        corner = rng.uniform(0, MAX_INDENT) * HEIGHT, i * pitch
        lines.append([Glyph(label, [curve + corner for curve in curves]) for label, curves in row])
    return lines


def _page(own: Sequence[Labelled], how: Manner, pen: int, rng: np.random.Generator) -> Composed:
    lines = layout(own, how, rng)
    label = "\n".join("".join(glyph.label for glyph in line) for line in lines)
    every = [glyph for line in lines for glyph in line]
    return Composed(on_a_canvas(every, label, pen), groups(every, how.gap)[:1])
