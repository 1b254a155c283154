"""A drawing in pieces: its strokes, redrawn with a fine pen, or a picture's patches of connected ink."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from digits.drawing import ink, paper, strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.ink import Ink
from digits.drawing.strokes import NOTHING, Drawing

BOLD, FINER = 0.17, 0.12  # of the digits' height: how wide a pen is too bold for a picture, and how wide it is made
LEAST_HEIGHT = 40  # pixels: the edges of smaller ones are as broad as the pen
MAX_STROKES, MAX_POINTS = 60, 5_000  # a drawing of more is a scribble, and its picture is read


class Piece(NamedTuple):
    """Some ink and where its top left is in the drawing."""

    left: int
    top: int
    ink: Ink
    cut: float = 0.0  # how much ink it was cut through on its left, of the digits' height; 0 where it was not

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
    kept = few_strokes(drawing)
    return stroke_pieces(kept) if kept.strokes else ink_patches(strokes.picture(drawing))


def few_strokes(drawing: Drawing) -> Drawing:
    """Return a drawing's strokes after erasing, which are its pieces; nothing where they are too many for that."""
    kept = after_erasing(drawing)
    are_few = len(kept.strokes) <= MAX_STROKES and sum(map(len, kept.strokes)) <= MAX_POINTS
    return kept if are_few else NOTHING


def stroke_pieces(drawing: Drawing) -> list[Piece]:
    """Return each stroke as a fine pen draws it: a thick one fills small loops."""
    if not drawing.strokes:
        return []
    pen = strokes.fine_pen(drawing.strokes, drawing.size)
    redrawn = [strokes.part_of(stroke, pen, drawing.size) for stroke in drawing.strokes]
    trimmed = [_trimmed(Piece(*each), ink.FAINTEST) for each in redrawn if each.ink.size]
    return [piece for piece in trimmed if piece.ink.size]


def ink_patches(picture: Ink) -> list[Piece]:
    """Return the patches of connected ink, without specks, and thinned where the pen was bold."""
    body = _trimmed(Piece(0, 0, picture), ink.FAINTEST)
    if not body.ink.size:  # OpenCV would crash on it
        return []
    thinned = _thinned(body.ink)
    if thinned is not body.ink:
        body = _trimmed(Piece(body.left, body.top, thinned), ink.FAINTEST)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_visible(body.ink), connectivity=8)
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


def _thinned(picture: Ink) -> Ink:
    """Return ink as a finer pen would have left it, where it is so bold for its digits that they touch and fill."""
    visible = np.pad(_visible(picture), 1)
    *_, width, height, area = cv2.connectedComponentsWithStats(visible, connectivity=8)[2][1:].T
    size = np.maximum(height, width / 3)  # as `fine_pen` has it
    order = np.argsort(size)
    most = order[np.searchsorted(np.cumsum(area[order]), area.sum() / 2)]  # most ink is in patches as high or higher
    height, pen = float(size[most]), paper.pen_width(visible)
    if pen <= BOLD * height or height < LEAST_HEIGHT:
        return picture
    inside = cv2.distanceTransform(visible, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    finer = np.minimum(picture, np.clip(inside - (pen - FINER * height) / 2, 0, 1) * 255).astype(np.uint8)
    return finer if _visible(finer).any() else picture


def _visible(picture: Ink) -> Ink:
    return np.asarray(picture > ink.FAINTEST, np.uint8)


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
