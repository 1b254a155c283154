from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from streamlit.testing.v1 import AppTest

from digits.drawing import strokes
from digits.drawing.compact import compact
from digits.drawing.labelled import Labelled
from digits.errors import DrawingError
from digits.page import state
from digits.page.board.messages import drawing_from, to_message
from digits.page.panels import history
from digits.pen import writing as pen
from digits.sharing import album
from tests.conftest import canvas_state
from tests.page.conftest import board, page, seven


def test_history_keeps_a_drawing_once_however_many_strokes_it_takes():
    runs = pen.digit(4, 180, (90, 70))
    at = page(canvas_state(runs[:1]))
    at.session_state["canvas"] = canvas_state(runs)
    at.run()
    assert [entry.text for entry in at.session_state["history"].values()] == ["4"]
    at.session_state["canvas"] = seven()
    at.run()
    assert [entry.text for entry in at.session_state["history"].values()] == ["4", "7"]


def test_a_correction_goes_when_what_was_corrected_is_drawn_on():
    runs = pen.digit(4, 180, (90, 70))
    at = page(canvas_state(runs[:1]), "History")
    at.text_input[0].input("6").run()
    assert [entry.label for entry in at.session_state["history"].values()] == ["6"]
    at.run()
    assert [entry.label for entry in at.session_state["history"].values()] == ["6"]
    at.session_state["canvas"] = canvas_state(runs)
    at.run()
    assert [(entry.text, entry.label) for entry in at.session_state["history"].values()] == [("4", None)]
    assert at.text_input[0].value == ""


def test_two_drawings_that_begin_at_one_place_are_both_kept():
    at = page(canvas_state([[[90, 90], [90, 250]]]))
    at.session_state["canvas"] = canvas_state([[[90, 90], [200, 90], [110, 250]]])
    at.run()
    assert [entry.text for entry in at.session_state["history"].values()] == ["1", "7"]


@pytest.fixture
def session(monkeypatch):
    """A session of its own, in place of Streamlit's."""
    found = {}
    monkeypatch.setattr(history, "st", SimpleNamespace(session_state=found))
    return found


def remember(number, points):
    drawing = strokes.by_one_pen([[[float(number), i % 300] for i in range(points)]], 20)
    history.remember(SimpleNamespace(drawing=drawing, text=str(number)))


def test_the_oldest_go_where_a_visit_has_too_many_points(session, monkeypatch):
    monkeypatch.setattr(history, "MAX_POINTS", 1000)
    for number in range(9):
        remember(number, 300)
    assert [entry.text for entry in session[state.HISTORY].values()] == ["6", "7", "8"]
    remember(9, 5000)
    assert [entry.text for entry in session[state.HISTORY].values()] == ["9"]


def test_the_oldest_go_where_a_visit_has_too_many_drawings(session):
    for number in range(history.MAX_ENTRIES + 2):
        remember(number, 3)
    assert [entry.text for entry in session[state.HISTORY].values()][::59] == ["2", "61"]


def test_what_is_wrong_with_an_album_is_said_in_plain_words(session, monkeypatch):
    said = []
    monkeypatch.setattr(history, "st", SimpleNamespace(session_state=session, error=said.append))
    monkeypatch.setattr(history.album, "unpack", Mock(side_effect=DrawingError("![](//x.test/a)")))
    history._open(b"")
    assert said == [r"That file cannot be opened: \!\[\]\(//x.test/a\). Choose one that was downloaded here."]


def kept(label, text):
    """A drawing as the browser keeps it."""
    return {**to_message(strokes.by_one_pen(pen.digit(label, 180, (90, 70)), 20)), "text": text}


def test_what_the_browser_kept_is_taken_but_for_what_is_forged():
    forged = [7, {}, {"objects": 3, "text": "1"}, {"objects": [], "text": "1"}, {**kept(3, "3"), "text": 7}]
    reported = [kept(5, "5"), *forged, kept(7, "<b>7</b>")]
    at = AppTest.from_function(restored, args=(reported,)).run()
    assert not at.exception
    assert [entry.text for entry in at.session_state["history"].values()] == ["5", "7"]
    for junk in (None, 7, {"objects": []}):
        assert not AppTest.from_function(restored, args=(junk,)).run().exception


def restored(reported):
    from digits.page.panels import history

    history.restore(reported)


@pytest.mark.parametrize(
    ("sent", "label"),
    [("47", "47"), (" ", None), (None, None), (7, None), ("9" * 99, "9" * 12), ("\ud83d9", "9"), ("4\n7", "4 7")],
)
def test_a_label_that_the_browser_kept_is_bounded_text(session, sent, label):
    history.restore([{**kept(5, "5"), "label": sent}])
    assert [entry.label for entry in session[state.HISTORY].values()] == [label]


def test_a_label_comes_back_to_a_drawing_that_was_read_before_it(session):
    five = kept(5, "5")
    for known, label in ((five, "9"), (kept_first_stroke(5), None)):
        session.clear()
        history.remember(SimpleNamespace(drawing=drawing_from(known), text="5"))
        history.restore([{**five, "label": "9"}])
        assert [entry.label for entry in session[state.HISTORY].values()] == [label]


def kept_first_stroke(label):
    return {"objects": kept(label, "")["objects"][:1]}


def test_what_is_opened_is_offered_to_the_browser(session, monkeypatch):
    monkeypatch.setattr(history, "st", SimpleNamespace(session_state=session, rerun=Mock()))
    monkeypatch.setattr(history.hand, "offer", Mock())
    five = Labelled(strokes.by_one_pen([[[1.04, 2.0], [3.0, 4.0]]], 20), "9", "5")
    history._open(album.pack([five]))
    expected = {"strokes": [[[1.0, 2.0], [3.0, 4.0]]], "pens": [20], "text": "5", "label": "9"}
    assert history.offered() == {"turn": 1, "drawings": [expected]}


def test_a_label_is_offered_to_the_browser_until_it_has_it():
    at = page(seven(), "History")
    at.text_input[0].input("47").run()
    at.text_input[0].input("").run()
    offered = board(at)["entries"]
    assert (offered["turn"], [each["label"] for each in offered["drawings"]]) == (2, ["47", None])


def test_what_the_browser_has_taken_is_offered_no_more(session):
    history._offer([entry(3)])
    history.taken(7)
    assert len(history.offered()["drawings"]) == 1
    history.taken(1)
    assert history.offered() == {"turn": 1, "drawings": []}
    history._offer([entry(history.MAX_OFFERED), entry(3)])
    assert [len(each["strokes"][0]) for each in session[state.OFFERED_HISTORY]["drawings"]] == [3]


def entry(points):
    """An entry of so many points."""
    return history.Entry(compact(strokes.by_one_pen([[[1.0, 2.0]] * points], 20)), None, "")


def test_all_is_forgotten_where_the_canvas_only_ever_held_too_much():
    at = page(canvas_state([[[0.0, 0.0], [300.0, 0.0]] * 300]), "History")
    at.session_state["history"] = page(seven()).session_state["history"]
    at.run()
    at.button(key="forget").click().run()
    assert not at.exception
    assert at.session_state["history"] == {}


def test_all_is_forgotten_and_the_browser_is_told():
    at = page(seven(), "History")
    assert board(at)["forgotten"] == 0
    at.button(key="forget").click().run()
    assert at.session_state["history"] == {}
    assert board(at)["forgotten"] == 1
    assert board(at)["given"] == {"objects": [], "turn": 1}
