"""A picture that lies on its side, or upside down: as it is it is no clear number, and after a turn it is."""

from collections.abc import Sequence

import numpy as np

from digits.reading import verdict
from digits.reading.verdict import Reading, Verdict

QUARTERS, ANY = (1, 3), (1, 2, 3)  # turns to the right: what is upside down is often another number
LEAST, MEAN = 0.8, 0.97  # how sure the least sure digit is, and all of them on average
UNCLEAR = 0.9  # on average: below it is looked at from the side
MIN_DIGITS = 2  # of a line: a letter on its side looks like a digit, N like a Z
MAX_SIGNS = 0.25  # of the digits: text is full of signs
MAX_ONES = 0.5  # of the digits: bars are an equals sign, ruled lines, or text


def how_clear(readings: Sequence[Reading], lines: Sequence[int], signs: int) -> float:
    """Return how sure the digits of a clear number are on average, so many on each line; 0 where they are none."""
    count, mean, least = len(readings), _how_sure(readings), min(each.confidence for each in readings)
    ones = sum(each.digit == 1 for each in readings)
    may_be_number = max(lines) >= MIN_DIGITS and signs <= MAX_SIGNS * count and ones <= MAX_ONES * count
    return mean if may_be_number and least >= LEAST and mean >= MEAN else 0.0


def ways(readings: Sequence[Reading]) -> Sequence[int]:
    """Return the quarter turns after which a picture may be clearer than as it is, where it was read so."""
    how_sure = _how_sure(readings)
    return ANY if not how_sure else QUARTERS if how_sure < UNCLEAR else ()


def _how_sure(readings: Sequence[Reading]) -> float:
    is_none = verdict.overall(readings) is Verdict.NOT_A_DIGIT
    return 0.0 if is_none else float(np.mean([each.confidence for each in readings]))
