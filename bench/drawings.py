"""The drawings that benchmarks send: a plain digit as the canvas sends it, and as its picture."""

import json
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.server import ROOT
from digits.drawing import strokes
from digits.drawing.strokes import Drawing
from digits.page.board.messages import Message, to_message
from digits.pen import writing
from digits.reading.classes import DIGITS
from digits.training import fetch

PEN = 20
# Digits of other writers than the network learned from: those that `make hands` fetched, else a folder beside this one.
FOLDERS = fetch.cache() / "judge", ROOT.parent / "shared" / "drawings"
_HEIGHT, _CORNER = 180, (90, 70)
_SMALL, _FIRST, _STEP = 60, (8, 110), 52  # of a number: its height, its first digit's corner, and from one to the next


def strangers() -> list[Path]:
    """Return the files of digits of writers that nobody learned from; none where there are none."""
    names = "pendigits.jsonl.gz", "unipen.jsonl.gz"
    found = ([folder / name for name in names if (folder / name).exists()] for folder in FOLDERS)
    return next(filter(None, found), [])


def drawing(label: int, number: int = 0) -> Drawing:
    """Return a digit's strokes; with another number it is another drawing, which lies some pixels away."""
    corner = _CORNER[0] + number % 40 - 20, _CORNER[1] + number // 40 % 40 - 20
    return strokes.by_one_pen(writing.digit(label, _HEIGHT, corner if number else _CORNER), PEN)


def message(label: int, number: int = 0) -> Message:
    """Return the same as the canvas sends it."""
    return to_message(drawing(label, number))


def canvas_json(label: int) -> str:
    """Return the same as JSON."""
    return json.dumps(message(label))


def number_json(label: int, digits: int = 6) -> str:
    """Return a number as the canvas sends it: a digit and those that come after it."""
    left, top = _FIRST
    written = [writing.digit((label + i) % DIGITS, _SMALL, (left + i * _STEP, top)) for i in range(digits)]
    return json.dumps(to_message(strokes.by_one_pen([stroke for each in written for stroke in each], PEN)))


def canvas_png(label: int) -> bytes:
    """Return a digit's picture as the canvas sends it where it is asked to: ink is what is not transparent."""
    ink = strokes.draw(writing.digit(label, _HEIGHT, _CORNER), *strokes.CANVAS, PEN)
    pixels = np.dstack([np.full((*ink.shape, 3), 80, np.uint8), ink])
    return bytes(cv2.imencode(".png", pixels)[1])


def decoded(png: bytes) -> NDArray[np.uint8]:
    """Return the pixels of a PNG."""
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
