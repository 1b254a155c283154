"""What is remembered of somebody's hand: drawings that were corrected, with which later ones are compared.

A cache model over frozen features, as in Tip-Adapter (Zhang and others, ECCV 2022). The network stays as it is. What
looks to it like a corrected drawing is pulled to that one's label, the more the nearer. Far from all of them nothing
changes, to the bit; so an empty memory is today's reader.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing.labelled import DIGIT_LABELS, NON_DIGIT_LABEL
from digits.errors import EngineError
from digits.reading import metrics
from digits.reading.classes import NOT_A_DIGIT, Probabilities
from digits.reading.engine import Engine, Features, Inference

MAX_OF_CLASS = 10  # corrections that are remembered; the oldest go first
MAP_SIDE, POOLED_SIDE = 4, 2  # of the map that the features are: what is a little off still looks alike
LEAST = 1e-9  # a probability: what is less likely counts as this


class Strengths(NamedTuple):
    """How much a correction counts; `python -m digits.scoring.strengths` chooses them."""

    push: float = 9.0  # to its class, in logits, for what looks the same
    margin: float = 6.0  # in logits: by so much a corrected drawing itself is read right, however sure the error was
    focus: float = 8.0  # how much faster than the push that falls which a sure error needs beyond it
    near: float = 0.85  # the cosine at which about half of the push is left
    steepness: float = 10.0  # how fast it falls around there
    reach: float = 0.5  # the cosine below which nothing changes at all
    contradiction: float = 0.95  # the cosine above which a newer correction to another class puts an older one out


USUAL = Strengths()
KEY = "memory"  # of `metrics.json`


class Correction(NamedTuple):
    """A drawing, or a digit of a number, as it is remembered: its class, and what the network alone makes of it."""

    label: int
    probabilities: Probabilities  # (classes,)
    look: Features  # (looks,), of length 1


class Memory:
    """Corrections, oldest first, that adjust what a network says. It does not change, and threads may share it."""

    def __init__(self, corrections: Sequence[Correction] = (), strengths: Strengths = USUAL) -> None:
        self.strengths = strengths
        self.corrections = in_action(corrections, strengths.contradiction)
        if self.corrections:
            self._looks = np.array([each.look for each in self.corrections], np.float32)
            self._classes = np.eye(len(self.corrections[0].probabilities), dtype=np.float32)[
                [each.label for each in self.corrections]
            ]
            self._beyond = np.array([_beyond(each, strengths) for each in self.corrections], np.float32)

    def adjusted(self, inference: Inference) -> Probabilities:
        """Return probabilities `float32 (n, classes)` with what was learned; what nothing is near stays the same."""
        if not self.corrections or not inference.features.shape[1]:
            return inference.probabilities
        nearness = looks(inference.features) @ self._looks.T
        near = np.flatnonzero(nearness.max(axis=1) >= self.strengths.reach)
        if not len(near):
            return inference.probabilities
        adjusted = inference.probabilities.copy()
        adjusted[near] = self._pulled(inference.probabilities[near], nearness[near])
        return adjusted

    def _pulled(self, rows: Probabilities, nearness: NDArray[np.float32]) -> Probabilities:
        share = shares(nearness, self.strengths)
        pushes = self.strengths.push * share + self._beyond * share**self.strengths.focus
        return pushed(rows, pushes @ self._classes)


class Recall:
    """A network that reads with a memory, for one answer; and without it, where that changed anything."""

    def __init__(self, engine: Engine, memory: Memory) -> None:
        self._engine, self._memory = engine, memory
        self._own: dict[bytes, Probabilities] = {}  # what the network alone says, by the input
        self.has_changed = False

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities with what was learned."""
        inference = self._engine.infer(batch)
        adjusted = self._memory.adjusted(inference)
        self._own |= {each.tobytes(): own for each, own in zip(batch, inference.probabilities, strict=True)}
        self.has_changed |= adjusted is not inference.probabilities
        return adjusted

    def alone(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities without it; the network is asked of what it was not asked of before."""
        known = [self._own.get(each.tobytes()) for each in batch]
        found = [each for each in known if each is not None]
        return np.array(found) if len(found) == len(known) else self._engine.predict(batch)


def strengths(folder: Path | None = None) -> Strengths:
    """Return how much a correction counts with the network in a folder; the usual where nobody chose it."""
    chosen = metrics.read(folder).get(KEY, {})
    try:
        return Strengths(**{name: float(chosen[name]) for name in Strengths._fields if name in chosen})
    except (TypeError, ValueError) as error:
        raise EngineError(f"{metrics.FILE} holds no strengths of the memory. {metrics.WAY_OUT}") from error


def looks(features: Features) -> Features:
    """Return features as they are compared: a coarser map, each `(looks,)` of length 1."""
    per_side = MAP_SIDE // POOLED_SIDE
    maps = features.reshape(len(features), POOLED_SIDE, per_side, POOLED_SIDE, per_side, -1)
    coarse = maps.sum(axis=(2, 4)).reshape(len(features), -1)
    return np.asarray(coarse / np.maximum(np.linalg.norm(coarse, axis=1, keepdims=True), LEAST), np.float32)


def shares(nearness: NDArray[np.float32], strengths: Strengths) -> NDArray[np.float32]:
    """Return how much of a push is left at these cosines: 1 at 1, falling around `near`, and 0 out of reach."""
    at_most = 1 + np.exp(strengths.steepness * (strengths.near - 1))
    left = at_most / (1 + np.exp(strengths.steepness * (strengths.near - nearness)))
    return np.asarray(np.where(nearness >= strengths.reach, left, 0), np.float32)


def pushed(rows: Probabilities, pushes: NDArray[np.floating]) -> Probabilities:
    """Return probabilities, `(n, classes)`, with so much added to their logits."""
    logits = np.log(np.maximum(rows, LEAST)) + pushes
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def in_action(corrections: Sequence[Correction], contradiction: float) -> list[Correction]:
    """Return the corrections that count: the newest of each class, without what a newer one contradicts."""
    if not corrections:
        return []
    looks, labels = np.array([each.look for each in corrections]), np.array([each.label for each in corrections])
    contradicts = (looks @ looks.T > contradiction) & (labels[:, np.newaxis] != labels)
    kept: list[int] = []
    for i in range(len(corrections) - 1, -1, -1):
        if (labels[kept] == labels[i]).sum() < MAX_OF_CLASS and not contradicts[i, kept].any():
            kept.append(i)
    return [corrections[i] for i in reversed(kept)]


def corrections(inference: Inference, labels: Sequence[int]) -> list[Correction]:
    """Return what is remembered of inputs with these labels; nothing where the network knows no such class or look."""
    if not inference.features.shape[1] or max(labels, default=0) >= inference.probabilities.shape[1]:
        return []
    return [Correction(*each) for each in zip(labels, inference.probabilities, looks(inference.features), strict=True)]


def _beyond(correction: Correction, strengths: Strengths) -> float:
    """Return by how much a correction pulls what looks the same beyond the push, so that it is read right itself."""
    logits = np.log(np.maximum(correction.probabilities, LEAST))
    others = np.delete(logits, correction.label)
    return max(0.0, float(others.max() - logits[correction.label]) + strengths.margin - strengths.push)


def class_of(label: str) -> int | None:
    """Return the class of a label, a digit's or that of what is not a digit; None for any other."""
    if label == NON_DIGIT_LABEL:
        return NOT_A_DIGIT
    return int(label) if label in DIGIT_LABELS else None


NOTHING = Memory()
