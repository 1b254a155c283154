import json

import pytest

from digits.drawing.labelled import Labelled, drawing_of, from_line, to_line
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


@pytest.mark.parametrize("pens", [[20], "20", [20, 0], [20, -8], [20, True], [20, None], {}, [20, float("nan")]])
def test_pens_that_are_no_widths_are_refused_and_not_forgotten(pens):
    with pytest.raises(DataError, match="pens"):
        drawing_of({"strokes": [[[0, 0], [9, 9]], [[5, 5]]], "pens": pens})


def test_each_stroke_keeps_its_pen_beside_an_empty_one():
    found = drawing_of({"strokes": [[], [[0, 0], [9, 9]]], "pens": [8, 9.0]})
    assert (len(found.strokes), found.pens) == (1, [9])
