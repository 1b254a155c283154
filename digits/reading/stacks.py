"""Which pieces of a drawing stand on one another: an 8 of two loops is not two lines."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digits.reading import lattice
from digits.reading.pieces import Piece
from digits.reading.rows import Box, Boxes, joined_box

MIN_STACKED = 0.5  # of the narrower one's width: so much do pieces share that stand on one another
NEAR = 0.05  # of their height: so near are they
NEAR_HALVES = 0.12  # of the same, where beside them stands what is as high as both
BESIDE, AS_HIGH = 1.5, 0.2  # of the same: how far away that may be, and by how much it may miss their ends
MOST_ALIKE, MAX_STACK = 6, 1.3  # of the highest pieces' height: among more pieces, what is higher is of two lines


def stacked(pieces: Sequence[Piece]) -> list[list[int]]:
    """Return the indices of pieces, those together that stand on one another: an 8 of two loops is not two lines."""
    groups = [[i] for i in range(len(pieces))]
    heights = sorted(each.ink.shape[0] for each in pieces)
    highest = MAX_STACK * heights[int(0.9 * (len(pieces) - 1))] if len(pieces) > MOST_ALIKE else np.inf
    for b in range(len(pieces)):
        for a in range(b):
            if _height_of(pieces[a], pieces[b]) <= highest and _stand_on_one_another(pieces[a], pieces[b]):
                first, second = (next(group for group in groups if i in group) for i in (a, b))
                if first is not second:
                    first += second
                    groups.remove(second)
    return _with_halves(groups, pieces)


def _with_halves(groups: list[list[int]], pieces: Sequence[Piece]) -> list[list[int]]:
    """Return groups of pieces, two as one where one is nearly on the other and a third beside is as high as both.

    So far apart are the loops of an 8 that is drawn in a hurry, and no lines that have a neighbour as high as two.
    """
    boxes = [joined_box([pieces[i].box for i in group]) for group in groups]
    pairs = np.argwhere(_are_nearly_on(np.array(boxes, float).reshape(-1, 4))).tolist()
    if len(pairs) > len(groups):  # no page of digits, but a pattern
        return groups
    found, tall = list(groups), np.array(boxes, float)
    while halves := [pair for pair in pairs if _is_as_high(tall, joined_box([boxes[i] for i in pair]))]:
        for pair in halves:
            first, second = (next(group for group in found if groups[i][0] in group) for i in pair)
            if first is not second:
                found = [group for group in found if group not in (first, second)] + [first + second]
        pairs = [pair for pair in pairs if pair not in halves]
        tall = np.vstack([tall, [joined_box([boxes[i] for i in pair]) for pair in halves]])
    return found


def _are_nearly_on(boxes: Boxes) -> NDArray[np.bool_]:
    """Return which boxes, `(n, n)`, stand nearly on which others."""
    left, top, right, bottom = boxes.T
    columns = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    apart, height = top - bottom[:, np.newaxis], np.maximum.outer(bottom, bottom) - np.minimum.outer(top, top)
    is_on = columns >= MIN_STACKED * np.minimum.outer(right - left, right - left)
    return np.asarray(is_on & (np.abs(apart) <= NEAR_HALVES * height))


def _is_as_high(tall: Boxes, both: Box) -> bool:
    """Return whether one of the boxes stands beside two and reaches from their top to their foot."""
    left, top, right, bottom = both
    height = bottom - top
    away = np.maximum(tall[:, 0] - right, left - tall[:, 2])
    reaches = (tall[:, 1] - top <= AS_HIGH * height) & (bottom - tall[:, 3] <= AS_HIGH * height)
    return bool((reaches & (away >= -AS_HIGH * height) & (away <= BESIDE * height)).any())


def _stand_on_one_another(a: Piece, b: Piece) -> bool:
    columns, near = min(a.right, b.right) - max(a.left, b.left), NEAR * _height_of(a, b)
    apart = max(a.top, b.top) - min(a.bottom, b.bottom)
    if columns < MIN_STACKED * min(a.ink.shape[1], b.ink.shape[1]) or apart > near:
        return False
    return lattice.touch(a, b) or lattice.distance(a, b, near) <= near


def _height_of(a: Piece, b: Piece) -> int:
    return max(a.bottom, b.bottom) - min(a.top, b.top)
