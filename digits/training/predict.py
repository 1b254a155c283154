"""What a trained network says: probabilities, and how often the likeliest digit is right."""

import keras
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink
from digits.reading import classes
from digits.training.mnist import Split


def probabilities(model: keras.Model, inputs: ink.Input) -> NDArray[np.float32]:
    """Return a network's probabilities of inputs, `float32 (n, classes)`."""
    return np.asarray(model.predict(inputs, batch_size=500, verbose=0), np.float32)


def accuracy(model: keras.Model, split: Split, through_ink: bool = False) -> float:
    """Return the share of a split that is read right, as it comes or preprocessed as a drawing is."""
    inputs = np.concatenate([ink.to_input(image) for image in split.x]) if through_ink else ink.as_inputs(split.x)
    predicted = classes.digits(probabilities(model, inputs)).argmax(axis=1)
    return round(float((predicted == split.y).mean()), 5)
