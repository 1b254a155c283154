"""A drawing in pieces: its strokes, redrawn with a fine pen, or a picture's patches of connected ink."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from digits.drawing import ink, strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.ink import Ink
from digits.drawing.strokes import Drawing

MAX_STROKES, MAX_POINTS = 60, 5_000  # a drawing of more is a scribble, and its picture is read


class Piece(NamedTuple):
    """Some ink and where its top left is in the drawing."""

    left: int
    top: int
    ink: Ink

    @property
    def right(self) -> int:
        """Return the first column beyond it."""
        return self.left + int(self.ink.shape[1])

    @property
    def bottom(self) -> int:
        """Return the first row beyond it."""
        return self.top + int(self.ink.shape[0])

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom


def pieces(drawing: Drawing | Ink) -> list[Piece]:
    """Return the pieces of a drawing: its strokes after erasing, if they are few, else its picture's patches."""
    if not isinstance(drawing, Drawing):
        return ink_patches(drawing)
    kept = after_erasing(drawing)
    if 0 < len(kept.strokes) <= MAX_STROKES and sum(map(len, kept.strokes)) <= MAX_POINTS:
        return stroke_pieces(kept)
    return ink_patches(strokes.picture(drawing))


def stroke_pieces(drawing: Drawing) -> list[Piece]:
    """Return each stroke as a fine pen draws it: a thick one fills small loops."""
    if not drawing.strokes:
        return []
    pen = strokes.fine_pen(drawing.strokes, drawing.size)
    redrawn = [strokes.draw([stroke], *drawing.size, pen) for stroke in drawing.strokes]
    trimmed = [_trimmed(Piece(0, 0, each), ink.FAINTEST) for each in redrawn]
    return [piece for piece in trimmed if piece.ink.size]


def ink_patches(picture: Ink) -> list[Piece]:
    """Return the patches of connected ink, without specks."""
    body = _trimmed(Piece(0, 0, picture), ink.FAINTEST)
    if not body.ink.size:  # OpenCV would crash on it
        return []
    visible = (body.ink > ink.FAINTEST).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(visible, connectivity=8)
    if count == 2:
        return [body]
    largest = int(stats[1:, cv2.CC_STAT_AREA].max(initial=0))
    found = []
    for label, (left, top, width, height, area) in enumerate(stats[1:].tolist(), start=1):
        if area * 100 >= largest:
            part = slice(top, top + height), slice(left, left + width)
            own = np.where(labels[part] == label, body.ink[part], 0)
            found.append(Piece(body.left + left, body.top + top, own.astype(np.uint8)))
    return found


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return pieces as one."""
    left, top = min(piece.left for piece in pieces), min(piece.top for piece in pieces)
    right, bottom = max(piece.right for piece in pieces), max(piece.bottom for piece in pieces)
    together = np.zeros((bottom - top, right - left), np.uint8)
    for piece in pieces:
        part = together[piece.top - top : piece.bottom - top, piece.left - left : piece.right - left]
        np.maximum(part, piece.ink, out=part)
    return Piece(left, top, together)


def _trimmed(piece: Piece, faintest: int = 0) -> Piece:
    left, top, width, height = cv2.boundingRect((piece.ink > faintest).astype(np.uint8))
    return Piece(piece.left + left, piece.top + top, piece.ink[top : top + height, left : left + width])
