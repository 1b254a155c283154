"""Write a trained network to files.

python -m digits.training.export     the bundled .tflite and .live anew from its .keras, with their digests
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import keras

from digits.commands import ended
from digits.errors import TrainingError
from digits.live import export as live
from digits.reading import metrics

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
            with_features(model).export(file, format="litert", verbose=False)
        elif file.suffix == ".live":
            live.write(model, file)
        else:
            model.save(file)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def with_features(model: keras.Model) -> keras.Model:
    """Return a network that gives its probabilities and, as a second output, the features before its last layer."""
    return keras.Model(model.inputs, [model.output, model.layers[-1].input], name=model.name)


def renew(folder: Path) -> None:
    """Write what is made of a folder's `.keras` anew, with the digests in the `metrics.json` there."""
    model = keras.saving.load_model(metrics.verified(folder / "digits.keras"), compile=False, safe_mode=True)
    digests = export(model, folder, formats=("tflite", "live"))
    figures = metrics.read(folder, ["sha256"])
    figures["sha256"] |= digests
    metrics.write(folder, figures)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when the files were written, 1 with a sentence when something stood in the way."""
    parser = argparse.ArgumentParser(prog="python -m digits.training.export", description="Write the network anew.")
    parser.parse_args(arguments)
    return ended(lambda: renew(metrics.BUNDLED))


if __name__ == "__main__":
    sys.exit(main())
