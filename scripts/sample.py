"""Makes the page's sample photo anew: `assets/sample.jpg`, three lines by our own pen on a sheet that lies on a desk.

python -m scripts.sample
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digits.commands import ended
from digits.drawing import strokes
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.pen import writing
from digits.pen.hand import Generator, Hand, random_hand
from digits.scoring.numbers import Manner, in_a_row
from digits.scoring.photos import Scene, photographed

PHOTO = Path(__file__).resolve().parent.parent / "assets" / "sample.jpg"
LINES = "31415", "27182", "16180"
SEED = 2
PAGE, CORNER, PITCH = (700, 600), (110, 170), 170  # pixels
PEN = 10  # pixels
NEAT = Manner("usual", 0.3, lowest=0.9, slope=0.0, drift=0.02, ones=False)
SCENE = Scene(
    tilt=-6,
    perspective=0.09,
    desk="wood",
    paper="ruled",
    ruled=0.25,
    shadow=0.2,
    blur=0.6,
    noise=0.005,
    side=1100,
    quality=74,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 after the photo was written, 1 with a sentence when it could not be."""
    argparse.ArgumentParser(prog="python -m scripts.sample", description=__doc__).parse_args(arguments)
    return ended(_write)


def _write() -> None:
    rng = np.random.default_rng(SEED)
    hand = random_hand(rng)._replace(joined=False)
    curves = [curve for i, line in enumerate(LINES) for curve in _written(line, CORNER[1] + i * PITCH, hand, rng)]
    PHOTO.write_bytes(photographed(strokes.draw(curves, *PAGE, PEN), rng, SCENE).data)


def _written(line: str, foot: int, hand: Hand, rng: Generator) -> strokes.Strokes:
    """Return a line of digits in one hand, its feet this far down the page."""
    digits = [Labelled(by_one_pen(writing.write(int(label), rng, hand), PEN), label) for label in line]
    row, corner = in_a_row(digits, NEAT, rng), np.array([CORNER[0], foot])
    return [(curve + corner).tolist() for glyph in row for curve in glyph.strokes]


if __name__ == "__main__":
    sys.exit(main())
