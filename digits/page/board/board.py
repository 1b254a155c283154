"""The drawing board: the canvas, and its tools beneath it."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from digits.drawing.strokes import PEN_WIDTHS, SIDE, Drawing
from digits.errors import DrawingError
from digits.page import state
from digits.page.board import preload
from digits.page.board.messages import COLOUR, ERASER_COLOUR, drawing_from

ERASER = 36

_HERE = Path(__file__).parent
_tools_component = st.components.v2.component(
    "digits_tools",
    html=(_HERE / "board.html").read_text(encoding="utf-8"),
    css=(_HERE / "board.css").read_text(encoding="utf-8"),
    js=(_HERE / "board.js").read_text(encoding="utf-8"),
)


def drawing_board() -> Drawing:
    """Draw the canvas with its tools; return what is on it.

    What reloads the canvas changes only when a drawing is loaded: no other rerun costs a stroke.
    """
    if state.CANVAS not in st.session_state and state.LATEST in st.session_state:  # back from another page
        preload.load_drawing(st.session_state[state.LATEST])
    tool = _tool()
    try:
        message = st_canvas(
            stroke_width=ERASER if tool["erasing"] else tool["pen"],
            stroke_color=ERASER_COLOUR if tool["erasing"] else COLOUR,
            width=SIDE,
            height=SIDE,
            initial_drawing=preload.given(),
            key=state.CANVAS,
        ).json_data
    except (AttributeError, KeyError, TypeError) as error:
        raise DrawingError(f"drawing: expected what a canvas sends, got {error!r}") from error
    finally:
        _tools(tool)
    drawing = drawing_from(message)
    st.session_state[state.LATEST] = drawing
    return drawing


def _tools(tool: dict[str, Any]) -> None:
    _tools_component(
        key=state.TOOLS,
        data={
            "pens": PEN_WIDTHS,
            **tool,
            "preloaded": bool(preload.preloaded().strokes),
            "given": preload.given(),
            "cleared": preload.is_cleared(),
        },
        default={"tool": tool},
        on_tool_change=lambda: None,
        on_clear_change=preload.clear,
        on_restore_change=preload.restore,
    )


def _tool() -> dict[str, Any]:
    """Return the pen's width and whether it erases, as the visitor chose."""
    chosen = (st.session_state.get(state.TOOLS) or {}).get("tool")
    if not isinstance(chosen, dict) or chosen.get("pen") not in PEN_WIDTHS:
        return {"pen": PEN_WIDTHS[1], "erasing": False}
    return {"pen": chosen["pen"], "erasing": chosen.get("erasing") is True}
