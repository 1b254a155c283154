import numpy as np
import pytest

from digits.drawing import ink
from digits.reading import classes
from digits.training import mnist as data

pytestmark = pytest.mark.training


def test_thresholds_reject_few_digits_and_call_few_errors_sure(monkeypatch):
    from digits.training import calibrate

    probabilities = np.zeros((1000, 11), np.float32)
    y = np.arange(1000) % 10
    confidence = np.linspace(0.5, 0.999, 1000)
    probabilities[np.arange(1000), y] = confidence
    probabilities[np.arange(1000), (y + 5) % 10] = 0.8 * (1 - confidence)
    probabilities[:, classes.NOT_A_DIGIT] = 0.2 * (1 - confidence)
    wrong = np.arange(1000) < 100  # the least sure
    y = np.where(wrong, (y + 1) % 10, y).astype(np.uint8)
    monkeypatch.setattr(calibrate, "probabilities", lambda *_: probabilities)
    found = calibrate.thresholds(None, data.Split(np.zeros((1000, 28, 28), np.uint8), y))
    rejected = classes.rejection(probabilities) > found.not_a_digit
    assert rejected.mean() == pytest.approx(calibrate.MAX_FALSE_REJECTS, abs=0.001)
    sure = classes.among_digits(probabilities).max(axis=1) >= found.sure
    assert 0 < wrong[sure].mean() <= calibrate.MAX_SURE_ERRORS
    assert sure.sum() == 904


def test_a_network_of_ten_classes_rejects_nothing(monkeypatch):
    from digits.training import calibrate

    monkeypatch.setattr(calibrate, "probabilities", lambda *_: np.eye(10, dtype=np.float32))
    split = data.Split(np.zeros((10, 28, 28), np.uint8), np.arange(10, dtype=np.uint8))
    assert calibrate.thresholds(None, split).not_a_digit == 1


def test_calibration_finds_the_temperature_that_was_taken_away():
    import keras

    from digits.training.batches import one_hot
    from digits.training.calibrate import calibrate
    from digits.training.networks import RECIPES
    from digits.training.predict import probabilities

    mnist = data.limited(data.load(), 2000)
    keras.utils.set_random_seed(1)
    model = RECIPES["plain"].build()
    model.compile("adam", "categorical_crossentropy")
    model.fit(ink.as_inputs(mnist.train.x), one_hot(mnist.train.y), epochs=2, verbose=0)
    calibrate(model, mnist.validation)
    before = probabilities(model, ink.as_inputs(mnist.validation.x))
    assert calibrate(model, mnist.validation) == pytest.approx(1, abs=0.01)
    last = model.get_layer("digit")
    last.set_weights([weight / 2 for weight in last.get_weights()])
    assert calibrate(model, mnist.validation) == pytest.approx(0.5, abs=0.005)
    assert np.abs(probabilities(model, ink.as_inputs(mnist.validation.x)) - before).max() < 0.01
