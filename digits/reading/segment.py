"""A drawing taken apart into its digits, and read from left to right.

A drawing is made of pieces: its strokes, drawn anew with a fine pen as a thick one fills small loops, or the patches of
ink on a picture. Neighbouring pieces are put together to digits in the way that the network finds likeliest, so that a
4 of two strokes stays one digit and 11 becomes two.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink, strokes
from digits.drawing.ink import Ink, Input
from digits.drawing.strokes import Drawn, Strokes

Predict = Callable[[Input], NDArray[np.float32]]

CANVAS = strokes.SIDE, strokes.SIDE
MOST = 12  # clusters of pieces: more than this is no number
TOGETHER = 3  # clusters, at most, that make a digit
OVERLAP = 0.6  # of the narrower one's width: pieces above one another by more than this are one digit
APART = 0.5  # of the drawing's height: pieces further from one another than this are two digits
LOW = 0.4  # of the drawing's height: what is lower than this is no digit of a number
NO_DIGIT = 3.5  # the cost of being none at all
NUMBER, ANOTHER, TOUCHING = 0.7, 0.1, 0.5  # the cost of being a number, of each further digit, of one that touches
SEVERAL = 0.6  # how much it counts whether the whole looks like several digits
LEAST = 1e-6  # a probability below this counts as this
NEVER = 1e6  # dearer than any drawing as a whole
MOST_STROKES, MOST_POINTS = 60, 5_000  # more are a scribble, and taken apart by where it touches


class Piece(NamedTuple):
    """Some ink and where its top left is in the drawing."""

    left: int
    top: int
    ink: Ink

    @property
    def right(self) -> int:
        """Return the first column beyond it."""
        return self.left + int(self.ink.shape[1])

    @property
    def bottom(self) -> int:
        """Return the first row beyond it."""
        return self.top + int(self.ink.shape[0])


class Found(NamedTuple):
    """One digit of a drawing: where it is, what the network saw, and the probabilities `float32 (classes,)`."""

    piece: Piece
    seen: Input
    probabilities: NDArray[np.float32]


class Parts(NamedTuple):
    """What a drawing was taken for: the whole as if it were one digit, and the digits it is made of."""

    whole: Found
    digits: list[Found]


def pieces(drawn: Drawn, size: tuple[int, int] = CANVAS) -> list[Piece]:
    """Return a drawing in pieces: what is left of its strokes where they are few, else its picture's patches of ink."""
    runs = strokes.left(drawn).strokes
    if 0 < len(runs) <= MOST_STROKES and sum(map(len, runs)) <= MOST_POINTS:
        return written(runs, size)
    return patches(strokes.picture(drawn, size))


def written(runs: Strokes, size: tuple[int, int] = CANVAS) -> list[Piece]:
    """Return each stroke as a fine pen leaves it on a canvas of this width and height."""
    pen = strokes.fine_pen(runs, size) if runs else 0
    each = [_trimmed(Piece(0, 0, strokes.draw([run], *size, pen)), ink.FAINTEST) for run in runs]
    return [piece for piece in each if piece.ink.size]


def patches(drawn: Ink) -> list[Piece]:
    """Return the patches of connected ink, without specks."""
    body = _trimmed(Piece(0, 0, drawn), ink.FAINTEST)
    if not body.ink.size:  # OpenCV would crash on it
        return []
    visible = (body.ink > ink.FAINTEST).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(visible, connectivity=8)
    if count == 2:
        return [body]
    largest = int(stats[1:, cv2.CC_STAT_AREA].max(initial=0))
    found = []
    for label, (left, top, width, height, area) in enumerate(stats[1:].tolist(), start=1):
        if area * 100 >= largest:
            part = slice(top, top + height), slice(left, left + width)
            own = np.where(labels[part] == label, body.ink[part], 0)
            found.append(Piece(body.left + left, body.top + top, own.astype(np.uint8)))
    return found


def find(pieces: Sequence[Piece], predict: Predict) -> Parts:
    """Return the digits that pieces make up, from left to right; the whole as one where they make no number."""
    (whole,) = _looked_at([joined(pieces)], predict)
    best = min(_cost(whole, whole), NO_DIGIT - _log(whole.probabilities[10:11].sum())), [whole]
    several = whole.probabilities[11] if len(whole.probabilities) > 11 else 1.0  # a network may know no such class
    number = NUMBER - SEVERAL * _log(several)
    if number < best[0]:
        for clusters in _ways(pieces):
            cost, digits = _cheapest(clusters, whole, predict)
            if len(digits) > 1 and 2 * sum(map(_doubtful, digits)) < len(digits):
                best = min(best, (number + cost, digits), key=lambda way: way[0])
    return Parts(whole, best[1])


def _ways(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the ways to sort pieces from left to right into what may be parts of a number."""
    ways = [_clusters(pieces)]
    if len(ways[0]) < len(pieces):  # what is above one another may still be neighbours that lean over each other
        ways.append(sorted(pieces, key=_middle))
    return [clusters for clusters in ways if 1 < len(clusters) <= MOST]


def _cheapest(clusters: Sequence[Piece], whole: Found, predict: Predict) -> tuple[float, list[Found]]:
    """Return the likeliest way to make digits of clusters, and what it costs."""
    spans = _spans(clusters)
    found = _looked_at([joined(clusters[start:end]) for start, end in spans], predict)
    best: list[tuple[float, list[Found]]] = [(0.0, [])]
    for end in range(1, len(clusters) + 1):
        ways = [
            (best[start][0] + _cost(each, whole) + _parting(clusters, start), [*best[start][1], each])
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
        for end in range(start + 1, min(start + TOGETHER, len(clusters)) + 1)
        if all(b.left - a.right <= APART * height for a, b in pairwise(clusters[start:end]))
    ]


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return pieces as one."""
    left, top = min(piece.left for piece in pieces), min(piece.top for piece in pieces)
    right, bottom = max(piece.right for piece in pieces), max(piece.bottom for piece in pieces)
    together = np.zeros((bottom - top, right - left), np.uint8)
    for piece in pieces:
        part = together[piece.top - top : piece.bottom - top, piece.left - left : piece.right - left]
        np.maximum(part, piece.ink, out=part)
    return Piece(left, top, together)


def _trimmed(piece: Piece, faintest: int = 0) -> Piece:
    left, top, width, height = cv2.boundingRect((piece.ink > faintest).astype(np.uint8))
    return Piece(piece.left + left, piece.top + top, piece.ink[top : top + height, left : left + width])


def _clusters(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces from left to right, those above one another together."""
    clusters = sorted(pieces, key=_middle)
    i = 1
    while i < len(clusters):
        a, b = clusters[i - 1], clusters[i]
        shared = min(a.right, b.right) - max(a.left, b.left)
        if shared > OVERLAP * min(a.ink.shape[1], b.ink.shape[1]):
            clusters[i - 1 : i + 1] = [joined([a, b])]
            i = max(1, i - 1)
        else:
            i += 1
    return clusters


def _looked_at(pieces: Sequence[Piece], predict: Predict) -> list[Found]:
    seen = [ink.to_input(piece.ink) for piece in pieces]
    said = predict(np.concatenate(seen))
    return [Found(*each) for each in zip(pieces, seen, said, strict=True)]


def _middle(piece: Piece) -> int:
    return piece.left + piece.right


def _cost(found: Found, whole: Found) -> float:
    """Return how unlikely it is that this is a digit; what is low is none of a number."""
    if found.piece.ink.shape[0] < LOW * whole.piece.ink.shape[0]:
        return NEVER
    return -_log(found.probabilities[:10].max())


def _log(probability: float | np.floating[Any]) -> float:
    return float(np.log(max(float(probability), LEAST)))


def _doubtful(found: Found) -> bool:
    """Return whether this is rather no digit: among several that are, a digit badly written, else no number."""
    return bool(found.probabilities[:10].max() < found.probabilities[10:].sum())


def _parting(clusters: Sequence[Piece], start: int) -> float:
    """Return what it costs to begin a digit here."""
    if not start:
        return 0.0
    return TOUCHING if _touch(clusters[start - 1], clusters[start]) else ANOTHER


def _touch(a: Piece, b: Piece) -> bool:
    left, right = max(a.left, b.left), min(a.right, b.right)
    top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
    if left >= right or top >= bottom:
        return False
    first = a.ink[top - a.top : bottom - a.top, left - a.left : right - a.left]
    second = b.ink[top - b.top : bottom - b.top, left - b.left : right - b.left]
    return bool(((first > ink.FAINTEST) & (second > ink.FAINTEST)).any())
