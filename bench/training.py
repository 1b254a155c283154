"""How fast does `train.py` learn? Beside a plain `model.fit` of the same network with nothing varied.

python -m bench.training
"""

import time
from collections.abc import Callable
from itertools import accumulate

import keras
import numpy as np

from bench import table
from digits.drawing import ink
from digits.training import mnist as data
from digits.training.batches import Batches, one_hot
from digits.training.fit import compiled
from digits.training.mnist import Split
from digits.training.networks import RECIPES

MARKS = [0.99, 0.995]  # of the validation digits
EPOCHS = 5


def main() -> None:
    """Print both speeds, and when a short run came to some accuracies; then the same as one line of JSON."""
    options = table.options(__doc__ or "", digits=(12_800, "training digits a round"), rounds=(3, "of each, in turns"))
    mnist = data.load()
    rounds, digits = (0, 128) if options.quick else (options.rounds, options.digits)
    speeds = _speeds(data.limited(mnist, digits).train, rounds)
    ratio = round(speeds["train.py"] / speeds["plain model.fit"], 3)
    print("images a second:", ", ".join(f"{name} {speed}" for name, speed in speeds.items()), f"ratio {ratio}")
    marks = {} if options.quick else _marks(mnist)
    for mark, seconds in marks.items():
        print(f"{mark} of the validation digits after", "never" if seconds is None else f"{seconds} s")
    table.finish("training", {"images_per_second": speeds, "ratio": ratio, "seconds_to": marks}, options.json)


def _speeds(train: Split, rounds: int) -> dict[str, int]:
    recipe = RECIPES["ours"]
    ours, plain = compiled(recipe, 430), recipe.build()
    plain.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    averaging = [keras.callbacks.SwapEMAWeights()]
    x, y = ink.as_inputs(train.x), one_hot(train.y, recipe.classes)
    images = {"train.py": round(len(y) * (1 + recipe.synthetic_share)), "plain model.fit": len(y)}
    ways: dict[str, Callable[[], object]] = {
        "train.py": lambda: ours.fit(Batches(train, recipe, seed=1), callbacks=averaging, verbose=0),
        "plain model.fit": lambda: plain.fit(x, y, batch_size=recipe.batch, verbose=0),
    }
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):  # in turns, so that a busy moment slows both
        for name, fit in ways.items():
            started = time.perf_counter()
            fit()
            speeds[name].append(images[name] / (time.perf_counter() - started))
    # The first round compiles, and counts where it is the only one.
    return {name: round(float(np.median(each[1:] or each))) for name, each in speeds.items()}


def _marks(mnist: data.Mnist) -> dict[str, float | None]:
    """Return after how many seconds a short run on MNIST alone read so many of the validation digits."""
    recipe = RECIPES["mnist-only"]._replace(epochs=EPOCHS)
    keras.utils.set_random_seed(1)
    model = compiled(recipe, len(mnist.train.y) // recipe.batch + 1)
    stopwatch = _Stopwatch()
    model.fit(
        Batches(mnist.train, recipe, seed=1),
        epochs=EPOCHS,
        validation_data=(ink.as_inputs(mnist.validation.x), one_hot(mnist.validation.y)),
        callbacks=[keras.callbacks.SwapEMAWeights(swap_on_epoch=True), stopwatch],
        shuffle=False,
        verbose=0,
    )
    best = list(accumulate(stopwatch.accuracies, max))
    return {
        f"{100 * mark:.1f} %": next(
            (round(s) for s, share in zip(stopwatch.seconds, best, strict=True) if share >= mark), None
        )
        for mark in MARKS
    }


class _Stopwatch(keras.callbacks.Callback):  # type: ignore[misc]
    """When each epoch was over, and the validation accuracy by then."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.accuracies: list[float] = []
        self._started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        self.seconds.append(time.perf_counter() - self._started)
        self.accuracies.append((logs or {})["val_accuracy"])


if __name__ == "__main__":
    main()
