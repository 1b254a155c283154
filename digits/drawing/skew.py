"""How far the rows of a page are off the level: the ink keeps to rows, and next to a digit stands its row's next.

Angles are degrees, positive where rows run down to the right, and no larger than half a right angle.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

MAX_TILT = 45  # degrees
MIN_PATCHES = 3  # about as high as most ink is: fewer make no row
MAX_PATCHES = 400  # that are looked at for their neighbours
HEIGHT, BIN = 24, 3  # pixels: of a patch, once the mask is shrunk to look at its rows, and of a step down the page
SPREAD = 14  # degrees: how exactly a neighbour says where the row goes
UNKNOWN = 0.1  # of the neighbours' votes: what a tilt has that none of them votes for
PRIOR = 0.25  # how much less likely a row is at half a right angle than on the level
PRIOR_ON_SHEET = 0.8  # the same where the level is known from the sheet's edges
MIN_GAIN = 1.05  # how much likelier a tilt has to be than the level

_ANGLES = np.arange(-MAX_TILT, MAX_TILT + 1.0)


class _Patches(NamedTuple):
    height: float  # of most of the ink's patches
    middles: Floats  # (n, 2): of those about as high


def of_rows(mask: Bytes, prior: float = PRIOR) -> float:
    """Return the tilt of the rows that patches of ink make; 0 where they make none."""
    patches = _usual(mask)
    if len(patches.middles) < MIN_PATCHES:
        return 0.0
    x, y = _points(mask, HEIGHT / patches.height)
    clear = np.array([_clearness(x, y, angle) for angle in _ANGLES])
    likely = clear * (UNKNOWN + _votes(patches.middles)) * (1 - prior * np.abs(_ANGLES) / MAX_TILT)
    best = int(np.argmax(likely))
    if likely[best] < MIN_GAIN * likely[MAX_TILT]:
        best = MAX_TILT
    fine = _ANGLES[best] + np.arange(-1, 1.1, 0.25)
    return float(fine[np.argmax([_clearness(x, y, angle) for angle in fine])])


def _usual(mask: Bytes) -> _Patches:
    """Return how high most ink is, and where the patches are that are about as high."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    tall = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0)
    if not len(tall):
        return _Patches(1.0, np.zeros((0, 2)))
    order = np.argsort(tall)
    ink = np.cumsum(stats[1:, cv2.CC_STAT_AREA][order])
    usual = float(tall[order][np.searchsorted(ink, ink[-1] / 2)])
    return _Patches(usual, middles[1:][(tall > usual / 2) & (tall < usual * 2)][:MAX_PATCHES])


def _points(mask: Bytes, scale: float) -> tuple[Floats, Floats]:
    """Return the columns and the rows of the ink, on a mask that is shrunk."""
    small = mask * np.uint8(255)
    if scale < 1:
        size = max(1, round(mask.shape[1] * scale)), max(1, round(mask.shape[0] * scale))
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
    y, x = np.nonzero(small >= min(60, int(small.max())))
    return x.astype(float), y.astype(float)


def _clearness(x: Floats, y: Floats, angle: float) -> float:
    """Return how much the ink keeps to rows of this tilt."""
    turn = np.radians(angle)
    down = (y * np.cos(turn) - x * np.sin(turn)) / BIN
    counts = np.bincount((down - down.min()).astype(int))
    return float((counts.astype(float) ** 2).sum())


def _votes(middles: Floats) -> Floats:
    """Return how many patches have one of their two nearest neighbours at each angle, at most 1."""
    apart = middles[np.newaxis] - middles[:, np.newaxis]
    distance = np.hypot(apart[..., 0], apart[..., 1])
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1)[:, :2]
    dx, dy = np.take_along_axis(apart, nearest[..., np.newaxis], axis=1).reshape(-1, 2).T
    off = (np.degrees(np.arctan2(dy, dx))[:, np.newaxis] - _ANGLES + 90) % 180 - 90
    votes = np.exp(-((off / SPREAD) ** 2) / 2).sum(axis=0)
    return np.asarray(votes / max(float(votes.max()), 1e-9))
