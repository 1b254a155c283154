"""The board and its answer, as the pages have it on which people draw."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import streamlit as st

from digits.drawing.strokes import NOTHING, Drawing
from digits.errors import DrawingError, EngineError, TooMuchError
from digits.page import state
from digits.page.board.board import Offer, around, canvas
from digits.page.board.preload import load_drawing
from digits.page.parts import hand
from digits.page.parts.address import LINK
from digits.page.parts.answer import as_json
from digits.page.parts.bundle import bundle
from digits.page.parts.live import live_settings
from digits.reading.reader import Answer
from digits.reading.verdict import Verdict
from digits.sharing import links

LOCK_TIMEOUT = 0.5  # seconds: whoever draws what takes longer holds nobody else up
NO_EXAMPLES: Mapping[str, Drawing] = {}
_ONE_AT_A_TIME = Lock()  # OpenCV releases the interpreter lock at every call: concurrent answers slow each other down
_CODE = bundle(Path(__file__).resolve().parents[1] / "board" / "board.js")
_code = st.components.v2.component("digits_code", js=_CODE)


class Shown(NamedTuple):
    """What a rerun showed: the answer, None while there is none, and the panel that is open, if any."""

    answer: Answer | None
    panel: str | None


def bring_code(examples: Mapping[str, Drawing] = NO_EXAMPLES) -> None:
    """Bring the code of the board, once a visit to the page; it belongs outside of the fragment that answers."""
    pictures = {name: {"strokes": example.strokes, "pens": example.pens} for name, example in examples.items()}
    _code(key=state.CODE, data={"reader": live_settings(), "examples": pictures})


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


def draw_and_answer(offer: Offer) -> Shown:
    """Draw the board with the answer to what is on it."""
    is_ours = _ONE_AT_A_TIME.acquire(timeout=LOCK_TIMEOUT)
    try:
        return _draw_and_answer(offer)
    finally:
        if is_ours:
            _ONE_AT_A_TIME.release()


def _draw_and_answer(offer: Offer) -> Shown:
    drawing, answer, trouble = NOTHING, None, ""
    try:
        drawing = canvas()
        answer = _answer(drawing)
    except TooMuchError:
        trouble = "There is more on the canvas than this page reads. Undo some of it, or clear all."
    except DrawingError:
        trouble = "The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again."
    except EngineError as error:
        trouble = f"The network is not available. {error} Your drawing is kept."
    turn = st.session_state[state.ANSWER_COUNT] = st.session_state.get(state.ANSWER_COUNT, 0) + 1
    shown = as_json(answer, None if trouble else len(drawing.strokes))
    told = {"version": hand.version(), "offered": hand.offered()}
    panel = around(shown, turn, offer._replace(on_hand=hand.take), told)
    if trouble:
        st.error(trouble)
    return Shown(answer, panel)


def _answer(drawing: Drawing) -> Answer | None:
    """Return the answer to a drawing, None to a blank one; the network is not loaded for that."""
    answer = hand.reader().read(drawing) if drawing.strokes else None
    return answer if answer and answer.verdict is not Verdict.BLANK else None
