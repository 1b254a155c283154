"""For a projector: a large canvas, an answer for the last row, a code to join by, and a challenge."""

from html import escape

import streamlit as st

from digits.page.board.board import Offer
from digits.page.panels import challenge, history, work
from digits.page.parts.address import LOCAL_ONLY, address, scannable, short_address
from digits.page.parts.drawing import bring_code, draw_and_answer, open_link
from digits.page.parts.frame import frame
from digits.page.parts.images import image
from digits.page.parts.view import view
from digits.page.rooms import screen


def show() -> None:
    """Draw the page for a projector."""
    frame()
    bring_code()
    open_link()
    if screen.is_open():
        screen.show()
        return
    with st.container(key="present"):
        _stage()
        st.html(_join())
        screen.offer()
        view()


@st.fragment
def _stage() -> None:
    if screen.is_open():  # opened by a press that came in one message with one of this fragment: all is drawn anew
        st.rerun()
    answer, panel = draw_and_answer(Offer([challenge.NAME, work.NAME], on_forget=history.forget))
    if panel == challenge.NAME:
        challenge.show(answer)
    else:
        challenge.end()


def _join() -> str:
    """Return the way for the audience: a code, and the address in words."""
    code = scannable(address())
    if code is None:
        return f'<div class="join"><p class="words">{LOCAL_ONLY}</p></div>'
    return (
        f'<div class="join">{image(code, f"QR code of {address()}", 4 * len(code))}'
        f'<p class="words">Draw along: scan the code, or open</p><p class="address">{escape(short_address())}</p></div>'
    )
