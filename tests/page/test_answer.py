import base64
import json

import numpy as np
import pytest

from digits.drawing.strokes import NOTHING, Drawing
from digits.page.parts.answer import as_json
from digits.page.parts.words import alternative, article, percent
from digits.reading.asked import Segment
from digits.reading.pieces import Piece
from digits.reading.reader import Answer
from digits.reading.verdict import BLANK, Thresholds, read
from tests.conftest import ROOT

THRESHOLDS = Thresholds(sure=0.8, not_a_digit=0.3)
INPUT = np.linspace(0, 1, 784, dtype=np.float32).reshape(1, 28, 28, 1)
WORDS = json.loads((ROOT / "tests" / "page" / "words.json").read_text(encoding="utf-8"))


def reading(best, confidence, runner_up=0):
    row = np.full(11, (1 - confidence) / 16, np.float32)
    row[runner_up] = (1 - confidence) / 2
    row[best] = confidence
    return read(row, THRESHOLDS)


def segment(left, width):
    return Segment(Piece(left, 0, np.full((40, width), 255, np.uint8)), INPUT, np.zeros(11, np.float32))


def answered(*readings):
    count = len(readings)
    return Answer(NOTHING, segment(0, 40 * count), tuple(segment(40 * i, 30) for i in range(count)), readings, (count,))


def test_an_answer_holds_what_the_panel_shows():
    found = json.loads(json.dumps(as_json(answered(reading(7, 0.6, runner_up=1)), 3)))
    (only,) = found["readings"]
    assert (found["verdict"], found["text"], found["strokes"]) == ("unsure", "7", 3)
    assert (only["digit"], only["runnerUp"], len(only["shares"])) == (7, 1, 10)
    assert found["confidence"] == only["confidence"] == pytest.approx(0.6, abs=0.05)
    assert [*base64.b64decode(found["input"])] == np.rint(255 * INPUT).ravel().tolist()
    assert "picture" not in found


def test_a_number_has_a_picture_with_a_box_around_each_digit():
    found = as_json(answered(reading(4, 0.9), reading(2, 0.9)), 2)
    assert (found["text"], len(found["readings"])) == ("42", 2)
    assert found["picture"].startswith("data:image/png;base64,")
    assert "input" not in found


@pytest.mark.parametrize("erased", [False, True])
def test_each_digit_of_a_number_is_told_with_its_own_strokes(erased):
    runs = [[[2, 2], [28, 38]], [[5, 20], [20, 20]], [[42, 2], [68, 38]]]
    answer = answered(reading(4, 0.9), reading(2, 0.9))
    drawing = Drawing(runs, [20, 20, -20 if erased else 20])
    found = as_json(answer._replace(drawing=drawing), 3)
    assert [each.get("strokes") for each in found["readings"]] == ([None, None] if erased else [[0, 1], [2]])
    joined = Drawing([[*runs[0], *runs[2]]], [20])
    assert all("strokes" not in each for each in as_json(answer._replace(drawing=joined), 1)["readings"])


def test_a_blank_canvas_may_hold_strokes():
    assert as_json(None, 2) == {"verdict": "blank", "text": "", "confidence": 0.0, "readings": [], "strokes": 2}


@pytest.mark.parametrize("share,text", WORDS["percent"])
def test_a_share_is_never_rounded_to_a_certainty(share, text):
    assert percent(share) == text


@pytest.mark.parametrize("digit,text", WORDS["article"])
def test_a_digit_has_its_article(digit, text):
    assert article(digit) == text


@pytest.mark.parametrize("digit,share,text", WORDS["alternative"])
def test_what_is_hardly_likely_is_not_named(digit, share, text):
    shares = tuple(share if each == digit else 0.0 for each in range(10))
    assert alternative(BLANK._replace(runner_up=digit, shares=shares)) == text
