"""Draw a digit, and read it as soon as the pen is lifted."""

from pathlib import Path

import streamlit as st

from digits import engine, numbers, reading
from digits.numbers import Piece
from digits.reading import Verdict
from digits.views.answer import answer, nothing_yet, number
from digits.views.canvas import SIDE, drawing_board

_STYLE = Path(__file__).with_name("page.css")


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    st.title("Digits")
    with st.container(key="invitation"):
        st.write("Draw a digit. A small neural network reads it when you lift the pen.")
    _draw_and_read()


@st.fragment
def _draw_and_read() -> None:
    side_by_side = st.container(horizontal=True, horizontal_alignment="center", gap="small")
    board = side_by_side.container(width=SIDE, gap="small")
    answer_beside = side_by_side.container(width=368, key="answer")
    with board:
        try:
            drawn = drawing_board()
        except ValueError:
            st.error("The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again.")
            return
    with answer_beside:
        _answer(drawn)


def _answer(drawn: list[Piece]) -> None:
    if not drawn:
        st.html(nothing_yet())
        return
    try:
        network, thresholds = _network()
        parts = numbers.find(drawn, network.predict)
    except engine.EngineError as error:
        st.error(f"The network is not available. {error} Your drawing is kept.")
        return
    readings = [reading.read(found.probabilities, thresholds) for found in parts.digits]
    if len(readings) > 1 and reading.together(readings) is not Verdict.NOT_A_DIGIT:
        st.html(number(readings, parts))
    else:
        st.html(answer(reading.read(parts.whole.probabilities, thresholds), parts.whole.seen))


@st.cache_resource(show_spinner="Waking the network …")
def _network() -> tuple[engine.Engine, reading.Thresholds]:
    return engine.load(), reading.Thresholds(*engine.thresholds())
