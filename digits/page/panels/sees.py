"""How the network sees: the way from the ink to its 28 by 28 pixels. What it makes of them, the browser shows."""

import numpy as np
import streamlit as st

from digits.drawing import strokes
from digits.drawing.ink import Ink
from digits.page import state
from digits.page.parts.answer import packed
from digits.page.parts.images import image
from digits.reading.asked import Segment
from digits.reading.reader import Answer

NAME = "How it sees"  # `drawn.js` draws it under this name
SIDE = 80  # pixels: of a picture
_PEN = "Strokes are redrawn with a fine pen: a thick one fills small loops."

# The browser knows the input of one digit alone, and is told at each answer which of several is looked at.
_STUB = """export default function ({ data }) {
  globalThis.digitsBoard?.drawInput(data[0]);
}"""
_chosen = st.components.v2.component("digits_chosen", js=_STUB)


def show(answer: Answer | None) -> None:
    """Draw how the ink became what the network is given, digit by digit."""
    if not answer:
        st.caption("Draw something, and its way through the network is shown here.")
        return
    segment = answer.segments[0]
    if len(answer.readings) > 1:
        names = [f"{number}. digit: {each.digit}" for number, each in enumerate(answer.readings, start=1)]
        name = st.segmented_control("Which digit", names, default=names[0], required=True)
        segment = answer.segments[names.index(name or names[0])]
        _chosen(key=state.CHOSEN_DIGIT, data=[packed(segment.input), st.session_state[state.ANSWER_COUNT]])
    st.html(f'<div class="steps">{_to_the_network(answer, segment)}</div>')


def _to_the_network(answer: Answer, segment: Segment) -> str:
    height, width = segment.piece.ink.shape
    pixels = np.rint(segment.input[0, :, :, 0] * 255).astype(np.uint8)
    return (
        _step(image(strokes.picture(answer.drawing), "The drawing", SIDE), "Your drawing",
                "What you drew, as grey ink.")
        + _step(image(_square(segment.piece.ink), "The digit, cut out", SIDE), "Found and cropped",
                f"The ink of this digit alone, {width} by {height} pixels. {_PEN}")
        + _step(image(pixels, "The 28 by 28 pixels", SIDE), "Centred", "Its longer side becomes 20 pixels, its centre "
                "of mass the middle. This is all that the network sees.")
    )  # fmt: skip


def _step(picture: str, title: str, words: str) -> str:
    return f'<section class="step">{picture}<h2>{title}</h2><p>{words}</p></section>'


def _square(piece: Ink) -> Ink:
    height, width = piece.shape
    side = max(height, width) + 8
    paper = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    paper[top : top + height, left : left + width] = piece
    return paper
