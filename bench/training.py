"""How fast `train.py` learns, without real hands and with them.

Beside it stands a plain `model.fit` of the same network with nothing varied.

python -m bench.training
"""

import time
from collections.abc import Callable
from itertools import accumulate

import keras
import numpy as np

from bench import table
from digits.drawing import ink
from digits.pen import writing as pen
from digits.pen.doodles import doodle
from digits.pen.rewriting import curve
from digits.reading import classes
from digits.training import mnist as data
from digits.training.batches import Batches, one_hot
from digits.training.fit import compiled
from digits.training.hands import Drawings, Hands
from digits.training.mnist import Split
from digits.training.networks import RECIPES, Recipe, with_hands

MARKS = [0.99, 0.995]  # of the validation digits
EPOCHS = 5


def main() -> None:
    """Print both speeds, and when a short run came to some accuracies; then the same as one line of JSON."""
    options = table.options(__doc__ or "", digits=(12_800, "training digits a round"), rounds=(3, "of each, in turns"))
    mnist = data.load()
    rounds, digits = (0, 128) if options.quick else (options.rounds, options.digits)
    train = data.limited(mnist, digits).train
    speeds = _speeds(train, rounds)
    ratio = round(speeds["train.py"] / speeds["plain model.fit"], 3)
    print("images a second:", ", ".join(f"{name} {speed}" for name, speed in speeds.items()), f"ratio {ratio}")
    print("batches alone, images a second of one core:", alone := _alone(train))
    marks = {} if options.quick else _marks(mnist)
    for mark, seconds in marks.items():
        print(f"{mark} of the validation digits after", "never" if seconds is None else f"{seconds} s")
    table.finish(
        "training", {"images_per_second": speeds, "ratio": ratio, "batches": alone, "seconds_to": marks}, options.json
    )


def _speeds(train: Split, rounds: int) -> dict[str, int]:
    recipe, hands = RECIPES["ours"], _hands()
    ours, adapted, plain = compiled(recipe, 430), compiled(recipe, 430), recipe.build()
    plain.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    averaging = [keras.callbacks.SwapEMAWeights()]
    x, y = ink.as_inputs(train.x), one_hot(train.y, recipe.classes)
    with_people = with_hands(recipe)
    images = {
        "train.py": round(len(y) * (1 + recipe.synthetic_share)),
        "train.py --hands": round(len(y) * (1 + with_people.synthetic_share + _share_of_hands(recipe))),
        "plain model.fit": len(y),
    }
    ways: dict[str, Callable[[], object]] = {
        "train.py": lambda: ours.fit(Batches(train, recipe, seed=1), callbacks=averaging, verbose=0),
        "train.py --hands": lambda: adapted.fit(
            Batches(train, with_people, seed=1, hands=hands), callbacks=averaging, verbose=0
        ),
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


def _alone(train: Split) -> dict[str, int]:
    """Return how many images a second one core puts together, with nothing that learns from them."""
    recipe = RECIPES["ours"]
    both = {
        "train.py": Batches(train, recipe, seed=1),
        "train.py --hands": Batches(train, with_hands(recipe), seed=1, hands=_hands()),
    }
    speeds = {}
    for name, batches in both.items():
        started = time.process_time()
        images = sum(len(batches[i][1]) for i in range(len(batches)))
        speeds[name] = round(images / (time.process_time() - started))
    return speeds


def _hands(count: int = 1000) -> Hands:
    """Return drawings by our own pen in the place of real hands: a benchmark needs no files."""
    rng = np.random.default_rng(1)
    y = np.resize(np.arange(10), count).astype(np.uint8)
    strokes = [pen.write(int(label), rng) for label in y] + [doodle(rng) for _ in range(count)]
    labels = np.append(y, np.full(count, classes.NOT_A_DIGIT, np.uint8))
    writers = [f"{i % 100}" for i in range(2 * count)]
    drawings = Drawings([curve(each) for each in strokes], labels, writers, [""] * 2 * count)
    return Hands(drawings, drawings, [])


def _share_of_hands(recipe: Recipe) -> float:
    assert recipe.hands is not None
    return recipe.hands.digits + recipe.hands.others + recipe.hands.numbers


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
