import zlib

import pytest

from digits.drawing.compact import compact, from_bytes, opened, to_bytes
from digits.drawing.strokes import NOTHING, Drawing
from digits.errors import DataError
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


def test_bytes_hold_tenths_of_pixels():
    drawing = Drawing([[[0.1, -3.25], [300.06, 1e7]], [[7.0, 7.0]]], [20, -36], (300, 160))
    assert from_bytes(to_bytes(drawing)) == drawing._replace(strokes=[[[0.1, -3.2], [300.1, 1e7]], [[7.0, 7.0]]])
    assert from_bytes(to_bytes(NOTHING)) == NOTHING
    assert from_bytes(to_bytes(drawing)).key == drawing.key


def test_a_digit_takes_few_bytes():
    assert len(to_bytes(Drawing(pen.digit(4, 180, (90, 70)), [20, 20]))) < 400


@pytest.mark.parametrize("junk", [b"", b"junk", zlib.compress(b""), zlib.compress(b"\1\0\0\0\0\xff\0\0\0"),
                                  zlib.compress(b"\2" + bytes(8))])  # fmt: skip
def test_bytes_of_something_else_are_refused(junk):
    with pytest.raises(DataError):
        from_bytes(junk)
