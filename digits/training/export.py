"""Write a trained network to files."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import keras

from digits.errors import TrainingError
from digits.live import export as live

FORMATS = ("keras", "h5", "tflite", "live")  # the last names the one before, so it is written after it


def check_backend() -> None:
    """Raise where no LiteRT file can be written: it is made from TensorFlow only."""
    if keras.backend.backend() != "tensorflow":
        raise TrainingError(
            f"KERAS_BACKEND: expected tensorflow, which writes the .tflite file, got {keras.backend.backend()}. "
            "What another backend trained is in its checkpoint, and --resume on TensorFlow writes it."
        )


def export(model: keras.Model, folder: Path, name: str = "digits", formats: Sequence[str] = FORMATS) -> dict[str, str]:
    """Write the network in these formats, as `.live` only if a browser can run it; return each file's SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.{kind}" for kind in formats if kind != "live" or live.is_runnable(model)]
    for file in files:
        if file.suffix == ".tflite":
            model.export(file, format="litert", verbose=False)
        elif file.suffix == ".live":
            live.write(model, file)
        else:
            model.save(file)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
