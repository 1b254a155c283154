import numpy as np
import pytest

from digits.drawing import strokes
from digits.errors import TooMuchError
from digits.pen import writing as pen
from tests.conftest import erased

LINE = [[50.0, 50.0], [150.0, 50.0]]


def test_the_pen_is_round_and_as_wide_as_asked():
    ink = strokes.draw([LINE], 200, 100, 20)
    rows, columns = np.nonzero(ink > 127)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (pytest.approx(20, abs=1), pytest.approx(120, abs=1))
    assert ink[42, 42] == 0


def test_a_tap_is_a_dot():
    assert (strokes.draw([[[50, 50]]], 100, 100, 20) > 127).sum() == pytest.approx(np.pi * 10**2, rel=0.15)


def test_the_curve_rounds_a_corner_between_the_middles_of_its_sides():
    curve = strokes.smoothed(np.array([[0.0, 0.0], [0.0, 80.0], [80.0, 80.0]]))
    assert curve[0].tolist() == [0, 0]
    assert curve[-1].tolist() == [80, 80]
    assert [0, 40] in curve.tolist()
    assert [40, 80] in curve.tolist()
    assert [10, 70] in curve.tolist()  # the parabola's middle; the corner itself is not on it
    assert np.hypot(*(curve - [0, 80]).T).min() == pytest.approx(np.hypot(10, 10))


@pytest.mark.parametrize("width", [12, 28])
def test_a_drawing_lands_wholly_on_the_canvas_at_some_size_somewhere(width):
    rng = np.random.default_rng(1)
    placed = [np.vstack(strokes.placed(pen.digit(5, 7000, (-300, 9)), rng, width)) for _ in range(50)]
    assert min(points.min() for points in placed) >= width / 2
    assert max(points.max() for points in placed) <= strokes.SIDE - width / 2
    sizes = [np.ptp(points, axis=0).max() / (strokes.SIDE - width) for points in placed]
    assert 0.3 <= min(sizes) < 0.45
    assert 0.75 < max(sizes) <= 0.9
    assert len({points[0, 0].round() for points in placed}) > 30


def test_a_dot_is_placed_too():
    ((point,),) = strokes.placed([[[7, 7]]], np.random.default_rng(1), 20)
    assert 10 <= min(point) <= max(point) <= 310


def test_a_drawing_is_told_from_the_next_by_its_first_stroke():
    one, other = [[40.0, 40.0], [40.0, 80.0], [90.0, 80.0]], [[40.0, 40.0], [48.0, 48.0]]
    assert strokes.by_one_pen([one], 12).key == strokes.by_one_pen([one, other], 20).key
    assert strokes.by_one_pen([one], 12).key != strokes.by_one_pen([other], 12).key
    assert strokes.NOTHING.key == ""


def test_what_a_narrow_eraser_leaves_of_a_broad_stroke_is_shown():
    along = [[30.0, 100.0], [290.0, 100.0]]
    assert not strokes.picture(erased(along, pen=20)).any()
    left = strokes.picture(erased(along, pen=6))
    assert (left[100, 60:260] == 0).all()
    assert (left[[95, 105], 60:260] == 255).all()
    assert strokes.picture(strokes.NOTHING).shape == (strokes.SIDE, strokes.SIDE)


def test_the_way_from_one_stroke_to_the_next_is_no_ink():
    strokes.check_amount([[[0.0, 0.0]], [], [[9000.0, 0.0]]] * 300)
    strokes.check_amount([[[0.0, 0.0], [strokes.MAX_LENGTH / 2, 0.0]]] * 2)
    with pytest.raises(TooMuchError):
        strokes.check_amount([[[0.0, 0.0], [strokes.MAX_LENGTH / 2 + 1, 0.0]]] * 2)


def test_the_fine_pen_is_as_fine_as_the_digits_of_a_column_need():
    def bars(*spans):
        return [[[100.0, top], [110.0, bottom]] for top, bottom in spans]

    assert strokes.fine_pen(bars((0, 300))) == strokes.fine_pen(bars((0, 100), (90, 210), (200, 300))) == 15
    assert strokes.fine_pen(bars((0, 100), (200, 300))) == 15  # a 5 has two bands
    assert strokes.fine_pen(bars((200, 300), (0, 60), (70, 130), (125, 190))) == 6  # 120 high
