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
    """Return the reading of one row of probabilities, `float32 (10,)`, or up to `(12,)`: what follows is no one digit.

    Of what passes for a digit the shares are among the ten: how sure it is which. Whether it is one is the verdict's.
    """
    if probabilities.ndim != 1 or not 10 <= len(probabilities) <= 12:
        raise ValueError(f"probabilities: expected shape (10,) to (12,), got {probabilities.shape}")
    none = float(probabilities[10:].sum()) > thresholds.not_a_digit
    shares = probabilities[:10] if none else among_digits(probabilities)
    runner_up, digit = np.argsort(shares, kind="stable")[-2:].tolist()
    confidence = float(shares[digit])
    verdict = Verdict.SURE if confidence >= thresholds.sure else Verdict.UNSURE
    return Reading(Verdict.NOT_A_DIGIT if none else verdict, digit, runner_up, confidence, tuple(shares.tolist()))


def among_digits(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return `(…, 10)` shares of the digits, summing to 1, of `(…, 10)` or more probabilities."""
    digits = probabilities[..., :10] + np.float32(1e-9)  # of what is surely none, there is nothing to share
    return np.asarray(digits / digits.sum(axis=-1, keepdims=True), np.float32)


def read_number(rows: Sequence[NDArray[np.float32]], thresholds: Thresholds) -> list[Reading]:
    """Return the readings of a drawing's digits; what would be no digit alone is an unsure one among others."""
    if len(rows) == 1:
        return [read(rows[0], thresholds)]
    readings = [read(row, thresholds._replace(not_a_digit=1.0)) for row in rows]
    doubted = [float(row[10:].sum()) > thresholds.not_a_digit for row in rows]
    return [
        each._replace(verdict=Verdict.UNSURE) if doubt else each for each, doubt in zip(readings, doubted, strict=True)
    ]


def together(readings: Sequence[Reading]) -> Verdict:
    """Return how the digits of one drawing are taken: as the least of them is."""
    return max((each.verdict for each in readings), key=list(Verdict).index)
