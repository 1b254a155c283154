"""What erasing leaves of a drawing's strokes."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from digits.drawing.ink import Ink
from digits.drawing.strokes import (
    FINENESS,
    OVERSAMPLING,
    ROUGHNESS,
    THIN,
    Drawing,
    Points,
    Strokes,
    add,
    draw_roughly,
    is_much,
    part_of,
    resampled,
    rough_canvas,
    thinned,
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


class _Mask:
    """Where erasers went on a drawing's canvas; roughly, where the drawing is much."""

    def __init__(self, drawing: Drawing) -> None:
        self.size, self.is_rough = drawing.size, is_much(drawing)
        self.large = rough_canvas(drawing.size) if self.is_rough else np.zeros((0, 0), np.uint8)
        middles = slice(OVERSAMPLING // 2, None, OVERSAMPLING)
        self.covered = self.large[middles, middles] if self.is_rough else np.zeros(drawing.size[::-1], np.uint8)

    def add(self, stroke: list[Sequence[float]], eraser: int) -> None:
        """Cover what one more eraser covers."""
        if self.is_rough:
            draw_roughly(self.large, stroke, eraser, 255)
        else:
            add(part_of(stroke, eraser, self.size), self.covered)

    def left_of(self, stroke: list[Sequence[float]], pen: int) -> Strokes:
        """Return what is left of a stroke: itself where no eraser touched it."""
        points = np.array(stroke, float)
        if self.is_rough:
            points = resampled(thinned(points, THIN), SPACING, ROUGHNESS)
        else:
            points = resampled(points, SPACING, FINENESS)
        hit = _values_at(self.covered, points) > 127
        return _runs(points, ~hit, round(pen / 2 / SPACING)) if hit.any() else [stroke]


def after_erasing(drawing: Drawing) -> Drawing:
    """Return the strokes after erasing: each is cut where its centre line was erased."""
    return drawing if all(pen > 0 for pen in drawing.pens) else _erased(_This(drawing))


@lru_cache(maxsize=1)
def _erased(this: _This) -> Drawing:
    """Return the strokes without the points that a later eraser covers, from the last stroke to the first."""
    runs: Strokes = []
    pens: list[int] = []
    erasers = _Mask(this.drawing)
    for stroke, pen in zip(reversed(this.drawing.strokes), reversed(this.drawing.pens), strict=True):
        if pen < 0:
            erasers.add(stroke, -pen)
        else:
            left = erasers.left_of(stroke, pen)
            runs.extend(reversed(left))
            pens.extend([pen] * len(left))
    return Drawing(runs[::-1], pens[::-1], this.drawing.size)


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
