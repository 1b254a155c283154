"""Which pieces of a drawing stand on one another: an 8 of two loops is not two lines."""

from collections.abc import Sequence

import numpy as np

from digits.reading import lattice
from digits.reading.pieces import Piece

MIN_STACKED = 0.5  # of the narrower one's width: so much do pieces share that stand on one another
NEAR = 0.05  # of their height: so near are they
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
    return groups


def _stand_on_one_another(a: Piece, b: Piece) -> bool:
    columns, near = min(a.right, b.right) - max(a.left, b.left), NEAR * _height_of(a, b)
    apart = max(a.top, b.top) - min(a.bottom, b.bottom)
    if columns < MIN_STACKED * min(a.ink.shape[1], b.ink.shape[1]) or apart > near:
        return False
    return lattice.touch(a, b) or lattice.distance(a, b, near) <= near


def _height_of(a: Piece, b: Piece) -> int:
    return max(a.bottom, b.bottom) - min(a.top, b.top)
