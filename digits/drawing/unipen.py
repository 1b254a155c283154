"""UNIPEN's text format: statements that begin with a full stop, runs of points between them, and labelled segments.

A segment names the components that make up a character. A component is a run with the pen down, or a run of points with
the pen up. Each file may include others. y grows up there and down here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digits.drawing.labelled import MAX_COORDINATE, Labelled
from digits.drawing.strokes import Strokes, by_one_pen
from digits.errors import DataError

CHARACTERS = {"CHARACTER", "DIGIT", "LETTER", "SYMBOL"}  # the levels whose segments are one character
PEN = 20  # pixels: strokes come without pens
MAX_DEPTH = 5  # of files that include files

_STATEMENT = re.compile(r"\.([A-Z][A-Z0-9_]*)\s*(.*)", re.DOTALL)
_SEGMENT = re.compile(r'(\S+)\s*(.*?)\s*"((?:\\.|[^"\\])*)"', re.DOTALL)
_PART = re.compile(r"(\d{1,9})(?::(\d{1,9}))?(?:-(\d{1,9})(?::(\d{1,9}))?)?$")

Run = list[list[float]]


class _Component(NamedTuple):
    points: Run
    is_down: bool


class _Segment(NamedTuple):
    label: str
    where: str  # which components, as the file says it
    first: int  # the component that follows: where it begins if the file does not say
    writer: str


class _Page:
    """What a file and those that it includes hold, as it is read."""

    def __init__(self) -> None:
        self.components: list[_Component] = []
        self.segments: list[_Segment] = []
        self.complaints: list[str] = []
        self.writer = ""
        self._columns = 0, 1  # of x and of y

    def read(self, path: Path, text: str, depth: int = 0) -> None:
        """Take in one file's statements in turn."""
        for statement in re.split(r"^(?=[ \t]*\.[A-Z])", text, flags=re.MULTILINE):
            match = _STATEMENT.match(statement.strip())
            if match:
                self._take(path, depth, *match.groups())

    def _take(self, path: Path, depth: int, keyword: str, rest: str) -> None:
        if keyword in ("PEN_DOWN", "PEN_UP"):
            self._take_points(rest, keyword == "PEN_DOWN")
        elif keyword == "SEGMENT":
            self._take_segment(rest)
        elif keyword == "COMMENT":
            self._take_comment(rest)
        elif keyword == "COORD":
            names = rest.upper().split()
            if "X" in names and "Y" in names:
                self._columns = names.index("X"), names.index("Y")
        elif keyword == "WRITER_ID":
            self.writer = rest.partition("\n")[0].strip()
        elif keyword == "INCLUDE" and depth < MAX_DEPTH:
            included = _included(path, rest.strip())
            if included:
                self.read(included, included.read_text(encoding="latin-1"), depth + 1)

    def _take_points(self, rest: str, is_down: bool) -> None:
        points: Run = []
        for line in rest.splitlines():
            fields = line.split()
            try:
                x, y = (float(fields[column]) for column in self._columns)
            except (ValueError, IndexError):
                continue  # an empty line, or one that somebody spoilt
            if abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE:  # NaN is not
                points.append([x, -y])
        if points or is_down:
            self.components.append(_Component(points, is_down))

    def _take_segment(self, rest: str) -> None:
        match = _SEGMENT.match(rest)
        if not match:
            self.complaints.append(f"a segment without a label: {rest.splitlines()[0] if rest else ''}")
            return
        level, where, label = match.groups()
        if level.upper() in CHARACTERS:
            where = where.split()[0] if where else "?"
            self.segments.append(_Segment(re.sub(r"\\(.)", r"\1", label), where, len(self.components), self.writer))

    def _take_comment(self, rest: str) -> None:
        """Take the writer from a comment on the last segment: its label, the writer's number, the drawing's number."""
        fields = rest.split()
        last = self.segments[-1] if self.segments else None
        if last and len(fields) == 3 and fields[0] == last.label and fields[1].isdigit() and fields[2].isdigit():
            self.segments[-1] = last._replace(writer=fields[1])


def read(path: Path, text: str) -> Iterator[Labelled | str]:
    """Yield the characters of a file with this text, and a complaint for each one that cannot be read."""
    page = _Page()
    page.read(path, text)
    yield from page.complaints
    for number, segment in enumerate(page.segments):
        following = page.segments[number + 1].first if number + 1 < len(page.segments) else len(page.components)
        try:
            strokes = _strokes(page.components, segment, following)
        except DataError as error:
            yield f"segment {number + 1}: {error}"
            continue
        yield Labelled(by_one_pen(strokes, PEN), segment.label, writer=segment.writer or page.writer)


def _strokes(components: list[_Component], segment: _Segment, following: int) -> Strokes:
    """Return the runs with the pen down that a segment names."""
    if segment.where == "?":
        chosen = components[segment.first : following]
    else:
        chosen = [each for part in segment.where.split(",") for each in _part(components, part)]
    strokes: Strokes = [list(each.points) for each in chosen if each.is_down and each.points]
    if not strokes:
        raise DataError(f"expected strokes of {segment.label!r}, got none")
    return strokes


def _part(components: list[_Component], part: str) -> list[_Component]:
    """Return the components that a text like 3, 3-5 or 3:10-5:20 names; after a colon stands the number of a point."""
    match = _PART.match(part)
    if not match:
        raise DataError(f"expected components, got {part!r}")
    first, start, last, end = (None if group is None else int(group) for group in match.groups())
    assert first is not None
    last = first if last is None else last
    if not first <= last < len(components):
        raise DataError(f"expected components among {len(components)}, got {part!r}")
    chosen = components[first : last + 1]
    if end is not None:
        chosen[-1] = chosen[-1]._replace(points=chosen[-1].points[: end + 1])
    if start is not None:
        chosen[0] = chosen[0]._replace(points=chosen[0].points[start:])
    return chosen


def _included(path: Path, name: str) -> Path | None:
    """Return the file that another one includes: beside it, or in a folder above or its `include`; None without it."""
    for folder in path.resolve().parents:
        for file in (folder / name, folder / "include" / name):
            if name and file.is_file():
                return file
    return None
