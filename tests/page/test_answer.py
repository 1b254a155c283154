import re

import numpy as np
import pytest

from digits.drawing.strokes import Drawn
from digits.page.parts import answer
from digits.page.parts.answer import Answered
from digits.reading import verdict as reading
from digits.reading.segment import Found, Parts, Piece

THRESHOLDS = reading.Thresholds(sure=0.8, not_a_digit=0.3)
SEEN = np.zeros((1, 28, 28, 1), np.float32)


def shares(best, confidence, runner_up=0, none=0.0):
    row = np.full(11, (1 - confidence - none) / 16, np.float32)
    row[10] = none
    row[runner_up] = (1 - confidence - none) / 2
    row[best] = confidence
    return reading.read(row, THRESHOLDS)


def answered(*readings):
    ink = np.full((40, 30), 255, np.uint8)
    digits = [Found(Piece(40 * i, 0, ink), SEEN, np.zeros(11, np.float32)) for i in range(len(readings))]
    whole = Found(Piece(0, 0, np.full((40, 40 * len(readings)), 255, np.uint8)), SEEN, np.zeros(11, np.float32))
    return Answered(Drawn([], []), Parts(whole, digits), list(readings))


def test_the_digit_its_confidence_and_ten_bars_are_said():
    html = answer.panel(answered(shares(7, 0.82, runner_up=1)))
    assert '<p class="digit">7</p><p class="sure">82 % sure</p>' in html
    assert html.count("<li") == 10
    assert re.findall(r'<li class="(best|second)"><span class="label">(\d)</span>', html) == [
        ("second", "1"),
        ("best", "7"),
    ]
    assert 'read as 7" width' in html


@pytest.mark.parametrize("runner_up,perhaps", [(8, "or perhaps an 8"), (5, "or perhaps a 5")])
def test_an_unsure_reading_says_what_else_it_may_be(runner_up, perhaps):
    html = answer.panel(answered(shares(3, 0.6, runner_up)))
    assert f'<p class="digit">3</p><p class="sure">{perhaps}<br>60 % sure</p>' in html


def test_what_is_no_digit_is_told_so():
    html = answer.panel(answered(shares(8, 0.1, none=0.8)))
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


def test_a_number_says_its_digits_its_doubts_and_how_sure_it_is_of_all():
    number = answered(shares(4, 0.9), shares(2, 0.6, runner_up=8))
    html = answer.panel(number)
    assert '>42</p><p class="sure">the 2 perhaps an 8<br>54 % sure</p>' in html
    assert html.count('<li class="best">') == 2
    assert (number.said, number.verdict) == ("42", reading.Verdict.UNSURE)
    assert number.confidence == pytest.approx(0.54)
    assert [found.piece.left for found in number.found] == [0, 40]


@pytest.mark.parametrize(
    "readings,spoken",
    [
        ([shares(7, 0.9)], "Read as 7, 90 % sure."),
        ([shares(7, 0.6, runner_up=1)], "Read as 7, or perhaps a 1, 60 % sure."),
        ([shares(4, 0.9), shares(2, 0.9)], "Read as 4 2, 81 % sure."),
        ([shares(4, 0.9), shares(2, 0.6)], "Read as 4 2, or perhaps something else, 54 % sure."),
        ([shares(8, 0.1, none=0.8)], "This does not look like a digit. If it is one: an 8."),
    ],
)
def test_a_screen_reader_is_told_in_a_sentence(readings, spoken):
    assert answer.sentence(answered(*readings)) == spoken
