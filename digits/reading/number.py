"""What is known of a drawing as a number: how its digits stand, how surely they are digits, and what the whole is."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.reading import classes, lattice
from digits.reading.asked import Segment
from digits.reading.pieces import Piece

Figures = NDArray[np.float64]

FEW, MANY = 4, 8  # digits: among more some overlap or are doubtful, and they are no letter for that
APART = 0.5, 2.5  # of the digits' height: from here on how far apart digits are tells more, and up to there
CLEAR = 0.95  # how likely each digit of a clear column is
PAPER, ALIKE = (0.15, 2.0), 0.6  # of the higher one's height: between the two, and how high the other is
FOOT = 0.3  # of the same: a 1's foot, drawn apart, is lower, and no sign
MAX_DOUBT = 4.0  # of a digit that was cut out: however little it looks like one, it counts for no more
NUMBER = (
    "one", "whole_digit", "whole_not_a_digit", "whole_several", "worst_digit", "mean_digit", "worst_joint", "bars",
    "unequal", "digits", "signs", "lines", "breadth", "gap", "near", "bars_near", "bars_unequal", "overlaps", "many",
    "bar_below_bar", "apart", "column", "column_doubt", "cut_doubt",
)  # fmt: skip
"""What is known of a drawing as a number."""


class Line(NamedTuple):
    """The cheapest way to read a line: its digits with what each costs, its signs, and what its joints cost."""

    digits: list[Segment]
    signs: list[Piece]
    costs: list[float]
    joints: Figures  # what is known of those between digits and signs
    height: float


def figures(whole: Segment, lines: Sequence[Line], way: lattice.Weights) -> Figures:
    """Return what is known of a drawing as a number, as `NUMBER` names it."""
    costs = np.array([cost for line in lines for cost in line.costs])
    of_joints = np.vstack([line.joints for line in lines])
    joints = of_joints @ way.part
    overlaps, narrow, wide, near, cut = (
        of_joints[:, lattice.JOINT.index(name)] for name in ("overlaps", "narrow", "wide", "near", "cut")
    )
    digits = [(digit, line.height) for line in lines for digit in line.digits]
    heights = [digit.piece.ink.shape[0] / height for digit, height in digits]
    row = whole.probabilities
    of_whole = [classes.digits(row).max(), classes.not_a_digit(row), classes.several(row)]
    ones = np.array([classes.among_digits(digit.probabilities)[1] for digit, _ in digits])
    bars, is_column = float(ones.mean()), float(len(digits) == len(lines))
    doubts = lattice.cost(np.array([classes.digits(digit.probabilities).max() for digit, _ in digits]))
    unequal, nearest = -np.log(min(heights) / max(heights)), near.max(initial=0.0)
    return np.array([
        1.0, *lattice.cost(np.array(of_whole)), costs.max(), costs.mean(), joints.max(initial=-1.0), bars,
        unequal, np.log(len(digits)), sum(len(line.signs) for line in lines) / len(digits), np.log(len(lines)),
        min(whole.piece.ink.shape[1] / whole.piece.ink.shape[0], 3.0), (narrow + wide).min(initial=0.5), nearest,
        bars * nearest, bars * unequal, overlaps.max(initial=0.0) * min(1.0, FEW / len(digits)),
        max(0.0, np.log(len(digits) / MANY)), ones.min() * (len(digits) == len(lines) == 2),
        np.clip(_narrowest(lines) - APART[0], 0, APART[1] - APART[0]), is_column,
        is_column * doubts.max(), np.minimum(doubts, MAX_DOUBT).mean() * cut.sum() / len(digits),
    ])  # fmt: skip


def is_clear_column(lines: Sequence[Line]) -> bool:
    """Return whether lines are two clear digits, one above the other with paper between, but for two bars: a colon.

    What was learned doubts every column of two, for few were among what it was learned from.
    """
    digits = [digit for line in lines for digit in line.digits]
    if len(digits) != 2 or len(lines) != 2:
        return False
    pieces, rows = [each.piece for each in digits], np.array([classes.digits(each.probabilities) for each in digits])
    lowest, highest = sorted(each.ink.shape[0] for each in pieces)
    has_feet_only = all(sign.ink.shape[0] < FOOT * highest for line in lines for sign in line.signs)
    is_clear = (rows.max(axis=1) >= CLEAR).all() and set(rows.argmax(axis=1).tolist()) != {1}
    between = (pieces[1].top - pieces[0].bottom) / highest
    return bool(is_clear and has_feet_only and PAPER[0] <= between <= PAPER[1] and lowest >= ALIKE * highest)


def _narrowest(lines: Sequence[Line]) -> float:
    """Return how far apart, of their height, the nearest two digits of a line are; 0 where there are no two."""
    return min(
        ((b.piece.left - a.piece.right) / line.height for line in lines for a, b in pairwise(line.digits)), default=0.0
    )
