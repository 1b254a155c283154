import numpy as np
import pytest

from digits.scoring import ours
from digits.scoring.numbers import manner
from digits.scoring.pages import MAX_DIGITS, MAX_LINES, layout, pages


@pytest.fixture(scope="module")
def drawings():
    return ours.drawings(2, np.random.default_rng(1))


def test_pages_hold_one_to_six_lines_of_one_writers_digits(drawings):
    made = pages(drawings, 60, 12, np.random.default_rng(1))
    lines = [each.labelled.label.split("\n") for each in made]
    assert {len(each) for each in lines} == set(range(1, MAX_LINES + 1))
    assert {len(line) for each in lines for line in each} == set(range(1, MAX_DIGITS + 1))
    assert all(np.min(np.vstack(each.labelled.drawing.strokes)) >= 0 for each in made)


def test_lines_stand_below_one_another(drawings):
    rng = np.random.default_rng(4)
    for _ in range(20):
        lines = layout(drawings[:30], manner(rng)._replace(slope=0.0, drift=0.0), rng)
        feet = [np.vstack([curve for glyph in line for curve in glyph.strokes])[:, 1].max() for line in lines]
        assert feet == sorted(feet)
