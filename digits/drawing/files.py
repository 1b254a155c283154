"""Files of labelled drawings: strokes as JSON lines, pictures as arrays, or folders of pictures."""

import gzip
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from digits.drawing import photo, unipen
from digits.drawing.ink import FAINTEST, Ink
from digits.drawing.labelled import Labelled, from_line, label_text
from digits.drawing.strokes import NOTHING
from digits.errors import DataError, DrawingError

PICTURES = {".png", ".jpg", ".jpeg"}


def read(path: Path) -> tuple[list[Labelled], list[str]]:
    """Return the drawings at a path that are labelled, and a complaint for each one that cannot be read."""
    if not path.exists():
        raise DataError("there is no such file or folder")
    readers: dict[str, Callable[[Path], Iterator[Labelled | str]]] = {
        ".jsonl": from_lines, ".gz": from_lines, ".npz": _from_arrays,
    }  # fmt: skip
    reader = _from_folder if path.is_dir() else _from_unipen if _is_unipen(path) else readers.get(path.suffix)
    if reader is None:
        raise DataError("expected strokes (.jsonl, .jsonl.gz, UNIPEN), pictures (.npz) or a folder LABEL/*.png")
    found = list(reader(path))
    named = [each for each in found if isinstance(each, Labelled) and each.label is not None]
    complaints = [each for each in found if isinstance(each, str)]
    if unnamed := len(found) - len(named) - len(complaints):
        complaints.append(f"nobody said what {unnamed:,} of its drawings are")
    return named, complaints


def from_lines(path: Path) -> Iterator[Labelled | str]:
    """Return the drawings of a file of JSON lines as they are read, and a complaint for each broken one."""
    number = 0
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _from_line(line, number)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield f"after line {number}: {error}"


def _is_unipen(path: Path) -> bool:
    """Return whether a file is text of UNIPEN's format, plain or compressed: its first word is a statement."""
    if path.suffix in (".jsonl", ".npz") or not path.is_file():
        return False
    try:
        return bool(re.match(rb"\s*\.[A-Z]{2}", _unpacked(path, 200)))
    except DataError:
        return path.suffix == ".Z"  # which is read whole, and then says what it lacks


def _unpacked(path: Path, size: int = -1) -> bytes:
    """Return so many of the first bytes of a file, all of them for -1, unpacked if they are packed."""
    if path.suffix == ".Z":
        try:
            return subprocess.run(["gzip", "-dc", path], capture_output=True, check=True).stdout[
                : size if size >= 0 else None
            ]
        except OSError as error:
            raise DataError(f"gzip could not unpack it: {error}") from error
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode(errors="replace").strip().splitlines()
            raise DataError(f"gzip could not unpack it: {reason[-1] if reason else error.returncode}") from error
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"it breaks off or is not gzipped: {error}") from error


def _from_unipen(path: Path) -> Iterator[Labelled | str]:
    yield from unipen.read(path, _unpacked(path).decode("latin-1"))


def _from_line(line: str, number: int) -> Labelled | str:
    try:
        return from_line(line)
    except DataError as error:
        return f"line {number}: {error}"


def _from_arrays(path: Path) -> Iterator[Labelled | str]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            x, y = arrays["x"], arrays["y"]
    except Exception as error:  # numpy reports a bad archive in many ways
        raise DataError(f"expected an .npz with x and y: {error}") from error
    if x.dtype != np.uint8 or x.ndim != 3 or y.shape != x.shape[:1]:
        raise DataError(f"expected x uint8 (n, h, w) and y (n,), got {x.dtype} {x.shape} and {y.shape}")
    for image, label in zip(x, y, strict=True):
        yield _picture(image if image.max(initial=0) > FAINTEST else None, label_text(label))


def _from_folder(path: Path) -> Iterator[Labelled | str]:
    for file in sorted(path.glob("*/*")):
        if file.suffix.lower() not in PICTURES:
            continue
        try:
            yield _picture(photo.read(file.read_bytes()), file.parent.name)
        except (OSError, DrawingError) as error:
            yield f"{file.relative_to(path)}: {error}"


def _picture(ink: Ink | None, label: str) -> Labelled:
    return Labelled(NOTHING, label, ink=ink)
