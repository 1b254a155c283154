import numpy as np
import pytest

from digits.drawing import ink
from digits.reading import engine, explain
from tests.conftest import drawn


@pytest.fixture(scope="module")
def predict():
    return engine.load().predict


@pytest.mark.parametrize("label", range(10))
def test_some_ink_speaks_for_the_answer_and_paper_says_nothing(predict, label):
    digit_input = ink.to_input(drawn(label))
    (mattered,) = explain.ink_that_mattered(digit_input, predict, [label])
    assert mattered.shape == (28, 28)
    assert np.abs(mattered).max() <= 1
    assert mattered.max() > 0
    assert (mattered[digit_input[0, :, :, 0] == 0] == 0).all()


def test_the_bar_speaks_for_the_seven_and_against_the_one():
    """A network that says 7 where there is ink at the top left, else 1."""

    def predict(batch):
        bar = batch[:, 5, 5, 0]
        rows = np.full((len(batch), 10), 0.01, np.float32)
        rows[:, 7], rows[:, 1] = 0.05 + 0.85 * bar, 0.05 + 0.85 * (1 - bar)
        return rows

    digit_input = np.zeros((1, 28, 28, 1), np.float32)
    digit_input[0, 5, 5:20] = digit_input[0, 5:24, 20] = 1
    seven, one = explain.ink_that_mattered(digit_input, predict, [7, 1])
    assert np.unravel_index(seven.argmax(), seven.shape) == np.unravel_index(one.argmin(), one.shape) == (5, 5)
    assert seven[5, 5] == pytest.approx(1)
    assert one[5, 5] == pytest.approx(-1)
    assert seven[20, 20] == one[20, 20] == 0
