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


def squares(corners):
    mask = np.zeros((900, 900), np.uint8)
    for x, y in corners:
        mask[y : y + 60, x : x + 40] = 1
    return mask


def test_on_a_sheet_clear_rows_have_their_tilt_all_the_same():
    steps = squares([(200 + 100 * i, 200 + 120 * row + 40 * i) for row in range(3) for i in range(3)])
    assert skew.of_rows(steps, skew.PRIOR_ON_SHEET) == pytest.approx(22, abs=2)


def test_on_a_sheet_what_makes_no_clear_row_is_nearer_to_the_level():
    rng = np.random.default_rng(1)
    scattered = [squares(rng.integers(0, 800, (9, 2)).tolist()) for _ in range(12)]
    free, on_sheet = (np.abs([skew.of_rows(mask, prior) for mask in scattered]) for prior in (0.25, 0.8))
    assert (on_sheet < free - 5).sum() >= 4
    assert (on_sheet > free + 1).sum() == 0
