"""A real server on a free port, serving from requirements.txt alone where `.venv` is there, and a real Chromium."""

import pytest
from playwright.sync_api import expect, sync_playwright

from bench.server import FLAGS, chromium, serving
from digits.pen import writing as pen
from tests.conftest import ROOT

THEIRS = "reading 'clearRect'"  # fabric.js, now and then, where a canvas goes while it still loads a drawing
ARTEFACTS = ROOT / "artefacts"
NAMED = "digits.test"  # the server too, as others in a network might call it
SETTLED = 700  # milliseconds: the canvas waits 200 after the pen is up, then the answer travels


@pytest.fixture(scope="session")
def artefacts():
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="session")
def server(artefacts):
    log = artefacts / "server.log"
    with serving(log, STREAMLIT_BROWSER_SERVER_ADDRESS=NAMED) as served:
        yield served.address
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        named = f"--host-resolver-rules=MAP {NAMED} 127.0.0.1"
        launched = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, named])
        yield launched
        launched.close()


class Visitor:
    """One visitor's page: draws on the real canvas and reads what the page says."""

    def __init__(self, context, address, waits_for="?"):
        self.page = context.new_page()
        self.complaints = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.goto(address)
        self.digit = self.page.locator(".st-key-answer .digit")
        self.canvas = self.page.locator("canvas.upper-canvas")
        expect(self.canvas).to_be_visible(timeout=30_000)  # the first visitor of a cold machine waits longest
        expect(self.digit).to_have_text(waits_for)
        expect(self.page.locator(".dc-toolbar")).to_be_hidden()
        expect(self.button("Undo")).to_be_visible()

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()
        self.page.wait_for_timeout(SETTLED)

    def open(self, panel):
        """Open one of the panels beneath the canvas."""
        self.page.locator(".st-key-more").get_by_text(panel, exact=True).click()
        self.page.wait_for_timeout(SETTLED)

    def draw(self, label, height=180, corner=(90, 70), settle=SETTLED):
        for stroke in pen.digit(label, height, corner):
            self.stroke(stroke)
        self.page.wait_for_timeout(settle)

    def stroke(self, points):
        """Draw one stroke with the mouse."""
        (x, y), *rest = self._on_page(points)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in rest:
            self.page.mouse.move(x, y)
        self.page.mouse.up()

    def _on_page(self, points):
        """Return where points of the canvas, which is 320 wide however large it is shown, are on the page."""
        box = self.canvas.bounding_box()
        scale = box["width"] / 320
        return [(box["x"] + scale * x, box["y"] + scale * y) for x, y in points]

    def ink(self):
        """Return how many pixels of the visible canvas hold ink, once it has painted what it was told to."""
        return self.page.locator("canvas.dc-canvas.lower-canvas").evaluate(
            """async canvas => {
                 for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
                 return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
                   .filter((value, i) => i % 4 === 3 && value > 127).length;
               }"""
        )

    def wait_until_blank(self):
        """Wait until the canvas was wiped: whoever draws before that draws on what will be gone."""
        for _ in range(50):
            if not self.ink():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the canvas was not wiped in five seconds")

    def says(self):
        """Return the settled answer's digit, `?` for a blank page."""
        return self.digit.inner_text()


class TouchVisitor(Visitor):
    """The same with a finger."""

    def stroke(self, points, end="touchEnd"):
        devtools = self.page.context.new_cdp_session(self.page)
        (x, y), *rest = self._on_page(points)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for x, y in rest:
            devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        devtools.send("Input.dispatchTouchEvent", {"type": end, "touchPoints": []})

    def press(self, name):
        self.button(name).tap()
        self.page.wait_for_timeout(SETTLED)


@pytest.fixture
def visit(browser, server):
    """Open the page as a new visitor, with a browser context's settings; nothing may complain by the end."""
    visitors = []

    def open_page(kind=Visitor, address=server, waits_for="?", lost=False, **settings):
        visitors.append(kind(browser.new_context(**settings), address, waits_for))
        visitors[-1].lost = lost
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.lost or [each for each in visitor.complaints if THEIRS not in each] == []
