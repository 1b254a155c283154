"""How far a run has come: its history, its best weights, and a checkpoint of everything between epochs."""

import json
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from digits.errors import TrainingError
from digits.training.networks import Recipe

History = list[dict[str, float]]
Logs = dict[str, float] | None


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """The callback that keeps a run's history and best weights, and writes its checkpoints.

    It comes after the weight averaging in the list of callbacks. So at the end of an epoch the model holds the
    averaged weights, which are those that were validated, and at the beginning those that are being trained.
    """

    def __init__(self, checkpoint: Path, settings: str, recipe: Recipe, device: str = "") -> None:
        super().__init__()
        self.history: History = []
        self.best: list[NDArray[Any]] = []
        self.devices: list[str] = []
        self.ended = False
        self.stopped = False  # by Ctrl-C
        self._broken_off = False  # in the midst of an epoch
        self._checkpoint, self._settings, self._recipe, self._device = checkpoint, settings, recipe, device

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Write down where the run is."""
        self._started = time.perf_counter()
        self._save()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Leave the epoch where Ctrl-C was pressed: it will begin anew."""
        if self.stopped:
            self._broken_off = self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Take note of the epoch, keep its weights if it is the best so far, and stop when patience is over."""
        if self._broken_off:
            return
        seconds = time.perf_counter() - self._started
        self.devices += [self._device] if self._device not in self.devices else []
        self.history.append({**{key: float(value) for key, value in (logs or {}).items()}, "seconds": seconds})
        losses = [past["val_loss"] for past in self.history]
        if losses[-1] <= min(losses) or not self._recipe.keeps_best:
            self.best = self.model.get_weights()
        patience = self._recipe.patience
        if patience is not None and len(losses) - 1 - int(np.argmin(losses)) >= patience:
            self.model.stop_training = True

    def on_train_end(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Write down that there is nothing left to train."""
        if not self.stopped:
            self.ended = True
            self._save()

    def resume(self, model: keras.Model) -> None:
        """Put a model, its optimizer and this run back to where the checkpoint left them."""
        arrays, notes = self._load()
        self.history, self.devices, self.ended = notes["history"], notes["devices"], notes["ended"]
        self.best = [arrays[f"best{i}"] for i in range(sum(key.startswith("best") for key in arrays))]
        for i, variable in enumerate(_state(model)):
            variable.assign(arrays[f"state{i}"])

    def forget(self) -> None:
        """Delete the checkpoint."""
        self._checkpoint.unlink(missing_ok=True)

    def _save(self) -> None:
        """Write the checkpoint, at once or not at all."""
        partial = self._checkpoint.with_suffix(".partial")
        notes = json.dumps({"history": self.history, "devices": self.devices, "ended": self.ended})
        arrays = {f"state{i}": np.asarray(variable) for i, variable in enumerate(_state(self.model))}
        arrays |= {f"best{i}": array for i, array in enumerate(self.best)}
        try:
            with partial.open("wb") as file:
                np.savez(file, settings=self._settings, notes=notes, **arrays)  # type: ignore[arg-type]
            partial.replace(self._checkpoint)
        finally:
            partial.unlink(missing_ok=True)

    def _load(self) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        """Return the checkpoint's arrays and notes, once it is known to be of this run."""
        try:
            with np.load(self._checkpoint, allow_pickle=False) as file:
                arrays = dict(file)
            settings, notes = str(arrays["settings"]), json.loads(str(arrays["notes"]))
        except Exception as error:  # numpy reports a bad archive in many ways
            raise TrainingError(f"{self._checkpoint} cannot be read: {error!r}. Delete it to start anew.") from error
        if settings != self._settings:
            raise TrainingError(
                f"{self._checkpoint}: expected a run of {self._settings}, got {settings}. Delete it to start anew."
            )
        return arrays, notes


def _state(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]
