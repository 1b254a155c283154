import numpy as np
import pytest

from digits.pen import hand
from digits.pen.styles import STYLES


def test_a_curve_passes_its_points_and_turns_sharply_only_where_it_says():
    ((points, smooth, sharp),) = hand._parsed("0,0 100,0! 100,100 0,100")
    for matrix in (smooth, sharp):
        curve = matrix @ points
        assert all(np.hypot(*(curve - point).T).min() < 1e-9 for point in points)
    assert (sharp @ points)[:, 1].min() == 0
    assert (smooth @ points)[:, 1].min() < -0.02


def test_a_steady_hand_writes_a_style_as_it_stands():
    style = STYLES[4][0]
    steady = hand.bent(hand.plain(style), hand.Hand())
    written = hand.in_hand(style, hand.Hand(), np.random.default_rng(1))
    assert all(np.allclose(path, other) for path, other in zip(steady, written, strict=True))


def test_a_joined_hand_never_lifts_the_pen():
    style = next(style for style in STYLES[7] if "|" in style)
    apart, joined = (hand.in_hand(style, hand.Hand(joined=each), np.random.default_rng(1)) for each in (False, True))
    assert (len(apart), len(joined)) == (2, 1)


@pytest.mark.parametrize("amount,length", [(0.2, 1.2), (-0.1, 0.9), (0, 1)])
def test_a_stroke_runs_on_past_its_end_or_stops_before(amount, length):
    path = np.column_stack([np.linspace(0, 1, 101), np.zeros(101)])
    assert np.ptp(hand._longer(path, amount)[:, 0]) == pytest.approx(length, abs=0.011)
