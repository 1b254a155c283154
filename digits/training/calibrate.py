"""Make a trained network's confidence honest, and choose from where on a reading is sure and a drawing rejected."""

import keras
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.reading import classes
from digits.reading.verdict import Thresholds
from digits.training.mnist import Split
from digits.training.predict import probabilities

MAX_FALSE_REJECTS = 0.001  # the share of digits that may be rejected
MAX_SURE_ERRORS = 0.005  # the share of the readings called sure that may be wrong


def calibrate(model: keras.Model, split: Split) -> float:
    """Fold the temperature that fits the digits of a split best into the last layer; return it."""
    digits = classes.is_digit(split.y)
    logits = np.log(np.clip(classes.digits(probabilities(model, ink.as_inputs(split.x[digits]))), 1e-12, 1))
    temperature = min(np.geomspace(0.2, 5, 400), key=lambda t: _negative_log_likelihood(logits / t, split.y[digits]))
    last = model.get_layer("digit")
    last.set_weights([weight / temperature for weight in last.get_weights()])
    return round(float(temperature), 4)


def thresholds(model: keras.Model, split: Split) -> Thresholds:
    """Return the thresholds with which a split has `MAX_FALSE_REJECTS` and, of its sure readings, `MAX_SURE_ERRORS`."""
    predicted = probabilities(model, ink.as_inputs(split.x))
    rejection = classes.rejection(predicted)
    highest = 1.0
    if predicted.shape[1] > classes.DIGITS:
        highest = float(np.quantile(rejection[classes.is_digit(split.y)], 1 - MAX_FALSE_REJECTS))
    passed = rejection <= highest
    shares = classes.among_digits(predicted)[passed]
    return Thresholds(_sure(shares.max(axis=1), shares.argmax(axis=1) == split.y[passed]), highest)


def _sure(confidence: NDArray[np.float32], correct: NDArray[np.bool_]) -> float:
    """Return the lowest confidence above which few enough readings are wrong; 1 where too many always are."""
    order = np.argsort(-confidence)
    errors = np.cumsum(~correct[order]) / np.arange(1, len(order) + 1)
    few_enough = np.flatnonzero(errors <= MAX_SURE_ERRORS)
    return float(confidence[order[few_enough[-1]]]) if len(few_enough) else 1.0


def _negative_log_likelihood(logits: NDArray[np.float32], y: NDArray[np.uint8]) -> float:
    logits = logits - logits.max(axis=1, keepdims=True)
    chosen = logits[np.arange(len(y)), y] - np.log(np.exp(logits).sum(axis=1))
    return float(-chosen.mean())
