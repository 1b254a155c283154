"""The first ten seconds: a shape at once, an invitation, and room for all of it."""

import pytest
from playwright.sync_api import expect

from bench.server import serving
from tests.browser.screens import BACKGROUND, EIGHT, PHONE, TALL, WIDE
from tests.browser.visitor import TouchVisitor, Visitor, digit

FITS = [size for size in EIGHT if min(size) > 700]  # all of the page is seen at once
SHAPE = ".canvas-to-come"
SHOW_SHAPE = f"""() => {{
    const style = document.createElement("style");
    style.textContent = "body {SHAPE} {{ display: block !important; }}";
    document.head.append(style);
}}"""
GHOST = ".ghost"
MOVING = "document.getAnimations().filter((each) => each.playState === 'running').length"
STREAMLITS = "[data-testid=stStatusWidget], [data-testid=stAppSkeleton], [data-testid=stSkeleton]"

# Keep what of Streamlit's own was ever to be seen after the page had its style, and whether the shape was.
WATCH = f"""() => {{
    globalThis.seen = {{ streamlits: [], shape: false }};
    const isSeen = (node) => node.checkVisibility({{ visibilityProperty: true }});
    const look = () => {{
        const shape = document.querySelector("{SHAPE}");
        if (shape) {{
            seen.shape ||= isSeen(shape);
            const found = [...document.querySelectorAll("{STREAMLITS}")].filter(isSeen);
            seen.streamlits.push(...found.map((node) => node.dataset.testid));
        }}
        requestAnimationFrame(look);
    }};
    look();
}}"""

WATCH_SHIFTS = """
    globalThis.supportsShifts = PerformanceObserver.supportedEntryTypes.includes("layout-shift");
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shifted += value;
    }).observe({ type: "layout-shift", buffered: true });"""


def sizes(visitor, which=EIGHT):
    """Give the window each size, one after the other."""
    for width, height in which:
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.wait_until_at_rest()
        yield width, height


def test_a_cold_start_shows_the_canvas_shape_and_nothing_of_streamlits(new_page):
    with serving() as cold, new_page() as page:
        page.set_viewport_size(TALL["viewport"])
        page.add_init_script(f"({WATCH})()")
        visitor = Visitor(page, cold.address)
        visitor.wait_until_at_rest()
        assert page.evaluate("seen") == {"streamlits": [], "shape": True}
        expect(page.locator(SHAPE)).to_be_hidden()
        page.close()  # before its server goes


def test_the_shape_is_where_the_canvas_will_be(visit):
    visitor = visit()
    visitor.page.evaluate(SHOW_SHAPE)
    for size in sizes(visitor):
        canvas = visitor.page.locator(".sharp").bounding_box()
        shapes = visitor.page.locator(SHAPE).all()
        assert len(shapes) == 2, "one came with the first page, one with the page's first message"
        for shape in shapes:
            assert shape.bounding_box() == pytest.approx(canvas, abs=1.5), size


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shape_is_there_before_any_code(new_page, server, artefacts, theme):
    """It is in what the server sends first, as is the style, and the page is dark at once where it will be."""
    with new_page(color_scheme=theme) as page:
        page.set_viewport_size(PHONE["viewport"])
        page.route("**/*.js", lambda route: route.abort())
        page.goto(server)
        expect(page).to_have_title("Digits")
        expect(page.locator(SHAPE)).to_be_visible()
        paper = page.locator(SHAPE).evaluate("(shape) => getComputedStyle(shape).backgroundColor")
        assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(29, 34, 49)"}[theme]
        page.screenshot(path=artefacts / f"before-any-code-{theme}.png")
        page.goto(f"{server}?present=1")
        expect(page.locator(SHAPE)).to_have_count(0)


@pytest.mark.parametrize("screen", [PHONE, TALL, WIDE], ids=["phone", "tall", "wide"])
def test_hardly_anything_moves_as_the_page_comes(new_page, server, screen):
    """Chromium weighs what moved by how much of the screen that was, and by how far; 0.1 is its own limit."""
    with new_page(is_mobile=screen is PHONE) as page:
        page.set_viewport_size(screen["viewport"])
        page.add_init_script(WATCH_SHIFTS)
        visitor = Visitor(page, server)
        visitor.wait_until_at_rest()
        assert page.evaluate("supportsShifts")
        assert page.evaluate("shifted") < 0.05


def test_nothing_moves_where_streamlits_code_for_the_style_comes_last(new_page, server):
    """A busy machine may draw the board first; the shape's place was a line high until then, above all the rest."""
    late = []

    def after_the_canvas(route):
        page.locator(".sharp").wait_for()
        late.append(route.request.url)
        route.continue_()

    with new_page() as page:
        page.set_viewport_size(WIDE["viewport"])
        page.add_init_script(WATCH_SHIFTS)
        page.route("**/static/js/Html.*.js", after_the_canvas)
        visitor = Visitor(page, server)
        visitor.wait_until_at_rest()
        assert len(late) == 1
        assert page.evaluate("shifted") < 0.01


def test_a_digit_writes_itself_until_the_first_touch(visit):
    visitor = visit()
    ghost = visitor.page.locator(GHOST)
    expect(ghost).to_be_visible()
    assert visitor.page.evaluate(MOVING) > 0
    visitor.draw(1)
    expect(ghost).to_be_hidden()
    visitor.press("Clear", leaves=0)
    expect(ghost).to_be_hidden()
    assert visitor.page.evaluate(MOVING) == 0


def test_the_digit_stands_still_where_people_ask_for_that(visit):
    visitor = visit(reduced_motion="reduce")
    expect(visitor.page.locator(GHOST)).to_be_visible()
    assert visitor.page.evaluate(MOVING) == 0


@pytest.mark.parametrize("kind,screen", [(Visitor, TALL), (TouchVisitor, PHONE)], ids=["mouse", "finger"])
def test_examples_are_small_drawings_in_sight(visit, kind, screen):
    visitor = visit(kind, **screen)
    examples = visitor.page.locator(".examples button")
    expect(examples).to_have_count(5)
    for each in examples.all():
        expect(each).to_be_in_viewport(ratio=1)
        expect(each.locator("path").first).to_be_attached()
        box = each.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    expect(visitor.page.locator(".bars")).to_be_hidden()
    visitor.press("2026")
    visitor.reads("2026")


STATES = {
    "blank": lambda _: None,
    "digit": lambda visitor: visitor.draw(7),
    "number": lambda visitor: visitor.draw_strokes([each for i in range(4) for each in digit(4, 90, (8 + 76 * i, 90))]),
    "no digit": lambda visitor: visitor.draw_strokes([[[40 + 12 * i, 60 + 180 * (i % 2)] for i in range(18)]]),
}


def test_the_answer_keeps_its_height_whatever_it_says_and_nothing_of_it_is_cut_off(visit):
    visitor, heights = visit(), {}
    for state, draw in STATES.items():
        draw(visitor)
        for size in sizes(visitor):
            panel = visitor.page.locator(".answer")
            heights.setdefault(size, {})[state] = round(panel.bounding_box()["height"])
            assert panel.evaluate("node => node.scrollHeight - node.clientHeight") <= 0, (state, size)
            words = visitor.digit.evaluate("node => node.scrollWidth - node.clientWidth")
            assert words <= 0, (state, size)  # else it would lie on the picture
        if state != "blank":
            visitor.press("Clear", leaves=0)
    assert {size: found for size, found in heights.items() if len(set(found.values())) > 1} == {}


def test_nothing_scrolls_where_all_of_it_fits_and_the_canvas_grows_with_the_screen(visit):
    visitor = visit()
    sides = {}
    for draw in (STATES["blank"], STATES["digit"]):
        draw(visitor)
        for size in sizes(visitor, FITS):
            scrolls = visitor.page.get_by_test_id("stMain").evaluate("node => node.scrollHeight - node.clientHeight")
            assert scrolls <= 0, size
            sides[size] = visitor.canvas.bounding_box()["width"]
    assert sides[1920, 1080] > 1.25 * sides[1280, 800] > 1.25 * sides[1024, 768] > 1.25 * 320


@pytest.mark.parametrize("scheme", BACKGROUND)
@pytest.mark.parametrize("state", STATES)
def test_eight_sizes_are_there_to_be_looked_at(visit, artefacts, state, scheme):
    visitor = visit(color_scheme=scheme, reduced_motion="reduce")
    STATES[state](visitor)
    for width, height in sizes(visitor):
        assert visitor.scrolls_sideways() == 0, (width, height)
        visitor.page.screenshot(path=artefacts / f"look-{state.replace(' ', '-')}-{width}x{height}-{scheme}.png")
