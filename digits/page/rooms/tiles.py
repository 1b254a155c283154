"""The tiles of a room's wall: which drawing stands where, and how it is drawn."""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from digits.audience.wall import NEWEST, Tile
from digits.drawing.eraser import after_erasing
from digits.drawing.labelled import in_one_line
from digits.drawing.strokes import Drawing
from digits.page.board.messages import COLOUR

_MARGIN = 0.12  # of a drawing's size, around it
_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="%s" fill="none" stroke="{COLOUR}" '
    'stroke-linecap="round" stroke-linejoin="round">%s</svg>'
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


def as_json(tile: Tile) -> dict[str, Any]:
    """Return a tile as `wall.js` takes it."""
    who = tile.nickname or f"number {tile.person}"
    return {
        "id": tile.drawing.id,
        "person": tile.person,
        "who": who,
        "text": in_one_line(tile.drawing.text),
        "isWrong": tile.drawing.label is not None and tile.drawing.label != tile.drawing.text,
        "picture": picture(tile.drawing.drawing),
    }
