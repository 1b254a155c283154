import numpy as np
import pytest

from digits.reading import engine
from digits.reading import verdict as reading
from digits.reading.verdict import Thresholds, Verdict

THRESHOLDS = Thresholds(sure=0.8, not_a_digit=0.3)


def said(seven, three=0.0, none=0.0):
    """Return eleven probabilities, those of 7, 3 and no digit given."""
    row = np.full(11, (1 - seven - three - none) / 8, np.float32)
    row[[7, 3, 10]] = seven, three, none
    return row


@pytest.mark.parametrize(
    "row,verdict",
    [
        (said(0.91), Verdict.SURE),
        (said(0.8), Verdict.SURE),
        (said(0.79, 0.2), Verdict.UNSURE),
        (said(0.69, 0.02, 0.29), Verdict.SURE),
        (said(0.5, 0.2, 0.29), Verdict.UNSURE),
        (said(0.68, 0.01, 0.31), Verdict.NOT_A_DIGIT),
        (said(0.02, 0.01, 0.95), Verdict.NOT_A_DIGIT),
        (said(0.91)[:10], Verdict.SURE),
    ],
)
def test_the_likeliest_digit_is_read_and_how_that_is_taken(row, verdict):
    found = reading.read(row, THRESHOLDS)
    assert (found.verdict, found.digit) == (verdict, 7)
    among = 1 if verdict is Verdict.NOT_A_DIGIT else row[:10].sum()
    assert found.confidence == pytest.approx(row[7] / among)
    assert found.probabilities == pytest.approx((row[:10] / among).tolist(), abs=1e-6)


def test_the_runner_up_is_the_next_likeliest_digit():
    assert reading.read(said(0.5, 0.3, 0.2), THRESHOLDS).runner_up == 3


def test_what_would_be_no_digit_alone_is_an_unsure_one_of_a_number():
    scrawl = said(0.2, 0.1, 0.6)
    assert [each.verdict for each in reading.read_number([scrawl], THRESHOLDS)] == [Verdict.NOT_A_DIGIT]
    readings = reading.read_number([said(0.99), scrawl, said(0.98)], THRESHOLDS)
    assert [each.verdict for each in readings] == [Verdict.SURE, Verdict.UNSURE, Verdict.SURE]
    assert (readings[1].digit, readings[1].confidence) == (7, pytest.approx(0.2 / 0.4))


def test_a_batch_is_refused_by_name():
    with pytest.raises(ValueError, match=r"probabilities: expected shape \(10,\) to \(12,\), got \(1, 10\)"):
        reading.read(np.zeros((1, 10), np.float32), THRESHOLDS)


def test_the_bundled_networks_thresholds_are_probabilities():
    thresholds = Thresholds(*engine.thresholds())
    assert 0.5 < thresholds.sure < 1
    assert 0 < thresholds.not_a_digit <= 1
