"""A pen of our own: digits as many hands write them, numbers made of them, and drawings that are no digit.

Every choice comes from the generator that is handed in. Paths live in a box 1 high, y down.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.drawing.strokes import Strokes, smoothed
from digits.pen.signs import SIGNS
from digits.pen.styles import DIGITS, HELD_OUT

Path = NDArray[np.float64]  # points (n, 2)
Generator = np.random.Generator

NO_DIGIT, SEVERAL = 10, 11  # the labels of what is no digit, and of a number of several
NIBS = 0.035, 0.32  # widths of the nib, in heights of the path
STEPS = 12  # points on the curve from one point of a style to the next
_DRAWN = 160  # pixels: how large a path is drawn before it is scaled to the network's input


class Hand(NamedTuple):
    """How somebody writes, this time."""

    width: float = 1.0
    slant: float = 0.0
    turn: float = 0.0  # radians
    bent: tuple[float, ...] = (0.0,) * 6  # see `_bent`
    unsteady: float = 0.0  # how far each point is from where the style has it
    tremor: float = 0.0
    carry: float = 0.0  # how far strokes run on past their ends, or stop before
    round: bool = False  # corners are turned smoothly
    joined: bool = False  # the pen is not lifted between strokes
    hasty: float = 0.0  # how far apart the points are that the canvas sees


def hand(rng: Generator) -> Hand:
    """Return somebody's hand."""
    return Hand(
        width=float(np.exp(rng.normal(0, 0.28))),
        slant=float(rng.normal(0.08, 0.2)),
        turn=float(rng.normal(0, 0.07)),
        bent=tuple(rng.normal(0, 0.13, 6).tolist()),
        unsteady=float(rng.uniform(0, 0.04)),
        tremor=float(rng.exponential(0.004)),
        carry=float(rng.exponential(0.04)),
        round=bool(rng.random() < 0.35),
        joined=bool(rng.random() < 0.08),
        hasty=float(rng.uniform(0, 0.12)),
    )


def digit(label: int, height: float, corner: tuple[float, float] = (0, 0)) -> Strokes:
    """Return the strokes of a plain digit this many pixels high, its top left at `corner`, in a steady hand."""
    if label not in DIGITS:
        raise ValueError(f"label: expected a digit from 0 to 9, got {label!r}")
    return [(path * height + corner).tolist() for path in _curves(DIGITS[label][0], Hand())]


def write(label: int, rng: Generator, by: Hand | None = None, held_out: bool = False) -> Strokes:
    """Return the strokes of a digit in one of its styles: those to train on, or those held out."""
    styles = DIGITS[label][-HELD_OUT:] if held_out else DIGITS[label][:-HELD_OUT]
    return _as_strokes(_written(styles[rng.integers(len(styles))], by or hand(rng), rng))


def doodle(rng: Generator) -> Strokes:
    """Return the strokes of something that is no digit."""
    kinds = [_sign, _character, _scribble, _two_digits, _struck_out, _lying]
    return _as_strokes(kinds[rng.choice(len(kinds), p=[0.44, 0.37, 0.07, 0.05, 0.04, 0.03])](rng))


def number(rng: Generator, held_out: bool = False) -> Strokes:
    """Return the strokes of a number of two to six digits in one hand, more or less on a line and apart."""
    by = hand(rng)._replace(joined=False)
    paths: list[Path] = []
    right = 0.0
    labels = (0, 1, 7) if rng.random() < 0.3 else range(10)  # 11 and 17 look most like letters
    for label in rng.choice(labels, rng.choice([2, 3, 4, 5, 6], p=[0.45, 0.25, 0.15, 0.08, 0.07])):
        own = [np.array(stroke) for stroke in write(int(label), rng, by, held_out)]
        every = np.vstack(own)
        scale = np.exp(rng.normal(0, 0.1)) / max(float(np.ptp(every[:, 1])), 0.5)
        left, bottom = float(every[:, 0].min()), float(every[:, 1].max()) + rng.normal(0, 0.06)
        paths += [(path - (left, bottom)) * scale + (right, 0) for path in own]
        right += float(np.ptp(every[:, 0])) * scale + max(rng.normal(0.18, 0.16), -0.25)
    return _as_strokes(paths)


def images(labels: NDArray[np.integer], rng: Generator, held_out: bool = False) -> NDArray[np.uint8]:
    """Return a drawing of each label, digit, `NO_DIGIT` or `SEVERAL`, as the network sees it, `uint8 (n, 28, 28)`."""
    finest, broadest = NIBS
    nibs = finest * (broadest / finest) ** rng.random(len(labels)) ** 0.75
    return np.concatenate([_seen(_drawn(label, rng, held_out), nib) for label, nib in zip(labels, nibs, strict=True)])


def _drawn(label: int, rng: Generator, held_out: bool) -> Strokes:
    if label == SEVERAL:
        return number(rng, held_out)
    return doodle(rng) if label == NO_DIGIT else write(int(label), rng, held_out=held_out)


def _seen(strokes: Strokes, nib: float) -> NDArray[np.uint8]:
    """Return strokes as the network sees them, `uint8 (1, 28, 28)`."""
    paths = [np.array(stroke) for stroke in strokes]
    every = np.vstack(paths)
    low, extent = every.min(axis=0), np.ptp(every, axis=0)
    scale = _DRAWN / max(float(extent.max()), 1e-6)
    thick = max(1, round(nib * scale * max(extent[1], extent[0] / 3)))  # as `strokes.fine_pen` takes it
    width, height = np.rint(extent * scale).astype(int) + 2 * thick
    paper = np.zeros((height, width), np.uint8)
    curves = [np.rint(smoothed((path - low) * scale + thick, spacing=8)).astype(np.int32) for path in paths]
    cv2.polylines(paper, curves, False, 255, thick)
    return np.rint(ink.to_input(paper)[..., 0] * 255).astype(np.uint8)


def _as_strokes(paths: list[Path]) -> Strokes:
    return [path.tolist() for path in paths]


def _written(style: str, by: Hand, rng: Generator) -> list[Path]:
    """Return the paths of a style in somebody's hand."""
    paths = [_carried(path, by.carry, rng) for path in _curves(style, by, rng)]
    if by.joined:
        paths = [np.vstack(paths)]
    paths = [path + _tremor(len(path), by.tremor, rng) for path in _bent(paths, by)]
    return [_sampled(path, by.hasty) for path in paths]


def _curves(style: str, by: Hand, rng: Generator | None = None) -> list[Path]:
    """Return the curves of a style through its points, each point a little off and each stroke too."""
    curves = []
    for points, round_curve, sharp_curve in _parsed(style):
        if rng is not None:
            points = points + rng.normal(0, by.unsteady, points.shape) + rng.normal(0, by.unsteady / 2, 2)  # noqa: PLW2901
        curves.append((round_curve if by.round else sharp_curve) @ points)
    return curves


@lru_cache(maxsize=512)
def _parsed(style: str) -> list[tuple[Path, Path, Path]]:
    """Return for each stroke its points, and what to multiply them by for the curve, rounding corners or not."""
    strokes = []
    for text in style.split("|"):
        tokens = text.split()
        points = np.array([token.rstrip("!").split(",") for token in tokens], float) / 100
        corners = [i for i, token in enumerate(tokens) if token.endswith("!") and 0 < i < len(tokens) - 1]
        strokes.append((points, _curve(len(points), []), _curve(len(points), corners)))
    return strokes


def _curve(count: int, corners: list[int]) -> Path:
    """Return the matrix that makes points on the curve `(m, count)` from the points it passes; it breaks at corners."""
    bounds = [0, *corners, count - 1]
    blocks = []
    for start, end in pairwise(bounds):
        block = np.zeros(((end - start) * STEPS + 1, count))
        block[:, start : end + 1] = _catmull_rom(end - start + 1)
        blocks.append(block if end == count - 1 else block[:-1])
    return np.vstack(blocks)


def _catmull_rom(count: int) -> Path:
    """Return the matrix of the smooth curve through this many points."""
    padded = np.zeros((count + 2, count))
    padded[1:-1] = np.eye(count)
    padded[0, :2], padded[-1, -2:] = (2, -1), (-1, 2)
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, np.newaxis]
    weights = 0.5 * np.hstack([-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2])
    return np.vstack([weights @ padded[i : i + 4] for i in range(count - 1)] + [np.eye(count)[-1:]])


def _carried(path: Path, carry: float, rng: Generator) -> Path:
    """Return a path that runs on past its ends in their direction, or stops before them."""
    for _ in range(2):  # one end, then the other
        by = rng.normal(0, carry)
        along = path[0] - path[min(3, len(path) - 1)]
        length = float(np.hypot(*along))
        if by > 0 and length > 1e-6:
            path = np.vstack([path[0] + along * by / length, path])
        elif by < 0:
            gone = np.cumsum(np.hypot(*np.diff(path, axis=0).T)) < -by
            path = path[min(int(gone.sum()), len(path) // 4) :]
        path = path[::-1]
    return path


def _bent(paths: list[Path], by: Hand) -> list[Path]:
    """Return paths squeezed, bent, sheared and turned."""
    every = np.vstack(paths)
    low, high = every.min(axis=0), every.max(axis=0)
    x, y = ((every - (low + high) / 2) / max(float((high - low).max()), 1e-6)).T
    a, b, c, d, e, f = by.bent
    across = by.width * (x + 2 * a * x * y + b * y**2 + c * x**2) - by.slant * y
    down = y + d * x * y + e * x**2 + 2.5 * f * (y**2 - 0.25)
    cos, sin = np.cos(by.turn), np.sin(by.turn)
    moved = np.column_stack([cos * across - sin * down, sin * across + cos * down])
    return np.split(moved, np.cumsum([len(path) for path in paths])[:-1])


def _tremor(count: int, size: float, rng: Generator) -> Path:
    waves = rng.normal(0, size, (2, 3, 1)) * np.sin(
        rng.uniform(0.05, 0.5, (2, 3, 1)) * np.arange(count) + rng.uniform(0, 2 * np.pi, (2, 3, 1))
    )
    return np.asarray(waves.sum(axis=1).T)


def _sampled(path: Path, apart: float) -> Path:
    """Return the points of a path that a canvas sees of a pen this fast."""
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    every = max(1, round(len(path) * apart / max(length, apart, 1e-6)))
    return np.vstack([path[:-1:every], path[-1:]])


def _sign(rng: Generator) -> list[Path]:
    return _written(SIGNS[rng.integers(len(SIGNS))], hand(rng), rng)


def _character(rng: Generator) -> list[Path]:
    """Return the paths of a letter of some script that nobody has heard of."""
    count = int(rng.choice([1, 2, 3, 4], p=[0.15, 0.35, 0.3, 0.2]))
    paths: list[Path] = []
    for _ in range(count):
        path = _wandering(rng, int(rng.integers(3, 6) if count == 1 else rng.integers(1, 4)))
        if paths:  # it starts near the last ones
            other = paths[rng.integers(len(paths))]
            path = path + other[rng.integers(len(other))] + rng.normal(0, 0.15, 2)
        paths.append(path)
    return _bent(paths, Hand(turn=float(rng.uniform(-np.pi, np.pi)) if rng.random() < 0.5 else 0.0))


def _wandering(rng: Generator, pieces: int) -> Path:
    """Return a path of straight lines and arcs, with or without corners between them."""
    headings = [rng.integers(8) * np.pi / 4 + rng.normal(0, 0.1)]
    for _ in range(pieces):
        turn = rng.choice([0.0, 0.3, 0.9, 1.7]) * np.pi * rng.choice([-1, 1])
        corner = rng.choice([0.0, 0.35, 0.5, 0.75]) * np.pi * rng.choice([-1, 1])
        steps = int(rng.integers(8, 20))
        headings += list(headings[-1] + corner + np.linspace(0, turn, steps) + rng.normal(0, 0.02, steps))
    directions = np.column_stack([np.cos(headings), np.sin(headings)])
    return np.cumsum(directions, axis=0) * rng.uniform(0.03, 0.06)


def _scribble(rng: Generator) -> list[Path]:
    paths = []
    for _ in range(int(rng.integers(1, 3))):
        points = rng.uniform(0, 1, (int(rng.integers(6, 18)), 2))
        paths.append(_curve(len(points), []) @ points)
    return _bent(paths, hand(rng))


def _any_digit(rng: Generator, labels: Sequence[int] = range(10), turn: float = 0.0) -> list[Path]:
    styles = DIGITS[int(rng.choice(labels))][:-HELD_OUT]
    by = hand(rng)
    return _written(styles[rng.integers(len(styles))], by._replace(turn=by.turn + turn), rng)


def _two_digits(rng: Generator) -> list[Path]:
    """Return two different digits on top of each other, neither of them 0 nor 1."""
    first, second = rng.choice(range(2, 10), 2, replace=False)
    offset = rng.normal(0, 0.12, 2)
    return _any_digit(rng, [first]) + [path + offset for path in _any_digit(rng, [second])]


def _struck_out(rng: Generator) -> list[Path]:
    """Return a digit that was crossed out."""
    count = int(rng.integers(4, 12))
    x = np.linspace(-0.6, 0.6, count) + rng.normal(0, 0.03, count)
    y = 0.4 * np.resize([-1, 1], count) + rng.normal(0, 0.08, count)
    zigzag = _curve(count, list(range(1, count - 1)) if rng.random() < 0.5 else []) @ np.column_stack([x, y])
    return [*_any_digit(rng), _sampled(zigzag, 0.05)]


def _lying(rng: Generator) -> list[Path]:
    """Return a digit on its side that is none any more."""
    return _any_digit(rng, [3, 4, 7], float(rng.choice([-1, 1]) * np.pi / 2))
