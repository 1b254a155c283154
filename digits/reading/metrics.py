"""The one place for what is known of networks: their `metrics.json`, and the recipes' `table.json`."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from digits.errors import EngineError
from digits.reading.verdict import Thresholds

Metrics = dict[str, Any]

BUNDLED = Path(__file__).resolve().parents[2] / "model"
FILE, TABLE = "metrics.json", "table.json"
WAY_OUT = "Restore it with `git checkout model`, or train a new one with `python train.py`."


def model_folder() -> Path:
    """Return the folder of the network to run: DIGITS_MODEL, else the bundled one."""
    return Path(os.environ.get("DIGITS_MODEL") or BUNDLED)


def recipes_folder() -> Path:
    """Return the folder of the classic recipes' networks, whichever network is run beside them."""
    return BUNDLED / "recipes"


def read(folder: Path | None = None, needs: Sequence[str] = ()) -> Metrics:
    """Return the whole of a network's `metrics.json`, which must hold the keys that are needed."""
    return _read(folder or model_folder(), FILE, needs)


def write(folder: Path, found: Mapping[str, Any]) -> None:
    """Write a network's `metrics.json`: the whole of it, or none where there is no room."""
    new = folder / f".{FILE}"
    new.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    new.replace(folder / FILE)


def read_table(folder: Path | None = None) -> Metrics:
    """Return the classic recipes' table, a row for each in `rows`."""
    folder = folder or recipes_folder()
    found = _read(folder, TABLE, ["rows"])
    if not isinstance(found["rows"], list):
        raise _missing(folder / TABLE, "rows")
    return found


def thresholds(folder: Path | None = None) -> Thresholds:
    """Return the thresholds that a network's verdicts go by."""
    folder = folder or model_folder()
    try:
        found = read(folder, ["thresholds"])["thresholds"]
        return Thresholds(float(found["sure"]), float(found["not_a_digit"]))
    except (KeyError, TypeError, ValueError) as error:
        raise _missing(folder / FILE, "thresholds") from error


def figures(folder: Path | None = None) -> tuple[int, float]:
    """Return how many parameters a network has, and its accuracy on MNIST's test digits."""
    folder = folder or model_folder()
    try:
        found = read(folder, ["parameters", "test_accuracy"])
        return int(found["parameters"]), float(found["test_accuracy"])
    except (KeyError, TypeError, ValueError) as error:
        raise _missing(folder / FILE, "figures") from error


def verified(path: Path) -> Path:
    """Return the path of a network's file, once it has the SHA-256 in the `metrics.json` beside it."""
    digests = read(path.parent, ["sha256"])["sha256"]
    if not isinstance(digests, dict):
        raise _missing(path.parent / FILE, "sha256")
    return as_described(path, digests.get(path.name), FILE)


def as_described(path: Path, expected: str | None, where: str) -> Path:
    """Return the path of a file, once it has the SHA-256 that is written in the file `where`."""
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise EngineError(f"{path} cannot be read: {error.strerror}. {WAY_OUT}") from error
    if expected is None:
        raise EngineError(f"{path.parent / where} holds no sha256 of {path.name}. {WAY_OUT}")
    if found != expected:
        raise EngineError(f"{path} is not the file that {where} describes (another SHA-256). {WAY_OUT}")
    return path


def _read(folder: Path, file: str, needs: Sequence[str]) -> Metrics:
    try:
        found = json.loads((folder / file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _missing(folder / file, ", ".join(needs) or "figures") from error
    missing = [key for key in needs if not isinstance(found, dict) or key not in found]
    if missing or not isinstance(found, dict):
        raise _missing(folder / file, ", ".join(missing) or "figures")
    return found


def _missing(path: Path, needs: str) -> EngineError:
    return EngineError(f"{path} is missing or holds no {needs}. {WAY_OUT}")
