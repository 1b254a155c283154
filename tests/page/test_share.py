from types import SimpleNamespace

import numpy as np
import pytest

from digits.drawing import strokes
from digits.page.board.messages import component_state, to_message
from digits.page.parts import address
from tests.conftest import canvas_state
from tests.page.conftest import page


def test_what_a_sloppy_eraser_left_can_be_shared():
    sliver = strokes.Drawing([[[160.0, 60.0], [160.0, 260.0]], [[172.0, 40.0], [172.0, 280.0]]], [28, -36])
    state = component_state(to_message(sliver))
    assert "?d=" in page(state, "Share").code[0].value


def test_a_drawing_that_is_too_much_for_a_link_is_said():
    rng = np.random.default_rng(1)
    dots = rng.uniform(10, 310, (600, 1, 2)).tolist()
    at = page(canvas_state(dots), "Share")
    assert at.caption[0].value == "This is too much for a link."


def test_the_page_s_own_address_means_nothing_in_markdown(monkeypatch):
    forged = "http://digits.test/x)![](&sol;&sol;stranger.test&sol;a)?d=*#`"
    monkeypatch.setattr(address, "st", SimpleNamespace(context=SimpleNamespace(url=forged)))
    assert address.address() == "http://digits.test/x%29%21%5B%5D%28%26sol%3B%26sol%3Bstranger.test%26sol%3Ba%29"
    assert address.address("AQ").endswith("a%29?d=AQ")


@pytest.mark.parametrize("url", [None, "http://digits.test:8501/", "http://digits.test/a/b%20c"])
def test_an_honest_address_stays_as_it_is(monkeypatch, url):
    monkeypatch.setattr(address, "st", SimpleNamespace(context=SimpleNamespace(url=url)))
    assert address.address() == (url or "")
