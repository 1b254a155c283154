"""Pen strokes: runs of [x, y] points with y down, our own ten digits among them, and how they look on paper."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.ink import Ink

Strokes = list[list[list[float]]]

# One plain way to write each digit: the points "x,y" that a pen passes, in a box 100 high, a text a stroke.
PATHS: dict[int, list[str]] = {
    0: ["38,0 12,10 0,48 12,90 38,100 62,86 70,48 60,12 38,0"],
    1: ["30,0 28,34 26,68 25,100"],
    2: ["4,24 14,5 36,0 56,12 54,36 30,68 2,97 6,100 34,98 66,97"],
    3: ["6,10 28,0 52,10 50,34 24,47 52,56 60,78 40,97 16,100 0,88"],
    4: ["26,0 14,30 2,60 30,60 62,56", "52,12 48,50 45,100"],
    5: ["14,4 10,24 7,43 30,38 52,50 56,74 38,95 14,100 0,92", "14,4 36,3 60,0"],
    6: ["48,0 22,20 4,56 8,88 30,100 54,86 52,62 30,54 7,72"],
    7: ["0,5 30,3 60,0 44,32 30,66 20,100"],
    8: ["56,12 32,0 10,12 16,36 42,54 56,78 34,100 8,88 10,64 36,42 54,24 56,12"],
    9: ["52,14 30,0 6,12 2,36 20,50 44,38 53,14 52,50 46,100"],
}


def digit(label: int, height: float, corner: tuple[float, float] = (0, 0)) -> Strokes:
    """Return the strokes of a digit this many pixels high, its top left at `corner`, as a steady hand writes it."""
    if label not in PATHS:
        raise ValueError(f"label: expected a digit from 0 to 9, got {label!r}")
    paths = [np.array([point.split(",") for point in text.split()], float) / 100 for text in PATHS[label]]
    return [(_smooth(path) * height + corner).tolist() for path in paths]


def draw(strokes: Strokes, width: int, height: int, pen: int) -> Ink:
    """Return strokes drawn with a round pen on blank paper, `uint8 (height, width)`, ink 255."""
    ink = np.zeros((height, width), np.uint8)
    for stroke in strokes:
        points = np.rint(np.array(stroke + stroke[-1:]) * 16).astype(np.int32)  # twice the last: a tap is a dot
        cv2.polylines(ink, [points], False, 255, pen, cv2.LINE_AA, shift=4)
    return ink


def _smooth(path: NDArray[np.float64], steps: int = 8) -> NDArray[np.float64]:
    """Return points along the Catmull-Rom curve through a path."""
    ends = np.vstack([2 * path[0] - path[1], path, 2 * path[-1] - path[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    curve = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
    ]
    return np.vstack([*curve, path[-1:]])
