import numpy as np
import pytest

from digits.drawing import ink, strokes
from digits.pen import writing as pen
from digits.pen.styles import HELD_OUT, STYLES
from digits.reading import classes


@pytest.mark.parametrize("label", range(10))
def test_a_plain_digit_is_as_high_as_asked_and_where_asked(label):
    points = np.vstack(pen.digit(label, 100, (30, 20)))
    assert points[:, 1].min() == pytest.approx(20, abs=3)
    assert points[:, 1].max() == pytest.approx(120, abs=3)
    assert points[:, 0].min() > 27
    assert points[:, 0].max() < 105


def test_no_other_digit_is_written():
    with pytest.raises(ValueError, match="label: expected a digit from 0 to 9, got 10"):
        pen.digit(10, 100)


def test_the_same_seed_writes_the_same():
    labels = np.arange(12)
    first, again, other = (pen.images(labels, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any(axis=(1, 2)).all()


@pytest.mark.parametrize("kind", ["write", "doodle", "number"])
def test_no_two_hands_write_the_same_and_every_path_can_be_drawn(kind):
    rng = np.random.default_rng(1)
    drawn = [pen.write(i % 10, rng) if kind == "write" else getattr(pen, kind)(rng) for i in range(500)]
    assert all(np.isfinite(np.vstack(each)).all() and min(map(len, each)) >= 2 for each in drawn)
    assert len({str(each) for each in drawn}) == 500
    assert all(pen._as_seen(each, nib=0.1).max() == 255 for each in drawn)
    inks = [strokes.draw(strokes.placed(each, rng, 20), 320, 320, 20) for each in drawn[:100]]
    assert all(ink.to_input(each).max() == 1 for each in inks)


def test_pictures_are_laid_out_as_the_network_expects():
    images = pen.images(np.arange(10).repeat(10), np.random.default_rng(1))
    assert images.shape == (100, 28, 28)
    assert images.max() == 255
    rows, columns = np.mgrid[:28, :28]
    weight = images.sum(axis=(1, 2))
    assert np.abs((images * rows).sum(axis=(1, 2)) / weight - 14).max() < 0.7
    assert np.abs((images * columns).sum(axis=(1, 2)) / weight - 14).max() < 0.7


def test_the_network_reads_styles_that_it_has_not_met(network):
    labels = np.arange(10).repeat(30)
    images = pen.images(labels, np.random.default_rng(7), held_out=True)
    predicted = classes.digits(network.predict(ink.as_inputs(images))).argmax(axis=1)
    assert (predicted == labels).mean() > 0.95


@pytest.mark.parametrize("held_out", [False, True])
def test_only_held_out_styles_are_written_where_they_are_asked_for(monkeypatch, held_out):
    written = []
    monkeypatch.setattr(pen, "in_hand", lambda style, *_: written.append(style) or [])
    rng = np.random.default_rng(1)
    for _ in range(1000):
        pen.write(7, rng, held_out=held_out)
    assert set(written) == set((HELD_OUT if held_out else STYLES)[7])


def test_the_network_tells_numbers_from_single_digits(network):
    rng = np.random.default_rng(7)
    digits, numbers = pen.images(np.arange(10).repeat(20), rng), pen.images(np.full(200, classes.SEVERAL), rng)
    of_digits, of_numbers = (network.predict(ink.as_inputs(each))[:, classes.SEVERAL] for each in (digits, numbers))
    assert (of_digits[:, None] < of_numbers).mean() > 0.98


def test_a_number_stands_on_a_line_and_is_wider_than_its_digits():
    rng = np.random.default_rng(1)
    for _ in range(50):
        each = [np.array(stroke) for stroke in pen.number(rng)]
        width, height = np.ptp(np.vstack(each), axis=0)
        assert height < 1.8
        assert width > 0.4
        assert len(each) >= 2
