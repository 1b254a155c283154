from typing import NamedTuple

import numpy as np
import pytest

from digits.drawing.strokes import by_one_pen
from digits.reading import alike, reader
from digits.reading.engine import Engine, Inference, no_features
from digits.reading.memory import MAP_SIDE
from tests.reading.conftest import PEN, row

CLASSES = 12


def inference(*rows):
    """Return what a network makes of digits: each `(label, how sure, runner-up, how they look)`."""
    probabilities = np.full((len(rows), CLASSES), 1e-6, np.float32)
    features = np.zeros((len(rows), MAP_SIDE, MAP_SIDE, 4), np.float32)
    for i, (label, share, other, look) in enumerate(rows):
        probabilities[i, [label, other]] = share, 1 - share
        features[i, ..., look] = 1
    return Inference(probabilities, features.reshape(len(rows), -1))


def labels(found):
    return found.argmax(axis=1).tolist()


def test_a_doubtful_digit_is_what_it_looks_like_among_the_others():
    found = alike.pulled(inference((1, 0.7, 7, 0), (7, 0.999, 1, 0), (1, 0.999, 7, 1)))
    assert labels(found) == [7, 7, 1]
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_what_looks_like_both_stays_what_it_is():
    before = inference((1, 0.7, 7, 0), (7, 0.999, 1, 0), (1, 0.999, 7, 0))
    assert alike.pulled(before)[0, :CLASSES] == pytest.approx(before.probabilities[0], abs=1e-4)


def test_it_is_not_its_own_witness_and_many_weigh_no_more_than_one():
    alone = inference((1, 0.7, 7, 0), (4, 0.999, 9, 1))
    assert alike.pulled(alone) == pytest.approx(alone.probabilities, abs=1e-5)
    one = alike.pulled(inference((1, 0.9, 7, 0), (7, 0.999, 1, 0)))
    many = alike.pulled(inference((1, 0.9, 7, 0), *[(7, 0.999, 1, 0)] * 5))
    assert many[0] == pytest.approx(one[0], abs=1e-5)


def test_what_is_no_clear_digit_itself_is_no_witness():
    before = inference((1, 0.7, 7, 0), (7, 0.999, 1, 0))
    for other in (np.full(CLASSES, 1 / CLASSES), [0.97 if i == 10 else 0.03 if i == 7 else 0 for i in range(CLASSES)]):
        before.probabilities[1] = other
        assert alike.pulled(before)[0] == pytest.approx(before.probabilities[0], abs=1e-5)


def test_sure_digits_and_those_of_a_network_without_features_stay_to_the_bit():
    sure = inference((1, 0.99, 7, 0), (7, 0.99, 1, 0))
    assert alike.pulled(sure) is sure.probabilities
    bare = inference((1, 0.7, 7, 0), (7, 0.99, 1, 0))._replace(features=no_features(2))
    assert alike.pulled(bare) is bare.probabilities


def test_no_network_is_asked_again_where_all_is_clear():
    asked = []

    class Counted(NamedTuple):
        engine: Engine

        def predict(self, batch):
            return self.engine.predict(batch)

        def infer(self, batch):
            asked.append(len(batch))
            return self.engine.infer(batch)

    bundled = reader.load()
    assert bundled._replace(engine=Counted(bundled.engine)).read(by_one_pen(row("407")[0], PEN)).text == "407"
    assert not asked
