"""Digits with something drawn around them."""

import cv2
import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.reading import frames, reader
from digits.reading.pieces import Piece
from tests.reading.conftest import row

SIZE = 320, 320


@pytest.fixture(scope="module")
def bundled():
    return reader.load()


def ring(corner, extent, turns=6.5):
    """Return a stroke around a box: its ends pass each other, or do not meet where it turns less."""
    angle = np.linspace(-1.5, -1.5 + turns, 60)
    middle = np.array(corner) + np.array(extent) / 2
    return (middle + np.column_stack([np.cos(angle), np.sin(angle)]) * np.array(extent) / 2).tolist()


def square(left, top, right, bottom):
    return [[left, top], [right, top + 3], [right - 2, bottom], [left + 3, bottom - 2], [left, top - 2]]


@pytest.mark.parametrize("label", range(10))
@pytest.mark.parametrize(
    "frame", [ring((50, 40), (220, 240)), ring((50, 40), (220, 240), 6.1), square(50, 40, 270, 280)]
)
def test_a_digit_in_a_circle_or_a_square_is_read(bundled, label, frame):
    digit = pen.digit(label, 130, (120, 95))
    for drawing in ([*digit, frame], [frame, *digit]):
        answer = bundled.read(by_one_pen(drawing, 12, SIZE))
        assert (answer.text, len(answer.signs)) == (str(label), 1)


def moved(runs, right, down=0):
    return [(np.array(run) + np.array([right, down])).tolist() for run in runs]


def test_a_number_in_a_circle_is_read(bundled):
    runs, lefts = row("407")
    frame = ring((-40, -90), (lefts[-1] + 150, 280))
    assert bundled.read(by_one_pen(moved([*runs, frame], 60, 120), 12, (600, 400))).text == "407"


def test_one_digit_of_several_may_be_in_a_circle(bundled):
    drawing = [*row("4")[0], *moved(row("7")[0], 200), ring((190, -60), (180, 220))]
    assert bundled.read(by_one_pen(moved(drawing, 0, 120), 12, (600, 400))).text == "47"


@pytest.mark.parametrize("zero", [ring((110, 70), (110, 180)), ring((70, 70), (190, 180))])
@pytest.mark.parametrize("mark", [[[130, 195], [200, 125]], [[163, 155], [166, 160]]])
def test_a_zero_with_a_slash_or_a_dot_in_it_stays_a_zero(bundled, zero, mark):
    assert bundled.read(by_one_pen([zero, mark], 12, SIZE)).text == "0"


@pytest.mark.parametrize("label", ["0", "1"])
def test_a_zero_in_a_circle_is_one_and_rings_are_none(bundled, label):
    digit, around = pen.digit(int(label), 130, (120, 95)), ring((50, 40), (220, 240))
    assert bundled.read(by_one_pen([*digit, around], 12, SIZE)).text == label
    assert bundled.read(by_one_pen([ring((110, 110), (100, 100)), around], 12, SIZE)).text == ""


@pytest.mark.parametrize("label", range(10))
def test_a_square_that_is_drawn_by_hand_is_no_digit_on_a_picture(bundled, label):
    drawn = strokes.draw([*pen.digit(label, 130, (120, 95)), square(50, 40, 270, 280)], 320, 320, 10)
    assert bundled.read(drawn).text == str(label)


def form(label, touches=False):
    """Return a picture of a form's boxes, side by side, with a digit in each."""
    ink = np.zeros((300, 200 * len(label) + 100), np.uint8)
    for i, each in enumerate(label):
        cv2.rectangle(ink, (50 + 200 * i, 50), (250 + 200 * i, 250), 255, 5)
        left = 55 if touches and i == 1 else 105
        np.maximum(ink, strokes.draw(pen.digit(int(each), 110, (left + 200 * i, 95)), *ink.shape[::-1], 10), out=ink)
    return ink


@pytest.mark.parametrize("label", ["4075", "1163", "28"])
@pytest.mark.parametrize("touches", [False, True])
def test_the_boxes_of_a_form_are_no_digits_and_hold_some(bundled, label, touches):
    assert bundled.read(form(label, touches)).text == label


def test_many_frames_within_one_another_are_a_pattern():
    nested = []
    for i in range(12):
        ink = np.zeros((400 - 20 * i,) * 2, np.uint8)
        cv2.rectangle(ink, (1, 1), (ink.shape[0] - 2,) * 2, 255, 3)
        nested.append(Piece(10 * i, 10 * i, ink))
    assert frames.held(nested) == {}
    assert len(frames.held(nested[:3])) == 2


def test_a_frame_holds_what_is_high_enough_and_is_not_on_its_line():
    ink = np.zeros((100, 100), np.uint8)
    cv2.rectangle(ink, (2, 2), (97, 97), 255, 3)
    frame, inner = Piece(0, 0, ink), np.full((40, 20), 255, np.uint8)
    assert frames.held([frame, Piece(40, 30, inner)]) == {0: [1]}
    for other in (Piece(40, 30, inner[:20]), Piece(200, 30, inner), Piece(-5, 30, inner)):
        assert frames.held([frame, other]) == {}
