"""Whether a drawing may be several digits, and so is taken apart. The browser's reader decides it alike."""

from collections.abc import Sequence
from itertools import accumulate

from digits.reading import classes
from digits.reading.classes import Probabilities
from digits.reading.rows import Box, line_beneath

CLEAR_DIGIT = 0.9  # how likely a whole is one digit that is not taken apart
LIKELY_SEVERAL = 0.2  # how likely a single piece, or a single stroke, is several digits that is taken apart
MAX_PIECES = 250  # more make no number
MIN_ROWS = 3  # of a drawing that is taken apart: there is paper between them, from left to right


def may_be_number(probabilities: Probabilities, boxes: Sequence[Box]) -> bool:
    """Return whether a drawing is taken apart, given its whole's probabilities and its pieces' boxes.

    It is where its whole is not clearly one digit, or where paper parts its pieces: from top to bottom, or from left to
    right into three rows, for a 5 has two, or from a line beneath. A single piece is where the network takes it for
    several digits.
    """
    if not boxes or len(boxes) > MAX_PIECES:
        return False
    if len(boxes) == 1:
        return may_be_several(probabilities)
    is_clear = float(classes.digits(probabilities).max()) >= CLEAR_DIGIT
    return not is_clear or is_parted(boxes) or line_beneath(boxes) is not None


def is_parted(boxes: Sequence[Box]) -> bool:
    """Return whether a drawing is taken apart whatever the network says of its whole."""
    return len(boxes) <= MAX_PIECES and (_blanks(boxes, 0) > 0 or _blanks(boxes, 1) + 1 >= MIN_ROWS)


def _blanks(boxes: Sequence[Box], axis: int) -> int:
    """Return how often there is paper between pieces, from left to right (0) or from top to bottom (1)."""
    ordered = sorted((box[axis], box[axis + 2]) for box in boxes)
    ends = accumulate((end for _, end in ordered), max)
    return sum(start > end for (start, _), end in zip(ordered[1:], ends, strict=False))


def may_be_several(probabilities: Probabilities, is_picture: bool = False) -> bool:
    """Return whether one piece is cut: where it is no clear digit and likely several; of pictures the first will do."""
    if float(classes.digits(probabilities).max()) >= CLEAR_DIGIT:
        return False
    return is_picture or classes.several(probabilities) >= LIKELY_SEVERAL
