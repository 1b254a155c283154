"""The drawing board: a canvas to draw on, and Undo, Redo and Clear beneath it."""

from pathlib import Path

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from digits import ink, numbers, strokes
from digits.numbers import Piece

KEY = "canvas"  # pen_tools.js and page.css find the canvas by this key
SIDE = strokes.SIDE  # fits a phone 360 wide; page.css shrinks it on a narrower one
LARGEST = 4 * SIDE  # of a canvas's picture: what is larger did not come from ours
PEN = 20
COLOUR = "#4a6df0"  # readable on light and on dark paper, so strokes survive a change of theme

_HERE = Path(__file__).parent
_pen_tools = st.components.v2.component(
    "digits_pen_tools",
    html=(_HERE / "pen_tools.html").read_text(encoding="utf-8"),
    css=(_HERE / "pen_tools.css").read_text(encoding="utf-8"),
    js=(_HERE / "pen_tools.js").read_text(encoding="utf-8"),
)


def drawing_board() -> list[Piece]:
    """Draw the canvas with its buttons; returns what is on it, in pieces: nothing while it is blank.

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
    if png is None:
        return []
    if max(_size(png)) > LARGEST:
        raise ValueError(f"png: expected at most {LARGEST} pixels a side, got {_size(png)}")
    drawn = ink.from_canvas(ink.decode(png))
    return [] if drawn is None else numbers.pieces(drawn, strokes.from_canvas(drawing.json_data), PEN)


def _size(png: bytes) -> tuple[int, int]:
    """Return the width and height that a PNG says it has."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
