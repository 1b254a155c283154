"""Which pieces stand on one another: the loops of an 8, and not the digits of two lines."""

import numpy as np
import pytest

from digits.reading.pieces import Piece
from digits.reading.stacks import stacked


def ring(left, top, size):
    """Return a loop as broad as it is high."""
    ink = np.full((size, size), 255, np.uint8)
    ink[5:-5, 5:-5] = 0
    return Piece(left, top, ink)


def bar(left, top, height):
    return Piece(left, top, np.full((height, 6), 255, np.uint8))


def numbered(groups):
    return sorted(map(sorted, groups))


def test_loops_that_touch_are_one():
    assert numbered(stacked([ring(0, 0, 50), ring(0, 48, 50)])) == [[0, 1]]


@pytest.mark.parametrize("gap", [-2, 4, 11])
def test_loops_beside_what_is_as_high_as_both_are_one(gap):
    assert numbered(stacked([bar(0, 0, 110), ring(40, 0, 50), ring(40, 50 + gap, 50)])) == [[0], [1, 2]]


@pytest.mark.parametrize(("gap", "height"), [(30, 130), (4, 50)])
def test_digits_of_two_lines_are_not(gap, height):
    pieces = [bar(0, 0, height), ring(40, 0, 50), ring(40, 50 + gap, 50)]
    assert numbered(stacked(pieces)) == [[0], [1], [2]]


def test_an_8_that_is_found_tells_of_the_next():
    pieces = [bar(0, 20, 100), ring(40, 0, 50), ring(40, 54, 50), ring(110, -15, 50), ring(110, 39, 50)]
    assert numbered(stacked(pieces)) == [[0], [1, 2], [3, 4]]
