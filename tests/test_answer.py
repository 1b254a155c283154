import re

import numpy as np
import pytest

from digits import reading
from digits.views import answer


def shares(best, confidence):
    row = np.full(10, (1 - confidence) / 9, np.float32)
    row[best] = confidence
    return reading.read(row)


def test_the_digit_its_confidence_and_ten_bars_are_said():
    html = answer.answer(shares(7, 0.82), np.zeros((1, 28, 28, 1), np.float32))
    assert '<p class="digit">7</p><p class="sure">82 % sure</p>' in html
    assert html.count("<li") == 10
    assert re.findall(r'<li class="best"><span class="label">(\d)</span>', html) == ["7"]
    assert 'read as 7" width' in html


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
