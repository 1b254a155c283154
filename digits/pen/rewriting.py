"""What people drew, written again as by another hand: warped a little and drawn with another nib.

Every random choice comes from the generator that is handed in. Many drawings are warped at once: all their points are
in one array, so that a drawing costs little more than its lines.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.drawing.strokes import FINE_PEN, Strokes, smoothed

Generator = np.random.Generator
Points = NDArray[np.float32]

SIZE = 112  # pixels: how large a drawing's longer side is drawn before it is scaled to the network's input
APART = 0.015  # of the longer side: points of the pen that are closer than this are left out
SPACING = 7  # pixels between the points of a curve
MAX_STROKES = 60  # more are no character, and cost time
_SUBPIXELS = 4  # bits


class Warp(NamedTuple):
    """How far another hand strays, as deviations; lengths are shares of the drawing's longer side."""

    width: float = 0.14
    slant: float = 0.12
    turn: float = 0.05  # radians
    bend: float = 0.06  # see `hand.bent`
    unsteady: float = 0.012  # each stroke, off its place
    waves: float = 0.01  # along the strokes
    overrun: float = 0.02  # on average: strokes run on past their ends


class Nibs(NamedTuple):
    """The pens that drawings are drawn with: from the finest to the broadest, of their height; fine ones most often."""

    finest: float = 0.035
    broadest: float = 0.2
    fine: float = 1.6  # the larger, the more often fine


class Curve(NamedTuple):
    """A drawing ready to be warped: the points of its strokes in a box whose longer side is 1, around its middle."""

    points: Points  # (n, 2)
    along: NDArray[np.float32]  # (n,), how far the pen has come
    lengths: tuple[int, ...]  # points of each stroke


def curve(strokes: Strokes) -> Curve:
    """Return strokes as the smooth curves that the canvas draws of them."""
    paths = [np.array(stroke, float) for stroke in strokes[:MAX_STROKES]]
    every = np.vstack(paths)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = 1 / max(float((high - low).max()), 1e-6)
    thinned = [_thinned((path - (low + high) / 2) * scale) for path in paths]
    return _joined([smoothed(path * SIZE, SPACING) / SIZE for path in thinned])


def number(curves: Sequence[Curve], rng: Generator) -> Curve:
    """Return digits side by side, more or less on a line and apart."""
    paths: list[NDArray[np.float64]] = []
    right = 0.0
    for each in curves:
        extent = np.ptp(each.points, axis=0)
        scale = np.exp(rng.normal(0, 0.1)) / max(float(extent[1]), 0.5)
        corner = float(each.points[:, 0].min()), float(each.points[:, 1].max()) + rng.normal(0, 0.06)
        moved = (each.points - corner) * scale + (right, 0)
        paths += np.split(moved, np.cumsum(each.lengths)[:-1])
        right += float(extent[0]) * scale + max(rng.normal(0.2, 0.14), -0.1)
    every = np.vstack(paths)
    low, high = every.min(axis=0), every.max(axis=0)
    return _joined([(path - (low + high) / 2) / max(float((high - low).max()), 1e-6) for path in paths])


def rewritten(curves: Sequence[Curve], rng: Generator, warp: Warp, nibs: Nibs) -> NDArray[np.uint8]:
    """Return drawings in other hands as the network sees them, `uint8 (n, 28, 28)`."""
    if not curves:
        return redrawn(curves)
    widths = nibs.finest * (nibs.broadest / nibs.finest) ** (rng.random(len(curves)) ** nibs.fine)
    return _images(_warped(curves, rng, warp), curves, widths)


def redrawn(curves: Sequence[Curve]) -> NDArray[np.uint8]:
    """Return drawings as they are, drawn with the fine pen that the page reads with, `uint8 (n, 28, 28)`."""
    if not curves:
        return np.empty((0, ink.FIELD, ink.FIELD), np.uint8)
    return _images(np.concatenate([each.points for each in curves]), curves, np.full(len(curves), FINE_PEN))


def _thinned(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a path without the points that are too close to the last one that stays; its ends stay."""
    if len(path) < 3:
        return path
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    stays = np.flatnonzero(np.diff(np.floor(along / APART), prepend=-1) > 0)
    return path[stays] if stays[-1] == len(path) - 1 else np.vstack([path[stays], path[-1:]])


def _joined(paths: Sequence[NDArray[np.floating]]) -> Curve:
    points = np.vstack(paths).astype(np.float32)
    steps = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
    return Curve(points, np.cumsum(steps, dtype=np.float32), tuple(map(len, paths)))


def _warped(curves: Sequence[Curve], rng: Generator, warp: Warp) -> Points:
    """Return the points of all drawings, warped each in its own way, `(m, 2)`."""
    n = len(curves)
    counts = [len(each.points) for each in curves]
    lengths = np.array([length for each in curves for length in each.lengths])
    points = np.concatenate([each.points for each in curves])
    points += np.repeat(rng.normal(0, warp.unsteady, (len(lengths), 2)).astype(np.float32), lengths, axis=0)
    points += _waves(np.concatenate([each.along for each in curves]), counts, rng, warp.waves)
    _run_on(points, lengths, rng.exponential(warp.overrun, (2, len(lengths))).astype(np.float32))
    width, slant = np.exp(rng.normal(0, warp.width, n)), rng.normal(0, warp.slant, n)
    turn, bend = rng.normal(0, warp.turn, n), rng.normal(0, warp.bend, (6, n))
    hands = np.stack([width, slant, np.cos(turn), np.sin(turn), *bend]).astype(np.float32)
    return _bent(points, np.repeat(hands, counts, axis=1))


def _bent(points: Points, hands: Points) -> Points:
    """Return points squeezed, bent, sheared and turned, each by the hand in its column of `hands`."""
    x, y = points[:, 0], points[:, 1]
    width, slant, cos, sin, a, b, c, d, e, f = hands
    across = width * (x + 2 * a * x * y + b * y**2 + c * x**2) - slant * y
    down = y + d * x * y + e * x**2 + 2.5 * f * (y**2 - 0.25)
    return np.stack([cos * across - sin * down, sin * across + cos * down], axis=1)


def _waves(along: NDArray[np.float32], counts: Sequence[int], rng: Generator, size: float) -> Points:
    """Return how far each point is off its path in waves of a drawing's own, `(m, 2)`."""
    shape = 2, 2, len(counts)
    waves = np.concatenate(
        [rng.normal(0, size, shape), 2 * np.pi * rng.uniform(0.2, 2.5, shape), rng.uniform(0, 2 * np.pi, shape)]
    )
    height, often, begin = np.repeat(waves.astype(np.float32), counts, axis=2).reshape(3, 2, 2, -1)
    return np.asarray((height * np.sin(often * along + begin)).sum(axis=0).T, np.float32)


def _run_on(points: Points, lengths: NDArray[np.int64], amounts: NDArray[np.float32]) -> None:
    """Move the ends of long enough strokes outwards."""
    ends = np.cumsum(lengths)
    long = lengths > 4
    for at, inwards, amount in zip((ends - lengths, ends - 1), (3, -3), amounts, strict=True):
        out = points[at[long]] - points[at[long] + inwards]
        points[at[long]] += (amount[long] / np.maximum(np.hypot(*out.T), 1e-3))[:, np.newaxis] * out


def _images(points: Points, curves: Sequence[Curve], nibs: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return drawings with these points and nibs as the network sees them, `uint8 (n, 28, 28)`."""
    counts = np.array([len(each.points) for each in curves])
    starts = np.cumsum(counts) - counts
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    scale = SIZE / np.maximum((high - low).max(axis=1), 1e-6)
    extent = (high - low) * scale[:, np.newaxis]
    pens = np.maximum(1, np.rint(nibs * np.maximum(extent[:, 1], extent[:, 0] / 3))).astype(int)  # as `fine_pen`
    pixels = (points - np.repeat(low, counts, axis=0)) * np.repeat(scale, counts)[:, np.newaxis]
    placed = np.rint((pixels + np.repeat(pens, counts)[:, np.newaxis]) * 2**_SUBPIXELS).astype(np.int32)
    images = np.empty((len(curves), ink.FIELD, ink.FIELD), np.uint8)
    for image, each, start, pen, (width, height) in zip(images, curves, starts, pens.tolist(), extent, strict=True):
        paper = np.zeros((int(height) + 2 * pen + 1, int(width) + 2 * pen + 1), np.uint8)
        lines, at = [], int(start)
        for length in each.lengths:
            lines.append(placed[at : at + length])
            at += length
        cv2.polylines(paper, lines, False, 255, pen, shift=_SUBPIXELS)
        np.rint(ink.to_input(paper)[0, :, :, 0] * 255, out=image, casting="unsafe")
    return images
