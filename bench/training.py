"""Measure how fast `train.py` learns, beside a plain `model.fit` of the same network with nothing varied.

python -m bench.training [--digits 12800]
"""

import argparse
import json
import time
from collections.abc import Callable

import keras
import numpy as np

from digits import data, ink, report, training
from digits.networks import RECIPES


def main() -> None:
    """Print both speeds in images a second, then the same as one line of JSON."""
    options = _options()
    train = data.limited(data.load(), options.digits).train
    recipe = RECIPES["ours"]
    ours, plain = training.compiled(recipe, 430), recipe.build()
    plain.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    averaging = [keras.callbacks.SwapEMAWeights()]
    x, y = ink.as_inputs(train.x), training.one_hot(train.y, recipe.classes)
    images = {"train.py": round(len(y) * (1 + recipe.written + recipe.doodles)), "plain model.fit": len(y)}
    ways: dict[str, Callable[[], object]] = {
        "train.py": lambda: ours.fit(training.Batches(train, recipe, seed=1), callbacks=averaging, verbose=0),
        "plain model.fit": lambda: plain.fit(x, y, batch_size=recipe.batch, verbose=0),
    }
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.rounds + 1):  # in turns, so that a busy moment slows both
        for name, fit in ways.items():
            started = time.perf_counter()
            fit()
            speeds[name].append(images[name] / (time.perf_counter() - started))
    found = {name: round(float(np.median(each[1:]))) for name, each in speeds.items()}  # the first round compiles
    ratio = round(found["train.py"] / found["plain model.fit"], 3)
    print("images a second:", ", ".join(f"{name} {speed}" for name, speed in found.items()), f"ratio {ratio}")
    print(json.dumps({"bench": "training", "images_per_second": found, "ratio": ratio, **report.environment()}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--digits", type=int, default=12_800, help="training digits a round (default 12800)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each, in turns (default 3)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
