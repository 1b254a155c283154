"""What erasing leaves of a drawing's strokes."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from digits.drawing.strokes import Drawing, Points, Size, Strokes, draw, resampled

SPACING = 2  # pixels from one point to the next of a stroke that an eraser touches


def after_erasing(drawing: Drawing) -> Drawing:
    """Return the strokes after erasing: each is cut where its centre line was erased."""
    if all(pen > 0 for pen in drawing.pens):
        return drawing
    kept = Drawing([], [], drawing.size)
    for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True):
        if pen < 0:
            kept = _erased(kept, stroke, -pen)
        else:
            kept.strokes.append(stroke)
            kept.pens.append(pen)
    return kept


def _erased(drawing: Drawing, eraser_stroke: list[Sequence[float]], eraser: int) -> Drawing:
    """Return strokes without the points that one stroke of the eraser covers."""
    erased = draw([eraser_stroke], *drawing.size, eraser) > 127
    kept = Drawing([], [], drawing.size)
    for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True):
        points = resampled(np.array(stroke), SPACING)
        hit = _values_at(erased, points, drawing.size)
        runs = _runs(points, ~hit, round(pen / 2 / SPACING)) if hit.any() else [stroke]
        kept.strokes.extend(runs)
        kept.pens.extend([pen] * len(runs))
    return kept


def _values_at(mask: NDArray[np.bool_], points: Points, size: Size) -> NDArray[np.bool_]:
    """Return a mask's values at points `(n, 2)`; those outside take the value at the edge."""
    x, y = np.clip(np.rint(points), 0, np.array(size) - 1).astype(int).T
    return np.asarray(mask[y, x], np.bool_)


def _runs(points: Points, wanted: NDArray[np.bool_], margin: int) -> Strokes:
    """Return the runs of wanted points, each cut end shorter by a margin: a round pen's tip fills it again."""
    runs = []
    for keep, group in groupby(range(len(points)), key=lambda i: bool(wanted[i])):
        first, *_, last = [*group] * 2
        first += margin if first > 0 else 0
        last -= margin if last < len(points) - 1 else 0
        if keep and first < last:
            runs.append(points[first : last + 1].tolist())
    return runs
