"""Our strokes and the real canvas's: the same pixels, and its JSON there and back."""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from bench.server import serving
from digits.drawing import strokes
from digits.pen import writing as pen

PIXELS = """canvas => Array.from(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data)
    .filter((value, i) => i % 4 === 3)"""


@pytest.fixture(scope="module")
def page(browser, artefacts):
    with serving(artefacts / "strokes.log", "tests/browser/strokes_page.py", PYTHONPATH=".") as served:
        context = browser.new_context(viewport={"width": 800, "height": 700})
        page = context.new_page()
        page.goto(served.address)
        expect(page.locator("canvas.upper-canvas")).to_be_visible()
        page.wait_for_timeout(1000)
        yield page
        context.close()


EDGES = 0.02  # of the ink: how differently two smooth out the same edge


def on_canvas(page):
    return np.array(page.locator("canvas.dc-canvas.lower-canvas").evaluate(PIXELS), np.uint8).reshape(320, 320)


def off(ink, other):
    """How much of the ink is another's: the difference over the ink."""
    return np.abs(ink.astype(int) - other).sum() / other.sum()


def test_strokes_go_to_the_canvas_and_come_back(page):
    five = pen.digit(5, 120, (30, 150))
    assert off(on_canvas(page), strokes.draw(five, 320, 320, 20)) < EDGES
    box = page.locator("canvas.upper-canvas").bounding_box()
    zigzag = [[200 + 5 * i, 60 + 30 * (i % 3)] for i in range(20)]
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    for x, y in zigzag[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(30)  # a browser joins movements that come faster than it draws
    page.mouse.up()
    page.wait_for_timeout(1000)
    kept = [*zigzag[:-2], zigzag[-1]]  # the canvas leaves out the last point but one
    drawn = json.loads(page.locator("code").inner_text())
    assert len(drawn) == 3
    for stroke, expected in zip(drawn, [*five, kept], strict=True):
        assert np.allclose(stroke, expected, atol=1)
    assert off(on_canvas(page), strokes.draw(drawn, 320, 320, 20)) < EDGES
