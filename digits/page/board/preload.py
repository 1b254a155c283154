"""What the canvas was given: an example, a linked drawing, or one of the history.

The canvas takes a new drawing only where it differs from the last one it was given; a turn number makes it so.
"""

from typing import Any

import streamlit as st

from digits.drawing.strokes import Drawing
from digits.errors import DrawingError
from digits.page import state
from digits.page.board.messages import Message, drawing_from, to_message

MAX_TURN = 2**53 - 2  # larger numbers are not whole in JavaScript


def load_drawing(drawing: Drawing) -> None:
    """Put a drawing on the canvas, in place of what is on it."""
    turn = (given() or {}).get("turn", 0) + 1
    st.session_state[state.PRELOADED] = to_message(drawing) | {"turn": turn}


def given() -> Message | None:
    """Return the message that the canvas was last given; None if it opened blank."""
    message: Message | None = st.session_state.get(state.PRELOADED)
    return message


def preloaded() -> Drawing:
    """Return the drawing that the canvas was last given."""
    return drawing_from(given())


def restore_after_reconnect(reported: Any) -> None:  # noqa: ANN401 (whatever the browser sent)
    """Take what the browser says the canvas was given, where a new session knows nothing of it."""
    try:
        message = reported["given"]
        drawing_from(message)
        known = {"objects": message["objects"], "turn": int(message["turn"])}
    except (DrawingError, KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return
    if not 0 <= known["turn"] <= MAX_TURN:
        return
    st.session_state.setdefault(state.PRELOADED, known)
