"""Drawings with what they were read as, kept as a zip: the evaluator's JSON lines, and a picture of each."""

import io
import zipfile
from collections.abc import Sequence

import cv2
import numpy as np

from digits.drawing import strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.labelled import MAX_TEXT, NON_DIGIT_LABEL, PEN, Labelled, from_line, to_line
from digits.drawing.strokes import SIDE, Drawing
from digits.errors import DataError, DrawingError

LINES = "drawings.jsonl"
MAX_ENTRIES, MAX_BYTES = 200, 5_000_000  # drawings that are opened, and bytes of lines that are unpacked
MAX_POINTS = 120_000  # of all its drawings together


def pack(entries: Sequence[Labelled]) -> bytes:
    """Return a zip of drawings, which `unpack` and the evaluator read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(LINES, "".join(_line(entry) + "\n" for entry in entries))
        for number, entry in enumerate(entries, start=1):
            png = cv2.imencode(".png", 255 - strokes.picture(entry.drawing))[1]
            name = "".join(filter(str.isalnum, entry.label or entry.text)) or NON_DIGIT_LABEL
            file.writestr(f"{number:03}-{name}.png", png.tobytes())
    return packed.getvalue()


def unpack(data: bytes) -> list[Labelled]:
    """Return the drawings of such a zip, or of the lines alone; the first ones, where they are too many or too long."""
    lines = _lines(data).decode("utf-8", errors="replace").splitlines()
    entries: list[Labelled] = []
    points = 0
    for number, line in enumerate(lines[:MAX_ENTRIES], start=1):
        if not line.strip():
            continue
        entry = _entry(line, number)
        points += sum(map(len, entry.drawing.strokes))
        if points > MAX_POINTS:
            break
        entries.append(entry)
    if not entries:
        raise DrawingError("it holds no drawings")
    return entries


def _line(entry: Labelled) -> str:
    return to_line(entry._replace(drawing=after_erasing(entry.drawing)))


def _lines(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data[:MAX_BYTES]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(LINES) as lines:
            return lines.read(MAX_BYTES)
    except Exception as error:  # zipfile reports a bad archive in many ways
        raise DrawingError(f"it is not a zip with {LINES} in it") from error


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
    points = [np.array(stroke) for stroke in drawing.strokes]
    every = np.vstack(points)
    if every.min() < -SIDE or every.max() > 2 * SIDE:
        drawing = drawing._replace(strokes=strokes.placed(drawing.strokes, np.random.default_rng(0), PEN))
        points = [np.array(stroke) for stroke in drawing.strokes]
    strokes.check_amount(points)
    return drawing
