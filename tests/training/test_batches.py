import numpy as np
import pytest

from digits.training import mnist as data
from tests.training import people

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


@pytest.fixture
def hands(tmp_path):
    from digits.training import hands as module

    return module.load([people.write(tmp_path / "people.jsonl.gz", people.rows(writers=30))])


def test_real_hands_are_mixed_into_every_batch_beside_less_of_our_own_pen(hands):
    from digits.training.batches import Batches
    from digits.training.networks import RECIPES, with_hands

    recipe = with_hands(RECIPES["ours"])
    train = data.limited(data.load(), 1000).train
    batches, again = (Batches(train, recipe, seed=1, hands=hands) for _ in range(2))
    x, y = batches[0]
    shares = recipe.hands
    count = 128 * (1 + recipe.synthetic_share + shares.digits + shares.others + shares.numbers)
    assert len(x) == len(y) == pytest.approx(count, abs=4)
    assert recipe.synthetic_share == pytest.approx(shares.pen * RECIPES["ours"].synthetic_share)
    assert np.array_equal(x, again[0][0])
    assert x.max(axis=(1, 2, 3)).min() > 0.5


def test_worker_processes_make_the_same_batches(hands):
    from digits.training.batches import Batches
    from digits.training.networks import RECIPES, with_hands

    train = data.limited(data.load(), 200).train
    ours, theirs = (
        Batches(train, with_hands(RECIPES["ours"]), seed=1, hands=hands, workers=workers) for workers in (0, 2)
    )
    for index in range(len(ours)):
        assert all(map(np.array_equal, ours[index], theirs[index]))
    for each in (ours, theirs):
        each.on_epoch_end()
    assert all(map(np.array_equal, ours[0], theirs[0]))


def test_a_worker_that_dies_is_said(hands):
    from digits.errors import TrainingError
    from digits.training.batches import Batches
    from digits.training.networks import RECIPES, with_hands

    batches = Batches(data.limited(data.load(), 200).train, with_hands(RECIPES["ours"]), 1, hands=hands, workers=1)
    batches._file.close()  # so that it cannot begin
    with pytest.raises(TrainingError, match="--workers: one of them died"):
        batches[0]


def test_held_out_writers_join_the_calibration_split_as_the_page_reads_them(hands):
    from digits.training.batches import calibration_split
    from digits.training.networks import RECIPES

    validation = data.limited(data.load(), 100).validation
    without, split = (calibration_split(RECIPES["ours"], validation, hands=each) for each in (None, hands))
    assert np.array_equal(split.x[: len(without.x)], without.x)
    assert np.array_equal(split.y[len(without.y) :], hands.held_out.y)
    assert np.array_equal(split.x[len(without.y) :], hands.held_out.images().x)


def test_a_recipe_without_hands_does_without_them():
    from digits.errors import TrainingError
    from digits.training.networks import RECIPES, with_hands

    with pytest.raises(TrainingError, match="--hands: expected --recipe ours"):
        with_hands(RECIPES["plain"])
