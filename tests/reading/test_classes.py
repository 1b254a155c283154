import numpy as np
import pytest

from digits.reading import classes

TWELVE = np.array([0.05] * 10 + [0.3, 0.2], np.float32)


@pytest.mark.parametrize(
    "count,rejection,not_a_digit,several", [(10, 0.0, 0.0, 1.0), (11, 0.3, 0.3, 1.0), (12, 0.5, 0.3, 0.2)]
)
def test_a_network_may_know_fewer_classes(count, rejection, not_a_digit, several):
    row = TWELVE[:count]
    assert classes.digits(row).tolist() == pytest.approx([0.05] * 10)
    assert float(classes.rejection(row)) == pytest.approx(rejection)
    assert (classes.not_a_digit(row), classes.several(row)) == (pytest.approx(not_a_digit), pytest.approx(several))
    assert classes.among_digits(row).sum() == pytest.approx(1)


def test_many_rows_at_once():
    rows = np.tile(TWELVE, (3, 1))
    assert classes.digits(rows).shape == classes.among_digits(rows).shape == (3, 10)
    assert classes.rejection(rows) == pytest.approx([0.5] * 3)
    assert classes.is_digit(np.array([0, 9, classes.NOT_A_DIGIT, classes.SEVERAL])).tolist() == [
        True,
        True,
        False,
        False,
    ]
