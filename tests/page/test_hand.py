"""What the browser sends of a visitor's hand, and what it is offered to remember."""

from types import SimpleNamespace

import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.labelled import Labelled
from digits.page import state
from digits.page.board.messages import to_message
from digits.page.panels import history
from digits.page.parts import hand
from digits.pen import writing as pen
from digits.reading import reader as readers
from digits.sharing import album
from tests.page.conftest import board, page, seven

FOUR = strokes.by_one_pen(pen.digit(4, 180, (90, 70)), 20)
SEVEN = strokes.by_one_pen(pen.digit(7, 180, (90, 70)), 20)


@pytest.fixture
def session(monkeypatch):
    """A session of its own, in place of Streamlit's, and the bundled network."""
    found = {}
    monkeypatch.setattr(hand, "st", SimpleNamespace(session_state=found))
    monkeypatch.setattr(hand, "shared_reader", readers.load)
    return found


def corrected(drawing, label, text=""):
    """A drawing as the browser sends it."""
    return {**to_message(drawing), "label": label, "text": text}


def sent(*drawings, version="1"):
    return {"version": version, "drawings": list(drawings)}


@pytest.mark.usefixtures("session")
def test_an_answer_is_read_with_what_the_browser_sent():
    hand.take(sent(corrected(FOUR, "9", "4"), version="a"))
    assert (hand.reader().read(FOUR).text, hand.version()) == ("9", "a")
    assert hand.drawings() == (Labelled(FOUR, "9", "4"),)
    hand.take(sent(version=""))
    assert (hand.reader().read(FOUR).text, hand.version(), hand.drawings()) == ("4", "", ())


@pytest.mark.usefixtures("session")
def test_what_was_said_is_of_the_whole_drawing_but_for_what_was_rounded_off():
    kept = FOUR._replace(strokes=[np.round(stroke, 1).tolist() for stroke in FOUR.strokes])
    hand.take(sent(corrected(kept, "9", "4")))
    assert hand.correction_of(FOUR).label == "9"
    first, second = FOUR.strokes
    other = np.add(second, (0, 30)).tolist()
    assert hand.correction_of(FOUR._replace(strokes=[first, other])) is None


def test_what_is_known_is_not_looked_at_again(session):
    hand.take(sent(corrected(FOUR, "9")))
    (known,) = session[state.HAND].known.values()
    hand.take(sent(corrected(FOUR, "9"), corrected(SEVEN, "1")))
    assert next(iter(session[state.HAND].known.values())) is known
    assert hand.reader().read(SEVEN).text == "1"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("junk", [None, 7, [], {}, {"drawings": 7}, {"drawings": {}}])
def test_what_holds_no_hand_changes_nothing(junk):
    hand.take(sent(corrected(FOUR, "9")))
    hand.take(junk)
    assert len(hand.drawings()) == 1


@pytest.mark.usefixtures("session")
def test_what_is_forged_is_left_out():
    forged = [
        *(7, None, {}, {"label": "4"}, {"objects": 3, "label": "4"}, {**corrected(FOUR, "4"), "objects": []}),
        *(corrected(FOUR, label) for label in ("44", 4, None, [])),
        {**corrected(FOUR, "9"), "text": ["<b>4"]},
    ]
    hand.take(sent(*forged))
    assert [(each.label, each.text) for each in hand.drawings()] == [("9", "4")]


@pytest.mark.usefixtures("session")
def test_more_than_a_hand_holds_is_not_taken():
    lines = [strokes.by_one_pen([[[float(i), 20.0], [float(i), 200.0]]], 20) for i in range(1, hand.MAX_DRAWINGS + 9)]
    hand.take(sent(*(corrected(line, "7") for line in lines)))
    assert len(hand.drawings()) == hand.MAX_DRAWINGS
    assert hand.drawings()[-1].drawing == lines[-1]


@pytest.mark.usefixtures("session")
def test_two_visits_do_not_share(monkeypatch):
    hand.take(sent(corrected(FOUR, "9")))
    monkeypatch.setattr(hand, "st", SimpleNamespace(session_state={}))
    assert hand.reader().read(FOUR).text == "4"


@pytest.mark.usefixtures("session")
def test_the_browser_is_offered_what_was_said_of_a_drawing_or_that_nothing_is():
    hand.offer([Labelled(strokes.NOTHING, "4")])
    assert hand.offered() == {"turn": 0, "drawings": []}
    hand.offer([Labelled(FOUR, "9", "4"), Labelled(SEVEN, "a fish")])
    assert hand.offered() == {"turn": 1, "drawings": [corrected(FOUR, "9", "4"), corrected(SEVEN, None)]}


def test_an_album_holds_what_was_corrected_and_the_hand_comes_out_of_it():
    entries = [Labelled(SEVEN, text="7"), Labelled(FOUR, text="9")]
    line = strokes.by_one_pen([[[90.0, 90.0], [90.0, 250.0]]], 20)
    packed = album.pack(hand.with_corrected(entries, [Labelled(FOUR, "9", "4"), Labelled(line, "none", "1")]))
    assert [(each.label, each.text) for each in album.unpack(packed)] == [("none", "1"), (None, "7"), ("9", "4")]


def test_a_number_stays_in_the_album_when_its_first_digit_was_corrected():
    number = strokes.by_one_pen([*FOUR.strokes, *SEVEN.strokes], 20)
    first = strokes.by_one_pen(number.strokes[:1], 20)
    found = hand.with_corrected([Labelled(number, text="47")], [Labelled(first, "1", "4")])
    assert [(each.drawing, each.label) for each in found] == [(first, "1"), (number, None)]


@pytest.mark.usefixtures("session")
def test_what_was_read_is_told_from_what_was_said():
    hand.take(sent(corrected(FOUR, "9", "4")))
    answer = hand.reader().read(FOUR)
    assert (answer.text, hand.text_read(answer)) == ("9", "4")
    other = hand.reader().read(SEVEN)
    assert hand.text_read(other) == other.text == "7"


def test_the_history_keeps_what_was_read_and_the_hand_what_was_said(session, monkeypatch):
    monkeypatch.setattr(history, "st", SimpleNamespace(session_state=session))
    hand.take(sent(corrected(FOUR, "9", "4")))
    history.remember(hand.reader().read(FOUR))
    (entry,) = session[state.HISTORY].values()
    assert (entry.text, entry.label) == ("4", None)


def test_a_label_of_the_history_is_offered_to_the_browser():
    at = page(seven(), "History")
    assert board(at)["hand"] == {"version": "", "offered": {"turn": 0, "drawings": []}}
    at.text_input[0].input("1").run()
    offered = board(at)["hand"]["offered"]
    assert (offered["turn"], [each["label"] for each in offered["drawings"]]) == (1, ["1"])
    at.run()
    assert board(at)["hand"]["offered"]["turn"] == 1
