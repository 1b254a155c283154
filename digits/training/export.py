"""Write a trained network to files."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import keras

from digits.errors import TrainingError

FORMATS = ("keras", "h5", "tflite")


def check_backend() -> None:
    """Raise where no LiteRT file can be written: it is made from TensorFlow only."""
    if keras.backend.backend() != "tensorflow":
        raise TrainingError(
            f"KERAS_BACKEND: expected tensorflow, which writes the .tflite file, got {keras.backend.backend()}. "
            "What another backend trained is in its checkpoint, and --resume on TensorFlow writes it."
        )


def export(model: keras.Model, folder: Path, name: str = "digits", formats: Sequence[str] = FORMATS) -> dict[str, str]:
    """Write the network as `name.keras`, `.h5` and `.tflite`; return each file's SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.{kind}" for kind in formats]
    for file in files:
        if file.suffix == ".tflite":
            model.export(file, format="litert", verbose=False)
        else:
            model.save(file)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
