import numpy as np
import pytest

from digits.drawing import ink, strokes
from digits.pen import rewriting, writing
from digits.pen.rewriting import Nibs, Warp

STILL = Warp(0, 0, 0, 0, 0, 0, 0)
FINE = Nibs(0.05, 0.05)


def curves(*labels):
    return [rewriting.curve(writing.digit(label, 150, (20, 10))) for label in labels]


def test_a_curve_lies_around_the_middle_of_a_box_whose_longer_side_is_one():
    (seven,) = curves(7)
    assert np.ptp(seven.points, axis=0).max() == pytest.approx(1, abs=0.02)
    assert seven.points.max(axis=0) == pytest.approx(-seven.points.min(axis=0), abs=0.02)
    assert sum(seven.lengths) == len(seven.points) == len(seven.along)
    assert (np.diff(seven.along) >= 0).all()


def test_points_that_are_too_close_are_left_out_and_ends_stay():
    line = [[[x / 10, x / 7] for x in range(5000)]]
    (curve,) = [rewriting.curve(line)]
    assert len(curve.points) < 400
    assert np.ptp(curve.points[:, 1]) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("label", range(10))
def test_a_drawing_is_redrawn_as_the_page_reads_it(label):
    drawn = writing.digit(label, 200, (60, 40))
    page = strokes.draw(drawn, *strokes.CANVAS, strokes.fine_pen(drawn))
    (image,) = rewriting.redrawn([rewriting.curve(drawn)])
    difference = np.abs(image / 255 - ink.to_input(page)[0, :, :, 0])
    assert difference.mean() < 0.02


def test_another_hand_is_another_drawing_and_no_hand_is_the_same():
    many = curves(*[3] * 6)
    images = rewriting.rewritten(many, np.random.default_rng(1), Warp(), Nibs())
    assert (images.shape, images.dtype) == ((6, 28, 28), np.uint8)
    assert len({image.tobytes() for image in images}) == 6
    assert (images.max(axis=(1, 2)) == 255).all()
    same = rewriting.rewritten(many, np.random.default_rng(1), STILL, FINE)
    assert np.array_equal(same, rewriting.redrawn(many))


def test_a_hand_is_decided_by_its_seed():
    first, again, other = (
        rewriting.rewritten(curves(5, 8), np.random.default_rng(s), Warp(), Nibs()) for s in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_each_kind_of_warp_changes_something():
    before = rewriting.redrawn(curves(4))
    for field in Warp._fields:
        warp = STILL._replace(**{field: 0.3})
        assert not np.array_equal(rewriting.rewritten(curves(4), np.random.default_rng(3), warp, FINE), before), field


def test_nibs_lie_between_the_finest_and_the_broadest():
    weight = [
        int(rewriting.rewritten(curves(1), np.random.default_rng(0), STILL, Nibs(nib, nib)).sum())
        for nib in (0.04, 0.1, 0.2)
    ]
    assert weight == sorted(weight)


@pytest.mark.parametrize("drawn", [[[[3, 3]]], [[[3, 3], [3, 3]]], [[[0, 0], [9, 0]]], [[[0, 0]], [[5, 5]]]])
def test_dots_and_lines_are_drawn_too(drawn):
    many = [rewriting.curve(drawn)]
    assert rewriting.rewritten(many, np.random.default_rng(0), Warp(), Nibs()).max() == 255
    assert rewriting.redrawn(many).max() == 255


def test_no_drawings_are_no_images():
    assert rewriting.redrawn([]).shape == (0, 28, 28)
    assert rewriting.rewritten([], np.random.default_rng(0), Warp(), Nibs()).shape == (0, 28, 28)


def test_a_number_is_wider_than_its_digits():
    one = rewriting.number(curves(2, 5, 8), np.random.default_rng(0))
    across, down = np.ptp(one.points, axis=0)
    assert across == pytest.approx(1, abs=0.02)
    assert down < 0.75
    assert len(one.lengths) == sum(len(each.lengths) for each in curves(2, 5, 8))
