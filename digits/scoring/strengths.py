"""Choose how much a correction counts, on writers whom a network never learned from.

python -m digits.scoring.strengths drawings.jsonl.gz --others signs.jsonl.gz --network runs/before

The network is an earlier one of the same shape, from before it learned from these writers: the bundled one misreads
too few of what it was trained on. What is chosen goes into the bundled network's metrics.json. Each writer's drawings
are taken as one digit each, in the order of writing, and corrected as `digits.evaluate --memory` does it.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.commands import ended
from digits.drawing import files, ink, strokes
from digits.drawing.labelled import Labelled
from digits.errors import DataError
from digits.reading import classes, engine, memory, metrics, verdict
from digits.reading.engine import MAX_BATCH, Engine, Inference
from digits.reading.memory import Correction, Memory, Strengths
from digits.reading.pieces import joined, pieces
from digits.reading.verdict import Thresholds, Verdict
from digits.scoring.hands import by_writer

PEN, SEED = 20, 1
MAX_CORRECTIONS = 10  # of a writer
MAX_ADMITTED = 0.02  # the share of what is no digit and was rejected that a memory may let pass
MAX_OTHERS = 600  # of them that are looked at
GRID: dict[str, Sequence[float]] = {
    "push": (7.5, 9, 11),
    "near": (0.8, 0.85, 0.9),
    "steepness": (10, 15),
    "focus": (4, 8),
}

Choice = dict[str, Any]


class Hand(NamedTuple):
    """What a network makes of one writer's drawings, and the classes that they are."""

    inference: Inference
    labels: NDArray[np.intp]


class Outcome(NamedTuple):
    """What strengths come to: errors with a memory, those of them that it makes, and the share of others let pass."""

    errors: int
    harmed: int
    admitted: float

    @property
    def cost(self) -> float:
        """Return what is to be small: a drawing that a memory harms counts twice."""
        return self.errors + self.harmed if self.admitted <= MAX_ADMITTED else np.inf


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when strengths were chosen and written, 1 with a sentence for what was wrong."""
    options = _options(arguments)
    return ended(lambda: _choose(options))


def _choose(options: argparse.Namespace) -> None:
    choice = chosen(options)
    print(json.dumps(choice, indent=1))
    metrics.write(metrics.BUNDLED, metrics.read(metrics.BUNDLED) | {memory.KEY: choice})


def chosen(options: argparse.Namespace) -> Choice:
    """Return the best strengths with what they were chosen on."""
    network, thresholds = engine.load(options.engine, options.network), metrics.thresholds(options.network)
    hands = [hand for path in options.paths for hand in _hands(path, network)]
    others = Inference(*map(np.concatenate, zip(*(_others(path, network) for path in options.others), strict=True)))
    alone = sum(int(_wrong(hand.inference.probabilities, hand.labels, thresholds).sum()) for hand in hands)
    hands = [hand for hand in hands if _wrong(hand.inference.probabilities, hand.labels, thresholds).any()]
    if not hands:
        raise DataError("Nobody was misread, so there is nothing to choose strengths by.")
    tried = {each: outcome(hands, others, each, thresholds) for each in _grid()}
    best = min(tried, key=lambda each: (tried[each].cost, each))
    if not np.isfinite(tried[best].cost):
        raise DataError(f"With all strengths more than {MAX_ADMITTED:.0%} of what is no digit passes.")
    return {
        **best._asdict(),
        "chosen": {
            "command": options.command,
            "files": {path.name: _digest(path) for path in (*options.paths, *options.others)},
            "network": _digest(options.network / engine.ENGINES[options.engine][1]),
            "errors_alone": alone,
            **tried[best]._asdict(),
        },
    }


def outcome(hands: Iterable[Hand], others: Inference, strengths: Strengths, thresholds: Thresholds) -> Outcome:
    """Return what strengths come to on writers who were misread, and on what is no digit, with the memory of each."""
    errors = harmed = 0
    admitted = []
    rejected = _rejected(others.probabilities, thresholds)
    for hand in hands:
        known, wrong = _read_in_order(hand, strengths, thresholds)
        errors += int(wrong.sum())
        harmed += int((wrong & ~_wrong(hand.inference.probabilities, hand.labels, thresholds)).sum())
        passed = ~_rejected(Memory(known, strengths).adjusted(others), thresholds)
        admitted.append(float(passed[rejected].mean()))
    return Outcome(errors, harmed, round(float(np.mean(admitted)), 5))


def _read_in_order(
    hand: Hand, strengths: Strengths, thresholds: Thresholds
) -> tuple[list[Correction], NDArray[np.bool_]]:
    """Return the corrections that were made, and which drawings were misread with those before."""
    known: list[Correction] = []
    remembered = Memory((), strengths)
    wrong = np.zeros(len(hand.labels), bool)
    for i in range(len(hand.labels)):
        one = Inference(*(each[i : i + 1] for each in hand.inference))
        wrong[i] = _wrong(remembered.adjusted(one), hand.labels[i : i + 1], thresholds)[0]
        if wrong[i] and len(known) < MAX_CORRECTIONS:
            known += memory.corrections(one, [int(hand.labels[i])])
            remembered = Memory(known, strengths)
    return known, wrong


def _wrong(probabilities: NDArray[np.float32], labels: NDArray[np.intp], thresholds: Thresholds) -> NDArray[np.bool_]:
    readings = [verdict.read(row, thresholds) for row in probabilities]
    read = [None if each.verdict is Verdict.NOT_A_DIGIT else each.digit for each in readings]
    return np.array([digit != label for digit, label in zip(read, labels, strict=True)], bool)


def _rejected(probabilities: NDArray[np.float32], thresholds: Thresholds) -> NDArray[np.bool_]:
    return np.asarray(classes.rejection(probabilities) > thresholds.not_a_digit)


def _hands(path: Path, network: Engine) -> list[Hand]:
    digits = [each for each in _read(path) if each.is_digit]
    return [
        Hand(_inferred(many, network), np.array([int(each.label or 0) for each in many]))
        for many in by_writer(digits).values()
    ]


def _others(path: Path, network: Engine) -> Inference:
    found = _read(path)
    if not found:
        raise DataError(f"{path}: holds no drawing.")
    return _inferred([found[i] for i in np.linspace(0, len(found) - 1, MAX_OTHERS).astype(int)], network)


def _read(path: Path) -> list[Labelled]:
    try:
        return [each for each in files.read(path)[0] if each.drawing.strokes]
    except (OSError, DataError) as error:
        raise DataError(f"{path}: {error}") from error


def _inferred(drawings: Sequence[Labelled], network: Engine) -> Inference:
    """Return what a network makes of drawings, each as one digit on a canvas."""
    inputs = []
    for number, each in enumerate(drawings):
        placed = strokes.placed(each.drawing.strokes, np.random.default_rng([SEED, number]), PEN)
        inputs.append(ink.to_input(joined(pieces(strokes.by_one_pen(placed, PEN))).ink))
    batch = np.concatenate(inputs)
    found = [network.infer(batch[start : start + MAX_BATCH]) for start in range(0, len(batch), MAX_BATCH)]
    return Inference(*map(np.concatenate, zip(*found, strict=True)))


def _grid() -> list[Strengths]:
    return [memory.USUAL._replace(**dict(zip(GRID, values, strict=True))) for values in product(*GRID.values())]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="digits.scoring.strengths", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="digits by many writers")
    parser.add_argument("--others", nargs="+", type=Path, required=True, metavar="FILE", help="what is not a digit")
    parser.add_argument(
        "--network", type=Path, required=True, metavar="FOLDER", help="one that never saw these writers"
    )
    parser.add_argument("--engine", choices=list(engine.ENGINES), default="keras", help="what runs it (default keras)")
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_args(given)
    options.command = " ".join(["python -m digits.scoring.strengths", *(Path(each).name for each in given)])
    return options


if __name__ == "__main__":
    sys.exit(main())
