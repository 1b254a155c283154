"""Which pieces of a drawing stand on one line: found from their boxes alone, so that lines may slope and drift."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]  # left, top, right, bottom
Boxes = NDArray[np.float64]  # (n, 4): left, top, right, bottom

TALL = 0.45  # of the digits' height: what is lower is a bar or a dot, and goes where it is nearest
MIN_SHARED = 0.4  # of the lower one's height: neighbours on one line stand side by side by more
MAX_REACH = 1.5, 6.0  # of the digits' height, to the next on the line: before the slope is known, and then
MAX_SLOPE = 0.25
ROUNDS = 3  # of finding the slope by the lines, and the lines by the slope
WIDER = 1.5  # how much farther away a piece above counts than one beside
MIN_SMALL, MAX_SMALL_BREADTH, MIN_IN_SMALL_LINE = 0.2, 1.5, 2  # of the digits' height; of its own; boxes
FLAT = 4.0  # times as broad as it is high: a line
MAX_SIGN, MIN_GAP = 0.75, 0.05  # of a digit's height: how high a sign beside it is, and how far from it
MIN_BREADTH = 0.7  # of that sign's height
MIN_PAPER, MIN_SPAN = 0.03, 0.6  # of the height and the breadth of what stands above a line: how far, how broad it is


def rows(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the indices of boxes line by line, from top to bottom, each line from left to right."""
    every = np.array(boxes, float).reshape(-1, 4)
    if len(every) < 2:
        return [[i] for i in range(len(every))]
    height = digit_height(every[:, 3] - every[:, 1])
    tall = np.flatnonzero(every[:, 3] - every[:, 1] >= TALL * height)
    slope, lines = _sloping(every[tall], height)
    level = _level(every, slope)
    small = _small_lines(level, tall)
    found = _with_the_low([*(tall[line].tolist() for line in lines), *small], level)
    found.sort(key=lambda line: float(np.median(level[line][:, [1, 3]])))
    return [_from_left_to_right(line, every) for line in found]


def _sloping(boxes: Boxes, height: float) -> tuple[float, list[list[int]]]:
    """Return how far lines fall, and the indices of the boxes of each."""
    if _side_by_side(boxes):
        return 0.0, [list(range(len(boxes)))]
    slope, lines = 0.0, _linked(boxes, height, MAX_REACH[0])
    for _ in range(ROUNDS):
        slope = _slope(boxes, lines, height)
        lines = _linked(_level(boxes, slope), height, MAX_REACH[1])
    return slope, lines


def digit_height(heights: NDArray[np.number]) -> float:
    """Return how high the digits are among pieces: bars, dots and halves of digits do not count."""
    tall = np.sort(heights)[math.ceil(0.8 * (len(heights) - 1))]
    return float(np.median(heights[heights >= 0.5 * tall]))


def joined_box(boxes: Sequence[Box]) -> Box:
    """Return the box that holds boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def line_beneath(boxes: Sequence[Box]) -> int | None:
    """Return the index of a flat line with paper between it and all else, which stands on it; None where none is."""
    if len(boxes) < 2:
        return None
    lowest = max(range(len(boxes)), key=lambda i: boxes[i][1])
    line = boxes[lowest]
    lefts, tops, rights, bottoms = zip(*(box for i, box in enumerate(boxes) if i != lowest), strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    breadth = line[2] - line[0]
    is_line = breadth > FLAT * (line[3] - line[1]) and breadth >= MIN_SPAN * (right - left)
    is_beneath = line[1] - bottom >= MIN_PAPER * (bottom - top) and 2 * line[0] < left + right < 2 * line[2]
    return lowest if is_line and is_beneath else None


def is_flat_beside(sign: Box, digit: Box) -> bool:
    """Return whether a sign that is broad, and lower than a digit, stands beside that digit."""
    height, of_digit = sign[3] - sign[1], digit[3] - digit[1]
    is_flat = height < MAX_SIGN * of_digit and sign[2] - sign[0] >= MIN_BREADTH * height
    is_apart = max(sign[0] - digit[2], digit[0] - sign[2]) > MIN_GAP * of_digit
    return is_flat and is_apart and 2 * digit[1] < sign[1] + sign[3] < 2 * digit[3]


def _side_by_side(boxes: Boxes) -> bool:
    """Return whether all boxes are at one height, so that there is nothing to look for."""
    shared = boxes[:, 3].min() - boxes[:, 1].max()
    return bool(shared > MIN_SHARED * (boxes[:, 3] - boxes[:, 1]).max())


def _from_left_to_right(line: Iterable[int], boxes: Boxes) -> list[int]:
    return sorted(line, key=lambda i: float(boxes[i, 0] + boxes[i, 2]))


def _level(boxes: Boxes, slope: float) -> Boxes:
    """Return boxes as they would stand if the lines were level."""
    down = slope * (boxes[:, 0] + boxes[:, 2]) / 2
    return np.asarray(boxes - np.column_stack([0 * down, down, 0 * down, down]))


def _linked(boxes: Boxes, height: float, reach: float) -> list[list[int]]:
    """Return the lines that arise where each box is linked with its nearest neighbour to the right."""
    line_of = list(range(len(boxes)))
    for a in range(len(boxes)):
        b = _next(boxes, a, height * reach)
        if b is not None and line_of[a] != line_of[b]:
            line_of = [line_of[a] if line == line_of[b] else line for line in line_of]
    return [[i for i, each in enumerate(line_of) if each == line] for line in dict.fromkeys(line_of)]


def _next(boxes: Boxes, a: int, reach: float) -> int | None:
    """Return the box to the right of one that is nearest and stands beside it; None where there is none."""
    left, top, right, bottom = boxes[a]
    shared = np.minimum(bottom, boxes[:, 3]) - np.maximum(top, boxes[:, 1])
    beside = shared > MIN_SHARED * np.minimum(bottom - top, boxes[:, 3] - boxes[:, 1])
    middles = boxes[:, 0] + boxes[:, 2]
    later = (middles > left + right) | ((middles == left + right) & (np.arange(len(boxes)) > a))
    gaps = np.where(beside & later & (boxes[:, 0] - right < reach), middles, np.inf)
    nearest = int(np.argmin(gaps))
    return nearest if np.isfinite(gaps[nearest]) else None


def _slope(boxes: Boxes, lines: Sequence[Sequence[int]], height: float) -> float:
    """Return how far lines fall from left to right, as most of their neighbours' feet tell; 0 where few do."""
    falls = []
    for line in lines:
        ordered = sorted(line, key=lambda i: boxes[i, 0] + boxes[i, 2])
        x, y = (boxes[ordered, 0] + boxes[ordered, 2]) / 2, boxes[ordered, 3]
        far = [(a, b) for a in range(len(x)) for b in range(a + 1, len(x)) if x[b] - x[a] > height]
        falls += [(y[b] - y[a]) / (x[b] - x[a]) for a, b in far]
    return float(np.clip(np.median(falls), -MAX_SLOPE, MAX_SLOPE)) if len(falls) > 2 else 0.0


def _small_lines(boxes: Boxes, tall: NDArray[np.intp]) -> list[list[int]]:
    """Return lines of much smaller digits above or beneath the tall boxes: several side by side, none of them flat."""
    tops, feet, height = boxes[:, 1], boxes[:, 3], float(np.median(boxes[tall, 3] - boxes[tall, 1]))
    is_apart = (feet < tops[tall].min()) | (tops > feet[tall].max())
    is_flat = boxes[:, 2] - boxes[:, 0] > MAX_SMALL_BREADTH * (feet - tops)
    small = np.flatnonzero(is_apart & ~is_flat & (feet - tops >= MIN_SMALL * height))
    lines = rows([tuple(box) for box in boxes[small].tolist()])
    return [small[line].tolist() for line in lines if len(line) >= MIN_IN_SMALL_LINE]


def _with_the_low(lines: list[list[int]], boxes: Boxes) -> list[list[int]]:
    """Return lines, each with the low boxes that are nearest to one of its own."""
    of_line = {i: number for number, line in enumerate(lines) for i in line}
    tall = np.array(list(of_line))
    found = [list(line) for line in lines]
    for i in set(range(len(boxes))) - of_line.keys():
        across = np.maximum(boxes[tall, 0] - boxes[i, 2], boxes[i, 0] - boxes[tall, 2]).clip(0)
        down = np.maximum(boxes[tall, 1] - boxes[i, 3], boxes[i, 1] - boxes[tall, 3]).clip(0)
        found[of_line[int(tall[np.argmin(across + WIDER * down)])]].append(i)
    return found
