"""The network at work: inputs in, probabilities out, behind one method whatever runs it.

`load()` checks the model file against the SHA-256 in `metrics.json` before anything parses it. LiteRT is
the default: it is ready in a fraction of a second and knows nothing of TensorFlow. Keras is the
reference, loaded only when asked for (`DIGITS_ENGINE=keras`) and only in its safe mode.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float32]

BUNDLED = Path(__file__).resolve().parents[2] / "model"
MODEL = Path(os.environ.get("DIGITS_MODEL") or BUNDLED)
RECIPES = BUNDLED / "recipes"  # whichever network is ours
LARGEST = 1024
BLOCK = 32  # larger batches run in blocks of this size: as fast, and memory stays flat


class EngineError(Exception):
    """The network could not be loaded; the message says which file and the way out."""


class Engine(Protocol):
    """Whatever turns inputs into probabilities. Safe to share between threads."""

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities `float32 (n, classes)` of `float32 (n, 28, 28, 1)` inputs, n from 1 to 1024."""
        ...


def load(name: str | None = None, folder: Path = MODEL) -> Engine:
    """Return the engine called `name`, else the one that DIGITS_ENGINE names, else LiteRT."""
    name = name or os.environ.get("DIGITS_ENGINE") or "litert"
    if name not in ENGINES:
        raise EngineError(f"DIGITS_ENGINE: expected one of {', '.join(ENGINES)}, got {name!r}.")
    make, file = ENGINES[name]
    return make(_verified(folder / file))


def thresholds(folder: Path = MODEL) -> tuple[float, float]:
    """Return from which probability on a reading of this network is sure, and from which it is no digit."""
    found = _described("thresholds", folder)
    try:
        return float(found["sure"]), float(found["not_a_digit"])
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"{folder / 'metrics.json'} holds no thresholds. {_WAY_OUT}") from error


class Peer(NamedTuple):
    """Another network that reads the same drawings: a recipe of the trainer's, how large and how good it is."""

    name: str
    parameters: int
    accuracy: float  # on MNIST's test digits
    engine: Engine


def peers(folder: Path = RECIPES) -> list[Peer]:
    """Return the bundled networks of the classic recipes."""
    try:
        rows = json.loads((folder / "table.json").read_text(encoding="utf-8"))["rows"]
        return [
            Peer(
                row["recipe"],
                row["parameters"],
                row["test"],
                LiteRT(_as_described(folder / name, digest, "table.json")),
            )
            for row in rows
            for name, digest in row["sha256"].items()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"{folder / 'table.json'} is missing or describes no networks. {_WAY_OUT}") from error


def layers(seen: NDArray[np.float32], folder: Path = MODEL) -> list[NDArray[np.float32]]:
    """Return what each convolution of the network makes of one input, from first to last, each `float32 (h, w, c)`."""
    path = _verified(folder / "digits.tflite")
    try:
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        interpreter = Interpreter(
            model_path=str(path),
            num_threads=1,
            experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
    except ImportError as error:
        raise _not_installed("ai-edge-litert", error) from error
    with _said():
        interpreter.allocate_tensors()
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], _checked(seen)[:1])
        interpreter.invoke()
        maps = [each for each in interpreter.get_tensor_details() if "Relu" in each["name"] and len(each["shape"]) == 4]
        return [np.asarray(interpreter.get_tensor(each["index"])[0], np.float32) for each in maps]


def figures(folder: Path = MODEL) -> tuple[int, float]:
    """Return how many parameters the bundled network has, and the share of MNIST's test digits that it reads."""
    try:
        metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
        return int(metrics["parameters"]), float(metrics["test_accuracy"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{folder / 'metrics.json'} is missing or holds no figures. {_WAY_OUT}") from error


class LiteRT:
    """The `.tflite` model under LiteRT. One interpreter, one caller at a time: an answer takes a millisecond."""

    def __init__(self, path: Path) -> None:
        try:
            from ai_edge_litert.interpreter import Interpreter

            self._interpreter = Interpreter(model_path=str(path), num_threads=1)
            self._input = self._interpreter.get_input_details()[0]["index"]
            self._output = self._interpreter.get_output_details()[0]["index"]
        except ImportError as error:
            raise _not_installed("ai-edge-litert", error) from error
        except (ValueError, RuntimeError, MemoryError) as error:
            raise _unreadable(path, error) from error
        self._size = 0
        self._lock = Lock()

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities `float32 (n, classes)`, rows summing to 1."""
        batch = _checked(batch)
        blocks = [batch[start : start + BLOCK] for start in range(0, len(batch), BLOCK)]
        with self._lock, _said():
            return np.concatenate([self._run(block) for block in blocks])

    def _run(self, block: NDArray[np.float32]) -> Probabilities:
        if len(block) != self._size:
            self._size = 0  # until it is so: it may fail halfway
            self._interpreter.resize_tensor_input(self._input, block.shape)
            self._interpreter.allocate_tensors()
            self._size = len(block)
        self._interpreter.set_tensor(self._input, block)
        self._interpreter.invoke()
        return np.asarray(self._interpreter.get_tensor(self._output), np.float32)


class Keras:
    """The `.keras` model under Keras, for comparison. Loading it brings in TensorFlow."""

    def __init__(self, path: Path) -> None:
        try:
            import keras

            self._model: Any = keras.saving.load_model(path, compile=False, safe_mode=True)
        except ImportError as error:
            raise _not_installed("tensorflow", error) from error
        except Exception as error:  # Keras reports an unreadable file in many ways
            raise _unreadable(path, error) from error
        self._lock = Lock()

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities `float32 (n, classes)`, rows summing to 1."""
        batch = _checked(batch)
        with self._lock, _said():
            return np.asarray(self._model.predict_on_batch(batch), np.float32)


ENGINES: dict[str, tuple[Callable[[Path], Engine], str]] = {
    "litert": (LiteRT, "digits.tflite"),
    "keras": (Keras, "digits.keras"),
}


@contextmanager
def _said() -> Iterator[None]:
    """Say in a sentence what goes wrong while a network is at work."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        raise EngineError(f"The network could not read the drawing: {error}. Try again.") from error


def _checked(batch: NDArray[np.float32]) -> NDArray[np.float32]:
    if batch.ndim != 4 or batch.shape[1:] != (28, 28, 1) or not 1 <= len(batch) <= LARGEST:
        raise ValueError(f"batch: expected shape (1 to {LARGEST}, 28, 28, 1), got {batch.shape}")
    if not np.isfinite(batch).all():
        raise ValueError("batch: expected finite values, got NaN or infinity")
    return np.ascontiguousarray(batch, np.float32)


def _described(key: str, folder: Path) -> dict[str, Any]:
    path = folder / "metrics.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))[key])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{path} is missing or holds no {key}. {_WAY_OUT}") from error


def _verified(path: Path) -> Path:
    return _as_described(path, _described("sha256", path.parent).get(path.name), "metrics.json")


def _as_described(path: Path, expected: str | None, where: str) -> Path:
    """Return the path of a file that has the digest which is written there."""
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise EngineError(f"{path} cannot be read: {error.strerror}. {_WAY_OUT}") from error
    if expected is None:
        raise EngineError(f"{path.parent / where} holds no sha256 of {path.name}. {_WAY_OUT}")
    if found != expected:
        raise EngineError(f"{path} is not the file that {where} describes (another SHA-256). {_WAY_OUT}")
    return path


def _unreadable(path: Path, error: Exception) -> EngineError:
    return EngineError(f"{path} is not a model that can be loaded: {error}. {_WAY_OUT}")


def _not_installed(package: str, error: ImportError) -> EngineError:
    return EngineError(f"{package} cannot be loaded: {error}. Install it with `pip install -r requirements.txt`.")


_WAY_OUT = "Restore it with `git checkout model`, or train a new one with `python train.py`."
