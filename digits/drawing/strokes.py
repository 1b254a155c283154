"""Pen strokes: runs of [x, y] points with y down, how they look on the page's canvas, and its JSON."""

import zlib
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing.ink import Ink

Strokes = list[list[list[float]]]
Points = NDArray[np.float64]

FINER = 4  # OpenCV's own smooth lines come out a pixel and a half too thick
SIDE = 320  # of the page's canvas
FARTHEST = 10_000  # pixels: where a pen that leaves the canvas may still be
SIZES = 0.3, 0.9  # how much of the canvas's side people's digits take up
ERASER = "#ffffff"  # strokes of this colour take away the ink that they cover
WIDEST = 100  # pixels: no pen of ours
APART = 2  # pixels: the points of a stroke that an eraser passes over
FINE = 0.05  # of a drawing's size: the pen that drawings are read with
MOST_STROKES, MOST_POINTS = 1_000, 100_000  # on a canvas, and in a file that is opened on the page
LONGEST = 200_000  # pixels that the pen travels there


class TooMuchError(ValueError):
    """There is more on a canvas than anybody draws by hand."""


class Drawn(NamedTuple):
    """What was drawn on a canvas, in turn, and the width of each stroke's pen: that of an eraser is negative."""

    strokes: Strokes
    pens: list[int]

    @property
    def begun(self) -> str:
        """Return the first stroke in short, which tells a drawing from the next; "" where there is none."""
        return f"{zlib.crc32(np.round(self.strokes[0], 1).tobytes()):08x}" if self.strokes else ""


def by_one_pen(strokes: Strokes, pen: int) -> Drawn:
    """Return strokes that are all drawn with the same pen."""
    return Drawn(strokes, [pen] * len(strokes))


def draw(strokes: Strokes, width: int, height: int, pen: int) -> Ink:
    """Return strokes as the canvas draws them with a round pen, `uint8 (height, width)`, ink 255."""
    ink = np.zeros((height, width), np.uint8)
    for stroke in strokes:
        curve = smoothed(np.array(stroke, float))
        left, top = np.clip(np.floor(curve.min(axis=0) - pen), 0, (width, height)).astype(int)
        right, bottom = np.clip(np.ceil(curve.max(axis=0) + pen), 0, (width, height)).astype(int)
        if left < right and top < bottom:
            part = ink[top:bottom, left:right]
            np.maximum(part, _line(curve - (left, top), right - left, bottom - top, pen), out=part)
    return ink


def fine_pen(strokes: Strokes, size: tuple[int, int] = (SIDE, SIDE)) -> int:
    """Return how wide a pen is, in pixels, that leaves every loop on a canvas open, however thick it was drawn."""
    every = np.vstack([np.array(stroke, float) for stroke in strokes])
    width, height = np.ptp(np.clip(every, 0, size), axis=0)
    return max(1, round(FINE * float(max(height, width / 3))))  # a number is as large as its digits are high


def _line(curve: Points, width: int, height: int, pen: int) -> Ink:
    fine = np.zeros((height * FINER, width * FINER), np.uint8)
    points = np.rint((curve * FINER - 0.5) * 16).astype(np.int32)  # from a pixel's corner to its middle, in sixteenths
    cv2.polylines(fine, [points], False, 255, pen * FINER, shift=4)
    return np.asarray(cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def smoothed(points: Points, apart: float = 4) -> Points:
    """Return points `(m, 2)` along the canvas's curve through points `(n, 2)`: parabolas from middle to middle."""
    if len(points) < 3:
        return np.vstack([points, points[-1:]])  # twice the last: a tap is a dot
    middles = (points[:-1] + points[1:]) / 2
    steps = int(np.clip(np.ceil(np.abs(np.diff(middles, axis=0)).max() / apart), 1, 16))
    t = (np.arange(1, steps + 1) / steps)[:, np.newaxis, np.newaxis]
    curves = (1 - t) ** 2 * middles[:-1] + 2 * t * (1 - t) * points[1:-1] + t**2 * middles[1:]
    return np.vstack([points[:1], middles[:1], curves.swapaxes(0, 1).reshape(-1, 2), points[-1:]])


def evenly(points: Points, apart: float) -> Points:
    """Return points `(m, 2)` along the canvas's curve, at most so far apart, with its first and last."""
    curve = smoothed(points, apart=2)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    at = np.linspace(0, along[-1], int(np.ceil(along[-1] / apart)) + 1)
    return np.column_stack([np.interp(at, along, curve[:, axis]) for axis in (0, 1)])


def place(strokes: Strokes, rng: np.random.Generator, pen: int = 0, side: int = SIDE) -> Strokes:
    """Return strokes where someone might draw them on a canvas: some size, somewhere, wholly on it."""
    every = np.array([point for stroke in strokes for point in stroke], float)
    low, extent = every.min(axis=0), float(np.ptp(every, axis=0).max())
    scale = rng.uniform(*SIZES) * (side - pen) / max(extent, 1e-9)
    room = side - pen - np.ptp(every, axis=0) * scale
    corner = pen / 2 + rng.uniform(0, 1, 2) * room
    return [((np.array(stroke, float) - low) * scale + corner).tolist() for stroke in strokes]


def from_canvas(drawing: dict[str, Any] | None) -> Drawn:
    """Return what a canvas's JSON holds."""
    try:
        found = [each for each in (drawing or {}).get("objects", []) if each["type"] in ("Path", "path")]
        runs = [[command[1:3] for command in each["path"] if command[0] in ("Q", "L")] for each in found]
        checked = [np.array(run, float).reshape(-1, 2) for run in runs]
        pens = [round(each["strokeWidth"]) for each in found]
        erases = [each["stroke"] == ERASER for each in found]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ValueError(f"drawing: expected the JSON of a canvas, got {error!r}") from error
    if any(not np.isfinite(run).all() or np.abs(run).max(initial=0) > FARTHEST for run in checked):
        raise ValueError(f"drawing: expected points within {FARTHEST} pixels")
    if not all(1 <= pen <= WIDEST for pen in pens):
        raise ValueError(f"drawing: expected pens from 1 to {WIDEST} pixels wide")
    check(checked)
    each = zip(checked, pens, erases, strict=True)
    drawn = [(run.tolist(), -pen if erasing else pen) for run, pen, erasing in each if len(run)]
    return Drawn([run for run, _ in drawn], [pen for _, pen in drawn])


def check(runs: Sequence[Points]) -> None:
    """Raise `TooMuchError` where runs of points are more than a canvas of ours may hold."""
    length = sum(float(np.hypot(*np.diff(run, axis=0).T).sum()) for run in runs)
    if len(runs) > MOST_STROKES or sum(map(len, runs)) > MOST_POINTS or length > LONGEST:
        raise TooMuchError(
            f"drawing: expected at most {MOST_STROKES} strokes, {MOST_POINTS} points and {LONGEST} pixels"
        )


def picture(drawn: Drawn, size: tuple[int, int] = (SIDE, SIDE)) -> Ink:
    """Return what a drawing looks like on a canvas of this width and height, `uint8 (height, width)`, ink 255."""
    paper = np.zeros(size[::-1], np.uint8)
    for stroke, pen in zip(drawn.strokes, drawn.pens, strict=True):
        line = draw([stroke], *size, abs(pen))
        if pen < 0:
            np.minimum(paper, 255 - line, out=paper)
        else:
            np.maximum(paper, line, out=paper)
    return paper


def left(drawn: Drawn) -> Drawn:
    """Return what erasers left of the strokes, each cut where its middle is gone; of a broad one, edges may be."""
    if all(pen > 0 for pen in drawn.pens):
        return drawn
    kept = Drawn([], [])
    for stroke, pen in zip(drawn.strokes, drawn.pens, strict=True):
        if pen < 0:
            kept = _erased(kept, stroke, -pen)
        else:
            kept.strokes.append(stroke)
            kept.pens.append(pen)
    return kept


def _erased(drawn: Drawn, rubbed: list[list[float]], eraser: int) -> Drawn:
    """Return strokes without the points that an eraser passed over."""
    gone = draw([rubbed], SIDE, SIDE, eraser) > 127
    kept = Drawn([], [])
    for stroke, pen in zip(drawn.strokes, drawn.pens, strict=True):
        points = evenly(np.array(stroke), apart=APART)
        x, y = np.clip(np.rint(points), 0, SIDE - 1).astype(int).T
        runs = _runs(points, ~gone[y, x], round(pen / 2 / APART)) if gone[y, x].any() else [stroke]
        kept.strokes.extend(runs)
        kept.pens.extend([pen] * len(runs))
    return kept


def _runs(points: Points, wanted: NDArray[np.bool_], end: int) -> Strokes:
    """Return the runs of points that are wanted, so many fewer at each cut: what a round pen adds to an end."""
    runs = []
    for keep, group in groupby(range(len(points)), key=lambda i: bool(wanted[i])):
        first, *_, last = [*group] * 2
        first += end if first > 0 else 0
        last -= end if last < len(points) - 1 else 0
        if keep and first < last:
            runs.append(points[first : last + 1].tolist())
    return runs


def to_canvas(drawn: Drawn, colour: str) -> dict[str, Any]:
    """Return the canvas's JSON of what was drawn, in this colour, and erased, for `initial_drawing`."""
    style = {"type": "Path", "fill": None, "strokeLineCap": "round", "strokeLineJoin": "round"}
    objects = [
        {**style, "stroke": ERASER if pen < 0 else colour, "path": _path(stroke), "strokeWidth": abs(pen)}
        for stroke, pen in zip(drawn.strokes, drawn.pens, strict=True)
        if stroke
    ]
    return {"objects": objects}


def _path(stroke: list[list[float]]) -> list[list[str | float]]:
    middles = [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] for a, b in pairwise(stroke)]
    path: list[list[str | float]] = [["M", *stroke[0]]]
    path += [["Q", *point, *middle] for point, middle in zip(stroke, middles, strict=False)]
    return [*path, ["L", *stroke[-1]]]
