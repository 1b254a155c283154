"""Pages written with our own pen in a steady hand, and what is found on photos of them, row by row."""

import numpy as np

from digits.drawing import ink as inks
from digits.drawing import strokes
from digits.pen import writing as pen
from digits.pen.hand import as_strokes, plain
from digits.reading import classes
from digits.reading.pieces import ink_patches

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


def rows(ink, network):
    """The digits of each row of patches from left to right, "?" for what is none."""
    found = []
    for patch in sorted(ink_patches(ink), key=lambda each: each.top):
        row = next((row for row in found if patch.top < max(each.bottom for each in row) - 5), None)
        if row is None:
            found.append([patch])
        else:
            row.append(patch)
    return ["".join(_read(each, network) for each in sorted(row, key=lambda each: each.left)) for row in found]


def _sign(sign, height):
    return as_strokes(path * 0.6 * height + (0, 0.2 * height) for path in plain(SIGNS[sign]))


def _read(patch, network):
    probabilities = network.predict(inks.to_input(patch.ink))[0]
    digits = classes.digits(probabilities)
    return str(int(digits.argmax())) if digits.max() > 0.5 else "?"
