"""Three pens and an eraser."""

import pytest
from playwright.sync_api import expect

from digits.page.board import dom
from tests.browser.screens import DESKTOP
from tests.browser.visitor import pixels

LINE = [[60, 160], [260, 160]]
PAPER = {"light": (255, 255, 255), "dark": (29, 34, 49)}


def test_three_pens_and_an_eraser(visit, artefacts):
    visitor = visit(**DESKTOP)
    widths = []
    for name in ("Pen: medium. Press for thick", "Pen: thick. Press for thin", "Pen: thin. Press for medium"):
        expect(visitor.button(name)).to_have_attribute("aria-pressed", "true")
        visitor.draw_strokes([LINE])
        widths.append(visitor.ink() / 200)
        visitor.press("Clear", leaves=0)
        visitor.push(visitor.button(name))
    assert widths == pytest.approx([21.5, 31, 12.5], abs=1.5)
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
    visitor.push(visitor.button("Pen: medium. Press for thick"))
    visitor.draw_strokes([[[160, 60], [160, 260]]])
    visitor.push(visitor.button("Eraser"))
    visitor.draw_strokes([[[176, 30], [176, 290]]])
    ink, digit = visitor.ink(), visitor.digit.inner_text()
    visitor.go_to("The network")
    visitor.go_to("Draw", heading="Digits")
    visitor.reads(digit)
    visitor.wait_for_ink(ink, rel=0.01)


@pytest.mark.parametrize("theme", PAPER)
def test_what_was_erased_looks_like_paper(visit, theme):
    visitor = visit(**DESKTOP, color_scheme=theme)
    visitor.draw(1)
    visitor.push(visitor.button("Eraser"))
    visitor.draw_strokes([LINE])
    erased = pixels(visitor.canvas.screenshot())[150:170, 70:250].reshape(-1, 3)
    assert erased.min(axis=0) == pytest.approx(PAPER[theme][::-1], abs=2)
    assert erased.max(axis=0) == pytest.approx(PAPER[theme][::-1], abs=2)
