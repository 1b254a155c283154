import numpy as np
import pytest

from digits.training import mnist as data

pytestmark = pytest.mark.training


@pytest.mark.parametrize("name", ["ours", "mnist-only", "plain"])
def test_an_epoch_is_decided_by_its_seed(name):
    from digits.training.batches import Batches
    from digits.training.networks import RECIPES

    train = data.limited(data.load(), 1000).train
    first, again, other = (Batches(train, RECIPES[name], seed) for seed in (1, 1, 2))
    assert np.array_equal(first[3][0], again[3][0])
    assert not np.array_equal(first[3][0], other[3][0])
    first.on_epoch_end()
    assert not np.array_equal(first[3][0], again[3][0])
    assert np.array_equal(first[3][0], Batches(train, RECIPES[name], seed=1, epoch=1)[3][0])
    whole = Batches(train, RECIPES[name], seed=1)
    count = 1000 * (1 + RECIPES[name].synthetic_share)
    assert sum(len(whole[i][1]) for i in range(len(whole))) == pytest.approx(count, rel=0.01)


def test_a_pens_digits_doodles_and_numbers_are_mixed_into_every_batch():
    from digits.training.batches import Batches
    from digits.training.networks import RECIPES

    x, y = Batches(data.limited(data.load(), 1000).train, RECIPES["ours"], seed=1)[0]
    assert (x.shape, y.shape) == ((201, 28, 28, 1), (201, 12))
    assert np.bincount(y.argmax(axis=1), minlength=12)[10:].tolist() == [19, 9]
    assert (y[:173].argmax(axis=1) < 10).all()
    assert (x.max(axis=(1, 2, 3)) > 0.5).all()


def test_the_calibration_split_holds_validation_digits_and_held_out_styles():
    from digits.training.batches import calibration_split
    from digits.training.networks import RECIPES

    validation = data.limited(data.load(), 100).validation
    assert calibration_split(RECIPES["mnist-only"], validation) is validation
    split = calibration_split(RECIPES["ours"], validation)
    assert (split.x[:100] == validation.x).all()
    assert (np.bincount(split.y[100:], minlength=12) > 0).all()
    assert len(split.y) == 157
