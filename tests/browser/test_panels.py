"""The panels open in view; what other networks say."""

import pytest
from playwright.sync_api import expect

from digits.page.panels.all import PANELS
from digits.reading import metrics
from tests.browser.screens import PHONE, TALL, WIDE
from tests.browser.visitor import TouchVisitor

PANEL = ".work .panel, .hand:not([hidden]) .panel, .st-key-more"


# Whether the panel stands beneath the buttons that open it, and is seen whole or begins high enough.
IS_IN_VIEW = f"""() => {{
    const placeOf = (part) => document.querySelector(part)?.getBoundingClientRect();
    const [buttons, panel] = [".panels", "{PANEL}"].map(placeOf);
    const isSeen = panel && (panel.bottom <= innerHeight || panel.top <= 0.6 * innerHeight + 1);
    return isSeen && buttons.top > 0 && panel.top >= buttons.bottom;
}}"""


def test_on_a_desktop_a_panel_stands_beside_the_answer(visit, artefacts):
    visitor = visit(**WIDE)
    visitor.draw(7)
    for name in PANELS:
        visitor.open(name)
        visitor.wait_until_at_rest()
        beside, answer = (visitor.page.locator(part).first.bounding_box() for part in (PANEL, ".answer"))
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
        visitor.page.wait_for_function(IS_IN_VIEW)
        visitor.page.screenshot(path=artefacts / f"panel-phone-{name.replace(' ', '-')}.png")


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


def test_a_window_between_keeps_some_of_the_board_above_the_panel(visit):
    visitor = visit(**TALL)
    visitor.draw(7)
    visitor.open("How it sees")
    visitor.page.wait_for_function(IS_IN_VIEW)
    expect(visitor.canvas).to_be_in_viewport(ratio=0.5)


def test_a_panel_that_waits_for_ink_leaves_the_canvas_where_it_is(visit):
    visitor = visit(TouchVisitor, **PHONE)
    visitor.button("At work").scroll_into_view_if_needed()  # as whoever presses it does
    before = visitor.canvas.bounding_box()
    visitor.open("At work")
    visitor.wait_until_at_rest()
    assert visitor.canvas.bounding_box() == before
