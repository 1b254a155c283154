"""Three pens and an eraser."""

import pytest
from playwright.sync_api import expect

from digits.drawing import strokes
from digits.page.board import dom
from tests.browser.screens import DESKTOP
from tests.browser.visitor import INK, pixels

LINE = [[60, 160], [260, 160]]
PAPER = {"light": (255, 255, 255), "dark": (29, 34, 49)}


def test_three_pens_and_an_eraser(visit, artefacts):
    visitor = visit(**DESKTOP)
    widths = []
    expect(visitor.button("Medium pen")).to_have_attribute("aria-pressed", "true")
    for name in ("Thin pen", "Medium pen", "Thick pen"):
        visitor.push(visitor.button(name))
        expect(visitor.button(name)).to_have_attribute("aria-pressed", "true")
        visitor.draw_strokes([LINE])
        widths.append(visitor.ink() / 200)
        visitor.press("Clear", leaves=0)
    assert widths == pytest.approx([12.5, 21.5, 31], abs=1.5)
    visitor.push(visitor.button("Medium pen"))
    visitor.draw(8)
    whole, before = visitor.ink(), seen_by_the_network(visitor)
    visitor.push(visitor.button("Eraser"))
    visitor.draw_strokes([[[40, 100], [280, 100]]])
    assert visitor.ink() > whole * 1.1  # white strokes are strokes too
    visitor.page.screenshot(path=artefacts / "erased.png")
    assert seen_by_the_network(visitor) != before
    visitor.press("Undo", leaves=1)
    visitor.reads("8")
    assert visitor.ink() == pytest.approx(whole, rel=0.001)


def test_a_tool_acts_on_the_very_next_stroke_however_slow_the_server_is(visit):
    visitor = visit(**DESKTOP)
    visitor.slow_down_the_server()
    visitor.stroke(LINE)
    whole = blue(visitor)
    visitor.push(visitor.button("Eraser"))
    visitor.stroke([[160, 60], [160, 260]])
    assert blue(visitor) < whole - 0.5 * 36 * 20
    visitor.push(visitor.button("Clear"))
    visitor.stroke(LINE)
    assert blue(visitor) == whole  # the eraser was put down


BLUE = """async (canvas) => {
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, i) => i % 4 === 3 && value > 127 && data[i - 3] < 128).length;
}"""


def blue(visitor):
    """Return how many pixels of the canvas show ink that no eraser took away."""
    return visitor.page.locator(dom.INK_LAYER).evaluate(BLUE)


def seen_by_the_network(visitor):
    return visitor.page.locator(".answer canvas").evaluate("canvas => canvas.toDataURL()")


def test_what_a_sloppy_eraser_left_is_still_there_after_a_look_elsewhere(visit):
    visitor = visit(**DESKTOP)
    visitor.push(visitor.button("Thick pen"))
    visitor.draw_strokes([[[160, 60], [160, 260]]])
    visitor.push(visitor.button("Eraser"))
    visitor.draw_strokes([[[176, 30], [176, 290]]])
    ink, digit = visitor.ink(), visitor.digit.inner_text()
    visitor.go_to("The network")
    visitor.go_to("Draw", heading="Digits")
    visitor.reads(digit)
    visitor.wait_for_ink(ink, rel=0.01)


def test_the_erasers_ring_is_as_large_as_what_it_wipes(visit, artefacts):
    visitor = visit(**DESKTOP)
    ring, scale = visitor.page.locator(".ring"), visitor.canvas.bounding_box()["width"] / strokes.SIDE
    visitor.push(visitor.button("Eraser"))
    ((x, y),) = visitor.on_page([[100, 120]])
    visitor.page.mouse.move(x, y)
    box = ring.bounding_box()
    assert (box["width"], box["height"]) == pytest.approx((36 * scale, 36 * scale), abs=1)
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx((x, y), abs=1)
    visitor.page.screenshot(path=artefacts / "eraser.png")
    visitor.button("Undo").hover(force=True)
    expect(ring).to_be_hidden()


def test_a_corner_of_the_canvas_takes_ink_and_shows_it(visit):
    visitor = visit(**DESKTOP)
    visitor.draw_strokes([[[3, 3], [30, 30]], [[317, 317], [290, 290]]])
    shown = pixels(visitor.canvas.screenshot())
    for corner in (shown[4:9, 4:9], shown[-9:-4, -9:-4]):
        assert corner[..., 0].mean() - corner[..., 2].mean() > 100  # blue


def test_a_drawing_is_replayed_stroke_by_stroke_and_read_along(visit, artefacts):
    visitor = visit(**DESKTOP)
    visitor.page.wait_for_function("() => document.querySelector('.stApp').dataset.live === 'on'")
    visitor.draw(4)
    ink = visitor.page.locator(".sharp").evaluate(INK)
    visitor.push(visitor.button("Replay"))
    expect(visitor.button("Replay")).to_have_attribute("aria-pressed", "true")
    visitor.page.wait_for_function("() => document.querySelector('.answer .digit').textContent !== '4'")
    assert visitor.page.locator(".sharp").evaluate(INK) < ink
    visitor.page.screenshot(path=artefacts / "replay.png")
    expect(visitor.button("Replay")).to_have_attribute("aria-pressed", "false")
    visitor.reads("4")
    assert visitor.page.locator(".sharp").evaluate(INK) == ink
    visitor.push(visitor.button("Replay"))
    with visitor.answering(3):
        visitor.stroke([[20, 300], [60, 300]])  # ends it
    assert visitor.page.locator(".sharp").evaluate(INK) > ink


@pytest.mark.parametrize("theme", PAPER)
def test_what_was_erased_looks_like_paper(visit, theme):
    visitor = visit(**DESKTOP, color_scheme=theme)
    visitor.draw(1)
    visitor.push(visitor.button("Eraser"))
    visitor.draw_strokes([LINE])
    visitor.page.mouse.move(1, 1)  # and the eraser's ring with it
    shown = pixels(visitor.canvas.screenshot())
    top, bottom, left, right = (round(each * len(shown) / strokes.SIDE) for each in (150, 170, 70, 250))
    erased = shown[top:bottom, left:right].reshape(-1, 3)
    assert erased.min(axis=0) == pytest.approx(PAPER[theme][::-1], abs=2)
    assert erased.max(axis=0) == pytest.approx(PAPER[theme][::-1], abs=2)
