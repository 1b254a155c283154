"""A drawing's pieces put together to its digits, line by line, each line from left to right.

Neighbouring pieces are put together in the way that is cheapest by the network and by where they stand, so that a 4 of
two strokes stays one digit and 11 becomes two. Then that way is weighed against the whole as one digit, or as none.
What each of it costs was learned: see `digits.scoring.learn`.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.drawing.strokes import NOTHING, Drawing
from digits.errors import EngineError
from digits.reading import alike, classes, cuts, frames, lattice, number
from digits.reading.asked import Looks, Predict, Segment
from digits.reading.engine import MAX_BATCH
from digits.reading.lattice import DIGIT, SIGN, Lattice, Way
from digits.reading.looks import looked_again
from digits.reading.number import Line
from digits.reading.pieces import Piece, few_strokes, joined, stroke_pieces
from digits.reading.rows import FLAT, digit_height, is_flat_beside, joined_box, line_beneath, rows
from digits.reading.several import CLEAR_DIGIT, MAX_PIECES, is_parted, may_be_number, may_be_several
from digits.reading.stacks import stacked

Figures = NDArray[np.float64]

SURE_DIGIT = 0.98  # how likely a digit beside signs is one, and the whole is not
UNLIKELY = 0.5  # how likely the whole is one digit where a clear column is none
MAX_SIGNS = 2  # of them
LOWEST = 0.45  # of the digits' height: what is lower is a stop, a comma or a line, and no digit
IMPOSSIBLE = 100.0  # what it costs to take a stop, a comma or a line for a digit
MAX_INPUTS = MAX_BATCH - 1  # of the network at once, beside the whole
MAX_DRAWN_INPUTS = 250  # of it for a drawing: a full page needs 110
MAX_AREA = 40_000_000  # pixels of all that is looked at: on a photo of a full page there are a million
MAX_LOOKS = 16  # at the doubtful digits of a drawing: a full page needs 7
LAYOUT = Path(__file__).with_name("layout.json")


class Segmentation(NamedTuple):
    """The whole drawing as if it were one digit, the lines of digits that it is made of, and signs that are none."""

    whole: Segment
    lines: list[list[Segment]]
    signs: list[Piece]

    @property
    def digits(self) -> list[Segment]:
        """Return the digits of all lines in reading order."""
        return [digit for line in self.lines for digit in line]


class Layout(NamedTuple):
    """The learned costs: of ways through a lattice, and of a drawing's being a number."""

    way: lattice.Weights
    number: NDArray[np.float64]


class Row(NamedTuple):
    """The pieces of one line from left to right, and which of the drawing's they are."""

    indices: list[int]
    lattice: Lattice


@lru_cache(maxsize=1)
def layout() -> Layout:
    """Return the learned costs."""
    names = {"part": lattice.JOINT, "digit": lattice.AS_DIGIT, "sign": lattice.AS_SIGN, "number": number.NUMBER}
    try:
        kept = json.loads(LAYOUT.read_text(encoding="utf-8"))
        costs = {name: np.array([kept[name][figure] for figure in figures]) for name, figures in names.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{LAYOUT} is missing or is no layout. Restore it with `git checkout digits`.") from error
    return Layout(lattice.Weights(costs["part"], costs["digit"], costs["sign"]), costs["number"])


def segment(pieces: Sequence[Piece], predict: Predict, drawing: Drawing | None = None) -> Segmentation:
    """Return the digits that pieces make up, line by line; the whole as one where they make no number.

    Where the pieces are a drawing's strokes, one each, its lines are redrawn with a pen as fine as each line needs.
    """
    looks, boxes = Looks(pieces, predict), [each.box for each in pieces]
    if around := _frames(pieces, looks):
        return _within(around, pieces, predict, drawing)
    if is_parted(boxes) or may_be_number(looks.whole.probabilities, boxes):
        every = _ways(pieces, looks, layout().way, drawing)
        lines = _as_number(every)
        if lines and _is_number(looks.whole, lines):
            digits = _surer([line.digits for line in lines], predict, MAX_LOOKS if _is_drawn(drawing) else MAX_INPUTS)
            return Segmentation(looks.whole, digits, _signs(lines))
        if alone := _beside_signs(every, looks.whole):
            return alone
    return _underlined(pieces, looks) or Segmentation(looks.whole, [[looks.whole]], [])


def _is_number(whole: Segment, lines: Sequence[Line]) -> bool:
    cost = float(number.figures(whole, lines, layout().way) @ layout().number)
    return cost < 0 or (_clearness(whole) < UNLIKELY and number.is_clear_column(lines))


def _frames(pieces: Sequence[Piece], looks: Looks) -> set[int]:
    """Return the indices of pieces that are frames: what they hold is a clear digit, or with it they are none."""
    found = set()
    for i, held in (frames.held(pieces) if 1 < len(pieces) <= MAX_PIECES else {}).items():
        inner = joined([pieces[j] for j in held])
        whole, alone = looks.at([joined([pieces[i], inner]), inner])
        label = _read_as(alone)
        if not frames.is_mark(inner, label) and (label is not None or _read_as(whole) is None):
            found.add(i)
    return found


def _read_as(segment: Segment) -> int | None:
    """Return the digit that a segment clearly is; None where it is not clearly one."""
    return int(classes.digits(segment.probabilities).argmax()) if _clearness(segment) >= CLEAR_DIGIT else None


def _within(around: set[int], pieces: Sequence[Piece], predict: Predict, drawing: Drawing | None) -> Segmentation:
    """Return the digits that pieces make up without the frames around them, which are signs."""
    rest = [i for i in range(len(pieces)) if i not in around]
    inner = _redrawn(drawing, [rest], pieces)[0] or [pieces[i] for i in rest]
    if not _is_drawn(drawing):
        inner += [part for i in around for part in frames.touching(pieces[i])]
    found = segment(inner, predict, drawing)
    return found._replace(signs=[*found.signs, *(pieces[i] for i in sorted(around))])


def _beside_signs(lines: Sequence[Line], whole: Segment) -> Segmentation | None:
    """Return the one clear digit that one or two flat signs stand beside, of -4 or =7; None where that is not so."""
    digits, signs = [digit for line in lines for digit in line.digits], _signs(lines)
    if len(digits) != 1 or not 1 <= len(signs) <= MAX_SIGNS or _clearness(whole) >= SURE_DIGIT:
        return None
    (digit,) = digits
    are_beside = all(is_flat_beside(sign.box, digit.piece.box) for sign in signs)
    return Segmentation(digit, [[digit]], signs) if are_beside and _clearness(digit) >= SURE_DIGIT else None


def _clearness(segment: Segment) -> float:
    return float(classes.digits(segment.probabilities).max())


def _signs(lines: Sequence[Line]) -> list[Piece]:
    return [sign for line in lines for sign in line.signs]


def _underlined(pieces: Sequence[Piece], looks: Looks) -> Segmentation | None:
    """Return the one digit that stands on a line, as if the line were not there; None where there is no such digit."""
    line = line_beneath([each.box for each in pieces])
    if line is None:
        return None
    (digit,) = looks.at([joined([each for i, each in enumerate(pieces) if i != line])])
    return Segmentation(digit, [[digit]], [pieces[line]]) if _clearness(digit) >= CLEAR_DIGIT else None


def lines_of(pieces: Sequence[Piece], looks: Looks, way: lattice.Weights, drawing: Drawing | None = None) -> list[Line]:
    """Return the lines that hold digits, top to bottom; none where there is one digit in all, or signs are more."""
    return _as_number(_ways(pieces, looks, way, drawing))


def _as_number(lines: list[Line]) -> list[Line]:
    digits = sum(len(line.digits) for line in lines)
    return lines if digits > 1 and digits >= len(_signs(lines)) else []


def _ways(pieces: Sequence[Piece], looks: Looks, way: lattice.Weights, drawing: Drawing | None) -> list[Line]:
    """Return the cheapest way through each line that holds digits, top to bottom."""
    found = in_rows(pieces, looks, drawing)
    if not _may_look(found, looks, drawing):
        return []
    lines = [_line(row.lattice, looks.at(row.lattice.candidates), way) for row in found]
    return [line for line in lines if line.digits]


def _surer(lines: list[list[Segment]], predict: Predict, most: int) -> list[list[Segment]]:
    """Return the digits of a number, the doubtful ones after a second look; as they are where more than `most` are."""
    every = [digit for line in lines for digit in line]
    is_doubtful = alike.are_doubtful(np.array([each.probabilities for each in every]))
    doubtful = {id(each) for each, doubt in zip(every, is_doubtful, strict=True) if doubt}
    if len(doubtful) > most:
        return lines
    return [[_look_again(each, predict) if id(each) in doubtful else each for each in line] for line in lines]


def _look_again(digit: Segment, predict: Predict) -> Segment:
    return digit._replace(probabilities=looked_again(digit.piece.ink, digit.probabilities, predict))


def _is_drawn(drawing: Drawing | None) -> bool:
    return bool(drawing and drawing.strokes)


def in_rows(pieces: Sequence[Piece], looks: Looks, drawing: Drawing | None) -> list[Row]:
    """Return pieces line by line, and of those that may hold several digits their parts."""
    found = _in_rows(pieces, looks, drawing)
    if not _may_look(found, looks, drawing):
        return found
    looks.at([piece for row in found for piece in row.lattice.candidates])  # at once: mostly there is nothing to cut
    broad = [each for row in found for each in row.lattice.pieces if cuts.is_broad(each, row.lattice.height)]
    several = [each for each in looks.at(broad) if may_be_several(each.probabilities, not _is_drawn(drawing))]
    doubtful, parts = {id(each.piece) for each in several}, 0
    for i, row in enumerate(found):
        if doubtful & set(map(id, row.lattice.pieces)):
            found[i] = _cut(row, doubtful, MAX_INPUTS - parts)
        parts += len(found[i].lattice.pieces)
    return found


def _may_look(found: Sequence[Row], looks: Looks, drawing: Drawing | None) -> bool:
    """Return whether the network may be asked of all that rows can be made of; what is too much is not even made."""
    most = MAX_DRAWN_INPUTS if _is_drawn(drawing) else MAX_INPUTS
    lattices = [row.lattice for row in found]
    if sum(len(each.pieces) for each in lattices) > most or sum(len(each.spans) for each in lattices) > most:
        return False
    if sum(each.area for each in lattices) > MAX_AREA:
        return False
    return len(looks) + sum(piece not in looks for row in found for piece in row.lattice.candidates) <= most


def _cut(row: Row, doubtful: set[int], most: int) -> Row:
    """Return a row with the parts of the pieces of these identities; a part has its piece's index.

    Once there are more than `most`, for the network will not be asked of so many, the rest stays whole.
    """
    indices: list[int] = []
    pieces: list[Piece] = []
    for index, piece in zip(row.indices, row.lattice.pieces, strict=True):
        is_cut = id(piece) in doubtful and len(pieces) <= most
        parts = cuts.cut(piece, row.lattice.height) if is_cut else [piece]
        indices += [index] * len(parts)
        pieces += parts
    return Row(indices, Lattice(pieces, row.lattice.height))


def _in_rows(pieces: Sequence[Piece], looks: Looks, drawing: Drawing | None) -> list[Row]:
    """Return pieces line by line; those of a drawing of several lines redrawn, for the whole's pen is too thick."""
    groups = stacked(pieces, looks)
    boxes = [joined_box([pieces[i].box for i in group]) for group in groups]
    lines = [[groups[i] for i in line] for line in rows(boxes)]
    found = [_in_order([i for group in line for i in group], pieces) for line in lines]
    redrawn = _redrawn(drawing, found, pieces) if len(found) > 1 else [[]] * len(found)
    return [_row(*each, pieces) for each in zip(lines, found, redrawn, strict=True)]


def _row(groups: Sequence[Sequence[int]], order: list[int], fine: Sequence[Piece], pieces: Sequence[Piece]) -> Row:
    """Return a line's pieces, as they were redrawn if they were; what stands on one another is as high as a digit."""
    own = fine or [pieces[i] for i in order]
    of_index = dict(zip(order, own, strict=True))
    boxes = [joined_box([of_index[i].box for i in group]) for group in groups]
    return Row(order, Lattice(own, digit_height(np.array([bottom - top for _, top, _, bottom in boxes]))))


def _redrawn(drawing: Drawing | None, parts: Sequence[Sequence[int]], pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return parts of a drawing, with a pen for each; nothing where the pieces are not its strokes, one each."""
    kept = few_strokes(drawing) if drawing else NOTHING
    if len(kept.strokes) != len(pieces):
        return [[] for _ in parts]
    redrawn = [
        stroke_pieces(Drawing([kept.strokes[i] for i in part], [kept.pens[i] for i in part], kept.size))
        for part in parts
    ]
    return [fine if len(fine) == len(part) else [] for fine, part in zip(redrawn, parts, strict=True)]


def _in_order(row: Sequence[int], pieces: Sequence[Piece]) -> list[int]:
    """Return a row's pieces from left to right; a line beneath goes last, for its middle may part a digit's strokes."""
    feet, digits = np.median([pieces[i].bottom for i in row]), digit_height(np.array([len(pieces[i].ink) for i in row]))

    def place(i: int) -> tuple[bool, int]:
        height, width = pieces[i].ink.shape
        is_beneath = pieces[i].top > feet - height and width > max(digits, FLAT * height)
        return is_beneath, pieces[i].left + pieces[i].right

    return sorted(row, key=place)


def _line(found: Lattice, segments: Sequence[Segment], way: lattice.Weights) -> Line:
    pieces, probabilities = [each.piece for each in segments], np.array([each.probabilities for each in segments])
    part = found.joints @ way.part
    as_digits = lattice.as_digits(pieces, probabilities, found.height) @ way.digit
    as_digits += IMPOSSIBLE * np.array([each.ink.shape[0] < LOWEST * found.height for each in pieces])
    as_signs = lattice.as_signs(pieces, probabilities, found.height) @ way.sign
    chosen: Way = lattice.cheapest(found, np.column_stack([as_digits, as_signs]), part)
    digits = [i for i, kind in chosen if kind == DIGIT]
    joints = found.joints[[found.spans[i].start - 1 for i, _ in chosen[1:]]]
    with_signs = [SIGN in (kind, after) for (_, kind), (_, after) in pairwise(chosen)]
    joints[with_signs, lattice.JOINT.index("overlaps")] = 0.0  # a line beneath a number is no part of its digits
    return Line(
        [segments[i] for i in digits],
        [segments[i].piece for i, kind in chosen if kind == SIGN],
        [float(as_digits[i]) for i in digits],
        joints,
        found.height,
    )
