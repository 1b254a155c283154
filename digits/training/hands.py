"""Real hands: drawings that people made, to learn from and to make choices with, and where they come from.

Some writers are held out, whatever file they stand in. Their drawings are never learned from.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing import files
from digits.drawing.labelled import Labelled
from digits.errors import DataError
from digits.pen.rewriting import Curve, curve, number, redrawn, rewritten
from digits.reading import classes
from digits.training.mnist import Split
from digits.training.networks import FromHands
from digits.training.sets import KNOWN, LOOK_ALIKES

HELD_OUT_OF = 10  # one writer of so many is held out
FRAGMENT = "degenerate"  # the flag of what is not learned from
MAX_DETOUR = 1.12  # a stroke that is no longer than this times the way from its start to its end is a line
NUMBER_LENGTHS = 2, 4  # digits of a number: from the one, below the other

Figures = dict[str, Any]


class Drawings(NamedTuple):
    """Drawings by people, with what they are, `uint8 (n,)`, who made them, and from which file they come."""

    curves: list[Curve]
    y: NDArray[np.uint8]
    writers: list[str]
    sources: list[str]

    def images(self) -> Split:
        """Return the drawings as the page reads them."""
        return Split(redrawn(self.curves), self.y)

    def counts(self) -> Figures:
        """Return how many drawings there are, of what, by how many writers."""
        digits = int(classes.is_digit(self.y).sum())
        return {"digits": digits, "non_digits": len(self.y) - digits, "writers": len(set(self.writers))}


class Hands(NamedTuple):
    """What is learned from, what is held out, and the figures of each file."""

    learned: Drawings
    held_out: Drawings
    sources: list[Figures]

    @property
    def digest(self) -> str:
        """Return a checksum of all that a training learns of them."""
        drawings = self.learned, self.held_out
        parts = [source["sha256"].encode() for source in self.sources] + [each.y.tobytes() for each in drawings]
        return hashlib.sha256(b"".join(parts)).hexdigest()


class _Row(NamedTuple):
    curve: Curve
    y: int
    writer: str
    source: str


def load(paths: Sequence[Path], limit: int | None = None) -> Hands:
    """Return the drawings of some files, at most `limit` of each, evenly spread; broken rows are counted."""
    rows: list[_Row] = []
    sources: list[Figures] = []
    for path in files_of(paths):
        found, source = _read(path, limit)
        rows += found
        sources.append(source)
    parts: list[list[_Row]] = [[], []]
    for row in rows:
        parts[_is_held_out(row.writer)].append(row)
    if not parts[0] or not any(row.y < classes.DIGITS for row in parts[0]):
        raise DataError(f"--hands: expected files of drawings with digits to learn from, got {_names(paths)}.")
    return Hands(_drawings(parts[0]), _drawings(parts[1]), sources)


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files at some paths: of a folder those of JSON lines."""
    found = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if file.name.endswith((".jsonl", ".jsonl.gz"))) \
            if path.is_dir() else [path]  # fmt: skip
        if not inside:
            raise DataError(f"--hands: expected files .jsonl or .jsonl.gz in {path}; `make hands` fetches some.")
        found += inside
    return found


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its name."""
    try:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files_of(paths)}
    except OSError as error:
        raise DataError(f"--hands: {error}; `make hands` fetches some.") from error


def _read(path: Path, limit: int | None) -> tuple[list[_Row], Figures]:
    """Return what can be learned from of one file, and what the report says of it."""
    digest = digests([path])[path.name]
    try:
        found, broken = files.read(path)
    except (OSError, DataError) as error:
        raise DataError(f"--hands: {path}: {error}.") from error
    if limit is not None and len(found) > limit:
        found = [found[i] for i in np.linspace(0, len(found) - 1, limit).astype(int)]
    rows = [row for index, each in enumerate(found) if (row := _row(each, path.name, index))]
    known = KNOWN.get(path.name.partition(".")[0])
    origin = {"set": known.title, "citation": known.citation} if known else {"set": None, "citation": None}
    counts = {"drawings": len(found), **_drawings(rows).counts(), "left_out": len(found) - len(rows)}
    return rows, {"file": path.name, "sha256": digest, **counts, "broken": len(broken), **origin}


def _row(labelled: Labelled, file: str, index: int) -> _Row | None:
    """Return a drawing to learn from; None for a picture, a fragment, and what looks like a digit and is none."""
    label = labelled.label or ""
    if not labelled.drawing.strokes or FRAGMENT in labelled.flags or label in LOOK_ALIKES or not label:
        return None
    prepared = curve(labelled.drawing.strokes)
    y = _class(labelled)
    if y == classes.NOT_A_DIGIT and _is_a_line(prepared):
        return None
    return _Row(prepared, y, labelled.writer or f"{file}, row {index}", file)


def _class(labelled: Labelled) -> int:
    if labelled.is_digit:
        return int(labelled.label or "")
    return classes.SEVERAL if labelled.is_number else classes.NOT_A_DIGIT


def _is_a_line(drawing: Curve) -> bool:
    """Return whether a drawing is one straight stroke, more upright than not: a 1, whatever its label."""
    width, height = np.ptp(drawing.points, axis=0)
    way = float(np.hypot(*(drawing.points[-1] - drawing.points[0])))
    return len(drawing.lengths) == 1 and bool(height >= width) and float(drawing.along[-1]) <= MAX_DETOUR * way + 1e-3


def _is_held_out(writer: str) -> bool:
    return int.from_bytes(hashlib.sha256(writer.encode()).digest()) % HELD_OUT_OF == 0


def _drawings(rows: Sequence[_Row]) -> Drawings:
    y = np.array([row.y for row in rows], np.uint8)
    return Drawings([row.curve for row in rows], y, [row.writer for row in rows], [row.source for row in rows])


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)


class Mixture:
    """Draws from real hands. A writer's share is the square root of how much there is, so that few fill no epoch."""

    def __init__(self, drawings: Drawings, shares: FromHands) -> None:
        self._drawings, self._shares = drawings, shares
        is_digit = classes.is_digit(drawings.y)
        self._digits = _Weighted(np.flatnonzero(is_digit), drawings.writers)
        self._others = _Weighted(np.flatnonzero(~is_digit), drawings.writers)
        self._of_writer: dict[str, list[int]] = {}
        for i in np.flatnonzero(is_digit).tolist():
            self._of_writer.setdefault(drawings.writers[i], []).append(i)

    def draw(self, count: int, rng: np.random.Generator) -> Split:
        """Return what stands beside so many of MNIST's digits: digits, non-digits and numbers, in other hands."""
        shares = self._shares
        chosen = [
            *self._digits.pick(round(count * shares.digits), rng),
            *self._others.pick(round(count * shares.others), rng),
        ]
        firsts = self._digits.pick(round(count * shares.numbers), rng)
        curves = [self._drawings.curves[i] for i in chosen] + [self._number(i, rng) for i in firsts]
        y = np.concatenate([self._drawings.y[chosen], np.full(len(firsts), classes.SEVERAL, np.uint8)])
        return Split(rewritten(curves, rng, shares.warp, shares.nibs), y)

    def _number(self, first: int, rng: np.random.Generator) -> Curve:
        """Return a number that begins with a digit and goes on with others of its writer."""
        same = self._of_writer[self._drawings.writers[first]]
        others = rng.integers(len(same), size=rng.integers(*NUMBER_LENGTHS) - 1)
        return number([self._drawings.curves[i] for i in [first, *(same[i] for i in others)]], rng)


class _Weighted:
    """Indices to pick from."""

    def __init__(self, indices: NDArray[np.intp], writers: Sequence[str]) -> None:
        self._indices = indices
        names, of, counts = np.unique([writers[i] for i in indices], return_inverse=True, return_counts=True)
        weights = counts[of] ** -0.5 if len(names) else np.ones(0)
        self._until = np.cumsum(weights)

    def pick(self, count: int, rng: np.random.Generator) -> list[int]:
        """Return so many indices, none where there are none to pick from."""
        if not len(self._indices):
            return []
        places = np.searchsorted(self._until, rng.random(count) * self._until[-1], "right")
        return [int(self._indices[i]) for i in np.minimum(places, len(self._indices) - 1)]
