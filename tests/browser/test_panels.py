"""The panels open in view; those that explain an answer: how the network sees, and what others say."""

import pytest
from playwright.sync_api import expect

from digits.page.panels.all import PANELS
from digits.reading import metrics
from tests.browser.screens import PHONE, TALL, WIDE
from tests.browser.visitor import TouchVisitor

PANEL = ".work .panel, .st-key-more"  # what the browser draws, else what the server does


def is_at_rest(panel):
    """Wait until a panel, or what scrolls it, moves no more."""
    panel.page.wait_for_function("""async () => {
        const top = () => document.querySelector(".panels").getBoundingClientRect().top;
        const before = top();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return top() === before;
    }""")


def test_on_a_desktop_a_panel_stands_beside_the_answer(visit, artefacts):
    visitor = visit(**WIDE)
    visitor.draw(7)
    for name in PANELS:
        visitor.open(name)
        panel = visitor.page.locator(PANEL).first
        is_at_rest(panel)
        beside, answer = panel.bounding_box(), visitor.page.locator(".answer").bounding_box()
        assert beside["x"] >= answer["x"] + answer["width"]
        assert beside["y"] == pytest.approx(answer["y"], abs=1)
        assert beside["x"] + beside["width"] <= WIDE["viewport"]["width"]
        assert beside["y"] + beside["height"] <= WIDE["viewport"]["height"]
        for part in (visitor.canvas, visitor.digit, visitor.button("Clear"), visitor.button(name)):
            expect(part).to_be_in_viewport(ratio=0.99)
        visitor.page.screenshot(path=artefacts / f"panel-desktop-{name.replace(' ', '-')}.png")
    visitor.draw(1, corner=(220, 70))  # where it is now, the pen still draws beneath itself
    visitor.reads("71")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_on_a_phone_a_panel_opens_in_view(visit, artefacts, motion):
    visitor = visit(TouchVisitor, reduced_motion=motion, **PHONE)
    visitor.draw(7)
    for name in PANELS:
        visitor.open(name)
        panel = visitor.page.locator(PANEL).first
        is_at_rest(panel)
        height = PHONE["viewport"]["height"]
        assert 0 < visitor.button(name).bounding_box()["y"] < panel.bounding_box()["y"] < 0.6 * height + 1
        visitor.page.screenshot(path=artefacts / f"panel-phone-{name.replace(' ', '-')}.png")


def test_how_it_sees_is_shown_and_follows_the_drawing(visit, artefacts):
    visitor = visit(**TALL)
    visitor.open("How it sees")
    expect(visitor.page.get_by_text("its way through the network is shown here")).to_be_visible()
    visitor.draw(2)
    steps = visitor.more.locator(".step h2")
    expect(steps).to_have_count(5)
    expect(steps.nth(3)).to_have_text("Why a 2")
    expect(visitor.more.locator(".grid i")).to_have_count(784)
    expect(visitor.more.locator(".layer")).to_have_count(8)
    visitor.page.screenshot(path=artefacts / "how-it-sees.png")


def test_other_networks_say_what_they_think(visit, artefacts):
    visitor = visit(**TALL)
    visitor.draw(3)
    visitor.open("Opinions")
    rows = visitor.page.locator(".opinions tbody tr")
    classic = len(metrics.read_table()["rows"])
    expect(rows).to_have_count(1 + classic)
    opinions = [row.split("\t") for row in rows.all_inner_texts()]
    assert opinions[0][0] == "Digits, ours"
    assert sum(row[3] == "3" for row in opinions) >= 4
    visitor.page.screenshot(path=artefacts / "opinions.png")
