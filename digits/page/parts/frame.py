"""What every page has: the watch on the connection."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from digits.page import state
from digits.page.board.preload import restore_after_reconnect

_connection = st.components.v2.component(
    "digits_connection",
    html='<p role="status" style="position: absolute; clip-path: inset(50%)"></p>',
    js=Path(__file__).with_name("connection.js").read_text(encoding="utf-8"),
)


def frame() -> bool:
    """Rerun the whole page after a lost connection; return whether it is back just now, to a page with pictures."""
    reported = _connection(key=state.CONNECTION, on_back_change=lambda: None).back
    restore_after_reconnect(reported)
    return isinstance(reported, Mapping) and reported.get("showsPictures") is True
