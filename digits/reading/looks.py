"""A second look at a digit of a number that is doubtful: the same ink leaning, turned and wider, and their mean."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.drawing.ink import Ink, Input
from digits.reading.classes import Probabilities

LEAN, TURN, WIDEN = 0.12, 0.1, 1.25  # of the height; radians; of the width
LOOKS = [
    [[1.0, LEAN], [0.0, 1.0]],
    [[1.0, -LEAN], [0.0, 1.0]],
    [[np.cos(TURN), np.sin(TURN)], [-np.sin(TURN), np.cos(TURN)]],
    [[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]],
    [[WIDEN, 0.0], [0.0, 1.0]],
]


def looked_again(found: Ink, first: Probabilities, predict: Callable[[Input], Probabilities]) -> Probabilities:
    """Return the mean of what the network says of some ink, `(classes,)`, and of its looks.

    Ink that is thin and faint may vanish where it is moved.
    """
    moved = [_moved(found, np.array(look)) for look in LOOKS]
    inputs = [ink.to_input(each) for each in moved if each.max() > ink.FAINTEST]
    rows = np.vstack([first[np.newaxis], *([predict(np.concatenate(inputs))] if inputs else [])])
    return np.asarray(rows.mean(axis=0), np.float32)


def _moved(found: Ink, look: NDArray[np.float64]) -> Ink:
    """Return ink moved by a matrix, in a picture that holds it."""
    height, width = found.shape
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], float) @ look.T
    low, extent = corners.min(axis=0), np.ceil(np.ptp(corners, axis=0)).astype(int)
    matrix = np.column_stack([look, 1 - low])
    size = int(extent[0]) + 2, int(extent[1]) + 2
    return np.asarray(cv2.warpAffine(found, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
