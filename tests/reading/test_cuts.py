import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.ink import FAINTEST
from digits.pen import writing as pen
from digits.reading.cuts import cut
from digits.reading.pieces import Piece, ink_patches, joined, pieces
from digits.reading.segment import segment
from tests.reading.conftest import HEIGHT, PEN, row


def patches(label, gap):
    runs, _ = row(label, gap)
    moved = [[[x, y + 40] for x, y in run] for run in runs]
    return ink_patches(strokes.draw(moved, int(max(x for run in runs for x, _ in run)) + 40, HEIGHT + 80, PEN))


def test_the_parts_of_a_patch_are_all_of_its_ink_from_left_to_right():
    (patch,) = patches("00", -8)
    parts = cut(patch, HEIGHT)
    assert len(parts) > 1
    together = joined(parts)
    assert (together.box, together.cut) == (patch.box, patch.cut)
    assert np.abs(together.ink.astype(int) - patch.ink).max() <= FAINTEST
    assert [each.cut > 0 for each in parts] == [False, *[True] * (len(parts) - 1)]
    middles = [each.left + each.right for each in parts]
    assert middles == sorted(middles)


def test_one_of_the_seams_is_where_digits_touch():
    (patch,) = patches("00", -4)
    middle = (patch.left + patch.right) / 2
    assert min(abs(each.left - middle) for each in cut(patch, HEIGHT)) < 0.2 * HEIGHT


def test_what_is_narrow_or_solid_is_not_cut():
    bar = Piece(0, 0, np.full((100, 20), 255, np.uint8))
    block = Piece(0, 0, np.full((100, 100), 255, np.uint8))
    assert cut(bar, 100) == [bar]
    assert cut(block, 100) == [block]


@pytest.mark.parametrize("size", [(1, 200), (2, 2), (400, 3), (3, 400)])
def test_ink_of_any_shape_can_be_asked_for(size):
    piece = Piece(5, 6, np.full(size, 255, np.uint8))
    assert joined(cut(piece, 60)).box == piece.box


@pytest.mark.parametrize("label,gap", [("56", -6), ("38", -4), ("2050", -5)])
def test_digits_that_touch_are_read(network, label, gap):
    found = patches(label, gap)
    assert len(found) < len(label)
    digits = segment(found, network.predict).digits
    assert "".join(str(each.probabilities[:10].argmax()) for each in digits) == label


def test_two_digits_in_one_stroke_are_read(network):
    (three,), (six,) = pen.digit(3, HEIGHT, (40, 40)), pen.digit(6, HEIGHT, (130, 40))
    drawing = strokes.by_one_pen([[*three, *six]], PEN)
    digits = segment(pieces(drawing), network.predict, drawing).digits
    assert "".join(str(each.probabilities[:10].argmax()) for each in digits) == "36"
