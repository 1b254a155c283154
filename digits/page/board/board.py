"""The drawing board: a canvas to draw on, and its tools beneath it."""

from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from digits.drawing import strokes
from digits.drawing.strokes import Drawn
from digits.reading import segment as numbers
from digits.reading.segment import Piece

KEY, TOOLS = "canvas", "pen_tools"  # pen_tools.js and page.css find the canvas by its key
BROUGHT, WIPED, LATEST = "brought back", "wiped", "latest drawing"
SIDE = strokes.SIDE  # pen_tools.js shows it as wide as there is room
PENS = [12, 20, 28]
ERASER = 36
COLOUR = "#4a6df0"  # readable on light and on dark paper, so strokes survive a change of theme

_HERE = Path(__file__).parent
_pen_tools = st.components.v2.component(
    "digits_pen_tools",
    html=(_HERE / "board.html").read_text(encoding="utf-8"),
    css=(_HERE / "board.css").read_text(encoding="utf-8"),
    js=(_HERE / "board.js").read_text(encoding="utf-8"),
)


class Board(NamedTuple):
    """What is on the canvas: what was drawn, and its ink in pieces; none while it is blank."""

    drawn: Drawn
    pieces: list[Piece]


def drawing_board() -> Board:
    """Draw the canvas with its tools; returns what is on it.

    What could reload the canvas changes only when a drawing is brought back: whatever else reruns, no stroke is lost.
    """
    if KEY not in st.session_state and LATEST in st.session_state:  # back from another page: the canvas is a new one
        bring_back(st.session_state[LATEST])
    tool = _tool()
    try:
        drawing = st_canvas(
            stroke_width=ERASER if tool["erasing"] else tool["pen"],
            stroke_color=strokes.ERASER if tool["erasing"] else COLOUR,
            width=SIDE,
            height=SIDE,
            initial_drawing=st.session_state.get(BROUGHT),
            key=KEY,
        ).json_data
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"drawing: expected what a canvas sends, got {error!r}") from error
    finally:
        _tools(tool)
    drawn = strokes.from_canvas(drawing)
    st.session_state[LATEST] = drawn
    return Board(drawn, numbers.pieces(drawn))


def _tools(tool: dict[str, Any]) -> None:
    _pen_tools(
        key=TOOLS,
        data={
            "pens": PENS,
            **tool,
            "preloaded": bool(brought().strokes),
            "given": st.session_state.get(BROUGHT),
            "cleared": WIPED in st.session_state,
        },
        default={"tool": tool},
        on_tool_change=lambda: None,
        on_clear_change=_clear,
        on_restore_change=_restore,
    )


def bring_back(drawn: Drawn) -> None:
    """Put a drawing on the canvas, in place of what is on it."""
    st.session_state.pop(WIPED, None)
    turn = st.session_state.get(BROUGHT, {}).get("turn", 0) + 1  # the canvas takes only what differs from the last
    st.session_state[BROUGHT] = strokes.to_canvas(drawn, COLOUR) | {"turn": turn}


def recall(back: Any) -> None:  # noqa: ANN401 (whatever the browser sent)
    """Take the browser's word for what the canvas was last given, where a new visit knows nothing of it."""
    try:
        given = back["given"]
        strokes.from_canvas(given)
        known = {"objects": given["objects"], "turn": int(given["turn"])}
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    st.session_state.setdefault(BROUGHT, known)


def brought() -> Drawn:
    """Return the drawing that the canvas was last given."""
    return strokes.from_canvas(st.session_state.get(BROUGHT))


def _clear() -> None:
    """Clear a drawing that was brought back: the canvas itself only goes back to that."""
    was = st.session_state.get(LATEST, brought())
    bring_back(Drawn([], []))
    if was.strokes:
        st.session_state[WIPED] = was


def _restore() -> None:
    if WIPED in st.session_state:  # a key that is held down asks more than once
        bring_back(st.session_state[WIPED])


def _tool() -> dict[str, Any]:
    """Return the pen's width and whether it erases, as they were chosen."""
    chosen = (st.session_state.get(TOOLS) or {}).get("tool")
    if not isinstance(chosen, dict) or chosen.get("pen") not in PENS:
        return {"pen": PENS[1], "erasing": False}
    return {"pen": chosen["pen"], "erasing": chosen.get("erasing") is True}
