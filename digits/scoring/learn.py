"""Learn what it costs to take a drawing for a number, from numbers that are put together of files of strokes.

python -m digits.scoring.learn ~/.cache/digits/hands/*.jsonl.gz --earlier runs/before

The files hold digits by their writers, and what is no digit; none are files to judge with. Our own pen's are added. It
writes digits/reading/layout.json: the costs of ways through a line (a semi-Markov conditional random field), and of a
drawing's being a number rather than one digit or none (a logistic regression on the best way's figures).
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.commands import ended, whole_number
from digits.drawing import strokes
from digits.reading import classes, lattice, number, segment, several
from digits.reading import reader as readers
from digits.reading.asked import Looks, Predict
from digits.reading.lattice import DIGIT, MAX_PARTS, SIGN, Lattice, Span
from digits.reading.number import NUMBER, Line
from digits.reading.pieces import Piece, few_strokes
from digits.scoring.examples import NOT_DIGITS, Example, examples
from digits.scoring.numbers import Glyph

Array = NDArray[np.float64]
SIZES = len(lattice.JOINT), len(lattice.AS_DIGIT), len(lattice.AS_SIGN)
NAMES = {"part": lattice.JOINT, "digit": lattice.AS_DIGIT, "sign": lattice.AS_SIGN, "number": NUMBER}
IMPOSSIBLE = 1e9
MAX_LINE = 24  # pieces of a line to learn from
CLEARLY, NOBODY = 0.8, -1  # how much of a piece's ink is one glyph's; whose it is otherwise
STEPS, RATE, DECAY = 150, 0.1, 1e-3  # of learning the ways
NEWTON_STEPS = 60
HARD = 5.0  # how much a number of near digits counts as an example of one
OTHERS = 5.0  # how much what is no number counts
MISREAD = 0.3  # how much a number that is read wrong counts as an example of one


class Batch(NamedTuple):
    """Lines: the figures of each span that ends here and is so long `(n, ends, lengths, 2, figures)`, and the truth."""

    spans: NDArray[np.float32]
    possible: NDArray[np.bool_]  # (n, ends, lengths)
    truth: Array  # (n, figures): the sum over the true way
    counts: NDArray[np.int64]  # (n,): pieces


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when the layout was written, 1 with a sentence for what was in the way."""
    parser = argparse.ArgumentParser(
        prog="digits.scoring.learn", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="strokes to learn from")
    parser.add_argument(
        "--count", type=whole_number(1), default=600, help="numbers by each file's writers (default 600)"
    )
    parser.add_argument("--seed", type=whole_number(0), default=1, help="decides what is put together (default 1)")
    parser.add_argument("--out", type=Path, default=segment.LAYOUT, metavar="FILE", help="default: the package's own")
    parser.add_argument(
        "--earlier",
        type=Path,
        metavar="FOLDER",
        help="another network, that never learned from these files and so doubts more: it reads the examples too",
    )
    options = parser.parse_args(arguments)
    if not options.out.parent.is_dir():
        parser.error(f"{options.out}: there is no such folder")
    return ended(lambda: _learn(options))


def _learn(options: argparse.Namespace) -> None:
    networks = [None, options.earlier] if options.earlier else [None]
    predicts = [readers.load(folder=folder).engine.predict for folder in networks]
    kept = learned(list(examples(options.paths, options.count, np.random.default_rng(options.seed))), predicts)
    options.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def learned(every: Sequence[Example], predicts: Sequence[Predict]) -> dict[str, dict[str, float]]:
    """Return the costs by the names of what they are of, from examples as each of some networks reads them."""
    plain = [each for each in every[::2] if not each.hard]
    batch = _batch(chain.from_iterable(_lines(plain, predict) for predict in predicts))
    print(f"lines: {len(batch.counts)}", file=sys.stderr)
    way = learned_ways(batch)
    return {**_named(way), "number": dict(zip(NUMBER, learned_number(every[1::2], way, predicts), strict=True))}


def learned_ways(batch: Batch) -> lattice.Weights:
    """Return the weights under which the true ways are likeliest: Adam on the negative log-likelihood."""
    weights = np.zeros(sum(SIZES))
    first = second = np.zeros(sum(SIZES))
    for step in range(1, STEPS + 1):
        gradient = _gradient(weights, batch) + DECAY * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        rate = RATE * (1.0 if step < 0.6 * STEPS else 0.2)
        weights = weights - rate * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    part, digit, sign = np.split(weights, np.cumsum(SIZES)[:-1])
    return lattice.Weights(part.round(3), digit.round(3), sign.round(3))


def learned_number(every: Sequence[Example], way: lattice.Weights, predicts: Sequence[Predict]) -> list[float]:
    """Return what each figure of a number costs: a logistic regression by Newton's method, negative for numbers."""
    figures, is_number, weight = [], [], []
    for predict, each in product(predicts, every):
        found = each.pieces()
        if not found or len(each.text.replace("\n", "")) == 1:
            continue
        looks = Looks(found, predict)
        if not several.may_be_number(looks.whole.probabilities, [piece.box for piece in found]):
            continue
        lines = segment.lines_of(found, looks, way, each.strokes)
        if lines:
            figures.append(number.figures(looks.whole, lines, way))
            is_number.append(bool(each.lines))
            weight.append(
                OTHERS if not each.lines else MISREAD if _text(lines) != each.text else HARD if each.hard else 1.0
            )
    print(f"numbers: {sum(is_number)}, others: {len(is_number) - sum(is_number)}", file=sys.stderr)
    return _regression(np.array(figures), np.array(is_number, float), np.array(weight))


def _regression(figures: Array, wanted: Array, weight: Array) -> list[float]:
    """Return the coefficients of figures, the first of which is 1, that are negative for what is wanted."""
    mean, spread = figures[:, 1:].mean(axis=0), figures[:, 1:].std(axis=0) + 1e-9
    x = np.column_stack([figures[:, 0], (figures[:, 1:] - mean) / spread])
    weight, w = weight / weight.sum(), np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        curvature = (x * (weight * p * (1 - p))[:, np.newaxis]).T @ x + DECAY * np.eye(len(w))
        w = w - np.linalg.solve(curvature, x.T @ (weight * (p - wanted)) + DECAY * w)
    return [round(float(-each), 4) for each in [w[0] - (w[1:] * mean / spread).sum(), *(w[1:] / spread)]]


def _text(lines: Sequence[Line]) -> str:
    return "\n".join("".join(str(classes.digits(x.probabilities).argmax()) for x in line.digits) for line in lines)


def _named(way: lattice.Weights) -> dict[str, dict[str, float]]:
    return {name: dict(zip(NAMES[name], each.tolist(), strict=True)) for name, each in way._asdict().items()}


def _lines(
    every: Iterable[Example], predict: Predict
) -> Iterable[tuple[Lattice, Array, Array, list[tuple[Span, int]]]]:
    """Yield the lines of numbers whose true way can be walked: what is known of their spans, and that way."""
    for each in every:
        found = each.pieces()
        glyphs = [glyph for line in each.lines for glyph in line]
        owner_of = _owners(each, glyphs)
        if not glyphs or not found:
            continue
        looks = Looks(found, predict)
        for row in segment.in_rows(found, looks, each.strokes):
            line = row.lattice
            own = [owner_of(i, piece) for i, piece in zip(row.indices, line.pieces, strict=True)]
            starts = [i for i in range(len(own)) if i == 0 or own[i] != own[i - 1]]
            true = [Span(start, end) for start, end in zip(starts, [*starts[1:], len(own)], strict=True)]
            if (
                len(own) <= MAX_LINE
                and all(span in line.spans for span in true)
                and len(true) == len(set(own))
                and NOBODY not in own
            ):
                spans = line.candidates
                rows = np.array([span.probabilities for span in looks.at(spans)])
                way = [(span, SIGN if glyphs[own[span.start]].label in NOT_DIGITS else DIGIT) for span in true]
                as_digits = lattice.as_digits(spans, rows, line.height)
                yield line, as_digits, lattice.as_signs(spans, rows, line.height), way


def _owners(each: Example, glyphs: Sequence[Glyph]) -> Callable[[int, Piece], int]:
    """Return what tells the glyph that the piece of this index, or a part of it, belongs to; `NOBODY` where it is torn.

    A stroke belongs to its glyph; other ink to that which most of it was drawn for.
    """
    if not each.is_picture and few_strokes(each.drawing).strokes:
        of_strokes = [i for i, glyph in enumerate(glyphs) for _ in glyph.strokes]
        return lambda index, _: of_strokes[index] if index < len(of_strokes) else NOBODY
    drawings = iter(each.drawing.strokes)
    pen = each.drawing.pens[0] if each.drawing.pens else 1
    masks = [strokes.draw([next(drawings) for _ in glyph.strokes], *each.drawing.size, pen) for glyph in glyphs]

    def owner(_: int, piece: Piece) -> int:
        part = slice(piece.top, piece.bottom), slice(piece.left, piece.right)
        held = [np.minimum(mask[part], piece.ink).sum(dtype=int) for mask in masks]
        best = int(np.argmax(held))
        return best if held[best] >= CLEARLY * piece.ink.sum(dtype=int) else NOBODY

    return owner


def _batch(lines: Iterable[tuple[Lattice, Array, Array, list[tuple[Span, int]]]]) -> Batch:
    every = list(lines)
    most = max(len(line.pieces) for line, _, _, _ in every)
    spans = np.zeros((len(every), most + 1, MAX_PARTS + 1, 2, sum(SIZES)), np.float32)
    possible, truth = np.zeros(spans.shape[:3], bool), np.zeros((len(every), sum(SIZES)))
    for n, (line, as_digits, as_signs, way) in enumerate(every):
        for (start, end), digit, sign in zip(line.spans, as_digits, as_signs, strict=True):
            here = spans[n, end, end - start]
            here[:, : SIZES[0]] = line.joints[start - 1] if start else 0.0
            here[DIGIT, SIZES[0] : SIZES[0] + SIZES[1]], here[SIGN, SIZES[0] + SIZES[1] :] = digit, sign
            possible[n, end, end - start] = True
        truth[n] = sum(spans[n, end, end - start, kind] for (start, end), kind in way)
    return Batch(spans, possible, truth, np.array([len(line.pieces) for line, _, _, _ in every]))


def _gradient(weights: Array, batch: Batch) -> Array:
    """Return how the mean negative log-likelihood of the true ways changes with the weights: forward and backward."""
    n, ends, lengths = batch.possible.shape
    costs = np.where(batch.possible[..., np.newaxis], batch.spans @ weights.astype(np.float32), IMPOSSIBLE)
    before, after = np.full((n, ends), -IMPOSSIBLE), np.full((n, ends), -IMPOSSIBLE)
    before[:, 0], after[np.arange(n), batch.counts] = 0, 0
    for end in range(1, ends):
        ways = [before[:, end - k, np.newaxis] - costs[:, end, k] for k in range(1, min(lengths - 1, end) + 1)]
        before[:, end] = np.logaddexp.reduce(np.concatenate(ways, axis=1), axis=1)
    for start in range(ends - 2, -1, -1):
        last = min(lengths - 1, ends - 1 - start)
        ways = [after[:, start + k, np.newaxis] - costs[:, start + k, k] for k in range(1, last + 1)]
        after[:, start] = np.maximum(after[:, start], np.logaddexp.reduce(np.concatenate(ways, axis=1), axis=1))
    total = before[np.arange(n), batch.counts][:, np.newaxis, np.newaxis]
    likely = np.zeros(costs.shape, np.float32)
    for end in range(1, ends):
        for k in range(1, min(lengths - 1, end) + 1):
            path = before[:, end - k, np.newaxis] - costs[:, end, k] + after[:, end, np.newaxis] - total[:, 0]
            likely[:, end, k] = np.exp(np.clip(path, -50, 0))
    return np.asarray((batch.truth - np.einsum("nekj,nekjf->nf", likely, batch.spans)).mean(axis=0), float)


if __name__ == "__main__":
    sys.exit(main())
