"""Which pieces of a drawing stand on one another: an 8 of two loops is not two lines."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digits.reading import classes, lattice
from digits.reading.asked import Looks
from digits.reading.pieces import Piece, joined
from digits.reading.rows import Box, Boxes, joined_box
from digits.reading.several import CLEAR_DIGIT

MIN_STACKED = 0.5  # of the narrower one's width: so much do pieces share that stand on one another
NEAR = 0.05  # of their height: so near are they
NEAR_HALVES = 0.12  # of the same, where together they are an 8
MAX_EIGHT = 1.5  # of the height of the other digits
MOST_PAIRS = 16  # of pieces that are nearly on one another, in a drawing
MOST_ALIKE, MAX_STACK = 6, 1.3  # of the highest pieces' height: among more pieces, what is higher is of two lines


def stacked(pieces: Sequence[Piece], looks: Looks) -> list[list[int]]:
    """Return the indices of pieces, those together that stand on one another: an 8 of two loops is not two lines."""
    groups = [[i] for i in range(len(pieces))]
    heights = sorted(each.ink.shape[0] for each in pieces)
    highest = MAX_STACK * heights[int(0.9 * (len(pieces) - 1))] if len(pieces) > MOST_ALIKE else np.inf
    for b in range(len(pieces)):
        for a in range(b):
            if _height_of(pieces[a], pieces[b]) <= highest and _stand_on_one_another(pieces[a], pieces[b]):
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


def _halves(groups: Sequence[Sequence[int]], pieces: Sequence[Piece], looks: Looks) -> list[tuple[int, int]]:
    """Return pairs of pieces whose groups are the halves of an 8, one nearly on the other.

    So far apart are its loops where it is drawn in a hurry. What is one above the other in two lines is higher.
    """
    boxes = [joined_box([pieces[i].box for i in group]) for group in groups]
    pairs = [pair for pair in np.argwhere(_are_nearly_on(np.array(boxes, float))).tolist() if _is_low(pair, boxes)]
    if not 0 < len(pairs) <= MOST_PAIRS:  # no page of digits, but a pattern
        return []
    found = looks.at([joined([pieces[i] for n in pair for i in groups[n]]) for pair in pairs])
    are_eights = [classes.digits(each.probabilities)[8] >= CLEAR_DIGIT for each in found]
    return [(groups[a][0], groups[b][0]) for (a, b), is_eight in zip(pairs, are_eights, strict=True) if is_eight]


def _is_low(pair: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Return whether two boxes are hardly higher together than others are."""
    heights = sorted(bottom - top for n, (_, top, _, bottom) in enumerate(boxes) if n not in pair)
    _, top, _, bottom = joined_box([boxes[n] for n in pair])
    return not heights or bottom - top <= MAX_EIGHT * heights[math.ceil(0.8 * (len(heights) - 1))]


def _are_nearly_on(boxes: Boxes) -> NDArray[np.bool_]:
    """Return which boxes, `(n, n)`, stand nearly on which others."""
    left, top, right, bottom = boxes.T
    columns = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    apart, height = top - bottom[:, np.newaxis], np.maximum.outer(bottom, bottom) - np.minimum.outer(top, top)
    is_on = columns >= MIN_STACKED * np.minimum.outer(right - left, right - left)
    return np.asarray(is_on & (np.abs(apart) <= NEAR_HALVES * height))


def _stand_on_one_another(a: Piece, b: Piece) -> bool:
    columns, near = min(a.right, b.right) - max(a.left, b.left), NEAR * _height_of(a, b)
    apart = max(a.top, b.top) - min(a.bottom, b.bottom)
    if columns < MIN_STACKED * min(a.ink.shape[1], b.ink.shape[1]) or apart > near:
        return False
    return lattice.touch(a, b) or lattice.distance(a, b, near) <= near


def _height_of(a: Piece, b: Piece) -> int:
    return max(a.bottom, b.bottom) - min(a.top, b.top)
