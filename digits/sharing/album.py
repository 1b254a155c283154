"""Drawings with what they were read as, kept as a zip: the evaluator's JSON lines, and pictures of the latest."""

import io
import zipfile
from collections.abc import Sequence
from itertools import chain

import cv2
import numpy as np

from digits.drawing import strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.labelled import MAX_TEXT, NON_DIGIT_LABEL, PEN, Labelled, from_line, to_line
from digits.drawing.strokes import SIDE, Drawing
from digits.errors import DataError, DrawingError, TooMuchError

LINES = "drawings.jsonl"
MAX_ENTRIES, MAX_BYTES = 200, 3_000_000  # drawings that are opened, and bytes of lines, from the first on
MAX_PICTURES = 200  # of the latest: a room may have drawn thousands
MAX_POINTS = 102_000  # and strokes, of all its drawings together: the largest drawing has 101,000
COST_OF_A_STROKE = 4  # points more
MAX_ZIP = 5_000_000  # bytes: the directory of a larger one takes long to look through
PACKED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED  # of the others a few bytes may unpack to a gigabyte at once


def pack(entries: Sequence[Labelled]) -> bytes:
    """Return a zip of drawings, which `unpack` and the evaluator read, but for those of which no stroke is left."""
    packed = io.BytesIO()
    lines = [(entry, _line(entry)) for entry in entries]
    kept = [(entry, line) for entry, line in lines if line]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(LINES, "".join(line + "\n" for _, line in kept))
        for number, (entry, _) in list(enumerate(kept, start=1))[-MAX_PICTURES:]:
            png = cv2.imencode(".png", 255 - strokes.picture(entry.drawing))[1]
            name = "".join(filter(str.isalnum, entry.label or entry.text)) or NON_DIGIT_LABEL
            file.writestr(f"{number:03}-{name}.png", png.tobytes())
    return packed.getvalue()


def unpack(data: bytes) -> list[Labelled]:
    """Return the drawings of such a zip, or of the lines alone; the later ones, where they are too long together.

    What holds more than a canvas may is left out.
    """
    lines = _lines(data).decode("utf-8", errors="replace").removesuffix("\n").split("\n")
    entries: list[Labelled] = []
    room, is_too_much = MAX_POINTS, False
    for number, line in zip(range(len(lines), 0, -1), lines[: -MAX_ENTRIES - 1 : -1], strict=False):
        room -= line.count("[")  # one for each point and stroke, and known before any is read
        if room < 0:
            is_too_much = True
            break
        if not line.strip():
            continue
        try:
            entries.append(entry := _entry(line, number))
        except TooMuchError:
            is_too_much = True
        else:
            room -= COST_OF_A_STROKE * len(entry.drawing.strokes)
    if is_too_much and not entries:
        raise TooMuchError(strokes.TOO_MUCH)
    if not entries:
        raise DrawingError("it holds no drawings")
    return entries[::-1]


def _line(entry: Labelled) -> str:
    """Return the line of a drawing; "" where erasing left at most the edges of its strokes."""
    left = after_erasing(entry.drawing)
    return to_line(entry._replace(drawing=left)) if left.strokes else ""


def _lines(data: bytes) -> bytes:
    """Return the lines of an album, at most so many bytes, without one that these would cut."""
    first = _first(data)
    return first[:MAX_BYTES].rpartition(b"\n")[0] if len(first) > MAX_BYTES else first


def _first(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    if len(data) > MAX_ZIP:
        raise DrawingError("it is larger than what is downloaded here")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _unpacked(file)
    except Exception as error:  # zipfile reports a bad archive in many ways
        raise DrawingError(f"it is not a zip with {LINES} in it") from error


def _unpacked(file: zipfile.ZipFile) -> bytes:
    if file.getinfo(LINES).compress_type not in PACKED:
        raise zipfile.BadZipFile(LINES)
    with file.open(LINES) as lines:
        return lines.read(MAX_BYTES + 1)


def _entry(line: str, number: int) -> Labelled:
    try:
        found = from_line(line)
    except DataError as error:
        raise DrawingError(f"its line {number} holds no drawing") from error
    label = (found.label or "").encode("utf-8", "ignore").decode()
    as_read = found.text or NON_DIGIT_LABEL
    return found._replace(drawing=_on_canvas(found.drawing), label=None if label == as_read else label[:MAX_TEXT])


def _on_canvas(drawing: Drawing) -> Drawing:
    """Return a drawing where it is if a canvas holds it, else as large as fits."""
    every = np.array(list(chain.from_iterable(drawing.strokes)))
    if every.min() < -SIDE or every.max() > 2 * SIDE:
        drawing = drawing._replace(strokes=strokes.placed(drawing.strokes, np.random.default_rng(0), PEN))
    strokes.check_amount(drawing.strokes)
    return drawing
