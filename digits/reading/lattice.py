"""Every way to make digits and signs of a line's pieces, and the cheapest.

A way is a row of spans, each of neighbouring pieces. It costs what its spans cost and what it costs to part them:
weighted sums of figures. `python -m digits.scoring.learn` learned the weights from composed numbers. Costs are negative
logarithms of probabilities, but for a constant.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.reading import classes
from digits.reading.classes import Probabilities
from digits.reading.pieces import Piece, joined
from digits.reading.rows import digit_height, joined_box

Figures = NDArray[np.float64]  # (n, figures)

MAX_PIECES, MAX_PARTS = 4, 7  # of a digit: pieces, and their parts where they were cut
MAX_GAP = 0.16  # of the digits' height: pieces further apart belong to two digits
MAX_BREADTH = 1.3  # of its height, or of the digits': what is made of several pieces and broader is no digit
NEAR = 0.3  # of the digits' height: ink that is nearer counts as near
MAX_COST = 9.0  # of a probability: whatever is less likely costs as much
SAMPLES = 64  # points of a piece's ink, and up to twice as many, that distances are taken between
HIGH_SIGN = 0.7  # of the digits' height: few signs are higher
DIGIT, SIGN = 0, 1

JOINT = (
    "one", "overlaps", "narrow", "wide", "touches", "shares_columns", "near", "one_above_the_other", "cut", "cut_ink",
)  # fmt: skip
AS_DIGIT = "one", "doubt", "rejected", "several", "low", "broad", "bar"
AS_SIGN = "one", "not_a_sign", "several", "height", "breadth", "as_high"
"""What is known of a joint between two pieces, and of a span as a digit and as a sign."""


class Weights(NamedTuple):
    """What each figure costs."""

    part: NDArray[np.float64]  # of a joint, where one span ends and the next begins
    digit: NDArray[np.float64]
    sign: NDArray[np.float64]


Way = list[tuple[int, int]]  # spans by their index, each with DIGIT or SIGN


class Span(NamedTuple):
    """Neighbours among a line's pieces: the first of them, and the first beyond."""

    start: int
    end: int


class Lattice:
    """A line's pieces from left to right, and what is known of the joints between them."""

    def __init__(self, pieces: Sequence[Piece], height: float | None = None) -> None:
        self.pieces = list(pieces)
        self.height = height or digit_height(np.array([each.ink.shape[0] for each in pieces]))

    @cached_property
    def joints(self) -> Figures:
        """Return what is known of each joint, `(pieces - 1, figures)`."""
        found = [_joint(a, b, self.height) for a, b in pairwise(self.pieces)]
        return np.array(found, float).reshape(-1, len(JOINT))

    @cached_property
    def spans(self) -> list[Span]:
        """Return the spans that may be a digit or a sign."""
        count = len(self.pieces)
        found = [Span(start, start + 1) for start in range(count)]
        for start, piece in enumerate(self.pieces):
            left, top, right, bottom = piece.box
            whole = 1  # pieces, but for their parts
            for end in range(start + 2, min(start + MAX_PARTS, count) + 1):
                before, last = self.pieces[end - 2 : end]
                whole += not last.cut
                if whole > MAX_PIECES or last.left - before.right > MAX_GAP * self.height:
                    break
                left, right = min(left, last.left), max(right, last.right)
                top, bottom = min(top, last.top), max(bottom, last.bottom)
                if right - left <= MAX_BREADTH * max(bottom - top, self.height):
                    found.append(Span(start, end))
        return found

    @property
    def area(self) -> int:
        """Return how many pixels the candidates hold."""
        joined_boxes = [joined_box([each.box for each in self.pieces[span.start : span.end]]) for span in self.spans]
        return int(sum((right - left) * (bottom - top) for left, top, right, bottom in joined_boxes))

    @cached_property
    def candidates(self) -> list[Piece]:
        """Return the pieces of each span as one."""
        return [
            self.pieces[span.start] if span.end - span.start == 1 else joined(self.pieces[span.start : span.end])
            for span in self.spans
        ]


def as_digits(found: Sequence[Piece], rows: Probabilities, height: float) -> Figures:
    """Return what is known of pieces as digits, `(n, figures)`."""
    low = [max(0.0, 0.8 - each.ink.shape[0] / height) for each in found]
    broad = [max(0.0, each.ink.shape[1] / each.ink.shape[0] - 1) for each in found]
    doubt, rejected = cost(classes.among_digits(rows).max(axis=1)), cost(1 - classes.rejection(rows))
    bar = classes.among_digits(rows)[:, 1]
    return np.column_stack([np.ones(len(rows)), doubt, rejected, _several(rows), low, np.minimum(broad, 2), bar])


def as_signs(found: Sequence[Piece], rows: Probabilities, height: float) -> Figures:
    """Return what is known of pieces as signs, `(n, figures)`."""
    tall = [min(each.ink.shape[0] / height, 2.0) for each in found]
    broad = [min(each.ink.shape[1] / height, 2.0) for each in found]
    not_a_sign = cost(np.array([classes.not_a_digit(row) for row in rows]))
    as_high = np.maximum(np.array(tall) - HIGH_SIGN, 0)  # as digits are
    return np.column_stack([np.ones(len(rows)), not_a_sign, _several(rows), tall, broad, as_high])


def cost(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return negative logarithms of probabilities, in [0, MAX_COST]."""
    return np.asarray(-np.log(np.clip(np.asarray(probabilities, float), np.exp(-MAX_COST), 1)))


def cheapest(lattice: Lattice, costs: NDArray[np.float64], part: NDArray[np.float64]) -> Way:
    """Return the cheapest way: spans cost as digit and as sign, `(spans, 2)`, and it costs to part each joint."""
    best: list[tuple[float, Way]] = [(0.0, []), *((np.inf, []) for _ in lattice.pieces)]
    for i in sorted(range(len(costs)), key=lambda i: lattice.spans[i].end):
        span, kind = lattice.spans[i], int(np.argmin(costs[i]))
        before, way = best[span.start]
        total = before + float(costs[i, kind]) + (float(part[span.start - 1]) if span.start else 0.0)
        if total < best[span.end][0]:
            best[span.end] = total, [*way, (i, kind)]
    return best[-1][1]


def _several(rows: Probabilities) -> NDArray[np.float64]:
    if rows.shape[1] <= classes.SEVERAL:
        return np.zeros(len(rows))
    return cost(1 - rows[:, classes.SEVERAL])


def _joint(a: Piece, b: Piece, height: float) -> list[float]:
    """Return what is known of the joint between two neighbours, as `JOINT` names it."""
    gap, near = (b.left - a.right) / height, NEAR * height
    columns = min(a.right, b.right) - max(a.left, b.left)
    rows = min(a.bottom, b.bottom) - max(a.top, b.top)
    return [
        1.0,
        min(max(-gap, 0.0), 0.5),
        min(max(gap, 0.0), 0.15),
        min(max(gap - 0.15, 0.0), 0.35),
        float(touch(a, b)),
        max(0.0, columns / min(a.ink.shape[1], b.ink.shape[1])),
        max(0.0, 1 - distance(a, b, near) / near),
        1 - max(0.0, rows / min(a.ink.shape[0], b.ink.shape[0])),
        float(b.cut > 0),
        b.cut,
    ]


def touch(a: Piece, b: Piece) -> bool:
    """Return whether two pieces have ink in common."""
    left, right = max(a.left, b.left), min(a.right, b.right)
    top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
    if left >= right or top >= bottom:
        return False
    first = a.ink[top - a.top : bottom - a.top, left - a.left : right - a.left]
    second = b.ink[top - b.top : bottom - b.top, left - b.left : right - b.left]
    return bool(((first > ink.FAINTEST) & (second > ink.FAINTEST)).any())


def distance(a: Piece, b: Piece, most: float) -> float:
    """Return how far the ink of one piece is from that of another, more or less, in pixels.

    Where already their boxes are farther apart than `most`, that is how far.
    """
    across = max(b.left - a.right, a.left - b.right) + 1
    down = max(b.top - a.bottom, a.top - b.bottom) + 1
    apart = math.hypot(max(across, 0), max(down, 0))
    if apart > most:
        return apart
    (x, y), (other_x, other_y) = _points(a), _points(b)
    squares = (x[:, np.newaxis] - other_x) ** 2 + (y[:, np.newaxis] - other_y) ** 2
    return math.sqrt(squares.min())


def _points(piece: Piece) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the x and the y of some points of a piece's ink."""
    at = np.flatnonzero(piece.ink > ink.FAINTEST)
    at = at[:: max(1, len(at) // SAMPLES)]
    y, x = np.divmod(at, piece.ink.shape[1])
    return (x + piece.left).astype(float), (y + piece.top).astype(float)
