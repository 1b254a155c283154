"""What is made of a picture file: the photo to show, where its digits are, what they say, or why nothing was read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import opening, paper, photo, sheet
from digits.drawing.ink import Ink
from digits.drawing.photo import Bytes, Matrix
from digits.errors import DrawingError, FormatError, TooMuchError
from digits.page.parts.images import photo_source
from digits.reading.pieces import Piece, ink_patches
from digits.reading.reader import Reader, ReadPicture
from digits.reading.verdict import Reading

MIN_HEIGHT = 14  # pixels: writing that is lower is often not told apart
MARGIN = 0.08, 2  # around a digit: of its height, and pixels at least
_ONE_AT_A_TIME = ThreadPoolExecutor(1, "pictures")


class Problem(NamedTuple):
    """Why nothing was read, in a table's cell and as sentences that say what to do."""

    short: str
    sentences: str


NO_PICTURE = Problem("no picture", "This file is no picture that can be opened. Save it as a PNG or a JPEG first.")
TOO_LARGE = Problem(
    "too large",
    f"It has more pixels than can be opened: a JPEG may have {opening.MAX_PIXELS // 1_000_000} megapixels, other files "
    "fewer. Make it smaller, save it as a JPEG, or cut out the part.",
)
NO_INK = Problem("no ink", "No ink is to be seen on it. A darker pen or more light may help.")
TOO_SMALL = Problem(
    "too small", "What is written there is too small to read. Go closer, or send the picture in its full size."
)
NO_DIGIT = Problem(
    "no digit", "What is written there looks like no digit. If it lies on its side, turn it; if it is small, go closer."
)


class Place(NamedTuple):
    """A box on the photo: in percent of its width and height, then turned and slanted about its middle, in degrees."""

    left: float
    top: float
    width: float
    height: float
    angle: float
    slant: float


class Mark(NamedTuple):
    """A digit, as it was read and where it is; a sign among the digits has no reading."""

    reading: Reading | None
    place: Place


class Seen(NamedTuple):
    """All that the page shows of a picture. `lines` says how many of the digits each line holds."""

    problem: Problem | None = None
    text: str = ""
    confidence: float = 0.0
    lines: tuple[int, ...] = ()
    digits: tuple[Mark, ...] = ()
    signs: tuple[Mark, ...] = ()
    photo: str = ""
    size: tuple[int, int] = (0, 0)
    turns: int = 0  # quarter turns to the right, after which the photo is shown
    was_turned: bool = False  # by itself, for it did not lie upright

    def by_line(self) -> Iterator[list[Mark]]:
        """Yield the digits of each line."""
        digits = iter(self.digits)
        return (list(islice(digits, count)) for count in self.lines)


def seen(data: bytes, reader: Reader, turns: int | None = None) -> Seen:
    """Return what is made of a picture file after quarter turns; one that cannot be opened has a problem and no photo.

    One that nobody turned is turned by itself where it does not lie upright.
    Pictures take turns, however many visitors there are: so memory holds what one of them needs. One thread looks at
    all of them, because each thread keeps some memory for its own next picture.
    """
    return _ONE_AT_A_TIME.submit(_seen, data, reader, turns).result()


def _seen(data: bytes, reader: Reader, asked: int | None) -> Seen:
    turns = asked or 0
    try:
        developed = photo.develop(data, turns)
    except TooMuchError:
        return Seen(TOO_LARGE)
    except FormatError as error:
        return Seen(Problem("another format", str(error)))
    except DrawingError:
        return Seen(NO_PICTURE)
    if developed.ink is None:
        return _shown(developed.photo, turns, TOO_SMALL if _has_specks(developed.photo) else NO_INK)
    found = reader.read_picture(developed, may_turn=asked is None)
    if not found.answer.text:
        return _shown(developed.photo, turns, _why_not(developed.ink))
    return _read(_shown(found.developed.photo, turns + found.turns), found)


def _shown(taken: Bytes, turns: int, problem: Problem | None = None) -> Seen:
    """Return a photo of which nothing was read yet."""
    height, width = taken.shape[:2]
    return Seen(problem, photo=photo_source(taken), size=(width, height), turns=turns)


def _read(shown: Seen, found: ReadPicture) -> Seen:
    """Return a photo with what was read on it."""
    answer, to_photo = found.answer, found.developed.to_photo
    digits = zip(answer.segments, answer.readings, strict=True)
    marks = [Mark(reading, _place(segment.piece, to_photo, shown.size)) for segment, reading in digits]
    return shown._replace(
        text=answer.text,
        confidence=answer.confidence,
        lines=answer.lines,
        digits=tuple(marks),
        was_turned=found.turns > 0,
        signs=tuple(Mark(None, _place(sign, to_photo, shown.size)) for sign in answer.signs),
    )


def _has_specks(shown: Bytes) -> bool:
    """Return whether there is ink on a photo, though none that is large enough to be read."""
    grey = np.asarray(cv2.cvtColor(shown, cv2.COLOR_BGR2GRAY), np.uint8)
    corners = sheet.corners(shown)
    if corners is not None:  # a desk has specks of its own
        matrix, size = sheet.flattened(corners, opening.MAX_SIDE)
        grey = np.asarray(cv2.warpPerspective(grey, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    return paper.clearest(paper.share_of_ink(grey)) > 0


def _why_not(found: Ink) -> Problem:
    """Return why ink was not read: most of it is too low, or it looks like no digit."""
    heights = [each.ink.shape[0] for each in ink_patches(found)]
    return TOO_SMALL if heights and np.median(heights) < MIN_HEIGHT else NO_DIGIT


def _place(piece: Piece, to_photo: Matrix, size: tuple[int, int]) -> Place:
    """Return where a piece of the ink is on the photo, with a margin."""
    margin = max(MARGIN[0] * piece.ink.shape[0], MARGIN[1])
    left, right = piece.left - margin, piece.right + margin
    top, bottom = piece.top - margin, piece.bottom + margin
    flat = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    return _as_place(np.asarray(cv2.perspectiveTransform(flat, to_photo)[0], np.float64), size)


def _as_place(corners: NDArray[np.float64], size: tuple[int, int]) -> Place:
    """Return the parallelogram nearest to four corners `(4, 2)`, which begin at the top left and run clockwise."""
    middle = corners.mean(axis=0)
    across = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
    angle = float(np.arctan2(across[1], across[0]))
    width = float(np.hypot(*across))
    aside = float(down @ (np.cos(angle), np.sin(angle)))
    height = float(down @ (-np.sin(angle), np.cos(angle)))
    percent = 100 / np.array([*size, *size])
    box = np.array([*(middle - (width / 2, height / 2)), width, height]) * percent
    return Place(*np.round(box, 2).tolist(), *np.round(np.degrees([angle, np.arctan2(aside, height)]), 1).tolist())
