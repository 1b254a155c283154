"""People change their minds: Undo, Redo and Clear, whatever has just happened."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import DESKTOP, TALL
from tests.browser.visitor import digit

UNDO, REDO = "Control+z", "Control+Shift+z"


def is_blank(visitor):
    visitor.reads("?")
    return visitor.ink() == 0


def test_undo_redo_clear_and_draw_again(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.draw(7)
    visitor.reads("7")
    visitor.page.screenshot(path=artefacts / "desktop-light.png")
    visitor.press("Undo", leaves=0)
    assert is_blank(visitor)
    visitor.press("Redo", leaves=1)
    visitor.reads("7")
    visitor.key(UNDO, leaves=0)
    visitor.reads("?")
    visitor.key(REDO, leaves=1)
    visitor.reads("7")
    visitor.press("Clear", leaves=0)
    assert is_blank(visitor)
    visitor.draw(2)
    visitor.reads("2")


def test_clear_can_be_taken_back(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(5)
    before = visitor.ink()
    visitor.press("Clear", leaves=0)
    assert is_blank(visitor)
    visitor.press("Undo", leaves=2)
    visitor.reads("5")
    assert visitor.ink() == pytest.approx(before, rel=0.001)
    visitor.press("Clear", leaves=0)
    visitor.draw(1)
    visitor.press("Undo", leaves=0)
    assert is_blank(visitor)


def test_nothing_of_what_was_cleared_comes_back_with_the_next_stroke(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(1)
    alone = visitor.ink()
    visitor.press("Clear", leaves=0)
    many = [[[20 + 2 * i, 60], [20 + 2 * i, 260]] for i in range(102)]  # the canvas remembers a hundred
    for before in (digit(5), digit(4) + digit(5), many):
        visitor.write(before)
        visitor.press("Clear", leaves=0)
        visitor.draw(1)
        visitor.reads("1")
        assert visitor.ink() == pytest.approx(alone, rel=0.001)
        visitor.press("Undo", leaves=0)
        assert visitor.ink() == 0


def test_all_that_was_cleared_comes_back_at_once_and_can_be_drawn_on(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(4)
    visitor.draw(5)
    both = visitor.ink()
    visitor.press("Clear", leaves=0)
    visitor.press("Undo", leaves=4)
    assert visitor.ink() == pytest.approx(both, rel=0.001)
    visitor.draw_strokes([[[20, 20], [80, 20]]])
    assert visitor.ink() > both
    visitor.press("Undo", leaves=4)
    assert visitor.ink() == pytest.approx(both, rel=0.001)


def test_clear_on_a_blank_canvas_leaves_what_can_be_redone(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(3)
    visitor.press("Undo", leaves=0)
    visitor.button("Clear").click(force=True)
    visitor.press("Redo", leaves=1)
    visitor.reads("3")


def test_more_strokes_than_are_remembered_are_cleared_all_the_same(visit):
    visitor = visit(**DESKTOP)
    for i in range(105):
        visitor.stroke([[20 + 2 * i, 60], [20 + 2 * i, 90]])
    visitor.press("Clear", leaves=0)
    assert is_blank(visitor)


def test_keys_wait_while_the_pen_is_down(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(1)
    (start, end) = visitor.on_page([[250, 40], [300, 40]])
    with visitor.answering(2):
        visitor.page.mouse.move(*start)
        visitor.page.mouse.down()
        visitor.page.mouse.move(*end)
        visitor.page.keyboard.press(UNDO)
        visitor.page.mouse.up()
    visitor.press("Undo", leaves=1)
    visitor.reads("1")


def test_undo_right_after_a_stroke_takes_back_that_stroke(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(1)
    one = visitor.ink()
    with visitor.answering(1):
        visitor.stroke([[20, 20], [80, 20]])
        visitor.button("Undo").click()
    assert visitor.ink() == pytest.approx(one, rel=0.001)
    visitor.reads("1")


def test_what_cannot_be_undone_says_so(visit):
    visitor = visit(**DESKTOP)
    for name in ("Undo", "Redo", "Clear"):
        expect(visitor.button(name)).to_have_attribute("aria-disabled", "true")
    visitor.draw(1)
    expect(visitor.button("Undo")).to_have_attribute("aria-disabled", "false")
    expect(visitor.button("Redo")).to_have_attribute("aria-disabled", "true")
    visitor.press("Undo", leaves=0)
    expect(visitor.button("Redo")).to_have_attribute("aria-disabled", "false")


def test_the_delete_key_clears_but_not_while_writing(visit):
    visitor = visit(**TALL)
    visitor.draw(4)
    before = visitor.ink()
    visitor.open("History")
    label = visitor.page.get_by_label("What it is, where 4 is wrong")
    label.fill("9")
    label.press("Delete")
    assert visitor.ink() == pytest.approx(before, rel=0.001)
    with visitor.answering(2):  # the page's next answer, to what is still there
        label.press("Enter")
    visitor.reads("9")  # as it was just corrected
    visitor.canvas.click(position={"x": 5, "y": 5}, trial=True)
    visitor.page.locator("h1").click()
    visitor.key("Delete", leaves=0)
    visitor.reads("?")


def test_examples_can_be_tried_cleared_and_drawn_on(visit):
    visitor = visit(**TALL)
    for name, digits in (("a crossed 7", "7"), ("2026", "2026"), ("a tiny 5", "5")):
        visitor.press(name)
        visitor.reads(digits)
    visitor.press("Clear", leaves=0)
    assert is_blank(visitor)
    visitor.press("Undo")
    visitor.reads("5")
    visitor.press("Clear", leaves=0)
    visitor.draw(3)
    visitor.reads("3")
    visitor.press("Undo", leaves=0)
    visitor.reads("?")


def test_what_was_drawn_since_comes_back_before_what_was_wiped(visit):
    visitor = visit(**TALL)
    visitor.press("a crossed 7")
    visitor.reads("7")
    visitor.press("Clear", leaves=0)
    visitor.draw(3)
    visitor.press("Clear", leaves=0)
    visitor.press("Undo", leaves=1)
    visitor.reads("3")
