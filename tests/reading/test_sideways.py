"""Which picture is a number once it is turned: one that lies on its side, and no letters or signs."""

import cv2
import numpy as np
import pytest

from digits.drawing import photo, strokes
from digits.pen import writing as pen
from digits.reading import reader

NO_NUMBERS = {
    "an equals sign, eleven on its side": [[[100, 120], [220, 120]], [[100, 180], [220, 180]]],
    "CO, two zeros on their side": [
        [[150, 110], [110, 90], [80, 110], [70, 160], [80, 210], [110, 230], [150, 210]],
        [[220, 90], [190, 110], [180, 160], [190, 210], [220, 230], [250, 210], [260, 160], [250, 110], [220, 90]],
    ],
    "N, a Z on its side": [[[100, 60], [100, 260], [220, 60], [220, 260]]],
    "C": [[[220, 80], [160, 60], [100, 100], [90, 160], [100, 220], [160, 260], [220, 240]]],
}


@pytest.fixture(scope="module")
def network():
    return reader.load()


def taken(ink, turns=0):
    """A picture of ink on paper that lies so many quarter turns to the left."""
    return photo.develop(cv2.imencode(".png", np.rot90(255 - ink, turns))[1].tobytes())


def number(label):
    runs = [run for i, digit in enumerate(label) for run in pen.digit(int(digit), 150, (60 + 110 * i, 60))]
    return strokes.draw(runs, 110 * len(label) + 120, 270, 14)


@pytest.mark.parametrize("label", ["42", "17", "2026", "2648"])
@pytest.mark.parametrize("turns", [1, 3])
def test_a_number_on_its_side_is_turned_and_level(network, label, turns):
    found = network.read_picture(taken(number(label), turns))
    assert (found.answer.text, found.answer.lines, found.turns) == (label, (len(label),), turns)
    assert found.developed.photo.shape[:2] == number(label).shape
    left, top, *_ = found.answer.segments[0].piece.box
    assert (found.developed.to_photo @ (left, top, 1))[:2] == pytest.approx((60, 60), abs=40)


@pytest.mark.parametrize("label", ["42", "63", "345", "847"])
def test_what_is_nothing_upside_down_is_turned(network, label):
    found = network.read_picture(taken(number(label), 2))
    assert (found.answer.text, found.turns) == (label, 2)


@pytest.mark.parametrize("turns", [1, 3])
def test_it_may_be_left_as_it_is(network, turns):
    found = network.read_picture(taken(number("42"), turns), may_turn=False)
    assert (found.answer.text, found.turns) == ("", 0)


def test_one_digit_on_its_side_is_left_as_it_is(network):
    assert network.read_picture(taken(number("4"), 1)).turns == 0


@pytest.mark.parametrize("runs", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_letters_and_signs_are_left_as_they_are(network, runs):
    assert network.read_picture(taken(strokes.draw(runs, 320, 320, 16))).turns == 0


def test_text_is_left_as_it_is(network):
    page = np.zeros((400, 900), np.uint8)
    for i, line in enumerate(
        ("The quick brown fox jumps over", "the lazy dog, while it will still", "fill all its hill.")
    ):
        cv2.putText(page, line, (30, 90 + 100 * i), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 255, 3, cv2.LINE_AA)
    assert network.read_picture(taken(page)).turns == 0


@pytest.mark.parametrize("turns", range(4))
def test_points_find_back_to_where_they_were(turns):
    ink = np.arange(15).reshape(3, 5)
    turned = np.rot90(ink, -turns)
    for y, x in np.ndindex(turned.shape):
        there = photo.before_turns(turns, ink.shape) @ (x + 0.5, y + 0.5, 1)
        assert ink[int(there[1]), int(there[0])] == turned[y, x]
