"""A drawing with what it was read as and what somebody says it is, and the JSON line that keeps it.

A line holds `label` and `strokes`, and may hold `pens`, `said` (what it was read as), `writer` and `flags`. Labels
other than 0 to 9 mark drawings that are not digits; null is for what nobody named. What was kept in a database also
holds `id`, `when`, `confidence` and `network`.
"""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

import numpy as np

from digits.drawing.ink import Ink
from digits.drawing.strokes import MAX_PEN, Drawing, Strokes
from digits.errors import DataError

DIGIT_LABELS = frozenset("0123456789")
NON_DIGIT_LABEL = "none"  # the label of what is not a digit
MAX_TEXT = 12  # characters of what somebody says a drawing is
MAX_READ = 120  # characters of what a drawing was read as
MAX_COORDINATE = 10_000_000  # in whatever units strokes come in
PEN = 20  # pixels: of strokes that come without pens
LATEST = 253_402_300_799  # seconds since 1970: the last of the year 9999
ORIGIN = "writer", "id", "when", "confidence", "network"  # of a line: where it comes from
_EXPECTED = "strokes: expected runs of [x, y] points"


class Labelled(NamedTuple):
    """A drawing, or the ink of a picture; what it was read as; and what somebody says it is."""

    drawing: Drawing
    label: str | None = None  # None where nobody said what it is
    text: str = ""  # its digits, a line a line; "" where it was rejected
    ink: Ink | None = None  # a picture's, beside a blank drawing
    flags: tuple[str, ...] = ()  # the doubts of whoever labelled it
    writer: str = ""
    id: str = ""  # its own, where it is kept
    when: float | None = None  # seconds since 1970
    confidence: float | None = None  # of the text, in [0, 1]
    network: str = ""  # the digest of the one that read it

    @property
    def flagged(self) -> bool:
        """Return whether whoever labelled it had doubts."""
        return bool(self.flags)

    @property
    def is_digit(self) -> bool:
        """Return whether it is labelled as one of the ten digits."""
        return self.label in DIGIT_LABELS

    @property
    def is_number(self) -> bool:
        """Return whether it is labelled as one digit or several, of one line or several."""
        digits = (self.label or "").replace("\n", "")
        return digits.isascii() and digits.isdecimal()


def from_line(line: str) -> Labelled:
    """Return the drawing of one JSON line."""
    with _as_data_error():
        row = json.loads(line)
        drawing = drawing_of(row)
        if not drawing.strokes:
            raise DataError(_EXPECTED)
        label = None if row["label"] is None else label_text(row["label"])
        text = _digits_read(str(row.get("said", label or "")))
        return Labelled(drawing, label, text, flags=_flags(row.get("flags")), **_origin(row))


def drawing_of(row: Any) -> Drawing:  # noqa: ANN401 (whatever a line held)
    """Return the drawing of a row, labelled or not, blank or not, in whatever units its strokes come in."""
    with _as_data_error():
        given = row["strokes"]
        strokes = _checked(given)
        pens = _pens(row.get("pens"), len(given))
        return Drawing(strokes, [pen for pen, stroke in zip(pens, given, strict=True) if stroke])


@contextmanager
def _as_data_error() -> Iterator[None]:
    """Turn what is wrong with a row into a `DataError`."""
    try:
        yield
    except json.JSONDecodeError as error:
        raise DataError("this is not JSON") from error
    except KeyError as error:
        raise DataError(f"{error.args[0]!r} is missing") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DataError("no drawing can be read in it") from error


def to_line(labelled: Labelled, assume: bool = True) -> str:
    """Return a drawing of strokes as one JSON line; without a label, it gets what it was read as if we assume so."""
    rounded = [np.round(stroke, 1).tolist() for stroke in labelled.drawing.strokes]
    label = labelled.text or NON_DIGIT_LABEL if labelled.label is None and assume else labelled.label
    row = {"label": label, "strokes": rounded, "pens": labelled.drawing.pens, "said": labelled.text}
    origin = {name: value for name in ORIGIN if (value := getattr(labelled, name)) not in ("", None)}
    return json.dumps({**row, **origin})


def in_one_line(text: str) -> str:
    """Return the lines of what was read one after the other, with a space between them."""
    return " ".join(text.split())


def label_text(label: Any) -> str:  # noqa: ANN401 (whatever a file holds)
    """Return a label as text; whole numbers without their fraction."""
    return str(int(label)) if isinstance(label, (float, np.floating)) and float(label).is_integer() else str(label)


def _origin(row: dict[str, Any]) -> dict[str, Any]:
    texts = {name: str(row.get(name, "")) for name in ("writer", "id", "network")}
    numbers = {name: float(row[name]) for name in ("when", "confidence") if row.get(name) is not None}
    if not all(map(math.isfinite, numbers.values())) or not 0 <= numbers.get("when", 0) <= LATEST:
        raise DataError("when, confidence: expected numbers, and seconds since 1970")
    return {**texts, **numbers}


def _digits_read(text: str) -> str:
    lines = ("".join(filter(DIGIT_LABELS.__contains__, line)) for line in text[:MAX_READ].split("\n"))
    return "\n".join(filter(None, lines))


def _checked(given: Any) -> Strokes:  # noqa: ANN401 (whatever the file held)
    if not isinstance(given, list) or not all(isinstance(stroke, list) for stroke in given):
        raise DataError(_EXPECTED)
    given = [stroke for stroke in given if stroke]
    points = list(chain.from_iterable(given))
    values = list(chain.from_iterable(points)) if set(map(type, points)) <= {list} else [None]
    if not set(map(type, values)) <= {int, float} or not set(map(len, points)) <= {2}:  # in C: there may be 500,000
        raise DataError(_EXPECTED)
    every = np.array(values, float).reshape(-1, 2)
    if not (np.abs(every) <= MAX_COORDINATE).all():  # nor is NaN
        raise DataError(f"strokes: expected points within {MAX_COORDINATE:,}")
    ends = accumulate(map(len, given), initial=0)
    checked: list[Any] = every.tolist()
    return [checked[start:end] for start, end in pairwise(ends)]


def _flags(given: Any) -> tuple[str, ...]:  # noqa: ANN401 (whatever the file held)
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),) if given else ()


def _pens(given: Any, count: int) -> list[int]:  # noqa: ANN401 (whatever the file held)
    if given is None:
        return [PEN] * count
    if not isinstance(given, list) or len(given) != count or not all(map(_is_width, given)):
        raise DataError("pens: expected a width of at least 1 for each stroke")
    return [min(round(pen), MAX_PEN) for pen in given]


def _is_width(given: Any) -> bool:  # noqa: ANN401 (whatever the file held)
    return isinstance(given, (int, float)) and not isinstance(given, bool) and 1 <= given <= MAX_COORDINATE
