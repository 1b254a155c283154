"""How many images a second does the network read? LiteRT, and what else Keras offers, by batch size.

python -m bench.engine
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import table
from digits.page.parts.network import THREADS
from digits.reading import engine
from digits.reading.metrics import model_folder

BATCHES = [1, 32, 1024]


def main() -> None:
    """Print images a second by way and batch size, then the same as one line of JSON."""
    options = table.options(__doc__ or "", seconds=(2, "for each figure"))
    batches = BATCHES[:2] if options.quick else BATCHES
    images = np.random.default_rng(1).random((max(BATCHES), 28, 28, 1), np.float32)
    rows = {
        name: {
            f"batch {size}": round(_speed(work, images[:size], 0.1 if options.quick else options.seconds))
            for size in batches
        }
        for name, work in _ways().items()
    }
    table.show("images a second", rows)
    table.finish("engine", {"images_per_second": rows}, options.json)


def _ways() -> dict[str, Callable[[NDArray[np.float32]], Any]]:
    import keras
    import tensorflow as tf

    model = keras.saving.load_model(model_folder() / "digits.keras", compile=False)
    graph = tf.function(lambda batch: model(batch, training=False))
    return {
        "LiteRT, as the page runs it": engine.load("litert", threads=THREADS).predict,
        "LiteRT, one thread": engine.load("litert").predict,
        "Keras, model.predict": lambda batch: model.predict(batch, verbose=0),
        "Keras, eager call": lambda batch: np.asarray(model(batch, training=False)),
        "Keras, tf.function": lambda batch: np.asarray(graph(tf.constant(batch))),
    }


def _speed(work: Callable[[NDArray[np.float32]], Any], batch: NDArray[np.float32], seconds: float) -> float:
    work(batch)
    done, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < seconds or not done:
        work(batch)
        done += len(batch)
    return done / max(passed, 1e-9)


if __name__ == "__main__":
    main()
