"""Ruled and squared paper: how its lines are tilted, and ink without them.

A ruled line is thin, nearly level, and runs on across the paper; strokes that cross it go on above and below and stay.
Masks are `uint8 (h, w)`, 1 where there is ink.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]
Floats = NDArray[np.float64]

SIDE = 600  # pixels: a mask's longer side while its lines' tilt is looked for
SAME_LINE = 5  # pixels, of those
MIN_LINES = 3  # fewer may be strokes
MIN_SEEN = 0.35  # of the paper's width: how much of a line is seen in one piece or several, for its tilt
MAX_SLOPE = 0.07  # of lines on paper that is level
MAX_LINE_WIDTH = 0.01  # of the longer side, and two pixels
PIECE = 1 / 16  # of the width: a line's pieces are no shorter
MAX_PIECES = 500
COVERED, SPANNED = 0.4, 0.6  # of the paper's width: what of a line its pieces cover, and from the first to the last
LONE_SPANNED = 0.95  # of the same, where there are few lines
CLEARLY_BROADER = 1.5  # times a line's width: the strokes beside lines that are few
CLEARLY_DARKER = 1.35  # times as much ink: strokes that are told from lines by it


class _Piece(NamedTuple):
    """A piece of a line: the first column and the last, and the rows there."""

    left: float
    right: float
    start: float
    end: float

    def at(self, column: float) -> float:
        """Return the row at a column, as if it went straight on."""
        return self.start + (self.end - self.start) * (column - self.left) / max(self.right - self.left, 1)


def tilt(mask: Bytes) -> float | None:
    """Return by how many degrees the paper's lines run down to the right, or None where it has none."""
    scale = min(1.0, SIDE / max(mask.shape))
    size = max(1, round(mask.shape[1] * scale)), max(1, round(mask.shape[0] * scale))
    small = np.asarray(cv2.resize(mask * np.uint8(255), size, interpolation=cv2.INTER_AREA), np.uint8)
    segments = _segments(small)
    angles, lengths = _angles(segments), np.hypot(*(segments[:, 1] - segments[:, 0]).T)
    tilts = np.arange(-45, 45)
    off = (angles[:, np.newaxis] - tilts + 45) % 90 - 45  # level lines and upright ones have one tilt
    mode = int(np.argmax(((np.abs(off) < 2) * lengths[:, np.newaxis]).sum(axis=0)))
    level = np.abs((angles - tilts[mode] + 90) % 180 - 90) < 3
    if _seen(segments[level], lengths[level], float(tilts[mode]), MIN_SEEN * min(size)) < MIN_LINES:
        return None
    return float(tilts[mode] + np.average(off[level, mode], weights=lengths[level]))


def _segments(small: Bytes) -> Floats:
    """Return the straight pieces of what is thin on a mask of grey levels, `(n, 2, 2)`: both ends of each."""
    thick = cv2.erode(small, np.ones((7, 7), np.uint8))
    thin = ((small > 40) & (thick == 0)).astype(np.uint8)
    shortest = max(12, min(small.shape) // 8)
    found = cv2.HoughLinesP(thin, 1, np.pi / 360, 40, minLineLength=shortest, maxLineGap=6)
    return np.zeros((0, 2, 2)) if found is None else np.asarray(found, float).reshape(-1, 2, 2)


def _angles(segments: Floats) -> Floats:
    along = segments[:, 1] - segments[:, 0]
    return np.asarray(np.degrees(np.arctan2(along[:, 1], along[:, 0])))


def _seen(segments: Floats, lengths: Floats, angle: float, enough: float) -> int:
    """Return of how many lines of this tilt enough is seen; what lies close together is one stroke."""
    if not len(segments):
        return 0
    middles, turn = segments.mean(axis=1), np.radians(angle)
    rows = np.rint((np.cos(turn) * middles[:, 1] - np.sin(turn) * middles[:, 0]) / SAME_LINE).astype(int)
    seen = np.bincount(rows - rows.min(), lengths) > enough
    return int(seen[0]) + int((seen[1:] & ~seen[:-1]).sum())


def is_level(share: Shares, faint: float, paper: Bytes) -> bool:
    """Return whether paper, whose area this is, has lines that are level, where the share of ink is above `faint`."""
    return len(_lines(_pieces(_thin(share, faint)), paper)) >= MIN_LINES


def without(mask: Bytes, share: Shares, faint: float, paper: Bytes) -> Bytes:
    """Return a mask without the paper's level lines, where the share of ink is above `faint`; `paper` is its area."""
    level, rest = _without_level(mask, share, faint, paper, MIN_LINES)
    if not level:
        return mask
    turned = np.ascontiguousarray(rest.T), np.ascontiguousarray(share.T), faint, np.ascontiguousarray(paper.T)
    return np.ascontiguousarray(_without_level(*turned, fewest=1)[1].T)


def _without_level(mask: Bytes, share: Shares, faint: float, paper: Bytes, fewest: int) -> tuple[int, Bytes]:
    """Return how many level lines there are, and the mask without them."""
    thin = _thin(share, faint)
    lines = _lines(_pieces(thin), paper)
    if not lines:
        return 0, mask
    band = np.zeros_like(mask)
    for line in lines:
        _draw(line, band, 3)
    ruled = thin & band
    width = max(1, round(float(ruled.sum()) / max(1, int(ruled.any(axis=0).sum()) * len(lines))))
    band = _dilated(band, width + 2)
    strokes = _opened(mask, width + 3, 1) | (mask & _darker(mask & ~band, ruled, share))
    rest = mask & ~(band & ~strokes)
    if len(lines) < fewest:
        broadest = 2 * float(cv2.distanceTransform(np.ascontiguousarray(rest), cv2.DIST_L2, 3).max(initial=0))
        whole = [line[-1].right - line[0].left > LONE_SPANNED * _width(line, paper) for line in lines]
        if not all(whole) or broadest < CLEARLY_BROADER * width:
            return 0, mask
    mended = np.asarray(cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((2 * width + 5, 1), np.uint8)), np.uint8)
    return len(lines), rest | (mended & mask & band)


def _thin(share: Shares, faint: float) -> Bytes:
    """Return a mask of what is no higher than a ruled line may be."""
    seen = (share > faint).astype(np.uint8)
    return seen & ~_opened(seen, int(MAX_LINE_WIDTH * max(share.shape)) + 3, 1)


def _darker(ink: Bytes, ruled: Bytes, share: Shares) -> Bytes:
    """Return a mask of what is as dark as the ink is, near which strokes are; empty where lines are as dark as ink."""
    if not (ink.any() and ruled.any()):
        return np.zeros_like(ink)
    pen, line = float(np.median(share[ink > 0])), float(np.median(share[ruled > 0]))
    if pen < CLEARLY_DARKER * line:
        return np.zeros_like(ink)
    return _dilated((share > (pen + line) / 2).astype(np.uint8), 3)


def _dilated(mask: Bytes, height: int) -> Bytes:
    return np.asarray(cv2.dilate(mask, np.ones((height, 1), np.uint8)), np.uint8)


def _pieces(thin: Bytes) -> list[_Piece]:
    """Return the long, nearly level pieces of what is thin, the longest first."""
    shortest = max(8, round(thin.shape[1] * PIECE))
    whole = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8))
    long = _opened(_dilated(np.asarray(whole, np.uint8), 3), 1, shortest)
    _, found, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    labels = np.asarray(found, np.int32)
    order = 1 + np.argsort(-stats[1:, cv2.CC_STAT_WIDTH])[:MAX_PIECES]
    pieces = [_piece(labels, stats[i].tolist(), int(i)) for i in order]
    return [piece for piece in pieces if abs(piece.end - piece.start) <= MAX_SLOPE * (piece.right - piece.left) + 1]


def _piece(labels: NDArray[np.int32], box: list[int], label: int) -> _Piece:
    """Return the straight line through a patch."""
    left, top, width, height, _ = box
    y, x = np.nonzero(labels[top : top + height, left : left + width] == label)
    dx = x - x.mean()
    slope = float((dx * y).sum() / max(float((dx**2).sum()), 1e-9))
    middle, centre = left + float(x.mean()), top + float(y.mean())
    right = left + width - 1
    return _Piece(left, right, centre + slope * (left - middle), centre + slope * (right - middle))


def _lines(pieces: list[_Piece], paper: Bytes) -> list[list[_Piece]]:
    """Return the lines that pieces make which run on across the paper, each from left to right."""
    lines = []
    rest = pieces
    while rest:
        line = [rest[0]]
        others: list[_Piece] = []
        for piece in rest[1:]:
            (line if _goes_on(line, piece) else others).append(piece)
        rest = others
        line.sort()
        covered = sum(piece.right - piece.left for piece in line)
        width = _width(line, paper)
        if covered > COVERED * width and line[-1].right - line[0].left > SPANNED * width:
            lines.append(line)
    return lines


def _width(line: list[_Piece], paper: Bytes) -> float:
    """Return how wide the paper is along a line."""
    longest = max(line, key=lambda piece: piece.right - piece.left)
    columns = np.arange(0, paper.shape[1], 4)
    rows = np.rint(longest.start + (longest.at(1) - longest.at(0)) * (columns - longest.left)).astype(int)
    inside = (rows >= 0) & (rows < paper.shape[0])
    return 4 * float(paper[rows[inside], columns[inside]].sum())


def _goes_on(line: list[_Piece], piece: _Piece) -> bool:
    """Return whether a piece goes on where a line's nearest piece ends."""
    near = min(line, key=lambda each: max(each.left - piece.right, piece.left - each.right))
    apart = max(near.left - piece.right, piece.left - near.right)
    if apart < -10:
        return False
    left, right = (near, piece) if near.left < piece.left else (piece, near)
    middle = (left.right + right.left) / 2
    return abs(left.at(middle) - right.at(middle)) < 3 + 0.015 * max(apart, 0)


def _draw(line: list[_Piece], on: Bytes, width: int) -> None:
    """Draw a line from edge to edge, along its pieces."""
    ends = [(0.0, line[0].at(0)), *((p.left, p.start) for p in line), *((p.right, p.end) for p in line)]
    ends.append((on.shape[1] - 1.0, line[-1].at(on.shape[1] - 1)))
    cv2.polylines(on, [np.rint(sorted(ends)).astype(np.int32)], False, 1, width)


def _opened(mask: Bytes, height: int, width: int) -> Bytes:
    kernel = np.ones((height, width), np.uint8)
    return np.asarray(cv2.morphologyEx(np.ascontiguousarray(mask), cv2.MORPH_OPEN, kernel), np.uint8)
