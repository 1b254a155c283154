"""Numbers for the evaluator, put together from one writer's digits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.errors import DataError

HEIGHT = 100  # pixels: of the digits, more or less


def numbers(drawings: Sequence[Labelled], count: int, pen: int, rng: np.random.Generator) -> list[Labelled]:
    """Return numbers of two to six digits, each from one writer's digits, spaced and sized as people do.

    They are in pixels, on canvases that hold them; a number's label is all of its digits.
    """
    writers: dict[str, list[Labelled]] = {}
    for each in drawings:
        if each.is_digit and each.drawing.strokes and not each.flagged:
            writers.setdefault(each.writer, []).append(each)
    if not writers:
        raise DataError("expected strokes of digits to put numbers together from")
    everybody = list(writers.values())
    return [_number(everybody[rng.integers(len(everybody))], int(rng.integers(2, 7)), pen, rng) for _ in range(count)]


def _number(own: Sequence[Labelled], length: int, pen: int, rng: np.random.Generator) -> Labelled:
    chosen = [own[i] for i in rng.integers(len(own), size=length)]
    right = 0.0
    strokes: list[NDArray[np.float64]] = []
    for each in chosen:
        every = np.vstack([np.array(stroke, float) for stroke in each.drawing.strokes])
        extent = np.ptp(every, axis=0)
        height = HEIGHT * np.exp(rng.normal(0, 0.08))
        scale = height / max(extent[1], extent[0] / 1.5, 1e-9)
        base = rng.normal(0, 0.06 * HEIGHT) - extent[1] * scale
        strokes += [(np.array(stroke) - every.min(axis=0)) * scale + (right, base) for stroke in each.drawing.strokes]
        right += extent[0] * scale + pen + max(rng.normal(0.2, 0.12), -0.05) * HEIGHT
    return _on_a_canvas(strokes, "".join(each.label or "" for each in chosen), pen)


def _on_a_canvas(strokes: Sequence[NDArray[np.float64]], label: str, pen: int) -> Labelled:
    every = np.vstack(strokes)
    width, height = (np.ptp(every, axis=0) + 2 * pen).astype(int).tolist()
    moved = [(stroke - every.min(axis=0) + pen).tolist() for stroke in strokes]
    return Labelled(by_one_pen(moved, pen, (width, height)), label)
