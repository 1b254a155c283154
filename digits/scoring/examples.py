"""Drawings to learn layout from: numbers, sums and pages of which each digit's strokes are known, and what is none."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digits.drawing import files, strokes
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import Drawing, Strokes, by_one_pen, placed
from digits.errors import DataError
from digits.pen import writing
from digits.pen.doodles import doodle
from digits.pen.hand import as_strokes, plain
from digits.reading.pieces import Piece, pieces
from digits.scoring import layouts, ours
from digits.scoring.numbers import (
    HEIGHT,
    MAX_DIGITS,
    Glyph,
    Writers,
    chosen,
    digits_of,
    in_a_row,
    manner,
    on_a_canvas,
    writers,
)
from digits.scoring.pages import layout

PEN = 20  # pixels
PENS = 8, 12, 20, 28  # pixels: of pictures
OUR_WRITERS = 150
SIGNS = "+", "*", "x", "<", ">"  # of the files, that may stand between digits
HIGH_SIGNS = "$", "%", "&"  # the same, as high as they are
QUOTES = '"', '\\"'  # two bars: the same as 11
BARS = "0,0 0,100", "40,0 0,100"  # a plain 1, upright and leaning
NEAR, NEAR_TIDY, NEAR_GAPS = 0.1, 0.5, (-0.2, 0.0)  # how many numbers are nearer still, those of tidy digits, and how
LOW_SIGNS = (*SIGNS, "-", "=")
NOT_DIGITS = "".join((*LOW_SIGNS, *HIGH_SIGNS)) + layouts.SIGNS
LAID_OUT_OF = 8  # for so many plain numbers there is one of each layout
PICTURE_OF = 3  # one example in so many is a picture
PAGE_OF = 3  # and one is a page
WORD_OF = 12  # for so many numbers there is one word


class Example(NamedTuple):
    """A drawing, and its lines where it is a number; none where it is one digit or none."""

    drawing: Drawing
    lines: list[list[Glyph]]
    hard: bool = False  # only to tell numbers from others: ways learned from such would take every 4 apart
    is_picture: bool = False  # its ink is all that is known

    @property
    def strokes(self) -> Drawing | None:
        """Return the drawing where its strokes are known."""
        return None if self.is_picture else self.drawing

    def pieces(self) -> list[Piece]:
        """Return its pieces as the reader finds them."""
        return pieces(strokes.picture(self.drawing) if self.is_picture else self.drawing)

    @property
    def text(self) -> str:
        """Return the digits of its lines."""
        return "\n".join("".join(each.label for each in line if each.label not in NOT_DIGITS) for line in self.lines)


def examples(paths: Sequence[Path], count: int, rng: np.random.Generator) -> Iterator[Example]:
    """Yield so many numbers of each kind by each file's writers and by our own pen, and what is no number."""
    found = {path: _found(path) for path in paths}
    everything = [each for many in found.values() for each in many]
    signs = [each for each in everything if each.label in SIGNS + HIGH_SIGNS]
    kinds = [writers(many) for many in found.values() if any(each.is_digit for each in many)]
    own = ours.drawings(OUR_WRITERS, rng, held_out=False)
    for everybody in [*kinds, writers(own)]:
        yield from _numbers(everybody, count, signs, rng)
    tidy = _tidy()
    for everybody in (writers(tidy), writers([each for each in tidy if each.label in ("0", "1", "7")])):
        for digits in chosen(everybody, count, rng):
            yield _example([_row(digits, rng, rng.random() < NEAR_TIDY)])._replace(hard=True)
    others = [each for each in everything if not each.is_number and each.label not in QUOTES]
    doodles = [Labelled(by_one_pen(doodle(rng), PEN)) for _ in range(count)]
    singles = [each for each in [*everything, *own] if each.is_digit]
    for many, wanted in ((others, 6 * count), (doodles, count), (singles, 3 * count)):
        for n, i in enumerate(rng.permutation(len(many))[:wanted].tolist()):
            pen = PEN if n % PICTURE_OF else _pen(rng)
            drawing = by_one_pen(placed(many[i].drawing.strokes, rng, pen), pen)
            yield Example(drawing, [], is_picture=n % PICTURE_OF == 0)
    for n, word in enumerate(_words(everything, count // WORD_OF, rng)):
        yield _example([word], _pen(rng) if n // 2 % 2 else None)._replace(lines=[])  # one of each kind to each half


def _found(path: Path) -> list[Labelled]:
    try:
        found, complaints = files.read(path)
        if not found:
            raise DataError(complaints[0] if complaints else "holds no drawing")
        return found
    except (OSError, DataError) as error:
        raise DataError(f"{path}: {error}") from error


def _numbers(everybody: Writers, count: int, signs: Sequence[Labelled], rng: np.random.Generator) -> Iterator[Example]:
    yield from (_example([_row(own, rng)]) for own in chosen(everybody, count, rng))
    for own in chosen(everybody, round(NEAR * count), rng):
        yield _example([_row(own, rng, near=True)])._replace(hard=True)
    for own in chosen(everybody, count // PICTURE_OF, rng):
        yield _example([_row(own, rng)], _pen(rng))
    for lay_out in layouts.WAYS.values():
        yield from (_example(lay_out(own, rng)) for own in chosen(everybody, count // LAID_OUT_OF, rng))
    yield from (_example([_sum(own, signs, rng)]) for own in chosen(everybody, count // 16, rng))
    yield from (_example([_sum(own, signs, rng)], _pen(rng)) for own in chosen(everybody, count // 48, rng))
    yield from (_example(layout(own, manner(rng), rng)) for own in chosen(everybody, count // PAGE_OF, rng))
    yield from (
        _example(layout(own, manner(rng), rng), _pen(rng))
        for own in chosen(everybody, count // (PAGE_OF * PICTURE_OF), rng)
    )


def _words(everything: Sequence[Labelled], count: int, rng: np.random.Generator) -> Iterator[list[Glyph]]:
    """Yield letters or characters of one writer in a row."""
    hands: dict[str, list[Labelled]] = {}
    for each in everything:
        if not each.is_digit and not each.is_number and (each.label or "-")[-1].isalnum():
            hands.setdefault(each.writer, []).append(each)
    for own in chosen(list(hands.values()), count if hands else 0, rng):
        letters = rng.choice(len(own), int(rng.integers(2, MAX_DIGITS + 1)))
        yield in_a_row([own[i] for i in letters], manner(rng), rng)


def _tidy() -> list[Labelled]:
    """Return each digit as a tidy pupil writes it, and the 1 as a bar too."""
    every = [(str(label), writing.digit(label, HEIGHT)) for label in range(10)]
    every += [("1", as_strokes(plain(bar))) for bar in BARS]
    return [Labelled(by_one_pen(written, PEN), label) for label, written in every]


def _example(lines: list[list[Glyph]], picture_pen: int | None = None) -> Example:
    """Return lines as strokes, or as a picture where it is said with which pen."""
    drawing = on_a_canvas([glyph for line in lines for glyph in line], "", picture_pen or PEN).drawing
    return Example(drawing, lines, is_picture=picture_pen is not None)


def _pen(rng: np.random.Generator) -> int:
    return int(rng.choice(PENS))


def _row(own: Sequence[Labelled], rng: np.random.Generator, near: bool = False) -> list[Glyph]:
    how = manner(rng)
    if near:
        how = how._replace(mean_gap=rng.uniform(*NEAR_GAPS))
    return in_a_row(digits_of(own, int(rng.integers(2, MAX_DIGITS + 1)), how.ones, rng), how, rng)


def _sum(own: Sequence[Labelled], signs: Sequence[Labelled], rng: np.random.Generator) -> list[Glyph]:
    """Return digits with signs between some of them."""
    how = manner(rng)
    glyphs: list[Labelled] = []
    for each in digits_of(own, int(rng.integers(2, MAX_DIGITS + 1)), how.ones, rng):
        glyphs += [_sign(signs, rng)] if glyphs and rng.random() < 0.5 else []
        glyphs.append(each)
    row = in_a_row(glyphs, how._replace(mean_gap=max(how.mean_gap, 0.0) + 0.1), rng)
    return [_smaller(glyph, rng) if glyph.label in LOW_SIGNS else glyph for glyph in row]


def _sign(signs: Sequence[Labelled], rng: np.random.Generator) -> Labelled:
    """Return a minus, an equals sign, or a sign of the files."""
    kind = int(rng.integers(4))
    if kind > 1 and signs:
        return signs[int(rng.integers(len(signs)))]
    tilts = rng.uniform(-5, 5, 4)
    bars: Strokes = [
        [[0.0, tilts[0]], [50.0, 0.0], [100.0, tilts[1]]],
        [[tilts[2], 40.0], [50.0, 40.0], [100.0, 40 + tilts[3]]],
    ]
    return Labelled(by_one_pen(bars[: kind + 1], PEN), "=" if kind else "-")


def _smaller(sign: Glyph, rng: np.random.Generator) -> Glyph:
    """Return a sign smaller than the digits, half as high up as they are."""
    every = np.vstack(sign.strokes)
    low, high = every.min(axis=0), every.max(axis=0)
    middle, size = (low + high) / 2, rng.uniform(0.35, 0.7)
    return sign._replace(strokes=[(stroke - middle) * size + (middle[0], -HEIGHT / 2) for stroke in sign.strokes])
