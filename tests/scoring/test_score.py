import numpy as np
import pytest

from digits.drawing.labelled import DIGIT_LABELS, Labelled
from digits.drawing.strokes import NOTHING
from digits.reading.reader import Reader
from digits.reading.verdict import Thresholds, Verdict
from digits.scoring.score import Scored, summaries
from digits.scoring.score import scored as scored_answer

INPUT = np.zeros((1, 28, 28, 1), np.float32)


def scored(label, digit, confidence, verdict=Verdict.SURE, rejection=0.0):
    text = "" if verdict is Verdict.NOT_A_DIGIT else str(digit)
    return Scored(label, label in DIGIT_LABELS, False, 20, text, verdict, confidence, rejection, INPUT, 0.002)


def test_figures_of_what_is_known():
    answers = [
        scored("1", 1, 1.0),
        scored("1", 7, 0.6, Verdict.UNSURE),
        scored("2", 2, 0.9, Verdict.NOT_A_DIGIT, rejection=0.5),
    ]
    answers += [each._replace(width=12) for each in [scored("1", 1, 1.0), scored("1", 1, 0.8), scored("2", 2, 0.9)]]
    (row,) = summaries({"a": answers}, {})
    assert row["n"] == 3
    assert row["accuracy"] == {"12": 1, "20": pytest.approx(1 / 3, abs=1e-5)}
    assert row["accuracy_mean"] == pytest.approx(2 / 3, abs=1e-5)
    assert row["per_class"] == {"1": 0.75, "2": 0.5}
    assert row["ece"] == pytest.approx((0 + 0.6 + 0.2 + 0.1) / 5, abs=1e-5)
    assert (row["rejected"], row["unsure"]) == (pytest.approx(1 / 6, abs=1e-5), pytest.approx(1 / 6, abs=1e-5))
    assert row["milliseconds"] == 2


def test_lines_are_counted_one_by_one():
    page = [
        scored("12\n34\n5", 0, 1.0)._replace(is_digit=True, groups=("gap wide",), text="12\n3\n5"),
        scored("7", 7, 1.0),
    ]
    (row,) = summaries({"a": page}, {})
    assert row["lines"] == 0.75
    assert row["per_class"] == {"3 lines": 0, "7": 1}
    assert row["by_group"] == {"gap wide": 0}


def test_how_well_rejection_tells_digits_from_others():
    digits = [scored("1", 1, 1.0, rejection=rejection) for rejection in (0.1, 0.2, 0.3)]
    others = [scored("x", 1, 1.0, rejection=rejection) for rejection in (0.2, 0.9)]
    first, second = summaries({"digits": digits, "others": others}, {})
    assert first["auroc"] is None
    assert second["auroc"] == pytest.approx((1.5 + 3) / 6, abs=1e-5)


def test_a_blank_picture_is_not_read():
    answer = Reader(None, Thresholds(0.5, 0.5)).read(None)
    found = scored_answer(Labelled(NOTHING, "4"), True, None, answer, 0.1)
    assert (found.text, found.verdict, found.rejection, found.is_right) == ("", Verdict.BLANK, 1.0, False)
    assert found.seconds == 0  # nothing was read in that time
