import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.strokes import NOTHING, Drawing, by_one_pen
from digits.errors import EngineError
from digits.pen import writing as pen
from digits.reading import classes, reader
from digits.reading.reader import Reader
from digits.reading.verdict import Thresholds, Verdict


class Knowing:
    """An engine that gives every input the same probabilities."""

    def __init__(self, digit, confidence=0.9, rejection=0.0):
        self._row = np.zeros(classes.MAX_CLASSES, np.float32)
        self._row[[digit, classes.NOT_A_DIGIT]] = confidence, rejection

    def predict(self, batch):
        return np.tile(self._row, (len(batch), 1))


@pytest.fixture(scope="module")
def bundled():
    return reader.load()


@pytest.mark.parametrize("width", [12, 28])
@pytest.mark.parametrize("label", range(10))
def test_a_drawing_is_read(bundled, label, width):
    drawing = by_one_pen(pen.digit(label, 180, (90, 70)), width)
    answer = bundled.read(drawing)
    assert (answer.text, answer.drawing, len(answer.segments)) == (str(label), drawing, 1)
    assert answer.segments[0].input.shape == (1, 28, 28, 1)


def test_a_number_is_read_digit_by_digit(bundled):
    answer = bundled.read(by_one_pen(pen.digit(4, 110, (40, 100)) + pen.digit(2, 110, (190, 100)), 20))
    assert answer.text == "42"
    assert [each.digit for each in answer.readings] == [4, 2]
    assert answer.segments[0].piece.right < answer.segments[1].piece.left
    assert answer.confidence == pytest.approx(np.prod([each.confidence for each in answer.readings]))


def test_lines_are_read_one_below_the_other(bundled):
    runs = [
        *pen.digit(1, 80, (40, 40)),
        *pen.digit(2, 80, (110, 40)),
        *pen.digit(3, 80, (40, 190)),
        *pen.digit(4, 80, (130, 190)),
    ]
    answer = bundled.read(by_one_pen(runs, 14))
    assert (answer.text, answer.lines, answer.signs) == ("12\n34", (2, 2), ())
    assert [each.digit for each in answer.readings] == [1, 2, 3, 4]
    assert bundled.read(by_one_pen(pen.digit(8, 180, (90, 70)), 20)).lines == (1,)


def test_a_pictures_ink_is_read(bundled):
    answer = bundled.read(strokes.draw(pen.digit(7, 180, (90, 70)), 320, 320, 20))
    assert (answer.text, answer.drawing) == ("7", NOTHING)


ERASED = Drawing([[[100.0, 100.0], [110.0, 100.0]], [[60.0, 100.0], [150.0, 100.0]]], [12, -36])
SPECK = by_one_pen([[[-2.0, 100.0], [-2.0, 180.0]]], 12)  # a trace at the canvas's edge


@pytest.mark.parametrize("drawing", [None, NOTHING, ERASED, SPECK, np.zeros((9, 9), np.uint8)])
def test_what_holds_no_ink_is_blank(bundled, drawing):
    answer = bundled.read(drawing)
    assert (answer.verdict, answer.text, answer.confidence, answer.rejection) == (Verdict.BLANK, "", 0.0, 1.0)


@pytest.mark.parametrize(
    "rejection,verdict,text",
    [(0.2, Verdict.SURE, "3"), (0.4, Verdict.NOT_A_DIGIT, ""), (0.31, Verdict.NOT_A_DIGIT, "")],
)
def test_the_thresholds_decide(rejection, verdict, text):
    engine = Knowing(3, 1 - rejection, rejection)
    answer = Reader(engine, Thresholds(sure=0.8, not_a_digit=0.3)).read(by_one_pen(pen.digit(3, 180, (90, 70)), 20))
    assert (answer.verdict, answer.text) == (verdict, text)
    assert answer.rejection == pytest.approx(rejection)


@pytest.mark.parametrize("rows", [6, 7, 8])
def test_a_page_of_more_strokes_than_are_pieces_is_read_in_order(bundled, rows):
    """Each of them is one patch of the picture, in another order."""
    rng = np.random.default_rng(1)
    labels = [rng.choice([0, 2, 3, 6, 8, 9], 9).tolist() for _ in range(rows)]
    runs = [
        run
        for row, line in enumerate(labels)
        for column, label in enumerate(line)
        for run in pen.digit(label, 24, (10 + 34 * column, 8 + 38 * row + int(rng.integers(6))))
    ]
    answer = bundled.read(by_one_pen(runs, 4))
    assert answer.text == "\n".join("".join(map(str, line)) for line in labels)


def test_a_network_that_is_not_there_is_said(tmp_path):
    with pytest.raises(EngineError, match="git checkout model"):
        reader.load(folder=tmp_path)
