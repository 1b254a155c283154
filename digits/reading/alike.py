"""A drawing's digits are by one hand, so a doubtful one is pulled to what it looks like among the others.

Reading all that one writer wrote together is Sarkar and Nagy's style-consistent classification (PAMI 2005). Here the
nearness of features decides, as with what is remembered of a hand.
"""

import numpy as np
from numpy.typing import NDArray

from digits.reading import classes, memory
from digits.reading.classes import Probabilities
from digits.reading.engine import Inference
from digits.reading.memory import Strengths

DOUBTFUL = 0.98  # how sure it is which digit one of a number is that needs no second look, and no others beside it
CLEAR = 0.5  # how sure it is of a digit that others are compared with
STRENGTHS = Strengths(push=4.0, near=0.8, steepness=20.0)


def are_doubtful(rows: Probabilities) -> NDArray[np.bool_]:
    """Return of which rows, `(n, classes)`, it is not quite sure which digit they are."""
    return np.asarray(classes.among_digits(rows).max(axis=1) < DOUBTFUL)


def pulled(inference: Inference) -> Probabilities:
    """Return the probabilities of a drawing's digits, `(n, classes)`, the doubtful ones with an eye to the others."""
    rows, doubtful = inference.probabilities, are_doubtful(inference.probabilities)
    if not doubtful.any() or not inference.features.shape[1]:
        return rows
    looks, shares = memory.looks(inference.features), classes.among_digits(rows)
    nearness = looks[doubtful] @ looks.T
    nearness[:, classes.digits(rows).max(axis=1) < CLEAR] = 0
    nearness[np.arange(len(nearness)), np.flatnonzero(doubtful)] = 0  # nobody vouches for himself
    as_classes = np.eye(rows.shape[1], dtype=np.float32)[shares.argmax(axis=1)]
    nearest = (memory.shares(nearness, STRENGTHS)[:, np.newaxis] * as_classes.T).max(axis=2)  # of each class
    adjusted = rows.copy()
    adjusted[doubtful] = memory.pushed(rows[doubtful], STRENGTHS.push * nearest)
    return adjusted
