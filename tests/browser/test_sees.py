"""How the network sees, explored: a pixel's way to the ten scores, and the answer while ink is taken away."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import PHONE, TALL, WIDE
from tests.browser.test_live import HalfDone, opened
from tests.browser.visitor import TouchVisitor

NAME = "How it sees"


def explored(visitor, label=7):
    visitor.draw(label)
    visitor.open(NAME)
    expect(visitor.page.locator(".way li")).to_have_count(9)
    return visitor.page.locator(".sight")


def share_of(sight, digit):
    """Return how wide a digit's bar is, in percent."""
    return float(sight.locator(".shares .track span").nth(digit).evaluate("bar => parseFloat(bar.style.width)"))


def test_the_pixel_under_the_pointer_is_followed_layer_by_layer(visit, artefacts):
    visitor = opened(visit, HalfDone, WIDE)
    sight = explored(visitor)
    expect(visitor.more.locator(".step h2")).to_have_text(["Your drawing", "Found and cropped", "Centred"])
    picture = sight.locator("[data-picture=pixels]")
    box = picture.bounding_box()
    said = []
    for row, column in ((10, 14), (20, 12)):
        x, y = (box[edge] + box["width"] * (place + 0.5) / 28 for edge, place in (("x", column), ("y", row)))
        visitor.page.mouse.move(x, y)
        expect(sight.locator(".pixel")).to_contain_text(f"Row {row + 1}, column {column + 1}")
        said.append(sight.locator(".sum").all_inner_texts())
        assert len(said[-1]) == 9
    assert said[0] != said[1]
    expect(sight.locator(".meaning")).to_contain_text("Blue ink speaks for 7")
    visitor.page.screenshot(path=artefacts / "how-it-sees.png")


def test_the_keyboard_moves_from_pixel_to_pixel_and_asks_for_another_digit(visit):
    visitor = opened(visit, HalfDone, TALL)
    sight = explored(visitor)
    sight.locator("[data-picture=pixels]").focus()
    visitor.page.keyboard.press("ArrowRight")
    before = sight.locator(".pixel").inner_text()
    visitor.page.keyboard.press("ArrowDown")
    expect(sight.locator(".pixel")).not_to_have_text(before)
    sight.get_by_role("button", name="1", exact=True).press("Enter")
    expect(sight.get_by_role("heading").first).to_have_text("From this pixel to the score of 1")


@pytest.mark.parametrize("screen", [TALL, PHONE], ids=["desktop", "phone"])
def test_ink_is_taken_away_and_the_bars_follow(visit, artefacts, screen):
    visitor = opened(visit, HalfDone, TALL) if screen is TALL else visit(TouchVisitor, **screen)
    sight = explored(visitor)
    assert share_of(sight, 7) > 90
    slider = sight.get_by_role("slider")
    for _ in range(4):
        slider.press("PageUp")
    expect(sight.locator("output")).to_have_text("40 %")
    assert share_of(sight, 7) < 50
    visitor.page.screenshot(path=artefacts / f"ink-away-{screen['viewport']['width']}.png")
    slider.press("Home")
    assert share_of(sight, 7) > 90
    visitor.reads("7")  # the drawing itself is whole


def test_a_finger_explores_without_scrolling(visit):
    visitor = visit(TouchVisitor, **PHONE)
    sight = explored(visitor)
    picture = sight.locator("[data-picture=pixels]")
    picture.scroll_into_view_if_needed()
    visitor.page.wait_for_timeout(700)
    box = picture.bounding_box()
    touch = visitor.page.context.new_cdp_session(visitor.page)
    at = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + share * box["height"]} for share in (0.2, 0.5, 0.9)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at[:1]})
    for point in at[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(sight.locator(".pixel")).to_contain_text("Row 26, column 15")
    assert picture.bounding_box() == box


def test_of_several_digits_one_is_chosen(visit):
    visitor = opened(visit, HalfDone, WIDE)
    visitor.draw(4, 110, (20, 100))
    visitor.draw(2, 110, (180, 100))
    visitor.reads("42")
    visitor.open(NAME)
    sight = visitor.page.locator(".sight")
    expect(sight.locator("h2").first).to_have_text("From this pixel to the score of 4")
    with visitor.answering():
        visitor.page.get_by_role("radio", name="2. digit: 2").click()
    expect(sight.locator("h2").first).to_have_text("From this pixel to the score of 2")
