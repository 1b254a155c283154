"""Drawings with what was said of them, kept as a zip: the evaluator's JSON lines, and a picture of each."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from digits.drawing import files as drawings
from digits.drawing import strokes
from digits.drawing.strokes import SIDE, Drawn

LINES = "drawings.jsonl"
MOST, LARGEST = 200, 5_000_000  # entries that are opened, and bytes of lines that are unpacked
PEN = 20
NONE = "none"  # the label of what is no digit


class Entry(NamedTuple):
    """One drawing, what it was read as ("" where it is no digit), and what it is where somebody said so."""

    drawn: Drawn
    said: str
    label: str | None = None


def pack(entries: Sequence[Entry]) -> bytes:
    """Return a zip of entries, which `unpack` and the evaluator read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(LINES, "".join(_line(entry) + "\n" for entry in entries))
        for number, entry in enumerate(entries, start=1):
            png = cv2.imencode(".png", 255 - strokes.picture(entry.drawn))[1]
            named = "".join(filter(str.isalnum, entry.label or entry.said)) or NONE
            file.writestr(f"{number:03}-{named}.png", png.tobytes())
    return packed.getvalue()


def unpack(data: bytes) -> list[Entry]:
    """Return the entries of such a zip, or of the lines alone; the first `MOST` of them."""
    lines = _lines(data).decode("utf-8", errors="replace").splitlines()
    entries = [_entry(line, number) for number, line in enumerate(lines[:MOST], start=1) if line.strip()]
    if not entries:
        raise ValueError("expected some drawings, found none")
    return entries


def _line(entry: Entry) -> str:
    drawn = strokes.left(entry.drawn)
    rounded = [np.round(stroke, 1).tolist() for stroke in drawn.strokes]
    label = entry.said or NONE if entry.label is None else entry.label
    return json.dumps({"label": label, "strokes": rounded, "pens": drawn.pens, "said": entry.said})


def _lines(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data[:LARGEST]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(LINES) as lines:
            return lines.read(LARGEST)
    except Exception as error:  # zipfile reports a bad archive in many ways
        raise ValueError(f"expected a zip with {LINES}: {error}") from error


def _entry(line: str, number: int) -> Entry:
    found = drawings.from_line(line, number)
    if isinstance(found, str) or found.strokes is None:
        raise ValueError(f"expected drawings: {found}")
    row = json.loads(line)
    said = "".join(each for each in str(row.get("said", found.label)) if each in drawings.DIGITS)[:12]
    label = found.label.encode("utf-8", "ignore").decode()[:12]
    pens = row.get("pens")
    return Entry(_on_canvas(found.strokes, pens), said, None if label == (said or NONE) else label)


def _on_canvas(runs: strokes.Strokes, pens: object) -> Drawn:
    """Return strokes where they are if a canvas of ours holds them, else as large as fits it."""
    every = np.vstack([np.array(run) for run in runs])
    if every.min() < -SIDE or every.max() > 2 * SIDE:
        runs = strokes.place(runs, np.random.default_rng(0), PEN)
    strokes.check([np.array(run) for run in runs])
    given = isinstance(pens, list) and len(pens) == len(runs) and all(isinstance(pen, int) for pen in pens)
    return Drawn(runs, [min(max(pen, 1), strokes.WIDEST) for pen in pens] if given else [PEN] * len(runs))  # type: ignore[attr-defined]
