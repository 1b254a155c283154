"""A drawing in a tenth of the memory, to be kept for long."""

from typing import NamedTuple

import numpy as np

from digits.drawing.strokes import Drawing, Points, Size


class Compact(NamedTuple):
    """A drawing whose points are one array; `ends` says where each stroke ends in it."""

    points: Points
    ends: tuple[int, ...]
    pens: tuple[int, ...]
    size: Size


def compact(drawing: Drawing) -> Compact:
    """Return a drawing as `opened` takes it."""
    points = [np.array(stroke, float).reshape(-1, 2) for stroke in drawing.strokes]
    ends = np.cumsum([len(stroke) for stroke in points]).tolist()
    return Compact(np.vstack([np.zeros((0, 2)), *points]), tuple(map(int, ends)), tuple(drawing.pens), drawing.size)


def opened(kept: Compact) -> Drawing:
    """Return the very drawing that was made compact."""
    strokes = [stroke.tolist() for stroke in np.split(kept.points, kept.ends)[:-1]]
    return Drawing(strokes, list(kept.pens), kept.size)
