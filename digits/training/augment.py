"""MNIST's digits as other hands might have written them: gently moved, bent, thinned and thickened.

Every random choice comes from the generator that is handed in. Displacements stay near a pixel on purpose.
Stronger bending makes digits that nobody writes.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Maps = NDArray[np.float32]


class Strengths(NamedTuple):
    """How far digits are varied, at most, but for the bend."""

    turn: float = 0.17  # radians
    shear: float = 0.15
    zoom: float = 0.1
    shift: float = 1.5  # pixels
    bend: float = 0.5  # pixels, the deviation of each knot
    thinner: float = 0.25  # pixels all around
    thicker: float = 0.4


FULL = Strengths()
MOVED = Strengths(shear=0, bend=0, thinner=0, thicker=0)

_GRID = np.stack(np.meshgrid(np.arange(28.0), np.arange(28.0)))
_MIDDLE = 14.0
_SMOOTH = cv2.resize(np.eye(5), (5, 28), interpolation=cv2.INTER_CUBIC)  # from 5 knots to 28 pixels
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def vary(x: Bytes, rng: np.random.Generator, strengths: Strengths = FULL) -> Bytes:
    """Return each image as another hand might have written it, `uint8 (n, 28, 28)`."""
    maps = _moves(len(x), rng, strengths) + _bends(len(x), rng, strengths.bend)
    weight = rng.uniform(-strengths.thinner, strengths.thicker, len(x))
    varied = np.empty_like(x)
    for image, (across, down), amount, out in zip(x, maps, weight, varied, strict=True):
        cv2.remap(_thickened(image, amount), across, down, cv2.INTER_LINEAR, dst=out)
    return varied


def _moves(n: int, rng: np.random.Generator, strengths: Strengths) -> Maps:
    """Return where the pixels of n images come from when turned, sheared, zoomed and shifted, `(n, 2, 28, 28)`."""
    turn = rng.uniform(-strengths.turn, strengths.turn, n)
    shear = rng.uniform(-strengths.shear, strengths.shear, n)
    zoom = rng.uniform(1 - strengths.zoom, 1 + strengths.zoom, (2, n))
    shift = rng.uniform(-strengths.shift, strengths.shift, (n, 2, 1, 1))
    cos, sin = np.cos(turn), np.sin(turn)
    rows = [[cos * zoom[0], (shear * cos - sin) * zoom[1]], [sin * zoom[0], (shear * sin + cos) * zoom[1]]]
    linear = np.moveaxis(np.array(rows), -1, 0)
    return np.asarray(np.einsum("nij,jyx->niyx", linear, _GRID - _MIDDLE) + _MIDDLE + shift, np.float32)


def _bends(n: int, rng: np.random.Generator, deviation: float) -> Maps:
    """Return smooth displacements in pixels, `(n, 2, 28, 28)`."""
    knots = rng.normal(0, deviation, (n, 2, 5, 5))
    # Many small products, not one large one: that would wake BLAS's own threads, which then spin where training could.
    return np.asarray(_SMOOTH @ knots @ _SMOOTH.T, np.float32)


def _thickened(image: Bytes, amount: float) -> Bytes:
    """Return an image with thinner (amount < 0) or thicker (amount > 0) strokes, a pixel all around at ±1."""
    other = cv2.dilate(image, _CROSS) if amount > 0 else cv2.erode(image, _CROSS)
    return np.asarray(cv2.addWeighted(image, 1 - abs(amount), other, abs(amount), 0), np.uint8)
