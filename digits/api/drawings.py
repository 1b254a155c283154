"""`/read`: pictures and rows of strokes in, answers as JSON out."""

import base64
import binascii
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.api.limits import MAX_ROWS, READ_TIMEOUT
from digits.api.messages import Json, as_json, from_json, problem
from digits.drawing import photo
from digits.drawing.labelled import drawing_of
from digits.drawing.strokes import SIDE, Drawing, check_amount
from digits.errors import DataError, DigitsError, RequestError
from digits.reading.pieces import Piece
from digits.reading.reader import Answer, Reader
from digits.reading.verdict import Reading, Verdict

Matrix = NDArray[np.float64]  # (3, 3): points of the reader's ink to those of what was sent

MAX_ALTERNATIVES = 3
MIN_SIDE = SIDE / 10  # of a canvas's pixels: strokes that are smaller come in other units, as those off the canvas do
SMALLEST = 1e-3  # of any units: what is smaller is a dot
MARGIN = 0.1  # of the canvas, around what was brought there


class Canvas(NamedTuple):
    """A drawing where the reader looks for it, and the matrix back to the units in which it came."""

    drawing: Drawing
    back: Matrix


def read_picture(data: bytes, reader: Reader) -> Json:
    """Return the answer to a picture file; its boxes are parts of its width and height, and it may be turned for it."""
    taken = photo.develop(data)
    found = reader.read_picture(taken)
    height, width = taken.photo.shape[:2]
    to_taken = photo.before_turns(found.turns, taken.photo.shape) @ found.developed.to_photo
    return _as_json(found.answer, np.diag([1 / width, 1 / height, 1]) @ to_taken) | {"turns": found.turns}


def read_rows(body: bytes, reader: Reader) -> Json | list[Json]:
    """Return the answer to one row, or to each row of a list; a row of a list that holds no drawing has its error."""
    given = from_json(body)
    if not isinstance(given, list):
        return _read_row(given, reader)
    if len(given) > MAX_ROWS:
        raise RequestError(f"A list may hold {MAX_ROWS} drawings: send these {len(given)} as JSON lines.", 413)
    return list(_each(iter(given), reader))


def read_lines(body: bytes, reader: Reader) -> bytes:
    """Return a line with the answer to each line, or with its error."""
    found = []
    for line in body.split(b"\n"):
        if line.strip():
            try:
                found.append(_read_row(from_json(line), reader))
            except DigitsError as error:
                found.append(problem(error))
    return b"".join(as_json(each) + b"\n" for each in found)


def _each(rows: Iterator[Any], reader: Reader) -> Iterator[Json]:
    started = time.monotonic()
    for row in rows:
        if time.monotonic() - started > READ_TIMEOUT:
            raise RequestError(f"These take longer than {READ_TIMEOUT:.0f} s to read: send them as JSON lines.", 413)
        try:
            yield _read_row(row, reader)
        except DigitsError as error:
            yield problem(error)


def _read_row(row: Any, reader: Reader) -> Json:  # noqa: ANN401 (whatever JSON can hold)
    """Return the answer to a row of strokes, or of a picture in base64."""
    if not isinstance(row, dict) or ("strokes" in row) == ("picture" in row):
        raise DataError("expected an object with either strokes or a picture")
    if "picture" in row:
        return read_picture(_decoded(row["picture"]), reader)
    drawing = drawing_of(row)
    canvas = on_canvas(drawing) if drawing.strokes else Canvas(drawing, np.eye(3))
    return _as_json(reader.read(canvas.drawing), canvas.back)


def _decoded(text: Any) -> bytes:  # noqa: ANN401 (whatever JSON can hold)
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise DataError("picture: expected the file's bytes in base64") from error


def on_canvas(drawing: Drawing) -> Canvas:
    """Return strokes as they are where they fit on the page's canvas and are not tiny, else scaled to it."""
    every = np.vstack([np.array(stroke, float) for stroke in drawing.strokes])
    low, high = every.min(axis=0), every.max(axis=0)
    extent = float((high - low).max())
    is_dot = extent < SMALLEST
    if (low >= 0).all() and (high <= SIDE).all() and (extent >= MIN_SIDE or is_dot):
        check_amount(drawing.strokes)
        return Canvas(drawing, np.eye(3))
    scale = 1.0 if is_dot else SIDE * (1 - 2 * MARGIN) / extent
    move = SIDE / 2 - scale * (low + high) / 2
    strokes = [np.array(stroke, float) * scale + move for stroke in drawing.strokes]
    check_amount(strokes)
    back = np.linalg.inv(np.array([[scale, 0, move[0]], [0, scale, move[1]], [0, 0, 1]]))
    return Canvas(drawing._replace(strokes=[stroke.tolist() for stroke in strokes]), back)


def _as_json(answer: Answer, back: Matrix) -> Json:
    """Return an answer as JSON: the whole, and each of its digits with its box."""
    is_blank = answer.verdict is Verdict.BLANK
    digits = [] if is_blank else zip(answer.readings, answer.segments, strict=True)
    return {
        "verdict": answer.verdict,
        "text": answer.text,
        "confidence": round(answer.confidence, 6),
        "rejection": round(answer.rejection, 6),
        "lines": [] if is_blank else list(answer.lines),
        "digits": [{**_reading(reading), "box": _box(segment.piece, back)} for reading, segment in digits],
    }


def _reading(reading: Reading) -> Json:
    """Return a digit as JSON, with the likeliest others."""
    ordered = sorted(range(len(reading.shares)), key=reading.shares.__getitem__, reverse=True)
    others = [digit for digit in ordered if digit != reading.digit][:MAX_ALTERNATIVES]
    return {
        "digit": reading.digit,
        "verdict": reading.verdict,
        "confidence": round(reading.confidence, 6),
        "alternatives": [{"digit": digit, "confidence": round(reading.shares[digit], 6)} for digit in others],
    }


def _box(piece: Piece, back: Matrix) -> list[list[float]]:
    """Return a digit's corners, from its top left clockwise, in the units of what was sent."""
    left, top, right, bottom = piece.box
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    found: list[list[float]] = np.round(cv2.perspectiveTransform(corners, back)[0], 5).tolist()
    return found
