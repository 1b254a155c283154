"""Pen strokes: runs of [x, y] points with y down, how they look on the page's canvas, and its JSON."""

from itertools import groupby, pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.ink import Ink

Strokes = list[list[list[float]]]
Points = NDArray[np.float64]

FINER = 4  # OpenCV's own smooth lines come out a pixel and a half too thick
SIDE = 320  # of the page's canvas
FARTHEST = 10_000  # pixels: where a pen that leaves the canvas may still be
SIZES = 0.3, 0.9  # how much of the canvas's side people's digits take up
ERASER = "#ffffff"  # strokes of this colour take away the ink that they cover
WIDEST = 100  # pixels: no pen of ours
FINE = 0.05  # of a drawing's size: the pen that drawings are read with
MOST_STROKES, MOST_POINTS = 1_000, 100_000  # on a canvas, and in a file that is opened on the page


class Drawn(NamedTuple):
    """What is on a canvas: the strokes whose ink is left, and the width of each one's pen."""

    strokes: Strokes
    pens: list[int]


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
    """Return the strokes of a canvas's JSON as they were drawn, without what was erased since."""
    drawn = Drawn([], [])
    for run, pen, erases in _on_canvas(drawing):
        if erases:
            drawn = _erased(drawn, run, pen)
        else:
            drawn.strokes.append(run.tolist())
            drawn.pens.append(pen)
    return drawn


def shown(drawing: dict[str, Any] | None) -> Ink:
    """Return what a canvas's JSON looks like on it, `uint8 (SIDE, SIDE)`: an eraser leaves edges of broad strokes."""
    paper = np.zeros((SIDE, SIDE), np.uint8)
    for run, pen, erases in _on_canvas(drawing):
        line = draw([run.tolist()], SIDE, SIDE, pen)
        if erases:
            np.minimum(paper, 255 - line, out=paper)
        else:
            np.maximum(paper, line, out=paper)
    return paper


class _Stroke(NamedTuple):
    """A stroke of a canvas's JSON."""

    run: Points
    pen: int
    erases: bool


def _on_canvas(drawing: dict[str, Any] | None) -> list[_Stroke]:
    """Return what was drawn and erased, in turn."""
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
    if len(found) > MOST_STROKES or sum(map(len, checked)) > MOST_POINTS:
        raise ValueError(f"drawing: expected at most {MOST_STROKES} strokes and {MOST_POINTS} points")
    return [_Stroke(*each) for each in zip(checked, pens, erases, strict=True) if len(each[0])]


def _erased(drawn: Drawn, run: Points, pen: int) -> Drawn:
    """Return strokes without the points that an eraser passed over."""
    gone = draw([run.tolist()], SIDE, SIDE, pen) > 127
    left, pens = [], []
    for stroke, width in zip(drawn.strokes, drawn.pens, strict=True):
        points = evenly(np.array(stroke), apart=2)
        x, y = np.clip(np.rint(points), 0, SIDE - 1).astype(int).T
        kept = _runs(points, ~gone[y, x]) if gone[y, x].any() else [stroke]
        left += kept
        pens += [width] * len(kept)
    return Drawn(left, pens)


def _runs(points: Points, wanted: NDArray[np.bool_]) -> Strokes:
    """Return the runs of points that are wanted, but for single ones."""
    groups = [(keep, [i for i, _ in group]) for keep, group in groupby(enumerate(wanted), key=lambda each: each[1])]
    return [points[group].tolist() for keep, group in groups if keep and len(group) > 1]


def to_canvas(drawn: Drawn, colour: str) -> dict[str, Any]:
    """Return the canvas's JSON of strokes drawn with round pens, for `initial_drawing`."""
    style = {"type": "Path", "fill": None, "stroke": colour, "strokeLineCap": "round", "strokeLineJoin": "round"}
    each = zip(drawn.strokes, drawn.pens, strict=True)
    return {"objects": [{**style, "path": _path(stroke), "strokeWidth": pen} for stroke, pen in each if stroke]}


def _path(stroke: list[list[float]]) -> list[list[str | float]]:
    middles = [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] for a, b in pairwise(stroke)]
    path: list[list[str | float]] = [["M", *stroke[0]]]
    path += [["Q", *point, *middle] for point, middle in zip(stroke, middles, strict=False)]
    return [*path, ["L", *stroke[-1]]]
