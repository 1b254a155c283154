"""From probabilities to what we say."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Reading(NamedTuple):
    """What a drawing was read as: the digit, how sure that is in [0, 1], and all ten probabilities."""

    digit: int
    confidence: float
    probabilities: tuple[float, ...]


def read(probabilities: NDArray[np.float32]) -> Reading:
    """Return the reading of one row of probabilities, `float32 (10,)`."""
    if probabilities.shape != (10,):
        raise ValueError(f"probabilities: expected shape (10,), got {probabilities.shape}")
    digit = int(probabilities.argmax())
    return Reading(digit, float(probabilities[digit]), tuple(probabilities.tolist()))
