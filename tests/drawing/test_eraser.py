import numpy as np
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


def test_several_erasers_take_what_each_covers():
    upright = [[[x, 60.0], [x, 140.0]] for x in (100.0, 160.0, 220.0)]
    drawing = strokes.Drawing([[[40.0, 100.0], [280.0, 100.0]], *upright], [12, -20, -20, -20])
    kept = after_erasing(drawing)
    assert [[run[0][0], run[-1][0]] for run in kept.strokes] == [
        pytest.approx(ends, abs=3) for ends in ([40, 84], [116, 144], [176, 204], [236, 280])
    ]
    on_it, left = strokes.picture(drawing) > 127, strokes.picture(kept) > 127
    assert (on_it & left).sum() / (on_it | left).sum() > 0.9


@pytest.mark.parametrize("pen", [4, 20, 36])
def test_of_very_much_the_same_is_erased(pen, monkeypatch):
    rng = np.random.default_rng(pen)
    walks = np.cumsum(rng.normal(0, 8, (12, 40, 2)), axis=1) + rng.uniform(60, 260, (12, 1, 2))
    drawing = strokes.Drawing(walks.tolist(), [12, 28, -pen] * 4)
    fine, picture = after_erasing(drawing), strokes.picture(drawing)
    monkeypatch.setattr(strokes, "MAX_FINE_STROKES", 1)
    rough, rough_picture = after_erasing(strokes.Drawing(*drawing)), strokes.picture(drawing)
    assert rough != fine
    lengths = [sum(np.hypot(*np.diff(run, axis=0).T).sum() for run in each.strokes) for each in (fine, rough)]
    assert lengths[1] == pytest.approx(lengths[0], rel=0.05)
    on_it, roughly = picture > 127, rough_picture > 127
    assert (on_it & roughly).sum() / (on_it | roughly).sum() > 0.98


def test_a_stroke_of_very_many_points_is_drawn_roughly_the_same(monkeypatch):
    turn = np.linspace(0, 6 * np.pi, 5_000)
    spiral = np.column_stack([160 + 7 * turn * np.cos(turn), 160 + 7 * turn * np.sin(turn)])
    drawing = strokes.Drawing([spiral.tolist(), [[60.0, 60.0], [260.0, 260.0]]], [12, -20])
    fine, picture = after_erasing(drawing), strokes.picture(drawing)
    monkeypatch.setattr(strokes, "MAX_FINE_STROKES", 1)
    rough, roughly = after_erasing(strokes.Drawing(*drawing)), strokes.picture(drawing)
    assert len(strokes.thinned(spiral, strokes.THIN)) < len(spiral) / 3
    lengths = [sum(np.hypot(*np.diff(run, axis=0).T).sum() for run in each.strokes) for each in (fine, rough)]
    assert lengths[1] == pytest.approx(lengths[0], rel=0.02)
    on_it, rough_on_it = picture > 127, roughly > 127
    assert (on_it & rough_on_it).sum() / (on_it | rough_on_it).sum() > 0.98


def test_a_drawing_is_erased_once():
    drawing = erased(ACROSS)
    assert after_erasing(drawing) is after_erasing(drawing)
    assert after_erasing(strokes.Drawing(*drawing)) is not after_erasing(drawing)
