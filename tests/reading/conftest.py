"""Numbers in plain digits, for several files."""

import numpy as np

from digits.pen import writing as pen

HEIGHT, PEN = 100, 14


def row(label, gap=25):
    """Return the strokes of a number in plain digits, this many pixels apart, and where each digit begins."""
    right, every, lefts = 40.0, [], []
    for digit in label:
        written = [np.array(stroke) for stroke in pen.digit(int(digit), HEIGHT)]
        points = np.vstack(written)
        lefts.append(right)
        every += [(stroke - [points[:, 0].min() - right, 0]).tolist() for stroke in written]
        right += np.ptp(points[:, 0]) + PEN + gap
    return every, lefts
