"""Ruled and squared paper with our own pen's digits on it: the lines go, the strokes stay."""

import cv2
import numpy as np
import pytest

from digits.drawing import ruling
from tests.drawing.written import page

WRITTEN = page(["4725", "1380"]) > 128


def lined(across=False, down=False, slope=0.0, thick=2, step=45):
    """A mask of lines."""
    lines = np.zeros(WRITTEN.shape, np.uint8)
    height, width = lines.shape
    for at in range(-200, max(lines.shape) + 200, step):
        if across:
            cv2.line(lines, (0, at), (width, round(at + slope * width)), 1, thick)
        if down:
            cv2.line(lines, (at, 0), (round(at - slope * height), height), 1, thick)
    return lines


def without(mask, share=None):
    """A mask without the lines of its paper, which has ink all over or so much of it."""
    share = mask.astype(np.float32) if share is None else share
    return ruling.without(mask, share, 0.1, np.ones_like(mask))


@pytest.mark.parametrize("slope", [0.0, 0.02])
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("thick", [1, 2, 3])
def test_lines_go_and_strokes_stay(thick, down, slope):
    lines = lined(True, down, slope, thick)
    mask = WRITTEN.astype(np.uint8) | lines
    rest = without(mask) > 0
    near = cv2.dilate(WRITTEN.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert (rest & ~near).sum() < 0.01 * lines.sum()  # the end of one in a corner: it touches the edge, and is a speck
    assert (rest & WRITTEN).sum() > 0.97 * WRITTEN.sum()


def test_strokes_along_a_fainter_line_stay():
    written, lines = WRITTEN.astype(np.uint8), np.zeros(WRITTEN.shape, np.uint8)
    top, bottom = np.flatnonzero(WRITTEN.any(axis=1))[[0, -1]]
    for at in (top + 3, bottom - 3, *range(40, 240, 40)):
        lines[at : at + 2] = 1
    share = np.maximum(0.8 * written, 0.4 * lines).astype(np.float32)
    assert (without(written | lines, share)[WRITTEN] > 0).mean() > 0.995


def test_strokes_alone_stay_as_they_are():
    mask = WRITTEN.astype(np.uint8)
    assert (without(mask) == mask).all()


@pytest.mark.parametrize("angle", [-40, -12, 0, 3, 30])
@pytest.mark.parametrize("down", [False, True])
def test_lines_have_their_tilt(angle, down):
    height, width = WRITTEN.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.6)
    mask = cv2.warpAffine(WRITTEN.astype(np.uint8) | lined(True, down), turn, (width, height))
    assert ruling.tilt(mask) == pytest.approx(angle, abs=0.6)


def test_plain_paper_has_no_lines():
    assert ruling.tilt(WRITTEN.astype(np.uint8)) is None
    assert ruling.tilt(np.zeros((40, 40), np.uint8)) is None


def test_strokes_from_edge_to_edge_are_no_lines():
    ones = np.zeros((200, 120), np.uint8)
    ones[:, [20, 21, 60, 61, 100, 101]] = 1
    assert (without(ones) == ones).all()
