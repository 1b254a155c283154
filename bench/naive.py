"""The way of most demos, to compare with: the canvas stretched to 28×28, and `model.predict`."""

from collections.abc import Callable

import cv2
import numpy as np

from bench.drawings import decoded
from digits.drawing.ink import Ink, Input
from digits.reading.classes import digits
from digits.reading.engine import Engine
from digits.reading.metrics import model_folder


def stretched(canvas: Ink) -> Input:
    """Return a whole canvas as an input, `float32 (1, 28, 28, 1)`, neither cropped nor centred."""
    return np.asarray(cv2.resize(canvas, (28, 28)) / np.float32(255), np.float32)[np.newaxis, :, :, np.newaxis]


def read(canvas: Ink, network: Engine) -> str:
    """Return the digit that a network reads so."""
    return str(int(network.predict(stretched(canvas))[0].argmax()))


def predicting() -> Callable[[bytes], int]:
    """Return what reads a canvas's PNG with Keras's `model.predict`."""
    import keras

    model = keras.saving.load_model(model_folder() / "digits.keras", compile=False)

    def answer(png: bytes) -> int:
        return int(digits(model.predict(stretched(decoded(png)[:, :, 3]), verbose=0))[0].argmax())

    return answer
