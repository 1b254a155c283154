"""The networks that can be trained: each a small function from nothing to an untrained Keras model."""

from collections.abc import Callable

import keras
from keras import layers


def ours() -> keras.Model:
    """Return three pairs of 3×3 convolutions with batch normalisation, 299 thousand parameters."""
    image = layers.Input((28, 28, 1), name="image")
    flow = image
    for filters in (32, 64, 128):
        for _ in range(2):
            flow = layers.Conv2D(filters, 3, padding="same", use_bias=False)(flow)
            flow = layers.BatchNormalization()(flow)
            flow = layers.ReLU()(flow)
        flow = layers.MaxPooling2D()(flow)
        flow = layers.Dropout(0.1)(flow)
    flow = layers.Dropout(0.3)(layers.Flatten()(flow))
    return keras.Model(image, layers.Dense(10, activation="softmax", name="digit")(flow), name="digits")


RECIPES: dict[str, Callable[[], keras.Model]] = {"ours": ours}
