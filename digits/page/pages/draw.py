"""Draw a digit, and read it as it is drawn; beneath, why, what others say, and what to do with it."""

import streamlit as st

from digits.page.board.board import Offer
from digits.page.board.preload import load_drawing
from digits.page.panels import challenge, history
from digits.page.panels.all import PANELS
from digits.page.parts import consent
from digits.page.parts.drawing import bring_code, draw_and_answer, open_link
from digits.page.parts.examples import examples
from digits.page.parts.frame import frame
from digits.page.rooms import seat


def show() -> None:
    """Draw the page."""
    frame()
    bring_code(examples())
    with st.container(horizontal=True, vertical_alignment="bottom", key="invitation"):
        st.title("Digits", width="content")
        st.write("Draw a digit. A small neural network reads it as you draw.")
    open_link()
    seat.enter()
    _draw_and_read()
    seat.watch()


@st.fragment
def _draw_and_read() -> None:
    seat.finish_leaving()
    send = seat.send if seat.is_taken() else None
    shown = [] if seat.is_taken() else list(examples())  # in a room's race one would count as drawn
    offer = Offer(
        list(PANELS),
        shown,
        _load,
        history.restore,
        entries=history.offered(),
        on_taken=history.taken,
        on_forget=history.forget,
    )
    answer, panel = draw_and_answer(offer, send)
    if answer:
        history.remember(answer)
        if not seat.is_taken():
            consent.keep(answer)
    seat.show(answer)
    if not seat.is_taken():
        consent.ask()
    if panel != challenge.NAME:
        challenge.end()
    if panel:
        with st.container(key="more"):
            PANELS[panel](answer)


def _load(example: str) -> None:
    load_drawing(examples()[example])
