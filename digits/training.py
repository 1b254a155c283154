"""Fit one recipe on MNIST, measure it, and write what the page needs to `model/`."""

import hashlib
import json
import math
import platform
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from digits import ink
from digits.data import Mnist, Split, augment
from digits.networks import RECIPES

BATCH = 128
NAME = "digits"


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Shuffled, freshly augmented batches of a split; the same for the same seed and epoch."""

    def __init__(self, split: Split, seed: int) -> None:
        super().__init__()
        self._split, self._seed, self._epoch = split, seed, 0
        self._shuffle()

    def __len__(self) -> int:
        return math.ceil(len(self._split.y) / BATCH)

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        chosen = self._order[index * BATCH : (index + 1) * BATCH]
        rng = np.random.default_rng([self._seed, self._epoch, index])
        return ink.as_inputs(augment(self._split.x[chosen], rng)), one_hot(self._split.y[chosen])

    def on_epoch_end(self) -> None:
        """Shuffle anew, and augment anew from here on."""
        self._epoch += 1
        self._shuffle()

    def _shuffle(self) -> None:
        rng = np.random.default_rng([self._seed, self._epoch])
        self._order = rng.permutation(len(self._split.y))


def one_hot(y: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return labels as rows of `float32 (n, 10)`, one 1 in each."""
    return np.asarray(np.eye(10)[y], np.float32)


def fit(recipe: str, mnist: Mnist, epochs: int, seed: int) -> tuple[keras.Model, dict[str, Any]]:
    """Return the trained network, its weights averaged over the steps, and its history by epoch."""
    keras.utils.set_random_seed(seed)
    model = RECIPES[recipe]()
    batches = Batches(mnist.train, seed)
    steps = epochs * len(batches)
    warm_up = max(1, steps // 20)
    rate = keras.optimizers.schedules.CosineDecay(1e-4, steps - warm_up, warmup_target=2e-3, warmup_steps=warm_up)
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=0.02, use_ema=True, ema_momentum=0.998),
        "categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = model.fit(
        batches,
        epochs=epochs,
        validation_data=(ink.as_inputs(mnist.validation.x), one_hot(mnist.validation.y)),
        callbacks=[keras.callbacks.SwapEMAWeights()],
        verbose=2,
    )
    return without_optimizer(recipe, model), history.history


def without_optimizer(recipe: str, model: keras.Model) -> keras.Model:
    """Return the same network fresh, so that saving it keeps a quarter of the bytes: no optimizer's memory."""
    fresh = RECIPES[recipe]()
    fresh.set_weights(model.get_weights())
    return fresh


def accuracy(model: keras.Model, split: Split) -> float:
    """Return the share of the split that is read right, in [0, 1]."""
    guesses = model.predict(ink.as_inputs(split.x), batch_size=500, verbose=0).argmax(axis=1)
    return float((guesses == split.y).mean())


def export(model: keras.Model, metrics: Mapping[str, Any], folder: Path) -> None:
    """Write `digits.keras`, `.h5` and `.tflite` with their digests and figures in `metrics.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{NAME}.{kind}" for kind in ("keras", "h5", "tflite")]
    model.save(files[0])
    model.save(files[1])
    model.export(files[2], format="litert", verbose=False)
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    text = json.dumps({**metrics, "sha256": digests}, indent=2)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8")


def train(recipe: str, mnist: Mnist, epochs: int, seed: int, out: Path) -> dict[str, Any]:
    """Train a recipe, looks at the test set once, writes everything to `out` and returns the figures."""
    started = time.perf_counter()
    model, history = fit(recipe, mnist, epochs, seed)
    metrics = {
        "recipe": recipe,
        "parameters": model.count_params(),
        "epochs": epochs,
        "seed": seed,
        "seconds": round(time.perf_counter() - started),
        "train_accuracy": round(history["accuracy"][-1], 5),
        "validation_accuracy": round(accuracy(model, mnist.validation), 5),
        "test_accuracy": round(accuracy(model, mnist.test), 5),
        "versions": {
            "python": platform.python_version(),
            "keras": keras.__version__,
            "backend": keras.backend.backend(),
        },
        "machine": f"{platform.machine()}, {platform.system()}",
    }
    export(model, metrics, out)
    return metrics
