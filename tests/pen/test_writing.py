import time

import numpy as np
import pytest

from digits.drawing import ink, strokes
from digits.pen import writing as pen
from digits.pen.signs import SIGNS
from digits.pen.styles import DIGITS, HELD_OUT
from digits.reading import engine

STYLES = [(label, style) for label, styles in DIGITS.items() for style in styles]


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


def test_every_style_is_a_path_of_its_own():
    assert set(DIGITS) == set(range(10))
    assert len({style for _, style in STYLES} | set(SIGNS)) == len(STYLES) + len(SIGNS)
    assert min(len(styles) - HELD_OUT for styles in DIGITS.values()) >= 9


def test_a_curve_passes_its_points_and_turns_sharply_only_where_it_says():
    ((points, smooth, sharp),) = pen._parsed("0,0 100,0! 100,100 0,100")
    for matrix in (smooth, sharp):
        curve = matrix @ points
        assert all(np.hypot(*(curve - point).T).min() < 1e-9 for point in points)
    assert (sharp @ points)[:, 1].min() == 0
    assert (smooth @ points)[:, 1].min() < -0.02


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
    inks = [strokes.draw(strokes.place(each, rng, 20), 320, 320, 20) for each in drawn]
    assert all(ink.to_input(each).max() == 1 for each in inks)


def test_pictures_are_laid_out_as_the_network_expects():
    images = pen.images(np.arange(10).repeat(10), np.random.default_rng(1))
    assert images.shape == (100, 28, 28)
    assert images.max() == 255
    rows, columns = np.mgrid[:28, :28]
    weight = images.sum(axis=(1, 2))
    assert np.abs((images * rows).sum(axis=(1, 2)) / weight - 14).max() < 0.7
    assert np.abs((images * columns).sum(axis=(1, 2)) / weight - 14).max() < 0.7


def test_the_network_reads_styles_that_it_has_not_met():
    labels = np.arange(10).repeat(30)
    said = engine.load().predict(ink.as_inputs(pen.images(labels, np.random.default_rng(7), held_out=True)))
    assert (said[:, :10].argmax(axis=1) == labels).mean() > 0.95


def test_the_network_tells_doodles_from_digits():
    labels = np.arange(10).repeat(20)
    rng = np.random.default_rng(7)
    digits, doodles = pen.images(labels, rng), pen.images(np.full(200, pen.NO_DIGIT), rng)
    none = [engine.load().predict(ink.as_inputs(each))[:, 10] for each in (digits, doodles)]
    assert (none[0][:, None] < none[1]).mean() > 0.98


def test_the_network_tells_numbers_from_single_digits():
    rng = np.random.default_rng(7)
    digits, numbers = pen.images(np.arange(10).repeat(20), rng), pen.images(np.full(200, pen.SEVERAL), rng)
    several = [engine.load().predict(ink.as_inputs(each))[:, pen.SEVERAL] for each in (digits, numbers)]
    assert (several[0][:, None] < several[1]).mean() > 0.98


def test_a_number_stands_on_a_line_and_is_wider_than_its_digits():
    rng = np.random.default_rng(1)
    for _ in range(50):
        each = [np.array(stroke) for stroke in pen.number(rng)]
        width, height = np.ptp(np.vstack(each), axis=0)
        assert height < 1.8
        assert width > 0.4
        assert len(each) >= 2


def test_a_thousand_a_second():
    rng = np.random.default_rng(1)
    started = time.process_time()
    for i in range(500):
        pen.write(i % 10, rng)
        pen.doodle(rng)
    assert time.process_time() - started < 1
