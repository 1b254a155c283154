"""The network at work: every layer as the pen moves. The browser draws it (`work.js`), here are the words beneath."""

import streamlit as st

from digits.reading.reader import Answer

NAME = "At work"  # `drawn.js` draws it under this name


def show(answer: Answer | None) -> None:
    """Draw what the pictures in the browser mean."""
    first = "" if answer else "Draw something, and watch. "
    st.caption(f"{first}The network runs in this browser, on the drawing as it is now, at every move of the pen.")
