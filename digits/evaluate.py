"""Score the network on files of drawings, the way the page would read them.

python -m digits.evaluate drawings.jsonl.gz photos/ digits.npz --json -

A path is strokes (.jsonl or .jsonl.gz, rows of "label" and "strokes"), pictures (.npz with x, ink bright, and y), or a
folder LABEL/*.png or .jpg. Labels other than 0 to 9 are drawings that are no digit, which should be told so. Strokes
are drawn at every width, at a random size and place. A digit counts as read when it is named and not told to be none.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits import drawings, engine, ink, reading, strokes
from digits.drawings import Drawing
from digits.ink import Ink, Input
from digits.reading import Reading, Verdict

BINS = 15


class Answer(NamedTuple):
    """What was said of one drawing drawn at one width, and how long it took from ink to reading."""

    drawing: Drawing
    width: int | None  # None for a picture
    reading: Reading
    none: float  # the probability that it is no digit
    seen: Input
    seconds: float

    @property
    def label(self) -> str:
        """Return what it is."""
        return self.drawing.label


def main() -> int:
    """Return the exit status: 0 when every path was scored, 1 with a sentence for what was not."""
    options = _options()
    try:
        network = engine.load(options.engine)
        thresholds = reading.Thresholds(**engine.described("thresholds"))
    except engine.EngineError as error:
        print(error, file=sys.stderr)
        return 1
    answers: dict[str, list[Answer]] = {}
    broken: dict[str, list[str]] = {}
    for path in options.paths:
        try:
            found, broken[str(path)] = drawings.read(path)
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        chosen = _chosen(found, options.limit, set(options.without))
        answers[str(path)] = list(_answers(chosen, network, thresholds, options, path.name))
    rows = summaries(answers, broken)
    _print(rows, broken, sys.stderr if options.json == "-" else sys.stdout)
    if options.mistakes:
        cv2.imwrite(str(options.mistakes), contact_sheet([each for many in answers.values() for each in many]))
    if options.json:
        text = json.dumps(rows, indent=1) + "\n"
        sys.stdout.write(text) if options.json == "-" else Path(options.json).write_text(text, encoding="utf-8")
    return 0


def _chosen(found: list[Drawing], limit: int | None, without: set[str]) -> list[Drawing]:
    """Return the drawings but those with certain labels, evenly spread where there are more than `limit`."""
    found = [each for each in found if each.label not in without]
    if limit is None or len(found) <= limit:
        return found
    return [found[i] for i in np.linspace(0, len(found) - 1, limit).astype(int)]


def _answers(
    chosen: Sequence[Drawing],
    network: engine.Engine,
    thresholds: reading.Thresholds,
    options: argparse.Namespace,
    name: str,
) -> Iterator[Answer]:
    """Give what is said of each drawing at each width."""
    shown = _Bar(name, len(chosen))
    for number, drawing in enumerate(chosen):
        for width in options.widths if drawing.strokes else [None]:
            drawn = _drawn(drawing, width, np.random.default_rng([options.seed, number, width or 0]))
            yield Answer(drawing, width, *_answer(drawn, network, thresholds))
        shown.step(number + 1)


def _drawn(drawing: Drawing, width: int | None, rng: np.random.Generator) -> Ink | None:
    """Return a drawing's ink, its strokes drawn on a canvas of the page's size; None where there is none."""
    if drawing.strokes is None or width is None:
        return drawing.ink
    return strokes.draw(strokes.place(drawing.strokes, rng, width), strokes.SIDE, strokes.SIDE, width)


def _answer(
    drawn: Ink | None, network: engine.Engine, thresholds: reading.Thresholds
) -> tuple[Reading, float, Input, float]:
    """Return the reading, the probability that it is no digit, what the network saw, and the seconds that took."""
    started = time.perf_counter()
    if drawn is None:
        return reading.BLANK, 1.0, np.zeros((1, 28, 28, 1), np.float32), 0.0
    seen = ink.to_input(drawn)
    (probabilities,) = network.predict(seen)
    found = reading.read(probabilities, thresholds)
    return found, float(probabilities[10:].sum()), seen, time.perf_counter() - started


def summaries(answers: dict[str, list[Answer]], broken: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return the figures of each file; where digits and drawings that are none were given, how well they part."""
    digits = [each.none for many in answers.values() for each in many if is_digit(each.label)]
    rows = []
    for file, many in answers.items():
        others = [each.none for each in many if not is_digit(each.label)]
        auroc = _auroc(others, digits) if others and digits else None
        rows.append({"file": Path(file).name, **_summary(many), "auroc": auroc, "broken": len(broken.get(file, []))})
    return rows


def _summary(answers: Sequence[Answer]) -> dict[str, Any]:
    digits = [each for each in answers if is_digit(each.label)]
    widths = sorted({each.width for each in digits}, key=lambda width: width or 0)
    accuracy = {
        str(width or "picture"): _share(map(_right, (d for d in digits if d.width == width))) for width in widths
    }
    labels = sorted({each.label for each in digits})
    mean = _mean(accuracy.values())
    drawings = len(answers) // max(1, len({each.width for each in answers}))
    return {
        "n": drawings,
        "accuracy": accuracy,
        "accuracy_mean": mean,
        "accuracy_unflagged": _share(_right(each) for each in digits if not each.drawing.flagged),
        "per_class": {label: _share(_right(each) for each in digits if each.label == label) for label in labels},
        "confidence_interval": _interval(mean, len(digits) // max(1, len(widths))),
        "ece": _calibration_error(digits),
        "rejected": _share(each.reading.verdict is Verdict.NOT_A_DIGIT for each in answers),
        "unsure": _share(each.reading.verdict is Verdict.UNSURE for each in answers),
        "milliseconds": round(1000 * float(np.median([each.seconds for each in answers])), 3) if answers else None,
    }


def is_digit(label: str) -> bool:
    """Return whether a label names one of the ten digits."""
    return label in set("0123456789")


def _right(answer: Answer) -> bool:
    return _named(answer) and str(answer.reading.digit) == answer.label


def _named(answer: Answer) -> bool:
    return answer.reading.verdict in (Verdict.SURE, Verdict.UNSURE)


def _share(flags: Iterable[bool]) -> float | None:
    return _mean(map(float, flags))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 5) if known else None


def _interval(share: float | None, n: int, z: float = 1.96) -> list[float] | None:
    """Return Wilson's 95 % interval of a share that was seen among n."""
    if share is None or not n:
        return None
    middle, spread = share + z**2 / (2 * n), z * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return [round((middle + sign * spread) / (1 + z**2 / n), 5) for sign in (-1, 1)]


def _calibration_error(answers: Iterable[Answer]) -> float | None:
    """Return how far confidence is from how often a named digit is right, weighted over bins of confidence."""
    named = [each for each in answers if _named(each)]
    if not named:
        return None
    confidence = np.array([each.reading.confidence for each in named])
    right = np.array([_right(each) for each in named], float)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs((confidence - right)[bins == i].sum()) for i in np.unique(bins)]
    return round(float(sum(gaps)) / len(named), 5)


def _auroc(others: Sequence[float], digits: Sequence[float]) -> float:
    """Return how often a drawing that is none looks less like a digit than a digit does; ties count half."""
    ordered = np.sort(digits)
    below = np.searchsorted(ordered, others, "left") + np.searchsorted(ordered, others, "right")
    return round(float(below.mean()) / (2 * len(digits)), 5)


def contact_sheet(answers: Sequence[Answer], columns: int = 20, most: int = 400) -> NDArray[np.uint8]:
    """Return a picture of what was misread, `uint8 (h, w)`: what it is, what was said, how surely."""
    wrong = [each for each in answers if (not _right(each) if is_digit(each.label) else _named(each))][:most]
    tiles = [_tile(each) for each in wrong]
    tiles += [np.full((72, 60), 255, np.uint8)] * (-len(tiles) % columns or columns * (not tiles))
    return np.vstack([np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)])


def _tile(answer: Answer) -> NDArray[np.uint8]:
    image = cv2.resize(255 - np.rint(answer.seen[0, :, :, 0] * 255).astype(np.uint8), (56, 56))
    tile = np.asarray(cv2.copyMakeBorder(image, 14, 2, 2, 2, cv2.BORDER_CONSTANT, value=225.0), np.uint8)
    said = str(answer.reading.digit) if _named(answer) else "none"
    text = f"{answer.label[-4:]} {said} {answer.reading.confidence:.2f}"
    cv2.putText(tile, text, (1, 10), cv2.FONT_HERSHEY_SIMPLEX, 0.3, 0, 1, cv2.LINE_AA)
    return tile


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
    add("--widths", nargs="+", type=int, default=[12, 20, 28], help="pen widths on the canvas (default 12 20 28)")
    add("--engine", help="litert or keras (default: DIGITS_ENGINE, else litert)")
    add("--limit", type=int, help="score so many drawings of each path, evenly spread")
    add("--without", nargs="+", default=[], metavar="LABEL", help="leave out the drawings with these labels")
    add("--seed", type=int, default=1, help="decides sizes and places (default 1)")
    add("--mistakes", type=Path, metavar="PNG", help="draw what was misread")
    add("--json", metavar="FILE", help="write the figures as JSON, - for standard output")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
