import pytest

from digits.drawing import strokes
from digits.errors import DrawingError, TooMuchError
from digits.page.board.messages import drawing_from, to_message
from digits.pen import writing as pen
from tests.conftest import erased


@pytest.mark.parametrize("label", range(10))
def test_to_the_canvas_and_back(label):
    written = pen.digit(label, 200)
    drawing = strokes.by_one_pen(written, 20)
    assert drawing_from(to_message(drawing)) == drawing


def test_a_canvas_without_strokes():
    assert drawing_from(None) == drawing_from({"objects": [{"type": "Rect"}]}) == strokes.NOTHING
    assert to_message(strokes.NOTHING) == {"objects": []}


@pytest.mark.parametrize("before", range(3))
@pytest.mark.parametrize("runs", [[], [[[1.0, 2.0], [30.0, 40.0]]]])
def test_paths_without_points_are_left_out(before, runs):
    drawing = strokes.by_one_pen(runs, 20)
    empty = {"type": "Path", "path": [], "stroke": "#000", "strokeWidth": 20}
    assert drawing_from({"objects": [empty] * before + to_message(drawing)["objects"] + [empty] * 2}) == drawing


@pytest.mark.parametrize(
    "path",
    [[["Q", 1]], [["Q", "a", 2, 3, 4]], [[]], 7, [["L", 1, float("nan")]], [["L", 1, 1e9]], [["L", [1], 2]], None],
)
def test_a_forged_drawing_is_refused(path):
    with pytest.raises(DrawingError, match="drawing: expected"):
        drawing_from({"objects": [{"type": "Path", "path": path, "stroke": "#000", "strokeWidth": 20}]})


@pytest.mark.parametrize("width", [0, -3, 1000, None, "20", float("inf"), float("nan")])
def test_a_forged_pen_is_refused(width):
    path = [["M", 1, 1], ["L", 2, 2]]
    with pytest.raises(DrawingError, match="drawing: expected"):
        drawing_from({"objects": [{"type": "Path", "path": path, "stroke": "#000", "strokeWidth": width}]})


def test_what_was_erased_goes_to_the_canvas_and_back():
    drawing = erased([[160.0, 60.0], [160.0, 140.0]])
    assert drawing.pens == [12, -20]
    assert drawing_from(to_message(drawing)) == drawing


@pytest.mark.parametrize(
    "runs", [[[[0.0, 0.0]]] * 1001, [[[0.0, 0.0]] * 50_001] * 2, [[[0.0, 0.0], [9000.0, 0.0]] * 12]]
)
def test_more_than_anybody_draws_is_refused(runs):
    with pytest.raises(TooMuchError, match="at most 1000 strokes, 100000 points and 100000 pixels of ink"):
        drawing_from(to_message(strokes.by_one_pen(runs, 20)))


@pytest.mark.parametrize("drawing", [{"objects": 3}, {"objects": [3]}, {"objects": [{}]}, [1]])
def test_what_is_no_drawing_is_refused(drawing):
    with pytest.raises(DrawingError, match="drawing: expected"):
        drawing_from(drawing)
