import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading.looks import LOOKS, looked_again

INK = strokes.draw(pen.digit(7, 100, (20, 20)), 120, 140, 6)


def test_what_the_looks_say_is_averaged_with_the_first():
    seen = []

    def predict(batch):
        seen.append(batch)
        return np.tile(np.array([[0.2, 0.8]], np.float32), (len(batch), 1))

    found = looked_again(INK, np.array([0.8, 0.2], np.float32), predict)
    (batch,) = seen
    assert found == pytest.approx(
        [(0.8 + 0.2 * len(LOOKS)) / (1 + len(LOOKS)), (0.2 + 0.8 * len(LOOKS)) / (1 + len(LOOKS))]
    )
    assert batch.shape == (len(LOOKS), 28, 28, 1)
    assert all(not np.allclose(batch[0], each) for each in batch[1:])


def test_each_look_still_shows_the_whole_digit(network):
    row = looked_again(INK, np.zeros(12, np.float32), network.predict)
    assert row.argmax() == 7
    assert row.sum() == pytest.approx(len(LOOKS) / (1 + len(LOOKS)), abs=1e-3)


def test_ink_so_faint_that_it_vanishes_where_it_is_moved_is_not_looked_at():
    faint = np.pad(np.full((1, 1), 65, np.uint8), 3)
    first = np.array([0.8, 0.2], np.float32)
    assert looked_again(faint, first, lambda batch: np.tile(first, (len(batch), 1))) == pytest.approx(first)
