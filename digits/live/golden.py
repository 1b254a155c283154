"""The golden file: drawings by our own pen and what Python makes of them, which the browser's reader is held to.

Each drawing has a seed of its own. Inputs are in 10,000ths: `uint16`, little-endian, in base64.
"""

import base64
import gzip
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink, strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.ink import Input
from digits.drawing.labelled import NON_DIGIT_LABEL, Labelled
from digits.drawing.strokes import Drawing, Strokes
from digits.live.settings import verdicts
from digits.pen import writing
from digits.pen.doodles import doodle
from digits.pen.hand import Generator, as_strokes, in_hand, random_hand
from digits.pen.signs import SIGNS
from digits.pen.styles import HELD_OUT, STYLES
from digits.reading import engine, metrics, pieces, several, verdict
from digits.reading import reader as readers
from digits.reading.pieces import joined, stroke_pieces
from digits.reading.rows import Box
from digits.reading.verdict import Thresholds

Make = Callable[[Generator], Strokes]
Row = dict[str, Any]

SEED = 15
INPUT_SCALE = 10_000
DECIMALS = 5  # of probabilities
CORRECTED_OF = 7  # one drawing of so many is taken for another
TINY = 40  # pixels: the side of the square that a tiny drawing is in
OFF = 120  # pixels: how far a drawing may be moved off the canvas
ERASER_STEPS = 12  # points of an eraser's stroke


def write(path: Path) -> None:
    """Write the golden file; the same network makes the same bytes."""
    text = json.dumps(contents(), separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read(path: Path) -> Row:
    """Return what a golden file holds."""
    found: Row = json.loads(gzip.decompress(path.read_bytes()))
    return found


def contents() -> Row:
    """Return the constants that Python and JavaScript share, and the drawings with what Python makes of them."""
    found = rows(drawings(), metrics.thresholds(metrics.BUNDLED))
    return {
        "constants": {
            "SIDE": strokes.SIDE,
            "FINE_PEN": strokes.FINE_PEN,
            "FAINTEST": ink.FAINTEST,
            "MAX_STROKES": pieces.MAX_STROKES,
            "MAX_POINTS": pieces.MAX_POINTS,
        },
        **verdicts(metrics.BUNDLED),
        "drawings": found,
        "recalled": recalled(found),
    }


def drawings() -> list[Drawing]:
    """Return each style of a digit in some hand, doodles, signs, numbers, columns, lines, taps, what is underlined."""
    styles = [style for every in (STYLES, HELD_OUT) for label in every for style in every[label]]
    makes: list[Make] = [partial(_in_hand, style) for style in [*styles, *SIGNS[::8]]]
    makes += [doodle] * 30 + [writing.number] * 30 + [_column] * 10 + [_line] * 30 + [_taps] * 10 + [_underlined] * 10
    return [_drawn(make, np.random.default_rng([SEED, number])) for number, make in enumerate(makes)]


def rows(drawn: Sequence[Drawing], thresholds: Thresholds) -> list[Row]:
    """Return what Python makes of drawings, of those where a stroke is left after erasing."""
    found = [(drawing, its_pieces) for drawing in drawn if (its_pieces := stroke_pieces(after_erasing(drawing)))]
    inputs = np.concatenate([_whole(drawing) for drawing, _ in found])
    probabilities = engine.load("litert", metrics.BUNDLED).predict(inputs)
    return [
        {
            "strokes": drawing.strokes,
            "pens": drawing.pens,
            "pieces": len(its_pieces),
            "input": input_text(values),
            **answer([round(float(each), DECIMALS) for each in row], [each.box for each in its_pieces], thresholds),
        }
        for (drawing, its_pieces), values, row in zip(found, inputs, probabilities, strict=True)
    ]


def recalled(found: Sequence[Row]) -> Row:
    """Return some of the drawings as if they were corrected, and what is then read of those that this changes.

    A correction is the drawing's index and its label; a change is an index and the probabilities.
    """
    reader = readers.load("litert", metrics.BUNDLED)
    drawn = [Drawing(row["strokes"], row["pens"]) for row in found]
    corrected = [(i, _another(found[i]["digit"], i)) for i in range(0, len(found), CORRECTED_OF)]
    known = reader.knowing([each for i, label in corrected for each in reader.corrections(Labelled(drawn[i], label))])
    inferred = reader.engine.infer(np.concatenate([_whole(drawing) for drawing in drawn]))
    adjusted = known.memory.adjusted(inferred)
    changed = np.flatnonzero((adjusted != inferred.probabilities).any(axis=1)).tolist()
    return {
        "corrections": corrected,
        "changed": [[i, [round(float(each), DECIMALS) for each in adjusted[i]]] for i in changed],
    }


def answer(row: Sequence[float], boxes: Sequence[Box], thresholds: Thresholds) -> Row:
    """Return what is read of probabilities, and whether pieces in these boxes may be several digits."""
    probabilities = np.array(row, np.float32)
    reading = verdict.read(probabilities, thresholds)
    return {
        "probabilities": list(row),
        "verdict": str(reading.verdict),
        "digit": reading.digit,
        "runnerUp": reading.runner_up,
        "confidence": round(reading.confidence, DECIMALS),
        "several": several.may_be_number(probabilities, boxes),
    }


def input_text(values: Input) -> str:
    """Return an input, `float32 (1, 28, 28, 1)` in [0, 1], as the golden file holds it."""
    return base64.b64encode(np.rint(values * INPUT_SCALE).astype("<u2").tobytes()).decode()


def input_values(text: str) -> NDArray[np.float64]:
    """Return the input that a golden file holds, `(784,)` in [0, 1]."""
    return np.frombuffer(base64.b64decode(text), "<u2") / INPUT_SCALE


def _whole(drawing: Drawing) -> Input:
    return ink.to_input(joined(stroke_pieces(after_erasing(drawing))).ink)


def _another(digit: int, number: int) -> str:
    """Return a label that a drawing does not have; of every fifth, that it is no digit."""
    return NON_DIGIT_LABEL if number % (5 * CORRECTED_OF) == 0 else str((digit + 1 + number % 9) % 10)


def _drawn(make: Make, rng: Generator) -> Drawing:
    """Return what somebody draws somewhere on the canvas, or half off it; some of it may be erased."""
    runs = strokes.placed(make(rng), rng, side=TINY if rng.random() < 0.1 else strokes.SIDE)
    if rng.random() < 0.2:
        runs = _moved(runs, rng.uniform(-OFF, OFF, 2))
    pens = rng.choice(strokes.PEN_WIDTHS, len(runs)).tolist()
    if rng.random() < 0.15:
        at = int(rng.integers(1, len(runs) + 1))
        runs.insert(at, _eraser(runs[0], rng))
        pens.insert(at, -int(rng.choice(strokes.PEN_WIDTHS)))
    return Drawing([np.round(run, 2).tolist() for run in runs], pens)


def _moved(runs: Strokes, by: NDArray[np.float64]) -> Strokes:
    return [(np.array(run) + by).tolist() for run in runs]


def _eraser(run: Sequence[Sequence[float]], rng: Generator) -> list[Sequence[float]]:
    """Return where an eraser goes that starts near a stroke's middle."""
    steps = rng.normal(0, 8, (ERASER_STEPS, 2))
    path = np.array(run[len(run) // 2]) + np.cumsum(steps, axis=0)
    return list(path.tolist())


def _in_hand(style: str, rng: Generator) -> Strokes:
    return as_strokes(in_hand(style, random_hand(rng), rng))


def _column(rng: Generator) -> Strokes:
    """Return digits one below the other."""
    digits = rng.integers(0, 10, int(rng.integers(2, 7))).tolist()
    return [run for i, digit in enumerate(digits) for run in writing.digit(digit, 1.0, (0, 1.3 * i))]


def _underlined(rng: Generator) -> Strokes:
    """Return a digit that stands on a line, or a little above it."""
    down, tilt = 1 + rng.uniform(0, 0.3), rng.normal(0, 0.05)
    digit = writing.digit(int(rng.integers(10)), 1.0)
    return [*digit, *as_strokes([np.array([[-0.1, down - tilt], [0.35, down], [0.8, down + tilt]])])]


def _line(rng: Generator) -> Strokes:
    """Return one straight stroke of a few points, level or upright as often as not."""
    angle = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi), rng.uniform(0, np.pi)])
    along = np.linspace(0, 1, int(rng.integers(2, 12)))[:, np.newaxis]
    return as_strokes([along * [np.cos(angle), np.sin(angle)]])


def _taps(rng: Generator) -> Strokes:
    return as_strokes(rng.uniform(0, 1, (int(rng.integers(1, 4)), 1, 2)))
