import shutil
import threading

import cv2
import pytest

from digits.drawing import strokes
from digits.drawing.strokes import Drawing
from digits.page.board.messages import component_state, to_message
from digits.page.parts import examples
from digits.pen import writing as pen
from digits.reading import metrics
from digits.sharing import links
from tests.conftest import canvas_state, more_ink_than_fits
from tests.page.conftest import answer, board, page


def test_a_blank_page_invites():
    shown = page()
    assert answer(shown) == {"verdict": "blank", "text": "", "confidence": 0.0, "readings": [], "strokes": 0}
    assert "2026" in board(shown)["examples"]
    assert not shown.error


@pytest.mark.parametrize("label", range(10))
def test_a_drawing_is_read_with_its_confidence(label):
    shown = page(canvas_state(pen.digit(label, 180, (90, 70))))
    assert answer(shown)["text"] == str(label)
    assert 0.5 < answer(shown)["confidence"] <= 1
    assert not shown.error


def test_a_number_is_read_with_its_digits_confidences_and_boxes():
    runs = pen.digit(4, 110, (40, 100)) + pen.digit(2, 110, (190, 100))
    shown = answer(page(canvas_state(runs)))
    assert shown["text"] == "42"
    assert [each["digit"] for each in shown["readings"]] == [4, 2]
    assert shown["picture"].startswith("data:image/png;base64,")


def test_digits_that_touch_are_told_apart_by_their_strokes():
    runs = pen.digit(7, 150, (70, 90)) + pen.digit(7, 150, (150, 90))
    shown = page(canvas_state(runs))
    assert answer(shown)["text"] == "77"


def test_only_threads_that_stay_call_opencv_for_a_drawing(monkeypatch):
    """Of a thread that called OpenCV, memory stays for ever; and each rerun is a new one."""
    threads = set()

    def watched(function):
        def call(*arguments, **named):
            threads.add(threading.current_thread())
            return function(*arguments, **named)

        return call

    page(canvas_state(pen.digit(3, 180, (90, 70))))  # loads the network
    for name in ("resize", "polylines", "boundingRect", "copyMakeBorder", "rectangle", "imencode", "moments"):
        monkeypatch.setattr(cv2, name, watched(getattr(cv2, name)))
    number = pen.digit(4, 110, (40, 100)) + pen.digit(2, 110, (190, 100))
    assert answer(page(canvas_state(number)))["text"] == "42"
    erased = Drawing([*number, [[310, 10], [310, 30]]], [20] * len(number) + [-20])
    assert answer(page(component_state(to_message(erased))))["text"] == "42"
    assert {thread.name.partition("_")[0] for thread in threads} == {"reading"}
    assert all(thread.is_alive() for thread in threads)


def test_a_scribble_is_no_digit():
    runs = [[[60 + 20 * i, 90 + 120 * (i % 2)] for i in range(10)], [[60, 200], [250, 100], [60, 100], [250, 200]]]
    shown = page(canvas_state(runs))
    assert answer(shown)["verdict"] == "not a digit"


@pytest.mark.parametrize("raw", ["junk", {"objects": 7}, {"objects": [{"type": "Path", "path": [["Q"]]}]}])
def test_a_broken_drawing_is_said_and_the_page_stands(raw):
    shown = page({"drawing": {"raw": raw, "data": None}})
    assert [each.value for each in shown.error] == [
        "The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again."
    ]


def test_a_missing_model_is_said_beside_the_drawing(tmp_path, monkeypatch):
    shutil.copy(metrics.BUNDLED / "metrics.json", tmp_path)
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    (error,) = page(canvas_state(pen.digit(3, 180, (90, 70)))).error
    assert "digits.tflite cannot be read" in error.value
    assert "git checkout model" in error.value
    assert "Your drawing is kept" in error.value


def test_the_model_may_come_back_without_a_restart(tmp_path, monkeypatch):
    shutil.copy(metrics.BUNDLED / "metrics.json", tmp_path)
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    assert page(canvas_state(pen.digit(3, 180, (90, 70)))).error
    shutil.copy(metrics.BUNDLED / "digits.tflite", tmp_path)
    assert not page(canvas_state(pen.digit(3, 180, (90, 70)))).error


def test_a_linked_drawing_is_read_before_the_canvas_says_a_word():
    at = page(d=links.pack(strokes.by_one_pen(pen.digit(5, 180, (90, 70)), 20)))
    assert answer(at)["text"] == "5"
    assert not at.info


@pytest.mark.parametrize("text", ["AQEBAGQAAgAZjo-Ojo-Oj46Oj46Oj46Oj46Oj46Pjo6Pjg"])
def test_a_line_one_pixel_wide_is_read_too(text):
    assert answer(page(d=text))["verdict"] != "blank"


def test_a_link_with_more_ink_than_fits_leaves_a_canvas_to_draw_on():
    at = page(d=more_ink_than_fits())
    assert "no drawing that can be read" in at.info[0].value
    assert (board(at)["given"], answer(at)["strokes"]) == (None, 0)
    assert not at.error
    at.session_state["canvas"] = canvas_state(pen.digit(7, 180, (90, 70)))
    at.run()
    assert answer(at)["text"] == "7"


@pytest.mark.parametrize("written", [None, "", "{", "[]", '{"a 5": 7}', '{"a 5": "junk"}', '{"a 5": "AQEUAFoAQABM"}'])
def test_a_broken_file_of_examples_offers_none(monkeypatch, tmp_path, caplog, written):
    monkeypatch.setattr(examples, "FILE", tmp_path / "examples.json")
    if written is not None:
        examples.FILE.write_text(written)
    examples.examples.cache_clear()
    try:
        shown = page()
    finally:
        examples.examples.cache_clear()
    assert board(shown)["examples"] == []
    assert not shown.error
    assert "There are no examples beside the canvas" in caplog.text


def test_a_turn_that_gave_way_leaves_the_next_one_its_own():
    page()
    from digits.page.parts import drawing  # not before a page has run: the canvas wants Streamlit to

    with drawing._turn() as give_way:
        assert drawing._ONE_AT_A_TIME.locked()
        give_way()
        assert drawing._ONE_AT_A_TIME.acquire(blocking=False)  # somebody else's
    assert drawing._ONE_AT_A_TIME.locked()
    drawing._ONE_AT_A_TIME.release()
