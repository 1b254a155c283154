"""Which ink is a number once it is turned: one that lies on its side, and no letter."""

import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading import reader
from digits.reading.sideways import back, turned

LETTERS = {
    "N, a Z on its side": [[[100, 60], [100, 260], [220, 60], [220, 260]]],
    "C": [[[220, 80], [160, 60], [100, 100], [90, 160], [100, 220], [160, 260], [220, 240]]],
}


@pytest.fixture(scope="module")
def network():
    return reader.load()


def number(label):
    runs = [run for i, digit in enumerate(label) for run in pen.digit(int(digit), 150, (60 + 160 * i, 60))]
    return strokes.draw(runs, 160 * len(label) + 120, 270, 14)


@pytest.mark.parametrize("label", ["42", "17", "2648"])
@pytest.mark.parametrize("turns", [1, 3])
def test_a_number_on_its_side_is_turned(network, label, turns):
    answer = network.read(turned(number(label), 4 - turns))
    assert (answer.text, answer.turns) == (label, turns)


@pytest.mark.parametrize("turns", [1, 3])
def test_it_may_be_left_as_it_is(network, turns):
    answer = network.read(turned(number("42"), turns), may_turn=False)
    assert (answer.text, answer.turns) == ("", 0)


def test_one_digit_on_its_side_is_left_as_it_is(network):
    assert network.read(turned(number("4"), 1)).turns == 0


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_left_as_it_is(network, letter):
    assert network.read(strokes.draw(LETTERS[letter], 320, 320, 16)).turns == 0


@pytest.mark.parametrize("turns", range(4))
def test_points_find_back_to_where_they_were(turns):
    ink = np.arange(15, dtype=np.uint8).reshape(3, 5)
    for y, x in np.ndindex(turned(ink, turns).shape):
        there = back(turns, ink.shape) @ (x + 0.5, y + 0.5, 1)
        assert ink[int(there[1]), int(there[0])] == turned(ink, turns)[y, x]
