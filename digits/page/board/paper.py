"""The canvas component, drawn through four lines of our own: so the browser may hand it a tool without the server.

The component takes its pen's width and colour with what the server draws it from. Its code is the package's.
"""

from pathlib import Path

import streamlit as st
import streamlit_drawable_canvas

from digits.drawing.strokes import PEN_WIDTHS, SIDE
from digits.page import state
from digits.page.board.messages import COLOUR, Message

_FILES = Path(streamlit_drawable_canvas.__file__).parent / "frontend" / "build"
_SERVED = "_stcore/bidi-components/streamlit-drawable-canvas.streamlit_drawable_canvas"  # relative to the page

# `paper.js` hands the canvas its tool. A canvas goes only with its page: what was drawn late must not end a later one.
_STUB = """export default async (component) => {
  const { default: draw } = await import(new URL("%s", document.baseURI));
  globalThis.digitsPaper = { draw, component };
  const end = draw(globalThis.digitsBoard?.withTool(component) ?? component);
  return () => component.parentElement.isConnected || end();
};"""


def _served(kind: str) -> str:
    """Return the address of the package's one file of a kind."""
    (file,) = _FILES.glob(f"index-*.{kind}")
    return f"{_SERVED}/{file.name}"


_component = st.components.v2.component(
    "digits_canvas",
    html=f'<link rel="stylesheet" href="{_served("css")}"><div class="canvas-root"></div>',
    js=_STUB % _served("js"),
    isolate_styles=True,
)

_SETTINGS = {
    "canvasWidth": SIDE,
    "canvasHeight": SIDE,
    "drawingMode": "freedraw",
    "strokeWidth": PEN_WIDTHS[1],
    "strokeColor": COLOUR,
    "fillColor": "#eee",
    "backgroundColor": "",
    "backgroundImageURL": None,
    "backgroundImageFit": "stretch",
    "realtimeUpdateStreamlit": True,
    "returnImageData": False,
    "disabled": False,
    "maxDisplayHeight": None,
    "displayRadius": 3,
    "fontSize": 20,
    "label": "",
}


def paper(given: Message | None) -> Message:
    """Draw the canvas with a drawing on it, or blank; return the message of what is on it now."""
    drawing = {**(given or {"objects": []}), "background": ""}
    shown = _component(
        key=state.CANVAS,
        data={**_SETTINGS, "initialDrawing": drawing},
        default={"drawing": {"raw": drawing, "data": None}, "backgroundFit": None},
        on_drawing_change=lambda: None,
        on_backgroundFit_change=lambda: None,
        width="content",
        height="content",
    )
    message: Message = shown["drawing"]["raw"]
    return message
