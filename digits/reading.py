"""From probabilities to what we say."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Verdict(StrEnum):
    """How a drawing was taken."""

    SURE = "sure"
    UNSURE = "unsure"
    NOT_A_DIGIT = "not a digit"
    BLANK = "blank"


class Thresholds(NamedTuple):
    """From which probability on a reading is sure, and from which a drawing is no digit."""

    sure: float
    not_a_digit: float


class Reading(NamedTuple):
    """What a drawing was read as: the likeliest digit and the next, how sure that is in [0, 1], and all ten shares."""

    verdict: Verdict
    digit: int | None
    runner_up: int | None
    confidence: float
    probabilities: tuple[float, ...]


BLANK = Reading(Verdict.BLANK, None, None, 0.0, (0.0,) * 10)


def read(probabilities: NDArray[np.float32], thresholds: Thresholds) -> Reading:
    """Return the reading of one row of probabilities, `float32 (10,)`, or `(11,)` where the last is for no digit."""
    if probabilities.shape not in ((10,), (11,)):
        raise ValueError(f"probabilities: expected shape (10,) or (11,), got {probabilities.shape}")
    digits = probabilities[:10]
    runner_up, digit = np.argsort(digits, kind="stable")[-2:].tolist()
    verdict = _verdict(float(digits[digit]), float(probabilities[10:].sum()), thresholds)
    return Reading(verdict, digit, runner_up, float(digits[digit]), tuple(digits.tolist()))


def together(readings: Sequence[Reading]) -> Verdict:
    """Return how the digits of one drawing are taken: as the least of them is."""
    return max((each.verdict for each in readings), key=list(Verdict).index)


def _verdict(confidence: float, none: float, thresholds: Thresholds) -> Verdict:
    if none > thresholds.not_a_digit:
        return Verdict.NOT_A_DIGIT
    return Verdict.SURE if confidence >= thresholds.sure else Verdict.UNSURE
