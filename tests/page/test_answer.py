import re

import numpy as np
import pytest

from digits.drawing.strokes import NOTHING
from digits.page.parts import answer
from digits.page.parts.words import percent
from digits.reading.pieces import Piece
from digits.reading.reader import Answer
from digits.reading.segment import Segment
from digits.reading.verdict import Thresholds, read

THRESHOLDS = Thresholds(sure=0.8, not_a_digit=0.3)
EMPTY = np.zeros((1, 28, 28, 1), np.float32)


def reading(best, confidence, runner_up=0, rejection=0.0):
    row = np.full(11, (1 - confidence - rejection) / 16, np.float32)
    row[10] = rejection
    row[runner_up] = (1 - confidence - rejection) / 2
    row[best] = confidence
    return read(row, THRESHOLDS)


def segment(left, width):
    return Segment(Piece(left, 0, np.full((40, width), 255, np.uint8)), EMPTY, np.zeros(11, np.float32))


def answered(*readings):
    count = len(readings)
    return Answer(NOTHING, segment(0, 40 * count), tuple(segment(40 * i, 30) for i in range(count)), readings, (count,))


def test_the_digit_its_confidence_and_ten_bars_are_said():
    html = answer.panel(answered(reading(7, 0.82, runner_up=1)))
    assert '<p class="digit">7</p><p class="sure">82 % sure</p>' in html
    assert html.count("<li") == 10
    assert re.findall(r'<li class="(best|second)"><span class="label">(\d)</span>', html) == [
        ("second", "1"),
        ("best", "7"),
    ]
    assert 'read as 7" width' in html


@pytest.mark.parametrize("runner_up,perhaps", [(8, "or perhaps an 8"), (5, "or perhaps a 5")])
def test_an_unsure_reading_says_what_else_it_may_be(runner_up, perhaps):
    html = answer.panel(answered(reading(3, 0.6, runner_up)))
    assert f'<p class="digit">3</p><p class="sure">{perhaps}<br>60 % sure</p>' in html


def test_what_is_rejected_is_said():
    html = answer.panel(answered(reading(8, 0.1, rejection=0.8)))
    assert "This does not look like a digit.<br>If it is one: an 8." in html
    assert 'class="digit">8' not in html
    assert "28 by 28 pixels, no digit" in html


def test_a_blank_page_invites_and_has_the_same_parts():
    html = answer.invitation()
    assert "Draw a digit" in html
    assert html.count("<li") == 10
    assert "best" not in html
    assert html.count("<img") == 1


@pytest.mark.parametrize(
    "share,text",
    [(1, ">99.9 %"), (0.9996, ">99.9 %"), (0.9994, "99.9 %"), (0.99, "99.0 %"), (0.985, "98 %"), (0.5, "50 %"),
     (0.005, "<1 %"), (0.0051, "1 %"), (0.004, "<1 %"), (0, "0 %")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_a_certainty(share, text):
    assert percent(share) == text


def test_a_number_says_its_digits_its_doubts_and_how_sure_it_is_of_all():
    number = answered(reading(4, 0.9), reading(2, 0.6, runner_up=8))
    html = answer.panel(number)
    assert '>42</p><p class="sure">the 2 perhaps an 8<br>54 % sure</p>' in html
    assert html.count('<li class="best">') == 2


@pytest.mark.parametrize(
    "readings,spoken",
    [
        ([reading(7, 0.9)], "Read as 7, 90 % sure."),
        ([reading(7, 0.6, runner_up=1)], "Read as 7, or perhaps a 1, 60 % sure."),
        ([reading(4, 0.9), reading(2, 0.9)], "Read as 4 2, 81 % sure."),
        ([reading(4, 0.9), reading(2, 0.6)], "Read as 4 2, or perhaps something else, 54 % sure."),
        ([reading(8, 0.1, rejection=0.8)], "This does not look like a digit. If it is one: an 8."),
    ],
)
def test_a_screen_reader_is_told_in_a_sentence(readings, spoken):
    assert answer.sentence(answered(*readings)) == spoken
