"""One visitor's page: somebody draws on the real canvas, and waits for what the page answers."""

from contextlib import contextmanager

import cv2
import numpy as np
import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from digits.drawing import strokes
from digits.page.board import dom
from digits.pen import writing as pen

ANSWER = ".answer .says"
COLD_START = 30_000  # milliseconds: the first visitor of a cold machine waits longest
MID_PEN = 20

# Whether the page has answered since a turn, to so many strokes where that is known, and has nothing left to run.
HAS_ANSWERED = f"""([turn, strokes]) => {{
    const answer = document.querySelector("{ANSWER}")?.dataset;
    const app = document.querySelector("[data-testid=stApp]").dataset;
    return answer && Number(answer.turn) > turn && (strokes === null || Number(answer.strokes) === strokes)
        && app.testScriptState === "notRunning";
}}"""

# Whether nothing runs, loads, fades or moves; but the challenge's clock moves for an hour.
AT_REST = """() =>
    document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
    && document.getAnimations().every((each) =>
        each.playState !== "running" || each.effect.getComputedTiming().endTime > 60000)"""

HOLD_UP = """() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (message) { setTimeout(() => send.call(this, message), 2500); };
}"""

TWO_FRAMES = "for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);"
INK = f"""async (canvas) => {{
    {TWO_FRAMES}
    return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
        .filter((value, i) => i % 4 === 3 && value > 127).length;
}}"""


def digit(label, height=180, corner=(90, 70)):
    """Return a digit's strokes as a mouse tells them: a browser hears of it once a frame, some forty times a digit."""
    return [[*stroke[:-1:3], stroke[-1]] for stroke in pen.digit(label, height, corner)]


def ink_of(runs):
    """Return how many pixels hold ink where strokes were drawn with the pen that the page begins with."""
    return int((strokes.draw(runs, *strokes.CANVAS, MID_PEN) > 127).sum())


def pixels(picture):
    """Return the pixels of a screenshot or a download, BGR."""
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)


def scanned(picture):
    """Return what the QR code in a screenshot says. As a camera does, it is looked at from more than one distance."""
    code, detector = pixels(picture), cv2.QRCodeDetector()
    nearer = (cv2.resize(code, None, fx=by, fy=by, interpolation=cv2.INTER_AREA) for by in (1, 0.75, 0.5, 1 / 3))
    return next(filter(None, (detector.detectAndDecode(each)[0] for each in nearer)), "")


class Visitor:
    """A visitor with a mouse."""

    def __init__(self, page, address, reads="?"):
        self.page = page
        page.goto(address)
        self.answer = page.locator(ANSWER)
        self.digit = page.locator(".answer .digit")
        self.sure = page.locator(".answer .sure")
        self.more = page.locator(".st-key-more")
        self.canvas = page.locator(dom.PEN_SURFACE)
        self.toolbar = page.locator(dom.TOOLBAR)
        expect(self.canvas).to_be_visible(timeout=COLD_START)
        self.reads(reads)
        expect(self.toolbar).to_be_hidden()
        expect(self.button("Undo")).to_be_visible()

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def reads(self, text, **options):
        """Wait until the answer is this: digits, `?` for a blank canvas, `–` for what is no digit."""
        expect(self.digit).to_have_text(text, **options)

    def answers(self, count):
        """Wait until the answer is to so many strokes."""
        expect(self.answer).to_have_attribute("data-strokes", str(count))

    def stroke_count(self):
        """Return how many strokes the latest answer is to."""
        return int(self.answer.get_attribute("data-strokes"))

    @contextmanager
    def answering(self, count=None):
        """Do something in the block, then wait for a later answer: to so many strokes where that is known."""
        turn = int(self.answer.get_attribute("data-turn"))
        yield
        try:
            self.page.wait_for_function(HAS_ANSWERED, arg=[turn, count])
        except PlaywrightTimeoutError:
            shown = self.answer.evaluate_all("all => all.map((each) => ({ ...each.dataset }))")
            raise AssertionError(f"waited for an answer after {turn}, strokes: {count}; there is {shown}") from None

    def press(self, name, leaves=None):
        """Press a button, and wait for the answer that follows: to so many strokes where that is known."""
        with self.answering(leaves):
            self.push(self.button(name))

    def push(self, target):
        target.click()

    def key(self, keys, leaves=None):
        """Press keys, and wait for the answer that follows: to so many strokes where that is known."""
        with self.answering(leaves):
            self.page.keyboard.press(keys)

    def open(self, panel):
        """Open one of the panels beneath the canvas."""
        with self.answering():
            self.push(self.button(panel))

    def go_to(self, name, heading=None):
        """Follow a tab to another page."""
        self.push(self.page.get_by_role("link", name=name, exact=True))
        expect(self.page.get_by_role("heading", name=heading or name, level=1)).to_be_visible()

    def draw(self, label, height=180, corner=(90, 70)):
        """Draw a digit beside what is there, and wait for the answer to all of it."""
        self.draw_strokes(digit(label, height, corner))

    def draw_strokes(self, runs):
        with self.answering(self.stroke_count() + len(runs)):
            self.write(runs)

    def write(self, runs):
        """Draw strokes, and wait for nothing."""
        for each in runs:
            self.stroke(each)

    def stroke(self, points):
        """Draw one stroke with the mouse, and wait for nothing."""
        (x, y), *rest = self.on_page(points)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in rest:
            self.page.mouse.move(x, y)
        self.page.mouse.up()

    def on_page(self, points):
        """Return where points of the canvas are on the page, however large it is shown."""
        box = self.canvas.bounding_box()
        scale = box["width"] / strokes.SIDE
        return [(box["x"] + scale * x, box["y"] + scale * y) for x, y in points]

    def ink(self):
        """Return how many pixels of the visible canvas hold ink, once it has painted what it was told to."""
        return self.page.locator(dom.INK_LAYER).evaluate(INK)

    def wait_for_ink(self, expected, rel):
        """Wait until a canvas that has just come shows so much ink."""
        for _ in range(50):
            if self.ink() == pytest.approx(expected, rel=rel):
                return
            self.page.wait_for_timeout(100)
        assert self.ink() == pytest.approx(expected, rel=rel)

    def slow_down_the_server(self):
        """Let all that the page tells the server arrive 2.5 seconds later."""
        self.page.evaluate(HOLD_UP)

    def wait_until_at_rest(self):
        """Wait until nothing runs, loads, fades or moves."""
        self.page.evaluate(f"async () => {{ {TWO_FRAMES} }}")
        self.page.wait_for_function(AT_REST)

    def scrolls_sideways(self, part=None):
        """Return by how many pixels a part, else the page's own, is wider than it is shown."""
        part = part or self.page.get_by_test_id("stMain")
        return max(0, part.evaluate("node => node.scrollWidth - node.clientWidth"))

    def download(self, name):
        """Press a button that downloads, and return what it brings."""
        with self.page.expect_download() as download:
            self.push(self.page.get_by_role("button", name=name))
        return download.value.path().read_bytes()


class TouchVisitor(Visitor):
    """The same with a finger."""

    def stroke(self, points, end="touchEnd"):
        devtools = self.page.context.new_cdp_session(self.page)
        (x, y), *rest = self.on_page(points)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for x, y in rest:
            devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        devtools.send("Input.dispatchTouchEvent", {"type": end, "touchPoints": []})
        devtools.detach()

    def push(self, target):
        target.tap()
