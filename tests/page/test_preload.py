from types import SimpleNamespace

import pytest

from digits.drawing.strokes import NOTHING, by_one_pen
from digits.page import state
from digits.page.board import preload
from digits.page.board.messages import to_message
from digits.pen import writing as pen

FIVE = by_one_pen(pen.digit(5, 180, (90, 70)), 20)


@pytest.fixture
def session(monkeypatch):
    """A session of its own, in place of Streamlit's."""
    found = {}
    monkeypatch.setattr(preload, "st", SimpleNamespace(session_state=found))
    return found


@pytest.mark.usefixtures("session")
def test_the_same_drawing_may_be_loaded_twice():
    preload.load_drawing(FIVE)
    first = preload.given()
    preload.load_drawing(FIVE)
    assert preload.preloaded() == FIVE
    assert preload.given() != first  # else the canvas would keep what is on it


def test_a_new_session_takes_the_browsers_word(session):
    reported = {"given": to_message(FIVE) | {"turn": 3}}
    preload.restore_after_reconnect(reported)
    assert preload.preloaded() == FIVE
    session[state.PRELOADED] = known = to_message(NOTHING) | {"turn": 9}
    preload.restore_after_reconnect(reported)
    assert preload.given() == known


@pytest.mark.parametrize(
    "reported",
    [
        *(None, {}, 7, {"given": None}, {"given": {"objects": 3}}),
        *({"given": {"objects": [], "turn": turn}} for turn in ("x", float("inf"), float("nan"), 1e300, -1, None, [])),
    ],
)
def test_a_forged_report_is_ignored(session, reported):
    preload.restore_after_reconnect(reported)
    assert session == {}
