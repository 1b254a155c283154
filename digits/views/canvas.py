"""The drawing board: a canvas to draw on, and Undo, Redo and Clear beneath it."""

from pathlib import Path

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from digits import ink
from digits.ink import Ink

KEY = "canvas"  # pen_tools.js and page.css find the canvas by this key
SIDE = 320  # fits a phone 360 wide; page.css shrinks it on a narrower one
PEN = 20
COLOUR = "#4a6df0"  # readable on light and on dark paper, so strokes survive a change of theme

_HERE = Path(__file__).parent
_pen_tools = st.components.v2.component(
    "digits_pen_tools",
    html=(_HERE / "pen_tools.html").read_text(encoding="utf-8"),
    css=(_HERE / "pen_tools.css").read_text(encoding="utf-8"),
    js=(_HERE / "pen_tools.js").read_text(encoding="utf-8"),
)


def drawing_board() -> Ink | None:
    """Draw the canvas with its buttons; returns what is on it, `uint8 (h, w)`, or None while it is blank.

    The arguments never change, so the canvas is never reloaded: whatever reruns, no stroke is lost.
    """
    drawing = st_canvas(
        stroke_width=PEN,
        stroke_color=COLOUR,
        width=SIDE,
        height=SIDE,
        return_image_data=True,
        key=KEY,
    )
    _pen_tools(key="pen_tools")
    png = drawing.image_bytes
    return None if png is None else ink.from_canvas(ink.decode(png))
