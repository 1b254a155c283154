"""A pen of our own: digits as many hands write them, numbers made of them, and pictures of what it wrote.

Every random choice comes from the generator that is handed in. Strokes live in a box 1 high, y down.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.drawing.strokes import Strokes, smoothed
from digits.pen.doodles import doodle
from digits.pen.hand import Generator, Hand, Path, as_strokes, in_hand, plain, random_hand
from digits.pen.styles import HELD_OUT, STYLES
from digits.reading.classes import NOT_A_DIGIT, SEVERAL

NIB_WIDTHS = 0.035, 0.32  # of the path's height, from the finest to the broadest
_DRAWING_SIZE = 160  # pixels: how large a path is drawn before it is scaled to the network's input


def digit(label: int, height: float, corner: tuple[float, float] = (0, 0)) -> Strokes:
    """Return the strokes of a plain digit this many pixels high, its top left at `corner`, in a steady hand."""
    if label not in STYLES:
        raise ValueError(f"label: expected a digit from 0 to 9, got {label!r}")
    return as_strokes(path * height + corner for path in plain(STYLES[label][0]))


def write(label: int, rng: Generator, hand: Hand | None = None, held_out: bool = False) -> Strokes:
    """Return the strokes of a digit in one of its styles: those to train on, or those held out."""
    styles = (HELD_OUT if held_out else STYLES)[label]
    return as_strokes(in_hand(styles[rng.integers(len(styles))], hand or random_hand(rng), rng))


def number(rng: Generator, held_out: bool = False) -> Strokes:
    """Return the strokes of a number of two to six digits in one hand, more or less on a line and apart."""
    hand = random_hand(rng)._replace(joined=False)
    paths: list[Path] = []
    right = 0.0
    for label in _digits_of_a_number(rng):
        digit_paths, width = _on_the_line(write(int(label), rng, hand, held_out), rng)
        paths += [path + np.array([right, 0]) for path in digit_paths]
        right += width + max(rng.normal(0.18, 0.16), -0.25)
    return as_strokes(paths)


def images(labels: NDArray[np.integer], rng: Generator, held_out: bool = False) -> NDArray[np.uint8]:
    """Return a drawing of each label as the network sees it, `uint8 (n, 28, 28)`.

    A label is a digit, `classes.NOT_A_DIGIT` or `classes.SEVERAL`.
    """
    finest, broadest = NIB_WIDTHS
    nibs = finest * (broadest / finest) ** rng.random(len(labels)) ** 0.75
    drawings = [_as_seen(_drawing(label, rng, held_out), nib) for label, nib in zip(labels, nibs, strict=True)]
    return np.concatenate(drawings)


def _digits_of_a_number(rng: Generator) -> NDArray[np.int64]:
    digits = (0, 1, 7) if rng.random() < 0.3 else range(10)  # 11 and 17 look most like letters
    return np.asarray(rng.choice(digits, rng.choice([2, 3, 4, 5, 6], p=[0.45, 0.25, 0.15, 0.08, 0.07])))


def _on_the_line(strokes: Strokes, rng: Generator) -> tuple[list[Path], float]:
    """Return a digit's paths about 1 high, from 0 to the right and up from the line, and how wide they are."""
    paths = [np.array(stroke) for stroke in strokes]
    every = np.vstack(paths)
    scale = np.exp(rng.normal(0, 0.1)) / max(float(np.ptp(every[:, 1])), 0.5)
    corner = float(every[:, 0].min()), float(every[:, 1].max()) + rng.normal(0, 0.06)
    return [(path - corner) * scale for path in paths], float(np.ptp(every[:, 0])) * scale


def _drawing(label: int, rng: Generator, held_out: bool) -> Strokes:
    if label == SEVERAL:
        return number(rng, held_out)
    return doodle(rng) if label == NOT_A_DIGIT else write(int(label), rng, held_out=held_out)


def _as_seen(strokes: Strokes, nib: float) -> NDArray[np.uint8]:
    """Return strokes as the network sees them, `uint8 (1, 28, 28)`."""
    paths = [np.array(stroke) for stroke in strokes]
    every = np.vstack(paths)
    low, extent = every.min(axis=0), np.ptp(every, axis=0)
    scale = _DRAWING_SIZE / max(float(extent.max()), 1e-6)
    pen = max(1, round(nib * scale * max(extent[1], extent[0] / 3)))  # as `strokes.fine_pen` takes it
    paper = np.zeros(np.rint(extent * scale).astype(int)[::-1] + 2 * pen, np.uint8)
    curves = [np.rint(smoothed((path - low) * scale + pen, 8)).astype(np.int32) for path in paths]
    cv2.polylines(paper, curves, False, 255, pen)
    return np.rint(ink.to_input(paper)[..., 0] * 255).astype(np.uint8)
