from itertools import pairwise

import numpy as np
import pytest

from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.scoring.numbers import GAPS, HEIGHT, RATIOS, Manner, in_a_row, numbers

PEN = 14


@pytest.fixture(scope="module")
def drawings():
    return [Labelled(by_one_pen(pen.digit(i % 10, 50 + i), PEN), str(i % 10), writer=str(i % 2)) for i in range(20)]


@pytest.fixture(scope="module")
def made(drawings):
    return numbers(drawings, 200, PEN, np.random.default_rng(1))


def test_numbers_are_put_together_from_one_writers_digits(made):
    assert {len(each.labelled.label) for each in made} == {2, 3, 4, 5, 6}
    for each in made:
        assert len({int(digit) % 2 for digit in each.labelled.label}) == 1
        points = np.vstack(each.labelled.drawing.strokes)
        assert points.min() == pytest.approx(PEN)
        assert np.allclose(points.max(axis=0) + PEN, each.labelled.drawing.size, atol=1)


def test_numbers_are_told_by_gap_height_ratio_and_digit(made):
    found = {group for each in made for group in each.groups}
    assert {f"gap {gap}" for gap in GAPS} <= found
    assert {f"heights from {ratio}" for ratio in RATIOS} <= found
    assert {f"holds {digit}" for digit in range(10)} <= found
    for each in made:
        assert {group for group in each.groups if group[:5] == "holds"} == {f"holds {x}" for x in each.labelled.label}


def test_many_hold_more_ones_and_sevens_than_others(made):
    text = "".join(each.labelled.label for each in made if int(each.labelled.label[0]) % 2)
    assert text.count("1") + text.count("7") > 1.5 * (text.count("3") + text.count("5"))


def test_gaps_and_heights_are_as_they_are_told(drawings):
    for gap, (low, high) in GAPS.items():
        how = Manner(gap, (low + high) / 2, lowest=0.5, slope=0.0, drift=0.0, ones=False)
        row = in_a_row(drawings[:10], how, np.random.default_rng(2))
        boxes = [np.vstack(glyph.strokes) for glyph in row]
        gaps = [b[:, 0].min() - a[:, 0].max() - 12 for a, b in pairwise(boxes)]
        assert np.mean(gaps) == pytest.approx((low + high) / 2 * HEIGHT, abs=3)
        assert all(45 < np.ptp(box[:, 1]) <= HEIGHT + 1 for box in boxes)


def test_the_same_seed_puts_the_same_together(drawings):
    first, again = (numbers(drawings, 5, PEN, np.random.default_rng(3)) for _ in range(2))
    assert first == again
