"""Begin a training with the weights of a network that is there already, to adapt it in minutes."""

import hashlib
from pathlib import Path

import keras

from digits.errors import EngineError, TrainingError
from digits.reading import metrics
from digits.training.networks import soften

EPOCHS = 8
LEARNING_RATE = 5e-4


def digest(file: Path) -> str:
    """Return the SHA-256 of the file that a training begins with."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise TrainingError(f"--from: {error}.") from error


def begin_from(model: keras.Model, file: Path) -> None:
    """Give a model the weights of a `.keras` or `.h5` file of the same network, as they were trained."""
    digest(file)  # which says in a sentence that there is no such file
    try:
        model.set_weights(keras.models.load_model(file, compile=False).get_weights())
    except Exception as error:  # Keras reports a file of another kind, and a network of another shape, in many ways
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TrainingError(
            f"--from: expected a .keras or .h5 file of the recipe's network, got {file}: {reason}."
        ) from error
    soften(model, 0)
    last = model.get_layer("digit")
    last.set_weights([weight * _temperature(file) for weight in last.get_weights()])


def _temperature(file: Path) -> float:
    """Return the temperature that was folded into the last layer when the file was written; 1 where nothing tells."""
    try:
        found = metrics.read(file.parent, ["temperature", "sha256"])
        return float(found["temperature"]) if found["sha256"].get(file.name) == digest(file) else 1.0
    except (EngineError, AttributeError, TypeError, ValueError):
        return 1.0
