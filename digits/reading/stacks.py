"""Which pieces of a drawing stand on one another: an 8 of two loops is not two lines."""

import math
from collections.abc import Sequence

import numpy as np

from digits.reading import classes, lattice
from digits.reading.asked import Looks
from digits.reading.pieces import Piece, joined
from digits.reading.rows import Box, joined_box
from digits.reading.several import CLEAR_DIGIT

MIN_STACKED = 0.5  # of the narrower one's width: so much do pieces share that stand on one another
NEAR = 0.05  # of their height: so near are they
NEAR_HALVES = 0.12  # of the same, where together they are an 8
MOST_ALIKE = 6  # pieces: among more, a stack that is too high is of two lines
MAX_STACK, MAX_EIGHT = 1.3, 1.5  # of the height of nearly the highest: how high a stack is among so many, and an 8
MOST_PAIRS, MOST_HALVES = 500, 16  # of pieces that are near, and of what may be an 8: among more it is a pattern

Pair = tuple[int, int]


def stacked(pieces: Sequence[Piece], looks: Looks) -> list[list[int]]:
    """Return the indices of pieces, those together that stand on one another: an 8 of two loops is not two lines."""
    groups = [[i] for i in range(len(pieces))]
    heights = sorted(each.ink.shape[0] for each in pieces)
    highest = MAX_STACK * heights[int(0.9 * (len(pieces) - 1))] if len(pieces) > MOST_ALIKE else np.inf
    near = [(a, b) for a, b in _near([each.box for each in pieces], NEAR) if _height(pieces[a], pieces[b]) <= highest]
    if len(near) > MOST_PAIRS:
        return groups
    for a, b in near:
        if _are_on_one_another(pieces[a], pieces[b]):
            _join(groups, a, b)
    for a, b in _halves(groups, pieces, looks):
        _join(groups, a, b)
    return groups


def _join(groups: list[list[int]], a: int, b: int) -> None:
    """Make the groups of two pieces one."""
    first, second = (next(group for group in groups if i in group) for i in (a, b))
    if first is not second:
        first += second
        groups.remove(second)


def _near(boxes: Sequence[Box], near: float, deep: float = np.inf) -> list[Pair]:
    """Return which boxes share columns, and are one on the other or so near to that; or cross, but no deeper."""
    left, top, right, bottom = np.array(boxes, float).T
    columns = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    apart = np.maximum.outer(top, top) - np.minimum.outer(bottom, bottom)
    height = np.maximum.outer(bottom, bottom) - np.minimum.outer(top, top)
    share = columns >= MIN_STACKED * np.minimum.outer(right - left, right - left)
    found = np.argwhere(np.tril(share & (apart <= near * height) & (apart >= -deep * height), -1))
    return [(a, b) for b, a in found.tolist()]


def _are_on_one_another(a: Piece, b: Piece) -> bool:
    near = NEAR * _height(a, b)
    return lattice.touch(a, b) or lattice.distance(a, b, near) <= near


def _halves(groups: Sequence[Sequence[int]], pieces: Sequence[Piece], looks: Looks) -> list[Pair]:
    """Return pairs of pieces whose groups are the halves of an 8, one nearly on the other.

    So far apart are its loops where it is drawn in a hurry. They are no higher than other digits are, as two lines are;
    where all are such halves they stay two lines.
    """
    boxes = [joined_box([pieces[i].box for i in group]) for group in groups]
    pairs = [pair for pair in _near(boxes, NEAR_HALVES, NEAR_HALVES) if _is_low(pair, boxes)]
    if not 0 < len(pairs) <= MOST_HALVES:
        return []
    found = looks.at([joined([pieces[i] for n in pair for i in groups[n]]) for pair in pairs])
    are_eights = [classes.digits(each.probabilities)[8] >= CLEAR_DIGIT for each in found]
    return [(groups[a][0], groups[b][0]) for (a, b), is_eight in zip(pairs, are_eights, strict=True) if is_eight]


def _is_low(pair: Pair, boxes: Sequence[Box]) -> bool:
    """Return whether two boxes are hardly higher together than others are."""
    heights = sorted(bottom - top for n, (_, top, _, bottom) in enumerate(boxes) if n not in pair)
    _, top, _, bottom = joined_box([boxes[n] for n in pair])
    return not heights or bottom - top <= MAX_EIGHT * heights[math.ceil(0.8 * (len(heights) - 1))]


def _height(a: Piece, b: Piece) -> int:
    return max(a.bottom, b.bottom) - min(a.top, b.top)
