import numpy as np
import pytest

from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.scoring.numbers import numbers

PEN = 14


def test_numbers_are_put_together_from_one_writers_digits():
    found = [Labelled(by_one_pen(pen.digit(i % 10, 50 + i), PEN), str(i % 10), writer=str(i % 2)) for i in range(20)]
    made = numbers(found, 50, PEN, np.random.default_rng(1))
    assert {len(each.label) for each in made} == {2, 3, 4, 5, 6}
    for each in made:
        assert len({int(digit) % 2 for digit in each.label}) == 1
        points = np.vstack(each.drawing.strokes)
        assert 70 < np.ptp(points[:, 1]) < 170
        assert points.min() == pytest.approx(PEN)
        assert np.allclose(points.max(axis=0) + PEN, each.drawing.size, atol=1)
