"""Draw a digit, and read it as soon as the pen is lifted; beneath, why, what others say, and what to do with it."""

import json
from pathlib import Path

import streamlit as st

from digits.drawing.strokes import SIDE
from digits.page import state
from digits.page.board.preload import load_drawing, preloaded
from digits.page.panels import history
from digits.page.panels.all import PANELS
from digits.page.parts.drawing import draw_and_answer, open_link
from digits.page.parts.frame import frame
from digits.reading.reader import Answer
from digits.sharing import links

EXAMPLES = Path(__file__).resolve().parents[3] / "assets" / "examples.json"


def show() -> None:
    """Draw the page."""
    frame()
    st.title("Digits")
    with st.container(key="invitation"):
        st.write("Draw a digit. A small neural network reads it when you lift the pen.")
    open_link()
    _draw_and_read()


@st.fragment
def _draw_and_read() -> None:
    side_by_side = st.container(horizontal=True, horizontal_alignment="center", gap="small")
    board = side_by_side.container(width=SIDE, gap="small", key="board")
    beside = side_by_side.container(width=368, key="answer")
    with board:
        answer = draw_and_answer(beside)
    if answer:
        history.remember(answer)
    _more(answer)


def _more(answer: Answer | None) -> None:
    with st.container(key="more"):
        chosen = st.pills("More", list(PANELS), key=state.PANEL, label_visibility="collapsed")
        if chosen:
            PANELS[chosen](answer)
        elif not answer or preloaded().strokes:  # not beside people's own drawings: each button costs every answer
            _offer_examples()


def _offer_examples() -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="examples"):
        st.markdown("Or try", width="content")
        for name, packed in _examples().items():
            st.button(name, on_click=_load, args=(packed,), type="tertiary")


def _load(packed: str) -> None:
    load_drawing(links.unpack(packed))


@st.cache_data
def _examples() -> dict[str, str]:
    return dict(json.loads(EXAMPLES.read_text(encoding="utf-8")))
