"""What every page has: the style, and the watch on the connection."""

from pathlib import Path

import streamlit as st

from digits.page import state
from digits.page.board.preload import restore_after_reconnect
from digits.page.parts.style import style

_STYLE = style()
_connection = st.components.v2.component(
    "digits_connection",
    html='<p role="status" style="position: absolute; clip-path: inset(50%)"></p>',
    js=Path(__file__).with_name("connection.js").read_text(encoding="utf-8"),
)


def frame() -> None:
    """Load the style sheets, and rerun the whole page after a lost connection."""
    st.html(_STYLE)
    restore_after_reconnect(_connection(key=state.CONNECTION, on_back_change=lambda: None).back)
