"""Engines: inputs in, probabilities and features out, whatever runs the network.

`load()` compares the model file's SHA-256 with `metrics.json` before anything parses it. LiteRT is the default: it is
ready in a fraction of a second and needs no TensorFlow. Keras is the reference, loaded only when asked for
(`DIGITS_ENGINE=keras`) and only in its safe mode.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from digits.errors import EngineError
from digits.reading import metrics
from digits.reading.classes import Probabilities

MAX_BATCH = 1024
BLOCK = 32  # larger batches run in blocks of this size: as fast, and memory stays flat
WORTH_SHARING = 4  # inputs at once that threads share; fewer are read as fast by one, where others want the rest

Features = NDArray[np.float32]


class Inference(NamedTuple):
    """What a network makes of inputs: probabilities `float32 (n, classes)`, and the features before its last layer.

    Those are `float32 (n, features)`; there are none where the network's file gives none.
    """

    probabilities: Probabilities
    features: Features


class Engine(Protocol):
    """What turns inputs into probabilities and features. Safe to share between threads."""

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities `float32 (n, classes)` of `float32 (n, 28, 28, 1)` inputs, n from 1 to 1024."""
        ...

    def infer(self, batch: NDArray[np.float32]) -> Inference:
        """Return the same probabilities with the features that they come from."""
        ...


def load(name: str | None = None, folder: Path | None = None, threads: int = 1) -> Engine:
    """Return the engine called `name`, else the one that DIGITS_ENGINE names, else LiteRT.

    LiteRT reads larger batches with so many threads; Keras with those that TensorFlow has.
    """
    make, file = verified(name, folder)
    return make(file, threads)


def verified(name: str | None = None, folder: Path | None = None) -> tuple[Callable[[Path, int], Engine], Path]:
    """Return what makes the engine that `load` would, and its network's file, which is the one that it should be."""
    name = name or os.environ.get("DIGITS_ENGINE") or "litert"
    if name not in ENGINES:
        raise EngineError(f"DIGITS_ENGINE: expected one of {', '.join(ENGINES)}, got {name!r}.")
    make, file = ENGINES[name]
    return make, metrics.verified((folder or metrics.model_folder()) / file)


class LiteRT:
    """The `.tflite` model under LiteRT. One caller at a time: an answer takes a millisecond."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self._alone = _Interpreter(path, 1)
        self._shared = _Interpreter(path, threads) if threads > 1 else self._alone
        self._lock = Lock()

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities `float32 (n, classes)`, rows summing to 1."""
        return self.infer(batch).probabilities

    def infer(self, batch: NDArray[np.float32]) -> Inference:
        """Return the same with the features."""
        batch = checked(batch)
        blocks = [batch[start : start + BLOCK] for start in range(0, len(batch), BLOCK)]
        with self._lock, as_engine_error():
            return Inference(*(np.concatenate(each) for each in zip(*map(self._run, blocks), strict=True)))

    def _run(self, block: NDArray[np.float32]) -> Inference:
        return (self._shared if len(block) >= WORTH_SHARING else self._alone).run(block)


class _Interpreter:
    """LiteRT's interpreter of a file, with so many threads; one caller at a time."""

    def __init__(self, path: Path, threads: int) -> None:
        try:
            from ai_edge_litert.interpreter import Interpreter

            self._interpreter = Interpreter(model_path=str(path), num_threads=threads)
            self._input = self._interpreter.get_input_details()[0]["index"]
            outputs = sorted(self._interpreter.get_output_details(), key=lambda each: int(each["shape"][-1]))
            self._output, *self._features = [each["index"] for each in outputs]  # there are more features than classes
        except ImportError as error:
            raise not_installed("ai-edge-litert", error) from error
        except (ValueError, RuntimeError, MemoryError) as error:
            raise _unreadable(path, error) from error
        self._size = 0

    def run(self, block: NDArray[np.float32]) -> Inference:
        """Return what the network makes of a block of inputs."""
        if len(block) != self._size:
            self._size = 0  # until it is so: it may fail halfway
            self._interpreter.resize_tensor_input(self._input, block.shape)
            self._interpreter.allocate_tensors()
            self._size = len(block)
        self._interpreter.set_tensor(self._input, block)
        self._interpreter.invoke()
        found = [np.asarray(self._interpreter.get_tensor(each), np.float32) for each in (self._output, *self._features)]
        return Inference(found[0], found[1] if self._features else no_features(len(block)))


class Keras:
    """The `.keras` model under Keras, for comparison. Loading it brings in TensorFlow."""

    def __init__(self, path: Path) -> None:
        try:
            import keras

            model = keras.saving.load_model(path, compile=False, safe_mode=True)
            self._model: Any = keras.Model(model.inputs, [model.output, model.layers[-1].input])
        except ImportError as error:
            raise not_installed("tensorflow", error) from error
        except Exception as error:  # Keras reports an unreadable file in many ways
            raise _unreadable(path, error) from error
        self._lock = Lock()

    def predict(self, batch: NDArray[np.float32]) -> Probabilities:
        """Return probabilities `float32 (n, classes)`, rows summing to 1."""
        return self.infer(batch).probabilities

    def infer(self, batch: NDArray[np.float32]) -> Inference:
        """Return the same with the features."""
        batch = checked(batch)
        with self._lock, as_engine_error():
            return Inference(*(np.asarray(each, np.float32) for each in self._model.predict_on_batch(batch)))


ENGINES: dict[str, tuple[Callable[[Path, int], Engine], str]] = {
    "litert": (LiteRT, "digits.tflite"),
    "keras": (lambda path, _: Keras(path), "digits.keras"),
}


def no_features(count: int) -> Features:
    """Return the features of so many inputs where the network gives none, `(count, 0)`."""
    return np.zeros((count, 0), np.float32)


@contextmanager
def as_engine_error() -> Iterator[None]:
    """Turn what goes wrong while a network runs into an `EngineError`."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        raise EngineError(f"The network could not read the drawing: {error}. Try again.") from error


def checked(batch: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a batch of inputs as engines take it; raise ValueError for another shape or for what is not finite."""
    if batch.ndim != 4 or batch.shape[1:] != (28, 28, 1) or not 1 <= len(batch) <= MAX_BATCH:
        raise ValueError(f"batch: expected shape (1 to {MAX_BATCH}, 28, 28, 1), got {batch.shape}")
    if not np.isfinite(batch).all():
        raise ValueError("batch: expected finite values, got NaN or infinity")
    return np.ascontiguousarray(batch, np.float32)


def not_installed(package: str, error: ImportError) -> EngineError:
    """Return the error that says how to install an engine's package."""
    requirements = "requirements-page.txt" if package == "ai-edge-litert" else "requirements.txt"
    return EngineError(f"{package} cannot be loaded: {error}. Install it with `pip install -r {requirements}`.")


def _unreadable(path: Path, error: Exception) -> EngineError:
    return EngineError(f"{path} is not a model that can be loaded: {error}. {metrics.WAY_OUT}")
