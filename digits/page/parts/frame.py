"""What every page has: the watch on the connection."""

from pathlib import Path

import streamlit as st

from digits.page import state
from digits.page.board.preload import restore_after_reconnect

_connection = st.components.v2.component(
    "digits_connection",
    html='<p role="status" style="position: absolute; clip-path: inset(50%)"></p>',
    js=Path(__file__).with_name("connection.js").read_text(encoding="utf-8"),
)


def frame() -> None:
    """Rerun the whole page after a lost connection."""
    restore_after_reconnect(_connection(key=state.CONNECTION, on_back_change=lambda: None).back)
