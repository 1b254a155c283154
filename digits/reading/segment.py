"""A drawing's pieces put together to its digits, from left to right.

Neighbouring pieces are put together in the way that the network finds likeliest, so that a 4 of two strokes stays one
digit and 11 becomes two. Costs are negative logarithms of probabilities.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from digits.drawing import ink
from digits.drawing.ink import Input
from digits.reading import classes
from digits.reading.classes import Probabilities
from digits.reading.pieces import Piece, joined

Predict = Callable[[Input], Probabilities]

MAX_CLUSTERS = 12  # of pieces: more make no number
MAX_DIGIT_CLUSTERS = 3  # that make one digit
MIN_OVERLAP = 0.6  # of the narrower one's width: pieces above one another by more belong to one digit
MAX_GAP = 0.5  # of the drawing's height: pieces further apart belong to two digits
MIN_HEIGHT = 0.4  # of the drawing's height: what is lower is not a digit of a number
NOT_A_DIGIT_COST = 3.5
NUMBER_COST = 0.7
NEXT_DIGIT_COST, TOUCHING_DIGIT_COST = 0.1, 0.5  # of each digit after the first
SEVERAL_WEIGHT = 0.6  # how much it counts whether the whole looks like several digits
MIN_PROBABILITY = 1e-6  # whatever is less likely counts as this
IMPOSSIBLE = 1e6  # dearer than any drawing as a whole


class Segment(NamedTuple):
    """One digit of a drawing: where it is, the network's input, and the probabilities `float32 (classes,)`."""

    piece: Piece
    input: Input
    probabilities: Probabilities


class Segmentation(NamedTuple):
    """The whole drawing as if it were one digit, and the digits that it is made of."""

    whole: Segment
    digits: list[Segment]


def segment(pieces: Sequence[Piece], predict: Predict) -> Segmentation:
    """Return the digits that pieces make up, from left to right; the whole as one where they make no number."""
    (whole,) = _classify([joined(pieces)], predict)
    best = _whole_cost(whole.probabilities), [whole]
    if may_be_number(whole.probabilities, len(pieces)):
        for clusters in _ways(pieces):
            cost, digits = _cheapest(clusters, whole, predict)
            if len(digits) > 1 and 2 * sum(map(_is_doubtful, digits)) < len(digits):
                best = min(best, (_number_cost(whole.probabilities) + cost, digits), key=lambda way: way[0])
    return Segmentation(whole, best[1])


def may_be_number(probabilities: Probabilities, pieces: int) -> bool:
    """Return whether so many pieces may make several digits; probabilities `(classes,)` are those of the whole."""
    return pieces > 1 and _number_cost(probabilities) < _whole_cost(probabilities)


def _whole_cost(probabilities: Probabilities) -> float:
    """Return how unlikely it is that the whole is one digit, or none."""
    return min(_digit_cost(probabilities), NOT_A_DIGIT_COST - _log(classes.not_a_digit(probabilities)))


def _number_cost(probabilities: Probabilities) -> float:
    """Return how unlikely it is that the whole is a number, whatever its digits."""
    return NUMBER_COST - SEVERAL_WEIGHT * _log(classes.several(probabilities))


def _digit_cost(probabilities: Probabilities) -> float:
    return -_log(classes.digits(probabilities).max())


def _ways(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the ways to sort pieces from left to right into what may be parts of a number."""
    ways = [_clusters(pieces)]
    if len(ways[0]) < len(pieces):  # what is above one another may still be neighbours that lean over each other
        ways.append(sorted(pieces, key=_middle))
    return [clusters for clusters in ways if 1 < len(clusters) <= MAX_CLUSTERS]


def _cheapest(clusters: Sequence[Piece], whole: Segment, predict: Predict) -> tuple[float, list[Segment]]:
    """Return the likeliest way to make digits of clusters, and what it costs."""
    spans = _spans(clusters)
    found = _classify([joined(clusters[start:end]) for start, end in spans], predict)
    best: list[tuple[float, list[Segment]]] = [(0.0, [])]
    for end in range(1, len(clusters) + 1):
        ways = [
            (best[start][0] + _cost(each, whole) + _next_cost(clusters, start), [*best[start][1], each])
            for (start, stop), each in zip(spans, found, strict=True)
            if stop == end
        ]
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1]


def _spans(clusters: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return which neighbours may make a digit: the first of them, and the first beyond."""
    height = max(each.bottom for each in clusters) - min(each.top for each in clusters)
    return [
        (start, end)
        for start in range(len(clusters))
        for end in range(start + 1, min(start + MAX_DIGIT_CLUSTERS, len(clusters)) + 1)
        if all(b.left - a.right <= MAX_GAP * height for a, b in pairwise(clusters[start:end]))
    ]


def _clusters(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces from left to right, those above one another together."""
    clusters = sorted(pieces, key=_middle)
    i = 1
    while i < len(clusters):
        a, b = clusters[i - 1], clusters[i]
        shared = min(a.right, b.right) - max(a.left, b.left)
        if shared > MIN_OVERLAP * min(a.ink.shape[1], b.ink.shape[1]):
            clusters[i - 1 : i + 1] = [joined([a, b])]
            i = max(1, i - 1)
        else:
            i += 1
    return clusters


def _classify(pieces: Sequence[Piece], predict: Predict) -> list[Segment]:
    inputs = [ink.to_input(piece.ink) for piece in pieces]
    rows = predict(np.concatenate(inputs))
    return [Segment(*each) for each in zip(pieces, inputs, rows, strict=True)]


def _middle(piece: Piece) -> int:
    return piece.left + piece.right


def _cost(segment: Segment, whole: Segment) -> float:
    """Return how unlikely it is that this is a digit; what is low is not one of a number."""
    if segment.piece.ink.shape[0] < MIN_HEIGHT * whole.piece.ink.shape[0]:
        return IMPOSSIBLE
    return _digit_cost(segment.probabilities)


def _log(probability: float) -> float:
    return float(np.log(max(float(probability), MIN_PROBABILITY)))


def _is_doubtful(segment: Segment) -> bool:
    """Return whether this is rather not a digit; among several that are, it passes for a badly written one."""
    return bool(classes.digits(segment.probabilities).max() < classes.rejection(segment.probabilities))


def _next_cost(clusters: Sequence[Piece], start: int) -> float:
    """Return what it costs to begin a digit here."""
    if not start:
        return 0.0
    return TOUCHING_DIGIT_COST if _touch(clusters[start - 1], clusters[start]) else NEXT_DIGIT_COST


def _touch(a: Piece, b: Piece) -> bool:
    left, right = max(a.left, b.left), min(a.right, b.right)
    top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
    if left >= right or top >= bottom:
        return False
    first = a.ink[top - a.top : bottom - a.top, left - a.left : right - a.left]
    second = b.ink[top - b.top : bottom - b.top, left - b.left : right - b.left]
    return bool(((first > ink.FAINTEST) & (second > ink.FAINTEST)).any())
