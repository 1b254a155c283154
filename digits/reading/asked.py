"""What the network was asked of the pieces of one drawing."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digits.drawing import ink
from digits.drawing.ink import Input
from digits.reading.classes import Probabilities
from digits.reading.pieces import Piece, joined

Predict = Callable[[Input], Probabilities]


class Segment(NamedTuple):
    """One digit of a drawing: where it is, the network's input, and the probabilities `float32 (classes,)`."""

    piece: Piece
    input: Input
    probabilities: Probabilities


class Looks:
    """What the network says of pieces, each of which it is asked of once; the whole drawing along with the first."""

    def __init__(self, pieces: Sequence[Piece], predict: Predict) -> None:
        self._together, self._predict = joined(pieces), predict
        self._whole: Segment | None = None
        self._known: dict[int, Segment] = {}  # by the identity of the piece

    def __len__(self) -> int:
        """Return how many pieces were looked at, beside the whole."""
        return len(self._known)

    def __contains__(self, piece: Piece) -> bool:
        return id(piece) in self._known

    @property
    def whole(self) -> Segment:
        """Return the drawing as if it were one digit."""
        if self._whole is None:
            self._ask([])
        assert self._whole is not None
        return self._whole

    def at(self, pieces: Sequence[Piece]) -> list[Segment]:
        """Return pieces with what the network says of each."""
        if new := [each for each in pieces if each not in self]:
            self._ask(new)
        return [self._known[id(each)] for each in pieces]

    def _ask(self, pieces: Sequence[Piece]) -> None:
        asked = [self._together, *pieces] if self._whole is None else pieces
        inputs = [ink.to_input(piece.ink) for piece in asked]
        rows = self._predict(np.concatenate(inputs))
        found = [Segment(*each) for each in zip(asked, inputs, rows, strict=True)]
        if self._whole is None:
            self._whole, *found = found
        self._known |= {id(each.piece): each for each in found}
