"""How honest a confidence is: readings in bins of confidence, and how far those are from how often they are right."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BINS = 15


class Bin(NamedTuple):
    """The readings of about the same confidence: how many, how sure on average, how often right."""

    n: int
    confidence: float
    accuracy: float


def reliability(confidence: NDArray[np.floating], correct: NDArray[np.bool_]) -> list[Bin]:
    """Return the bins that hold any reading, from the least sure; confidence is in [0, 1], `(n,)` like `correct`."""
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    members = [places == place for place in np.unique(places)]
    return [Bin(int(each.sum()), float(confidence[each].mean()), float(correct[each].mean())) for each in members]


def calibration_error(confidence: NDArray[np.floating], correct: NDArray[np.bool_]) -> float:
    """Return the expected calibration error: how far bins are from honest, weighted by how many readings they hold."""
    bins = reliability(confidence, correct)
    return sum(each.n * abs(each.confidence - each.accuracy) for each in bins) / len(confidence)
