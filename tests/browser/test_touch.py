"""People draw with a finger."""

import pytest
from playwright.sync_api import expect

from digits.pen import writing as pen
from tests.browser.screens import PHONE, TINY_PHONE
from tests.browser.visitor import TouchVisitor, digit, ink_of


def test_a_finger_on_a_phone(visit, artefacts):
    visitor = visit(TouchVisitor, **PHONE)
    for name in ("Undo", "Redo", "Clear"):
        expect(visitor.button(name)).to_be_in_viewport(ratio=1)
        assert visitor.button(name).bounding_box()["height"] >= 44
    visitor.page.screenshot(path=artefacts / "phone-empty.png")
    visitor.draw(3)
    visitor.reads("3")
    visitor.page.screenshot(path=artefacts / "phone-light.png")
    visitor.press("Undo", leaves=0)
    visitor.reads("?")
    visitor.draw(4)
    visitor.reads("4")
    visitor.press("Clear", leaves=0)
    visitor.reads("?")


def test_a_touch_that_the_phone_takes_away_ends_the_stroke(visit):
    visitor = visit(TouchVisitor, **PHONE)
    with visitor.answering(1):
        visitor.stroke(digit(1)[0], end="touchCancel")
    visitor.reads("1")
    visitor.press("Undo", leaves=0)
    visitor.reads("?")
    assert visitor.ink() == 0


def test_the_smallest_phone_draws_where_the_finger_is(visit):
    visitor = visit(TouchVisitor, **TINY_PHONE)
    visitor.draw(7, height=150)
    visitor.reads("7")
    assert visitor.ink() == pytest.approx(ink_of(pen.digit(7, 150, (90, 70))), rel=0.1)


PALM = [[250, 290]]


@pytest.mark.parametrize("palm_first,reads", [(True, "–"), (False, "3")], ids=["palm first", "stylus first"])
def test_a_palm_and_a_stylus_are_never_one_stroke(visit, palm_first, reads):
    """Whichever is down first is the pen, for the canvas and for what is read; a stylus is a mouse to the page."""
    visitor = visit(TouchVisitor, **PHONE)
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    points, (palm,) = digit(3)[0], visitor.on_page(PALM)

    def touch(kind, *at):
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})

    def stylus(kind, at):
        pressed = {"button": "left", "buttons": 1, "clickCount": 1, "pointerType": "pen"}
        devtools.send("Input.dispatchMouseEvent", {"type": kind, "x": at[0], "y": at[1], **pressed})

    first, *rest = visitor.on_page(points)
    with visitor.answering(1):
        if palm_first:
            touch("touchStart", palm)
        stylus("mousePressed", first)
        for i, at in enumerate(rest):
            if i == 5 and not palm_first:
                touch("touchStart", palm)
            stylus("mouseMoved", at)
        stylus("mouseReleased", rest[-1])
        touch("touchEnd")
    visitor.reads(reads)
    assert visitor.ink() == pytest.approx(ink_of([PALM if palm_first else points]), rel=0.1)
