"""A picture that lies on its side: read upright it is no clear number, and after a quarter turn it is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digits.drawing.ink import Ink
from digits.reading import verdict
from digits.reading.verdict import Reading, Verdict

Matrix = NDArray[np.float64]  # (3, 3)

QUARTERS = 1, 3  # turns to the right
LEAST, MEAN = 0.8, 0.97  # how sure the least sure digit is, and all of them on average
UNCLEAR = 0.9  # on average: below it is looked at from the side
MIN_DIGITS = 2  # a letter on its side looks like a digit: N is a Z


def turned(found: Ink, turns: int) -> Ink:
    """Return ink after quarter turns to the right."""
    return np.ascontiguousarray(np.rot90(found, -turns))


def back(turns: int, shape: tuple[int, ...]) -> Matrix:
    """Return what brings points of a picture after quarter turns to those of the picture, which has this shape."""
    height, width = shape[:2]
    matrix = np.eye(3)
    for _ in range(turns):
        matrix = matrix @ [[0, 1, 0], [-1, 0, height], [0, 0, 1]]
        height, width = width, height
    return matrix


def how_clear(readings: Sequence[Reading]) -> float:
    """Return how sure the digits of a clear number are on average; 0 where they are none."""
    mean, least = _how_sure(readings), min(each.confidence for each in readings)
    return mean if len(readings) >= MIN_DIGITS and least >= LEAST and mean >= MEAN else 0.0


def are_unclear(readings: Sequence[Reading]) -> bool:
    """Return whether digits that were read may be those of a picture that lies on its side."""
    return _how_sure(readings) < UNCLEAR


def _how_sure(readings: Sequence[Reading]) -> float:
    is_none = verdict.overall(readings) is Verdict.NOT_A_DIGIT
    return 0.0 if is_none else float(np.mean([each.confidence for each in readings]))
