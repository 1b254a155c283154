import pytest

from digits.drawing.compact import compact, opened
from digits.drawing.strokes import NOTHING, Drawing
from digits.pen import writing as pen


@pytest.mark.parametrize(
    "drawing",
    [
        NOTHING,
        Drawing(pen.digit(4, 180, (90, 70)), [20, -36]),
        Drawing([[[0.1, 1 / 3]], [[7.0, 7.0], [8.25, 9.5]]], [1, 2], (300, 160)),
    ],
)
def test_a_drawing_comes_back_as_it_was(drawing):
    assert opened(compact(drawing)) == drawing


def test_a_point_takes_sixteen_bytes():
    assert compact(Drawing([[[1.5, 2.5]] * 1000], [20])).points.nbytes == 16_000
