import numpy as np
import pytest

from digits.audience import challenge


def begun():
    return challenge.start(100.0 - challenge.COUNTDOWN, np.random.default_rng(1))


def right(now, at):
    """Return the challenge after a right answer, whose drawing is cleared at once."""
    return challenge.answered(challenge.answered(now, str(now.digit), 0.9, at), "", 0.0, at)


def test_every_digit_is_asked_for_once():
    assert sorted(begun().asked) == list(range(10))
    assert begun().digit == begun().asked[0]


def test_right_answers_are_timed_and_counted():
    now = begun()
    for number in range(10):
        assert now.digit is not None
        now = right(now, 100 + 2.0 * (number + 1))
    assert now.digit is None
    assert now.seconds == (2.0,) * 10
    assert (now.streak, now.longest) == (10, 10)
    assert now.confidence == pytest.approx(0.9)
    assert challenge.answered(now, "3", 0.9, 500) == now


def test_a_digit_of_two_strokes_is_no_miss_until_the_canvas_is_cleared():
    one = right(begun(), 101)
    half = challenge.answered(one, "11", 0.8, 102)
    assert half.digit == one.digit
    whole = challenge.answered(half, str(one.digit), 0.8, 103)
    assert whole.streak == 2
    assert challenge.answered(whole, "3", 0.8, 103).missed is False  # what was right is still on the canvas
    gone = challenge.answered(whole, "", 0.0, 104)
    cleared = challenge.answered(challenge.answered(gone, "", 0.7, 104), "", 0.0, 105)
    assert (cleared.streak, cleared.longest, cleared.digit) == (0, 2, whole.digit)


def test_a_blank_canvas_is_no_attempt():
    one = right(begun(), 101)
    assert challenge.answered(one, "", 0.0, 102) == one


def test_nothing_counts_before_the_countdown_is_over():
    early = 100.0 - 0.1
    assert challenge.answered(begun(), str(begun().digit), 0.9, early) == begun()
    assert challenge.skip(begun(), early) == begun()


def test_a_skipped_digit_ends_the_streak_and_is_not_asked_for_again():
    one = challenge.skip(right(begun(), 101), 103)
    assert (one.digit, one.done, one.skipped, one.streak, one.began) == (one.asked[2], 2, 1, 0, 103)
    for _ in range(8):
        one = challenge.skip(one, 104)
    assert one.digit is None
    assert challenge.skip(one, 105) == one
    assert one.seconds == (1.0,)


def test_what_was_on_the_canvas_when_a_digit_was_skipped_is_no_answer_to_the_next():
    one = challenge.skip(begun(), 101)
    assert challenge.answered(one, str(one.digit), 0.9, 101) == one
    cleared = challenge.answered(one, "", 0.0, 102)
    assert challenge.answered(cleared, str(one.digit), 0.9, 104).seconds == (3.0,)
