import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen

LINE = [[50.0, 50.0], [150.0, 50.0]]


def test_the_pen_is_round_and_as_wide_as_asked():
    ink = strokes.draw([LINE], 200, 100, 20)
    rows, columns = np.nonzero(ink > 127)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (pytest.approx(20, abs=1), pytest.approx(120, abs=1))
    assert ink[42, 42] == 0


def test_a_tap_is_a_dot():
    assert (strokes.draw([[[50, 50]]], 100, 100, 20) > 127).sum() == pytest.approx(np.pi * 10**2, rel=0.15)


def test_the_curve_rounds_a_corner_between_the_middles_of_its_sides():
    curve = strokes.smoothed(np.array([[0.0, 0.0], [0.0, 80.0], [80.0, 80.0]]))
    assert curve[0].tolist() == [0, 0]
    assert curve[-1].tolist() == [80, 80]
    assert [0, 40] in curve.tolist()
    assert [40, 80] in curve.tolist()
    assert [10, 70] in curve.tolist()  # the parabola's middle; the corner itself is not on it
    assert np.hypot(*(curve - [0, 80]).T).min() == pytest.approx(np.hypot(10, 10))


@pytest.mark.parametrize("width", [12, 28])
def test_a_drawing_lands_wholly_on_the_canvas_at_some_size_somewhere(width):
    rng = np.random.default_rng(1)
    placed = [np.vstack(strokes.place(pen.digit(5, 7000, (-300, 9)), rng, width)) for _ in range(50)]
    assert min(points.min() for points in placed) >= width / 2
    assert max(points.max() for points in placed) <= strokes.SIDE - width / 2
    sizes = [np.ptp(points, axis=0).max() / (strokes.SIDE - width) for points in placed]
    assert 0.3 <= min(sizes) < 0.45
    assert 0.75 < max(sizes) <= 0.9
    assert len({points[0, 0].round() for points in placed}) > 30


def test_a_dot_is_placed_too():
    ((point,),) = strokes.place([[[7, 7]]], np.random.default_rng(1), 20)
    assert 10 <= min(point) <= max(point) <= 310


@pytest.mark.parametrize("label", range(10))
def test_to_the_canvas_and_back(label):
    written = pen.digit(label, 200)
    assert strokes.from_canvas(strokes.to_canvas(strokes.by_one_pen(written, 20), "#000")) == (
        written,
        [20] * len(written),
    )


def test_a_canvas_without_strokes():
    nothing = strokes.Drawn([], [])
    assert strokes.from_canvas(None) == strokes.from_canvas({"objects": [{"type": "Rect"}]}) == nothing
    assert strokes.to_canvas(nothing, "#000") == {"objects": []}


@pytest.mark.parametrize(
    "path",
    [[["Q", 1]], [["Q", "a", 2, 3, 4]], [[]], 7, [["L", 1, float("nan")]], [["L", 1, 1e9]], [["L", [1], 2]], None],
)
def test_a_forged_drawing_is_refused(path):
    with pytest.raises(ValueError, match="drawing: expected"):
        strokes.from_canvas({"objects": [{"type": "Path", "path": path, "stroke": "#000", "strokeWidth": 20}]})


@pytest.mark.parametrize("width", [0, -3, 1000, None, "20", float("inf"), float("nan")])
def test_a_forged_pen_is_refused(width):
    path = [["M", 1, 1], ["L", 2, 2]]
    with pytest.raises(ValueError, match="drawing: expected"):
        strokes.from_canvas({"objects": [{"type": "Path", "path": path, "stroke": "#000", "strokeWidth": width}]})


def drawn_and_erased(*rubs, width=20):
    line = strokes.to_canvas(strokes.by_one_pen([[[40.0, 100.0], [280.0, 100.0]]], 12), "#4a6df0")["objects"]
    return {"objects": line + strokes.to_canvas(strokes.by_one_pen(list(rubs), width), strokes.ERASER)["objects"]}


def test_an_eraser_cuts_a_stroke_in_two():
    (left, right), pens = strokes.left(strokes.from_canvas(drawn_and_erased([[160.0, 60.0], [160.0, 140.0]])))
    assert pens == [12, 12]
    assert (left[0], right[-1]) == ([40, 100], [280, 100])
    assert left[-1][0] == pytest.approx(150 - 6, abs=3)  # round ends fill the rest
    assert right[0][0] == pytest.approx(170 + 6, abs=3)


def test_what_an_eraser_left_looks_as_it_did_on_the_canvas():
    erased = strokes.from_canvas(drawn_and_erased([[160.0, 60.0], [160.0, 140.0]], width=36))
    on_it, kept = strokes.picture(erased) > 127, strokes.picture(strokes.left(erased)) > 127
    assert not on_it[:, 145:175].any()
    assert (on_it & kept).sum() / (on_it | kept).sum() > 0.95


def test_an_eraser_that_touches_nothing_changes_no_stroke():
    found = strokes.left(strokes.from_canvas(drawn_and_erased([[160.0, 20.0], [200.0, 20.0]])))
    assert found == ([[[40, 100], [280, 100]]], [12])


def test_what_was_erased_goes_to_the_canvas_and_back():
    erased = strokes.from_canvas(drawn_and_erased([[160.0, 60.0], [160.0, 140.0]]))
    assert erased.pens == [12, -20]
    assert strokes.from_canvas(strokes.to_canvas(erased, "#000")) == erased


def test_a_drawing_is_told_from_the_next_by_its_first_stroke():
    one, other = [[40.0, 40.0], [40.0, 80.0], [90.0, 80.0]], [[40.0, 40.0], [48.0, 48.0]]
    assert strokes.by_one_pen([one], 12).begun == strokes.by_one_pen([one, other], 20).begun
    assert strokes.by_one_pen([one], 12).begun != strokes.by_one_pen([other], 12).begun
    assert strokes.Drawn([], []).begun == ""


@pytest.mark.parametrize(
    "runs", [[[[0.0, 0.0]]] * 1001, [[[0.0, 0.0]] * 50_001] * 2, [[[0.0, 0.0], [9000.0, 0.0]] * 12]]
)
def test_more_than_anybody_draws_is_refused(runs):
    with pytest.raises(strokes.TooMuchError, match="at most 1000 strokes, 100000 points and 200000 pixels"):
        strokes.from_canvas(strokes.to_canvas(strokes.by_one_pen(runs, 20), "#000"))


def test_all_may_be_erased():
    assert strokes.left(strokes.from_canvas(drawn_and_erased([[30.0, 100.0], [290.0, 100.0]]))) == ([], [])


def test_what_a_narrow_eraser_leaves_of_a_broad_stroke_is_shown():
    along = [[30.0, 100.0], [290.0, 100.0]]
    assert not strokes.picture(strokes.from_canvas(drawn_and_erased(along, width=20))).any()
    left = strokes.picture(strokes.from_canvas(drawn_and_erased(along, width=6)))
    assert (left[100, 60:260] == 0).all()
    assert (left[[95, 105], 60:260] == 255).all()
    assert strokes.picture(strokes.Drawn([], [])).shape == (strokes.SIDE, strokes.SIDE)


def test_what_is_drawn_after_the_eraser_stays():
    drawing = drawn_and_erased([[30.0, 100.0], [290.0, 100.0]])
    drawing["objects"] += drawn_and_erased()["objects"]
    assert len(strokes.left(strokes.from_canvas(drawing)).strokes) == 1


@pytest.mark.parametrize("drawing", [{"objects": 3}, {"objects": [3]}, {"objects": [{}]}, [1]])
def test_what_is_no_drawing_is_refused(drawing):
    with pytest.raises(ValueError, match="drawing: expected"):
        strokes.from_canvas(drawing)
