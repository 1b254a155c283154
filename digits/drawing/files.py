"""Files of labelled drawings: strokes as JSON lines, pictures as arrays, or folders of them."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink, photo
from digits.drawing.ink import Ink
from digits.drawing.strokes import Strokes

DIGITS = set("0123456789")
FARTHEST = 10_000_000  # in whatever units strokes come in
HIGH = 100  # pixels: the digits of numbers, more or less
PICTURES = {".png", ".jpg", ".jpeg"}


class Drawing(NamedTuple):
    """One labelled drawing: strokes that are still to be drawn, or ink."""

    label: str
    strokes: Strokes | None = None
    ink: Ink | None = None  # None where there is none to be seen
    flagged: bool = False  # whoever made the file marked it as special
    writer: str = ""

    @property
    def is_digit(self) -> bool:
        """Return whether it shows one of the ten digits."""
        return self.label in DIGITS


def read(path: Path) -> tuple[list[Drawing], list[str]]:
    """Return the drawings at a path, and what was wrong with the others."""
    kinds: dict[str, Callable[[Path], Iterator[Drawing | str]]] = {
        ".jsonl": _from_lines, ".gz": _from_lines, ".npz": _from_arrays,
    }  # fmt: skip
    kind = _from_folder if path.is_dir() else kinds.get(path.suffix)
    if kind is None:
        raise ValueError("expected strokes (.jsonl, .jsonl.gz), pictures (.npz) or a folder LABEL/*.png")
    found = list(kind(path))
    return [each for each in found if isinstance(each, Drawing)], [each for each in found if isinstance(each, str)]


def _from_lines(path: Path) -> Iterator[Drawing | str]:
    number = 0
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield from_line(line, number)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield f"after line {number}: {error}"


def from_line(line: str, number: int) -> Drawing | str:
    """Return the drawing of one JSON line, or what is wrong with it."""
    try:
        row = json.loads(line)
        written = _checked(row["strokes"])
        return Drawing(_label(row["label"]), written, None, bool(row.get("flags")), str(row.get("writer", "")))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        return f"line {number}: {type(error).__name__}: {error}"


def _label(label: Any) -> str:  # noqa: ANN401 (whatever the file held)
    return str(int(label)) if isinstance(label, (float, np.floating)) and label == int(label) else str(label)


def _checked(runs: Any) -> Strokes:  # noqa: ANN401 (whatever the file held)
    checked = [np.array(run, float) for run in runs if len(run)]
    if not checked or any(run.ndim != 2 or run.shape[1] != 2 for run in checked):
        raise ValueError("strokes: expected runs of [x, y] points")
    if not all((np.abs(run) <= FARTHEST).all() for run in checked):  # nor is NaN
        raise ValueError(f"strokes: expected points within {FARTHEST:,}")
    return [run.tolist() for run in checked]


def _from_arrays(path: Path) -> Iterator[Drawing | str]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            x, y = arrays["x"], arrays["y"]
    except Exception as error:  # numpy reports a bad archive in many ways
        raise ValueError(f"expected an .npz with x and y: {error}") from error
    if x.dtype != np.uint8 or x.ndim != 3 or y.shape != x.shape[:1]:
        raise ValueError(f"expected x uint8 (n, h, w) and y (n,), got {x.dtype} {x.shape} and {y.shape}")
    for image, label in zip(x, y, strict=True):
        yield Drawing(_label(label), ink=image if image.max(initial=0) > ink.FAINTEST else None)


def _from_folder(path: Path) -> Iterator[Drawing | str]:
    for file in sorted(path.glob("*/*")):
        if file.suffix.lower() not in PICTURES:
            continue
        try:
            yield Drawing(file.parent.name, ink=photo.read(file.read_bytes()))
        except (OSError, ValueError) as error:
            yield f"{file.relative_to(path)}: {error}"


class Number(NamedTuple):
    """A number that was put together from one writer's digits, in pixels; its label is all of its digits."""

    label: str
    strokes: Strokes
    size: tuple[int, int]  # of a canvas that holds it


def numbers(found: Sequence[Drawing], count: int, pen: int, rng: np.random.Generator) -> list[Number]:
    """Return numbers of two to six digits, each from one writer's digits, spaced and sized as people do."""
    writers: dict[str, list[Drawing]] = {}
    for each in found:
        if each.is_digit and each.strokes and not each.flagged:
            writers.setdefault(each.writer, []).append(each)
    if not writers:
        raise ValueError("expected strokes of digits to put numbers together from")
    everybody = list(writers.values())
    return [_number(everybody[rng.integers(len(everybody))], int(rng.integers(2, 7)), pen, rng) for _ in range(count)]


def _number(own: Sequence[Drawing], length: int, pen: int, rng: np.random.Generator) -> Number:
    chosen = [own[i] for i in rng.integers(len(own), size=length)]
    right = 0.0
    strokes: list[NDArray[np.float64]] = []
    for each in chosen:
        every = np.vstack([np.array(stroke, float) for stroke in each.strokes or []])
        extent = np.ptp(every, axis=0)
        high = HIGH * np.exp(rng.normal(0, 0.08))
        scale = high / max(extent[1], extent[0] / 1.5, 1e-9)
        base = rng.normal(0, 0.06 * HIGH) - extent[1] * scale
        strokes += [(np.array(stroke) - every.min(axis=0)) * scale + (right, base) for stroke in each.strokes or []]
        right += extent[0] * scale + pen + max(rng.normal(0.2, 0.12), -0.05) * HIGH
    every = np.vstack(strokes)
    width, height = (np.ptp(every, axis=0) + 2 * pen).astype(int).tolist()
    moved = [(stroke - every.min(axis=0) + pen).tolist() for stroke in strokes]
    return Number("".join(each.label for each in chosen), moved, (width, height))
