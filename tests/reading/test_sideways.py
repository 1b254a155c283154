"""Which ink is a number once it is turned: one that lies on its side, and no letter."""

import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading import reader
from digits.reading.sideways import quarter_turns

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


@pytest.mark.parametrize("label", ["42", "305", "2648"])
@pytest.mark.parametrize("turns", [1, 3])
def test_a_number_on_its_side_is_turned(network, label, turns):
    assert quarter_turns(np.rot90(number(label), turns), network) == turns


def test_one_digit_on_its_side_is_left_as_it_is(network):
    assert quarter_turns(np.rot90(number("4")), network) == 0


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_left_as_it_is(network, letter):
    assert quarter_turns(strokes.draw(LETTERS[letter], 320, 320, 16), network) == 0
