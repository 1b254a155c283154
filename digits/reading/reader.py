"""The reader: the only place where ink becomes an answer.

Page, API, evaluator and benchmarks call `Reader.read`, or `read_picture` for photos; nobody strings its parts together
again.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np

from digits.drawing import ink, photo
from digits.drawing.ink import Ink
from digits.drawing.labelled import Labelled
from digits.drawing.photo import Developed
from digits.drawing.strokes import NOTHING, Drawing
from digits.reading import alike, engine, memory, metrics, sideways, verdict
from digits.reading.asked import Predict, Segment
from digits.reading.classes import MAX_CLASSES, rejection
from digits.reading.engine import MAX_BATCH, Engine, Inference
from digits.reading.memory import Correction, Memory, Recall
from digits.reading.pieces import Piece, joined, pieces
from digits.reading.segment import segment
from digits.reading.tally import ANSWERS
from digits.reading.verdict import BLANK, Reading, Thresholds, Verdict

_NOTHING = Segment(
    Piece(0, 0, np.zeros((0, 0), np.uint8)), np.zeros((1, 28, 28, 1), np.float32), np.zeros(MAX_CLASSES, np.float32)
)


class Answer(NamedTuple):
    """What a drawing was read as: the whole, and its digits with a reading each, line by line from left to right.

    A picture's answer holds a blank drawing. The whole is the drawing as if it were one digit.
    """

    drawing: Drawing
    whole: Segment
    segments: tuple[Segment, ...]
    readings: tuple[Reading, ...]
    lines: tuple[int, ...] = (1,)  # how many of the digits each line holds, top to bottom
    signs: tuple[Piece, ...] = ()  # what was left out among the digits: + and = of 3+4=7
    is_recalled: bool = False  # whether it is so because of what was corrected; the network alone says otherwise

    @property
    def verdict(self) -> Verdict:
        """Return the verdict on the whole drawing."""
        return verdict.overall(self.readings)

    @property
    def text(self) -> str:
        """Return the digits that were read, a line a line; "" for a blank drawing and one that was rejected."""
        if self.verdict in (Verdict.NOT_A_DIGIT, Verdict.BLANK):
            return ""
        digits = iter(self.readings)
        return "\n".join("".join(str(each.digit) for each in islice(digits, count)) for count in self.lines)

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


class ReadPicture(NamedTuple):
    """A picture as it was read, upright, and what was read on it."""

    developed: Developed
    answer: Answer
    turns: int = 0  # quarter turns to the right, after which it is so

    @property
    def clearness(self) -> float:
        """Return how clear a number it is, in [0, 1]."""
        return sideways.how_clear(self.answer.readings, self.answer.lines, len(self.answer.signs))


class Reader(NamedTuple):
    """A network with the thresholds of its verdicts, and what it remembers of a hand. Safe to share between threads."""

    engine: Engine
    thresholds: Thresholds
    memory: Memory = memory.NOTHING

    def read(self, drawing: Drawing | Ink | None) -> Answer:
        """Return the answer to a drawing, or to a picture's ink; None is a picture without ink. It is counted."""
        started = perf_counter()
        answer = self._answer(drawing)
        ANSWERS.add(answer.verdict, perf_counter() - started)
        return answer

    def read_picture(self, developed: Developed, may_turn: bool = True) -> ReadPicture:
        """Return the answer to a picture, which is turned, if it may be, where it is clear only then. It is counted."""
        started = perf_counter()
        upright = ReadPicture(developed, self._answer(developed.ink))
        ways = sideways.ways(upright.answer.readings) if may_turn and developed.ink is not None else ()
        found = max([upright, *self._turned(developed, ways)], key=lambda each: each.clearness)
        ANSWERS.add(found.answer.verdict, perf_counter() - started)
        return found

    def _turned(self, developed: Developed, ways: Sequence[int]) -> Iterator[ReadPicture]:
        for turns in ways:
            turned = photo.after_turns(developed, turns)
            yield ReadPicture(turned, self._answer(turned.ink), turns)

    def _answer(self, drawing: Drawing | Ink | None) -> Answer:
        drawn = drawing if isinstance(drawing, Drawing) else NOTHING
        found = pieces(drawing) if drawing is not None else []
        if not found:
            return Answer(drawn, _NOTHING, (_NOTHING,), (BLANK,))
        recall = Recall(self.engine, self.memory)
        answer = self._made(found, drawn, recall.predict if self.memory.corrections else self.engine.predict)
        if not recall.has_changed:
            return answer
        alone = self._made(found, drawn, recall.alone)
        return answer._replace(is_recalled=_digits_of(answer) != _digits_of(alone))

    def _made(self, found: Sequence[Piece], drawn: Drawing, predict: Predict) -> Answer:
        whole, lines, signs = segment(found, predict, drawn)
        digits = self._alike([digit for line in lines for digit in line])
        readings = verdict.read_number([each.probabilities for each in digits], self.thresholds)
        return Answer(drawn, whole, tuple(digits), tuple(readings), tuple(map(len, lines)), tuple(signs))

    def _alike(self, digits: list[Segment]) -> list[Segment]:
        """Return a drawing's digits, the doubtful ones with an eye to the others."""
        rows = np.array([each.probabilities for each in digits])
        if not 1 < len(digits) <= MAX_BATCH or not alike.are_doubtful(rows).any():
            return digits
        features = self.engine.infer(np.concatenate([each.input for each in digits])).features
        pulled = alike.pulled(Inference(rows, features))
        return [each._replace(probabilities=row) for each, row in zip(digits, pulled, strict=True)]

    def corrections(self, labelled: Labelled) -> list[Correction]:
        """Return what is to be remembered of a corrected drawing; nothing where its label is of no class."""
        label = memory.class_of(labelled.label or "")
        found = pieces(labelled.drawing if labelled.ink is None else labelled.ink)
        if label is None or not found:
            return []
        return memory.corrections(self.engine.infer(ink.to_input(joined(found).ink)), [label])

    def knowing(self, corrections: Sequence[Correction]) -> "Reader":
        """Return a reader that remembers these corrections, the oldest first, and no others."""
        return self._replace(memory=Memory(corrections, self.memory.strengths))


def _digits_of(answer: Answer) -> list[int | None]:
    return [None if each.verdict is Verdict.NOT_A_DIGIT else each.digit for each in answer.readings]


def load(name: str | None = None, folder: Path | None = None, threads: int = 1) -> Reader:
    """Return the reader of the network in a folder, run by the engine of this name; see `engine.load`."""
    network = engine.load(name, folder, threads)
    return Reader(network, metrics.thresholds(folder), Memory(strengths=memory.strengths(folder)))
