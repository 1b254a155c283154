"""Figures for answers to labelled drawings."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from digits.drawing.ink import Input
from digits.drawing.labelled import Labelled
from digits.reading.calibration import calibration_error
from digits.reading.reader import Answer
from digits.reading.verdict import Verdict


class Scored(NamedTuple):
    """What counts of the answer to one labelled drawing at one pen width."""

    label: str
    is_digit: bool  # or a number
    flagged: bool
    width: int | None  # None for a picture
    text: str
    verdict: Verdict
    confidence: float
    rejection: float
    input: Input  # the whole drawing, as the network takes it
    seconds: float  # from ink to answer
    groups: tuple[str, ...] = ()  # that its figures are told by, beside those of its class

    @property
    def is_right(self) -> bool:
        """Return whether it was read as what it is."""
        return self.is_digit and self.text == self.label

    @property
    def lines(self) -> int:
        """Return how many lines it has."""
        return self.label.count("\n") + 1

    @property
    def lines_right(self) -> int:
        """Return how many of its lines were read right, in their order."""
        matcher = SequenceMatcher(None, self.label.split("\n"), self.text.split("\n"), autojunk=False)
        return sum(block.size for block in matcher.get_matching_blocks())


def scored(drawing: Labelled, is_digit: bool, width: int | None, answer: Answer, seconds: float) -> Scored:
    """Return what counts of an answer; the ink itself is let go, for there may be many thousands."""
    return Scored(
        drawing.label or "",
        is_digit,
        drawing.flagged,
        width,
        answer.text,
        answer.verdict,
        answer.confidence,
        answer.rejection,
        answer.whole.input,
        0.0 if answer.verdict is Verdict.BLANK else seconds,
    )


def summaries(scores: Mapping[str, Sequence[Scored]], broken: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return the figures of each file; given digits and non-digits, also how well rejection tells them apart."""
    digits = [each.rejection for many in scores.values() for each in many if each.is_digit]
    rows = []
    for file, many in scores.items():
        others = [each.rejection for each in many if not each.is_digit]
        auroc = _auroc(others, digits) if others and digits else None
        rows.append({"file": Path(file).name, **_summary(many), "auroc": auroc, "broken": len(broken.get(file, []))})
    return rows


def _summary(scores: Sequence[Scored]) -> dict[str, Any]:
    digits = [each for each in scores if each.is_digit]
    widths = sorted({each.width for each in digits}, key=lambda width: width or 0)
    accuracy = {str(width or "picture"): _share(d.is_right for d in digits if d.width == width) for width in widths}
    labels = sorted({_class(each) for each in digits})
    mean = _mean(accuracy.values())
    drawings = len(scores) // max(1, len({each.width for each in scores}))
    seconds = [each.seconds for each in scores if each.seconds]
    return {
        "n": drawings,
        "accuracy": accuracy,
        "accuracy_mean": mean,
        "accuracy_unflagged": _share(each.is_right for each in digits if not each.flagged),
        "per_class": {label: _share(each.is_right for each in digits if _class(each) == label) for label in labels},
        "by_group": {group: _share(d.is_right for d in digits if group in d.groups) for group in _groups(digits)},
        "lines": _share_of_lines(digits) if any(each.lines > 1 for each in digits) else None,
        "confidence_interval": _interval(mean, len(digits) // max(1, len(widths))),
        "ece": _calibration_error(digits),
        "rejected": _share(each.verdict is Verdict.NOT_A_DIGIT for each in scores),
        "unsure": _share(each.verdict is Verdict.UNSURE for each in scores),
        "milliseconds": round(1000 * float(np.median(seconds)), 3) if seconds else None,
    }


def _class(scored: Scored) -> str:
    if scored.lines > 1:
        return f"{scored.lines} lines"
    return scored.label if len(scored.label) == 1 else f"{len(scored.label)} digits"


def _groups(scores: Sequence[Scored]) -> list[str]:
    return sorted({group for each in scores for group in each.groups})


def _share_of_lines(scores: Sequence[Scored]) -> float:
    return round(sum(each.lines_right for each in scores) / sum(each.lines for each in scores), 5)


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


def _calibration_error(scores: Iterable[Scored]) -> float | None:
    """Return the expected calibration error of what was read."""
    named = [each for each in scores if each.text]
    if not named:
        return None
    confidence = np.array([each.confidence for each in named])
    return round(calibration_error(confidence, np.array([each.is_right for each in named])), 5)


def _auroc(others: Sequence[float], digits: Sequence[float]) -> float:
    """Return how often a non-digit is rejected more strongly than a digit; ties count half."""
    ordered = np.sort(digits)
    below = np.searchsorted(ordered, others, "left") + np.searchsorted(ordered, others, "right")
    return round(float(below.mean()) / (2 * len(digits)), 5)
