"""The class layout: what each of the network's outputs stands for. It is known here and nowhere else.

The first ten classes are the digits. A network may have an eleventh, for what is not a digit, and a twelfth, for
several digits at once. Probabilities are `float32 (…, classes)`, and labels index them.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 10
NOT_A_DIGIT = 10
SEVERAL = 11
MAX_CLASSES = 12

Probabilities = NDArray[np.float32]


def digits(probabilities: Probabilities) -> Probabilities:
    """Return the probabilities of the ten digits, `(…, 10)`; they sum to less than 1 where others take a share."""
    return probabilities[..., :DIGITS]


def among_digits(probabilities: Probabilities) -> Probabilities:
    """Return which digit it is if it is one: `(…, 10)`, summing to 1."""
    shares = digits(probabilities) + np.float32(1e-9)  # a drawing that is surely no digit leaves nothing to share
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True), np.float32)


def rejection(probabilities: Probabilities) -> Probabilities:
    """Return how likely it is that this is not one digit, `(…)`; 0 where the network has no such class."""
    return np.asarray(probabilities[..., DIGITS:].sum(axis=-1), np.float32)


def not_a_digit(probabilities: Probabilities) -> float:
    """Return how likely one drawing, `(classes,)`, is not a digit; 0 where the network has no such class."""
    return float(probabilities[NOT_A_DIGIT]) if len(probabilities) > NOT_A_DIGIT else 0.0


def several(probabilities: Probabilities) -> float:
    """Return how likely one drawing, `(classes,)`, is several digits; 1 where the network has no such class."""
    return float(probabilities[SEVERAL]) if len(probabilities) > SEVERAL else 1.0


def is_digit(labels: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which of some labels, `(n,)`, are digits."""
    return np.asarray(labels < DIGITS)
