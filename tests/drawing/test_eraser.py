import pytest

from digits.drawing import strokes
from digits.drawing.eraser import after_erasing
from tests.conftest import erased

ACROSS, ALONG = [[160.0, 60.0], [160.0, 140.0]], [[30.0, 100.0], [290.0, 100.0]]


def test_an_eraser_cuts_a_stroke_in_two():
    (left, right), pens, _ = after_erasing(erased(ACROSS))
    assert pens == [12, 12]
    assert (left[0], right[-1]) == ([40, 100], [280, 100])
    assert left[-1][0] == pytest.approx(150 - 6, abs=3)  # round ends fill the rest
    assert right[0][0] == pytest.approx(170 + 6, abs=3)


def test_what_an_eraser_left_looks_as_it_did_on_the_canvas():
    drawing = erased(ACROSS, pen=36)
    on_it, kept = strokes.picture(drawing) > 127, strokes.picture(after_erasing(drawing)) > 127
    assert not on_it[:, 145:175].any()
    assert (on_it & kept).sum() / (on_it | kept).sum() > 0.95


def test_an_eraser_that_touches_nothing_changes_no_stroke():
    found = after_erasing(erased([[160.0, 20.0], [200.0, 20.0]]))
    assert found.strokes == [[[40, 100], [280, 100]]]
    assert found.pens == [12]


def test_all_may_be_erased():
    assert after_erasing(erased(ALONG)) == strokes.NOTHING


def test_what_is_drawn_after_the_eraser_stays():
    first, then = erased(ALONG), [[40.0, 100.0], [280.0, 100.0]]
    drawing = strokes.Drawing([*first.strokes, then], [*first.pens, 12])
    assert len(after_erasing(drawing).strokes) == 1
