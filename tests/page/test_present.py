from digits.audience import challenge
from tests.page.conftest import html, page

NOW = challenge.Challenge(tuple(range(10)), 0.0, (1.0, 1.0), (1.0, 1.0), streak=2, longest=2, missed=True)


def test_a_streak_that_is_lost_is_shown_so():
    at = page(present="1", panel="Challenge", state={"challenge": NOW}.items())
    assert at.session_state["challenge"].streak == 0
    assert "0 in a row" in html(at)
    assert "2 in a row" not in html(at)


def test_a_closed_challenge_is_over():
    for view in ({"present": "1"}, {}):
        at = page(state={"challenge": NOW}.items(), **view)
        assert "challenge" not in at.session_state


def test_a_challenge_with_skipped_digits_says_how_many_were_drawn():
    at = page(panel="Challenge", state={"challenge": NOW._replace(skipped=8, missed=False)}.items())
    assert "2 of 10 in <b>2.0 s</b>" in html(at)
    assert [button.label for button in at.button] == ["Again"]
