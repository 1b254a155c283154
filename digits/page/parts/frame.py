"""What every page has: the style, and the watch on the connection."""

from pathlib import Path

import streamlit as st

from digits.page import state
from digits.page.board.messages import COLOUR
from digits.page.board.preload import restore_after_reconnect

_HERE = Path(__file__).parent
_BOARD = [_HERE.parent / "board" / name for name in ("board.css", "canvas.css")]
_NAMES = [
    "page.css",
    "tabs.css",
    "answer.css",
    "work.css",
    "network.css",
    "panels.css",
    "pictures.css",
    "present.css",
    "phone.css",
]  # later sheets override earlier ones
_SHEETS = [*_BOARD, *(_HERE / name for name in _NAMES)]
_RULES = [f":root {{ --digits-blue: {COLOUR}; }}", *(sheet.read_text(encoding="utf-8") for sheet in _SHEETS)]
_STYLE = f"<style>{''.join(_RULES)}</style>"  # one message for all
_connection = st.components.v2.component(
    "digits_connection",
    html='<p role="status" style="position: absolute; clip-path: inset(50%)"></p>',
    js=(_HERE / "connection.js").read_text(encoding="utf-8"),
)


def frame() -> None:
    """Load the style sheets, and rerun the whole page after a lost connection."""
    st.html(_STYLE)
    restore_after_reconnect(_connection(key=state.CONNECTION, on_back_change=lambda: None).back)
