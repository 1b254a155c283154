import numpy as np
import pytest

from digits import strokes


@pytest.mark.parametrize("label", range(10))
def test_a_digit_is_as_high_as_asked_and_where_asked(label):
    points = np.concatenate([np.array(stroke) for stroke in strokes.digit(label, 100, (30, 20))])
    assert points[:, 1].min() == pytest.approx(20, abs=3)
    assert points[:, 1].max() == pytest.approx(120, abs=3)
    assert points[:, 0].min() > 27
    assert points[:, 0].max() < 105


def test_no_other_digit_is_written():
    with pytest.raises(ValueError, match="label: expected a digit from 0 to 9, got 10"):
        strokes.digit(10, 100)


def test_the_pen_is_round_and_as_wide_as_asked():
    ink = strokes.draw([[[50, 50], [150, 50]]], 200, 100, 20)
    rows, columns = np.nonzero(ink > 127)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (pytest.approx(21, abs=1), pytest.approx(121, abs=1))
    assert ink[42, 42] == 0


def test_a_tap_is_a_dot():
    assert (strokes.draw([[[50, 50]]], 100, 100, 20) > 127).sum() == pytest.approx(np.pi * 10**2, rel=0.15)
