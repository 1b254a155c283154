import numpy as np
import pytest

from digits import reading


def test_the_likeliest_digit_is_read():
    row = np.full(10, 0.01, np.float32)
    row[7] = 0.91
    found = reading.read(row)
    assert (found.digit, found.confidence) == (7, pytest.approx(0.91))
    assert found.probabilities == pytest.approx(row.tolist())


def test_a_batch_is_refused_by_name():
    with pytest.raises(ValueError, match=r"probabilities: expected shape \(10,\), got \(1, 10\)"):
        reading.read(np.zeros((1, 10), np.float32))
