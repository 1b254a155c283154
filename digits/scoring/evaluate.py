"""Score the network on files of drawings, the way the page would read them.

python -m digits.evaluate drawings.jsonl.gz photos/ digits.npz --json -

A path is strokes (.jsonl or .jsonl.gz, rows of "label" and "strokes"), pictures (.npz with x, ink bright, and y), or a
folder LABEL/*.png or .jpg. Labels other than 0 to 9 are drawings that are no digit, which should be told so. Strokes
are put on a canvas at a random size and place for every pen width, and read as the page reads them: with a fine pen of
its own. A digit counts as read when it is named and not told to be none.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from digits.drawing import files as drawings
from digits.drawing import strokes
from digits.drawing.files import Drawing, Number
from digits.drawing.ink import Input
from digits.flags import whole_number
from digits.reading import engine
from digits.reading import segment as numbers
from digits.reading import verdict as reading
from digits.reading.segment import Piece
from digits.reading.verdict import Reading
from digits.scoring import score
from digits.scoring.score import Answer


def main() -> int:
    """Return the exit status: 0 when every path was scored, 1 with a sentence for what was not."""
    options = _options()
    try:
        network = engine.load(options.engine)
        thresholds = reading.Thresholds(*engine.thresholds())
    except engine.EngineError as error:
        print(error, file=sys.stderr)
        return 1
    answers: dict[str, list[score.Answer]] = {}
    broken: dict[str, list[str]] = {}
    for path in options.paths:
        try:
            found, broken[str(path)] = drawings.read(path)
            chosen = _chosen(found, options)
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        answers[str(path)] = list(_answers(chosen, network, thresholds, options, path.name))
    rows = score.summaries(answers, broken)
    _print(rows, broken, sys.stderr if options.json == "-" else sys.stdout)
    if options.mistakes:
        _, picture = cv2.imencode(".png", score.contact_sheet([each for many in answers.values() for each in many]))
        options.mistakes.write_bytes(picture.tobytes())
    if options.json:
        text = json.dumps(rows, indent=1) + "\n"
        sys.stdout.write(text) if options.json == "-" else Path(options.json).write_text(text, encoding="utf-8")
    return 0


def _chosen(found: list[Drawing], options: argparse.Namespace) -> Sequence[Drawing | Number]:
    """Return the drawings to score, evenly spread where there are more than asked for, or numbers made of them."""
    found = [each for each in found if each.label not in set(options.without)]
    if options.numbers:
        rng = np.random.default_rng(options.seed)
        return drawings.numbers(found, options.limit or len(found) // 4, max(options.widths), rng)
    if options.limit is None or len(found) <= options.limit:
        return found
    return [found[i] for i in np.linspace(0, len(found) - 1, options.limit).astype(int)]


def _answers(
    chosen: Sequence[Drawing | Number],
    network: engine.Engine,
    thresholds: reading.Thresholds,
    options: argparse.Namespace,
    name: str,
) -> Iterator[Answer]:
    """Give what is said of each drawing at each width."""
    shown = _Bar(name, len(chosen))
    for number, drawing in enumerate(chosen):
        for width in options.widths if drawing.strokes else [None]:
            rng = np.random.default_rng([options.seed, number, width or 0])
            is_digit = isinstance(drawing, Number) or drawing.is_digit
            flagged = isinstance(drawing, Drawing) and drawing.flagged
            said = _answer(_pieces(drawing, width, rng), network, thresholds)
            yield Answer(drawing.label, is_digit, flagged, width, *said)
        shown.step(number + 1)


def _pieces(drawing: Drawing | Number, width: int | None, rng: np.random.Generator) -> Callable[[], list[Piece]]:
    """Return what takes a drawing's ink to pieces as the page does, once its strokes are drawn on a canvas."""
    if drawing.strokes is None or width is None:
        drawn = drawing.ink if isinstance(drawing, Drawing) else None
        return lambda: [] if drawn is None else numbers.patches(drawn)
    if isinstance(drawing, Number):
        runs, size = drawing.strokes, drawing.size
    else:
        runs, size = strokes.place(drawing.strokes, rng, width), (strokes.SIDE, strokes.SIDE)
    written = strokes.by_one_pen(runs, width)
    return lambda: numbers.pieces(written, size)


def _answer(
    to_pieces: Callable[[], list[Piece]], network: engine.Engine, thresholds: reading.Thresholds
) -> tuple[tuple[Reading, ...], float, Input, float]:
    """Return the readings, the probability that it is no digit, what the network saw, and the seconds that took."""
    started = time.perf_counter()
    pieces = to_pieces()
    if not pieces:
        return (reading.BLANK,), 1.0, np.zeros((1, 28, 28, 1), np.float32), 0.0
    found = numbers.find(pieces, network.predict)
    readings = tuple(reading.read_number([each.probabilities for each in found.digits], thresholds))
    none = max(float(each.probabilities[10:].sum()) for each in found.digits)
    return readings, none, found.whole.seen, time.perf_counter() - started


class _Bar:
    """A bar on stderr that grows with a long run; nothing where nobody watches."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._shown = name, total, sys.stderr.isatty()

    def step(self, done: int) -> None:
        if self._shown and (done % 50 == 0 or done == self._total):
            filled = 30 * done // self._total
            end = "\n" if done == self._total else ""
            print(f"\r{self._name} [{'#' * filled:30}] {done}/{self._total}", end=end, file=sys.stderr, flush=True)


def _print(rows: Sequence[dict[str, Any]], broken: dict[str, list[str]], to: Any) -> None:  # noqa: ANN401
    for row in rows:
        accuracy = "  ".join(f"{width}: {_percent(share)}" for width, share in row["accuracy"].items())
        print(f"{row['file']}: {row['n']} drawings", file=to)
        if accuracy:
            low, high = row["confidence_interval"]
            print(f"  right     {accuracy}  mean {_percent(row['accuracy_mean'])} ({low:.4f} to {high:.4f})", file=to)
            classes = "  ".join(f"{label} {_percent(share)}" for label, share in row["per_class"].items())
            print(f"  by digit  {classes}", file=to)
            print(f"  unflagged {_percent(row['accuracy_unflagged'])}  ece {_percent(row['ece'])}", file=to)
        parted = "" if row["auroc"] is None else f"  parted from digits (AUROC) {row['auroc']:.4f}"
        said = f"told no digit {_percent(row['rejected'])}  unsure {_percent(row['unsure'])}{parted}"
        print(f"  {said}  {row['milliseconds']} ms a drawing", file=to)
    for file, complaints in broken.items():
        for complaint in complaints[:10]:
            print(f"{file}: {complaint}", file=to)
        if len(complaints) > 10:
            print(f"{file}: and {len(complaints) - 10} more", file=to)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="digits.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("paths", nargs="+", type=Path, metavar="PATH", help="strokes, pictures, or a folder of them")
    add(
        "--widths",
        nargs="+",
        type=whole_number(1),
        default=[12, 20, 28],
        help="pen widths on the canvas (default 12 20 28)",
    )
    add("--engine", help="litert or keras (default: DIGITS_ENGINE, else litert)")
    add("--limit", type=whole_number(1), help="score so many drawings of each path, evenly spread")
    add("--without", nargs="+", default=[], metavar="LABEL", help="leave out the drawings with these labels")
    add("--numbers", action="store_true", help="put the digits of each writer together to numbers, and read those")
    add("--seed", type=whole_number(0), default=1, help="decides sizes and places (default 1)")
    add("--mistakes", type=Path, metavar="PNG", help="draw what was misread")
    add("--json", metavar="FILE", help="write the figures as JSON, - for standard output")
    options = parser.parse_args()
    options.widths = sorted(set(options.widths))
    for file in (options.mistakes, options.json):
        if file and not Path(file).parent.is_dir():
            parser.error(f"{file}: there is no such folder")
    return options


if __name__ == "__main__":
    sys.exit(main())
