"""The browser reads by itself: while the pen is down, without a server, and as the server reads."""

import numpy as np
import pytest
from playwright.sync_api import expect

from bench.server import serving
from tests.browser.screens import DESKTOP, PHONE, TALL
from tests.browser.visitor import TouchVisitor, Visitor, digit

IS_LIVE = "() => document.querySelector('.stApp').dataset.live === 'on'"
IS_LOST = "() => document.querySelector('.stApp').dataset.testConnectionState !== 'CONNECTED'"
BY = "data-by"
NO_SIMD = "WebAssembly.instantiate = WebAssembly.compile = () => Promise.reject(new Error('no SIMD'))"
FOUR, TWO = digit(4, 130, (40, 90)), digit(2, 130, (190, 90))
# Keep the picture of the latest answer, by whom it was read.
KEEP_PICTURES = """() => {
    const pictures = (globalThis.pictures = {});
    const [says, canvas] = [".answer .says", ".answer canvas"].map((part) => document.querySelector(part));
    new MutationObserver(() => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
        pictures[says.dataset.by] = [...data].filter((_, i) => i % 4 === 0);
    }).observe(says, { attributeFilter: ["data-by"] });
}"""


class HalfDone(Visitor):
    """A visitor who keeps the pen down until told."""

    def begin(self, points):
        (x, y), *rest = self.on_page(points)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in rest:
            self.page.mouse.move(x, y)

    def end(self):
        self.page.mouse.up()


class HalfDoneByTouch(TouchVisitor):
    """The same with a finger."""

    def begin(self, points):
        self.devtools = self.page.context.new_cdp_session(self.page)
        for number, (x, y) in enumerate(self.on_page(points)):
            self.send("touchMove" if number else "touchStart", [{"x": x, "y": y}])

    def end(self):
        self.send("touchEnd", [])

    def send(self, kind, points):
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


HANDS = {"mouse": (HalfDone, DESKTOP), "finger": (HalfDoneByTouch, PHONE)}


def opened(visit, kind=HalfDone, screen=DESKTOP, **options):
    visitor = visit(kind, **options, **screen)
    visitor.page.wait_for_function(IS_LIVE)
    return visitor


@pytest.mark.parametrize("hand", HANDS)
def test_a_stroke_is_read_before_the_pen_is_lifted(visit, artefacts, hand):
    visitor = opened(visit, *HANDS[hand])
    (seven,) = digit(7)
    visitor.begin(seven[: len(seven) // 2])
    expect(visitor.answer).to_have_attribute(BY, "live")
    assert visitor.digit.inner_text() != "?"
    with visitor.answering(1):
        visitor.end()
    visitor.press("Clear", leaves=0)
    visitor.begin(seven)
    visitor.reads("7")
    expect(visitor.answer).to_have_attribute(BY, "live")
    visitor.page.screenshot(path=artefacts / f"live-{hand}.png")
    with visitor.answering(1):
        visitor.end()
    expect(visitor.answer).to_have_attribute(BY, "server")
    visitor.reads("7")


def test_nothing_is_sent_while_the_pen_is_down_and_nothing_spoken(visit):
    visitor = visit(HalfDone, **DESKTOP)
    sent = []

    def keep(frame):  # a method of a built-in type is no listener
        sent.append(frame)

    visitor.page.on("websocket", lambda socket: socket.on("framesent", keep))
    visitor.page.reload()
    visitor.reads("?")
    visitor.page.wait_for_function(IS_LIVE)
    visitor.wait_until_at_rest()
    assert sent
    sent.clear()
    visitor.begin(digit(3)[0])
    visitor.reads("3")
    visitor.page.wait_for_timeout(400)  # milliseconds: the canvas sends 200 after the pen is up
    assert sent == []
    assert visitor.page.locator(".spoken").inner_text() == ""
    visitor.end()
    expect(visitor.page.locator(".spoken")).to_contain_text("Read as 3")
    assert sent


@pytest.mark.parametrize("hand", HANDS)
def test_both_readers_see_the_same_strokes(visit, hand):
    """What is followed from outside the canvas is what the canvas sends, also after undoing and erasing."""
    visitor = opened(visit, *HANDS[hand])
    visitor.page.evaluate(KEEP_PICTURES)

    def same(action, leaves):
        visitor.page.evaluate("delete pictures.live")
        with visitor.answering(leaves):
            action()
        expect(visitor.answer).to_have_attribute(BY, "server")
        found = visitor.page.evaluate("pictures")
        assert max(found["live"]) == 255
        assert np.abs(np.subtract(found["live"], found["server"])).max() <= 8

    def draw(points):
        visitor.begin(points)
        visitor.end()

    first, second = digit(5)
    same(lambda: draw(first), 1)
    same(lambda: draw(second), 2)
    visitor.press("Undo", leaves=1)  # the canvas sends that at once, so the server may be first
    visitor.press("Undo", leaves=0)
    visitor.press("Redo", leaves=1)
    same(lambda: draw(second), 2)
    visitor.push(visitor.button("Eraser"))
    same(lambda: draw([[80, 160], [240, 165]]), 3)
    visitor.press("Clear", leaves=0)
    same(lambda: draw(digit(1)[0]), 1)


def test_a_preloaded_drawing_is_drawn_on(visit):
    visitor = opened(visit, screen=TALL)
    visitor.press("a tiny 5")
    visitor.reads("5")
    visitor.begin([[20, 300], [60, 300]])
    expect(visitor.answer).to_have_attribute(BY, "live")
    with visitor.answering():
        visitor.end()
    visitor.press("Undo")
    visitor.reads("5")


def test_several_digits_are_left_to_the_server(visit):
    visitor = opened(visit)
    visitor.write(FOUR)
    visitor.reads("4")
    visitor.begin(TWO[0])
    visitor.reads("…")
    expect(visitor.sure).to_contain_text("Several digits?")
    with visitor.answering(len(FOUR + TWO)):
        visitor.end()
    visitor.reads("42")


def test_it_reads_on_without_a_server_which_has_it_when_it_is_back(visit, artefacts):
    with serving() as first:
        visitor = opened(visit, address=first.address, lost=True, screen=TALL)
    visitor.page.wait_for_function(IS_LOST)
    (three,) = digit(3)
    visitor.begin(three[: len(three) // 2])
    expect(visitor.answer).to_have_attribute(BY, "live")
    visitor.end()
    visitor.push(visitor.button("Undo"))
    visitor.reads("?")
    visitor.begin(three)
    visitor.reads("3")
    visitor.end()
    expect(visitor.page.locator(".spoken")).to_contain_text("Read as 3")
    assert "still read" in visitor.page.evaluate(
        "getComputedStyle(document.querySelector('.stApp'), '::after').content"
    )
    visitor.page.screenshot(path=artefacts / "live-offline.png")
    with serving(port=int(first.address.rpartition(":")[2])):
        expect(visitor.answer).to_have_attribute(BY, "server", timeout=30_000)
        visitor.reads("3")
        visitor.open("History")
        expect(visitor.more.get_by_text("read as 3")).to_be_visible()
        visitor.page.close()  # before its server goes


@pytest.mark.parametrize("missing", ["the network", "another network", "SIMD"])
def test_without_what_it_needs_the_page_answers_at_pen_up(new_page, server, missing):
    with new_page() as page:
        if missing == "SIMD":
            page.add_init_script(NO_SIMD)
        elif missing == "the network":
            page.route("**/app/static/*", lambda route: route.abort())
        else:
            page.route("**/app/static/*", lambda route: route.fulfill(body=b"another"))
        with page.expect_console_message(lambda message: "read at pen-up only" in message.text):
            visitor = Visitor(page, server)
        visitor.draw(6)
        visitor.reads("6")
        expect(visitor.answer).to_have_attribute(BY, "server")
        assert not page.evaluate(IS_LIVE)


def test_the_network_is_found_behind_a_base_path(visit):
    with serving(base="/some/digits") as served:
        visitor = opened(visit, address=f"{served.address}/")
        visitor.begin(digit(1)[0])
        visitor.reads("1")
        expect(visitor.answer).to_have_attribute(BY, "live")
        with visitor.answering(1):
            visitor.end()
        visitor.go_to("The network")
        visitor.go_to("Draw", heading="Digits")
        visitor.reads("1")
        visitor.wait_until_at_rest()
        visitor.canvas.click(position={"x": 250, "y": 40}, trial=True)  # once it has come to its place
        visitor.begin([[250, 40], [251, 41]])
        expect(visitor.answer).to_have_attribute(BY, "live")
        visitor.page.close()  # before its server goes
