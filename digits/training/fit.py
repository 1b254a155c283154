"""Fit one recipe on MNIST: shuffled, augmented, scheduled, averaged, stopped in time, and resumable.

A run is decided by its recipe and seed. `Progress` writes a checkpoint before each epoch and at the end, holding all
that the rest of the run depends on, so a killed run that is resumed ends as an unbroken one. It may go on elsewhere,
on another of Keras's backends: what a GPU trained is written on TensorFlow.
"""

import hashlib
import json
import math
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.pen import writing as pen
from digits.pen.signs import SIGNS
from digits.pen.styles import HELD_OUT, STYLES
from digits.reading import classes
from digits.reading import verdict as reading
from digits.training.augment import vary
from digits.training.mnist import Mnist, Split
from digits.training.networks import RECIPES, Recipe, soften

KINDS = ("keras", "h5", "tflite")
SMOOTHING, RATE, DECAY = 0.05, 2e-3, 0.06
AVERAGING = 0.998  # at most; see `compiled`
WRONGED, MISTAKEN = 0.001, 0.005  # see `thresholds`

History = list[dict[str, float]]
Logs = dict[str, float] | None


class Run(NamedTuple):
    """A trained network and how it came about."""

    model: keras.Model
    history: History
    places: list[str]  # where it was trained, one after the other
    stopped: bool  # by Ctrl-C, before its end
    checkpoint: Path

    @property
    def seconds(self) -> int:
        """Return how long the epochs took, over all the processes that ran them."""
        return round(sum(epoch["seconds"] for epoch in self.history))

    def forget(self) -> None:
        """Delete the checkpoint, once what the run gave is safe elsewhere."""
        self.checkpoint.unlink(missing_ok=True)


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Shuffled batches of a split, varied where the recipe says so; the same for the same seed and epoch."""

    def __init__(self, split: Split, recipe: Recipe, seed: int, epoch: int = 0, shuffled: bool = True) -> None:
        # Two workers, because with one Keras has tf.data tune its prefetching, in naps that grow from 10 ms
        # to a minute, and now and then the end of an epoch waits for one: as long again as the epoch took.
        super().__init__(workers=2)
        self._split, self._recipe, self._seed, self._epoch, self._shuffled = split, recipe, seed, epoch, shuffled
        self._shuffle()

    def __len__(self) -> int:
        return math.ceil(len(self._split.y) / self._recipe.batch)

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        chosen = self._order[index * self._recipe.batch : (index + 1) * self._recipe.batch]
        x, y = self._split.x[chosen], self._split.y[chosen]
        rng = np.random.default_rng([self._seed, self._epoch, index])
        written = _labels(len(y), self._recipe, rng)
        if len(written):
            x, y = np.concatenate([x, pen.images(written, rng)]), np.concatenate([y, written])
        if self._recipe.strengths:  # all alike: a network soon learns to tell what was resampled from what was not
            x = vary(x, rng, self._recipe.strengths)
        return ink.as_inputs(x), one_hot(y, self._recipe.classes)

    def on_epoch_end(self) -> None:
        """Shuffle anew, and vary anew from here on."""
        self._epoch += 1
        self._shuffle()

    def _shuffle(self) -> None:
        self._order = np.arange(len(self._split.y))
        if self._shuffled:
            self._order = np.random.default_rng([self._seed, self._epoch]).permutation(self._order)


def _labels(count: int, recipe: Recipe, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return what our own pen writes beside so many of MNIST's digits."""
    digits = rng.integers(0, 10, round(count * recipe.written), dtype=np.uint8)
    others = [round(count * recipe.doodles), round(count * recipe.numbers)]
    return np.concatenate([digits, np.repeat([classes.NOT_A_DIGIT, classes.SEVERAL], others).astype(np.uint8)])


def for_choices(name: str, validation: Split, seed: int = 0) -> Split:
    """Return what a recipe's choices are made with: validation digits, and what its pen writes in held-out styles."""
    rng = np.random.default_rng(seed)
    written = _labels(len(validation.y), RECIPES[name], rng)
    if not len(written):
        return validation
    drawn = pen.images(written, rng, held_out=True)
    return Split(np.concatenate([validation.x, drawn]), np.concatenate([validation.y, written]))


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """What a run has come to: its history, its best weights, and a checkpoint of everything between epochs.

    It comes after the weight averaging in the list of callbacks, so at the end of an epoch the model holds the
    averaged weights, which are those that were validated, and at the beginning those that are being trained.
    """

    def __init__(self, checkpoint: Path, settings: str, recipe: Recipe, place: str = "") -> None:
        super().__init__()
        self.history: History = []
        self.best: list[NDArray[Any]] = []
        self.places: list[str] = []
        self.ended = False
        self.stopped = False  # by Ctrl-C
        self._broken_off = False  # in the midst of an epoch
        self._checkpoint, self._settings, self._recipe, self._place = checkpoint, settings, recipe, place

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Write down where the run is."""
        self._began = time.perf_counter()
        self._save()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Leave the epoch where Ctrl-C was pressed: it will begin anew."""
        if self.stopped:
            self._broken_off = self.model.stop_training = True

    def on_train_end(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Write down that there is nothing left to train."""
        if not self.stopped:
            self.ended = True
            self._save()

    def _save(self) -> None:
        """Write the checkpoint, at once or not at all."""
        partial = self._checkpoint.with_suffix(".partial")
        notes = json.dumps({"history": self.history, "places": self.places, "ended": self.ended})
        state = [np.asarray(variable) for variable in _state(self.model)]
        arrays = {f"state{i}": array for i, array in enumerate(state)}
        arrays |= {f"best{i}": array for i, array in enumerate(self.best)}
        try:
            with partial.open("wb") as file:
                np.savez(file, settings=self._settings, notes=notes, **arrays)  # type: ignore[arg-type]
            partial.replace(self._checkpoint)
        finally:
            partial.unlink(missing_ok=True)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Take note of the epoch, keep its weights if it is the best so far, and stop when patience is over."""
        if self._broken_off:
            return
        seconds = time.perf_counter() - self._began
        self.places += [self._place] if self._place not in self.places else []
        self.history.append({**{key: float(value) for key, value in (logs or {}).items()}, "seconds": seconds})
        losses = [past["val_loss"] for past in self.history]
        if losses[-1] <= min(losses) or not self._recipe.keeps_best:
            self.best = self.model.get_weights()
        patience = self._recipe.patience
        if patience is not None and len(losses) - 1 - int(np.argmin(losses)) >= patience:
            self.model.stop_training = True

    def forget(self) -> None:
        """Delete the checkpoint."""
        self._checkpoint.unlink(missing_ok=True)

    def resume(self, model: keras.Model) -> None:
        """Put a model, its optimizer and this run back to where the checkpoint left them."""
        try:
            with np.load(self._checkpoint, allow_pickle=False) as file:
                arrays = dict(file)
            settings, notes = str(arrays["settings"]), json.loads(str(arrays["notes"]))
        except Exception as error:  # numpy reports a bad archive in many ways
            raise ValueError(f"{self._checkpoint} cannot be read: {error!r}. Delete it to start anew.") from error
        if settings != self._settings:
            raise ValueError(f"{self._checkpoint}: expected a run of {self._settings}, got {settings}")
        self.history, self.places, self.ended = notes["history"], notes["places"], notes["ended"]
        self.best = [arrays[f"best{i}"] for i in range(sum(key.startswith("best") for key in arrays))]
        for i, variable in enumerate(_state(model)):
            variable.assign(arrays[f"state{i}"])


def _state(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]


def one_hot(y: NDArray[np.uint8], classes: int = 10) -> NDArray[np.float32]:
    """Return labels as rows of `float32 (n, classes)`, one 1 in each."""
    return np.asarray(np.eye(classes)[y], np.float32)


def fit(
    name: str,
    mnist: Mnist,
    out: Path,
    *,
    seed: int = 1,
    epochs: int | None = None,
    resume: bool = False,
    place: str = "",
) -> Run:
    """Return a recipe trained on MNIST, with the weights of its best epoch; Ctrl-C ends it early with those so far.

    The run remembers each `place` that it was trained in.
    """
    if name not in RECIPES:
        raise ValueError(f"recipe: expected one of {', '.join(RECIPES)}, got {name!r}")
    recipe = RECIPES[name]
    recipe = recipe._replace(epochs=epochs or recipe.epochs)
    keras.utils.set_random_seed(seed)
    model = compiled(recipe, math.ceil(len(mnist.train.y) / recipe.batch))
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / f"checkpoint-{name}-{seed}.npz"
    progress = Progress(checkpoint, _settings(name, recipe, mnist, seed), recipe, place)
    if resume and checkpoint.exists():
        progress.resume(model)
    mnist = mnist._replace(validation=for_choices(name, mnist.validation))
    stopped = not progress.ended and _fit(model, recipe, mnist, seed, progress)
    return Run(_with_weights(recipe, progress.best), progress.history, progress.places, stopped, checkpoint)


def _settings(name: str, recipe: Recipe, mnist: Mnist, seed: int) -> str:
    """Return what decides a run, so that a checkpoint is never taken for that of another."""
    digits = hashlib.sha256(b"".join(split.y.tobytes() for split in (mnist.train, mnist.validation))).hexdigest()
    fixed = SMOOTHING, RATE, DECAY, AVERAGING, STYLES, HELD_OUT, SIGNS
    how = repr([{**recipe._asdict(), "build": recipe.build.__name__}, *(fixed if recipe.written else fixed[:4])])
    how = hashlib.sha256(how.encode()).hexdigest()
    return f"{name}, seed {seed}, {recipe.epochs} epochs, digits {digits[:8]}, settings {how[:8]}"


def compiled(recipe: Recipe, steps_per_epoch: int) -> keras.Model:
    """Return the recipe's network, ready for `fit`."""
    model = recipe.build()
    steps = recipe.epochs * steps_per_epoch
    loss, optimizer = recipe.loss, keras.optimizers.Adam()
    if recipe.schedule:
        loss = keras.losses.CategoricalCrossentropy(label_smoothing=SMOOTHING)
        optimizer = keras.optimizers.AdamW(
            _warm_up_and_cosine(steps),
            weight_decay=DECAY,
            use_ema=True,
            ema_momentum=max(0.0, min(AVERAGING, 1 - 25 / steps)),  # a short run forgets its start sooner
        )
    model.compile(optimizer, loss, metrics=[keras.metrics.CategoricalAccuracy("accuracy")])
    model.optimizer.build(model.trainable_variables)
    return model


def _warm_up_and_cosine(steps: int) -> keras.optimizers.schedules.LearningRateSchedule:
    warm_up = max(1, steps // 20)
    return keras.optimizers.schedules.CosineDecay(
        RATE / 20, max(1, steps - warm_up), warmup_target=RATE, warmup_steps=warm_up
    )


def _fit(model: keras.Model, recipe: Recipe, mnist: Mnist, seed: int, progress: Progress) -> bool:
    """Train a model; return whether Ctrl-C stopped it before its end."""
    averaging = [keras.callbacks.SwapEMAWeights(swap_on_epoch=True)] if recipe.schedule else []
    as_they_come = recipe._replace(strengths=None, written=0.0, doodles=0.0, numbers=0.0)
    epoch = len(progress.history)
    with _between_batches(progress):
        model.fit(
            Batches(mnist.train, recipe, seed, epoch),
            epochs=recipe.epochs,
            initial_epoch=epoch,
            shuffle=False,  # Batches does it from the seed; Keras would from a state that no checkpoint holds
            validation_data=Batches(mnist.validation, as_they_come, seed, shuffled=False),
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
def _between_batches(progress: Progress) -> Iterator[None]:
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


def _with_weights(recipe: Recipe, weights: list[NDArray[Any]]) -> keras.Model:
    """Return the network as it reads, without the optimizer, whose memory would quadruple the saved file."""
    model = recipe.build()
    model.set_weights(weights)
    soften(model)
    return model


def probabilities(model: keras.Model, inputs: ink.Input) -> NDArray[np.float32]:
    """Return what the network says of inputs, `float32 (n, classes)`."""
    return np.asarray(model.predict(inputs, batch_size=500, verbose=0), np.float32)


def accuracy(model: keras.Model, split: Split, through_ink: bool = False) -> float:
    """Return the share of a split that is read right, as it comes or laid out anew as a drawing would be."""
    inputs = np.concatenate([ink.to_input(image) for image in split.x]) if through_ink else ink.as_inputs(split.x)
    return round(float((probabilities(model, inputs)[:, :10].argmax(axis=1) == split.y).mean()), 5)


def varied(name: str, x: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Return images as an epoch of a recipe shows them, `uint8 (n, 28, 28)`."""
    strengths = RECIPES[name].strengths
    return vary(x, np.random.default_rng(seed), strengths) if strengths else x


def check_export() -> None:
    """Raise where no LiteRT file can be written: it is made from TensorFlow only."""
    if keras.backend.backend() != "tensorflow":
        raise ValueError(
            f"KERAS_BACKEND: expected tensorflow, which writes the .tflite file, got {keras.backend.backend()}. "
            "What another backend trained is in its checkpoint, and --resume on TensorFlow writes it."
        )


def calibrate(model: keras.Model, choices: Split) -> float:
    """Fold the temperature that fits the digits of a split best into the last layer; return it."""
    digits = choices.y < 10
    said = probabilities(model, ink.as_inputs(choices.x[digits]))[:, :10]
    logits = np.log(np.clip(said, 1e-12, 1))
    temperature = min(np.geomspace(0.2, 5, 400), key=lambda t: _negative_log_likelihood(logits / t, choices.y[digits]))
    last = model.get_layer("digit")
    last.set_weights([weight / temperature for weight in last.get_weights()])
    return round(float(temperature), 4)


def thresholds(model: keras.Model, choices: Split) -> dict[str, float]:
    """Return from which probability on a reading is called sure, and from which it is called no digit.

    Of the digits that choices are made with, `WRONGED` are told that they are none; of the readings called sure,
    `MISTAKEN` are wrong.
    """
    said = probabilities(model, ink.as_inputs(choices.x))
    none = said[:, 10:].sum(axis=1)
    not_a_digit = float(np.quantile(none[choices.y < 10], 1 - WRONGED)) if said.shape[1] > 10 else 1.0
    shares = reading.among_digits(said)
    digits, confidence = shares.argmax(axis=1), shares.max(axis=1)
    named = np.flatnonzero(none <= not_a_digit)
    named = named[np.argsort(-confidence[named])]
    wrong = np.cumsum(digits[named] != choices.y[named]) / np.arange(1, len(named) + 1)
    last = np.flatnonzero(wrong <= MISTAKEN)
    return {"sure": float(confidence[named[last[-1]]]) if len(last) else 1.0, "not_a_digit": not_a_digit}


def _negative_log_likelihood(logits: NDArray[np.float32], y: NDArray[np.uint8]) -> float:
    logits = logits - logits.max(axis=1, keepdims=True)
    chosen = logits[np.arange(len(y)), y] - np.log(np.exp(logits).sum(axis=1))
    return float(-chosen.mean())


def export(model: keras.Model, folder: Path, name: str = "digits", kinds: Sequence[str] = KINDS) -> dict[str, str]:
    """Write the network as `name.keras`, `.h5` and `.tflite`; return each file's SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.{kind}" for kind in kinds]
    for file in files:
        if file.suffix == ".tflite":
            model.export(file, format="litert", verbose=False)
        else:
            model.save(file)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
