"""The board with the answer beside it, as the pages have it on which people draw."""

from threading import Lock

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digits.drawing.strokes import Drawing
from digits.errors import DrawingError, EngineError, TooMuchError
from digits.page import state
from digits.page.board.board import drawing_board
from digits.page.board.preload import load_drawing
from digits.page.parts.address import LINK
from digits.page.parts.answer import invitation, panel, sentence
from digits.page.parts.network import shared_reader
from digits.reading.reader import Answer
from digits.reading.verdict import Verdict
from digits.sharing import links

LOCK_TIMEOUT = 0.5  # seconds: whoever draws what takes longer holds nobody else up
_ONE_AT_A_TIME = Lock()  # OpenCV releases the interpreter lock at every call: concurrent answers slow each other down


def open_link() -> None:
    """Load the drawing of a shared link onto the canvas, once a visit."""
    text = st.query_params.get(LINK)
    if text is None or st.session_state.get(state.OPENED_LINK) == text:
        return
    st.session_state[state.OPENED_LINK] = text
    try:
        load_drawing(links.unpack(text))
    except DrawingError:
        st.info("That link holds no drawing that can be read; perhaps a part of it was lost. Draw your own.")


def draw_and_answer(beside: DeltaGenerator) -> Answer | None:
    """Draw the board here and its answer beside; return the answer, None while there is none."""
    is_ours = _ONE_AT_A_TIME.acquire(timeout=LOCK_TIMEOUT)
    try:
        return _draw_and_answer(beside)
    finally:
        if is_ours:
            _ONE_AT_A_TIME.release()


def _draw_and_answer(beside: DeltaGenerator) -> Answer | None:
    try:
        drawing = drawing_board()
    except TooMuchError:
        st.error("There is more on the canvas than this page reads. Undo some of it, or clear all.")
        return None
    except DrawingError:
        st.error("The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again.")
        return None
    turn = st.session_state[state.ANSWER_COUNT] = st.session_state.get(state.ANSWER_COUNT, 0) + 1
    answer = None
    with beside:
        try:
            answer = _answer(drawing)
            st.html(panel(answer, turn) if answer else invitation(turn))
        except EngineError as error:
            st.error(f"The network is not available. {error} Your drawing is kept.")
    with beside.container(key="spoken"):
        st.html(f"<p>{sentence(answer) if answer else ''}</p>")
    return answer


def _answer(drawing: Drawing) -> Answer | None:
    """Return the answer to a drawing, None to a blank one; the network is not loaded for that."""
    answer = shared_reader().read(drawing) if drawing.strokes else None
    return answer if answer and answer.verdict is not Verdict.BLANK else None
