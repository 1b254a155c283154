import cv2
import numpy as np
import pytest

from digits.drawing import ink, strokes
from digits.pen import writing as pen
from digits.reading.pieces import ink_patches, joined, pieces, stroke_pieces
from tests.reading.conftest import PEN, row


@pytest.mark.parametrize("width", [4, 14, 28, 60])
def test_a_pen_of_any_width_gives_the_same_pieces(width):
    runs = pen.digit(8, 60, (50, 50))
    (loops,) = pieces(strokes.by_one_pen(runs, width))
    assert loops.ink.shape == pytest.approx((64, 35), abs=2)
    assert loops.ink[17, 17] == loops.ink[46, 17] == 0  # open, though the widest pen fills both


def test_what_holds_too_many_strokes_is_taken_apart_by_its_picture():
    runs, _ = row("85")
    assert len(pieces(strokes.by_one_pen(runs * 40, PEN, (300, 160)))) == 2
    assert pieces(strokes.NOTHING) == []


def test_what_an_eraser_left_of_a_broad_stroke_is_read_by_its_picture():
    line, along = [[40.0, 100.0], [280.0, 100.0]], [[30.0, 104.0], [290.0, 104.0]]
    (edge,) = pieces(strokes.Drawing([line, along], [28, -20]))
    assert edge.ink.shape == pytest.approx((8, 268), abs=3)


def test_ink_too_faint_for_the_network_at_the_canvass_edge_is_no_piece():
    assert stroke_pieces(strokes.by_one_pen([[[-2, 100], [-2, 180]]], PEN)) == []


def test_strokes_in_pieces_are_the_same_ink_as_all_at_once():
    runs, _ = row("85")
    width, height = 300, 160
    moved = [[[x, y + 30] for x, y in run] for run in runs]
    whole = joined(stroke_pieces(strokes.by_one_pen(moved, PEN, (width, height))))
    drawn = strokes.draw(moved, width, height, strokes.fine_pen(moved, (width, height)))
    part = drawn[whole.top : whole.bottom, whole.left : whole.right]
    assert part.shape == whole.ink.shape
    assert (part == whole.ink).all()
    assert part.sum() == pytest.approx(drawn.sum(), rel=1e-3)  # but for what is too faint to see


def test_strokes_off_the_canvas_are_no_pieces():
    assert stroke_pieces(strokes.by_one_pen([[[400, 50], [500, 90]], [[-900, 10], [-800, 10]]], PEN)) == []
    (piece,) = stroke_pieces(strokes.by_one_pen([[[300, 50], [900, 50]]], PEN))
    assert (piece.left, piece.right) == (300, 320)


def test_specks_are_no_pieces():
    picture = strokes.draw([[[60, 20], [60, 120]]], 200, 140, 14)
    picture[100, 150] = 255
    (piece,) = ink_patches(picture)
    assert (piece.left, piece.right) == (53, 67)
    assert ink_patches(np.zeros((9, 9), np.uint8)) == []


def test_bold_digits_of_a_picture_are_thinned_and_part_where_they_just_touch():
    bold = strokes.draw(pen.digit(1, 100, (40, 30)) + pen.digit(7, 100, (99, 30)), 220, 160, 30)
    assert cv2.connectedComponents((bold > ink.FAINTEST).astype(np.uint8))[0] == 2  # the paper, and one patch
    one, seven = sorted(ink_patches(bold), key=lambda piece: piece.left)
    assert one.right < seven.left
    assert one.ink.shape[0] == pytest.approx(112, abs=8)


def test_no_pen_is_too_bold_for_a_line_and_small_pictures_stay():
    line = strokes.draw([[[20, 20], [280, 20]]], 300, 40, 14)
    assert ink_patches(line)[0].ink.shape == pytest.approx((14, 274), abs=2)
    small = strokes.draw(pen.digit(8, 20, (4, 4)), 28, 28, 4)
    assert joined(ink_patches(small)).ink.sum() == pytest.approx(small.sum(), rel=0.02)  # but for what is faint
