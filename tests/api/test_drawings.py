import base64
import json

import cv2
import numpy as np
import pytest

from digits.api import drawings
from digits.api.drawings import on_canvas, read_lines, read_picture, read_rows
from digits.drawing.strokes import by_one_pen
from digits.errors import DrawingError, RequestError, TooMuchError
from digits.pen import writing as pen
from digits.reading import reader
from tests.conftest import ROOT, drawn

SEVEN = pen.digit(7, 180, (90, 70))


@pytest.fixture(scope="module")
def read():
    return reader.load()


def png(label=7):
    return bytes(cv2.imencode(".png", 255 - drawn(label))[1])


def test_strokes_on_the_canvas_are_read_as_the_page_does(read):
    found = read_rows(json.dumps({"strokes": SEVEN}).encode(), read)
    answer = read.read(by_one_pen(SEVEN, 20))
    assert (found["text"], found["verdict"]) == ("7", answer.verdict)
    assert found["confidence"] == pytest.approx(answer.confidence, abs=1e-6)
    assert found["lines"] == [1]
    (digit,) = found["digits"]
    assert digit["alternatives"][0]["digit"] == answer.readings[0].runner_up
    assert np.ptp(digit["box"], axis=0)[1] == pytest.approx(180, abs=20)


@pytest.mark.parametrize("scale,move", [(0.003, 0), (30, -4000), (1, 900)])
def test_strokes_in_other_units_are_brought_to_the_canvas_and_their_boxes_back(read, scale, move):
    strokes = [(np.array(stroke) * scale + move).tolist() for stroke in SEVEN]
    found = read_rows(json.dumps({"strokes": strokes}).encode(), read)
    every = np.vstack(strokes)
    assert found["text"] == "7"
    box = np.array(found["digits"][0]["box"])
    assert box.min(axis=0) == pytest.approx(every.min(axis=0), abs=15 * scale)
    assert box.max(axis=0) == pytest.approx(every.max(axis=0), abs=15 * scale)


@pytest.mark.parametrize("point", [[160, 160], [-5, 1e7], [1e7, 1e7]])
def test_a_dot_stays_one(point):
    canvas = on_canvas(by_one_pen([[point, point]], 20))
    assert 0 <= np.min(canvas.drawing.strokes) <= np.max(canvas.drawing.strokes) <= 320


def test_a_picture_has_its_boxes_in_parts_of_it(read):
    found = read_picture((ROOT / "assets" / "sample.jpg").read_bytes(), read)
    assert (found["lines"], found["turns"]) == ([5, 5, 5], 0)
    boxes = np.array([digit["box"] for digit in found["digits"]])
    assert 0 < boxes.min() < boxes.max() < 1
    assert read_rows(json.dumps({"picture": base64.b64encode(png()).decode()}).encode(), read) == read_picture(
        png(), read
    )


@pytest.mark.parametrize("turns", [1, 3])
def test_the_boxes_of_a_picture_on_its_side_are_where_its_digits_are(read, turns):
    picture = 255 - np.hstack([drawn(4), drawn(2)])
    found = read_picture(bytes(cv2.imencode(".png", np.rot90(picture, turns))[1]), read)
    assert (found["text"], found["turns"]) == ("42", turns)
    four, two = (np.mean(digit["box"], axis=0) for digit in found["digits"])
    assert (four[1] < two[1]) == (turns == 3)
    assert [four[0], two[0]] == pytest.approx([0.5, 0.5], abs=0.1)


def test_the_boxes_of_a_narrow_transparent_picture_are_where_its_digits_are(read):
    picture = np.zeros((300, 6000, 4), np.uint8)
    lefts = 3000, 3900, 4800
    for label, left in zip((4, 7, 2), lefts, strict=True):
        picture[20:280, left : left + 260, 3] = cv2.resize(drawn(label), (260, 260))
    found = read_picture(bytes(cv2.imencode(".png", picture)[1]), read)
    assert found["text"] == "472"
    middles = [np.mean(digit["box"], axis=0)[0] * 6000 for digit in found["digits"]]
    assert middles == pytest.approx([left + 130 for left in lefts], abs=30)


def test_an_empty_sheet_and_no_strokes_are_blank(read):
    sheet = bytes(cv2.imencode(".png", np.full((90, 90), 255, np.uint8))[1])
    for found in (read_picture(sheet, read), read_rows(b'{"strokes": []}', read)):
        assert (found["verdict"], found["text"], found["digits"], found["lines"]) == ("blank", "", [], [])


def test_each_row_of_a_list_has_its_answer_or_its_error(read):
    found = read_rows(json.dumps([{"strokes": SEVEN}, {"strokes": [[["1", "2"]]]}, 5]).encode(), read)
    assert found[0]["text"] == "7"
    assert found[1:] == [
        {"error": "strokes: expected runs of [x, y] points."},
        {"error": "Expected an object with either strokes or a picture."},
    ]


def test_each_line_has_its_answer_or_its_error(read):
    lines = read_lines(json.dumps({"strokes": SEVEN}).encode() + b"\n\nnonsense\n", read).splitlines()
    assert [json.loads(line).get("text") for line in lines] == ["7", None]


def test_long_lists_and_slow_ones_are_refused(read, monkeypatch):
    with pytest.raises(RequestError, match="send these 1001 as JSON lines"):
        read_rows(json.dumps([0] * 1001).encode(), read)
    monkeypatch.setattr(drawings, "READ_TIMEOUT", -1)
    with pytest.raises(RequestError, match="take longer"):
        read_rows(b"[0]", read)


def test_more_ink_than_a_canvas_holds_is_refused(read):
    to_and_fro = [[[x % 2 * 320, 100] for x in range(2000)]]
    with pytest.raises(TooMuchError):
        read_rows(json.dumps({"strokes": to_and_fro}).encode(), read)
    with pytest.raises(DrawingError):
        read_picture(b"GIF", read)


def test_a_line_ends_where_it_is_said_to_end(read):
    row = b'{"strokes": [[[160, 60], [160, 250]]],\r "pens": [20]}\r\n'
    assert len(read_lines(row + row, read).splitlines()) == 2
