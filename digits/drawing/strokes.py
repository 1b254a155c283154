"""Pen strokes: runs of [x, y] points with y down. How they are drawn, smoothed, resampled and placed."""

import zlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing.ink import Ink
from digits.errors import TooMuchError

Strokes = list[list[Sequence[float]]]
Points = NDArray[np.float64]
Size = tuple[int, int]  # width and height, in pixels

SIDE = 320  # pixels: the page's canvas
CANVAS: Size = SIDE, SIDE
INK_COLOUR = 0x4A, 0x6D, 0xF0  # RGB: readable on light and on dark paper, so that a change of theme harms no stroke
OVERSAMPLING = 4  # OpenCV's own smooth lines come out a pixel and a half too thick
DIGIT_SIZES = 0.3, 0.9  # how much of the canvas's side people's digits take up
FINE_PEN = 0.05  # of a drawing's size: the pen that drawings are read with
MIN_BANDS = 3  # of a column: bands of paper and strokes; a 5 has two
PEN_WIDTHS = [12, 20, 28]  # pixels: what the page offers, and what drawings are scored with
MAX_PEN = 100  # pixels
MAX_STROKES, MAX_POINTS = 1_000, 100_000  # on a canvas, and in a file that is opened on the page
MAX_LENGTH = 100_000  # pixels that the pen travels there: some 300 times across
TOO_MUCH = f"a drawing may hold at most {MAX_STROKES} strokes, {MAX_POINTS} points and {MAX_LENGTH} pixels of ink"
FINENESS, ROUGHNESS = 2, 8  # pixels from one point of a curve that is cut to the next, and where there is much
THIN = 1  # pixels that a pen travels from one point of its stroke to the next, where there is much
MAX_FINE_STROKES, MAX_FINE_WORK = 100, 150_000  # a drawing of more is drawn roughly, in bounded time


class Drawing(NamedTuple):
    """What was drawn on a canvas: strokes in order, the width of each one's pen, and the canvas's size.

    The pen of a stroke that erases is negative.
    """

    strokes: Strokes
    pens: list[int]
    size: Size = CANVAS

    @property
    def key(self) -> str:
        """Return a checksum of the first stroke, which tells a drawing from the next; "" for a blank one."""
        return f"{zlib.crc32(np.round(self.strokes[0], 1).tobytes()):08x}" if self.strokes else ""


NOTHING = Drawing([], [])


def by_one_pen(strokes: Strokes, pen: int, size: Size = CANVAS) -> Drawing:
    """Return strokes that are all drawn with the same pen."""
    return Drawing(strokes, [pen] * len(strokes), size)


class Part(NamedTuple):
    """A part of a canvas, and what one stroke draws there."""

    left: int
    top: int
    ink: Ink

    def of(self, canvas: Ink) -> Ink:
        """Return this part of a canvas, to be drawn on."""
        height, width = self.ink.shape
        return canvas[self.top : self.top + height, self.left : self.left + width]


def draw(strokes: Strokes, width: int, height: int, pen: int) -> Ink:
    """Return strokes as the canvas draws them with a round pen: `uint8 (height, width)`, ink 255."""
    ink = np.zeros((height, width), np.uint8)
    for stroke in strokes:
        add(part_of(stroke, pen, (width, height)), ink)
    return ink


def add(part: Part, canvas: Ink) -> None:
    """Draw a stroke's part of a canvas on it."""
    there = part.of(canvas)
    np.maximum(there, part.ink, out=there)


def part_of(stroke: Sequence[Sequence[float]], pen: int, size: Size) -> Part:
    """Return what a stroke draws with a round pen; nothing where it is beside a canvas of this size."""
    curve = smoothed(np.array(stroke, float))
    left, top = np.clip(np.floor(curve.min(axis=0) - pen), 0, size).astype(int).tolist()
    right, bottom = np.clip(np.ceil(curve.max(axis=0) + pen), 0, size).astype(int).tolist()
    if left == right or top == bottom:
        return Part(left, top, np.zeros((0, 0), np.uint8))
    return Part(left, top, _line(curve - (left, top), right - left, bottom - top, pen))


def fine_pen(strokes: Strokes, size: Size = CANVAS) -> int:
    """Return the width in pixels of a pen so fine that every loop stays open, however thick it was drawn.

    A number is as large as its digits are high, and those of a column are less high than that.
    """
    each = [np.clip(np.array(stroke, float), 0, size) for stroke in strokes]
    lows, highs = np.array([stroke.min(axis=0) for stroke in each]), np.array([stroke.max(axis=0) for stroke in each])
    width, height = highs.max(axis=0) - lows.min(axis=0)
    bands = _bands(sorted(zip(lows[:, 1].tolist(), highs[:, 1].tolist(), strict=True)))
    if len(bands) >= MIN_BANDS:
        height = max(bottom - top for top, bottom in bands)
    return max(1, round(FINE_PEN * float(max(height, width / 3))))


def _bands(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return what spans cover together, those first that begin first."""
    bands = [spans[0]]
    for top, bottom in spans[1:]:
        if top > bands[-1][1]:
            bands.append((top, bottom))
        else:
            bands[-1] = bands[-1][0], max(bands[-1][1], bottom)
    return bands


def _line(curve: Points, width: int, height: int, pen: int) -> Ink:
    large = np.zeros((height * OVERSAMPLING, width * OVERSAMPLING), np.uint8)
    from_middles = curve * OVERSAMPLING - 0.5  # OpenCV counts from the middle of a pixel, we from its corner
    points = np.rint(from_middles * 16).astype(np.int32)  # in sixteenths
    cv2.polylines(large, [points], False, 255, pen * OVERSAMPLING, shift=4)
    return np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def smoothed(points: Points, spacing: float = 4) -> Points:
    """Return points `(m, 2)` along the canvas's curve through points `(n, 2)`: parabolas from middle to middle."""
    if len(points) < 3:
        return np.concatenate([points, points[-1:]])  # twice the last: a tap is a dot
    middles = (points[:-1] + points[1:]) / 2
    steps = int(np.clip(np.ceil(np.abs(middles[1:] - middles[:-1]).max() / spacing), 1, 16))
    before, at, after = _shares(steps)
    curves = before * middles[:-1] + at * points[1:-1] + after * middles[1:]
    return np.concatenate([points[:1], middles[:1], curves.swapaxes(0, 1).reshape(-1, 2), points[-1:]])


@cache
def _shares(steps: int) -> tuple[Points, Points, Points]:
    """Return how much of a parabola's start, turning point and end is in each of so many points `(steps, 1, 1)`."""
    t = (np.arange(1, steps + 1) / steps)[:, np.newaxis, np.newaxis]
    return (1 - t) ** 2, 2 * t * (1 - t), t**2


def resampled(points: Points, spacing: float, fineness: float = FINENESS) -> Points:
    """Return points `(m, 2)` along the canvas's curve, at most `spacing` pixels apart, first and last included."""
    curve = smoothed(points, spacing=fineness)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    at = np.linspace(0, along[-1], int(np.ceil(along[-1] / spacing)) + 1)
    return np.column_stack([np.interp(at, along, curve[:, axis]) for axis in (0, 1)])


def placed(strokes: Strokes, rng: np.random.Generator, pen: int = 0, side: int = SIDE) -> Strokes:
    """Return strokes at a random size and place on a canvas, wholly on it."""
    runs = [np.array(stroke, float) for stroke in strokes]
    every = np.vstack(runs)
    low, extent = every.min(axis=0), float(np.ptp(every, axis=0).max())
    scale = rng.uniform(*DIGIT_SIZES) * (side - pen) / max(extent, 1e-9)
    room = side - pen - np.ptp(every, axis=0) * scale
    corner = pen / 2 + rng.uniform(0, 1, 2) * room
    return [((run - low) * scale + corner).tolist() for run in runs]


def check_amount(strokes: Strokes | Sequence[Points]) -> None:
    """Raise `TooMuchError` where strokes are more than a canvas may hold."""
    if len(strokes) > MAX_STROKES or sum(map(len, strokes)) > MAX_POINTS or _length(strokes) > MAX_LENGTH:
        raise TooMuchError(TOO_MUCH)


def _length(strokes: Strokes | Sequence[Points]) -> float:
    """Return how far the pen travels in all strokes, some of which may be empty."""
    runs = [stroke for stroke in strokes if len(stroke)]
    if not runs:
        return 0.0
    steps = np.hypot(*np.diff(np.concatenate(runs), axis=0).T)
    steps[np.cumsum([len(run) for run in runs])[:-1] - 1] = 0  # from the end of one to the start of the next
    return float(steps.sum())


def is_much(drawing: Drawing) -> bool:
    """Return whether a drawing is so much that it is drawn roughly; the browser leaves it to the server."""
    work = sum(len(stroke) * (abs(pen) + 10) for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True))
    return len(drawing.strokes) > MAX_FINE_STROKES or work > MAX_FINE_WORK


def picture(drawing: Drawing) -> Ink:
    """Return what a drawing looks like on its canvas: `uint8 (height, width)`, ink 255."""
    if is_much(drawing):
        return _rough_picture(drawing)
    paper = np.zeros(drawing.size[::-1], np.uint8)
    for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True):
        part = part_of(stroke, abs(pen), drawing.size)
        if pen < 0:
            there = part.of(paper)
            np.minimum(there, 255 - part.ink, out=there)
        else:
            add(part, paper)
    return paper


def rough_canvas(size: Size) -> Ink:
    """Return a blank canvas for `draw_roughly`, `OVERSAMPLING` times as large."""
    return np.zeros((size[1] * OVERSAMPLING, size[0] * OVERSAMPLING), np.uint8)


def draw_roughly(large: Ink, stroke: Sequence[Sequence[float]], pen: int, value: int) -> None:
    """Draw a stroke on a rough canvas with 255 for ink or 0 for paper: no point is nearer to the last than need be."""
    curve = smoothed(thinned(np.array(stroke, float), THIN), ROUGHNESS)
    points = np.rint((thinned(curve, max(2, pen / 8)) * OVERSAMPLING - 0.5) * 16).astype(np.int32)
    cv2.polylines(large, [points], False, value, pen * OVERSAMPLING, shift=4)


def thinned(points: Points, spacing: float) -> Points:
    """Return some of the points `(m, 2)`: about one for each so many pixels of the pen's way, and the last."""
    along = np.cumsum(np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T))
    wanted = np.diff(along // spacing, prepend=-1) > 0
    wanted[-1] = True
    return points[wanted]


def _rough_picture(drawing: Drawing) -> Ink:
    large = rough_canvas(drawing.size)
    for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True):
        draw_roughly(large, stroke, abs(pen), 255 if pen > 0 else 0)
    return np.asarray(cv2.resize(large, drawing.size, interpolation=cv2.INTER_AREA), np.uint8)
