from digits.audience import challenge
from tests.page.conftest import html, page


def test_a_streak_that_is_lost_is_shown_so():
    at = page(present="1")
    now = challenge.Challenge(tuple(range(10)), 0.0, (1.0, 1.0), (1.0, 1.0), streak=2, longest=2, missed=True)
    at.session_state["challenge"] = now
    at.run()
    assert at.session_state["challenge"].streak == 0
    assert "0 in a row" in html(at)
    assert "2 in a row" not in html(at)
