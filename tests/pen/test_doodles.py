import numpy as np

from digits.drawing import ink
from digits.pen import writing as pen
from digits.reading import classes


def test_the_network_tells_doodles_from_digits(network):
    labels = np.arange(10).repeat(20)
    rng = np.random.default_rng(7)
    digits, doodles = pen.images(labels, rng), pen.images(np.full(200, classes.NOT_A_DIGIT), rng)
    of_digits, of_doodles = (network.predict(ink.as_inputs(each))[:, classes.NOT_A_DIGIT] for each in (digits, doodles))
    assert (of_digits[:, None] < of_doodles).mean() > 0.98
