"""Digits by our own pen, for the evaluator: many writers, each with a hand."""

import numpy as np

from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.pen import writing
from digits.pen.hand import random_hand

PEN = 20  # pixels
EACH = 3  # of each digit by a writer


def drawings(writers: int, rng: np.random.Generator, held_out: bool = True) -> list[Labelled]:
    """Return digits by so many writers, three of each digit, in the styles held out of training or in the others."""
    found = []
    for writer in range(writers):
        hand = random_hand(rng)._replace(joined=False)
        for label in [label for label in range(10) for _ in range(EACH)]:
            strokes = writing.write(label, rng, hand, held_out)
            found.append(Labelled(by_one_pen(strokes, PEN), str(label), writer=f"pen {writer}"))
    return found
