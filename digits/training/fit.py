"""Fit one recipe on MNIST: shuffled, augmented, scheduled, averaged, stopped in time, and resumable.

A run is decided by its recipe and seed. A checkpoint before each epoch and at the end holds all that the rest of the
run depends on, so a killed run that is resumed ends as an unbroken one. It may go on elsewhere, on another of Keras's
backends: what a GPU trained is written on TensorFlow.
"""

import hashlib
import math
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, NamedTuple

import keras
from numpy.typing import NDArray

from digits.errors import TrainingError
from digits.pen.signs import SIGNS
from digits.pen.styles import HELD_OUT, STYLES
from digits.training import start as starts
from digits.training.batches import Batches, calibration_split
from digits.training.hands import Hands
from digits.training.mnist import Mnist, Split
from digits.training.networks import RECIPES, Recipe, architecture, soften, with_hands
from digits.training.progress import History, Progress

LABEL_SMOOTHING, LEARNING_RATE, WEIGHT_DECAY = 0.05, 2e-3, 0.06
MAX_AVERAGING = 0.998  # momentum of the averaged weights; a short run has less, see `_scheduled`


class Run(NamedTuple):
    """A trained network and how it came about."""

    model: keras.Model
    history: History
    devices: list[str]  # what it was trained on, one after the other
    stopped: bool  # by Ctrl-C, before its end
    checkpoint: Path

    @property
    def seconds(self) -> int:
        """Return how long the epochs took, over all the processes that ran them."""
        return round(sum(epoch["seconds"] for epoch in self.history))

    def forget(self) -> None:
        """Delete the checkpoint, once what the run gave is safe elsewhere."""
        self.checkpoint.unlink(missing_ok=True)


def find_recipe(name: str) -> Recipe:
    """Return the recipe of this name."""
    if name not in RECIPES:
        raise TrainingError(f"recipe: expected one of {', '.join(RECIPES)}, got {name!r}.")
    return RECIPES[name]


def fit(
    name: str,
    mnist: Mnist,
    out: Path,
    *,
    seed: int = 1,
    epochs: int | None = None,
    resume: bool = False,
    device: str = "",
    hands: Hands | None = None,
    start: Path | None = None,
    workers: int = 0,
) -> Run:
    """Return a recipe trained on MNIST, with the weights of its best epoch; Ctrl-C ends it early with those so far.

    It learns from real `hands` too, and begins with the weights of the file `start`, where they are given. The run
    remembers each `device` that it was trained on. `workers` are processes that make its batches.
    """
    recipe = with_hands(find_recipe(name)) if hands else find_recipe(name)
    recipe = recipe._replace(epochs=epochs or (starts.EPOCHS if start else recipe.epochs))
    keras.utils.set_random_seed(seed)
    rate = starts.LEARNING_RATE if start else LEARNING_RATE
    model = compiled(recipe, math.ceil(len(mnist.train.y) / recipe.batch), rate)
    if start:
        starts.begin_from(model, start)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / f"checkpoint-{name}-{seed}.npz"
    given = [hands.digest] if hands else []
    given += [starts.digest(start), str(rate)] if start else []
    progress = Progress(checkpoint, _settings(name, recipe, architecture(model), mnist, seed, *given), recipe, device)
    if resume and checkpoint.exists():
        progress.resume(model)
    train = Batches(mnist.train, recipe, seed, len(progress.history), hands=hands, workers=workers)
    validation = calibration_split(recipe, mnist.validation, hands=hands)
    stopped = not progress.ended and _fit(model, recipe, train, validation, progress)
    return Run(_inference_model(recipe, progress.best), progress.history, progress.devices, stopped, checkpoint)


def compiled(recipe: Recipe, steps_per_epoch: int, rate: float = LEARNING_RATE) -> keras.Model:
    """Return the recipe's network, ready for `fit`."""
    model = recipe.build()
    loss, optimizer = recipe.loss, keras.optimizers.Adam()
    if recipe.schedule:
        loss = keras.losses.CategoricalCrossentropy(label_smoothing=LABEL_SMOOTHING)
        optimizer = _scheduled(recipe.epochs * steps_per_epoch, rate)
    model.compile(optimizer, loss, metrics=[keras.metrics.CategoricalAccuracy("accuracy")])
    model.optimizer.build(model.trainable_variables)
    return model


def _scheduled(steps: int, rate: float) -> keras.optimizers.Optimizer:
    """Return AdamW with warm-up and cosine over so many steps, and averaged weights."""
    warm_up = max(1, steps // 20)
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 20, max(1, steps - warm_up), warmup_target=rate, warmup_steps=warm_up
    )
    averaging = max(0.0, min(MAX_AVERAGING, 1 - 25 / steps))  # a short run forgets its start sooner
    return keras.optimizers.AdamW(schedule, weight_decay=WEIGHT_DECAY, use_ema=True, ema_momentum=averaging)


def _settings(name: str, recipe: Recipe, layers: str, mnist: Mnist, seed: int, *given: str) -> str:
    """Return what decides a run, with the checksums of what it is given, so that none is taken for another."""
    digits = hashlib.sha256(b"".join(split.y.tobytes() for split in (mnist.train, mnist.validation))).hexdigest()
    constants = LABEL_SMOOTHING, LEARNING_RATE, WEIGHT_DECAY, MAX_AVERAGING
    pen = (STYLES, HELD_OUT, SIGNS) if recipe.synthetic_share else ()
    shares = {key: value for key, value in recipe._asdict().items() if key != "hands" or given}
    how = repr([{**shares, "build": layers}, *constants, *pen, *given])
    how = hashlib.sha256(how.encode()).hexdigest()
    return f"{name}, seed {seed}, {recipe.epochs} epochs, digits {digits[:8]}, settings {how[:8]}"


def _fit(model: keras.Model, recipe: Recipe, train: Batches, validation: Split, progress: Progress) -> bool:
    """Train a model; return whether Ctrl-C stopped it before its end."""
    averaging = [keras.callbacks.SwapEMAWeights(swap_on_epoch=True)] if recipe.schedule else []
    unchanged = recipe._replace(strengths=None, synthetic_digits=0.0, doodles=0.0, numbers=0.0)
    epoch = len(progress.history)
    with _stopping_on_ctrl_c(progress):
        model.fit(
            train,
            epochs=recipe.epochs,
            initial_epoch=epoch,
            shuffle=False,  # Batches does it from the seed; Keras would from a state that no checkpoint holds
            validation_data=Batches(validation, unchanged, seed=0, shuffled=False),
            callbacks=[*averaging, progress],
            verbose=1 if sys.stdout.isatty() else 2,
        )
    if progress.stopped:
        if not progress.best:
            progress.forget()
            raise KeyboardInterrupt
        print(f"Stopped after {len(progress.history)} epochs; --resume goes on.")
    return progress.stopped


@contextmanager
def _stopping_on_ctrl_c(progress: Progress) -> Iterator[None]:
    """Have Ctrl-C stop a run after the batch that it is at: in the midst of one, TensorFlow did not always survive it.

    A second Ctrl-C does not wait.
    """
    before = signal.getsignal(signal.SIGINT)
    ours = before is signal.default_int_handler and current_thread() is main_thread()  # not where it is ignored

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        progress.stopped = True
        signal.signal(signal.SIGINT, before)
        print("\nStopping …", flush=True)

    try:
        if ours:
            signal.signal(signal.SIGINT, stop)
        yield
    except KeyboardInterrupt:
        progress.stopped = True
    finally:
        if ours:
            signal.signal(signal.SIGINT, before)


def _inference_model(recipe: Recipe, weights: list[NDArray[Any]]) -> keras.Model:
    """Return the network as it reads, without the optimizer, whose memory would quadruple the saved file."""
    model = recipe.build()
    model.set_weights(weights)
    soften(model)
    return model
