"""An answer as the page's JavaScript draws it: what was read, how sure, and the picture that the network saw."""

import base64
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from digits.drawing.ink import Ink, Input
from digits.page.parts.images import SIDE, source
from digits.reading.pieces import Piece
from digits.reading.reader import Answer
from digits.reading.verdict import Reading, Verdict

Json = dict[str, Any]
Box = tuple[float, float, float, float]  # left, top, right, bottom

_MARGIN = 4  # pixels around the boxes
NEAR = 3  # pixels: so far a stroke may reach beyond the ink that is read, which a finer pen drew


def as_json(answer: Answer | None, strokes: int | None) -> Json:
    """Return an answer to so many strokes; the live reader (`reader.js`) makes the same.

    No answer is a blank canvas, and no strokes are a canvas that could not be read.
    """
    if answer is None:
        return {"verdict": Verdict.BLANK, "text": "", "confidence": 0.0, "readings": [], "strokes": strokes}
    return {
        "verdict": answer.verdict,
        "text": answer.text,
        "confidence": answer.confidence,
        "readings": [
            {**_reading(each), **own} for each, own in zip(answer.readings, _own_strokes(answer), strict=True)
        ],
        "strokes": strokes,
        "recalled": answer.is_recalled,
        **({"picture": source(_boxed(answer))} if len(answer.readings) > 1 else {"input": packed(answer.whole.input)}),
    }


def _reading(reading: Reading) -> Json:
    return {
        "verdict": reading.verdict,
        "digit": reading.digit,
        "runnerUp": reading.runner_up,
        "confidence": reading.confidence,
        "shares": list(reading.shares),
    }


def _own_strokes(answer: Answer) -> list[Json]:
    """Return for each digit of a number which of the drawing's strokes are its own, where no other shares them."""
    drawing = answer.drawing
    if len(answer.segments) < 2 or min(drawing.pens, default=-1) < 0:
        return [{}] * len(answer.readings)
    boxes = [_extent(stroke) for stroke in drawing.strokes]
    within = [[i for i, box in enumerate(boxes) if _is_within(box, each.piece)] for each in answer.segments]
    shared = {i for i in range(len(boxes)) if sum(i in each for each in within) != 1}
    return [{"strokes": each} if each and shared.isdisjoint(each) else {} for each in within]


def _extent(stroke: Sequence[Sequence[float]]) -> Box:
    (left, top), (right, bottom) = np.min(stroke, axis=0), np.max(stroke, axis=0)
    return float(left), float(top), float(right), float(bottom)


def _is_within(box: Box, piece: Piece) -> bool:
    left, top, right, bottom = box
    across = piece.left - NEAR <= left and right <= piece.right + NEAR
    return across and piece.top - NEAR <= top and bottom <= piece.bottom + NEAR


def packed(digit_input: Input) -> str:
    """Return the network's input as base64 of 784 grey values."""
    return base64.b64encode(np.rint(digit_input * 255).astype(np.uint8).tobytes()).decode()


def _boxed(answer: Answer) -> Ink:
    """Return the whole drawing, small and square, with a frame around each digit."""
    whole = answer.whole.piece
    height, width = whole.ink.shape
    side = max(height, width)
    square = np.zeros((side, side), np.uint8)
    down, right = (side - height) // 2, (side - width) // 2
    square[down : down + height, right : right + width] = whole.ink
    inner = SIDE - 2 * _MARGIN
    small = cv2.resize(square, (inner, inner), interpolation=cv2.INTER_AREA)
    picture = cv2.copyMakeBorder(small, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT)
    for segment in answer.segments:
        low = np.array([segment.piece.left - whole.left + right, segment.piece.top - whole.top + down])
        high = low + segment.piece.ink.shape[::-1]
        (left, top), (right_edge, bottom) = (np.array([low, high]) * inner / side + [[2], [6]]).astype(int).tolist()
        cv2.rectangle(picture, (left, top), (right_edge, bottom), 150, 1)
    return np.asarray(picture, np.uint8)
