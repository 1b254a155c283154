"""The challenge on the ordinary page, with a mouse and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import PHONE, TALL
from tests.browser.test_present import begin_the_challenge, in_one_go
from tests.browser.visitor import TouchVisitor, Visitor


@pytest.mark.parametrize("kind,screen", [(Visitor, TALL), (TouchVisitor, PHONE)], ids=["mouse", "phone"])
def test_the_challenge_stands_above_the_canvas(visit, kind, screen, artefacts):
    visitor = visit(kind, **screen)
    begin_the_challenge(visitor)
    visitor.page.set_viewport_size({**screen["viewport"], "height": 664})  # what a browser leaves of a phone's screen
    asked = visitor.page.locator(".request")
    assert asked.bounding_box()["y"] < visitor.canvas.bounding_box()["y"]
    for part in (
        asked,
        visitor.canvas,
        visitor.button("Clear"),
        visitor.digit,
        visitor.page.locator(".st-key-turns button"),
    ):
        expect(part).to_be_in_viewport(ratio=0.99)
    visitor.write(in_one_go(int(visitor.page.locator(".ask b").inner_text())))
    expect(visitor.page.get_by_text("1 of 10")).to_be_visible()
    visitor.page.screenshot(path=artefacts / f"challenge-{kind.__name__}.png")
    visitor.answers(0)
    visitor.open("Challenge")
    expect(asked).to_have_count(0)
    visitor.open("Challenge")
    expect(visitor.page.get_by_role("button", name="Start")).to_be_visible()
