"""A picture that lies on its side: read upright it is no number, and after a quarter turn it clearly is."""

import numpy as np

from digits.drawing.ink import Ink
from digits.reading.reader import Reader

WAYS = 1, 3  # quarter turns to the right
LEAST, MEAN = 0.8, 0.97  # how sure the least sure digit is, and all of them on average
MIN_DIGITS = 2  # a letter on its side looks like a digit: N is a Z


def quarter_turns(found: Ink, reader: Reader) -> int:
    """Return how often ink that is no number is to be turned to the right until it is one; 0 where no turn helps."""
    sure = {turns: _how_sure(np.ascontiguousarray(np.rot90(found, -turns)), reader) for turns in WAYS}
    best = max(sure, key=lambda turns: sure[turns])
    return best if sure[best] >= MEAN else 0


def _how_sure(found: Ink, reader: Reader) -> float:
    """Return how sure the digits of a clear number are on average; 0 where it is none."""
    answer = reader.answer(found)
    confidences = [each.confidence for each in answer.readings]
    is_number = bool(answer.text) and len(confidences) >= MIN_DIGITS and min(confidences) >= LEAST
    return float(np.mean(confidences)) if is_number else 0.0
