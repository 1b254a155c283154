"""Our strokes and the real canvas's: the same pixels, and its JSON there and back."""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from bench.server import serving
from digits.drawing import strokes
from digits.page.board import dom
from digits.pen import writing as pen
from tests.browser.conftest import WORKER

# A canvas's ink, as soon as it has painted any.
INK = """async (canvas) => {
    for (let i = 0; i < 600; i++) {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const ink = Array.from(data).filter((value, i) => i % 4 === 3);
        if (ink.some((value) => value > 0)) return ink;
        await new Promise(requestAnimationFrame);
    }
}"""
FIVE = pen.digit(5, 120, (30, 150))
ZIGZAG = [[200 + 5 * i, 60 + 30 * (i % 3)] for i in range(20)]
MAX_EDGES = 0.02  # of the ink: how differently two smooth out the same edge


@pytest.fixture
def page(new_page, artefacts):
    log = artefacts / f"strokes-{WORKER}.log"
    with serving(log, "tests/browser/strokes_page.py", PYTHONPATH=".") as served, new_page() as page:
        page.set_viewport_size({"width": 800, "height": 700})
        page.goto(served.address)
        expect(page.locator(dom.PEN_SURFACE)).to_be_visible()
        yield page


def on_canvas(page):
    return np.array(page.locator(dom.INK_LAYER).evaluate(INK), np.uint8).reshape(strokes.SIDE, strokes.SIDE)


def difference(ink, other):
    """Return how much of the ink is another's: the difference over the ink."""
    return np.abs(ink.astype(int) - other).sum() / other.sum()


def wait_until_sent(page, count):
    """Wait until the page shows so many strokes; return them."""
    page.wait_for_function(
        "(count) => JSON.parse(document.querySelector('code')?.innerText || '[]').length === count", arg=count
    )
    return json.loads(page.locator("code").inner_text())


def test_strokes_go_to_the_canvas_and_come_back(page):
    wait_until_sent(page, len(FIVE))
    assert difference(on_canvas(page), strokes.draw(FIVE, strokes.SIDE, strokes.SIDE, 20)) < MAX_EDGES
    draw_slowly(page, ZIGZAG)
    drawn = wait_until_sent(page, len(FIVE) + 1)
    kept = [*ZIGZAG[:-2], ZIGZAG[-1]]  # the canvas leaves out the last point but one
    for stroke, expected in zip(drawn, [*FIVE, kept], strict=True):
        assert np.allclose(stroke, expected, atol=1)
    assert difference(on_canvas(page), strokes.draw(drawn, strokes.SIDE, strokes.SIDE, 20)) < MAX_EDGES


def draw_slowly(page, points):
    """Draw with pauses: a browser joins movements that come faster than it paints."""
    box = page.locator(dom.PEN_SURFACE).bounding_box()
    for number, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down() if number == 0 else page.wait_for_timeout(30)
    page.mouse.up()
