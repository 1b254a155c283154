"""The networks that can be trained: ours, and the student systems that people start from.

A recipe is a function that builds an untrained Keras model, and how the model is trained. The classic ones are
reproduced as their authors describe them. What they leave open is filled in the plainest way.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import layers

from digits.errors import TrainingError
from digits.pen.rewriting import Nibs, Warp
from digits.reading.classes import DIGITS, MAX_CLASSES
from digits.training.augment import FULL, MOVED, Strengths

Flow = Any  # a Keras tensor; Keras ships no types
Json = Any

SOFTNESS = 1 / 12  # how far, on average, resampling at a random place spreads a pixel to each side


class FromHands(NamedTuple):
    """What a recipe learns from real hands, if it is given any."""

    digits: float = 0.4  # for each one of MNIST's
    others: float = 0.2  # drawings that are not a digit, for each one of MNIST's
    numbers: float = 0.03  # numbers put together of a writer's digits, for each one of MNIST's
    pen: float = 0.65  # of what our own pen would draw without them
    epochs: int = 44
    warp: Warp = Warp()
    nibs: Nibs = Nibs()


class Recipe(NamedTuple):
    """How to build a network and how to train it."""

    build: Callable[[], keras.Model]
    epochs: int
    batch: int = 128
    loss: str = "categorical_crossentropy"
    strengths: Strengths | None = None  # how its digits are varied
    synthetic_digits: float = 0.0  # digits by our own pen, for each one of MNIST's
    doodles: float = 0.0  # drawings by our own pen that are not a digit, for each one of MNIST's
    numbers: float = 0.0  # numbers of several digits by our own pen, for each one of MNIST's
    classes: int = DIGITS  # an eleventh is for what is not a digit, a twelfth for several
    schedule: bool = False  # warm-up and cosine, weight decay, averaged weights, smoothed labels; else plain Adam
    patience: int | None = None  # epochs without a better validation loss before stopping
    reported: str = ""  # what its authors report
    min_accuracy: float = 0.0  # the test accuracy in that
    hands: FromHands | None = None  # where it may learn from real hands

    @property
    def synthetic_share(self) -> float:
        """Return how many drawings of our own pen there are for each of MNIST's digits."""
        return self.synthetic_digits + self.doodles + self.numbers

    @property
    def keeps_best(self) -> bool:
        """Return whether the epoch with the best validation loss is kept, rather than the last."""
        return self.schedule or self.patience is not None


def with_hands(recipe: Recipe) -> Recipe:
    """Return a recipe as it is trained with real hands: our own pen draws less beside them."""
    if recipe.hands is None:
        raise TrainingError("--hands: expected --recipe ours, which learns from real hands; the others do without.")
    pen = {name: getattr(recipe, name) * recipe.hands.pen for name in ("synthetic_digits", "doodles", "numbers")}
    return recipe._replace(epochs=recipe.hands.epochs, **pen)


def ours() -> keras.Model:
    """Return eight convolutions, each halving one after two or three, and twelve classes: 328 thousand parameters."""
    return _eight_convolutions(MAX_CLASSES)


def mnist_only() -> keras.Model:
    """Return the same with ten classes, to see what our own pen is worth."""
    return _eight_convolutions(DIGITS)


def _eight_convolutions(classes: int) -> keras.Model:
    image = layers.Input((28, 28, 1), name="image")
    flow = layers.DepthwiseConv2D(
        3, padding="same", use_bias=False, depthwise_initializer="zeros", trainable=False, name="soften"
    )(image)
    for filters, *convolutions in ((32, (3, 1), (3, 1), (5, 2)), (64, (3, 1), (3, 1), (3, 2)), (112, (3, 1), (3, 2))):
        for size, stride in convolutions:
            flow = layers.Conv2D(filters, size, stride, padding="same", use_bias=False)(flow)
            flow = layers.ReLU()(layers.BatchNormalization()(flow))
        flow = layers.Dropout(0.05)(flow)
    model = _digits(image, layers.Dropout(0.2)(layers.Flatten()(flow)), "digits", classes)
    soften(model, 0)
    return model


def soften(model: keras.Model, amount: float = SOFTNESS) -> None:
    """Have a network blur its input, if it can. What it learned from was blurred as it was varied."""
    if any(layer.name == "soften" for layer in model.layers):
        across = np.array([amount, 1 - 2 * amount, amount])
        model.get_layer("soften").set_weights([np.outer(across, across).reshape(3, 3, 1, 1)])


def architecture(model: keras.Model) -> str:
    """Return a model's layers and their connections as JSON, the same whenever the same builder made them.

    Keras numbers the layers of a whole process (conv2d, conv2d_1, …). Here each is called by its index in the model.
    """
    config = json.loads(model.to_json())["config"]
    names = {name: f"layer {index}" for index, name in enumerate(dict.fromkeys(_layer_names(config)))}
    return json.dumps(_renamed(config, names), sort_keys=True)


def _layer_names(config: Json) -> Iterator[str]:
    """Return the names that a model's configuration gives to itself and its layers, in turn."""
    if isinstance(config, dict):
        if isinstance(config.get("name"), str) and config.keys() != {"name"}:  # of a number's type that is all there is
            yield config["name"]
        for value in config.values():
            yield from _layer_names(value)
    elif isinstance(config, list):
        for value in config:
            yield from _layer_names(value)


def _renamed(config: Json, names: dict[str, str]) -> Json:
    """Return a configuration with other names, and without the addresses of objects that several layers share."""
    if isinstance(config, dict):
        return {key: _renamed(value, names) for key, value in config.items() if key != "shared_object_id"}
    if isinstance(config, list):
        return [_renamed(value, names) for value in config]
    return names.get(config, config) if isinstance(config, str) else config


def six_filters() -> keras.Model:
    """Return one convolution of six filters and a dense layer."""
    image = layers.Input((28, 28, 1))
    flow = _convolved(image, 6, padding="same")
    return _digits(image, layers.Dense(128, activation="relu")(layers.Flatten()(flow)), "six_filters")


def three_conv() -> keras.Model:
    """Return three convolutions, each halved, and a dense layer."""
    image = layers.Input((28, 28, 1))
    flow = _convolved(_convolved(_convolved(image, 32, "same"), 64, "same"), 64, "same")
    return _digits(image, layers.Dense(128, activation="relu")(layers.Flatten()(flow)), "three_conv")


def batchnorm_binary() -> keras.Model:
    """Return convolutions and a dense layer with batch normalisation and dropout, for a binary loss."""
    image = layers.Input((28, 28, 1))
    flow = layers.BatchNormalization()(_convolved(image, 32))
    flow = layers.BatchNormalization()(_convolved(flow, 64))
    flow = layers.Dense(128, activation="relu")(layers.Flatten()(flow))
    return _digits(image, layers.Dropout(0.5)(layers.BatchNormalization()(flow)), "batchnorm_binary")


def augmented() -> keras.Model:
    """Return two pairs of convolutions with batch normalisation and dropout, for moved digits."""
    image = flow = layers.Input((28, 28, 1))
    for filters in (32, 64):
        flow = layers.Conv2D(filters, 3, activation="relu")(flow)
        flow = layers.BatchNormalization()(_convolved(flow, filters))
        flow = layers.Dropout(0.25)(flow)
    flow = layers.Dense(128, activation="relu")(layers.Flatten()(flow))
    return _digits(image, layers.Dropout(0.5)(flow), "augmented")


def plain() -> keras.Model:
    """Return two convolutions, each halved, and a dense layer."""
    image = layers.Input((28, 28, 1))
    flow = layers.Flatten()(_convolved(_convolved(image, 32), 64))
    return _digits(image, layers.Dense(64, activation="relu")(flow), "plain")


def _convolved(flow: Flow, filters: int, padding: str = "valid") -> Flow:
    return layers.MaxPooling2D()(layers.Conv2D(filters, 3, padding=padding, activation="relu")(flow))


def _digits(image: Flow, flow: Flow, name: str, classes: int = DIGITS) -> keras.Model:
    return keras.Model(image, layers.Dense(classes, activation="softmax", name="digit")(flow), name=name)


RECIPES: dict[str, Recipe] = {
    "ours": Recipe(
        ours,
        epochs=60,
        strengths=FULL,
        synthetic_digits=0.35,
        doodles=0.15,
        numbers=0.07,
        classes=MAX_CLASSES,
        schedule=True,
        hands=FromHands(),
    ),
    "mnist-only": Recipe(mnist_only, epochs=26, strengths=FULL, schedule=True),
    "six-filters": Recipe(six_filters, epochs=10, batch=100),
    "three-conv": Recipe(three_conv, epochs=10, reported="98.7 %, training 99.5 %", min_accuracy=0.987),
    "batchnorm-binary": Recipe(
        batchnorm_binary, epochs=5, loss="binary_crossentropy", reported="95 %", min_accuracy=0.95
    ),
    "augmented": Recipe(augmented, epochs=15, strengths=MOVED, patience=3, reported="high"),
    "plain": Recipe(plain, epochs=8, reported="98–99 %", min_accuracy=0.98),
}
CLASSIC = [name for name in RECIPES if name not in ("ours", "mnist-only")]
