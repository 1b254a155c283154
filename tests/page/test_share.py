import numpy as np

from digits.drawing import strokes
from digits.page.board.messages import component_state, to_message
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
