import pytest

from tests.conftest import canvas_state
from tests.page.conftest import board, page, seven


@pytest.mark.parametrize(
    "canvas",
    [
        {"drawing": "junk"},
        {"drawing": {"raw": 7, "data": None}},
        {"drawing": {"raw": {"objects": 7}, "data": None}, "backgroundFit": {}},
    ],
)
def test_a_forged_message_of_the_canvas_is_said_and_the_page_stands(canvas):
    assert "did not arrive whole" in page(canvas).error[0].value


def test_more_than_anybody_draws_is_said():
    at = page(canvas_state([[[9, 9], [12, 12]]] * 1001))
    assert "more on the canvas than this page reads" in at.error[0].value


@pytest.mark.parametrize("panel", ["Somebody's", 7, ["Share"], None])
def test_a_panel_that_is_not_offered_stays_closed(panel):
    assert board(page(seven(), panel))["panels"]["open"] is None


def test_what_cannot_be_read_leaves_the_tools():
    assert board(page({"drawing": "junk"}))["pens"] == [12, 20, 28]
