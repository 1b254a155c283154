"""Drawings that are not a digit: signs, letters of invented scripts, scribbles, and digits that were spoilt."""

from collections.abc import Sequence

import numpy as np

from digits.drawing.strokes import Strokes
from digits.pen.hand import Generator, Hand, Path, as_strokes, bent, curve, in_hand, random_hand, sampled
from digits.pen.signs import SIGNS
from digits.pen.styles import STYLES


def doodle(rng: Generator) -> Strokes:
    """Return the strokes of something that is not a digit."""
    kinds = [_sign, _character, _scribble, _two_digits, _struck_out, _lying]
    return as_strokes(kinds[rng.choice(len(kinds), p=[0.44, 0.37, 0.07, 0.05, 0.04, 0.03])](rng))


def _sign(rng: Generator) -> list[Path]:
    return in_hand(SIGNS[rng.integers(len(SIGNS))], random_hand(rng), rng)


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
    return bent(paths, Hand(turn=float(rng.uniform(-np.pi, np.pi)) if rng.random() < 0.5 else 0.0))


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
        paths.append(curve(len(points), []) @ points)
    return bent(paths, random_hand(rng))


def _any_digit(rng: Generator, labels: Sequence[int] = range(10), turn: float = 0.0) -> list[Path]:
    styles = STYLES[int(rng.choice(labels))]
    hand = random_hand(rng)
    return in_hand(styles[rng.integers(len(styles))], hand._replace(turn=hand.turn + turn), rng)


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
    zigzag = curve(count, list(range(1, count - 1)) if rng.random() < 0.5 else []) @ np.column_stack([x, y])
    return [*_any_digit(rng), sampled(zigzag, 0.05)]


def _lying(rng: Generator) -> list[Path]:
    """Return a digit on its side, which cannot be read as one."""
    return _any_digit(rng, [3, 4, 7], float(rng.choice([-1, 1]) * np.pi / 2))
