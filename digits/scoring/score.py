"""Figures for what was said of labelled drawings."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing.ink import Input
from digits.reading import verdict as reading
from digits.reading.verdict import Reading, Verdict

BINS = 15


class Answer(NamedTuple):
    """What was said of one drawing at one pen width, and how long it took from ink to reading."""

    label: str  # what it is
    is_digit: bool  # or a number
    flagged: bool  # whoever labelled it had doubts
    width: int | None  # None for a picture
    readings: tuple[Reading, ...]  # of each digit that was found
    none: float  # the probability that it, or the least likely of its digits, is none
    seen: Input  # the whole, as the network sees it
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """Return the least of the readings' verdicts."""
        return reading.together(self.readings)

    @property
    def named(self) -> str | None:
        """Return the digit or number that was named, if one was."""
        if self.verdict in (Verdict.NOT_A_DIGIT, Verdict.BLANK):
            return None
        return "".join(str(each.digit) for each in self.readings)

    @property
    def right(self) -> bool:
        """Return whether what was named is what it is."""
        return self.is_digit and self.named == self.label

    @property
    def confidence(self) -> float:
        """Return how sure it was of all of it."""
        return float(np.prod([each.confidence for each in self.readings]))


def summaries(answers: Mapping[str, Sequence[Answer]], broken: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return the figures of each file; where digits and drawings that are none were given, how well they part."""
    digits = [each.none for many in answers.values() for each in many if each.is_digit]
    rows = []
    for file, many in answers.items():
        others = [each.none for each in many if not each.is_digit]
        auroc = _auroc(others, digits) if others and digits else None
        rows.append({"file": Path(file).name, **_summary(many), "auroc": auroc, "broken": len(broken.get(file, []))})
    return rows


def _summary(answers: Sequence[Answer]) -> dict[str, Any]:
    digits = [each for each in answers if each.is_digit]
    widths = sorted({each.width for each in digits}, key=lambda width: width or 0)
    accuracy = {str(width or "picture"): _share(d.right for d in digits if d.width == width) for width in widths}
    labels = sorted({_class(each) for each in digits})
    mean = _mean(accuracy.values())
    drawings = len(answers) // max(1, len({each.width for each in answers}))
    seconds = [each.seconds for each in answers if each.seconds]
    return {
        "n": drawings,
        "accuracy": accuracy,
        "accuracy_mean": mean,
        "accuracy_unflagged": _share(each.right for each in digits if not each.flagged),
        "per_class": {label: _share(each.right for each in digits if _class(each) == label) for label in labels},
        "confidence_interval": _interval(mean, len(digits) // max(1, len(widths))),
        "ece": _calibration_error(digits),
        "rejected": _share(each.verdict is Verdict.NOT_A_DIGIT for each in answers),
        "unsure": _share(each.verdict is Verdict.UNSURE for each in answers),
        "milliseconds": round(1000 * float(np.median(seconds)), 3) if seconds else None,
    }


def _class(answer: Answer) -> str:
    return answer.label if len(answer.label) == 1 else f"{len(answer.label)} digits"


def _share(flags: Iterable[bool]) -> float | None:
    return _mean(map(float, flags))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 5) if known else None


def _interval(share: float | None, n: int, z: float = 1.96) -> list[float] | None:
    """Return Wilson's 95 % interval of a share that was seen among n."""
    if share is None or not n:
        return None
    middle, spread = share + z**2 / (2 * n), z * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return [round((middle + sign * spread) / (1 + z**2 / n), 5) for sign in (-1, 1)]


def _calibration_error(answers: Iterable[Answer]) -> float | None:
    """Return how far confidence is from how often a named digit is right, weighted over bins of confidence."""
    named = [each for each in answers if each.named is not None]
    if not named:
        return None
    confidence = np.array([each.confidence for each in named])
    right = np.array([each.right for each in named], float)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs((confidence - right)[bins == i].sum()) for i in np.unique(bins)]
    return round(float(sum(gaps)) / len(named), 5)


def _auroc(others: Sequence[float], digits: Sequence[float]) -> float:
    """Return how often a drawing that is none looks less like a digit than a digit does; ties count half."""
    ordered = np.sort(digits)
    below = np.searchsorted(ordered, others, "left") + np.searchsorted(ordered, others, "right")
    return round(float(below.mean()) / (2 * len(digits)), 5)


def contact_sheet(answers: Sequence[Answer], columns: int = 20, most: int = 400) -> NDArray[np.uint8]:
    """Return a picture of what was misread, `uint8 (h, w)`: what it is, what was said, how surely."""
    wrong = [each for each in answers if (not each.right if each.is_digit else each.named is not None)][:most]
    tiles = [_tile(each) for each in wrong]
    tiles += [np.full((72, 60), 255, np.uint8)] * (-len(tiles) % columns or columns * (not tiles))
    return np.vstack([np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)])


def _tile(answer: Answer) -> NDArray[np.uint8]:
    image = cv2.resize(255 - np.rint(answer.seen[0, :, :, 0] * 255).astype(np.uint8), (56, 56))
    tile = np.asarray(cv2.copyMakeBorder(image, 14, 2, 2, 2, cv2.BORDER_CONSTANT, value=225.0), np.uint8)
    text = f"{answer.label[-6:]} {answer.named or '-'} {answer.confidence:.2f}"
    cv2.putText(tile, text, (1, 10), cv2.FONT_HERSHEY_SIMPLEX, 0.3, 0, 1, cv2.LINE_AA)
    return tile
