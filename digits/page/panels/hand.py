"""The visitor's hand: what was corrected. The browser draws it (`memories.js`), here are the words beneath."""

import streamlit as st

from digits.reading.reader import Answer

NAME = "Your hand"  # `choices.js` opens it under this name


def show(answer: Answer | None) -> None:
    """Draw what the memory does."""
    first = "" if answer else "Draw something, and say beside the answer what it is. "
    st.caption(
        f"{first}The network stays as it is. What looks to it like a drawing that you corrected is read as you said."
    )
