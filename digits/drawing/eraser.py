"""What erasing leaves of a drawing's strokes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing.ink import Ink
from digits.drawing.strokes import (
    OVERSAMPLING,
    Drawing,
    Points,
    Strokes,
    draw,
    draw_roughly,
    is_much,
    resampled,
    rough_canvas,
)

SPACING = 2  # pixels from one point to the next of a stroke that an eraser touches


class _This:
    """A drawing that equals itself only, so that an answer, which asks several times, erases once."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.drawing is self.drawing

    def __hash__(self) -> int:
        return id(self.drawing)


class _Kept(NamedTuple):
    """What is left of one stroke, and its pen."""

    runs: Strokes
    pen: int


def after_erasing(drawing: Drawing) -> Drawing:
    """Return the strokes after erasing: each is cut where its centre line was erased."""
    return drawing if all(pen > 0 for pen in drawing.pens) else _erased(_This(drawing))


@lru_cache(maxsize=1)
def _erased(this: _This) -> Drawing:
    """Return the strokes without the points that a later eraser covers, from the last stroke to the first."""
    drawing = this.drawing
    large = rough_canvas(drawing.size) if is_much(drawing) else None
    half = OVERSAMPLING // 2
    erased = np.zeros(drawing.size[::-1], np.uint8) if large is None else large[half::OVERSAMPLING, half::OVERSAMPLING]
    kept: list[_Kept] = []
    for stroke, pen in zip(reversed(drawing.strokes), reversed(drawing.pens), strict=True):
        if pen > 0:
            kept.append(_Kept(_left_of(stroke, pen, erased), pen))
        elif large is None:
            np.maximum(erased, draw([stroke], *drawing.size, -pen), out=erased)
        else:
            draw_roughly(large, stroke, -pen, 255)
    kept.reverse()
    pens = [each.pen for each in kept for _ in each.runs]
    return Drawing([run for each in kept for run in each.runs], pens, drawing.size)


def _left_of(stroke: list[Sequence[float]], pen: int, erased: Ink) -> Strokes:
    """Return what is left of a stroke: itself where no eraser touched it."""
    points = resampled(np.array(stroke), SPACING)
    hit = _values_at(erased, points) > 127
    return _runs(points, ~hit, round(pen / 2 / SPACING)) if hit.any() else [stroke]


def _values_at(mask: Ink, points: Points) -> Ink:
    """Return a mask's values at points `(n, 2)`; those outside take the value at the edge."""
    x, y = np.clip(np.rint(points), 0, np.array(mask.shape[::-1]) - 1).astype(int).T
    return np.asarray(mask[y, x], np.uint8)


def _runs(points: Points, wanted: NDArray[np.bool_], margin: int) -> Strokes:
    """Return the runs of wanted points, each cut end shorter by a margin: a round pen's tip fills it again."""
    changes = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
    first, last = changes[::2], changes[1::2] - 1
    first = np.where(first > 0, first + margin, first)
    last = np.where(last < len(points) - 1, last - margin, last)
    long_enough = first < last
    bounds = zip(first[long_enough].tolist(), last[long_enough].tolist(), strict=True)
    return [points[start : end + 1].tolist() for start, end in bounds]
