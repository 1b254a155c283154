"""Pages written with our own pen in a steady hand."""

import numpy as np

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.pen.hand import as_strokes, plain

SIGNS = {"+": "0,50 100,50|50,0 50,100", "=": "0,30 70,30|0,66 70,66"}


def page(lines, *, height=120, width=9, size=(1200, 900)):
    """Ink of lines of digits and signs, in the middle of a page."""
    runs = []
    for row, line in enumerate(lines):
        right = 0.0
        for each in line:
            written = _sign(each, height) if each in SIGNS else pen.digit(int(each), height)
            every = np.vstack([np.array(run) for run in written])
            corner = np.array([right - every[:, 0].min(), row * 1.8 * height])
            runs += [np.array(run) + corner for run in written]
            right += np.ptp(every[:, 0]) + 0.45 * height
    every = np.vstack(runs)
    corner = (np.array(size) - every.min(axis=0) - every.max(axis=0)) / 2
    return strokes.draw([(run + corner).tolist() for run in runs], *size, width)


def _sign(sign, height):
    return as_strokes(path * 0.6 * height + (0, 0.2 * height) for path in plain(SIGNS[sign]))
