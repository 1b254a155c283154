"""People at the page: they draw with a mouse and with a finger, change their minds, and are read."""

import subprocess

import pytest
from playwright.sync_api import expect

from bench.server import runtime_python, serving
from digits.drawing import strokes
from digits.pen import writing as pen
from tests.browser.conftest import SETTLED, TouchVisitor

DESKTOP = {"viewport": {"width": 960, "height": 620}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True, "is_mobile": True}
TINY_PHONE = {**PHONE, "viewport": {"width": 320, "height": 568}}
SMALL_PHONE = {**PHONE, "viewport": {"width": 360, "height": 640}}
TABLET = {"viewport": {"width": 768, "height": 1024}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


def test_ten_digits_drawn_with_the_mouse_are_read(visit):
    visitor = visit(**DESKTOP)
    read = {}
    for label in range(10):
        visitor.draw(label)
        read[label] = visitor.says()
        visitor.press("Clear")
        assert visitor.says() == "?"
    assert read == {label: str(label) for label in range(10)}


def test_small_and_in_a_corner_is_read_too(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(5, height=70, corner=(240, 235))
    assert visitor.says() == "5"


def test_two_digits_are_read_as_a_number_and_undone_to_one(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.draw(4, height=130, corner=(40, 90))
    visitor.draw(2, height=130, corner=(190, 90))
    assert visitor.says() == "42"
    expect(visitor.page.locator(".st-key-answer figcaption")).to_have_text("What was found")
    visitor.page.screenshot(path=artefacts / "number.png")
    visitor.press("Undo")
    assert visitor.says() == "4"


def test_a_scribble_is_told_that_it_is_no_digit(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.stroke([[40 + 12 * i, 60 + 180 * (i % 2)] for i in range(18)])
    visitor.page.wait_for_timeout(SETTLED)
    expect(visitor.page.locator(".st-key-answer .sure")).to_contain_text("This does not look like a digit")
    visitor.page.screenshot(path=artefacts / "no-digit.png")


def test_undo_redo_clear_and_draw_again(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.draw(7)
    assert visitor.says() == "7"
    visitor.page.screenshot(path=artefacts / "desktop-light.png")
    visitor.press("Undo")
    assert (visitor.says(), visitor.ink()) == ("?", 0)
    visitor.press("Redo")
    assert visitor.says() == "7"
    visitor.page.keyboard.press("Control+z")
    expect(visitor.digit).to_have_text("?")
    visitor.page.keyboard.press("Control+Shift+z")
    expect(visitor.digit).to_have_text("7")
    visitor.press("Clear")
    assert (visitor.says(), visitor.ink()) == ("?", 0)
    visitor.draw(2)
    assert visitor.says() == "2"


@pytest.mark.parametrize("name", ["Undo", "Redo"])
def test_clear_can_be_taken_back(visit, name):
    visitor = visit(**DESKTOP)
    visitor.draw(5)
    before = visitor.ink()
    visitor.press("Clear")
    assert (visitor.says(), visitor.ink()) == ("?", 0)
    for _ in range(1 if name == "Undo" else 2):
        visitor.press(name)
    assert (visitor.says(), visitor.ink()) == ("5", before)
    visitor.press("Clear")
    visitor.draw(1)
    visitor.press("Undo")
    assert (visitor.says(), visitor.ink()) == ("?", 0)


def test_nothing_of_what_was_cleared_comes_back_with_the_next_stroke(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(1)
    alone = visitor.ink()
    visitor.press("Clear")
    for before in ([5], [4, 5], [5] * 51):  # 5 takes two strokes, and the canvas remembers a hundred
        for label in before:
            visitor.draw(label, settle=0)
        visitor.press("Clear")
        visitor.draw(1)
        assert (visitor.says(), visitor.ink()) == ("1", alone)
        visitor.press("Undo")
        assert visitor.ink() == 0


def test_all_that_was_cleared_comes_back_at_once_and_can_be_drawn_on(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(4)
    visitor.draw(5)
    both = visitor.ink()
    visitor.press("Clear")
    visitor.press("Undo")
    assert visitor.ink() == both
    visitor.stroke([[20, 20], [80, 20]])
    assert visitor.ink() > both
    visitor.press("Undo")
    assert visitor.ink() == both


def test_clear_on_a_blank_canvas_leaves_what_can_be_redone(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(3)
    visitor.press("Undo")
    visitor.button("Clear").click(force=True)
    visitor.press("Redo")
    assert visitor.says() == "3"


def test_more_strokes_than_are_remembered_are_cleared_all_the_same(visit):
    visitor = visit(**DESKTOP)
    for i in range(105):
        visitor.stroke([[20 + 2 * i, 60], [20 + 2 * i, 90]])
    visitor.press("Clear")
    assert (visitor.says(), visitor.ink()) == ("?", 0)


def test_keys_wait_while_the_pen_is_down(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(1)
    box = visitor.canvas.bounding_box()
    visitor.page.mouse.move(box["x"] + 250, box["y"] + 40)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 300, box["y"] + 40)
    visitor.page.keyboard.press("Control+z")
    visitor.page.mouse.up()
    visitor.press("Undo")
    assert visitor.says() == "1"


def test_undo_right_after_a_stroke_takes_back_that_stroke(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(1)
    one = visitor.ink()
    visitor.stroke([[20, 20], [80, 20]])
    visitor.press("Undo")
    assert visitor.ink() == one
    assert visitor.says() == "1"


def test_what_cannot_be_undone_says_so(visit):
    visitor = visit(**DESKTOP)
    for name in ("Undo", "Redo", "Clear"):
        expect(visitor.button(name)).to_have_attribute("aria-disabled", "true")
    visitor.draw(1)
    expect(visitor.button("Undo")).to_have_attribute("aria-disabled", "false")
    expect(visitor.button("Redo")).to_have_attribute("aria-disabled", "true")
    visitor.press("Undo")
    expect(visitor.button("Redo")).to_have_attribute("aria-disabled", "false")


@pytest.mark.parametrize("pause", [0, 60, 190, 230])
def test_no_stroke_is_lost_however_fast_people_draw(visit, pause):
    """Twenty strokes, some of them while answers are under way: the same canvas holds them all."""
    visitor = visit(**DESKTOP)
    canvas = visitor.canvas.element_handle()
    fence = [[[20 + 14 * i, 60], [20 + 14 * i, 260]] for i in range(20)]
    for stroke in fence:
        visitor.stroke(stroke)
        visitor.page.wait_for_timeout(pause)
    visitor.page.wait_for_timeout(1000)
    assert visitor.ink() == pytest.approx((strokes.draw(fence, 320, 320, 20) > 127).sum(), rel=0.04)
    assert canvas.evaluate("node => node.isConnected")
    for _ in range(20):
        visitor.button("Undo").click()
    expect(visitor.digit).to_have_text("?")
    assert visitor.ink() == 0


def test_a_stroke_during_clear_is_kept(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(8)
    visitor.button("Clear").click()
    visitor.draw(1)
    assert visitor.says() == "1"


def test_a_finger_on_a_phone(visit, artefacts):
    visitor = visit(TouchVisitor, **PHONE)
    for name in ("Undo", "Redo", "Clear"):
        expect(visitor.button(name)).to_be_in_viewport(ratio=1)
        assert visitor.button(name).bounding_box()["height"] >= 44
    visitor.page.screenshot(path=artefacts / "phone-empty.png")
    visitor.draw(3)
    assert visitor.says() == "3"
    visitor.page.screenshot(path=artefacts / "phone-light.png")
    visitor.press("Undo")
    assert visitor.says() == "?"
    visitor.draw(4)
    assert visitor.says() == "4"
    visitor.press("Clear")
    assert visitor.says() == "?"


@pytest.mark.parametrize("height", [640, 664, 844])
def test_a_phone_shows_canvas_buttons_and_answer_together(visit, height, artefacts):
    """Of a screen 844 high a browser leaves 664."""
    visitor = visit(TouchVisitor, **{**PHONE, "viewport": {"width": 360, "height": height}})
    visitor.draw(5)
    for part in (visitor.canvas, visitor.button("Clear"), visitor.digit, visitor.page.locator(".sure")):
        expect(part).to_be_in_viewport(ratio=1)
    visitor.page.screenshot(path=artefacts / f"phone-360x{height}.png")


def test_a_touch_that_the_phone_takes_away_ends_the_stroke(visit):
    visitor = visit(TouchVisitor, **PHONE)
    visitor.stroke(pen.digit(1, 180, (90, 70))[0], end="touchCancel")
    visitor.page.wait_for_timeout(SETTLED)
    assert visitor.says() == "1"
    visitor.press("Undo")
    assert (visitor.says(), visitor.ink()) == ("?", 0)


def test_dark_mode(visit, artefacts):
    visitor = visit(**DESKTOP, color_scheme="dark")
    visitor.draw(6)
    assert visitor.says() == "6"
    background = visitor.page.locator(".stApp").evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == "rgb(18, 21, 31)"
    visitor.page.screenshot(path=artefacts / "desktop-dark.png")
    phone = visit(TouchVisitor, **PHONE, color_scheme="dark")
    phone.draw(9)
    assert phone.says() == "9"
    phone.page.screenshot(path=artefacts / "phone-dark.png")


@pytest.mark.parametrize(
    "size", [TINY_PHONE, SMALL_PHONE, PHONE, TABLET, DESKTOP], ids=["320", "360", "390", "768", "960"]
)
def test_nothing_scrolls_sideways(visit, size):
    visitor = visit(**size)
    page = visitor.page
    for scrolls in (page.locator("html"), page.get_by_test_id("stMain"), page.locator(".dc-scroll")):
        assert scrolls.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    for part in (visitor.canvas, visitor.button("Undo"), visitor.button("Clear"), page.locator(".bars")):
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["viewport"]["width"]


def test_the_smallest_phone_draws_where_the_finger_is(visit):
    visitor = visit(TouchVisitor, **TINY_PHONE)
    visitor.draw(7, height=150)
    assert visitor.says() == "7"
    expected = (strokes.draw(pen.digit(7, 150, (90, 70)), 320, 320, 20) > 127).sum()
    assert visitor.ink() == pytest.approx(expected, rel=0.1)


def test_a_resized_window_keeps_the_drawing(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(4)
    before = visitor.ink()
    visitor.page.set_viewport_size({"width": 420, "height": 800})
    visitor.page.wait_for_timeout(700)
    assert visitor.ink() == before
    assert visitor.says() == "4"


def test_the_canvas_shows_no_second_toolbar(visit):
    visitor = visit(**DESKTOP)
    visitor.canvas.hover()
    visitor.page.wait_for_timeout(500)
    assert visitor.page.locator(".dc-toolbar").count() == 1
    expect(visitor.page.locator(".dc-toolbar")).to_be_hidden()
    assert visitor.page.get_by_role("button", name="Undo", exact=True).count() == 1


def test_the_pages_process_holds_neither_tensorflow_nor_keras(visit, artefacts):
    """Python's own account of every import, from the start of the server to a read digit."""
    log = artefacts / "imports.log"
    with serving(log, PYTHONPROFILEIMPORTTIME="1") as served:
        visitor = visit(address=served.address, **DESKTOP)
        visitor.draw(3)
        assert visitor.says() == "3"
        visitor.page.close()
    lines = [line for line in log.read_text().splitlines() if line.startswith("import time:")]
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert {"ai_edge_litert", "cv2", "streamlit"} <= imported
    assert imported.isdisjoint({"tensorflow", "keras"})


def test_the_server_had_nothing_but_requirements_txt(visit):
    """An import that requirements.txt does not declare cannot hide behind the development tools."""
    python = runtime_python()
    if ".venv" not in python.parts:
        pytest.skip("no .venv holding requirements.txt alone; `make test` makes one")
    find = "import importlib.util as u; print(any(u.find_spec(name) for name in ('pytest', 'playwright', 'mypy')))"
    assert subprocess.run([python, "-c", find], capture_output=True, text=True, check=True).stdout.strip() == "False"
    assert visit(**DESKTOP).says() == "?"
