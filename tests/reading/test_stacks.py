"""Which pieces stand on one another: the loops of an 8, and not the digits of two lines."""

import numpy as np
import pytest

from digits.reading import classes
from digits.reading.asked import Looks
from digits.reading.pieces import Piece
from digits.reading.stacks import MOST_HALVES, stacked


def ring(left, top, size):
    """Return a loop as broad as it is high."""
    ink = np.full((size, size), 255, np.uint8)
    ink[5:-5, 5:-5] = 0
    return Piece(left, top, ink)


def bar(left, top, height):
    return Piece(left, top, np.full((height, 6), 255, np.uint8))


def groups(pieces, label=8):
    """Return which pieces stand on one another where whatever is looked at is a digit of this label."""
    found = stacked(
        pieces, Looks(pieces, lambda inputs: np.eye(classes.MAX_CLASSES, dtype=np.float32)[[label] * len(inputs)])
    )
    return sorted(map(sorted, found))


def test_loops_that_touch_are_one():
    assert groups([ring(0, 0, 50), ring(0, 48, 50)], label=0) == [[0, 1]]


@pytest.mark.parametrize("gap", [-2, 4, 11])
def test_loops_that_are_near_and_look_like_an_8_are_one(gap):
    assert groups([bar(0, 20, 80), ring(40, 0, 50), ring(40, 50 + gap, 50)]) == [[0], [1, 2]]
    assert groups([ring(40, 0, 50), ring(40, 50 + gap, 50)]) == [[0, 1]]


def test_what_looks_like_no_8_is_of_two_lines():
    assert groups([bar(0, 0, 110), ring(40, 0, 50), ring(40, 54, 50)], label=3) == [[0], [1], [2]]


@pytest.mark.parametrize(("gap", "height"), [(30, 130), (4, 50)])
def test_what_is_far_or_high_is_not_even_looked_at(gap, height):
    pieces = [bar(0, 0, height), ring(40, 0, 50), ring(40, 50 + gap, 50)]
    assert groups(pieces) == [[0], [1], [2]]


def test_a_pattern_is_no_page_of_8s():
    loops = [ring(60 * column, 54 * row, 50) for row in range(2) for column in range(MOST_HALVES + 1)]
    bars = [bar(-20 * i, 0, 108) for i in range(1, 11)]
    assert groups([*loops[:MOST_HALVES], *loops[MOST_HALVES + 1 : -1], *bars])[0] == [0, MOST_HALVES]
    assert groups([*loops, *bars]) == [[i] for i in range(len(loops) + len(bars))]
