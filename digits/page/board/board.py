"""The drawing board: the canvas, and around it one component with the tools, the answer and the choice of a panel."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from digits.drawing.strokes import PEN_WIDTHS, Drawing
from digits.errors import DrawingError
from digits.page import state
from digits.page.board import preload
from digits.page.board.messages import drawing_from
from digits.page.board.paper import paper

ERASER = 36
NO_ENTRIES: Mapping[str, Any] = {"turn": 0, "drawings": []}

# A component's code travels with each of its messages, so this one only hands over its data: to the code that the page
# was given once (`board.js`), or to whoever comes to take it.
STUB = """export default function (component) {
  if (globalThis.digitsBoard) globalThis.digitsBoard.draw(component);
  else globalThis.digitsWaiting = component;
}"""

_component = st.components.v2.component(
    "digits_board",
    html=Path(__file__).with_name("board.html").read_text(encoding="utf-8"),
    js=STUB,
    isolate_styles=False,  # its parts stand in the page's own grid
)


class Offer(NamedTuple):
    """What stands beneath the board: the panels by name, and the examples, with what is called for the chosen one.

    `on_kept` is called with what the browser kept of earlier visits, whatever that is, and `on_hand` with what it
    remembers of the visitor's hand. `entries` are what it is to keep beside, and `on_taken` is called with their turn.
    `on_forget` is called when all was forgotten in another tab.
    """

    panels: Sequence[str] = ()
    examples: Sequence[str] = ()
    on_example: Callable[[str], None] = lambda _: None
    on_kept: Callable[[Any], None] = lambda _: None
    on_hand: Callable[[Any], None] = lambda _: None
    entries: Mapping[str, Any] = NO_ENTRIES
    on_taken: Callable[[Any], None] = lambda _: None
    on_forget: Callable[[], None] = lambda: None


def canvas() -> Drawing:
    """Draw the canvas; return what is on it.

    It is drawn from the same every time, until a drawing is loaded: no other rerun costs a stroke.
    """
    if state.CANVAS not in st.session_state and state.LATEST in st.session_state:  # back from another page
        preload.load_drawing(st.session_state[state.LATEST])
    try:
        message = paper(preload.given())
    except (AttributeError, KeyError, TypeError) as error:
        raise DrawingError(f"drawing: expected what a canvas sends, got {error!r}") from error
    drawing = drawing_from(message)
    st.session_state[state.LATEST] = drawing
    return drawing


def around(answer: dict[str, Any], turn: int, offer: Offer, hand: Mapping[str, Any]) -> str | None:
    """Draw what is around the canvas; return the panel that is open, one of those that are offered, else None.

    `hand` is the version of the visitor's hand that the answer was read with, and what the browser is to add to it.
    """
    told = _told()
    opened = _panel(told, offer.panels)
    data = {
        "answer": answer,
        "turn": turn,
        "pens": PEN_WIDTHS,
        "eraser": ERASER,
        "given": preload.given(),
        "forgotten": st.session_state.get(state.FORGOTTEN, 0),
        "panels": {"names": list(offer.panels), "open": opened},
        "examples": list(offer.examples),
        "hand": dict(hand),
        "entries": dict(offer.entries),
    }
    _component(
        key=state.BOARD,
        data=[data],  # of a list's values Streamlit does not ask whether they are data frames, which took a millisecond
        on_panel_change=lambda: None,
        on_example_change=lambda: _example(offer),
        on_kept_change=lambda: offer.on_kept(_told().get("kept")),
        on_hand_change=lambda: offer.on_hand(_told().get("hand")),
        on_taken_change=lambda: offer.on_taken(_told().get("taken")),
        on_forget_change=offer.on_forget,
    )
    return opened


def _example(offer: Offer) -> None:
    name = _told().get("example")
    if isinstance(name, str) and name in offer.examples:
        offer.on_example(name)


def _panel(told: Mapping[str, Any], offered: Sequence[str]) -> str | None:
    """Return the panel that the visitor opened."""
    chosen = told.get("panel")
    return chosen if chosen in offered else None


def _told() -> Mapping[str, Any]:
    """Return what the browser said of the component: whatever it sent, by name."""
    return st.session_state.get(state.BOARD) or {}
