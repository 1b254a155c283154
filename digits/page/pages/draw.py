"""Draw a digit, and read it as soon as the pen is lifted; beneath, why, what others say, and what to do with it."""

import json
from pathlib import Path
from threading import Lock

import streamlit as st

from digits.drawing import strokes
from digits.page.board.board import SIDE, bring_back, brought, drawing_board, recall
from digits.page.panels import history, opinions, sees, share
from digits.page.parts.answer import Answered, nothing_yet, panel, read, sentence
from digits.reading import engine
from digits.sharing import links

PANELS = {"How it sees": sees.show, "Opinions": opinions.show, "History": history.show, "Share": share.show}
EXAMPLES = Path(__file__).resolve().parents[3] / "assets" / "examples.json"
_TURN = Lock()  # one answer at a time: threads that take turns at every call into OpenCV keep each other waiting
PATIENCE = 0.5  # seconds: whoever draws what takes longer holds nobody else up
_PARTS = Path(__file__).parents[1] / "parts"
_STYLES = [_PARTS / "page.css", _PARTS.parent / "board" / "canvas.css"]
_connection = st.components.v2.component(
    "digits_connection",
    html='<p role="status" style="position: absolute; clip-path: inset(50%)"></p>',
    js=(_PARTS / "connection.js").read_text(encoding="utf-8"),
)


def show() -> None:
    """Draw the page."""
    style()
    st.title("Digits")
    with st.container(key="invitation"):
        st.write("Draw a digit. A small neural network reads it when you lift the pen.")
    open_link()
    _draw_and_read()


def style() -> None:
    """Bring along the page's own style, and what has all of it run anew after a lost connection."""
    for sheet in _STYLES:
        st.html(sheet)
    recall(_connection(key="connection", on_back_change=lambda: None).back)


def open_link() -> None:
    """Bring the drawing of a shared link to the canvas, once a visit."""
    text = st.query_params.get(share.PARAMETER)
    if text is None or st.session_state.get("opened") == text:
        return
    st.session_state["opened"] = text
    try:
        bring_back(links.unpack(text))
    except ValueError:
        st.info("That link holds no drawing that can be read; perhaps a part of it was lost. Draw your own.")


@st.fragment
def _draw_and_read() -> None:
    side_by_side = st.container(horizontal=True, horizontal_alignment="center", gap="small")
    board = side_by_side.container(width=SIDE, gap="small", key="board")
    beside = side_by_side.container(width=368, key="answer")
    with board:
        answered = draw_and_answer(beside)
    if answered:
        history.remember(answered)
    _more(answered)


def draw_and_answer(beside: st.delta_generator.DeltaGenerator) -> Answered | None:
    """Draw the board here and its answer beside; returns the answer, None while there is none."""
    waited = _TURN.acquire(timeout=PATIENCE)
    try:
        return _answer(beside)
    finally:
        if waited:
            _TURN.release()


def _answer(beside: st.delta_generator.DeltaGenerator) -> Answered | None:
    try:
        on_it = drawing_board()
    except strokes.TooMuchError:
        st.error("There is more on the canvas than this page reads. Undo some of it, or clear all.")
        return None
    except ValueError:
        st.error("The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again.")
        return None
    answered = None
    turn = st.session_state["turn"] = st.session_state.get("turn", 0) + 1
    with beside:
        if not on_it.pieces:
            st.html(nothing_yet(turn))
        else:
            try:
                answered = read(on_it.drawn, on_it.pieces)
                st.html(panel(answered, turn))
            except engine.EngineError as error:
                st.error(f"The network is not available. {error} Your drawing is kept.")
    with beside.container(key="spoken"):
        st.html(f"<p>{sentence(answered) if answered else ''}</p>")
    return answered


def _more(answered: Answered | None) -> None:
    with st.container(key="more"):
        chosen = st.pills("More", list(PANELS), key="panel", label_visibility="collapsed")
        if chosen:
            PANELS[chosen](answered)
        elif not answered or brought().strokes:  # not beside people's own drawings: each button costs every answer
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key="examples"):
                st.markdown("Or try", width="content")
                for name, packed in _examples().items():
                    st.button(name, on_click=_bring, args=(packed,), type="tertiary")


def _bring(packed: str) -> None:
    bring_back(links.unpack(packed))


@st.cache_data
def _examples() -> dict[str, str]:
    return dict(json.loads(EXAMPLES.read_text(encoding="utf-8")))
