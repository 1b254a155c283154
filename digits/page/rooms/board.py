"""The wall as the browser draws it: every drawing has a place that it keeps, until a newer one takes it."""

import base64
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from digits.audience.wall import NEWEST, Tile, Wall
from digits.drawing.eraser import after_erasing
from digits.drawing.strokes import Drawing
from digits.page import state
from digits.page.board.messages import COLOUR

_HERE = Path(__file__).parent
_MARGIN = 0.12  # of a drawing's size, around it
_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="%s" fill="none" stroke="{COLOUR}" '
    'stroke-linecap="round" stroke-linejoin="round">%s</svg>'
)
_wall = st.components.v2.component(
    "digits_wall",
    html='<ol class="wall" aria-label="The newest drawings"></ol>',
    js=(_HERE / "wall.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # its tiles are laid out by the page's own sheets
)


def wall(found: Wall, hide: Callable[[str], None], hide_person: Callable[[int], None]) -> None:
    """Draw the wall; a press on a tile hides it, or all that its person draws."""
    places = st.session_state[state.PLACES] = placed(found.tiles, st.session_state.get(state.PLACES, ()))
    by_id = {tile.drawing.id: tile for tile in found.tiles}
    _wall(
        key=state.WALL,
        data=[[_as_json(by_id[id_]) if id_ in by_id else None for id_ in places]],
        on_hide_change=lambda: _told("hide", str, hide),
        on_person_change=lambda: _told("person", int, hide_person),
    )


def placed(tiles: Sequence[Tile], before: Sequence[str]) -> tuple[str, ...]:
    """Return which drawing stands at which place, "" for none: what is there stays, what is new takes a free one."""
    newest = [tile.drawing.id for tile in tiles]
    places = [id_ if id_ in newest else "" for id_ in before] or [""] * NEWEST
    coming = [id_ for id_ in reversed(newest) if id_ not in places]
    free = [place for place, id_ in enumerate(places) if not id_]
    for place, id_ in zip(free, coming, strict=False):
        places[place] = id_
    return tuple(places)


def picture(drawing: Drawing) -> str:
    """Return a drawing as the address of a picture that is as sharp as the screen, cut to what is drawn."""
    if any(pen < 0 for pen in drawing.pens):
        drawing = after_erasing(drawing)
    points = np.vstack([np.asarray(stroke, float) for stroke in drawing.strokes] or [np.zeros((1, 2))])
    low, high = points.min(axis=0), points.max(axis=0)
    side = float(max(high - low)) * (1 + 2 * _MARGIN) + max(map(abs, drawing.pens), default=1)
    x, y = ((low + high - side) / 2).tolist()
    lines = "".join(_line(stroke, pen) for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True))
    drawn = _SVG % (f"{x:.0f} {y:.0f} {side:.0f} {side:.0f}", lines)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


def _line(stroke: Sequence[Sequence[float]], pen: int) -> str:
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in (*stroke, stroke[-1]))  # of a dot, one more, to be seen
    return f'<polyline points="{points}" stroke-width="{abs(pen)}"/>'


def _as_json(tile: Tile) -> dict[str, Any]:
    who = tile.nickname or f"number {tile.person}"
    return {
        "id": tile.drawing.id,
        "person": tile.person,
        "who": who,
        "text": " ".join(tile.drawing.text.split("\n")),
        "isWrong": tile.drawing.label is not None and tile.drawing.label != tile.drawing.text,
        "picture": picture(tile.drawing.drawing),
    }


def _told(name: str, kind: type[Any], act: Callable[[Any], None]) -> None:
    told: Mapping[str, Any] = st.session_state.get(state.WALL) or {}
    if isinstance(said := told.get(name), kind):
        act(said)
