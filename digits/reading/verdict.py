"""From probabilities to a reading: which digit, how sure, or rejected."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from digits.reading import classes
from digits.reading.classes import Probabilities


class Verdict(StrEnum):
    """How sure a reading is; the later ones outweigh the earlier."""

    SURE = "sure"
    UNSURE = "unsure"
    NOT_A_DIGIT = "not a digit"
    BLANK = "blank"


class Thresholds(NamedTuple):
    """From which confidence on a reading is sure, and above which rejection a drawing is rejected."""

    sure: float
    not_a_digit: float


class Reading(NamedTuple):
    """One digit as it was read: the likeliest and the next, the confidence in [0, 1], and the shares of all ten."""

    verdict: Verdict
    digit: int | None
    runner_up: int | None
    confidence: float
    shares: tuple[float, ...]


BLANK = Reading(Verdict.BLANK, None, None, 0.0, (0.0,) * 10)


def read(probabilities: Probabilities, thresholds: Thresholds) -> Reading:
    """Return the reading of one drawing's probabilities, `float32 (classes,)`.

    The confidence says which digit it is, if it is one. Whether it is one is the verdict's.
    """
    if probabilities.ndim != 1 or not classes.DIGITS <= len(probabilities) <= classes.MAX_CLASSES:
        raise ValueError(f"probabilities: expected 10 to {classes.MAX_CLASSES} in a row, got {probabilities.shape}")
    rejected = float(classes.rejection(probabilities)) > thresholds.not_a_digit
    shares = classes.digits(probabilities) if rejected else classes.among_digits(probabilities)
    runner_up, digit = np.argsort(shares, kind="stable")[-2:].tolist()
    confidence = float(shares[digit])
    named = Verdict.SURE if confidence >= thresholds.sure else Verdict.UNSURE
    return Reading(Verdict.NOT_A_DIGIT if rejected else named, digit, runner_up, confidence, tuple(shares.tolist()))


def read_number(rows: Sequence[Probabilities], thresholds: Thresholds) -> list[Reading]:
    """Return the readings of a drawing's digits; what would be rejected alone is unsure among others."""
    if len(rows) == 1:
        return [read(rows[0], thresholds)]
    readings = [read(row, thresholds._replace(not_a_digit=1.0)) for row in rows]
    doubted = [float(classes.rejection(row)) > thresholds.not_a_digit for row in rows]
    return [
        each._replace(verdict=Verdict.UNSURE) if doubt else each for each, doubt in zip(readings, doubted, strict=True)
    ]


def overall(readings: Sequence[Reading]) -> Verdict:
    """Return the verdict on a whole drawing: that of its least sure digit."""
    return max((each.verdict for each in readings), key=list(Verdict).index)
