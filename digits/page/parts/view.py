"""How a projector's view is shown: full screen, the code large, bars or none, by button and key."""

from pathlib import Path

import streamlit as st

from digits.drawing.strokes import NOTHING
from digits.page import state
from digits.page.board.preload import load_drawing
from digits.page.parts.bundle import bundle

_view = st.components.v2.component(
    "digits_view",
    html=Path(__file__).with_name("view.html").read_text(encoding="utf-8"),
    js=bundle(Path(__file__).with_name("view.js")),
    isolate_styles=False,  # its buttons stand in the page's own grid
)


def view() -> None:
    """Draw the buttons."""
    _view(key=state.VIEW, on_leave_change=_leave)


def _leave() -> None:
    load_drawing(st.session_state.get(state.LATEST, NOTHING))
    st.query_params.clear()
