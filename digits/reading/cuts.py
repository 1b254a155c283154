"""Patches of ink that hold more than one digit, cut where they may be parted: digits touch, and pens run on.

A cut is a seam from top to bottom that crosses little ink. Where it is none, the lattice puts the parts together again.
"""

from bisect import bisect

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.reading.pieces import Piece

Shares = NDArray[np.float32]
Path = NDArray[np.intp]  # the column at each row

BROAD = 0.5  # of the digits' height: what is narrower is not cut
SCALE = 40  # pixels: how high digits are while seams are looked for
OPEN, ENCLOSED = 0.01, 0.3  # what a step costs through paper that is seen from above or below, and that is not; 1: ink
ASIDE = 0.2, 1.0  # what a step aside costs more: through paper that is seen, and else, lest a wall be crossed slantwise
DEAREST = 0.9  # of the digits' height: what costs more is no seam
APART = 0.12  # of the same, between two seams
EACH = 0.25  # of the same: a patch has at most one seam for so much of its breadth
LOWEST = 0.35  # of the same: a part is as high
VISIBLE = 0.25  # of ink
MAX_SEAMS = 60  # of a patch
FAR = 10**6  # pixels: beyond any patch


def is_broad(piece: Piece, height: float) -> bool:
    """Return whether a piece is broad enough to hold several digits."""
    return bool(piece.ink.shape[1] >= BROAD * height)


def cut(piece: Piece, height: float) -> list[Piece]:
    """Return the parts of a piece from left to right, each with how much ink it was cut through; or the piece."""
    if not is_broad(piece, height):
        return [piece]
    scale = min(1.0, SCALE / height)
    size = max(2, round(piece.ink.shape[1] * scale)), max(2, round(piece.ink.shape[0] * scale))
    small = np.asarray(cv2.resize(piece.ink, size, interpolation=cv2.INTER_AREA) / 255, np.float32)
    seams = _seams(small, height * scale)
    if not seams:
        return [piece]
    columns = np.arange(small.shape[1])
    labels = np.sum([columns >= path[:, np.newaxis] for path in seams], axis=0)
    large = cv2.resize(labels.astype(np.uint8), piece.ink.shape[::-1], interpolation=cv2.INTER_NEAREST)
    crossed = [float(small[np.arange(len(small)), path].sum() / (height * scale)) for path in seams]
    return _parts(piece, np.asarray(large, np.uint8), crossed)


def _seams(small: Shares, height: float) -> list[Path]:
    """Return the cheapest seams from left to right that leave parts as high as a digit may be."""
    solid = np.minimum(small * 1.6, 1)
    is_open = np.minimum(np.maximum.accumulate(solid), np.maximum.accumulate(solid[::-1])[::-1]) < VISIBLE
    costs = solid + np.where(is_open, OPEN, ENCLOSED).astype(np.float32)
    aside = np.where(is_open, *ASIDE).astype(np.float32)
    down, steps_down = _cheapest(costs, aside)
    up, steps_up = _cheapest(costs[::-1], aside[::-1])
    middle = len(small) // 2
    through = down[middle] + up[::-1][middle] - costs[middle]
    most = min(MAX_SEAMS, int(small.shape[1] / (EACH * height)))
    paths = [np.full(len(small), -FAR), np.full(len(small), FAR)]
    before = np.zeros((len(small), small.shape[1] + 1), np.intp)  # how many points of a row are ink, up to each column
    before[:, 1:] = np.cumsum(small > VISIBLE, axis=1)
    for x in np.argsort(through, kind="stable").tolist():
        if len(paths) == most + 2 or through[x] > DEAREST * height:
            break
        at = bisect(paths, x, key=lambda path: int(path[middle]))
        left, right = paths[at - 1], paths[at]
        if min(x - left[middle], right[middle] - x) >= APART * height:
            path = np.concatenate([
                _walk(steps_down[: middle + 1], x)[::-1], _walk(steps_up[: len(small) - middle], x)[1:]
            ])  # fmt: skip
            if _is_high(before, left, path, height) and _is_high(before, path, right, height):
                paths.insert(at, path)
    return paths[1:-1]


def _is_high(before: NDArray[np.intp], left: Path, right: Path, height: float) -> bool:
    """Return whether the ink between two seams is high enough to be part of a digit."""
    every, columns = np.arange(len(before)), before.shape[1] - 1
    rows = np.flatnonzero(before[every, right.clip(0, columns)] > before[every, left.clip(0, columns)])
    return bool(len(rows)) and int(rows[-1] - rows[0]) >= LOWEST * height


def _cheapest(costs: Shares, aside: Shares) -> tuple[Shares, NDArray[np.int8]]:
    """Return what it costs to come down to each point, and the step aside that was the last."""
    total = np.array(costs)
    steps = np.zeros(costs.shape, np.int8)
    beyond = np.full(1, np.inf, np.float32)
    for y in range(1, len(costs)):
        above = total[y - 1]
        slanted = np.concatenate([beyond, above[:-1]]), np.concatenate([above[1:], beyond])
        ways = np.stack([above, *(each + aside[y] for each in slanted)])
        best = ways.argmin(axis=0)
        steps[y] = np.array([0, -1, 1], np.int8)[best]
        total[y] += ways.min(axis=0)
    return total, steps


def _walk(steps: NDArray[np.int8], x: int) -> Path:
    """Return the columns of the way that ends at a column of the last row, from there on."""
    path = np.empty(len(steps), np.intp)
    for i, row in enumerate(steps[::-1]):
        path[i] = x
        x += int(row[x])
    return path


def _parts(piece: Piece, labels: NDArray[np.uint8], shares: list[float]) -> list[Piece]:
    """Return the ink of each label as a piece."""
    parts = []
    for label, share in enumerate([piece.cut, *shares]):
        left, top, width, height = cv2.boundingRect(((piece.ink > ink.FAINTEST) & (labels == label)).astype(np.uint8))
        own = np.where(labels == label, piece.ink, 0)[top : top + height, left : left + width]
        parts.append(Piece(piece.left + left, piece.top + top, own.astype(np.uint8), share))
    return [part for part in parts if part.ink.size]
