"""The reader: the only place where ink becomes an answer.

Page, evaluator and benchmarks call `Reader.read`; nobody strings its parts together again.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from digits.drawing.ink import Ink
from digits.drawing.strokes import NOTHING, Drawing
from digits.reading import engine, metrics, verdict
from digits.reading.classes import MAX_CLASSES, rejection
from digits.reading.engine import Engine
from digits.reading.pieces import Piece, pieces
from digits.reading.segment import Segment, segment
from digits.reading.verdict import BLANK, Reading, Thresholds, Verdict

_NOTHING = Segment(
    Piece(0, 0, np.zeros((0, 0), np.uint8)), np.zeros((1, 28, 28, 1), np.float32), np.zeros(MAX_CLASSES, np.float32)
)


class Answer(NamedTuple):
    """What a drawing was read as: the whole, and its digits from left to right with a reading each.

    A picture's answer holds a blank drawing.
    """

    drawing: Drawing
    whole: Segment
    segments: tuple[Segment, ...]
    readings: tuple[Reading, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict on the whole drawing."""
        return verdict.overall(self.readings)

    @property
    def text(self) -> str:
        """Return the digits that were read; "" for a blank drawing and one that was rejected."""
        named = self.verdict not in (Verdict.NOT_A_DIGIT, Verdict.BLANK)
        return "".join(str(each.digit) for each in self.readings) if named else ""

    @property
    def confidence(self) -> float:
        """Return how sure it is that all the digits are right, in [0, 1]."""
        return float(np.prod([each.confidence for each in self.readings]))

    @property
    def rejection(self) -> float:
        """Return how likely the least likely digit is not one, in [0, 1]."""
        if self.verdict is Verdict.BLANK:
            return 1.0
        return max(float(rejection(each.probabilities)) for each in self.segments)


class Reader(NamedTuple):
    """A network with the thresholds of its verdicts. Safe to share between threads."""

    engine: Engine
    thresholds: Thresholds

    def read(self, drawing: Drawing | Ink | None) -> Answer:
        """Return the answer to a drawing, or to a picture's ink; None is a picture without ink."""
        drawn = drawing if isinstance(drawing, Drawing) else NOTHING
        found = pieces(drawing) if drawing is not None else []
        if not found:
            return Answer(drawn, _NOTHING, (_NOTHING,), (BLANK,))
        whole, digits = segment(found, self.engine.predict)
        readings = verdict.read_number([each.probabilities for each in digits], self.thresholds)
        return Answer(drawn, whole, tuple(digits), tuple(readings))


def load(name: str | None = None, folder: Path | None = None) -> Reader:
    """Return the reader of the network in a folder, run by the engine of this name; see `engine.load`."""
    return Reader(engine.load(name, folder), metrics.thresholds(folder))
