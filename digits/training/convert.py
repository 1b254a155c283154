"""The public sets of real hands as their authors publish them, drawing by drawing, and the files made of them.

Some writers, or alphabets, are to learn from and others to judge with. A writer is kept as a number or as
a checksum, never as a name.
"""

import gzip
import hashlib
import json
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from digits.drawing import files
from digits.drawing.labelled import DIGIT_LABELS, Labelled
from digits.drawing.strokes import Strokes
from digits.errors import DataError

LEARNED_ALPHABETS = {"Balinese", "Korean", "Sanskrit", "Tagalog"}
JUDGED_ALPHABETS = {"Early_Aramaic", "Greek", "Japanese_(katakana)", "Latin"}
MAX_OF_LABEL = 400  # non-digits of the same label in one file: there are many more letters than digits
_PENDIGITS = {"pendigits-orig.tra": "train", "pendigits-orig.tes": "test"}  # to learn from, to judge with
_UNIPEN = {"1a": "unipen", "1b": "unipen_signs", "1c": "unipen_signs", "1d": "unipen_signs"}


class Drawing(NamedTuple):
    """A drawing on its way to a file, which is named as in the cache."""

    file: str
    label: str
    strokes: Strokes
    writer: str


def write(drawings: Iterator[Drawing], folder: Path) -> dict[str, int]:
    """Write drawings to their files in a folder; return how many are in each."""
    lines: dict[str, list[str]] = {}
    labels: Counter[tuple[str, str]] = Counter()
    for each in drawings:
        labels[each.file, each.label] += 1
        if each.label in DIGIT_LABELS or labels[each.file, each.label] <= MAX_OF_LABEL:
            lines.setdefault(each.file, []).append(_line(each))
    if not lines:
        raise DataError("the archive holds no drawings where they should be")
    for file, rows in lines.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(gzip.compress("".join(rows).encode(), mtime=0))
    return {file: len(rows) for file, rows in lines.items()}


def pendigits(archive: Path) -> Iterator[Drawing]:
    """Yield the original strokes of the Pen-Based Recognition of Handwritten Digits, in their own split."""
    with zipfile.ZipFile(archive) as packed, tempfile.TemporaryDirectory() as folder:
        for name in packed.namelist():
            part = _PENDIGITS.get(Path(name).name.removesuffix(".Z"))
            if part is None:
                continue
            path = Path(folder) / Path(name).name
            path.write_bytes(packed.read(name))
            for each in files.read(path)[0]:
                yield _drawing(_file("pendigits", part == "train"), each, f"{part}-{each.writer}")


def unipen(archive: Path) -> Iterator[Drawing]:
    """Yield UNIPEN's isolated digits, letters and signs; half of the writers are to judge with."""
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".unpacked-") as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, [member for member in packed if _is_wanted(member)], filter="data")
        for path in sorted(Path(folder).glob("**/data/1[abcd]/**/*.dat")):
            inside = path.relative_to(folder).parts
            inside = inside[inside.index("data") + 1 :]
            for each in files.read(path)[0]:
                writer = f"{inside[1]}-{_checksum(each.writer or path.stem)}"
                yield _drawing(_file(_UNIPEN[inside[0]], int(_checksum(writer), 16) % 2 == 0), each, writer)


def omniglot(archive: Path) -> Iterator[Drawing]:
    """Yield the characters of some of Omniglot's alphabets, some to learn from and others to judge with."""
    with zipfile.ZipFile(archive) as packed:
        for name in sorted(packed.namelist()):
            *_, alphabet, character, file = ["", "", *Path(name).parts]
            if file.endswith(".txt") and alphabet in LEARNED_ALPHABETS | JUDGED_ALPHABETS:
                strokes = _omniglot_strokes(packed.read(name).decode("ascii", "replace"))
                if strokes:
                    target = _file("omniglot", alphabet in LEARNED_ALPHABETS)
                    yield Drawing(target, f"{alphabet}/{character}", strokes, Path(file).stem.partition("_")[2])


def _omniglot_strokes(text: str) -> Strokes:
    """Return the strokes of a text with a line x,y,time for each point; y grows up there."""
    strokes: Strokes = [[]]
    for line in text.splitlines():
        fields = line.split(",")
        if len(fields) >= 2:
            strokes[-1].append([float(fields[0]), -float(fields[1])])
        elif line.strip() == "BREAK":
            strokes.append([])
    return [stroke for stroke in strokes if stroke]


def _is_wanted(member: tarfile.TarInfo) -> bool:
    """Return whether a member of UNIPEN's archive holds isolated characters, or strokes of whatever is included."""
    parts = Path(member.name).parts
    isolated = any(pair[0] == "data" and pair[1] in _UNIPEN for pair in pairwise(parts))
    return member.isfile() and ("include" in parts or isolated)


def _file(name: str, is_learned: bool) -> str:
    return f"{name}.jsonl.gz" if is_learned else f"judge/{name}.jsonl.gz"


def _drawing(file: str, labelled: Labelled, writer: str) -> Drawing:
    return Drawing(file, labelled.label or "", labelled.drawing.strokes, writer)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _line(drawing: Drawing) -> str:
    strokes = [[[round(value, 1) for value in point] for point in stroke] for stroke in drawing.strokes]
    return (
        json.dumps({"label": drawing.label, "strokes": strokes, "writer": drawing.writer}, separators=(",", ":")) + "\n"
    )
