"""Files of labelled drawings: strokes as JSON lines, pictures as arrays, or folders of them."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from digits import ink
from digits.ink import Ink
from digits.strokes import Strokes

PICTURES = {".png", ".jpg", ".jpeg"}


class Drawing(NamedTuple):
    """One labelled drawing: strokes that are still to be drawn, or ink."""

    label: str
    strokes: Strokes | None = None
    ink: Ink | None = None  # None where there is none to be seen
    flagged: bool = False  # whoever made the file doubted it
    writer: str = ""


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
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                written = _checked(row["strokes"])
                yield Drawing(str(row["label"]), written, None, bool(row.get("flags")), str(row.get("writer", "")))
            except (ValueError, KeyError, TypeError) as error:
                yield f"line {number}: {type(error).__name__}: {error}"


def _checked(runs: Any) -> Strokes:  # noqa: ANN401 (whatever the file held)
    checked = [np.array(run, float) for run in runs if len(run)]
    if not checked or any(run.ndim != 2 or run.shape[1] != 2 or not np.isfinite(run).all() for run in checked):
        raise ValueError("strokes: expected runs of finite [x, y] points")
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
        yield Drawing(str(label), ink=image if image.max(initial=0) > ink.FAINTEST else None)


def _from_folder(path: Path) -> Iterator[Drawing | str]:
    for file in sorted(path.glob("*/*")):
        if file.suffix.lower() not in PICTURES:
            continue
        try:
            yield Drawing(file.parent.name, ink=ink.from_image(ink.decode(file.read_bytes())))
        except (OSError, ValueError) as error:
            yield f"{file.relative_to(path)}: {error}"
