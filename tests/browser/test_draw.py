"""People draw on the page, and are read."""

import pytest
from playwright.sync_api import expect

from digits.drawing import strokes
from tests.browser.screens import BACKGROUND, DESKTOP, PHONE
from tests.browser.visitor import TouchVisitor, Visitor, digit, ink_of


def test_ten_digits_drawn_with_the_mouse_are_read(visit):
    visitor = visit(**DESKTOP)
    read = {}
    for label in range(10):
        visitor.draw(label)
        read[label] = visitor.digit.inner_text()
        visitor.press("Clear", leaves=0)
        visitor.reads("?")
    assert read == {label: str(label) for label in range(10)}


def test_small_and_in_a_corner_is_read_too(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(5, height=70, corner=(240, 235))
    visitor.reads("5")


def test_two_digits_are_read_as_a_number_and_undone_to_one(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.draw(4, height=130, corner=(40, 90))
    visitor.draw(2, height=130, corner=(190, 90))
    visitor.reads("42")
    expect(visitor.page.locator(".answer figcaption")).to_have_text("What was found")
    visitor.page.screenshot(path=artefacts / "number.png")
    visitor.press("Undo", leaves=2)
    visitor.reads("4")


def test_a_scribble_is_rejected(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.draw_strokes([[[40 + 12 * i, 60 + 180 * (i % 2)] for i in range(18)]])
    expect(visitor.sure).to_contain_text("This does not look like a digit")
    expect(visitor.page.locator(".bars li")).to_have_count(1)
    expect(visitor.page.locator(".bars li")).to_contain_text("none of these")
    visitor.page.screenshot(path=artefacts / "no-digit.png")


def test_dark_mode(visit, artefacts):
    visitor = visit(**DESKTOP, color_scheme="dark")
    visitor.draw(6)
    visitor.reads("6")
    expect(visitor.page.locator(".stApp")).to_have_css("background-color", BACKGROUND["dark"])
    visitor.page.screenshot(path=artefacts / "desktop-dark.png")
    phone = visit(TouchVisitor, **PHONE, color_scheme="dark")
    phone.draw(9)
    phone.reads("9")
    phone.page.screenshot(path=artefacts / "phone-dark.png")


@pytest.mark.parametrize("pause", [0, 60, 190, 230])
def test_no_stroke_is_lost_however_fast_people_draw(visit, pause):
    """Twenty strokes, some of them while answers are under way: the same canvas holds them all."""
    visitor = visit(**DESKTOP)
    canvas = visitor.canvas.element_handle()
    fence = [[[20 + 14 * i, 60], [20 + 14 * i, 260]] for i in range(20)]
    with visitor.answering(20):
        for stroke in fence:
            visitor.stroke(stroke)
            visitor.page.wait_for_timeout(pause)  # people's own; the canvas sends 200 after the pen is up
    assert visitor.ink() == pytest.approx(ink_of(fence), rel=0.04)
    assert canvas.evaluate("node => node.isConnected")
    for _ in range(20):
        visitor.button("Undo").click()
    visitor.reads("?")
    assert visitor.ink() == 0


def test_a_stroke_during_clear_is_kept(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(8)
    with visitor.answering(1):
        visitor.button("Clear").click()
        visitor.write(digit(1))
    visitor.reads("1")


# Draw with movements that the browser joined to one: the corners are in it, the canvas's own event is the last.
IN_ONE_FRAME = """(surface, points) => {
    const at = ([clientX, clientY]) => ({ clientX, clientY, bubbles: true, composed: true, cancelable: true,
        isPrimary: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1, view: window });
    const say = (kind, point, more) => {
        surface.dispatchEvent(new PointerEvent(`pointer${kind}`, { ...at(point), ...more }));
        surface.dispatchEvent(new MouseEvent(`mouse${kind}`, at(point)));
    };
    say("down", points[0]);
    say("move", points.at(-1), { coalescedEvents: points.map((each) => new PointerEvent("pointermove", at(each))) });
    say("up", points.at(-1));
}"""


def test_no_corner_of_a_fast_stroke_is_lost(visit):
    corners = [[80, 80], [240, 80], [160, 160], [80, 240], [160, 240], [250, 240]]
    visitor = visit()
    with visitor.answering(1):
        visitor.canvas.evaluate(IN_ONE_FRAME, visitor.on_page(corners))
    visitor.reads("2")
    slow = visitor.ink()
    assert slow == pytest.approx(ink_of([corners]), rel=0.05)


SHARPNESS = """async (canvas) => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const alphas = data.filter((_, i) => i % 4 === 3);
    const ink = alphas.filter((alpha) => alpha > 127).length;
    return [canvas.width / canvas.clientWidth, ink, alphas.filter((alpha) => alpha > 0 && alpha < 255).length / ink];
}"""


@pytest.mark.parametrize("screen", [PHONE, {"viewport": {"width": 1920, "height": 1080}}], ids=["phone", "large"])
def test_what_is_drawn_is_as_sharp_as_the_screen(visit, server, screen):
    visitor = visit(TouchVisitor if screen is PHONE else Visitor, address=f"{server}?present=1", **screen)
    visitor.draw(3)
    sharp = visitor.page.locator(".sharp")
    scale, ink, edges = sharp.evaluate(SHARPNESS)
    assert scale == pytest.approx(screen.get("device_scale_factor", 1), rel=0.01)
    enlarged = scale * sharp.bounding_box()["width"] / strokes.SIDE
    assert ink == pytest.approx(visitor.ink() * enlarged**2, rel=0.03)
    assert edges < 0.25 / enlarged
    expect(visitor.page.locator(".st-key-canvas [data-testid=stBidiComponentIsolated]")).to_have_css("opacity", "0")


def test_a_number_that_a_slow_server_reads_is_said_to_be_under_way(visit, artefacts):
    visitor = visit()
    visitor.slow_down_the_server()
    visitor.write(digit(4, 110, (20, 90)) + digit(2, 110, (160, 90)))
    expect(visitor.sure).to_have_text("Reading it.")
    visitor.page.screenshot(path=artefacts / "under-way.png")
    visitor.reads("42")
    expect(visitor.sure).not_to_contain_text("Reading")


def test_a_stroke_that_begins_a_little_outside_begins_where_it_comes_in(visit):
    visitor = visit()
    box = visitor.canvas.bounding_box()
    middle, foot = box["x"] + box["width"] / 2, box["y"] + 0.8 * box["height"]
    mouse = visitor.page.mouse
    with visitor.answering(1):
        mouse.move(middle, box["y"] - 30)
        mouse.down()
        mouse.move(middle, foot, steps=20)
        mouse.up()
    visitor.reads("1")
    assert visitor.page.evaluate("String(getSelection())") == ""
    mouse.move(middle + 40, box["y"] - 400)
    mouse.down()
    mouse.move(middle + 40, foot, steps=20)
    mouse.up()
    with visitor.answering(2):
        visitor.write([[[60, 60], [60, 250]]])
