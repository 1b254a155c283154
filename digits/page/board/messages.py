"""The canvas's JSON: what it sends, and what it is given. Nobody else knows it.

It is Fabric's: an object a stroke, whose path is M, then Q for each point with the middle to the next, then L.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from digits.drawing.strokes import INK_COLOUR, MAX_PEN, Drawing, Points, check_amount
from digits.errors import DrawingError

Message = dict[str, Any]

MAX_COORDINATE = 10_000  # pixels: how far a pen that leaves the canvas may go
COLOUR = "#{:02x}{:02x}{:02x}".format(*INK_COLOUR)
ERASER_COLOUR = "#ffffff"  # strokes of this colour take away the ink that they cover
_STYLE = {"type": "Path", "fill": None, "strokeLineCap": "round", "strokeLineJoin": "round"}


def drawing_from(message: Message | None) -> Drawing:
    """Return the drawing in a canvas's message; a blank one for None."""
    try:
        paths = [each for each in (message or {}).get("objects", []) if each["type"] in ("Path", "path")]
        strokes = [_points(each["path"]) for each in paths]
        pens = [round(each["strokeWidth"]) for each in paths]
        erases = [each["stroke"] == ERASER_COLOUR for each in paths]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise DrawingError(f"drawing: expected the JSON of a canvas, got {error!r}") from error
    if any(not np.isfinite(points).all() or np.abs(points).max(initial=0) > MAX_COORDINATE for points in strokes):
        raise DrawingError(f"drawing: expected points within {MAX_COORDINATE} pixels")
    if not all(1 <= pen <= MAX_PEN for pen in pens):
        raise DrawingError(f"drawing: expected pens from 1 to {MAX_PEN} pixels wide")
    check_amount(strokes)
    each = zip(strokes, pens, erases, strict=True)
    kept = [(points.tolist(), -pen if erasing else pen) for points, pen, erasing in each if len(points)]
    return Drawing([stroke for stroke, _ in kept], [pen for _, pen in kept])


def to_message(drawing: Drawing) -> Message:
    """Return the message that makes a canvas show a drawing, for `initial_drawing`."""
    objects = [
        {**_STYLE, "stroke": ERASER_COLOUR if pen < 0 else COLOUR, "path": _path(stroke), "strokeWidth": abs(pen)}
        for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True)
        if stroke
    ]
    return {"objects": objects}


def component_state(message: Message, picture: str | None = None) -> Message:
    """Return what the component sends: a drawing's message, and its picture where one is asked for."""
    return {"drawing": {"raw": message, "data": picture}, "backgroundFit": None}


def _points(path: list[Any]) -> Points:
    return np.array([command[1:3] for command in path if command[0] in ("Q", "L")], float).reshape(-1, 2)


def _path(stroke: Sequence[Sequence[float]]) -> list[list[str | float]]:
    middles = [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] for a, b in pairwise(stroke)]
    path: list[list[str | float]] = [["M", *stroke[0]]]
    path += [["Q", *point, *middle] for point, middle in zip(stroke, middles, strict=False)]
    return [*path, ["L", *stroke[-1]]]
