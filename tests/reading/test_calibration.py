import numpy as np
import pytest

from digits.reading import calibration


def test_over_and_underconfidence_in_different_bins_do_not_cancel_out():
    confidence = np.repeat([0.95, 0.55], 50)
    correct = np.repeat([True, False, True], [25, 25, 50])
    assert calibration.calibration_error(confidence, correct) == pytest.approx(0.45)


def test_bins_without_readings_are_left_out():
    confidence = np.array([0.1, 0.1, 1.0, 0.99])
    (low, high) = calibration.reliability(confidence, np.array([True, False, True, True]))
    assert low == (2, pytest.approx(0.1), 0.5)
    assert high == (2, pytest.approx(0.995), 1)
