"""Rows that run up or down, written with our own pen, and ink that makes no row."""

import cv2
import numpy as np
import pytest

from digits.drawing import skew, strokes
from digits.pen import writing as pen
from tests.drawing.written import page


def turned(ink, tilt):
    """A mask of ink that runs down to the right by so many degrees."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt, 0.7)
    return (cv2.warpAffine(ink, turn, (width, height)) > 128).astype(np.uint8)


@pytest.mark.parametrize("tilt", [-40, -25, -8, 0, 8, 25, 40])
@pytest.mark.parametrize("lines", [["40572"], ["31459", "26", "5358"]])
def test_rows_have_their_tilt(lines, tilt):
    assert skew.of_rows(turned(page(lines, height=100), tilt)) == pytest.approx(tilt, abs=3)


@pytest.mark.parametrize("label", range(10))
def test_a_lone_digit_is_level(label):
    mask = strokes.draw(pen.digit(label, 200, (90, 60)), 320, 320, 20)
    assert skew.of_rows((mask > 128).astype(np.uint8)) == 0


def test_an_empty_sheet_is_level():
    assert skew.of_rows(np.zeros((50, 70), np.uint8)) == 0
