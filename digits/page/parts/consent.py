"""May what a visitor draws be kept? One line asks, where whoever serves the page wants that (DIGITS_KEEP=1).

The answer stays in the visitor's browser, with a random number by which they may have all of it forgotten. What is
drawn in a room has nothing to do with it: that is the room's, and goes with it.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from digits.collection import drawings
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import Drawing
from digits.errors import CollectionError
from digits.page import state
from digits.page.board import preload
from digits.page.parts.database import database, labelled, writer
from digits.reading.reader import Answer

PATIENCE = 10.0  # seconds
MAX_KEYS = 60  # drawings of this visit that may be brought back and drawn on, as in the history
_SECRET = re.compile("[0-9a-f]{32}")
_HERE = Path(__file__).parent
_line = st.components.v2.component(
    "digits_consent",
    html=(_HERE / "consent.html").read_text(encoding="utf-8"),
    js=(_HERE / "consent.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def is_wanted() -> bool:
    """Return whether whoever serves the page wants to keep drawings."""
    return os.environ.get("DIGITS_KEEP") == "1"


def ask() -> None:
    """Draw the line that asks, or says what was answered.

    It belongs to the fragment that answers: what the browser says of it and of the canvas may come in one message, and
    Streamlit runs one fragment for that.
    """
    if is_wanted():
        visit = st.session_state.setdefault(state.VISIT, secrets.token_hex(8))
        said = st.session_state.get(state.CONSENT_SAID, "")
        _line(key=state.CONSENT, data={"visit": visit, "said": said}, on_answer_change=_take)


def keep(answer: Answer) -> None:
    """Keep what was drawn, if its visitor lets us; nobody waits for that.

    What was loaded is not theirs: an example, a link. But it may be what they drew and left, and draw on now.
    """
    visitor = st.session_state.get(state.KEPT_VISITOR)
    if visitor is None:
        return
    key, ours = answer.drawing.key, st.session_state.get(state.KEPT_KEYS, [])
    if key == preload.preloaded().key and key not in ours:
        return
    drawing = labelled(answer, visitor)
    kept = (visitor, drawing.drawing, drawing.label)
    if st.session_state.get(state.KEPT_LAST) == kept:
        return
    st.session_state[state.KEPT_LAST] = kept
    st.session_state[state.KEPT_KEYS] = [*(each for each in ours if each != key), key][-MAX_KEYS:]
    writer().submit(lambda connection: drawings.keep(connection, drawing))


def correct(drawing: Drawing, label: str | None) -> None:
    """Write down what a visitor says that a drawing of theirs is, if it is kept."""
    visitor = st.session_state.get(state.KEPT_VISITOR)
    if visitor is not None:
        key = drawings.identity(Labelled(drawing, writer=visitor))
        writer().submit(lambda connection: drawings.correct(connection, key, visitor, label))


def _take() -> None:
    """Take what the browser says: keep what this visitor draws, or forget all of it."""
    told: Mapping[str, Any] = st.session_state.get(state.CONSENT) or {}
    answer = told.get("answer")
    secret = answer.get("secret") if isinstance(answer, Mapping) else None
    if not isinstance(answer, Mapping) or not isinstance(secret, str) or not _SECRET.fullmatch(secret):
        return
    visitor = drawings.fingerprint(secret)
    if answer.get("keeps") is True:
        st.session_state[state.KEPT_VISITOR] = visitor
        st.session_state[state.CONSENT_SAID] = ""
    else:
        for name in (state.KEPT_VISITOR, state.KEPT_KEYS):
            st.session_state.pop(name, None)
        st.session_state[state.CONSENT_SAID] = _forget(visitor)


def _forget(visitor: str) -> str:
    """Delete all that is a visitor's; return "forgotten", or a sentence that says why it is not."""
    try:
        writer().submit(lambda connection: drawings.forget_visitor(connection, visitor)).result(PATIENCE)
        database().tidy()
    except (CollectionError, TimeoutError):
        return "Your drawings could not be deleted just now. Please try again in a minute."
    return "forgotten"
