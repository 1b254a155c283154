import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading.classes import digits
from digits.reading.pieces import Piece, ink_patches, stroke_pieces
from digits.reading.segment import MAX_CLUSTERS, segment
from tests.reading.conftest import HEIGHT, PEN, row


def text(segmentation):
    return "".join(str(digits(found.probabilities).argmax()) for found in segmentation.digits)


def pieces(runs, kind):
    moved = [[[x, y + 40] for x, y in run] for run in runs]
    size = int(max(x for run in runs for x, _ in run)) + 40, int(max(y for run in moved for _, y in run)) + 40
    return (
        stroke_pieces(strokes.by_one_pen(moved, PEN, size))
        if kind == "strokes"
        else ink_patches(strokes.draw(moved, *size, PEN))
    )


@pytest.mark.parametrize("kind", ["strokes", "patches"])
@pytest.mark.parametrize("label", ["42", "11", "507", "1984", "60354", "271828", "3"])
def test_a_number_is_read_from_left_to_right(network, label, kind):
    runs, lefts = row(label)
    found = segment(pieces(runs, kind), network.predict)
    assert text(found) == label
    pen_width = PEN if kind == "patches" else strokes.fine_pen(runs, (999, 999))
    assert [each.piece.left for each in found.digits] == pytest.approx([x - pen_width / 2 for x in lefts], abs=2)
    assert all(each.input.shape == (1, 28, 28, 1) for each in found.digits)


@pytest.mark.parametrize("label", range(10))
def test_a_digit_of_several_strokes_stays_one(network, label):
    assert text(segment(pieces(pen.digit(label, 180), "strokes"), network.predict)) == str(label)


def test_a_detached_bar_stays_with_its_five(network):
    body, _ = pen.digit(5, 100)
    bar = [[20.0, -12.0], [62.0, -16.0]]
    for kind in ("strokes", "patches"):
        assert text(segment(pieces([body, bar], kind), network.predict)) == "5"


@pytest.mark.parametrize("label,gap", [("77", -25), ("47", -12)])
def test_digits_that_lean_over_each_other_are_told_apart_by_their_strokes(network, label, gap):
    runs, _ = row(label, gap)
    assert text(segment(pieces(runs, "strokes"), network.predict)) == label


def test_what_holds_a_part_that_is_no_digit_is_no_number(network):
    squiggle = [[[150 + 8 * i, 40 + 60 * (i % 2)] for i in range(8)]]
    found = segment(pieces(pen.digit(1, HEIGHT, (60, 0)) + squiggle, "strokes"), network.predict)
    assert len(found.digits) == 1


def test_too_many_pieces_are_one_drawing(network):
    dots = [Piece(20 * i, 0, np.full((9, 9), 255, np.uint8)) for i in range(MAX_CLUSTERS + 1)]
    assert len(segment(dots, network.predict).digits) == 1
