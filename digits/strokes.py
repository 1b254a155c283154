"""Pen strokes: runs of [x, y] points with y down, how they look on the page's canvas, and its JSON."""

from itertools import pairwise
from typing import Any

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


def place(strokes: Strokes, rng: np.random.Generator, pen: int = 0, side: int = SIDE) -> Strokes:
    """Return strokes where someone might draw them on a canvas: some size, somewhere, wholly on it."""
    every = np.array([point for stroke in strokes for point in stroke], float)
    low, extent = every.min(axis=0), float(np.ptp(every, axis=0).max())
    scale = rng.uniform(*SIZES) * (side - pen) / max(extent, 1e-9)
    room = side - pen - np.ptp(every, axis=0) * scale
    corner = pen / 2 + rng.uniform(0, 1, 2) * room
    return [((np.array(stroke, float) - low) * scale + corner).tolist() for stroke in strokes]


def from_canvas(drawing: dict[str, Any] | None) -> Strokes:
    """Return the strokes of a canvas's JSON, as they were drawn."""
    try:
        paths = [each["path"] for each in (drawing or {}).get("objects", []) if each["type"] in ("Path", "path")]
        runs = [[command[1:3] for command in path if command[0] in ("Q", "L")] for path in paths]
        checked = [np.array(run, float).reshape(-1, 2) for run in runs if run]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"drawing: expected the JSON of a canvas, got {error!r}") from error
    if any(not np.isfinite(run).all() or np.abs(run).max() > FARTHEST for run in checked):
        raise ValueError(f"drawing: expected points within {FARTHEST} pixels")
    return [run.tolist() for run in checked]


def to_canvas(strokes: Strokes, pen: int, colour: str) -> dict[str, Any]:
    """Return the canvas's JSON of strokes drawn with a round pen, for `initial_drawing`."""
    style = {"fill": None, "stroke": colour, "strokeWidth": pen, "strokeLineCap": "round", "strokeLineJoin": "round"}
    return {"objects": [{"type": "Path", "path": _path(stroke), **style} for stroke in strokes if stroke]}


def _path(stroke: list[list[float]]) -> list[list[str | float]]:
    middles = [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] for a, b in pairwise(stroke)]
    path: list[list[str | float]] = [["M", *stroke[0]]]
    path += [["Q", *point, *middle] for point, middle in zip(stroke, middles, strict=False)]
    return [*path, ["L", *stroke[-1]]]
