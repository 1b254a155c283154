"""Everything has its place, on every screen."""

import pytest
from playwright.sync_api import expect

from digits.page.board import dom
from tests.browser.screens import (
    DESKTOP,
    ON_ITS_SIDE,
    PHONE,
    SMALL_PHONE,
    TABLET,
    TINY_PHONE,
    ZOOMED,
    ZOOMED_TWICE,
)
from tests.browser.visitor import COLD_START, TouchVisitor, Visitor, digit


def test_a_phone_shows_canvas_buttons_and_answer_together(visit, artefacts):
    """Of a screen 844 high a browser leaves 664."""
    visitor = visit(TouchVisitor, **PHONE)
    visitor.draw(5)
    for height in (640, 664, 844):
        visitor.page.set_viewport_size({"width": 360, "height": height})
        for part in (visitor.canvas, visitor.button("Clear"), visitor.digit, visitor.sure):
            expect(part).to_be_in_viewport(ratio=1)
        visitor.page.screenshot(path=artefacts / f"phone-360x{height}.png")


TAB_ROW = 44


@pytest.mark.parametrize("screen", [ON_ITS_SIDE, ZOOMED_TWICE], ids=["phone on its side", "200 percent"])
def test_a_low_screen_shows_canvas_tools_and_answer_side_by_side(visit, screen, artefacts):
    visitor = visit(TouchVisitor if "has_touch" in screen else Visitor, **screen)
    visitor.draw(4)
    visitor.page.screenshot(path=artefacts / f"low-{screen['viewport']['width']}.png")
    canvas = visitor.canvas.bounding_box()
    assert canvas["height"] >= 0.7 * screen["viewport"]["height"]
    beside = [visitor.button("Eraser"), visitor.button("Undo"), visitor.button("Clear"), visitor.digit, visitor.sure]
    for part in [visitor.canvas, *beside]:
        expect(part).to_be_in_viewport(ratio=0.99)
    assert all(part.bounding_box()["x"] >= canvas["x"] + canvas["width"] for part in beside)


SIZES_SEEN = """all => all.map((each) => getComputedStyle(each))
    .filter(({ visibility }) => visibility === "visible").map(({ fontSize }) => parseFloat(fontSize))"""


@pytest.mark.parametrize("count", [2, 3])
def test_bars_on_a_low_screen_are_large_enough_to_read_or_not_shown(visit, count):
    visitor = visit(**ZOOMED_TWICE)
    for i, label in enumerate((4, 2, 3)[:count]):
        visitor.draw(label, 90, (20 + 100 * i, 100))
    visitor.reads("423"[:count])
    seen = []
    for height in range(360, 521, 20):
        visitor.page.set_viewport_size({"width": 640, "height": height})
        visitor.wait_until_at_rest()
        sizes = visitor.page.locator(".bars li").evaluate_all(SIZES_SEEN)
        seen += [(height, size) for size in sizes if size < 9]
    assert seen == []


def test_tables_fit_the_smallest_phone(visit):
    visitor = visit(TouchVisitor, **TINY_PHONE)
    visitor.draw(3)
    visitor.open("Opinions")
    fits(visitor, [visitor.page.locator(".opinions")])
    visitor.go_to("The network")
    expect(visitor.page.locator(".figures")).to_have_count(2)
    fits(visitor, [visitor.page.locator(".confusion"), *visitor.page.locator(".figures").all()])


def fits(visitor, tables):
    width = visitor.page.viewport_size["width"]
    boxes = [table.bounding_box() for table in tables]
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []


@pytest.mark.parametrize("kind", [Visitor, TouchVisitor])
def test_the_tabs_are_one_row_that_lies_on_nothing(visit, kind):
    visitor = visit(kind, **(PHONE if kind is TouchVisitor else DESKTOP))
    top = visitor.canvas.bounding_box()["y"]
    assert top >= TAB_ROW
    if kind is TouchVisitor:
        assert top <= TAB_ROW + 10  # the title would take a row of its own
    for name in ("Pictures", "The network"):
        visitor.go_to(name)
        heading = visitor.page.locator("h1").bounding_box()
        assert heading["y"] >= TAB_ROW
        assert visitor.page.get_by_test_id("stSidebar").count() == 0
        assert visitor.page.locator(".st-key-tabs strong").all_inner_texts() == [name]
        box = visitor.page.get_by_role("link", name=name, exact=True).bounding_box()
        assert (box["y"], box["height"]) == (0, TAB_ROW)
    visitor.go_to("Draw", heading="Digits")
    expect(visitor.canvas).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("sizes", [[TINY_PHONE, SMALL_PHONE, PHONE, TABLET], [DESKTOP]], ids=["touch", "mouse"])
def test_nothing_scrolls_sideways(visit, sizes):
    visitor = visit(**sizes[0])
    page = visitor.page
    for size in sizes:
        page.set_viewport_size(size["viewport"])
        visitor.wait_until_at_rest()
        width = size["viewport"]["width"]
        for scrolls in (page.locator("html"), page.get_by_test_id("stMain"), page.locator(dom.SCROLLER)):
            assert visitor.scrolls_sideways(scrolls) == 0, width
        for part in (visitor.canvas, visitor.button("Undo"), visitor.button("Clear"), page.locator(".answer")):
            box = part.bounding_box()
            assert box["x"] >= 0, width
            assert box["x"] + box["width"] <= width


def test_a_resized_window_keeps_the_drawing(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(4)
    before, canvas = visitor.ink(), visitor.canvas.bounding_box()
    visitor.page.set_viewport_size({"width": 420, "height": 800})
    visitor.wait_until_at_rest()
    assert visitor.canvas.bounding_box() != canvas
    assert visitor.ink() == before
    visitor.open("How it sees")  # the page's next answer
    visitor.reads("4")
    assert visitor.ink() == before


def test_the_canvas_shows_no_second_toolbar(visit):
    visitor = visit(**DESKTOP)
    visitor.canvas.hover()
    visitor.wait_until_at_rest()
    expect(visitor.toolbar).to_have_count(1)
    expect(visitor.toolbar).to_be_hidden()
    expect(visitor.button("Undo")).to_have_count(1)


def test_at_200_percent_nothing_is_cut_off(visit):
    visitor = visit(**ZOOMED)
    visitor.draw(5)
    assert visitor.scrolls_sideways() == 0
    for part in (visitor.digit, visitor.button("Clear"), visitor.button("Share")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_frame_of_another(new_page, server, scheme, artefacts):
    with new_page() as page:
        page.set_viewport_size({"width": 800, "height": 640})
        page.emulate_media(color_scheme=scheme)
        page.set_content(f'<iframe src="{server}?embed=true" width="760" height="600"></iframe>')
        frame = page.frame_locator("iframe")
        expect(frame.locator(".answer .digit")).to_have_text("?", timeout=COLD_START)
        expect(frame.locator(dom.TOOLBAR)).to_be_hidden()
        box = frame.locator(dom.PEN_SURFACE).bounding_box()
        (stroke,) = digit(2)
        page.mouse.move(box["x"] + stroke[0][0], box["y"] + stroke[0][1])
        page.mouse.down()
        for x, y in stroke[1:]:
            page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.up()
        expect(frame.locator(".answer .digit")).to_have_text("2")
        assert frame.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
        page.screenshot(path=artefacts / f"embedded-{scheme}.png")
