"""A link that reopens the drawing, its QR code, a picture card, and the phone's own way to share."""

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digits.drawing import strokes
from digits.drawing.labelled import in_one_line
from digits.page import state
from digits.page.parts.address import LINK, LOCAL_ONLY, address, is_local, scannable
from digits.page.parts.images import image
from digits.page.parts.words import percent
from digits.reading.reader import Answer
from digits.sharing import card, links

MAX_SCANNED = 600  # characters of a link that a phone still reads off a screen

_share_sheet = st.components.v2.component(
    "digits_share",
    html='<div class="share-sheet"><button type="button" hidden>Share it …</button></div>',
    js=Path(__file__).with_name("share.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # a button as all others
)


def show(answer: Answer | None) -> None:
    """Draw the ways to share the drawing."""
    if not answer or not answer.drawing.strokes:
        st.caption("Draw something, and a link to it stands here.")
        return
    text = links.pack(answer.drawing)
    if text is None:
        st.caption("This is too much for a link.")
        return
    read_as = f"Read as {in_one_line(answer.text)}." if answer.text else "Not read as a digit."
    _share_sheet(key=state.SHARE_SHEET, data={"title": "Digits", "text": read_as, "url": address(text)})
    st.write("This link opens the page with your drawing on it:")
    st.code(address(text), language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        short = links.pack(answer.drawing, MAX_SCANNED)
        code = scannable(address(short)) if short else None  # here, for a download knows no address
        if code is not None:
            st.html(image(code, "QR code of the link", 3 * len(code)), width="content")
        st.download_button(
            "Download a picture card", lambda: _card(answer, code), "digits.png", "image/png", on_click="ignore"
        )
    if is_local():
        st.caption(LOCAL_ONLY)
    st.write(f"In front of a room? [Show it on the projector]({address()}?present=1&{LINK}={text}).")


def _card(answer: Answer, code: NDArray[np.uint8] | None) -> bytes:
    sure = f"{percent(answer.confidence)} sure"
    lines = [sure if answer.text else "does not look like a digit", "Draw one yourself:", "the code leads there."]
    return card.card(
        strokes.picture(answer.drawing), answer.text or "?", lines if code is not None else lines[:1], code
    )
