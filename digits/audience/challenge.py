"""The challenge: ten digits are asked for, one after the other; how fast, how many in a row, how sure."""

import json
from typing import NamedTuple

import numpy as np

ROUNDS = 10
COUNTDOWN = 3.0  # seconds, before the first digit is asked for


class Challenge(NamedTuple):
    """How far somebody has come; `began` is when the digit that is asked for now was first asked for."""

    asked: tuple[int, ...]
    began: float
    seconds: tuple[float, ...] = ()  # that each digit took
    confidences: tuple[float, ...] = ()
    skipped: int = 0  # digits that were given up
    streak: int = 0  # digits in a row at the first attempt
    longest: int = 0
    missed: bool = False  # what is on the canvas now was read as something else
    over: bool = False  # what is on the canvas now was right, or given up, and is about to be cleared

    @property
    def done(self) -> int:
        """Return how many digits are behind: drawn or skipped."""
        return len(self.seconds) + self.skipped

    @property
    def digit(self) -> int | None:
        """Return the digit that is asked for, None when all are done."""
        return self.asked[self.done] if self.done < len(self.asked) else None

    @property
    def confidence(self) -> float:
        """Return how sure the answers were on average, in [0, 1]."""
        return sum(self.confidences) / max(len(self.confidences), 1)


def start(now: float, rng: np.random.Generator) -> Challenge:
    """Return a challenge that counts down from now: each digit once, in some order."""
    return Challenge(tuple(rng.permutation(10)[:ROUNDS].tolist()), now + COUNTDOWN)


def skip(challenge: Challenge, now: float) -> Challenge:
    """Return the challenge with the next digit asked for, and the one before given up."""
    if challenge.digit is None or now < challenge.began:
        return challenge
    return challenge._replace(began=now, skipped=challenge.skipped + 1, streak=0, missed=False, over=True)


def answered(challenge: Challenge, text: str, confidence: float, now: float) -> Challenge:
    """Return the challenge after an answer, or after the canvas was cleared ("" with confidence 0)."""
    if challenge.digit is None or now < challenge.began or (challenge.over and confidence):
        return challenge
    challenge = challenge._replace(over=False)
    if text == str(challenge.digit):
        streak = challenge.streak + 1
        return challenge._replace(
            began=now,
            seconds=(*challenge.seconds, now - challenge.began),
            confidences=(*challenge.confidences, confidence),
            streak=streak,
            longest=max(streak, challenge.longest),
            missed=False,
            over=True,
        )
    if confidence:
        return challenge._replace(missed=True)
    return challenge._replace(streak=0, missed=False) if challenge.missed else challenge


def to_text(challenge: Challenge) -> str:
    """Return a challenge as a text to be kept."""
    return json.dumps(challenge)


def from_text(text: str) -> Challenge:
    """Return the challenge of such a text."""
    asked, began, seconds, confidences, *others = json.loads(text)
    return Challenge(tuple(asked), began, tuple(seconds), tuple(confidences), *others)
