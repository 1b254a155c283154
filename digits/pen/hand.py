"""A hand: how somebody writes, and the paths that it makes of a style.

Every random choice comes from the generator that is handed in. Paths live in a box 1 high, y down.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing.strokes import Strokes

Path = NDArray[np.float64]  # points (n, 2)
Generator = np.random.Generator

POINTS_APART = 12  # points on the curve from one point of a style to the next


class Hand(NamedTuple):
    """How somebody writes, this time."""

    width: float = 1.0
    slant: float = 0.0
    turn: float = 0.0  # radians
    bend: tuple[float, ...] = (0.0,) * 6  # see `bent`
    unsteady: float = 0.0  # how far each point is from where the style has it
    tremor: float = 0.0
    overrun: float = 0.0  # how far strokes run on past their ends, or stop before
    round: bool = False  # corners are turned smoothly
    joined: bool = False  # the pen is not lifted between strokes
    hasty: float = 0.0  # how far apart the points are that the canvas sees


def random_hand(rng: Generator) -> Hand:
    """Return somebody's hand."""
    return Hand(
        width=float(np.exp(rng.normal(0, 0.28))),
        slant=float(rng.normal(0.08, 0.2)),
        turn=float(rng.normal(0, 0.07)),
        bend=tuple(rng.normal(0, 0.13, 6).tolist()),
        unsteady=float(rng.uniform(0, 0.04)),
        tremor=float(rng.exponential(0.004)),
        overrun=float(rng.exponential(0.04)),
        round=bool(rng.random() < 0.35),
        joined=bool(rng.random() < 0.08),
        hasty=float(rng.uniform(0, 0.12)),
    )


def plain(style: str) -> list[Path]:
    """Return the paths of a style as it stands, in a steady hand."""
    return [sharp @ points for points, _, sharp in _parsed(style)]


def in_hand(style: str, hand: Hand, rng: Generator) -> list[Path]:
    """Return the paths of a style in somebody's hand."""
    paths = [_overrun(path, hand.overrun, rng) for path in _unsteady(style, hand, rng)]
    if hand.joined:
        paths = [np.vstack(paths)]
    paths = [path + _tremor(len(path), hand.tremor, rng) for path in bent(paths, hand)]
    return [sampled(path, hand.hasty) for path in paths]


def as_strokes(paths: Iterable[Path]) -> Strokes:
    """Return paths as strokes, lists of [x, y]."""
    return [path.tolist() for path in paths]


def curve(count: int, corners: list[int]) -> Path:
    """Return the matrix that makes points on the curve `(m, count)` from the points it passes; it breaks at corners."""
    blocks = []
    for start, end in pairwise([0, *corners, count - 1]):
        block = np.zeros(((end - start) * POINTS_APART + 1, count))
        block[:, start : end + 1] = _catmull_rom(end - start + 1)
        blocks.append(block if end == count - 1 else block[:-1])
    return np.vstack(blocks)


def bent(paths: list[Path], hand: Hand) -> list[Path]:
    """Return paths squeezed, bent, sheared and turned."""
    every = np.vstack(paths)
    low, high = every.min(axis=0), every.max(axis=0)
    x, y = ((every - (low + high) / 2) / max(float((high - low).max()), 1e-6)).T
    a, b, c, d, e, f = hand.bend
    across = hand.width * (x + 2 * a * x * y + b * y**2 + c * x**2) - hand.slant * y
    down = y + d * x * y + e * x**2 + 2.5 * f * (y**2 - 0.25)
    cos, sin = np.cos(hand.turn), np.sin(hand.turn)
    moved = np.column_stack([cos * across - sin * down, sin * across + cos * down])
    return np.split(moved, np.cumsum([len(path) for path in paths])[:-1])


def sampled(path: Path, spacing: float) -> Path:
    """Return the points of a path that a canvas sees of a pen this fast."""
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    every = max(1, round(len(path) * spacing / max(length, spacing, 1e-6)))
    return np.vstack([path[:-1:every], path[-1:]])


def _unsteady(style: str, hand: Hand, rng: Generator) -> list[Path]:
    """Return the curves of a style through its points, each point a little off and each stroke too."""
    curves = []
    for points, round_curve, sharp_curve in _parsed(style):
        off = points + rng.normal(0, hand.unsteady, points.shape) + rng.normal(0, hand.unsteady / 2, 2)
        curves.append((round_curve if hand.round else sharp_curve) @ off)
    return curves


@lru_cache(maxsize=512)
def _parsed(style: str) -> list[tuple[Path, Path, Path]]:
    """Return for each stroke its points, and what to multiply them by for the curve, rounding corners or not."""
    strokes = []
    for text in style.split("|"):
        tokens = text.split()
        points = np.array([token.rstrip("!").split(",") for token in tokens], float) / 100
        corners = [i for i, token in enumerate(tokens) if token.endswith("!") and 0 < i < len(tokens) - 1]
        strokes.append((points, curve(len(points), []), curve(len(points), corners)))
    return strokes


def _catmull_rom(count: int) -> Path:
    """Return the matrix of the smooth curve through this many points."""
    padded = np.zeros((count + 2, count))
    padded[1:-1] = np.eye(count)
    padded[0, :2], padded[-1, -2:] = (2, -1), (-1, 2)
    t = np.linspace(0, 1, POINTS_APART, endpoint=False)[:, np.newaxis]
    weights = 0.5 * np.hstack([-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2])
    return np.vstack([weights @ padded[i : i + 4] for i in range(count - 1)] + [np.eye(count)[-1:]])


def _overrun(path: Path, deviation: float, rng: Generator) -> Path:
    """Return a path that runs on past its ends in their direction, or stops before them."""
    for _ in range(2):  # one end, then the other
        path = _longer(path, rng.normal(0, deviation))[::-1]
    return path


def _longer(path: Path, amount: float) -> Path:
    """Return a path that begins so much earlier, or later where the amount is negative."""
    along = path[0] - path[min(3, len(path) - 1)]
    length = float(np.hypot(*along))
    if amount > 0 and length > 1e-6:
        return np.vstack([path[0] + along * amount / length, path])
    if amount < 0:
        skipped = np.cumsum(np.hypot(*np.diff(path, axis=0).T)) < -amount
        return path[min(int(skipped.sum()), len(path) // 4) :]
    return path


def _tremor(count: int, size: float, rng: Generator) -> Path:
    """Return how far each of so many points is shaken off its path, `(count, 2)`."""
    waves = rng.normal(0, size, (2, 3, 1)) * np.sin(
        rng.uniform(0.05, 0.5, (2, 3, 1)) * np.arange(count) + rng.uniform(0, 2 * np.pi, (2, 3, 1))
    )
    return np.asarray(waves.sum(axis=1).T)
