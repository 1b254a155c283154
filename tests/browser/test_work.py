"""The network at work: its layers light up while the pen is down, and cost nothing while they are not shown."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import PROJECTOR, TALL
from tests.browser.test_live import HalfDone, opened
from tests.browser.visitor import digit

# How bright the maps of each layer are, all together.
BRIGHTNESS = """() => [...document.querySelectorAll(".work canvas")].slice(0, 8).map((canvas) =>
    canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
        .filter((_, i) => i % 4 === 0).reduce((sum, grey) => sum + grey, 0))"""


@pytest.mark.parametrize("view,screen", [("", TALL), ("?present=1", PROJECTOR)], ids=["page", "projector"])
def test_every_layer_lights_up_while_the_pen_is_down(visit, server, artefacts, view, screen):
    visitor = opened(visit, HalfDone, screen, address=server + view)
    visitor.open("At work")
    expect(visitor.page.locator(".work canvas").nth(7)).to_be_attached()
    dark = visitor.page.evaluate(BRIGHTNESS)
    assert len(dark) == 8
    (three,) = digit(3)
    visitor.begin(three[: len(three) // 2])
    visitor.page.wait_for_function(f"dark => ({BRIGHTNESS})().every((grey, i) => grey > dark[i])", arg=dark)
    with visitor.answering(1):
        visitor.end()
    visitor.page.screenshot(path=artefacts / f"at-work-{'projector' if view else 'page'}.png")


def test_a_map_is_chosen_and_shown_large(visit):
    visitor = opened(visit, HalfDone, TALL)
    visitor.open("At work")
    visitor.draw(2)
    layer, number = (visitor.page.get_by_role("spinbutton", name=name) for name in ("Layer", "Map"))
    layer.fill("4")
    number.fill("7")
    number.press("Enter")
    expect(visitor.page.locator(".work")).to_contain_text("Layer 4")
    assert (layer.input_value(), number.input_value()) == ("4", "7")


def test_what_is_closed_is_not_there(visit):
    visitor = opened(visit, HalfDone, TALL)
    box = visitor.page.locator(".work")
    expect(box).to_be_hidden()
    visitor.open("At work")
    expect(box).to_be_visible()
    visitor.open("At work")
    expect(box).to_be_hidden()
    visitor.draw(2)
    assert box.evaluate("box => box.childElementCount") == 0
