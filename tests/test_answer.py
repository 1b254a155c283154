import re

import numpy as np
import pytest

from digits import reading
from digits.views import answer

THRESHOLDS = reading.Thresholds(sure=0.8, not_a_digit=0.3)
SEEN = np.zeros((1, 28, 28, 1), np.float32)


def shares(best, confidence, runner_up=0, none=0.0):
    row = np.full(11, (1 - confidence - none) / 20, np.float32)
    row[10] = none
    row[runner_up] = (1 - confidence - none) / 2
    row[best] = confidence
    return reading.read(row, THRESHOLDS)


def test_the_digit_its_confidence_and_ten_bars_are_said():
    html = answer.answer(shares(7, 0.82), SEEN)
    assert '<p class="digit">7</p><p class="sure">82 % sure</p>' in html
    assert html.count("<li") == 10
    assert re.findall(r'<li class="best"><span class="label">(\d)</span>', html) == ["7"]
    assert 'read as 7" width' in html


@pytest.mark.parametrize("runner_up,perhaps", [(8, "or perhaps an 8"), (5, "or perhaps a 5")])
def test_an_unsure_reading_says_what_else_it_may_be(runner_up, perhaps):
    html = answer.answer(shares(3, 0.6, runner_up), SEEN)
    assert f'<p class="digit">3</p><p class="sure">{perhaps}<br>60 % sure</p>' in html


def test_what_is_no_digit_is_told_so():
    html = answer.answer(shares(8, 0.1, none=0.8), SEEN)
    assert "This does not look like a digit.<br>If it is one: an 8." in html
    assert 'class="digit">8' not in html
    assert "28 by 28 pixels, no digit" in html


def test_a_blank_page_invites_and_has_the_same_parts():
    html = answer.nothing_yet()
    assert "Draw a digit" in html
    assert html.count("<li") == 10
    assert "best" not in html
    assert html.count("<img") == 1


@pytest.mark.parametrize(
    "share,text",
    [(1, "&gt;99.9 %"), (0.9996, "&gt;99.9 %"), (0.9994, "99.9 %"), (0.99, "99.0 %"), (0.985, "98 %"), (0.5, "50 %"),
     (0.005, "&lt;1 %"), (0.0051, "1 %"), (0.004, "&lt;1 %"), (0, "0 %")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_a_certainty(share, text):
    assert answer.percent(share) == text
