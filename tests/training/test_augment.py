import numpy as np
import pytest

from digits.training import augment


def centres(images):
    mass = images.sum((1, 2), dtype=float)
    pixels = np.arange(28)
    return np.stack([(images.sum(1) * pixels).sum(1) / mass, (images.sum(2) * pixels).sum(1) / mass], 1)


def test_the_seed_decides(mnist):
    images = mnist[0]
    varied = augment.vary(images, np.random.default_rng(5))
    assert (varied.shape, varied.dtype) == (images.shape, np.uint8)
    assert np.array_equal(varied, augment.vary(images, np.random.default_rng(5)))
    assert not np.array_equal(varied, augment.vary(images, np.random.default_rng(6)))


def test_digits_move_but_stay_in_the_field(mnist):
    images = np.repeat(mnist[0], 20, axis=0)
    varied = augment.vary(images, np.random.default_rng(1))
    moved = np.abs(centres(varied) - centres(images))
    assert 0.5 < moved.mean() < 1.2
    assert moved.max() < 4
    assert varied.mean() == pytest.approx(images.mean(), rel=0.15)


STILL = augment.Strengths(0, 0, 0, 0, 0, 0, 0)


def test_strokes_get_thinner_and_thicker(mnist):
    images = np.repeat(mnist[0], 20, axis=0)
    ratio = augment.vary(images, np.random.default_rng(1), STILL._replace(thinner=0.25, thicker=0.4)).sum(
        (1, 2)
    ) / images.sum((1, 2))
    assert 0.6 < ratio.min() < 0.95
    assert 1.1 < ratio.max() < 1.6


def test_nothing_to_vary_changes_nothing(mnist):
    assert np.array_equal(augment.vary(mnist[0], np.random.default_rng(1), STILL), mnist[0])


@pytest.mark.parametrize("name", augment.Strengths._fields)
def test_every_strength_varies_something(mnist, name):
    alone = STILL._replace(**{name: getattr(augment.FULL, name)})
    assert not np.array_equal(augment.vary(mnist[0], np.random.default_rng(1), alone), mnist[0])


def test_a_varied_digit_still_reads_as_it_did(mnist, network):
    from digits.drawing import ink

    images, labels = np.repeat(mnist[0], 5, axis=0), np.repeat(mnist[1], 5)
    varied = augment.vary(images, np.random.default_rng(3))
    assert (network.predict(ink.as_inputs(varied)).argmax(1) == labels).mean() > 0.97
