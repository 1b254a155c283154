"""What a trained network is worth: the figures of `metrics.json` and of the recipes' table."""

import json
import platform
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, SupportsFloat

import numpy as np
from numpy.typing import NDArray

from digits.errors import EngineError, TrainingError
from digits.reading import calibration, classes, metrics
from digits.reading.metrics import Metrics
from digits.training import card

Labels = NDArray[np.uint8]
Predicted = NDArray[np.intp]
Flags = NDArray[np.bool_]

PACKAGES = {"keras", "tensorflow", "jax", "torch", "numpy", "opencv-python", "ai-edge-litert"}


def measure(probabilities: NDArray[np.float32], y: Labels) -> Metrics:
    """Return figures of a network's probabilities, `(n, classes)`, of digits that are `y`."""
    shares = classes.among_digits(probabilities)
    predicted, confidence = shares.argmax(axis=1), shares.max(axis=1)
    right = predicted == y
    return {
        "test_accuracy": _rounded(right.mean(), 4),
        "expected_calibration_error": _rounded(calibration.calibration_error(confidence, right)),
        "per_class": _per_class(predicted, y),
        "confusion": _confusion(predicted, y).tolist(),
        "reliability": [each._asdict() for each in calibration.reliability(confidence, right)],
        "mistakes": [
            {"index": int(i), "label": int(y[i]), "said": int(predicted[i]), "confidence": _rounded(confidence[i], 4)}
            for i in np.flatnonzero(~right)
        ],
    }


def measure_synthetic(probabilities: NDArray[np.float32], y: Labels, not_a_digit: float) -> Metrics:
    """Return figures of a network's probabilities of our own pen's drawings: digits, doodles and numbers."""
    kinds = {"digits": classes.is_digit(y), "doodles": y == classes.NOT_A_DIGIT, "numbers": y == classes.SEVERAL}
    predicted = classes.digits(probabilities).argmax(axis=1)
    rejected = classes.rejection(probabilities) > not_a_digit
    return {
        **{name: int(kind.sum()) for name, kind in kinds.items()},
        "digits_read": _share((predicted == y) & ~rejected, kinds["digits"]),
        **{f"{name}_told_none": _share(rejected, kind) for name, kind in kinds.items()},
    }


def measure_hands(
    probabilities: NDArray[np.float32], y: Labels, writers: Sequence[str], sources: Sequence[str], not_a_digit: float
) -> Metrics:
    """Return figures of a network's probabilities of what people drew: of all, of each file, digit and writer."""
    digits = classes.is_digit(y)
    said = classes.digits(probabilities).argmax(axis=1)
    rejected = classes.rejection(probabilities) > not_a_digit
    wrong = digits & ((said != y) | rejected)
    files = {file: np.array(sources) == file for file in dict.fromkeys(sources)}
    return {
        "drawings": len(y),
        **_of_hands(digits, wrong, rejected),
        **_of_writers(np.array(writers)[digits], wrong[digits]),
        "per_digit": {str(digit): _share_if_any(~wrong, y == digit) for digit in range(classes.DIGITS)},
        "per_file": {file: _of_hands(digits & own, wrong, rejected, ~digits & own) for file, own in files.items()},
        "mistakes": [
            {"index": int(i), "label": int(y[i]), "said": None if rejected[i] else int(said[i])}
            for i in np.flatnonzero(wrong)
        ],
    }


def _of_hands(digits: Flags, wrong: Flags, rejected: Flags, others: Flags | None = None) -> Metrics:
    """Return how many digits and non-digits there are, and which shares are read right or rejected."""
    others = ~digits if others is None else others
    return {
        "digits": int(digits.sum()),
        "non_digits": int(others.sum()),
        "digits_read": _share_if_any(~wrong, digits),
        "digits_rejected": _share_if_any(rejected, digits),
        "non_digits_rejected": _share_if_any(rejected, others),
    }


def _of_writers(writers: NDArray[np.str_], wrong: Flags) -> Metrics:
    """Return how many writers of digits there are, how many are read without a mistake, and how the worst tenth is."""
    shares = np.sort([1 - wrong[writers == name].mean() for name in np.unique(writers)])
    if not len(shares):
        return {"writers": 0, "writers_without_mistake": None, "worst_tenth": None}
    worst = shares[: max(1, len(shares) // 10)]
    return {
        "writers": len(shares),
        "writers_without_mistake": _rounded((shares == 1).mean()),
        "worst_tenth": _rounded(worst.mean()),
    }


def _share_if_any(flags: Flags, among: Flags) -> float | None:
    """Return the share of some that have a flag; None where there are none."""
    return _share(flags, among) if among.any() else None


def rejected_share(probabilities: NDArray[np.float32], not_a_digit: float) -> float:
    """Return the share of drawings that are rejected."""
    return _rounded((classes.rejection(probabilities) > not_a_digit).mean())


def _share(flags: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return _rounded(flags[among].mean())


def _rounded(figure: SupportsFloat, places: int = 5) -> float:
    return round(float(figure), places)


def _confusion(predicted: Predicted, y: Labels) -> NDArray[np.int64]:
    counts = np.zeros((classes.DIGITS, classes.DIGITS), np.int64)
    np.add.at(counts, (y, predicted), 1)
    return counts


def _per_class(predicted: Predicted, y: Labels) -> list[Metrics]:
    counts = _confusion(predicted, y)
    return [_of_digit(digit, counts) for digit in range(10)]


def _of_digit(digit: int, counts: NDArray[np.int64]) -> Metrics:
    """Return one digit's precision, recall and F1."""
    right, labelled, predicted = int(counts[digit, digit]), int(counts[digit].sum()), int(counts[:, digit].sum())
    precision, recall = right / max(predicted, 1), right / max(labelled, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    figures = {"precision": precision, "recall": recall, "f1": f1}
    return {"digit": digit, "n": labelled, **{name: _rounded(value) for name, value in figures.items()}}


def environment() -> Metrics:
    """Return the versions and the machine that a run's figures belong to."""
    import keras

    installed = {each.name: each.version for each in distributions() if each.name in PACKAGES}
    return {
        "versions": {"python": platform.python_version(), **dict(sorted(installed.items()))},
        "backend": keras.backend.backend(),
        "machine": _machine(),
    }


def device_name() -> str:
    """Return what runs a network here: the machine and, where there is one, the accelerator."""
    import keras

    backend, accelerator = keras.backend.backend(), ""
    if backend == "jax":
        import jax

        accelerator = jax.devices()[0].device_kind
    elif backend == "torch":
        import torch

        accelerator = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
    return ", ".join(filter(None, [_machine(), accelerator.removeprefix("cpu"), backend]))


def _machine() -> str:
    return f"{processor()}, {platform.system()} {platform.machine()}"


def processor() -> str:
    """Return the processor's name; "" where nothing tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a folder to write to; at its end move its files into place, those that describe the others last."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as new:
        yield Path(new)
        for file in sorted(Path(new).iterdir(), key=lambda path: path.name in (metrics.FILE, metrics.TABLE)):
            file.replace(folder / file.name)


def write(folder: Path, figures: Mapping[str, Any]) -> None:
    """Write `metrics.json` and the model card `README.md`, whose figures are those in it."""
    metrics.write(folder, figures)
    (folder / "README.md").write_text(card.text(figures), encoding="utf-8")


def check_spread(folder: Path, seed: int, settings: Metrics) -> None:
    """Raise where another seed would not be comparable to the report in a folder, or is already in it."""
    report = _whole_report(folder)
    if report["settings"] != settings:
        raise TrainingError(f"{folder}: expected a seed of {report['settings']}, got one of {settings}.")
    if str(seed) in report["seeds"]:
        raise TrainingError(f"--seed: expected one that is not in {folder / metrics.FILE} yet, got {seed}.")


def add_seed(folder: Path, figures: Metrics) -> None:
    """Write another run's test accuracy into the report in a folder."""
    report = _whole_report(folder)
    report["seeds"] |= figures["seeds"]
    write(folder, report)


def _whole_report(folder: Path) -> Metrics:
    """Return a report that another seed may join."""
    path = folder / metrics.FILE
    try:
        report = metrics.read(folder)
        return {**report, "settings": dict(report["settings"]), "seeds": dict(report["seeds"])}
    except (EngineError, KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{path}: expected the report of a whole run. Train one without --spread first.") from error


def write_table(folder: Path, table: Mapping[str, Any]) -> None:
    """Write the recipes' table, `table.json`."""
    (folder / metrics.TABLE).write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def with_row(table: Metrics, row: Metrics, order: Sequence[str]) -> Metrics:
    """Return a table with a recipe's row added or replaced, in an order of recipes; those it does not name are last."""
    others = [each for each in table["rows"] if each["recipe"] != row["recipe"]]
    ranks = {name: rank for rank, name in enumerate(order)}
    return {**table, "rows": sorted([*others, row], key=lambda each: ranks.get(each["recipe"], len(ranks)))}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the recipes' table as text."""
    head = f"{'recipe':18}{'parameters':>11}{'seconds':>9}{'train':>9}{'valid.':>9}{'test':>9}  reported"
    lines = [
        f"{row['recipe']:18}{row['parameters']:>11,}{row['seconds']:>9}{row['train']:>9.4f}{row['validation']:>9.4f}"
        f"{row['test']:>9.4f}  {row['reported']}"
        for row in rows
    ]
    return "\n".join([head, *lines])
