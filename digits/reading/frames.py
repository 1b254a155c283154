"""What is drawn around digits and is none: a circle, a square, the boxes of a form."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink, paper
from digits.reading.pieces import Piece

Bytes = NDArray[np.uint8]

LOOKED_AT = 160  # pixels: a frame's longer side while it is looked at
MAX_FRAMES, MAX_LAYERS = 40, 3  # more are a pattern: frames, and of them within one another
MIN_HELD = 0.3  # of a frame's height: how high what it holds is
MAX_OPEN = 0.12  # of its shorter side: how wide a gap in it is
BROAD = {0: 0.9, 1: 0.75}  # of its height: a ring is no 0, and the slash of a 0 no 1
STRAIGHT, MAX_REST = 0.8, 0.5  # of a frame's shorter side: how long its lines are; and how much else it is, if straight
EDGE = 1.5  # pens: what is so near to the outside is the frame's own line
ENCLOSED, MAX_TOUCHED = 0.95, 0.1  # of the ink that it holds: so much lies within it, and so much on it


def held(pieces: Sequence[Piece]) -> dict[int, list[int]]:
    """Return the indices of pieces around others, each with those of what it holds."""
    left, top, right, bottom = np.array([each.box for each in pieces], float).reshape(-1, 4).T
    around = (left[:, np.newaxis] < left) & (right < right[:, np.newaxis])
    around &= (top[:, np.newaxis] < top) & (bottom < bottom[:, np.newaxis])
    around &= bottom - top >= MIN_HELD * (bottom - top)[:, np.newaxis]
    frames = np.flatnonzero(around.any(axis=1))
    area = float(((right - left) * (bottom - top))[frames].sum())
    found: dict[int, list[int]] = {}
    if len(frames) > MAX_FRAMES or area > MAX_LAYERS * (right.max() - left.min()) * (bottom.max() - top.min()):
        return found
    for i in frames.tolist():
        filled = _filled(pieces[i])
        inner = [j for j in np.flatnonzero(around[i]).tolist() if _lies_in(filled, pieces[i], pieces[j])]
        found |= {i: inner} if inner else {}
    return found


def is_mark(piece: Piece, label: int | None) -> bool:
    """Return whether what is read as this digit is too broad for it: a ring within a ring, or the slash of a 0."""
    height, width = piece.ink.shape
    return label in BROAD and bool(width >= BROAD[label] * height)


def touching(frame: Piece) -> list[Piece]:
    """Return what touches a frame of straight lines from within; nothing where its lines are not straight."""
    mask = (frame.ink > ink.FAINTEST).astype(np.uint8)
    long = max(1, int(STRAIGHT * min(mask.shape)))
    rest = mask & ~(_runs(mask, long) | np.ascontiguousarray(_runs(np.ascontiguousarray(mask.T), long).T))
    if rest.sum() > MAX_REST * mask.sum():
        return []
    deep = cv2.distanceTransform(_inside(mask), cv2.DIST_L2, 3) > EDGE * paper.pen_width(mask)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    found = []
    for label, (left, top, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if height >= MIN_HELD * mask.shape[0]:
            part = slice(top, top + height), slice(left, left + width)
            own = labels[part] == label
            if 2 * (own & deep[part]).sum() > own.sum():
                found.append(Piece(frame.left + left, frame.top + top, np.where(own, frame.ink[part], np.uint8(0))))
    return found


def _runs(mask: Bytes, long: int) -> Bytes:
    """Return a mask of the nearly level lines that are so long, a little broader than they are."""
    broader = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    return np.asarray(
        cv2.dilate(cv2.morphologyEx(broader, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)), np.ones((3, 1)))
    )


def _lies_in(filled: NDArray[np.bool_], frame: Piece, piece: Piece) -> bool:
    """Return whether a piece lies within a frame, in whose box it is, and not on its line."""
    x, y = piece.left - frame.left, piece.top - frame.top
    part = slice(y, y + piece.ink.shape[0]), slice(x, x + piece.ink.shape[1])
    own = piece.ink > ink.FAINTEST
    on_line = (frame.ink[part] > ink.FAINTEST) & own
    return bool((filled[part] & own).sum() >= ENCLOSED * own.sum() and on_line.sum() <= MAX_TOUCHED * own.sum())


def _inside(line: Bytes) -> Bytes:
    """Return a mask of a line and of what it closes off."""
    outside = np.pad(line, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.asarray(outside[1:-1, 1:-1] != 2, np.uint8)


def _filled(frame: Piece) -> NDArray[np.bool_]:
    """Return a mask of all that a frame's line goes around, with the line."""
    height, width = frame.ink.shape
    scale = min(1.0, LOOKED_AT / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    line = cv2.resize((frame.ink > ink.FAINTEST).astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 0
    gap = int(MAX_OPEN * min(size)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap))
    closed = cv2.morphologyEx(np.pad(line.astype(np.uint8), gap), cv2.MORPH_CLOSE, kernel)
    within = _inside(np.asarray(closed, np.uint8))[gap:-gap, gap:-gap]
    return np.asarray(cv2.resize(within, (width, height), interpolation=cv2.INTER_NEAREST) > 0)
