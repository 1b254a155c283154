"""Batches of MNIST's digits, our own pen's drawings and real hands, and the split to calibrate on."""

import math
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.errors import TrainingError
from digits.pen import writing as pen
from digits.reading import classes
from digits.training.augment import vary
from digits.training.hands import Hands, Mixture
from digits.training.mnist import Split
from digits.training.networks import Recipe

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


class Maker(NamedTuple):
    """Makes the batches of a split, varied where the recipe says so; the same for the same seed, epoch and index."""

    split: Split
    recipe: Recipe
    seed: int
    hands: Mixture | None

    def batch(self, chosen: NDArray[np.intp], epoch: int, index: int) -> Batch:
        """Return the chosen digits with what our own pen and real hands draw beside them."""
        rng = np.random.default_rng([self.seed, epoch, index])
        x, y = _with_synthetic(Split(self.split.x[chosen], self.split.y[chosen]), self.recipe, rng)
        if self.hands:
            x, y = joined(Split(x, y), self.hands.draw(len(chosen), rng))
        if self.recipe.strengths:  # all alike: a network soon learns to tell what was resampled from what was not
            x = vary(x, rng, self.recipe.strengths)
        return ink.as_inputs(x), one_hot(y, self.recipe.classes)


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Shuffled batches of a split, made by threads of this process, or by `workers` of their own where it has some."""

    def __init__(
        self,
        split: Split,
        recipe: Recipe,
        seed: int,
        epoch: int = 0,
        *,
        shuffled: bool = True,
        hands: Hands | None = None,
        workers: int = 0,
    ) -> None:
        # Two threads, because with one Keras has tf.data tune its prefetching, in naps that grow from 10 ms
        # to a minute, and now and then the end of an epoch waits for one: as long again as the epoch took.
        # With processes, as many again ask for the next batches while others wait.
        super().__init__(workers=max(2, 2 * workers), max_queue_size=max(10, 4 * workers))
        mixture = Mixture(hands.learned, recipe.hands) if hands and recipe.hands else None
        self._maker = Maker(split, recipe, seed, mixture)
        self._epoch, self._shuffled = epoch, shuffled
        self._file = _written(self._maker) if workers else None
        self._processes = _processes(workers, self._file.name) if self._file else None
        self._shuffle()

    def __len__(self) -> int:
        return math.ceil(len(self._maker.split.y) / self._maker.recipe.batch)

    def __getitem__(self, index: int) -> Batch:
        size = self._maker.recipe.batch
        wanted = self._order[index * size : (index + 1) * size], self._epoch, index
        if self._processes is None:
            return self._maker.batch(*wanted)
        try:
            return self._processes.submit(_made, *wanted).result()
        except BrokenProcessPool as error:
            raise TrainingError("--workers: one of them died. --resume goes on, perhaps with fewer.") from error

    def on_epoch_end(self) -> None:
        """Shuffle anew, and vary anew from here on."""
        self._epoch += 1
        self._shuffle()

    def _shuffle(self) -> None:
        self._order = np.arange(len(self._maker.split.y))
        if self._shuffled:
            self._order = np.random.default_rng([self._maker.seed, self._epoch]).permutation(self._order)


_maker: Maker  # of a worker process


def _written(maker: Maker) -> "tempfile._TemporaryFileWrapper[bytes]":
    """Return a file of what makes the batches; a process that fails to begin would not read that from its parent."""
    file = tempfile.NamedTemporaryFile(prefix="digits-batches-")  # noqa: SIM115 (it lasts as long as the processes)
    pickle.dump(maker, file)
    file.flush()
    return file


def _processes(count: int, file: str) -> ProcessPoolExecutor:
    """Return processes that make batches, begun anew: a fork of one that holds a GPU may hang."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # theirs: each has a core, and no use for spinning threads
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin, (file,))


def _begin(file: str) -> None:
    global _maker  # noqa: PLW0603
    _maker = pickle.loads(Path(file).read_bytes())  # noqa: S301 (our own)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that trains
    threading.Thread(target=_end_with_it, daemon=True).start()


def _end_with_it() -> None:
    """End this worker with the process that trains, were that to be killed."""
    if trainer := multiprocessing.parent_process():
        trainer.join()
        os._exit(1)


def _made(chosen: NDArray[np.intp], epoch: int, index: int) -> Batch:
    return _maker.batch(chosen, epoch, index)


def calibration_split(recipe: Recipe, validation: Split, seed: int = 0, hands: Hands | None = None) -> Split:
    """Return what a recipe's choices are made with: validation digits, its pen in held-out styles, held-out writers."""
    split = _with_synthetic(validation, recipe, np.random.default_rng(seed), held_out=True)
    return joined(split, hands.held_out.images()) if hands else split


def joined(first: Split, second: Split) -> Split:
    """Return two splits as one."""
    return Split(np.concatenate([first.x, second.x]), np.concatenate([first.y, second.y]))


def one_hot(y: NDArray[np.uint8], count: int = classes.DIGITS) -> NDArray[np.float32]:
    """Return labels as rows of `float32 (n, count)`, one 1 in each."""
    return np.asarray(np.eye(count)[y], np.float32)


def varied(recipe: Recipe, x: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Return images as an epoch of a recipe shows them, `uint8 (n, 28, 28)`."""
    return vary(x, np.random.default_rng(seed), recipe.strengths) if recipe.strengths else x


def of_hands(recipe: Recipe, hands: Hands, count: int, seed: int) -> NDArray[np.uint8]:
    """Return some drawings of real hands as an epoch of a recipe shows them, `uint8 (n, 28, 28)`."""
    assert recipe.hands is not None
    drawings = Mixture(hands.learned, recipe.hands).draw(2 * count, np.random.default_rng(seed)).x
    return varied(recipe, np.random.default_rng(seed).permutation(drawings)[:count], seed)


def _with_synthetic(split: Split, recipe: Recipe, rng: np.random.Generator, held_out: bool = False) -> Split:
    """Return a split followed by what our own pen draws beside it; the split itself where it draws nothing."""
    labels = _synthetic_labels(len(split.y), recipe, rng)
    if not len(labels):
        return split
    return joined(split, Split(pen.images(labels, rng, held_out), labels))


def _synthetic_labels(count: int, recipe: Recipe, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return what our own pen draws beside so many of MNIST's digits."""
    digits = rng.integers(0, classes.DIGITS, round(count * recipe.synthetic_digits), dtype=np.uint8)
    others = [round(count * recipe.doodles), round(count * recipe.numbers)]
    return np.concatenate([digits, np.repeat([classes.NOT_A_DIGIT, classes.SEVERAL], others).astype(np.uint8)])
