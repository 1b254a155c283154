import json

import pytest

from digits.drawing.labelled import Labelled, from_line, to_line
from digits.drawing.strokes import by_one_pen
from digits.errors import DataError

LINE = by_one_pen([[[90.0, 90.0], [90.0, 250.0]]], 20)
KEPT = Labelled(LINE, "1", "1", writer="ann", id="abc", when=1.5, confidence=0.25, network="def")


def test_a_line_holds_all_that_is_known():
    assert from_line(to_line(KEPT)) == KEPT
    assert set(json.loads(to_line(Labelled(LINE, "1")))) == {"label", "strokes", "pens", "said"}


def test_without_a_label_it_gets_what_was_read_or_none():
    unnamed = Labelled(LINE, text="1")
    assert from_line(to_line(unnamed)).label == "1"
    assert from_line(to_line(unnamed, assume=False)) == unnamed


@pytest.mark.parametrize(
    "wrong", ['"when": "noon"', '"when": 1764300000000', '"when": -1', '"confidence": NaN', '"when": [1]']
)
def test_numbers_that_are_none_are_refused(wrong):
    with pytest.raises(DataError):
        from_line('{"label": "1", "strokes": [[[1, 2]]], ' + wrong + "}")
