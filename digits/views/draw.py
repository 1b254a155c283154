"""Draw a digit, and read it as soon as the pen is lifted."""

from pathlib import Path

import streamlit as st

from digits import engine, ink, reading
from digits.ink import Ink
from digits.views.answer import answer, nothing_yet
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


def _answer(drawn: Ink | None) -> None:
    if drawn is None:
        st.html(nothing_yet())
        return
    seen = ink.to_input(drawn)
    try:
        network, thresholds = _network()
        (probabilities,) = network.predict(seen)
    except engine.EngineError as error:
        st.error(f"The network is not available. {error} Your drawing is kept.")
        return
    st.html(answer(reading.read(probabilities, thresholds), seen))


@st.cache_resource(show_spinner="Waking the network …")
def _network() -> tuple[engine.Engine, reading.Thresholds]:
    return engine.load(), reading.Thresholds(**engine.described("thresholds"))
