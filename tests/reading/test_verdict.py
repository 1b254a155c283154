import numpy as np
import pytest

from digits.reading import classes, metrics
from digits.reading.verdict import Thresholds, Verdict, read, read_number

THRESHOLDS = Thresholds(sure=0.8, not_a_digit=0.3)


def probabilities(seven, three=0.0, rejection=0.0):
    """Eleven probabilities, those of 7, 3 and not a digit given."""
    row = np.full(11, (1 - seven - three - rejection) / 8, np.float32)
    row[[7, 3, 10]] = seven, three, rejection
    return row


@pytest.mark.parametrize(
    "row,verdict",
    [
        (probabilities(0.91), Verdict.SURE),
        (probabilities(0.8), Verdict.SURE),
        (probabilities(0.79, 0.2), Verdict.UNSURE),
        (probabilities(0.69, 0.02, 0.29), Verdict.SURE),
        (probabilities(0.5, 0.2, 0.29), Verdict.UNSURE),
        (probabilities(0.68, 0.01, 0.31), Verdict.NOT_A_DIGIT),
        (probabilities(0.02, 0.01, 0.95), Verdict.NOT_A_DIGIT),
        (classes.digits(probabilities(0.91)), Verdict.SURE),
    ],
)
def test_the_likeliest_digit_is_read_and_how_that_is_taken(row, verdict):
    found = read(row, THRESHOLDS)
    assert (found.verdict, found.digit) == (verdict, 7)
    among = 1 if verdict is Verdict.NOT_A_DIGIT else classes.digits(row).sum()
    assert found.confidence == pytest.approx(row[7] / among)
    assert found.shares == pytest.approx((classes.digits(row) / among).tolist(), abs=1e-6)


def test_the_runner_up_is_the_next_likeliest_digit():
    assert read(probabilities(0.5, 0.3, 0.2), THRESHOLDS).runner_up == 3


def test_what_would_be_rejected_alone_is_an_unsure_digit_of_a_number():
    scrawl = probabilities(0.2, 0.1, 0.6)
    assert [each.verdict for each in read_number([scrawl], THRESHOLDS)] == [Verdict.NOT_A_DIGIT]
    readings = read_number([probabilities(0.99), scrawl, probabilities(0.98)], THRESHOLDS)
    assert [each.verdict for each in readings] == [Verdict.SURE, Verdict.UNSURE, Verdict.SURE]
    assert (readings[1].digit, readings[1].confidence) == (7, pytest.approx(0.2 / 0.4))


def test_a_batch_is_refused_by_name():
    with pytest.raises(ValueError, match=r"probabilities: expected 10 to 12 in a row, got \(1, 10\)"):
        read(np.zeros((1, 10), np.float32), THRESHOLDS)


def test_the_bundled_networks_thresholds_are_probabilities():
    thresholds = metrics.thresholds()
    assert 0.5 < thresholds.sure < 1
    assert 0 < thresholds.not_a_digit <= 1
